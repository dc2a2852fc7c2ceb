"""Tone and colour maths by their laws: identity at nothing, order kept, gray kept, gamut kept."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image

from tools import cube, oklab, repaint, tone

PART = st.floats(-1, 1).map(lambda value: round(value, 3))
RAMP = np.linspace(0, 1, 257)


def colours(count: int = 4000, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).random((count // 50, 50, 3)).astype(np.float32)


def test_oklab_there_and_back() -> None:
    rgb = colours()
    assert np.abs(oklab.rgb(oklab.oklab(rgb)) - rgb).max() < 0.004


def test_oklab_knows_white_gray_and_red() -> None:
    """The published values of sRGB white and red."""
    lab = oklab.oklab(np.array([[[1, 1, 1], [0.5, 0.5, 0.5], [1, 0, 0]]], np.float32))[0]
    assert lab[0] == pytest.approx([1, 0, 0], abs=2e-3)
    assert lab[1][1:] == pytest.approx([0, 0], abs=1e-3)
    assert lab[2] == pytest.approx([0.628, 0.2249, 0.1258], abs=2e-3)


def test_the_transfer_curves_are_inverse() -> None:
    assert oklab.coded(oklab.linear(RAMP)) == pytest.approx(RAMP, abs=1e-9)
    assert oklab.looked_up(RAMP.astype(np.float32), "linear") == pytest.approx(oklab.linear(RAMP), abs=1e-4)


@settings(max_examples=25, deadline=None)
@given(st.floats(0.05, 1), st.floats(-0.4, 0.4), st.floats(-0.4, 0.4))
@example(0.09375, 0.0625, 0.0625)
def test_impossible_colours_come_back_with_hue_and_lightness(light: float, a: float, b: float) -> None:
    rgb = oklab.rgb(np.array([[[light, a, b]]], np.float32))
    assert rgb.min() >= 0
    assert rgb.max() <= 1
    back = oklab.oklab(rgb)[0, 0]
    assert abs(back[0] - light) < 0.03
    if np.hypot(back[1], back[2]) > 0.03:
        turn = np.angle(np.exp(1j * (np.arctan2(back[2], back[1]) - np.arctan2(b, a))))
        assert abs(turn) < 0.12


@settings(max_examples=30, deadline=None)
@given(PART, PART, PART)
def test_curves_rise_and_stay_in_range(exposure: float, brightness: float, contrast: float) -> None:
    curve = tone.curves(tone.Tone(exposure=exposure, brightness=brightness, contrast=contrast), RAMP)
    assert curve.shape == (257, 3)
    assert (np.diff(curve, axis=0) >= -1e-9).all()
    assert curve.min() >= -1e-6
    assert curve.max() <= 1 + 1e-6
    assert np.ptp(curve, axis=1).max() < 1e-9


def test_nothing_is_the_identity() -> None:
    nothing = tone.Tone()
    assert tone.curves(nothing, RAMP)[:, 0] == pytest.approx(RAMP, abs=1e-6)
    rgb = colours()
    assert tone.mapped(rgb, nothing) is rgb
    assert not nothing.curved
    assert not nothing.coloured


@settings(max_examples=20, deadline=None)
@given(st.floats(1.01, 8))
def test_the_shoulder_is_smooth_and_ends_at_white(top: float) -> None:
    light = np.linspace(0, top, 500)
    rolled = tone.shoulder(light, top)
    assert rolled[-1] == pytest.approx(1)
    assert (np.diff(rolled) > 0).all()
    below = light < 0.5
    assert rolled[below] == pytest.approx(light[below])


@settings(max_examples=20, deadline=None)
@given(PART, PART)
def test_white_balance_keeps_the_light_of_gray(temperature: float, tint: float) -> None:
    assert float(tone.gains(temperature, tint) @ oklab.LUMA) == pytest.approx(1)


@settings(max_examples=20, deadline=None)
@given(PART, PART)
def test_saturation_keeps_luma_and_range(saturation: float, vibrance: float) -> None:
    rgb = colours(1000)
    result = tone.colour(rgb, tone.Tone(saturation=saturation, vibrance=vibrance))
    assert result.min() >= -2e-3
    assert result.max() <= 1 + 2e-3
    assert np.abs(result @ oklab.LUMA - rgb @ oklab.LUMA).max() < 2e-3


def test_half_a_turn_of_hue_twice_is_home_for_quiet_colours() -> None:
    quiet = 0.5 + (colours() - 0.5) * 0.15
    turned = tone.colour(tone.colour(quiet, tone.Tone(hue=1)), tone.Tone(hue=1))
    assert np.abs(turned - quiet).max() < 0.01


def test_light_by_stops_keeps_hue_and_does_not_clip() -> None:
    rgb = colours()
    lit = tone.lit(rgb, np.full(rgb.shape[:2], 1.5, np.float32))
    assert lit.max() <= 1 + 1e-5
    ratio = lit / np.maximum(rgb, 1e-6)
    bright = rgb.min(axis=2) > 0.05
    assert np.ptp(ratio[bright], axis=1).max() < 1e-3
    assert np.abs(tone.lit(rgb, np.zeros(rgb.shape[:2], np.float32)) - rgb).max() < 1e-6


def test_the_base_keeps_edges_and_drops_texture() -> None:
    rng = np.random.default_rng(0)
    luma = np.full((100, 160), 0.2, np.float32)
    luma[:, 80:] = 0.8
    base = tone.base_luma(np.clip(luma + rng.normal(0, 0.03, luma.shape), 0, 1).astype(np.float32), 8)
    assert base[50, 84:90].mean() - base[50, 70:76].mean() > 0.5
    assert base[20:80, 10:60].std() < 0.015


def test_the_cube_is_close_to_the_function() -> None:
    rng = np.random.default_rng(2)
    image = Image.fromarray(rng.integers(0, 256, (600, 700, 3), np.uint8))

    def change(rgb: np.ndarray) -> np.ndarray:
        return tone.colour(rgb, tone.Tone(saturation=0.4, hue=0.1))

    exact = change(np.asarray(image, np.float32) / 255) * 255
    near = np.asarray(cube.mapped(image, change)).astype(float)
    assert np.abs(near - exact).mean() < 1


def test_two_halves_make_one_large_picture() -> None:
    image = Image.fromarray(np.arange(2100 * 2000, dtype=np.uint32).reshape(2000, 2100).astype(np.uint8)).convert("RGB")
    result = cube.mapped(image, lambda rgb: 1 - rgb)
    assert np.abs(np.asarray(result).astype(int) - (255 - np.asarray(image))).max() <= 1


def test_paint_is_measured_from_the_body_not_the_shine() -> None:
    rgb = np.full((40, 40, 3), (0.8, 0.1, 0.12), np.float32)
    rgb[:12] = 1
    now = repaint.Paint.of(rgb, np.ones((40, 40), bool))
    assert not now.gray
    share = now.share(oklab.oklab(rgb))
    assert share[20:].min() > 0.95
    assert share[:12].max() < 0.05
    assert repaint.Paint.of(rgb[:12], np.ones((12, 40), bool)).gray


def test_the_palette_of_itself_is_the_identity() -> None:
    seen = colours().reshape(-1, 3)
    change = repaint.palette_change(seen, seen)
    middle = 0.15 + colours(500, 1) * 0.7
    assert np.abs(change(middle) - middle).max() < 0.03


def test_a_palette_of_one_colour_is_survived() -> None:
    flat = np.full((100, 3), 0.5, np.float32)
    change = repaint.palette_change(flat, np.full((100, 3), (0.7, 0.2, 0.2), np.float32))
    result = change(flat[None])[0]
    assert np.isfinite(result).all()
    assert result[0, 0] > result[0, 2] + 0.2
