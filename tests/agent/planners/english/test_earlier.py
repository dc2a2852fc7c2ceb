"""What was asked before, asked again: of another thing, by another amount, the other way round."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.planners import Request
from agent.planners.english import earlier
from agent.planners.english.saying import read
from memory.schema import Step, Turn

History = Callable[..., tuple[Turn, ...]]


def asked(history: History, *operations: dict[str, Any]) -> Request:
    """A request after one turn for each operation."""
    turns = history(*(str(one["op"]) for one in operations))
    steps = [Step(0, one, one, 1, "b", "i", "o") for one in operations]
    done = [replace(turn, steps=(step,)) for turn, step in zip(turns[1:], steps, strict=True)]
    return Request("", history=(turns[0], *done))


BLUE_CUP = {"op": "recolor", "color": "blue", "region": {"phrase": "red cup"}, "seed": 7}


@pytest.mark.parametrize(
    "said", ["same for the sky", "do the same to the sky", "the sky too", "also the sky", "and the sky as well"]
)
def test_the_same_for_another_thing(history: History, said: str) -> None:
    made = earlier.again(read(said), asked(history, BLUE_CUP))
    assert made == [{"op": "recolor", "color": "blue", "region": {"phrase": "sky"}}]


@pytest.mark.parametrize(
    "said", ["same again", "brighten the sky too", "it too", "the whole picture too", "the sky is too dark"]
)
def test_other_words_are_no_repetition(history: History, said: str) -> None:
    assert earlier.again(read(said), asked(history, BLUE_CUP)) == []


@pytest.mark.parametrize(
    ("said", "phrase"),
    [
        ("no, i meant the left one", "red cup on the left"),
        ("the green one", "green cup"),
        ("the small one by the door", "small cup by the door"),
        ("the one on the right", "red cup on the right"),
        ("i meant the sky", "sky"),
        ("the water, not the cup", "water"),
        ("not the cup, the water", "water"),
    ],
)
def test_what_was_meant(history: History, said: str, phrase: str) -> None:
    (made,) = earlier.instead(read(said), asked(history, BLUE_CUP)) or [{}]
    assert made["region"] == {"phrase": phrase}
    assert made["color"] == "blue"


@pytest.mark.parametrize("said", ["wrong one", "not that one", "the other one", "no, the other one"])
def test_what_was_meant_is_asked_where_nothing_tells(history: History, said: str) -> None:
    assert earlier.instead(read(said), asked(history, BLUE_CUP)) == []


@pytest.mark.parametrize("said", ["no", "add another one", "nice one", "make the left one blue", "brighten it", ""])
def test_requests_of_their_own_are_left_alone(history: History, said: str) -> None:
    assert earlier.instead(read(said), asked(history, BLUE_CUP)) is None


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"op": "rotate", "degrees": 90.0}, {"op": "rotate", "degrees": -90.0}),
        ({"op": "move", "dx": -0.2, "region": {"phrase": "cup"}}, {"op": "move", "dx": 0.2}),
        ({"op": "flip"}, {"op": "flip", "axis": "vertical"}),
        ({"op": "flip", "axis": "vertical"}, {"op": "flip", "axis": "horizontal"}),
    ],
)
def test_the_other_way_round(history: History, before: dict[str, Any], after: dict[str, Any]) -> None:
    assert earlier.instead(read("the other way"), asked(history, before)) == [after]


@pytest.mark.parametrize(
    ("before", "amount", "after"),
    [
        ({"op": "adjust", "exposure": -25.0}, 50, {"op": "adjust", "exposure": -50.0}),
        (
            {"op": "adjust", "contrast": 10.0, "saturation": 20.0},
            40,
            {"op": "adjust", "contrast": 20.0, "saturation": 40.0},
        ),
        ({"op": "restyle", "style": "sepia"}, 50, {"op": "restyle", "strength": 0.5}),
        ({"op": "rotate", "degrees": 3.0}, 5, {"op": "rotate", "degrees": 5.0}),
    ],
)
def test_a_step_by_another_amount(
    history: History, before: dict[str, Any], amount: float, after: dict[str, Any]
) -> None:
    assert earlier.with_amount(asked(history, {"op": "flip"}, before), 2, amount) == after


@pytest.mark.parametrize(
    "before", [{"op": "flip"}, {"op": "adjust", "auto": True}, {"op": "text", "content": "hi", "size": 0.1}]
)
def test_a_step_without_an_amount(history: History, before: dict[str, Any]) -> None:
    assert earlier.with_amount(asked(history, before), 1, 50) is None


@given(st.floats(1, 100), st.integers(1, 100))
@settings(max_examples=20, deadline=None)
def test_an_amount_keeps_its_direction(amount: float, before: int) -> None:
    for sign in (1, -1):
        made = earlier._amount({"op": "adjust", "tint": float(sign * before)}, amount)
        assert made["tint"] * sign >= 0
        assert abs(made["tint"]) <= 100
