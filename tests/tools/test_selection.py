"""Selections and boxes: geometry as laws."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from tools.selection import Selection, pixel_box
from tools.types import IDENTITY, Frame

sizes = st.tuples(st.integers(1, 40), st.integers(1, 40))


@st.composite
def masks(draw: st.DrawFn, size: tuple[int, int] | None = None) -> Image.Image:
    """A mask with a few rectangles of any strength."""
    width, height = size or draw(sizes)
    mask = np.zeros((height, width), np.uint8)
    for _ in range(draw(st.integers(0, 3))):
        x, y = draw(st.integers(0, width - 1)), draw(st.integers(0, height - 1))
        mask[y : y + draw(st.integers(1, 12)), x : x + draw(st.integers(1, 12))] = draw(st.integers(1, 255))
    return Image.fromarray(mask)


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Image.Image, Image.Image]:
    size = draw(sizes)
    return draw(masks(size)), draw(masks(size))


def array(selection: Selection | None, size: tuple[int, int]) -> np.ndarray:
    return np.zeros(size[::-1], np.uint8) if selection is None else np.asarray(selection.full())


@given(mask=masks())
def test_a_selection_keeps_its_mask(mask: Image.Image) -> None:
    selection = Selection.of_mask(mask)
    assert (array(selection, mask.size) == np.asarray(mask)).all()
    if selection is not None:
        assert selection.area_px == int((np.asarray(mask) > 0).sum())
        assert selection.trimmed() == selection
        assert pixel_box(selection.fractions, mask.size) == selection.box


@given(both=pairs())
def test_set_algebra(both: tuple[Image.Image, Image.Image]) -> None:
    first, second = map(Selection.of_mask, both)
    if first is None or second is None:
        return
    size = both[0].size
    a, b = array(first, size).astype(int), array(second, size).astype(int)
    assert (array(first.union(second), size) == np.maximum(a, b)).all()
    assert (array(first.intersection(second), size) == np.minimum(a, b)).all()
    assert (array(first.minus(second), size) == np.clip(a - b, 0, 255)).all()


@settings(deadline=None)
@given(mask=masks(), radius=st.integers(0, 5))
def test_dilation_is_a_maximum_over_a_square(mask: Image.Image, radius: int) -> None:
    selection = Selection.of_mask(mask)
    if selection is None:
        return
    padded = np.pad(np.asarray(mask), radius)
    windows = np.lib.stride_tricks.sliding_window_view(padded, (2 * radius + 1, 2 * radius + 1))
    assert (array(selection.dilated(radius), mask.size) == windows.max(axis=(2, 3))).all()


@settings(deadline=None)
@given(mask=masks(), radius=st.floats(0, 8))
def test_feather_lies_inside(mask: Image.Image, radius: float) -> None:
    selection = Selection.of_mask(mask)
    if selection is None:
        return
    soft = array(selection.feathered(radius), mask.size)
    assert (soft <= np.asarray(mask)).all()
    assert ((soft > 0) == (np.asarray(mask) > 0)).all()


def test_feather_does_not_fade_at_the_border_of_the_picture() -> None:
    soft = np.asarray(Selection.rectangle((0, 0, 10, 20), (20, 20)).feathered(5).full())
    assert soft[10, 0] == 255
    assert soft[10, 9] < 80


@settings(deadline=None)
@given(mask=masks(), dx=st.integers(-9, 9), dy=st.integers(-9, 9))
def test_whole_pixel_shifts_are_exact(mask: Image.Image, dx: int, dy: int) -> None:
    selection = Selection.of_mask(mask)
    if selection is None:
        return
    size = mask.width + 9, mask.height + 9
    moved = array(selection.warped((1, 0, dx, 0, 1, dy, 0, 0, 1), size), size)
    there = Image.new("L", size)
    there.paste(mask, (dx, dy))
    assert (moved == np.asarray(there)).all()


def test_the_identity_keeps_the_very_same_selection() -> None:
    selection = Selection.rectangle((1, 1, 3, 4), (8, 8))
    assert selection.warped(IDENTITY, (8, 8)) is selection
    assert selection.warped((1, 0, 100, 0, 1, 0, 0, 0, 1), (8, 8)) is None


@given(x=st.floats(0, 1), y=st.floats(0, 1), w=st.floats(0, 1), h=st.floats(0, 1), size=sizes)
def test_a_box_covers_its_fractions_and_at_least_a_pixel(
    x: float, y: float, w: float, h: float, size: tuple[int, int]
) -> None:
    box = (x, y, min(1, x + w), min(1, y + h))
    x0, y0, x1, y1 = pixel_box(box, size)
    assert 0 <= x0 < x1 <= size[0]
    assert 0 <= y0 < y1 <= size[1]
    assert x0 <= box[0] * size[0] + 1e-4
    assert x1 >= min(box[2] * size[0], size[0]) - 1e-4


@pytest.mark.parametrize(
    ("box", "size", "pixels"),
    [
        ((0.3, 0, 0.5, 1), (10, 10), (3, 0, 5, 10)),  # 0.3 * 10 is a hair over 3 in floating point
        ((0, 0, 1, 2 / 3), (600, 400), (0, 0, 600, 267)),
        ((1, 1, 1, 1), (4, 4), (3, 3, 4, 4)),
        ((0.26, 0.26, 0.74, 0.74), (4, 4), (1, 1, 3, 3)),
    ],
)
def test_boxes_in_pixels(box: tuple[float, ...], size: tuple[int, int], pixels: tuple[int, ...]) -> None:
    assert pixel_box(box, size) == pixels


@given(size=sizes, margin=st.integers(0, 50))
def test_a_padded_frame_stays_in_the_picture(size: tuple[int, int], margin: int) -> None:
    frame = Frame.of((0, 0, 1, 1), size).padded(margin)
    assert frame.box == (0, 0, min(size[0], 1 + margin), min(size[1], 1 + margin))
