"""Transforms: chains, inverses, and warping pixels the way the numbers say."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools import affine
from tools.types import IDENTITY, Transform

NUMBERS = st.floats(-50, 50)


@st.composite
def transforms(draw: st.DrawFn) -> Transform:
    turn = affine.turn(draw(st.floats(-180, 180)), (draw(NUMBERS), draw(NUMBERS)), draw(st.floats(0.2, 4)))
    mirror = affine.stretch(draw(st.sampled_from([-1, 1])), draw(st.floats(0.3, 3)), (draw(NUMBERS), draw(NUMBERS)))
    return affine.chain(turn, mirror, affine.shift(draw(NUMBERS), draw(NUMBERS)))


@settings(max_examples=30, deadline=None)
@given(transforms())
def test_there_and_back_is_nothing(transform: Transform) -> None:
    assert affine.chain(transform, affine.inverse(transform)) == pytest.approx(IDENTITY, abs=1e-6)


@settings(max_examples=30, deadline=None)
@given(transforms(), transforms(), transforms())
def test_chains_may_be_grouped_at_will(a: Transform, b: Transform, c: Transform) -> None:
    one, other = affine.chain(a, affine.chain(b, c)), affine.chain(affine.chain(a, b), c)
    assert one == pytest.approx(other, rel=1e-6, abs=1e-6)


def test_the_first_comes_first() -> None:
    doubled_then_shifted = affine.chain(affine.stretch(2, 2), affine.shift(5, 0))
    assert doubled_then_shifted[2] == 5
    assert affine.chain() == IDENTITY


@pytest.mark.parametrize(
    ("transform", "exact"),
    [
        (IDENTITY, True),
        (affine.shift(3, -4), True),
        (affine.shift(0.5, 0), False),
        (affine.stretch(-1, 1, (3.5, 0)), True),
        (affine.stretch(2, 2), False),
        (affine.stretch(0.2, 1), False),
        (affine.turn(90, (2, 2)), True),
        (affine.turn(90, (2, 2.5)), False),
        (affine.turn(450, (0, 0)), True),
        (affine.turn(-1, (0, 0)), False),
    ],
)
def test_what_only_moves_pixels(transform: Transform, exact: bool) -> None:
    assert affine.exact(transform) is exact


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 9), st.integers(1, 9), st.integers(-4, 4), st.integers(-4, 4))
def test_exact_warps_copy_pixels(width: int, height: int, dx: int, dy: int) -> None:
    pixels = np.random.default_rng(0).random((height, width, 3)).astype(np.float32)
    mirrored = affine.warp(pixels, affine.stretch(-1, 1, (width / 2, 0)), (width, height))
    assert np.array_equal(mirrored, pixels[:, ::-1])
    shifted = affine.warp(pixels, affine.shift(dx, dy), (width + 8, height + 8))
    x, y = max(dx, 0), max(dy, 0)
    expected = pixels[max(-dy, 0) :, max(-dx, 0) :]
    assert np.array_equal(shifted[y : y + expected.shape[0], x : x + expected.shape[1]], expected)
    quarter = affine.warp(pixels, affine.chain(affine.turn(90, (0, 0)), affine.shift(height, 0)), (height, width))
    assert np.array_equal(quarter, np.rot90(pixels, -1))


def test_shrinking_averages() -> None:
    stripes = np.tile(np.array([0, 1], np.float32), (64, 32))
    small = affine.warp(stripes, affine.stretch(0.125, 0.125), (8, 8))
    assert small == pytest.approx(np.full((8, 8), 0.5), abs=0.05)


@settings(max_examples=25, deadline=None)
@given(transforms(), st.floats(0, 9), st.floats(0, 9))
def test_a_carried_box_holds_every_point(transform: Transform, u: float, v: float) -> None:
    box = affine.carried_box(transform, (0, 0, 9, 9), (1000, 1000))
    x = transform[0] * u + transform[1] * v + transform[2]
    y = transform[3] * u + transform[4] * v + transform[5]
    if 0 <= x <= 1000 and 0 <= y <= 1000 and box is not None:
        assert box[0] - 1e-3 <= x <= box[2] + 1e-3
        assert box[1] - 1e-3 <= y <= box[3] + 1e-3


def test_a_box_may_fall_outside() -> None:
    assert affine.carried_box(affine.shift(100, 0), (0, 0, 9, 9), (100, 100)) is None
    assert affine.carried_box(affine.shift(95, 0), (0, 0, 9, 9), (100, 100)) == (95, 0, 100, 9)


def test_scale() -> None:
    assert affine.scale_of(affine.turn(33, (4, 5), 2.5)) == pytest.approx(2.5)
