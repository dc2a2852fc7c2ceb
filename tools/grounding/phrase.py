"""What a phrase about a place says: noun, colours, position, order, "everything but". Knows nothing of pixels.

"the second red cup from the left" → noun "cup", colours ("red",), order (axis "left", rank 1).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from tools import chinese
from tools.colours import is_colour

Side = Literal["left", "right", "top", "bottom"]
Axis = Literal["left", "right", "top", "bottom", "big", "small"]

SIDES: dict[str, Side] = {
    "left": "left", "right": "right", "top": "top", "upper": "top", "bottom": "bottom", "lower": "bottom",
    "leftmost": "left", "rightmost": "right", "topmost": "top", "uppermost": "top", "highest": "top",
    "bottommost": "bottom", "lowest": "bottom",
}  # fmt: skip
_MIDDLE = {"middle", "center", "centre", "central"}
_SIZES: dict[str, Axis] = {
    "biggest": "big", "largest": "big", "big": "big", "large": "big", "huge": "big", "main": "big", "bigger": "big",
    "larger": "big", "smallest": "small", "small": "small", "tiny": "small", "little": "small", "smaller": "small",
}  # fmt: skip
_RANKS = {
    "first": 0, "1st": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "fourth": 3, "4th": 3, "fifth": 4, "5th": 4,
    "last": -1,
}  # fmt: skip
_SHADES = {"light", "pale", "dark", "deep", "bright", "vivid", "hot", "neon", "sky", "baby"}
_FILLER = {
    "the", "a", "an", "of", "on", "in", "at", "to", "that", "this", "those", "these", "is", "are", "which", "from",
    "hand", "side", "part", "area", "region", "section", "portion", "corner", "edge", "far", "very", "most", "and",
    "picture", "image", "photo", "photograph", "scene", "frame", "coloured", "colored", "color", "colour", "s", "my",
    "whole", "entire", "all", "half", "quarter", "quadrant", "thirds", "quarters", "percent", "please", "up", "along",
    "across", "end", "strip", "just", "only", "two", "three", "you", "see", "there", "it", "furthest", "extreme",
}  # fmt: skip
_THINGS = {"thing", "things", "object", "objects", "item", "items", "one", "ones", "stuff", "something"}
_RELATIONS = re.compile(
    r"\b(?:next to|beside|besides|behind|above|below|beneath|under|underneath|over|near|by|with|without|holding|wearing"
    r"|inside|between|against|in front of|on top of|around|on|in|to the (?:left|right) of)\b"
)
_NEGATION = re.compile(
    r"^(?:everything|all|anything|everywhere|the whole (?:picture|image|photo)|the rest)(?: else)? "
    r"(?:but|except(?: for)?|besides|apart from|other than|outside(?: of)?|around)(?: for)? (.+)$"
    r"|^(?:outside(?: of)?|not) (.+)$"
)
_ONE = ("ss", "us", "is", "lens")  # glass, bus, iris: these end in s by themselves
_SEVERAL = {"people", "men", "women", "children", "feet", "teeth", "geese", "mice", "folk"}
_OWNERS = {"his", "her", "their", "its", "our", "your"}


@dataclass(frozen=True)
class Order:
    """Which of several: the `rank`-th (0 first, −1 last) along an axis; "left" counts from the left."""

    axis: Axis
    rank: int = 0


@dataclass(frozen=True)
class Phrase:
    """`words` are all that was said; what is not understood as anything else is the `noun`."""

    words: tuple[str, ...]
    noun: str = ""
    colours: tuple[str, ...] = ()
    sides: tuple[Side, ...] = ()
    middle: bool = False
    order: Order | None = None
    thing: bool = False  # "thing", "object", "one": a noun that names nothing
    relation: str = ""  # "behind the red car": said about the noun, but not understood
    everything_but: str = ""

    @property
    def plural(self) -> bool:
        last = self.noun.split()[-1] if self.noun else ""
        if chinese.is_chinese(last):
            return last.endswith("们") or "all" in self.words
        return (last.endswith("s") and not last.endswith(_ONE)) or "things" in self.words or last in _SEVERAL

    @property
    def geometric(self) -> bool:
        """True when only a part of the picture is named, and no object in it."""
        return not (self.noun or self.colours or self.thing or self.relation or self.everything_but)


@lru_cache(maxsize=256)
def parse_phrase(said: str) -> Phrase:
    """Never fails: what it doesn't understand is the noun. English or Chinese."""
    said = chinese.phrase(said) if chinese.is_chinese(said) else said
    text = " ".join(re.sub(r"[^\w%.#]+", " ", said.lower().replace("'s ", " ")).split()).strip(". ")
    negation = _NEGATION.match(text)
    if negation:
        return Phrase(tuple(text.split()), everything_but=negation[1] or negation[2])
    head, relation = _split(text)
    words = head.split()
    order, words = _order(words)
    colours, words = _colours(words)
    sides = tuple(dict.fromkeys(SIDES[word] for word in words if word in SIDES))
    rest = [w for w in words if w not in SIDES and w not in _MIDDLE]
    things = any(word in _THINGS for word in rest)
    noun = [w for w in rest if w not in _FILLER | _THINGS | _OWNERS and not re.fullmatch(r"[\d.]+%?|third", w)]
    return Phrase(
        tuple(text.split()), " ".join(noun), colours, sides, any(w in _MIDDLE for w in words), order, things, relation
    )


def _split(text: str) -> tuple[str, str]:
    """The head and what is said about it by reference to something else ("the dog", "behind the red car")."""
    for match in _RELATIONS.finditer(text):
        after = text[match.end() :].split()
        known = _FILLER | _MIDDLE | set(SIDES) | set(_RANKS)
        if match[0] in ("on", "in") and all(word in known for word in after):
            continue  # "on the left": a position, not another object
        if text[: match.start()].strip():
            return text[: match.start()], text[match.start() :]
    return text, ""


def _order(words: list[str]) -> tuple[Order | None, list[str]]:
    """Reads "second … from the left", "leftmost", "far left", "second biggest"; and the words that remain."""
    rank = next((_RANKS[word] for word in words if word in _RANKS), 0)
    kept = [word for word in words if word not in _RANKS]
    side = SIDES.get(words[-1]) if "from" in words else None
    if side:
        return Order(side, rank), [word for word in kept if word != words[-1]]
    most = next((word for word in words if word in SIDES and word.endswith(("most", "est"))), None)
    if most is None and {"far", "furthest", "extreme"} & set(words):
        most = next((word for word in words if word in SIDES), None)
    if most:
        return Order(SIDES[most], rank), [word for word in kept if word != most]
    size = next((word for word in words if word in _SIZES), None)
    if size:
        return Order(_SIZES[size], rank), [word for word in kept if word != size]
    return None, words


def _colours(words: list[str]) -> tuple[tuple[str, ...], list[str]]:
    """Colour words, two-word shades first, and the words that remain."""
    found, kept, i = [], [], 0
    while i < len(words):
        pair = " ".join(words[i : i + 2])
        if words[i] in _SHADES and i + 1 < len(words) and is_colour(pair):
            found.append(pair)
            i += 2
            continue
        if is_colour(words[i]) and words[i] not in _SHADES and not words[i].isdigit():
            found.append(words[i])
        else:
            kept.append(words[i])
        i += 1
    return tuple(found), kept
