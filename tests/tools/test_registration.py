"""Registration: shifts are found to a fraction of a pixel, in spite of what was changed; what is no shift is none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, ImageFilter
from skimage import data

from tools.registration import Shift, shift_between, undone

PHOTO = Image.fromarray(data.coffee()).crop((40, 20, 360, 260))
EVERYWHERE = Image.new("L", PHOTO.size, 255)
BOX = (120, 70, 220, 170)
AROUND = EVERYWHERE.copy()
ImageDraw.Draw(AROUND).rectangle(BOX, fill=0)


def repainted(image: Image.Image) -> Image.Image:
    """As a model gives it back: something new inside, the rest coarser and in other colours."""
    coarse = image.resize((image.width * 2 // 3, image.height * 2 // 3)).resize(image.size)
    out = coarse.point([round(0.9 * value + 9) for value in range(256)] * 3)
    ImageDraw.Draw(out).rectangle(BOX, fill=(250, 210, 20))
    return out


@settings(max_examples=6, deadline=None)
@given(x=st.floats(-20, 20), y=st.floats(-20, 20))
def test_a_shift_is_found_in_spite_of_what_was_painted(x: float, y: float) -> None:
    found = shift_between(PHOTO, repainted(undone(PHOTO, Shift(-x, -y))), AROUND)
    if found.length_px:
        assert abs(found.x - x) < 0.15
        assert abs(found.y - y) < 0.15
    else:
        assert abs(x) + abs(y) < 0.6


@settings(max_examples=6, deadline=None)
@given(x=st.integers(-15, 15), y=st.integers(-15, 15))
def test_undoing_whole_pixels_gives_the_very_same_pixels_back(x: int, y: int) -> None:
    back = undone(undone(PHOTO, Shift(-x, -y)), Shift(x, y))
    inner = (16, 16, PHOTO.width - 16, PHOTO.height - 16)
    assert back.crop(inner).tobytes() == PHOTO.crop(inner).tobytes()


@pytest.mark.parametrize("kind", ["noise", "mirrored", "flat", "the same", "sharper"])
def test_what_is_no_shift_is_none(kind: str) -> None:
    noise = np.random.default_rng(1).integers(0, 256, (PHOTO.height, PHOTO.width, 3), np.uint8)
    after = {
        "noise": Image.fromarray(noise),
        "mirrored": PHOTO.transpose(Image.Transpose.FLIP_LEFT_RIGHT),
        "flat": Image.new("RGB", PHOTO.size, (90, 90, 90)),
        "the same": PHOTO,
        "sharper": PHOTO.filter(ImageFilter.SHARPEN),
    }[kind]
    assert shift_between(PHOTO, after, EVERYWHERE) == Shift()
    assert shift_between(after, PHOTO, AROUND) == Shift()


def test_too_little_to_go_by_is_no_shift() -> None:
    nearly = Image.new("L", PHOTO.size, 0)
    ImageDraw.Draw(nearly).rectangle((0, 0, 9, 9), fill=255)
    assert shift_between(PHOTO, undone(PHOTO, Shift(-5, 0)), nearly) == Shift()
    tiny = PHOTO.crop((0, 0, 12, 12))
    assert shift_between(tiny, tiny, Image.new("L", tiny.size, 255)) == Shift()


def test_large_photographs_are_measured_on_a_copy(sample: Callable[[str], Path]) -> None:
    with Image.open(sample("retina.jpg")) as opened:
        photo = opened.convert("RGB")
    found = shift_between(photo, undone(photo, Shift(-9.0, 4.0)), Image.new("L", photo.size, 255))
    assert (found.x, found.y) == (pytest.approx(9.0, abs=0.2), pytest.approx(-4.0, abs=0.2))
