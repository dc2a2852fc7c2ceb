"""Things that become something else: one clause and the drafts it gives."""

import pytest

from agent.planners.english.grammar import drafts
from agent.planners.english.phrases import Draft
from agent.planners.english.saying import read, without_politeness
from tools.operations import parse

CASES: list[tuple[str, list[Draft]]] = [
    ("turn the horse into a zebra", [{"op": "replace", "object": "a zebra", "region": {"phrase": "horse"}}]),
    ("let the building be a castle", [{"op": "replace", "object": "a castle", "region": {"phrase": "building"}}]),
    ("the sofa could be a bench", [{"op": "replace", "object": "a bench", "region": {"phrase": "sofa"}}]),
    ("make the children laugh", [{"op": "pose", "pose": "laugh", "region": {"phrase": "children"}}]),
    ("raise her left arm", [{"op": "pose", "pose": "raise her left arm", "region": {"phrase": "her left arm"}}]),
    (
        "change the expression of the man to surprised",
        [{"op": "pose", "pose": "surprised", "region": {"phrase": "man"}}],
    ),
    ("make the tree taller", [{"op": "resize", "scale": 1.4, "region": {"phrase": "tree"}}]),
    ("make the dog a bit smaller", [{"op": "resize", "scale": 0.85, "region": {"phrase": "dog"}}]),
    ("the cup should be three times as big", [{"op": "resize", "scale": 3.0, "region": {"phrase": "cup"}}]),
    ("reduce the size of the sign to half", [{"op": "resize", "scale": 0.5, "region": {"phrase": "sign"}}]),
    ("make the spoon bent", [{"op": "warp", "shape": "bent", "region": {"phrase": "spoon"}}]),
    ("make the window round", [{"op": "warp", "shape": "round", "region": {"phrase": "window"}}]),
    ("have him look at the camera", [{"op": "pose", "pose": "look at the camera", "region": {"phrase": "him"}}]),
]


@pytest.mark.parametrize(("said", "expected"), CASES, ids=[said for said, _ in CASES])
def test_a_clause_gives_its_drafts(said: str, expected: list[Draft]) -> None:
    assert drafts(without_politeness(read(said))) == expected


@pytest.mark.parametrize("draft", [draft for _, made in CASES for draft in made], ids=str)
def test_every_draft_is_an_operation(draft: Draft) -> None:
    assert parse(draft).op == draft["op"]
