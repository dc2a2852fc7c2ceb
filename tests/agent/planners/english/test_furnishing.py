"""Something definite put beside a thing: moved where it was spoken of before, new to the picture otherwise."""

import pytest

from agent.planners import Request
from agent.planners.english.furnishing import put
from agent.planners.rules import RulesPlanner


def planned(said: str) -> dict[str, object]:
    """The only operation, as JSON."""
    (operation,) = RulesPlanner().propose(Request(said)).to_json()["operations"]
    return dict(operation)


@pytest.mark.parametrize(
    ("said", "thing", "where"),
    [
        ("set the lantern above her piano", "lantern", {"place": "above her piano"}),
        ("hang the umbrella on the left hook", "umbrella", {"region": {"phrase": "left hook"}}),
        ("place the stool to the right of the stove", "stool", {"place": "to the right of the stove"}),
        ("arrange the cushions behind them", "cushions", {"place": "behind them"}),
    ],
)
def test_what_nothing_was_said_of_is_put_in(said: str, thing: str, where: dict[str, object]) -> None:
    assert planned(said) == {"op": "add", "object": thing, **where}


@pytest.mark.parametrize(
    "said",
    [
        "put the man under the arch",
        "place it on the shelf",
        "put the lamp in the top right corner",
        "set the vase on the table a bit further to the left",
        "put his arms at his side",
    ],
)
def test_who_is_there_and_sides_of_the_picture_are_moves(said: str) -> None:
    assert planned(said)["op"] == "move"


def test_the_draft_says_beside_what() -> None:
    assert put("the lantern above her piano", "above her piano") == [
        {"op": "move", "region": {"phrase": "lantern"}, "place": "above her piano", "beside": "above her piano"}
    ]
