"""Turning: quarter turns exactly, other angles on a grown or kept canvas, or one object in place."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from tools.apply import apply
from tools.operations.rotate import Rotate
from tools.selection import Selection
from tools.studio import Studio
from tools.types import Region

SIZES = st.tuples(st.integers(1, 12), st.integers(1, 12))


def turned(image: Image.Image, degrees: float, **options: bool) -> Image.Image:
    return apply(image, Rotate(degrees=degrees, **options), Studio(engines=[])).image


@settings(max_examples=20, deadline=None)
@given(SIZES, st.sampled_from([90, -90, 270, -270]))
def test_four_quarters_are_nothing(size: tuple[int, int], degrees: float) -> None:
    image = Image.fromarray(np.random.default_rng(2).integers(0, 256, (size[1], size[0], 3), np.uint8))
    result = image
    for _ in range(4):
        result = turned(result, degrees)
    assert result.tobytes() == image.tobytes()


@settings(max_examples=20, deadline=None)
@given(SIZES, st.sampled_from([0, 90, 180, 270, 360, -90]), st.data())
def test_the_transform_says_where_every_pixel_goes(size: tuple[int, int], degrees: float, data: st.DataObject) -> None:
    x, y = data.draw(st.integers(0, size[0] - 1)), data.draw(st.integers(0, size[1] - 1))
    image = Image.new("L", size, 0)
    image.putpixel((x, y), 255)
    marked = Selection.rectangle((x, y, x + 1, y + 1), size)
    edit = apply(image, Rotate(degrees=degrees), Studio(engines=[]), marked)
    assert edit.target is not None
    assert edit.image.getbbox() == edit.target.box


def test_clockwise_is_clockwise() -> None:
    image = Image.new("L", (3, 2), 0)
    image.putpixel((0, 0), 255)  # top left goes to the top right
    assert turned(image, 90).getpixel((1, 0)) == 255


@settings(max_examples=15, deadline=None)
@given(st.floats(-80, 80).filter(lambda degrees: abs(degrees) > 0.5), st.booleans())
def test_the_middle_stays_in_the_middle(degrees: float, expand: bool) -> None:
    image = Image.new("RGB", (41, 31), (20, 40, 60))
    image.paste((250, 10, 10), (18, 13, 23, 18))
    result = turned(image, degrees, expand=expand)
    middle = result.getpixel((result.width // 2, result.height // 2))
    assert isinstance(middle, tuple)
    assert middle[0] > 200
    assert (result.size == image.size) is not expand


def test_a_grown_canvas_loses_no_corner_and_says_so() -> None:
    image = Image.new("RGB", (60, 40), (0, 0, 0))
    studio = Studio(engines=[])
    edit = apply(image, Rotate(degrees=30), studio)
    black = (np.asarray(edit.image.convert("L")) < 128).sum()
    assert abs(black - 60 * 40) < 60
    assert edit.image.getpixel((0, 0)) == (255, 255, 255)
    assert any("white" in note for note in edit.receipt.notes)


def test_a_kept_canvas_has_no_empty_corner() -> None:
    image = Image.new("RGB", (60, 40), (0, 0, 0))
    result = turned(image, 17, expand=False)
    assert result.size == image.size
    assert result.getextrema() == ((0, 0), (0, 0), (0, 0))


@pytest.mark.parametrize("degrees", [0, 45, 90, 200])
def test_an_object_turns_where_it_stands(
    degrees: float, disc: Callable[..., tuple[Image.Image, Selection]], flat_studio: Studio
) -> None:
    image, selection = disc()
    edit = apply(image, Rotate(degrees=degrees, region=Region(phrase="disc")), flat_studio, selection)
    assert edit.receipt.changed_outside == 0
    assert edit.image.size == image.size
    red, green, _ = edit.image.getpixel((60, 60))  # type: ignore[misc]
    assert red > 190
    assert green < 60
    assert edit.target is not None
    assert edit.target.centre == pytest.approx(selection.centre, abs=1.5)


@pytest.mark.parametrize("degrees", [33, 90])
def test_one_pixel(degrees: float, flat_studio: Studio) -> None:
    image = Image.new("RGB", (1, 1), (7, 8, 9))
    assert turned(image, degrees, expand=False).getpixel((0, 0)) == (7, 8, 9)
    everything = Selection.everything((1, 1))
    assert apply(image, Rotate(degrees=degrees, region=Region(phrase="dot")), flat_studio, everything).image.size == (
        1,
        1,
    )
