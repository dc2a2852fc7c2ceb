"""Light, colour and sharpness: one clause and the drafts it gives."""

import pytest

from agent.planners.english.grammar import drafts
from agent.planners.english.phrases import Draft
from agent.planners.english.saying import read, without_politeness
from tools.operations import parse

CASES: list[tuple[str, list[Draft]]] = [
    (
        "raise the exposure of the foreground by 15",
        [{"op": "adjust", "exposure": 15, "region": {"phrase": "foreground"}}],
    ),
    ("decrease the saturation by 20%", [{"op": "adjust", "saturation": -20}]),
    ("turn down the highlights", [{"op": "adjust", "highlights": -25}]),
    ("turn up the contrast a bit", [{"op": "adjust", "contrast": 12}]),
    ("the kitchen is underexposed", [{"op": "adjust", "exposure": 25, "region": {"phrase": "kitchen"}}]),
    ("her face is a bit too dark", [{"op": "adjust", "exposure": 12, "region": {"phrase": "her face"}}]),
    (
        "lower the brightness of the lamp on the right",
        [{"op": "adjust", "exposure": -25, "region": {"phrase": "lamp on the right"}}],
    ),
    ("more contrast in the clouds", [{"op": "adjust", "contrast": 25, "region": {"phrase": "clouds"}}]),
    ("add a little more contrast", [{"op": "adjust", "contrast": 12}]),
    (
        "soften the shadows under the table",
        [{"op": "adjust", "sharpness": -25, "region": {"phrase": "shadows under the table"}}],
    ),
    ("sharpen the letters", [{"op": "adjust", "sharpness": 25, "region": {"phrase": "letters"}}]),
    ("warm it up", [{"op": "adjust", "temperature": 25, "region": {"phrase": "it"}}]),
    ("cool it down slightly", [{"op": "adjust", "temperature": -12, "region": {"phrase": "it"}}]),
    ("make the wood less orange", [{"op": "adjust", "temperature": -25, "region": {"phrase": "wood"}}]),
    ("make the roses stand out", [{"op": "adjust", "contrast": 15, "vibrance": 15, "region": {"phrase": "roses"}}]),
    ("the colors are too strong", [{"op": "adjust", "saturation": -20, "contrast": -10}]),
    ("it isn't sharp enough", [{"op": "adjust", "sharpness": 25, "region": {"phrase": "it"}}]),
    ("set the contrast of the door to 40", [{"op": "adjust", "contrast": 40, "region": {"phrase": "door"}}]),
    ("adjust the hue of the blanket by -15", [{"op": "adjust", "hue": -15, "region": {"phrase": "blanket"}}]),
    ("desaturate the jacket", [{"op": "adjust", "saturation": -25, "region": {"phrase": "jacket"}}]),
    (
        "lighten the sky and make it bluer",
        [{"op": "adjust", "exposure": 25, "temperature": -25, "region": {"phrase": "sky"}}],
    ),
    ("the photo lacks contrast", [{"op": "adjust", "contrast": 25}]),
    ("make the sea a deeper blue", [{"op": "recolor", "color": "blue", "region": {"phrase": "sea"}}]),
    ("give it more punch", [{"op": "adjust", "contrast": 15, "vibrance": 25, "region": {"phrase": "it"}}]),
    ("the bridge is vivid", []),
    ("the dark boat", []),
]


@pytest.mark.parametrize(("said", "expected"), CASES, ids=[said for said, _ in CASES])
def test_a_clause_gives_its_drafts(said: str, expected: list[Draft]) -> None:
    assert drafts(without_politeness(read(said))) == expected


@pytest.mark.parametrize("draft", [draft for _, made in CASES for draft in made], ids=str)
def test_every_draft_is_an_operation(draft: Draft) -> None:
    assert parse(draft).op == draft["op"]
