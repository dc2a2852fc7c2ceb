"""Faults of the camera and the weather, and plain "better": one clause and the drafts it gives."""

import pytest

from agent.planners.english.grammar import drafts
from agent.planners.english.phrases import Draft
from agent.planners.english.saying import read, without_politeness
from tools.operations import parse

CASES: list[tuple[str, list[Draft]]] = [
    ("remove the fog", [{"op": "enhance", "task": "dehaze"}]),
    ("dehaze it a lot", [{"op": "enhance", "task": "dehaze", "strength": 0.8}]),
    ("take the rain out", [{"op": "enhance", "task": "derain"}]),
    ("reduce the noise in the sky", [{"op": "enhance", "task": "denoise", "region": {"phrase": "sky"}}]),
    ("there's too much grain", [{"op": "enhance", "task": "denoise", "strength": 0.8}]),
    ("remove the shadow from the wall", [{"op": "remove", "region": {"phrase": "shadow from the wall"}}]),
    ("correct the colors", [{"op": "adjust", "auto": True}]),
    ("fix the lighting", [{"op": "adjust", "auto": True}]),
    ("make it look professional", [{"op": "adjust", "auto": True}]),
    ("auto adjust", [{"op": "adjust", "auto": True}]),
    ("deblur it", [{"op": "enhance", "task": "deblur"}]),
    ("polish the photo", [{"op": "adjust", "auto": True}]),
    ("can you fix the exposure of the window", [{"op": "adjust", "auto": True, "region": {"phrase": "window"}}]),
    ("add some fog", [{"op": "add", "object": "fog"}]),
    ("the noisy children", []),
]


@pytest.mark.parametrize(("said", "expected"), CASES, ids=[said for said, _ in CASES])
def test_a_clause_gives_its_drafts(said: str, expected: list[Draft]) -> None:
    assert drafts(without_politeness(read(said))) == expected


@pytest.mark.parametrize("draft", [draft for _, made in CASES for draft in made], ids=str)
def test_every_draft_is_an_operation(draft: Draft) -> None:
    assert parse(draft).op == draft["op"]
