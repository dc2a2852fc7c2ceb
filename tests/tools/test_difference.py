"""Where a model really changed something: found through its noise and its cast, and none where it is everything."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw
from skimage import data

from tools.difference import differing

PHOTO = Image.fromarray(data.coffee()).crop((0, 0, 400, 300))


def repainted(image: Image.Image, gain: float = 1.0, offset: float = 0.0, noise: float = 0.0) -> Image.Image:
    coarse = image.resize((image.width * 2 // 3, image.height * 2 // 3)).resize(image.size)
    values = gain * np.asarray(coarse, np.float32) + offset
    values += np.random.default_rng(3).normal(0, noise, values.shape) if noise else 0
    return Image.fromarray(values.clip(0, 255).astype(np.uint8))


@settings(max_examples=6, deadline=None)
@given(
    x=st.integers(0, 300), y=st.integers(0, 220), width=st.integers(24, 100), height=st.integers(24, 80),
    gain=st.floats(0.95, 1.05), noise=st.floats(0, 4),
)  # fmt: skip
def test_what_was_painted_is_found_whole_and_little_else(
    x: int, y: int, width: int, height: int, gain: float, noise: float
) -> None:
    after = repainted(PHOTO, gain, 2, noise)
    box = (x, y, min(x + width, 399), min(y + height, 299))
    ImageDraw.Draw(after).ellipse(box, fill=(30, 90, 250))
    told = differing(PHOTO, after)
    assert told is not None
    found = np.asarray(told) > 0
    painted = Image.new("L", PHOTO.size, 0)
    ImageDraw.Draw(painted).ellipse(box, fill=255)
    inside = np.asarray(painted) > 0
    assert found[inside].mean() > 0.97
    assert found[~inside].mean() < 0.06


@pytest.mark.parametrize("gain", [0.5, 0.75, 1.3])
def test_another_light_everywhere_is_no_region(gain: float) -> None:
    assert differing(PHOTO, PHOTO.point([min(255, round(gain * value)) for value in range(256)] * 3)) is None


def test_nothing_and_everything_are_no_region() -> None:
    assert differing(PHOTO, PHOTO) is None
    assert differing(PHOTO, repainted(PHOTO, noise=3)) is None
    assert differing(PHOTO, PHOTO.rotate(180)) is None


@pytest.mark.parametrize("size", [(1, 1), (3, 50), (64, 2), (17, 17)])
def test_every_size_is_answered_in_that_size(size: tuple[int, int]) -> None:
    before = PHOTO.resize(size)
    found = differing(before, Image.new("RGB", size, (255, 0, 255)))
    assert found is None or (found.size, found.mode) == (size, "L")
