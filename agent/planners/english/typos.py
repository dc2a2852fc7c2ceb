"""Misspelt command words, mended: one letter too few, too many, wrong, or two exchanged. Knows only the closed lexicon.

Short words are mended only after an utterance was not understood, so that no proper word is taken for a misspelling;
long ones and well-known slips, which are no other word, at once.
"""

from __future__ import annotations

from functools import cache, lru_cache

from agent.planners.english import lexicon, slips, tones
from agent.planners.english.saying import Saying, pattern

_SHORTEST = 5


@cache
def _known() -> frozenset[str]:
    verbs = {verb for words in lexicon.VERBS.values() for verb in words.split()} | {
        verb.split(" ")[0] for verb in tones.VERBS
    }
    looks = {word for look in lexicon.STRONG_LOOKS for word in look.split()}
    other = {
        "undo",
        "redo",
        "background",
        "picture",
        "photo",
        "image",
        "watercolor",
        "please",
        "caption",
        "slightly",
        "little",
        "white",
        "black",
        "start",
        "original",
        "bottom",
        "crooked",
    }
    return frozenset(
        verbs | looks | other | set(tones.ADJECTIVES) | set(tones.NOUNS) | set(tones.comparatives()) | lexicon.COLORS
    )


_MENDABLE = lexicon.words(
    "remove delete erase replace change brighten darken lighten sharpen soften straighten rotate mirror resize enlarge "
    "shrink duplicate extract extend increase decrease reduce saturate desaturate restore pixelate colorize background "
    "watercolor contrast saturation brightness exposure highlights shadows picture bottom crooked original brighter "
    "darker warmer cooler sharper softer lighter bigger smaller vivid vibrant colorful purple yellow orange enhance "
    "improve undo vintage transform caption between slightly blurry"
)


@cache
def _deletions() -> dict[str, str]:
    """Every known word with one letter left out, to the word."""
    found: dict[str, str] = {}
    for word in sorted(_MENDABLE):
        if len(word) >= _SHORTEST and " " not in word:
            for index in range(len(word)):
                found.setdefault(word[:index] + word[index + 1 :], word)
    return found


_ENGLISH = lexicon.words(
    "brighton bugger caution chance charge contract cooked cooker cooper croaked crooned darner "
    "darter decease degrease "
    "delate deplete eraser expend extent oranges remote reside restored restorer shaper shrank shrine shrunk smeller "
    "sorter straighter vantage warder"
)
"""English words near a command: each is meant as it stands."""


_LONG = 8
_SLIPS = {
    "shaper": "sharper", "brighness": "brightness", "contast": "contrast", "constrast": "contrast", "blury": "blurry",
    "backround": "background", "noticable": "noticeable", "noticible": "noticeable", "cloudyness": "cloudiness",
    "hazyness": "haziness", "sharpeness": "sharpness", "darkeness": "darkness", "warmness": "warmth", "hazey": "hazy",
    "pixilated": "pixelated", "pixelized": "pixelated", "pixellated": "pixelated", "vibrancey": "vibrancy",
    "frmo": "from", "fomr": "from", "foucs": "focus", "focuse": "focus",
    "infocus": "in focus", "sharo": "sharp", "sharpe": "sharp",
    "brigher": "brighter", "briter": "brighter", "britter": "brighter", "colr": "color", "clor": "color",
    "colros": "colors", "romove": "remove", "remov": "remove", "rmove": "remove", "delet": "delete",
    "croped": "cropped", "crispier": "crisper",
    "leftside": "left side", "rightside": "right side", "forground": "foreground", "foregound": "foreground",
    "definately": "definitely", "alot": "a lot", "abit": "a bit", "lil": "little", "littel": "little",
    "vibrent": "vibrant", "staurate": "saturate", "hightlight": "highlight", "graniness": "graininess",
}  # fmt: skip
"""Slips that are no other word of English, to what was meant."""
_AT_ONCE = lexicon.words(
    "brightness contrast saturation background foreground highlights sharpness resolution exposure straighten "
    "noticeable eliminate brighten brighter vibrancy visibility saturated overexposed underexposed photograph duplicate"
)


@lru_cache(4096)
def _at_once(word: str) -> str:
    """A slip, or a long word next to one that it can only be a misspelling of; else the word."""
    if word in _SLIPS:
        return _SLIPS[word]
    slip = slips.meant(word)
    if slip is not None:
        return slip
    if len(word) < _LONG or word in _known() or word in _ENGLISH or lexicon.lemma(word) or word in tones.verbs():
        return word
    return next((known for known in _AT_ONCE if known[0] == word[0] and _slipped(word, known)), word)


def _slipped(word: str, known: str) -> bool:
    ends = ("s", "d", "r", "ed", "er", "ing", "ly", "y")
    return len(known) >= _LONG and _close(word, known) and not any(word == known + end for end in ends)


def at_once(saying: Saying) -> Saying:
    """The saying with its plainest misspellings put right."""
    wrong = [word for word in saying.words if word.isalpha() and _at_once(word) != word]
    for word in wrong:
        slip = pattern(rf"(?i)\b{word}\b")
        saying = Saying(slip.sub(_at_once(word), saying.text), slip.sub(_at_once(word), saying.raw), saying.quotes)
    return saying


def _mended(word: str) -> str:
    if (
        len(word) < _SHORTEST - 1
        or word in _ENGLISH
        or word in _known()
        or lexicon.lemma(word)
        or word in tones.verbs()
    ):
        return word
    for variant in (word, *(word[:index] + word[index + 1 :] for index in range(len(word)))):
        near = variant if variant in _MENDABLE and len(variant) >= _SHORTEST else _deletions().get(variant)
        if near and near[0] == word[0] and _close(word, near):
            return near
    return word


def _close(word: str, known: str) -> bool:
    """Whether one insertion, deletion, substitution or exchange of neighbours leads from one to the other."""
    if abs(len(word) - len(known)) > 1:
        return False
    start = next((i for i, (a, b) in enumerate(zip(word, known, strict=False)) if a != b), min(len(word), len(known)))
    rest, other = word[start:], known[start:]
    return (
        rest[1:] == other[1:]
        or rest[1:] == other
        or rest == other[1:]
        or (rest[2:] == other[2:] and rest[:2] == other[1::-1])
    )


def mend(saying: Saying) -> Saying | None:
    """The saying with its misspelt command words put right; None if there is none."""
    text, raw, changed = "", "", False
    for match in pattern(r"[a-z]+|[^a-z]+").finditer(saying.text[:600]):
        word = _mended(match[0]) if match[0].isalpha() else match[0]
        changed |= word != match[0]
        text += word
        raw += saying.raw[match.start() : match.end()] if word == match[0] else word
    return Saying(text, raw, saying.quotes) if changed else None
