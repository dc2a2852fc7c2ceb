"""Clauses that go on about the step before them."""

from typing import Any

import pytest

from agent.planners import Request
from agent.planners.english import planning


def edits(said: str) -> list[dict[str, Any]]:
    made = planning.plan(Request(said)).operations
    return [operation.model_dump(exclude_defaults=True, exclude_none=True) | {"op": operation.op} for operation in made]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("crop it and focus on the juggler", [{"op": "crop", "region": {"phrase": "juggler"}}]),
        ("crop out the tent and show the shore", [{"op": "crop", "region": {"phrase": "tent"}, "action": "away"}]),
        ("remove the kite it is too bright", [{"op": "remove", "region": {"phrase": "kite"}}]),
        ("the sign is too bright, remove it", [{"op": "remove", "region": {"phrase": "sign"}}]),
        ("brighten the harbour it is too dark", [{"op": "adjust", "region": {"phrase": "harbour"}, "exposure": 25}]),
        ("the picture is too dark it needs to be lightened", [{"op": "adjust", "exposure": 25}]),
    ],
)
def test_one_thing_is_meant(said: str, expected: list[dict[str, Any]]) -> None:
    assert edits(said) == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("add a bench. it should be green", [{"op": "add", "object": "bench", "color": "green"}]),
        (
            "add a stall at the top. The stall should match the houses",
            [{"op": "add", "object": "stall", "place": "top"}],
        ),
        (
            "add a lamp. the wall should be darker",
            [{"op": "add", "object": "lamp"}, {"op": "adjust", "exposure": -25.0, "region": {"phrase": "wall"}}],
        ),
    ],
)
def test_what_is_told_of_the_new_thing_belongs_to_it(said: str, expected: list[dict[str, Any]]) -> None:
    assert edits(said) == expected
