"""What looks at neighbours: blur that respects weights, sharpening without rims, the picture's own grids and grain."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools import detail
from tools.measure import improvement
from tools.painting import article
from tools.types import Frame


def picture(height: int = 60, width: int = 80, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).random((height, width, 3)).astype(np.float32)


@pytest.mark.parametrize("sigma", [0.5, 3.0, 9.0, 40.0])
def test_blur_keeps_the_mean_and_flat_pictures(sigma: float) -> None:
    flat = np.full((70, 90, 3), 0.42, np.float32)
    assert np.abs(detail.blurred(flat, sigma) - 0.42).max() < 1e-3
    noisy = picture(90, 110)
    assert detail.blurred(noisy, sigma).std() < noisy.std()
    assert float(detail.blurred(noisy, sigma).mean()) == pytest.approx(float(noisy.mean()), abs=0.03)


@pytest.mark.parametrize("sigma", [2.0, 12.0])
def test_weighted_blur_never_sees_what_weighs_nothing(sigma: float) -> None:
    values = np.full((60, 80, 3), 0.3, np.float32)
    values[:, 40:] = 1.0
    weights = np.ones((60, 80), np.float32)
    weights[:, 40:] = 0
    assert np.abs(detail.blurred_inside(values, weights, sigma)[:, :40] - 0.3).max() < 0.01


@settings(max_examples=20, deadline=None)
@given(st.floats(0, 1))
def test_sharpening_stays_near_the_local_range(amount: float) -> None:
    values = picture()
    sharp = detail.sharpened(values, amount, 1.0)
    assert sharp.min() >= 0
    assert sharp.max() <= 1
    flat = np.full((20, 20, 3), 0.5, np.float32)
    assert np.abs(detail.sharpened(flat, amount, 1.0) - 0.5).max() < 1e-5


def test_negative_sharpness_softens() -> None:
    values = picture()
    assert detail.sharpened(values, -0.8, 1.0).std() < 0.6 * values.std()


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 30), st.integers(0, 20), st.integers(2, 9))
def test_mosaic_of_a_crop_lies_on_the_picture_s_grid(x: int, y: int, cell: int) -> None:
    values = picture()
    whole = Frame.of((0, 0, 80, 60), (80, 60))
    everything = detail.pixelated(values, np.ones((60, 80), np.float32), cell, whole)
    frame = Frame.of((x, y, 80, 60), (80, 60))
    part = detail.pixelated(values[y:, x:], np.ones((60 - y, 80 - x), np.float32), cell, frame)
    rows, columns = -y % cell, -x % cell
    assert np.abs(part[rows:, columns:] - everything[y + rows :, x + columns :]).max() < 1e-5


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 250), st.integers(0, 150), st.integers(1, 90), st.floats(0.2, 4))
def test_grain_and_vignette_of_a_crop_are_the_whole_s(x: int, y: int, side: int, sigma: float) -> None:
    size = (300, 200)
    whole = Frame.of((0, 0, *size), size)
    frame = Frame.of((x, y, min(x + side, 300), min(y + side, 200)), size)
    inside = np.s_[frame.y : frame.y + frame.height, frame.x : frame.x + frame.width]
    assert np.abs(detail.vignette(whole, 0.7)[inside] - detail.vignette(frame, 0.7)).max() < 1e-6
    assert np.abs(detail.grain(whole, 3, sigma)[inside] - detail.grain(frame, 3, sigma)).max() < 1e-3


@pytest.mark.parametrize("sigma", [0.2, 0.8, 2.0])
def test_grain_is_centred_and_of_unit_strength(sigma: float) -> None:
    grain = detail.grain(Frame.of((0, 0, 500, 400), (500, 400)), 1, sigma)
    assert abs(float(grain.mean())) < 0.06
    assert 0.75 < float(grain.std()) < 1.25


def test_a_vignette_is_dark_in_the_corners_only() -> None:
    factors = detail.vignette(Frame.of((0, 0, 90, 60), (90, 60)), 1.0)
    assert factors[30, 45] == 1
    assert factors[0, 0] < 0.3
    assert np.abs(factors - factors[::-1, ::-1]).max() < 1e-6


def test_a_well_exposed_gradient_needs_little_and_a_dark_one_light() -> None:
    ramp = np.repeat(np.linspace(0.02, 0.98, 100, dtype=np.float32)[None, :, None], 3, axis=2).repeat(60, axis=0)
    seen = np.ones((60, 100), bool)
    assert all(abs(amount) < 15 for amount in improvement(ramp, seen).values())
    dark = improvement(ramp * 0.25, seen)
    assert dark["exposure"] > 10
    assert improvement(ramp, np.zeros((60, 100), bool)) == {}


@pytest.mark.parametrize(
    ("noun", "said"),
    [("cat", "a cat"), ("orange", "an orange"), ("the dog", "the dog"), ("two owls", "two owls"), ("A hat", "A hat")],
)
def test_articles(noun: str, said: str) -> None:
    assert article(noun) == said
