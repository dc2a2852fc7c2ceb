"""An utterance into clauses: one for each thing it asks for. Knows which words begin a command, not what they do."""

from __future__ import annotations

from functools import cache

from agent.planners.english import lexicon, tones
from agent.planners.english.saying import Saying, pattern, without_politeness

_BREAK = (
    r"(?:\s*[.!?;…]+\s+|\s*[.!?;…]+$|\s*,?\s+(?:and then|and also|and maybe|and perhaps|and please|"
    r"then|after that|also|plus|and|but|or|while|&)\s+|\s*,\s+|\s+[-–—]\s+|\s*:\s+)"
)
FORGET = (
    r"(?:forget|scrap|ignore|never ?mind|drop|ditch)(?: about)? (?:this|that|the|my) (?:photo|picture|"
    r"image|one)(?: instead)?"
)
"""Words that give up the picture for a new one: "forget this photo, draw a fox"."""
_STOP = r"[.!?;…]"
_RUN_ON = (
    r"\s+(?=(?:(?:now|next|please|would you|could you|can you|i would|i'd|you could|maybe|also|perhaps)\s+)*"
    r"(?:add|remove|make|replace|delete|erase|brighten|darken|sharpen|lighten|increase|decrease|reduce|"
    r"eliminate|crop|undo|save|export|straighten|get rid of|it's too|it is too|it's a bit too|"
    r"(?:soften|enhance|boost|raise|lower|rotate|photoshop|tone down|saturate|fix|correct|adjust|deepen|warm|cool|"
    r"enlarge|paint|recolor|change|update|intensify|turn)"
    r"(?= (?:the|it|this|them|his|her|some|more|all|up|a)\b)|"
    r"(?:it|they) (?:needs?|should|could|is|are|looks?|seems?|has|have|doesn't|don't|isn't|aren't))\s+\S)"
)
_NO_RUN_ON = lexicon.words(
    "to and or please you would not don't i we should could can must will by maybe just may either then also "
    "perhaps that which try help who they it kindly consider the a an it's let's might i'd and/or do does more less "
    "needs if really definitely so when because since where as while than like until unless though although what "
    "how once before after whether but is are was were be make sure think believe feel wish hope ensure says for "
    "with of in on at from into about get have let keep want see give show"
)
_TONE_STARTS = lexicon.words("more less slightly much bit too even lots some extra fewer way little")
_A_BIT = r"^a (?:bit|little|touch|tad|lot|hair|whole lot|tiny bit)\b"
_COMPLAINT = (
    r"^(?:it|it's|that|this|there|everything|the [\w' ]{1,40}?|his|her|they|they're|he's|"
    r"she's)\b.{0,40}?\b(?:is|are|'s|looks?|seems?|too|needs?|should|could|lacks?|isn't|doesn't|'re)\b|"
    r"^(?:it's|there's|there is|there are|they're) "
)
_ONE = r"(?:the|his|her|its|my|their|all|both) (?:[\w']+ )?[\w']+"
_UNFINISHED = rf"(?:make|have|let|get|turn|keep|paint) {_ONE}(?:, {_ONE})*"
_BUT_KEEP = r"^(?:keep|leave|don't|do not|not|retain|preserve|without|only|never)\b"


def clauses(saying: Saying) -> list[Saying]:
    """The clauses, in order, without politeness around them; never empty ones."""
    parts: list[Saying] = []
    start = 0
    for begin, end in _boundaries(saying.text):
        if _splits(saying, start, begin, end):
            parts.append(saying.cut(start, begin))
            start = end
    parts.append(saying.cut(start))
    whole = [piece for part in parts for piece in _run_on(part)]
    return _with_amounts([clause for clause in map(without_politeness, whole) if clause.text])


_MUCH = (
    r"(?:(?:really|very|quite|pretty|nice and|make it|i mean|like) )*(?:strong|heavy|strongly|heavily|intense|"
    r"intensely|hard|big time|extreme|drastic|bold|a (?:whole )?lot|lots|much|a ton|seriously|dramatically)"
)
_LITTLE = (
    r"(?:(?:just|only|very|really|but|make it|keep it) )*(?:subtle|subtly|slightly|slight|gentle|gently|light|"
    r"lightly|soft|softly|mild|a (?:tiny |little |wee )?(?:bit|little|tad|touch|hair)|not a lot|"
    r"not (?:too|so|that) (?:much|strong(?:ly)?|heavy|hard|intense|crazy|far)|don't overdo it|"
    r"nothing (?:crazy|extreme|too strong))"
)
_HOW_MUCH = ((_MUCH, "a lot"), (_LITTLE, "a bit"))


def _how_much(text: str) -> str | None:
    return next((said for words, said in _HOW_MUCH if pattern(words).fullmatch(text)), None)


def _with_amounts(parts: list[Saying]) -> list[Saying]:
    """Clauses that only say how much ("…, not too much") joined to the clause before them."""
    joined: list[Saying] = []
    for part in parts:
        amount = _how_much(part.text)
        if amount and joined:
            before = joined[-1]
            joined[-1] = Saying(f"{before.text} {amount}", f"{before.raw} {amount}", before.quotes)
        else:
            joined.append(part)
    return joined


def is_command(clause: Saying) -> bool:
    """Whether a clause begins with a verb that commands something."""
    return bool(clause.words) and clause.words[0] in starters()


def _boundaries(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in pattern(_BREAK).finditer(text)]


def _splits(saying: Saying, start: int, begin: int, end: int) -> bool:
    separator, right = saying.text[begin:end], saying.text[end:]
    if not saying.text[start:begin].strip():
        return True
    if pattern(rf"{FORGET}|instead of .+").fullmatch(saying.text[start:begin].strip()):
        return False
    if pattern(_STOP).search(separator):
        written = pattern(r"(?:write|type|caption|print|inscribe)\b").match(saying.text[start:begin].lstrip())
        return not written or _starts_clause(saying.cut(end).text, strict=True) or not right.strip()
    if " and " not in separator and _how_much(pattern(r"[,.;!?]").split(right)[0].strip()):
        return True
    if right.startswith("try ") or pattern(_TOO).fullmatch(pattern(r"[,.;!?]").split(right)[0].strip()):
        return True
    if "or" in separator and saying.text[start:begin].strip() in starters():
        return False  # "remove or tone down the lamp"
    if pattern(_BUT_KEEP).match(right) or _goes_on(saying, start, begin, end):
        return False
    return _starts_clause(
        without_politeness(saying.cut(end)).text, strict="," not in separator and "then" not in separator
    )


def _starts_clause(text: str, *, strict: bool) -> bool:
    """Whether the words begin a command of their own rather than going on with the clause before them."""
    words = text.split(" ", 3)
    first = words[0].strip(",.!?;:")
    if not first:
        return False
    if first in tones.NOUNS and first not in ("focus", "light") and (words[1:2] or ["of"])[0].strip(",.") in _OF:
        return False  # "the brightness and contrast of the sky"
    if first in starters():
        return not (first in _ALSO_NOUNS and (strict and len(words) < 2))
    if first in _TONE_STARTS or first in tones.comparatives() or pattern(_A_BIT).match(text):
        return True
    if first in ("undo", "redo", "it's", "its", "never", "nothing", "compare", "save", "export", "try"):
        return True
    if pattern(_ACTS).match(text):
        return True
    return pattern(_COMPLAINT).match(text) is not None or _elided(pattern(r"[,.;!?]| and | but ").split(text, 1)[0])


_OF = ("of", "in", "on", "for", "and", "so", "levels", "level", "please", "by")


def _goes_on(saying: Saying, start: int, begin: int, end: int) -> bool:
    """Whether a list of things goes on, and no command of its own begins: "make the sea | and remove the buoy"."""
    own = pattern(r"(?P<verb>[a-z]+) (?:the|it|them|his|her|all|some|an?)\b").match(saying.text[end:])
    return _unfinished(saying.text[start:begin].strip()) and not (own and own["verb"] in starters() - {"have", "let"})


def _unfinished(text: str) -> bool:
    """Whether a list of things goes on: "make the sky, the sea and the boats bluer"."""
    if pattern(_UNFINISHED).fullmatch(text) is None:
        return False
    ends = {part.rsplit(" ", 1)[-1] for part in text.split(",")}
    return not ends & (tones.comparatives().keys() | tones.ADJECTIVES.keys() | lexicon.COLORS | lexicon.MATERIALS)


_ACTS = (
    r"(?:go (?:back )?to|go back|return to|jump to|call (?:it|this|that|him|her|the)|name (?:it|him|her)|"
    r"forget (?:that|the|all) (?:\w+ )*rules?|from now on|branch off)\b"
)
_TOO = r"(?:the|his|her|my|its|their) (?:[\w']+ ){1,3}(?:too|as well)"


def _elided(text: str) -> bool:
    """A clause without its verb: "the grass greener", after "make the sky bluer and"."""
    match = pattern(r"^(?:the|his|her|my|its|their|everything) (?:[\w']+ ){1,4}?([\w-]+)$").match(text)
    return match is not None and (match[1] in tones.comparatives() or match[1] in lexicon.COLORS)


_ALSO_NOUNS = lexicon.words(
    "light paint cut shade mirror frame level color title label drop top hide cover point print"
)
_NOT_STARTERS = lexicon.words("top rest fill like lay film black blank")


@cache
def starters() -> frozenset[str]:
    """Base forms of the verbs that begin a command."""
    verbs = {verb for words in lexicon.VERBS.values() for verb in words.split()} | {
        verb.split(" ")[0] for verb in tones.VERBS
    }
    gerunds = {
        "removing",
        "adding",
        "making",
        "increasing",
        "cropping",
        "replacing",
        "brightening",
        "changing",
        "darkening",
    }
    return frozenset(verbs | gerunds) - _NOT_STARTERS


def _run_on(part: Saying) -> list[Saying]:
    """Splits "the image is dark make it brighter", where no word or sign stands between two clauses."""
    pieces: list[Saying] = []
    start = 0
    for match in pattern(_RUN_ON).finditer("" if part.text.startswith("instead of ") else part.text):
        before = part.text[start : match.start()].rsplit(" ", 1)
        last = before[-1].strip(",")
        narrated = last.endswith("ing") and part.text[match.end() :].startswith(("it ", "they "))
        if last in _NO_RUN_ON or narrated or not part.text[start : match.start()].strip():
            continue
        pieces.append(part.cut(start, match.start()))
        start = match.end()
    return [*pieces, part.cut(start)]
