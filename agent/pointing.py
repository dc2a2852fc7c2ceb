"""Words that point among known things: "the first hat", "the hat I added first", "the one on the left", "both".

English words only; a reader of another language hands in ids. It knows the things of the ledger by their order, nouns
and boxes, and nothing of how they came there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")
Box = tuple[float, float, float, float]

_ORDINALS = {
    "first": 0, "1st": 0, "oldest": 0, "original": 0, "earliest": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2,
    "fourth": 3, "4th": 3, "fifth": 4, "5th": 4, "last": -1, "latest": -1, "newest": -1, "most recent": -1,
}  # fmt: skip
_ORDER = "|".join(_ORDINALS)
_DID = (
    r"(?:that |which )?(?:i|you|we) (?:(?:just|had|have) )?"
    r"(?:added|put in|put there|inserted|made|wrote|changed|touched|did|edited)"
)
_BY_ORDER = (
    re.compile(rf"^(?P<order>{_ORDER}) (?P<noun>[\w' -]+?)(?: {_DID})?$"),
    re.compile(rf"^(?P<noun>[\w' -]+?) {_DID} (?P<order>{_ORDER})$"),
)
_SIDES: dict[str, Callable[[Box], float]] = {
    "left": lambda box: box[0] + box[2], "right": lambda box: -box[0] - box[2],
    "top": lambda box: box[1] + box[3], "bottom": lambda box: -box[1] - box[3],
}  # fmt: skip
_SAME_SIDE = {"upper": "top", "higher": "top", "lower": "bottom", "leftmost": "left", "rightmost": "right"}
_SIDE = "|".join([*_SIDES, *_SAME_SIDE])
_BY_SIDE = (
    re.compile(rf"^(?P<noun>[\w' -]+?) (?:on|at|in|to) the (?:far )?(?P<side>{_SIDE})(?: side| hand side)?$"),
    re.compile(rf"^(?:far )?(?P<side>{_SIDE}) (?P<noun>[\w' -]+?)$"),
)
_BOTH = re.compile(
    r"^(?:(?P<two>both(?: of (?:them|those|these))?|them both|the two(?: of them)?|these two|those two)|"
    r"(?:all|each|every one) of (?:them|those|these)|them all)$"
)
_BOTH_OF = re.compile(
    r"^(?P<two>both|the two|these two|those two)(?: of)?(?: the| my| these| those)? (?P<noun>[\w' -]+?)$"
)
_BARE = re.compile(r"^(?:the|this|that|my|his|her|their|its)\s+")


def one(words: str, things: Sequence[T], noun_of: Callable[[T, str], bool], box_of: Callable[[T], Box]) -> T | None:
    """The thing among `things`, which come in the order in which they were first touched; None where words decide none.

    `noun_of(thing, noun)` tells whether it is such a thing; "one" and "thing" are any.
    """
    said = _BARE.sub("", words)
    for shape in _BY_ORDER:
        match = shape.match(said)
        if match and match["noun"] not in ("one", "thing"):
            kind = _kind(things, match["noun"], noun_of)
            number = _ORDINALS[match["order"]]
            return kind[number] if -len(kind) <= number < len(kind) and len(kind) > 1 else None
    for shape in _BY_SIDE:
        match = shape.match(said)
        if match:
            kind = _kind(things, match["noun"], noun_of)
            side = _SIDES[_SAME_SIDE.get(match["side"], match["side"])]
            return min(kind, key=lambda thing: side(box_of(thing))) if len(kind) > 1 else None
    return None


def several(words: str, things: Sequence[T], noun_of: Callable[[T, str], bool]) -> list[T]:
    """The things that "both", "both hats" or "all of them" mean, from `things` with the latest last, else none."""
    match = _BOTH.match(words)
    if match:
        return list(things[-2:] if match["two"] else things) if len(things) > 1 else []
    match = _BOTH_OF.match(words)
    kind = _kind(things, _singular(match["noun"]), noun_of) if match else []
    return kind[-2:] if len(kind) > 1 else []


def _kind(things: Sequence[T], noun: str, noun_of: Callable[[T, str], bool]) -> list[T]:
    if noun in ("one", "ones", "thing", "things"):
        return list(things)
    return [thing for thing in things if noun_of(thing, noun)]


def _singular(noun: str) -> str:
    return noun[:-1] if noun.endswith("s") and not noun.endswith("ss") else noun
