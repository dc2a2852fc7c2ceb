"""Copies: exact where nothing is scaled, inside the picture, the original untouched."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from PIL import Image

from tools.apply import apply
from tools.errors import EditRejected
from tools.operations.duplicate import Duplicate
from tools.selection import Selection
from tools.studio import Studio
from tools.types import Region

DISC = Region(phrase="disc")
Disc = Callable[..., tuple[Image.Image, Selection]]


def test_a_copy_lies_beside_the_object_and_the_object_stays(disc: Disc, flat_studio: Studio, flat: Any) -> None:
    image, selection = disc()
    edit = apply(image, Duplicate(region=DISC), flat_studio, selection)
    assert edit.target is not None
    assert edit.target.intersection(selection) is None
    x, y = (round(n) for n in edit.target.centre)
    assert edit.image.getpixel((x, y)) == image.getpixel((60, 60))
    assert edit.image.crop((0, 0, 88, 120)).tobytes() == image.crop((0, 0, 88, 120)).tobytes()
    assert edit.receipt.changed_outside == 0
    assert flat.masks == []


def test_the_heart_of_a_copy_is_exact(disc: Disc, flat_studio: Studio, noise: Callable[..., Image.Image]) -> None:
    image, selection = disc()
    image.paste(noise((20, 20)), (50, 50))
    edit = apply(image, Duplicate(region=DISC, dx=0.4, dy=0.05), flat_studio, selection)
    assert edit.image.crop((130, 56, 150, 76)).tobytes() == noise((20, 20)).tobytes()


def test_two_more_stand_in_a_row(disc: Disc, flat_studio: Studio) -> None:
    image, selection = disc((300, 120))
    edit = apply(image, Duplicate(region=DISC, count=2), flat_studio, selection)
    assert edit.target is not None
    red = [x for x in range(300) if edit.image.getpixel((x, 60))[0] > 200]  # type: ignore[index]
    gaps = sum(1 for a, b in pairwise(red) if b > a + 1)
    assert gaps == 2


@pytest.mark.parametrize("scale", [0.5, 1.4])
def test_a_copy_of_another_size_stands_on_the_same_line(scale: float, disc: Disc, flat_studio: Studio) -> None:
    image, selection = disc()
    edit = apply(image, Duplicate(region=DISC, scale=scale, dx=0.42), flat_studio, selection)
    assert edit.target is not None
    assert edit.target.box[3] == pytest.approx(selection.box[3], abs=1)
    assert edit.target.mask.height == pytest.approx(51 * scale, abs=2)


def test_a_place(disc: Disc, flat_studio: Studio) -> None:
    image, selection = disc()
    edit = apply(image, Duplicate(region=DISC, place="bottom right"), flat_studio, selection)
    assert edit.target is not None
    assert edit.target.centre[0] > 150


def test_outside_the_picture_is_refused(disc: Disc, flat_studio: Studio) -> None:
    image, selection = disc()
    with pytest.raises(EditRejected):
        apply(image, Duplicate(region=DISC, dx=1.0), flat_studio, selection)


def test_one_pixel(flat_studio: Studio, noise: Callable[..., Image.Image]) -> None:
    edit = apply(noise((3, 1)), Duplicate(region=DISC), flat_studio, Selection.rectangle((0, 0, 1, 1), (3, 1)))
    assert edit.image.getpixel((1, 0)) == noise((3, 1)).getpixel((0, 0))
    with pytest.raises(EditRejected):
        apply(noise((1, 1)), Duplicate(region=DISC), flat_studio, Selection.everything((1, 1)))
