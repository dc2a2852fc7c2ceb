"""Answers in words of their own: the other one, a better description, neither; never an order about an earlier step."""

from __future__ import annotations

from typing import Any

import pytest

from agent.events import Asked, Committed
from agent.plan import parse_plan
from agent.question import Question, answer
from memory.schema import MaskRef

PAINT = {"op": "recolor", "color": "green", "region": {"phrase": "the bin"}}


def places(*boxes: tuple[int, int, int, int]) -> tuple[MaskRef, ...]:
    return tuple(MaskRef(str(number) * 64, box, (96, 64)) for number, box in enumerate(boxes, 1))


THREE = places((0, 0, 10, 10), (70, 0, 90, 10), (40, 0, 50, 10))


def question(*candidates: MaskRef, phrase: str = "the bin") -> Question:
    paint = {**PAINT, "region": {"phrase": phrase}}
    return Question({"act": "edit", "operations": [paint], "reply": ""}, 0, 0, candidates)


@pytest.mark.parametrize("said", ["the other one", "no, the other", "Other one please", "not that, the other one"])
def test_the_other_of_two_is_the_second(said: str) -> None:
    found = answer(question(*THREE[:2]), said)
    assert found is not None
    assert found.chosen == ((0, 0, THREE[1]),)


def test_the_other_of_three_is_no_answer() -> None:
    assert answer(question(*THREE), "the other one") is None


@pytest.mark.parametrize("said", ["the middle one", "middle", "the one in the middle"])
def test_the_middle_of_three_lies_between_the_others(said: str) -> None:
    found = answer(question(*THREE), said)
    assert found is not None
    assert found.chosen == ((0, 0, THREE[2]),)


@pytest.mark.parametrize("said", ["neither", "Neither.", "none of these"])
def test_neither_gives_it_up(said: str) -> None:
    found = answer(question(*THREE), said)
    assert found is not None
    assert found.plan is None


@pytest.mark.parametrize(
    ("asked", "said", "phrase"),
    [
        ("man", "the one with the hat", "man with the hat"),
        ("the bin", "the one by the door", "bin by the door"),
        ("cup on the table", "the one with a spoon", "cup with a spoon"),
        ("bin", "a red one", "red bin"),
        ("the dog", "no, the small brown one", "small brown dog"),
    ],
)
def test_a_description_is_of_the_same_kind_of_thing(asked: str, said: str, phrase: str) -> None:
    found = answer(question(*THREE, phrase=asked), said)
    assert found is not None
    assert found.plan == parse_plan(
        {"act": "edit", "operations": [{**PAINT, "region": {"phrase": phrase}}], "reply": ""}
    )


@pytest.mark.parametrize("said", ["remove that one", "undo", "the wrong one", "make the red one bigger", "save it"])
def test_a_request_is_no_answer(said: str) -> None:
    assert answer(question(*THREE), said) is None


def test_a_red_one_answers_and_does_not_change_the_step_before(pair: Any) -> None:
    pair.edit({**PAINT, "region": {"phrase": "red"}, "color": "yellow"})
    pair.edit(PAINT)
    assert isinstance(pair.last, Asked)
    state = pair.say("the blue one")
    assert isinstance(pair.last, Committed)
    assert state.act == "edit"
    assert state.head.depth == 2
    assert state.turn.steps[0].asked["region"]["phrase"] == "blue bin"
