"""Clauses about light, colour and sharpness → `adjust` and `enhance` drafts. Knows no geometry and no objects.

Every tone word of a clause is found first, with its direction and amount; what is left of the clause is the target.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from agent.planners.english import amounts, leftover, lexicon, tones
from agent.planners.english.phrases import Draft, is_whole, region, several, without_purpose
from agent.planners.english.saying import QUOTE, Saying, pattern, search

_LESS = lexicon.words(
    "less lower reduce decrease lessen diminish remove minimize limit eliminate cut drop weaken tame subdue "
    "decreasing reducing lowering removing"
)
_COPULAS = lexicon.words(
    "is are was were looks look looking seems seem appears appear feels 's it's be that's they're been being become "
    "becomes get gets"
)
_WISH = (
    r"\b(?:make|making|made|should|shall|could|can|would|needs?|want|let|get|have|ought|must|try|keep|"
    r"be|turn|bring|prefer|bit more)\b"
)
_MODIFIERS = lexicon.words(
    "a bit little slightly much way too so very really more less not enough even far lot somewhat overly tad "
    "touch quite rather pretty kind of kinda extremely super most as some any the no that still totally completely "
    "almost entirely all terribly fairly slight"
)


@dataclass
class Found:
    """Tone words of a clause: what they do, and which words of the clause they used up."""

    fields: dict[str, float] = field(default_factory=dict)
    used: set[int] = field(default_factory=set)

    def put(self, fields: tones.Fields, amount: float) -> None:
        for name, weight in fields.items():
            self.fields[name] = self.fields.get(name, 0.0) + weight * amount


def adjust(clause: Saying) -> list[Draft]:
    """`adjust` for a clause with tone words in it; nothing where there are none."""
    said = clause.cut(0, len(without_purpose(clause.text)))
    slid = _slider(said.text)
    if slid:
        return [{"op": "adjust", **slid}]
    words = said.words
    found = _find(said, words)
    limited = _limited(found.fields)
    if not limited:
        return []
    rest = leftover.about(_with_commas(said), found.used)
    return [{"op": "adjust", **limited, **region(part)} for part in several(rest)[:6] or [rest]]


def _with_commas(said: Saying) -> Sequence[str]:
    """The words, each with the comma that follows it."""
    if "," not in said.text:
        return said.words
    return pattern(rf"(?:[\w'#%+-]+|{QUOTE}),?").findall(said.text)


_NUMBERED = (
    r"(?:set |put )?(?:the )?(?P<what>[a-z]+(?: [a-z]+)?)(?: to| at| by)?:? ?(?P<sign>[-+−]?) "
    r"?(?P<n>\d{1,3})(?: ?%| points)?"
)
_UP_DOWN = r"(?P<what>[a-z]+)(?: (?:go|a bit))? (?P<way>up|down)(?: (?:by )?(?P<n>\d{1,3}) ?%?)?(?:,| and)? ?"


def _slider(text: str) -> dict[str, float]:
    """Amounts said as of sliders: "saturation +20", "shadows up highlights down"."""
    found = Found()
    number = pattern(_NUMBERED).fullmatch(text)
    if number and number["what"] in tones.NOUNS:
        amount = float(number["n"]) * (-1 if number["sign"] in ("-", "−") and number["sign"] else 1)
        found.put(_as_field(number["what"]), amount)
    elif pattern(rf"(?:{_UP_DOWN.replace('?P<what>', '').replace('?P<way>', '').replace('?P<n>', '')})+").fullmatch(
        text
    ):
        for match in pattern(_UP_DOWN).finditer(text):
            if match["what"] not in tones.NOUNS:
                return {}
            amount = float(match["n"] or amounts.DEFAULT)
            found.put(_as_field(match["what"]), amount if match["way"] == "up" else -amount)
    return _limited(found.fields) if found.fields else {}


def _as_field(noun: str) -> tones.Fields:
    """A slider called "shadows" goes up to open them, as its field does."""
    return {"shadows": 1.0} if noun in _SHADOWS else tones.NOUNS[noun]


def _find(said: Saying, words: tuple[str, ...]) -> Found:
    found = Found()
    index = 0
    while index < len(words):
        index += _at(said, words, index, found) or 1
    return found


def _at(said: Saying, words: tuple[str, ...], index: int, found: Found) -> int:
    """Reads the tone word at `index`, if one is there; how many words it takes."""
    for length in (3, 2, 1):
        phrase = " ".join(words[index : index + length])
        sign, fields = _read(said, words, index, phrase, length)
        if sign:
            found.put(fields, sign * amounts.level(_near(said.text, words, index, length), amounts.DEFAULT))
            if phrase in tones.TINTS and words[index + 1 : index + 2] and words[index + 1] in _HUES:
                taken = length + 1  # "a red tint" is one thing
            else:
                taken = length
            found.used.update(range(index, index + taken))
            return taken
    return 0


_HUES = lexicon.words("color colors tint tints tone tones hue hues cast tinge")


def _near(text: str, words: tuple[str, ...], index: int, length: int) -> str:
    """The words whose amounts belong to this tone word: from three before it to six after it, or a number anywhere."""
    if pattern(r"\d").search(text):
        return text
    return " ".join(words[max(0, index - 4) : index + length + 6])


_NOTHING = (0.0, tones.Fields())


def _read(said: Saying, words: tuple[str, ...], index: int, phrase: str, length: int) -> tuple[float, tones.Fields]:
    """The direction (+1 or −1) and the fields of a phrase; a direction of 0 where it is no tone word at this place."""
    before = _before(words, index)
    base = tones.comparatives().get(phrase)
    if base:
        stated = words[index + length : index + length + 1] == ("than",) and {"is", "are", "looks", "look"} & set(
            before
        )
        lessened = "less" in before[:1] or (stated and not search(_WISH.replace("|be|", "|"), said.text))
        return (-1.0 if lessened else 1.0), tones.ADJECTIVES[base]
    if phrase in tones.verbs() and _is_verb(words, index, phrase) and not _only_directs(words, index, phrase):
        return 1.0, tones.verbs()[phrase]
    if phrase in tones.NOUNS and not _names_a_thing(words, index, phrase, before):
        sign = _noun_sign(said, words, index, phrase, before)
        if sign:
            return sign, tones.NOUNS[phrase]
    if phrase in tones.ADJECTIVES and not (words[0] in _BRINGING and _names_a_thing(words, index, phrase, before)):
        return _adjective_sign(said, words, index + length, phrase, before), tones.ADJECTIVES[phrase]
    return _NOTHING


def _before(words: tuple[str, ...], index: int) -> list[str]:
    """The modifiers and the copula right before `index`, nearest first."""
    found: list[str] = []
    if index >= 2 and words[index - 1] == "and" and words[index - 2] in tones.ADJECTIVES:  # "too bright and blurry"
        index -= 2
    for word in reversed(words[max(0, index - 6) : index]):
        if (
            word not in _MODIFIERS
            and word not in _COPULAS
            and word not in ("should", "could", "needs", "need", "enough", "isn't", "aren't", "doesn't", "lacks")
        ):
            break
        found.append(word)
    return found


def _is_verb(words: tuple[str, ...], index: int, phrase: str) -> bool:
    if phrase == "focus":
        return index == 0 and len(words) > 1 and words[1] not in ("point", "is", "looks")
    if phrase == "light":
        return index == 0 and words[1:2] in _LIT and "from" not in words
    if phrase in tones.NOUNS or phrase in tones.ADJECTIVES:
        return index == 0 and len(words) > 1 and phrase != "pop"
    previous = words[index - 1] if index else ""
    return previous not in ("a", "an") and not (previous == "the" and phrase.endswith("ed"))


_LIT = ((), *((word,) for word in ("the", "more", "this", "that", "her", "his", "their", "my", "it", "them")))
"""Words after "light" where it is a verb."""


def _only_directs(words: tuple[str, ...], index: int, phrase: str) -> bool:
    """Whether "tone down" or "bring out" belongs to a quality that follows: "tone down the reds"."""
    after = words[index + len(phrase.split()) :]
    ends = ("of", "in", "on", "by", "and", "a", "please", "just", "slightly")
    quality = any(
        word in tones.NOUNS and after[at + 1 : at + 2] in ((), *((end,) for end in ends))
        for at, word in enumerate(after)
    )
    if phrase in _SHADING:
        return bool({*after} & (_SHADOWS | _HIGHLIGHTS))
    return phrase in _DIRECTING and quality


_SHADING = frozenset(("lighten", "lightening", "brighten", "brightening", "darken", "darkening"))
"""Verbs that move only the shadows or the highlights where these follow."""


_DIRECTING = frozenset((
    "tone down", "toned down", "bring out", "bringing out", "brings out", "emphasize", "accentuate", "highlight",
    "deepen", "intensify",
))  # fmt: skip


_SHADOWS = frozenset(["shadows", "shadow", "blacks", "shadowing"])
_HIGHLIGHTS = frozenset(["highlights", "highlight", "whites", "hilights"])
_OPENS = r"\b(?:open|lift|raise|recover|brighten|lighten|bring (?:up|out)|boost|pull up)(?:ing)?\b"
_TAMES = r"\b(?:recover|tame|rescue|save|protect|pull (?:back|down)|bring (?:back|down))(?:ing)?\b"
_CASUAL = lexicon.words("light lights edges texture color colors detail details tone tones shadow shadows glow")


def _noun_sign(said: Saying, words: tuple[str, ...], index: int, phrase: str, before: list[str]) -> float:
    text = said.text
    if phrase in _SHADOWS and search(_OPENS, text):
        return -1.0
    if phrase in _SHADOWS | _HIGHLIGHTS and _SHADING & set(words):
        return (1.0 if phrase in _SHADOWS else -1.0) if search(r"\bdarken", text) else 1.0
    if phrase in _HIGHLIGHTS and search(_TAMES, text):
        return -1.0
    if any(word in before for word in ("too", "overly")) or search(r"(?<!not )\btoo (?:much|many)\b|\bso much\b", text):
        return -1.0
    if "less" in before or "fewer" in before:
        return -1.0
    if "more" in before or search(r"\b(?:not enough|too little|lacks?|lacking|without|needs?|no)\b", text):
        return 1.0
    if phrase in tones.TINTS or phrase in _CASUAL:
        told = phrase in tones.TINTS and search(_SOME_OF, text)
        return 1.0 if told else _level_verb(words, index) if _level_verb_near(words, index) else 0.0
    sign = _level_verb(words, index)
    if search(r"[-−]\s?\d", text) and not set(words) & _LESS:
        return -abs(sign) or -1.0
    bare = amounts.number(text) is not None or phrase == " ".join(words) or search(_SOME_OF, text)
    return sign or (1.0 if bare else 0.0)


_SOME_OF = (
    r"^(?:just |maybe )?(?:a (?:bit|touch|tad|little|lot|hint)|two|some|lots|plenty|extra|"
    r"(?:a )?(?:slight|subtle|faint))\b"
)


_BRINGING = frozenset(("add", "include", "put", "plant", "insert"))
_AFTER_A_TINT = lexicon.words(
    "and or to in from of on at tone tones hue hues tint tints cast color colors into for out too back overall please "
    "than so here like instead also maybe as around by all throughout saturation light lighting glow look it if when"
)


def _names_a_thing(words: tuple[str, ...], index: int, phrase: str, before: list[str]) -> bool:
    """Whether a colour or a light belongs to a thing's name: "the red helmet", "light bulb"."""
    following = words[index + 1] if index + 1 < len(words) else ""
    if phrase not in tones.TINTS and phrase not in ("light", "lights", "life", "texture", "shadow", "tone", "edges"):
        return False
    return bool(following) and following not in _AFTER_A_TINT and following not in _COPULAS


def _level_verb_near(words: tuple[str, ...], index: int) -> bool:
    return any(word in _LEVEL_WORDS for word in words[max(0, index - 5) : index + 6])


def _level_verb(words: tuple[str, ...], index: int) -> float:
    """The direction that the nearest verb of amount gives: "increase", "turn down", "add"."""
    for word in (*reversed(words[:index]), *words[index:]):
        if word in ("down", "off"):
            return -1.0
        if word in _LEVEL_WORDS and not (word in ("bring", "turn", "tone") and "down" in words):
            return -1.0 if word in _LESS or _LEVEL_WORDS[word] < 0 else 1.0
    return 0.0


def _level_words() -> dict[str, float]:
    found: dict[str, float] = {}
    for family, sign in (("raise", 1.0), ("lower", -1.0)):
        for verb in lexicon.VERBS[family].split():
            stem = verb[:-1] if verb.endswith("e") else verb
            for form in (verb, f"{stem}ing", f"{stem}ed", f"{verb}s"):
                found.setdefault(form, sign)
    return {
        **found,
        "give": 1.0,
        "apply": 1.0,
        "remove": -1.0,
        "eliminate": -1.0,
        "use": 1.0,
        "utilize": 1.0,
        "introduce": 1.0,
        "provide": 1.0,
        "deepen": 1.0,
        "exaggerate": 1.0,
        "get": 1.0,
        "cut": -1.0,
        "need": 1.0,
        "tone": -1.0,
        "removing": -1.0,
    }


_LEVEL_WORDS = _level_words()


def _adjective_sign(said: Saying, words: tuple[str, ...], after: int, phrase: str, before: list[str]) -> float:
    text = said.text
    following = words[after] if after < len(words) else ""
    if "too" in before or "overly" in before:
        return -1.0
    if "less" in before or ("not" in before and "so" in before) or ("not" in before and {"as", "that"} & set(before)):
        return -1.0
    if "more" in before or following == "enough":
        return 1.0
    if (before and before[0] in ("isn't", "aren't", "doesn't")) or before[:1] == ["not"]:
        return 1.0
    predicate = (
        any(word in _COPULAS for word in before)
        or after >= len(words)
        or following in ("and", "but", "in", "at", "on", "more")
    )
    wish = search(_WISH, text)
    if predicate and wish and not search(r"\b(?:is|are|looks?|seems?|appears?|'s|it's)\b", text):
        return 0.0 if phrase in tones.TINTS or phrase in ("white", "black", "gray", "golden") else 1.0
    complaint = any(
        word in before
        for word in (
            "is",
            "are",
            "looks",
            "look",
            "seems",
            "seem",
            "appears",
            "appear",
            "it's",
            "'s",
            "feels",
            "they're",
        )
    )
    if _is_cast(phrase, words, before):
        return -1.0
    if complaint and "so" in before and phrase in tones.TINTS - {"blue", "red"} and is_whole(" ".join(words[:1])):
        return -1.0
    if (
        phrase in tones.DEFECTS
        and (complaint or len(words) <= 3 or before or after >= len(words) <= 7)
        and not (following and not complaint)
    ):
        return -1.0
    return 0.0


_NATURAL = {
    "blue": "sky sea water ocean lake eyes",
    "green": "grass trees leaves tree field",
    "red": "lips",
    "pink": "lips",
}


def _is_cast(phrase: str, words: tuple[str, ...], before: list[str]) -> bool:
    """Whether "X looks orange" complains of a tinge that X should not have."""
    looks = {"looks", "look", "looking", "seems", "appears"} & set(before)
    natural = set(_NATURAL.get(phrase, "").split())
    return bool(looks) and phrase in tones.TINTS and words[-1] == phrase and not natural & set(words)


def _limited(fields: dict[str, float]) -> dict[str, float]:
    positive_only = ("blur", "vignette", "grain", "pixelate")
    limited = {name: max(-100.0, min(100.0, round(value))) for name, value in fields.items()}
    kept = {name: value for name, value in limited.items() if value and not (name in positive_only and value < 0)}
    if not kept and fields.get("blur", 0) < 0:
        return {"sharpness": DEFAULT_SHARPNESS}
    return kept or ({"auto": True} if fields and not any(fields.get(name, 0) < 0 for name in positive_only) else {})


DEFAULT_SHARPNESS = 25.0
