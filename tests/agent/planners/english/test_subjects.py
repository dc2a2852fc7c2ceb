"""Whom or what a clause of change is about, and where it ends."""

from collections.abc import Callable
from typing import Any

import pytest

from agent.planners.english.saying import read
from agent.planners.english.subjects import about, parted


@pytest.mark.parametrize(
    ("words", "parts"),
    [
        ("him hunched over", ("him", "hunched over")),
        ("them all older", ("them", "older")),
        ("her bald", ("her", "bald")),
        ("her look like a queen", ("her", "look like a queen")),
        ("her hair curly", ("her hair", "curly")),
        ("the pond swimmable", ("the pond", "swimmable")),
        ("the geese on the left more majestic", ("the geese on the left", "more majestic")),
        ("the church look abandoned", ("the church", "look abandoned")),
        ("the chimney in the middle", None),
        ("sense", None),
    ],
)
def test_the_halves_are_told_apart(words: str, parts: tuple[str, str] | None) -> None:
    assert parted(words) == parts


@pytest.mark.parametrize(
    ("said", "phrase"),
    [
        ("dress the sailor on the right in a kimono", "sailor on the right"),
        ("infest the lower attic with raccoons", "lower attic"),
        ("carve an angel on the trunk of the oak", "trunk of the oak"),
        ("dry the left garden", "left garden"),
        ("make them friends", "them"),
        ("make the stairs like bamboo", "stairs"),
        ("make it look abandoned", None),
        ("make the whole picture dreamy", None),
        ("freeze", None),
    ],
)
def test_the_region_is_what_it_is_about(said: str, phrase: str | None) -> None:
    assert about(read(said)) == ({"region": {"phrase": phrase}} if phrase else {})


def test_an_instruction_is_told_where(say: Callable[..., Any]) -> None:
    (made,) = say("make the greenhouse on the hill very tall").operations
    assert made.op == "instruct"
    assert made.region.phrase == "greenhouse on the hill"
