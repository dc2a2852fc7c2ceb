"""One quality by one number, however the sentence is turned: "on the left door, set the contrast to -20" → adjust.

What is left of the words when the quality, the number and the words of asking are gone is the phrase to ground, whole:
"the mug that he is drinking from". It reads a whole utterance, before it is parted into clauses, and knows nothing of
amounts in words ("a bit"), which belong to clauses.
"""

from __future__ import annotations

from agent.planners.english import tones
from agent.planners.english.phrases import IT, Draft, is_whole
from agent.planners.english.saying import QUOTE, Saying, fullmatch, pattern, search

_QUALITY = (
    r"(?P<quality>brightness|exposure|luminance|luminosity|lightness|contrast|saturation|vibrance|vibrancy|hue|"
    r"sharpness|warmth|temperature|gamma|colorfulness|clarity)"
)
_LEVEL = r"(?:values?|levels?|amounts?|propert(?:y|ies)|settings?|modification|adjustment)"
_QUALITIES = rf"(?:(?:the|an?|its|their|some|of|object|property|color|is|as)\s+)*\b{_QUALITY}\b(?:(?: of)? {_LEVEL})*"
_NUMBER = (
    r"(?:\b(?:(?:up|down) )?(?:by|to|at|of|with|up|is|be|equals?|valued|for|about)(?= |[-−+\d])|[=:,])?\s*"
    rf"(?:\b(?:an?|the|value)\s+)*(?:(?:\b\w+ )?\b{_LEVEL}\b(?:\s+(?:of|to|at|is|by))?\s*)?(?:\ban? )?"
    r"(?:\b(?:by|to|at)\b)?\s*"
    r"(?<![\w.#])(?:(?P<sign>[-−+]|minus|negative|plus|positive)\s?)?(?P<n>\d{1,3})(?![\w.:%]*[a-z\d:])"
    rf"(?:\s?(?:%|percent\b|points?\b|units?\b|degrees?\b|in {_LEVEL}\b|{_LEVEL}\b))*(?: more| less| higher| lower)?"
)
_LOWERS = (
    r"(?:^|\b(?:please|and|to|you|be|its?) |, )(?:lower|decreas|reduc|drop|diminish|lessen|cut|(?:turn|bring) down)"
    r"|\bdown \||(?:decreas|reduc|lower|diminish)ed\b"
)
_TAKES_AWAY = r"^\s*down\b|\b(?:less|lower)$"
_ASK = (
    r"(?:(?:please|kindly|just|now|also|can|could|would|will|should|must|you|i|we|need|needs|want|like|let|if|go|ahead|"
    r"have|has|may|'d)\s+(?:to\s+)?)*"
)
_VERB = (
    r"(?:edit|change|modif[iy]|adjust|set|increase|decrease|lower|raise|reduce|boost|alter|give|apply|add|select|take|"
    r"make|tweak|drop|bump|turn|put|update|move|shift|assign|use|pick|find|choose|cut|push|bring|fix|tune)"
    r"(?:e?d|e?s|ting|ing)?"
)
_BEFORE = (
    rf"(?:the object to (?:edit|change|modify|adjust) is|description of|there is|here is|hey|{_ASK}{_VERB}\b"
    r"(?: (?:up|down)\b)?|and|then|so|of|off|or|for|on|in|to|with|from|at|by|as|it|is|its|that|should|be|"
    r"needs?)(?:\s+|$)"
)
_AFTER = (
    rf"(?:^|\s+)(?:so|so that|such that|making|make|with|and|then|needs?|need|should(?: be)?|to|be|been|is|has|have|"
    rf"could|use|must|the|of|by|by changing|at|an?|'s|s|{_VERB}|(?:up|down)(?= (?:and|to|by)$)|its|include|property|"
    r"(?<!\bon )(?<!\bin )(?<!\bwith )(?<!\bof )(?<!\babove )(?<!\binto )(?<!\bbeside )(?<!\bto )it|lovely|nice|new|"
    r"that(?= 'd| would|$)|'d be \w+|please)$"
)
_COMMANDS = (
    r"(?:^|\b(?:and|then|but) |[,.;] )(?:also |please |then |just )*(?:add|remove|delete|erase|crop|rotate|flip|"
    r"brighten|darken|sharpen|blur|replace|write|undo|make|turn|increase|decrease|reduce|raise|boost|change|adjust|modify|edit|"
    r"set|apply|save|export|put|give|keep|leave|but)\b"
)
_NO_PHRASE = (
    r"\b(?:too|much|bit|lot|little more|enough|like|think|step|turn|version|if|no|not|don't|more|less|what|how|"
    r"why)\b"
)
"""Words that belong to no name of a thing: such a sentence says more than one quality and one number."""


def measured(said: Saying) -> list[Draft]:
    """One `adjust` where exactly one quality and one number are said, and all else is a phrase or words of asking."""
    text = said.text.rstrip(" .!?")
    if not search(r"\d", text) or search(QUOTE, text) or len(text) > 300:
        return []
    quality = search(_QUALITIES, text)
    if quality is None or len(pattern(rf"\b{_QUALITY}\b").findall(text)) != 1:
        return []
    without = _barred(text, quality.span())
    numbers = list(pattern(_NUMBER).finditer(without))
    if len(numbers) != 1:
        return []
    number = numbers[0]
    rest = _barred(without, number.span())
    phrase = _phrase(rest)
    if phrase is None:
        return []
    size = min(float(number["n"]), 100.0)
    lowers = (
        number["sign"] in ("-", "−", "minus", "negative") or search(_LOWERS, rest) or search(_TAKES_AWAY, number[0])
    )
    fields = {name: round(weight * (-size if lowers else size)) for name, weight in _fields(quality["quality"]).items()}
    region = {"region": {"phrase": phrase}} if phrase and not is_whole(phrase) else {}
    return [{"op": "adjust", **fields, **region}] if any(fields.values()) else []


def _fields(quality: str) -> tones.Fields:
    return tones.NOUNS[quality]


def _barred(text: str, span: tuple[int, int]) -> str:
    """The text with a bar where the span was."""
    return " ".join(f"{text[: span[0]]} | {text[span[1] :]}".split())


def _phrase(rest: str) -> str | None:
    """The one phrase among the words between the bars; "" where only words of asking are left, None for more."""
    found = [piece for part in rest.split("|") if (piece := _bare(part))]
    if len(found) > 1 and fullmatch(r"(?:on|in|at|that|which|with|to the)\b.*", found[1]) and "," not in found[0]:
        found = [" ".join(found)]
    if not found:
        return ""
    phrase = found[0]
    if len(found) > 1 or search(_COMMANDS, phrase) or search(_NO_PHRASE, phrase):
        return None
    return IT if phrase in ("it", "this", "that", "them") else phrase[:200]


def _bare(part: str) -> str:
    """A part without the words of asking around it and its article."""
    text = part.strip(" .,;:!?")
    for _ in range(8):
        shorter = pattern(rf"^(?:{_BEFORE})").sub("", text).strip(" .,;:!?")
        if shorter == text:
            break
        text = shorter
    for _ in range(8):
        shorter = pattern(_AFTER).sub("", text).strip(" .,;:!?")
        if shorter == text:
            break
        text = shorter
    text = pattern(r"\s+'s$|(?<=\w)'s$").sub("", text)
    return pattern(r"^(?:the|an?)(?: |$)").sub("", text)
