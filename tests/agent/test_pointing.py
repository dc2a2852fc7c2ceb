"""Words that point among known things: by order, by side, and several at once."""

from __future__ import annotations

import pytest

from agent import pointing

Thing = tuple[str, pointing.Box]
HAT: Thing = ("hat", (0, 0, 10, 10))
CUP: Thing = ("cup", (20, 0, 30, 10))
CAP: Thing = ("hat", (40, 20, 50, 30))
THINGS = [HAT, CUP, CAP]


def one(words: str) -> Thing | None:
    return pointing.one(words, THINGS, lambda thing, noun: thing[0] == noun, lambda thing: thing[1])


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("the first hat", HAT),
        ("the hat i added first", HAT),
        ("last hat", CAP),
        ("second hat", CAP),
        ("the hat on the left", HAT),
        ("the one on the right", CAP),
        ("upper hat", HAT),
        ("third hat", None),
        ("first cup", None),
        ("the hat", None),
    ],
)
def test_one_of_several(words: str, meant: Thing | None) -> None:
    assert one(words) == meant


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("both", [CUP, CAP]),
        ("both of them", [CUP, CAP]),
        ("all of them", THINGS),
        ("both hats", [HAT, CAP]),
        ("both cups", []),
        ("the hat", []),
    ],
)
def test_several(words: str, meant: list[Thing]) -> None:
    assert pointing.several(words, THINGS, lambda thing, noun: thing[0] == noun) == meant
