"""What the person wants left alone keeps its pixels to the bit, whatever is done to the rest."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PIL import Image

from tools.apply import apply
from tools.errors import EditRejected
from tools.operations import parse
from tools.selection import Selection
from tools.studio import Studio
from tools.types import Spared

SIZE = (60, 40)
LEFT = Spared(Selection.rectangle((0, 0, 30, 40), SIZE), "the left half")


def photo(mode: str = "RGB") -> Image.Image:
    rows = np.random.default_rng(5).integers(0, 256, (SIZE[1], SIZE[0], 3), np.uint8)
    return Image.fromarray(rows).convert(mode)


def part(image: Image.Image, left: bool) -> np.ndarray[Any, Any]:
    return np.asarray(image.crop((0, 0, 30, 40) if left else (30, 0, 60, 40)))


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "L", "LA"])
@pytest.mark.parametrize(
    "said",
    [{"op": "adjust", "exposure": 30}, {"op": "adjust", "blur": 60}, {"op": "restyle", "style": "sepia"}],
)
def test_the_whole_picture_but_for_a_part(mode: str, said: dict[str, Any]) -> None:
    before = photo(mode)
    edit = apply(before, parse(said), Studio(), spared=LEFT)
    assert (part(before.convert(edit.image.mode), True) == part(edit.image, True)).all()
    assert (part(before.convert(edit.image.mode), False) != part(edit.image, False)).any()
    assert edit.receipt.spared == "the left half"
    assert "left alone, as you asked: the left half" in edit.receipt.notes
    assert edit.spared == LEFT.selection


def test_a_part_is_written_only_where_it_may_be() -> None:
    where = Selection.rectangle((20, 10, 40, 30), SIZE)
    edit = apply(photo(), parse({"op": "adjust", "exposure": 60}), Studio(), where, LEFT)
    assert edit.written is not None
    assert edit.written.box == (30, 10, 40, 30)
    assert edit.receipt.changed_outside == 0
    assert edit.receipt.changed_inside


def test_a_soft_rim_of_it_is_left_alone_as_well() -> None:
    soft = Spared(Selection(Image.new("L", (30, 40), 7), LEFT.selection.frame), "the left half")
    edit = apply(photo(), parse({"op": "adjust", "exposure": 60}), Studio(), spared=soft)
    assert (part(photo(), True) == part(edit.image, True)).all()


def test_what_lies_in_it_alone_is_not_done() -> None:
    where = Selection.rectangle((3, 3, 20, 20), SIZE)
    with pytest.raises(EditRejected, match="the left half"):
        apply(photo(), parse({"op": "adjust", "exposure": 60}), Studio(), where, LEFT)


def test_what_does_not_come_near_it_is_not_talked_about() -> None:
    where = Selection.rectangle((40, 3, 50, 20), SIZE)
    edit = apply(photo(), parse({"op": "adjust", "exposure": 60}), Studio(), where, LEFT)
    assert edit.receipt.notes == ()


@pytest.mark.parametrize("said", [{"op": "flip"}, {"op": "crop", "left": 0.2}, {"op": "rotate", "degrees": 90}])
def test_geometry_takes_it_along(said: dict[str, Any]) -> None:
    edit = apply(photo(), parse(said), Studio(), spared=LEFT)
    assert edit.spared is None
    assert "spared" not in edit.receipt.to_json()
    assert edit.image.tobytes() == apply(photo(), parse(said), Studio()).image.tobytes()
