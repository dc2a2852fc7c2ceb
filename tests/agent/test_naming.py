"""Which step a person means by "the crop", "the warmth", "the hat"."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.naming import StepNotFound, find
from memory.schema import Step, Turn


def path(*turns: tuple[str, list[dict[str, Any]]]) -> list[Turn]:
    photo = Turn("0", "s", None, 0, "", {}, "", 9, 9, "RGB", "", "photograph", "")
    made = [photo]
    for number, (said, operations) in enumerate(turns, 1):
        steps = tuple(Step(index, one, one, 1, "", "", "") for index, one in enumerate(operations))
        made.append(Turn(str(number), "s", None, number, said, {}, "", 9, 9, "RGB", "", "person", "", steps))
    return made


STORY = path(
    ("make it warmer", [{"op": "adjust", "temperature": 25}]),
    ("trim the left", [{"op": "crop", "left": 0.2}]),
    ("fix it up", [{"op": "adjust", "exposure": 20}, {"op": "straighten", "degrees": 2}, {"op": "flip"}]),
    ("put a straw hat on him", [{"op": "add", "object": "hat", "material": "straw", "reference": "0" * 64}]),
    ("paint the car", [{"op": "recolor", "color": "navy", "region": {"phrase": "the old car"}}]),
    ("say hello", [{"op": "text", "content": "hello", "place": "top"}]),
    ("future", [{"op": "teleport", "where": "mars"}]),
    ("cool the sky", [{"op": "adjust", "temperature": -20, "region": {"phrase": "sky"}}]),
)


@pytest.mark.parametrize(
    ("name", "depth", "step"),
    [
        ("the warmth", 1, None), ("warmer", 1, None), ("the crop", 2, None), ("cropping", 2, None),
        ("the brightening", 3, 0), ("the straightening", 3, 1), ("the mirroring", 3, 2), ("the flip", 3, 2),
        ("the hat", 4, None), ("straw", 4, None), ("the car", 5, None), ("the painting", 5, None),
        ("the lettering", 6, None), ("hello", 6, None), ("the text", 6, None), ("the teleport", 7, None),
        ("mars", 7, None), ("the sky", 8, None), ("the coolness", 8, None), ("the navy colour", 5, None),
    ],
)  # fmt: skip
def test_a_step_answers_to_its_own_words(name: str, depth: int, step: int | None) -> None:
    place = find(STORY, name)
    assert place.turn.depth == depth
    assert (place.step.index if place.step else None) == step


def test_the_latest_of_equals_is_meant() -> None:
    twice = path(("crop it", [{"op": "crop", "left": 0.1}]), ("crop again", [{"op": "crop", "left": 0.2}]))
    assert find(twice, "the crop").turn.depth == 2


@pytest.mark.parametrize("name", ["the elephant", "", "the", "!!!"])
def test_an_unknown_name_is_told_with_what_there_is(name: str) -> None:
    with pytest.raises(StepNotFound) as caught:
        find(STORY, name)
    assert "cool the sky" in caught.value.hint


def test_nothing_was_done_yet() -> None:
    with pytest.raises(StepNotFound) as caught:
        find(path(), "the crop")
    assert "Nothing" in caught.value.hint


@given(st.text(max_size=60))
@settings(max_examples=30, deadline=None)
def test_any_words_end_in_a_step_or_a_sentence(name: str) -> None:
    try:
        found = find(STORY, name)
    except StepNotFound as error:
        found = None
        told = error.message
    assert found.turn in STORY if found else told.startswith("I find no step")
