"""The frame, and where things lie: one clause and the drafts it gives."""

import pytest

from agent.planners.english.grammar import drafts
from agent.planners.english.phrases import Draft
from agent.planners.english.saying import read, without_politeness
from tools.operations import parse

CASES: list[tuple[str, list[Draft]]] = [
    ("crop it", [{"op": "crop", "zoom": 1.25}]),
    ("crop the top and the bottom a bit", [{"op": "crop", "top": 0.1, "bottom": 0.1}]),
    ("trim the edges", [{"op": "crop", "left": 0.2, "right": 0.2, "top": 0.2, "bottom": 0.2}]),
    ("crop to the child", [{"op": "crop", "region": {"phrase": "child"}}]),
    ("keep only the left third", [{"op": "crop", "right": 0.6667}]),
    ("crop to 4x5", [{"op": "crop", "ratio": "4:5"}]),
    ("make it 3:2", [{"op": "crop", "ratio": "3:2"}]),
    ("zoom out a bit", [{"op": "extend", "left": 0.1, "right": 0.1, "top": 0.1, "bottom": 0.1}]),
    ("zoom in 2x", [{"op": "crop", "zoom": 2.0}]),
    ("get closer to the door", [{"op": "crop", "region": {"phrase": "door"}}]),
    ("rotate it by 15 degrees", [{"op": "rotate", "degrees": 15.0, "region": {"phrase": "it"}}]),
    ("rotate the cup 30 degrees to the left", [{"op": "rotate", "degrees": -30.0, "region": {"phrase": "cup"}}]),
    ("turn it left", [{"op": "rotate", "degrees": -90.0, "region": {"phrase": "it"}}]),
    ("spin it around", [{"op": "rotate", "degrees": 180.0, "region": {"phrase": "it"}}]),
    ("flip it vertically", [{"op": "flip", "axis": "vertical", "region": {"phrase": "it"}}]),
    ("reverse the photo", [{"op": "flip"}]),
    ("level the horizon", [{"op": "straighten"}]),
    ("tilt it 3 degrees to the right", [{"op": "straighten", "degrees": 3.0}]),
    ("move the chair up", [{"op": "move", "region": {"phrase": "chair"}, "dy": -0.2}]),
    ("shift the boat left by 10%", [{"op": "move", "region": {"phrase": "boat"}, "dx": -0.1}]),
    ("move the vase closer to the window", [{"op": "move", "region": {"phrase": "vase"}}]),
    ("push the car to the bottom right corner", [{"op": "move", "region": {"phrase": "car"}, "place": "bottom right"}]),
    ("widen the canvas", [{"op": "extend", "left": 0.25, "right": 0.25, "top": 0.25, "bottom": 0.25}]),
    ("add more space above", [{"op": "extend", "top": 0.25}]),
    ("expand it to 16:9", [{"op": "extend", "ratio": "16:9"}]),
    ("scale it to 50%", [{"op": "resize", "scale": 0.5, "region": {"phrase": "it"}}]),
    ("make it 2000 px wide", [{"op": "resize", "width_px": 2000}]),
    ("resize to 640x480", [{"op": "resize", "width_px": 640, "height_px": 480}]),
    ("show it from a lower angle", [{"op": "viewpoint", "view": "from a lower angle"}]),
    ("a bird's eye view", [{"op": "viewpoint", "view": "bird's eye view"}]),
]


@pytest.mark.parametrize(("said", "expected"), CASES, ids=[said for said, _ in CASES])
def test_a_clause_gives_its_drafts(said: str, expected: list[Draft]) -> None:
    assert drafts(without_politeness(read(said))) == expected


@pytest.mark.parametrize("draft", [draft for _, made in CASES for draft in made], ids=str)
def test_every_draft_is_an_operation(draft: Draft) -> None:
    assert parse(draft).op == draft["op"]
