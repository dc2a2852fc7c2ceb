"""Colour matching: a cast is undone, what was really changed does not disturb, and nothing goes beyond the limits."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw
from skimage import data

from tools.matching import Limits, Match, apart, match_between, ring

PHOTO = Image.fromarray(data.coffee()).crop((40, 20, 360, 260))
EVERYWHERE = Image.new("L", PHOTO.size, 255)


def cast(image: Image.Image, gain: float, offset: float) -> Image.Image:
    return image.point([min(255, max(0, round(gain * value + offset))) for value in range(256)] * 3)


@settings(max_examples=6, deadline=None)
@given(gain=st.floats(0.85, 1.0), offset=st.floats(2, 20))
def test_a_cast_is_undone_to_a_level_or_two(gain: float, offset: float) -> None:
    match = match_between(PHOTO, cast(PHOTO, gain, offset), EVERYWHERE)
    assert match is not None
    assert float(apart(PHOTO, match.over(cast(PHOTO, gain, offset))).mean()) < 2


def test_what_was_changed_there_does_not_disturb() -> None:
    changed = cast(PHOTO, 0.95, 8)
    ImageDraw.Draw(changed).rectangle((0, 0, 100, 239), fill=(255, 0, 0))
    match = match_between(PHOTO, changed, EVERYWHERE)
    assert match is not None
    rest = (102, 0, 320, 240)
    assert float(apart(PHOTO.crop(rest), match.over(changed).crop(rest)).mean()) < 2


def test_the_same_colours_need_no_match() -> None:
    match = match_between(PHOTO, PHOTO, EVERYWHERE)
    assert match is not None
    assert match.levels < 0.01
    assert match.over(PHOTO).tobytes() == PHOTO.tobytes()


@settings(max_examples=6, deadline=None)
@given(gain=st.floats(0.2, 3), offset=st.floats(-120, 120))
def test_nothing_is_matched_beyond_the_limits(gain: float, offset: float) -> None:
    limits = Limits(1.1, 12)
    match = match_between(PHOTO, cast(PHOTO, gain, offset), EVERYWHERE, limits)
    assert match is None or (match.within(limits) and match.levels <= 12)


def test_noise_and_too_few_pixels_match_nothing() -> None:
    noise = Image.fromarray(np.random.default_rng(1).integers(0, 256, (240, 320, 3), np.uint8))
    assert match_between(PHOTO, noise, EVERYWHERE) is None
    few = Image.new("L", PHOTO.size, 0)
    few.paste(255, (0, 0, 7, 7))
    assert match_between(PHOTO, PHOTO, few) is None


def test_levels_tell_the_middle_tones_shift() -> None:
    assert Match((1.0, 1.0, 1.0), (3.0, -5.0, 0.0)).levels == pytest.approx(5.0)


def test_a_ring_lies_around_and_not_in_it() -> None:
    mask = Image.new("L", (60, 40), 0)
    mask.paste(200, (20, 10, 40, 30))
    around = np.asarray(ring(mask, 8)) > 0
    assert not around[10:30, 20:40].any()
    assert around[20, 14]
    assert not around[20, 8]
