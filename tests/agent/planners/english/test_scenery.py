"""What lies behind the subject: one clause and the drafts it gives."""

import pytest

from agent.planners import Request
from agent.planners.english.grammar import drafts
from agent.planners.english.phrases import Draft
from agent.planners.english.saying import read, without_politeness
from agent.planners.rules import RulesPlanner
from tools.operations import parse

CASES: list[tuple[str, list[Draft]]] = [
    ("replace the background with a forest", [{"op": "background", "mode": "scene", "scene": "forest"}]),
    (
        "put her in front of a castle",
        [{"op": "background", "mode": "scene", "scene": "castle", "subject": "her"}],
    ),
    ("have the mill be in a jungle", [{"op": "background", "mode": "scene", "scene": "jungle", "subject": "mill"}]),
    ("move the swans to a lake", [{"op": "background", "mode": "scene", "scene": "lake", "subject": "swans"}]),
    ("put it in a desert", [{"op": "background", "mode": "scene", "scene": "desert"}]),
    ("make the background darker", [{"op": "adjust", "exposure": -25, "region": {"phrase": "background"}}]),
    ("darken the background a lot", [{"op": "adjust", "exposure": -50, "region": {"phrase": "background"}}]),
    ("remove the background", [{"op": "background", "mode": "remove"}]),
    ("use a beach as the background", [{"op": "background", "mode": "scene", "scene": "beach"}]),
    ("make the background black and white", [{"op": "adjust", "saturation": -100, "region": {"phrase": "background"}}]),
    ("turn the backdrop plain gray", [{"op": "background", "mode": "color", "color": "gray"}]),
    ("transform the scenery into a desert", [{"op": "background", "mode": "scene", "scene": "desert"}]),
]


@pytest.mark.parametrize(("said", "expected"), CASES, ids=[said for said, _ in CASES])
def test_a_clause_gives_its_drafts(said: str, expected: list[Draft]) -> None:
    assert drafts(without_politeness(read(said))) == expected


@pytest.mark.parametrize(
    ("said", "kept", "reply"),
    [
        ("put her on the beach", "woman", "Put a beach behind the woman."),
        ("move them to a swamp", "people", "Put a swamp behind people."),
        ("put it in a desert", None, "Put a desert behind the subject."),
    ],
)
def test_who_is_put_somewhere_stays_in_front(said: str, kept: str | None, reply: str) -> None:
    plan = RulesPlanner().propose(Request(said))
    assert plan.to_json()["operations"][0].get("subject") == kept
    assert plan.reply == reply


@pytest.mark.parametrize("said", ["put him in a cowboy hat", "put her on a chair", "put the cup in a box"])
def test_clothes_and_furniture_are_no_background(said: str) -> None:
    assert all(operation.op != "background" for operation in RulesPlanner().propose(Request(said)).operations)


@pytest.mark.parametrize("draft", [draft for _, made in CASES for draft in made], ids=str)
def test_every_draft_is_an_operation(draft: Draft) -> None:
    assert parse(draft).op == draft["op"]
