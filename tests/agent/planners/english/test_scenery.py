"""What lies behind the subject: one clause and the drafts it gives."""

import pytest

from agent.planners.english.grammar import drafts
from agent.planners.english.phrases import Draft
from agent.planners.english.saying import read, without_politeness
from tools.operations import parse

CASES: list[tuple[str, list[Draft]]] = [
    ("replace the background with a forest", [{"op": "background", "mode": "scene", "scene": "forest"}]),
    ("put her in front of a castle", [{"op": "background", "mode": "scene", "scene": "castle"}]),
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


@pytest.mark.parametrize("draft", [draft for _, made in CASES for draft in made], ids=str)
def test_every_draft_is_an_operation(draft: Draft) -> None:
    assert parse(draft).op == draft["op"]
