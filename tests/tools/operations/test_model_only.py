"""Operations that only a model can carry out: what it is told, that its result keeps to place and size, and what is
said when there is no model."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PIL import Image

from tools.apply import apply
from tools.errors import ModelUnavailable
from tools.operations import parse
from tools.operations.retexture import Retexture
from tools.selection import Selection
from tools.studio import Studio

TOLD = {
    "instruct": ({"instruction": "Freeze the river."}, "Freeze the river.", "smaller change"),
    "pose": ({"pose": "smiling"}, "Make the figure smiling.", "Moving"),
    "retexture": ({"material": "marble"}, "Make the object out of marble.", "Recoloring"),
    "viewpoint": ({"view": "from above"}, "Show the scene from above.", "Cropping"),
    "warp": ({"shape": "heart-shaped"}, "Make the object heart-shaped.", "Resizing"),
}
each = pytest.mark.parametrize("op", TOLD)


def asked(op: str, **more: object) -> Any:
    return parse({"op": op, **TOLD[op][0], **more})


@pytest.fixture
def place(coffee_image: Image.Image) -> Selection:
    return Selection.rectangle((100, 60, 301, 262), coffee_image.size)


@each
def test_the_model_is_told_in_words(
    op: str, coffee_image: Image.Image, place: Selection, model: Any, model_studio: Studio
) -> None:
    apply(coffee_image, asked(op, seed=8), model_studio, place)
    assert model.last == ("instruct", TOLD[op][1])
    assert model.calls[-1][3].seed == 8


@pytest.mark.parametrize("op", [op for op in TOLD if op != "viewpoint"])
def test_only_the_place_is_written_to(
    op: str, coffee_image: Image.Image, place: Selection, model_studio: Studio
) -> None:
    edit = apply(coffee_image, asked(op), model_studio, place)
    assert edit.image.size == coffee_image.size
    assert edit.receipt.changed_outside == 0
    assert (np.asarray(edit.image.crop(place.box)) == (12, 200, 77)).all()


def test_seen_from_elsewhere_everything_may_move_but_the_size_stays(
    coffee_image: Image.Image, model_studio: Studio
) -> None:
    edit = apply(coffee_image, asked("viewpoint"), model_studio)
    assert asked("viewpoint").whole
    assert edit.image.size == coffee_image.size
    assert edit.receipt.changed_outside is None
    assert np.asarray(edit.image).std() > 0


@each
def test_without_a_model_it_says_what_to_do_instead(op: str, coffee_image: Image.Image, place: Selection) -> None:
    with pytest.raises(ModelUnavailable) as caught:
        apply(coffee_image, asked(op), Studio(), place)
    assert TOLD[op][2] in caught.value.hint
    assert caught.value.mend == "operator"
    assert caught.value.skill == "instruct"


@pytest.mark.parametrize(
    "asked",
    [
        *({"op": op, **given} for op, (given, _, _) in TOLD.items()),
        {"op": "add", "object": "hat"},
        {"op": "replace", "object": "a cat"},
        {"op": "restyle", "style": "sunset"},
        {"op": "relight", "light": "neon"},
        {"op": "enhance", "task": "derain"},
        {"op": "background", "mode": "scene", "scene": "a beach"},
    ],
    ids=lambda asked: asked["op"],
)
def test_nobody_is_asked_where_before_hearing_that_there_is_no_model(
    asked: dict[str, Any], coffee_image: Image.Image
) -> None:
    """“The gizmo” can't be found by any grounder and would be asked about."""
    with pytest.raises(ModelUnavailable):
        apply(coffee_image, parse({**asked, "region": {"phrase": "the gizmo"}}), Studio())


def test_a_painter_will_do_for_a_material_when_nothing_takes_instructions(paint_studio: Studio, painter: Any) -> None:
    image = Image.new("RGB", (64, 48), (100, 90, 80))
    apply(image, Retexture(material="gold"), paint_studio, Selection.rectangle((10, 10, 40, 40), image.size))
    assert painter.prompts == ["object made of gold"]
