"""Cutting out onto transparency: soft, free of the old ground, same size or cut down to the object."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image

from tools.apply import apply
from tools.operations.extract import Extract
from tools.selection import Selection
from tools.studio import Studio
from tools.types import Region

DISC = Region(phrase="disc")
Disc = Callable[..., tuple[Image.Image, Selection]]


def test_the_object_is_opaque_and_the_rest_is_clear(disc: Disc) -> None:
    image, selection = disc()
    edit = apply(image, Extract(region=DISC), Studio(engines=[]), selection)
    assert (edit.image.mode, edit.image.size) == ("RGBA", image.size)
    alpha = np.asarray(edit.image.getchannel("A"))
    assert alpha[60, 60] == 255
    assert alpha[60, 120] == 0
    assert ((alpha > 0) & (alpha < 255)).any()
    assert edit.image.getpixel((60, 60)) == (*image.getpixel((60, 60)), 255)  # type: ignore[misc]


def test_on_another_ground_there_is_no_green_rim(disc: Disc) -> None:
    image, selection = disc()
    cut = apply(image, Extract(region=DISC), Studio(engines=[]), selection).image
    blue = Image.new("RGBA", image.size, (0, 0, 255, 255))
    blue.alpha_composite(cut)
    assert np.asarray(blue)[..., 1].max() < 75


def test_crop_cuts_down_to_it_and_says_where_it_was(disc: Disc) -> None:
    image, selection = disc()
    edit = apply(image, Extract(region=DISC, crop=True), Studio(engines=[]), selection)
    assert edit.image.width < 80
    assert edit.target is not None
    assert edit.image.getpixel((round(edit.target.centre[0]), round(edit.target.centre[1])))[3] == 255  # type: ignore[index]
    assert edit.target.area_px == selection.area_px


def test_what_was_clear_stays_clear(disc: Disc) -> None:
    image, selection = disc()
    half = image.convert("RGBA")
    half.putalpha(Image.new("L", image.size, 100))
    edit = apply(half, Extract(region=DISC), Studio(engines=[]), selection)
    assert edit.image.getchannel("A").getextrema() == (0, 100)


def test_a_gray_picture(disc: Disc) -> None:
    image, selection = disc()
    assert apply(image.convert("L"), Extract(region=DISC), Studio(engines=[]), selection).image.mode == "RGBA"


def test_without_a_region_it_is_the_subject() -> None:
    """A plain disc in the middle of a plain ground is the subject for any grounder."""
    image = Image.new("RGB", (240, 180), (235, 235, 230))
    image.paste((190, 20, 30), (80, 50, 160, 130))
    edit = apply(image, Extract(), Studio(engines=[]))
    assert edit.image.getpixel((120, 90))[3] == 255  # type: ignore[index]
    assert edit.image.getpixel((10, 10))[3] == 0  # type: ignore[index]


@pytest.mark.parametrize("crop", [False, True])
def test_one_pixel(crop: bool, noise: Callable[..., Image.Image]) -> None:
    edit = apply(noise((1, 1)), Extract(region=DISC, crop=crop), Studio(engines=[]), Selection.everything((1, 1)))
    assert edit.image.size == (1, 1)
    assert edit.image.getpixel((0, 0))[:3] == noise((1, 1)).getpixel((0, 0))  # type: ignore[index]
