"""Colours and materials: one clause and the drafts it gives."""

import pytest

from agent.planners.english.grammar import drafts
from agent.planners.english.phrases import Draft
from agent.planners.english.saying import read, without_politeness
from tools.operations import parse

CASES: list[tuple[str, list[Draft]]] = [
    ("dye her hair red", [{"op": "recolor", "color": "red", "region": {"phrase": "her hair"}}]),
    ("make the van dark green", [{"op": "recolor", "color": "dark green", "region": {"phrase": "van"}}]),
    ("the door shall be white", [{"op": "recolor", "color": "white", "region": {"phrase": "door"}}]),
    ("color the sky purple", [{"op": "recolor", "color": "purple", "region": {"phrase": "sky"}}]),
    ("change the jacket's color to navy blue", [{"op": "recolor", "color": "navy", "region": {"phrase": "jacket"}}]),
    ("paint it gold", [{"op": "recolor", "color": "gold", "region": {"phrase": "it"}}]),
    ("give the boat a red paint job", [{"op": "recolor", "color": "red", "region": {"phrase": "boat"}}]),
    (
        "change the material of the couch to leather",
        [{"op": "retexture", "material": "leather", "region": {"phrase": "couch"}}],
    ),
    ("make the floor look like marble", [{"op": "retexture", "material": "marble", "region": {"phrase": "floor"}}]),
    ("turn the statue into gold", [{"op": "retexture", "material": "gold", "region": {"phrase": "statue"}}]),
    ("make the walls soft beige", [{"op": "recolor", "color": "soft beige", "region": {"phrase": "walls"}}]),
    ("make it so the roof is green", [{"op": "recolor", "color": "green", "region": {"phrase": "roof"}}]),
    ("replace the red bow with a blue one", [{"op": "recolor", "color": "blue", "region": {"phrase": "red bow"}}]),
]


@pytest.mark.parametrize(("said", "expected"), CASES, ids=[said for said, _ in CASES])
def test_a_clause_gives_its_drafts(said: str, expected: list[Draft]) -> None:
    assert drafts(without_politeness(read(said))) == expected


@pytest.mark.parametrize("draft", [draft for _, made in CASES for draft in made], ids=str)
def test_every_draft_is_an_operation(draft: Draft) -> None:
    assert parse(draft).op == draft["op"]
