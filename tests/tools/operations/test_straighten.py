"""Levelling: the angle is found where lines tell it, asked for where none do, and the size stays."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from tools import affine
from tools.apply import apply
from tools.errors import Unclear
from tools.level import cover_zoom, find_tilt, turned
from tools.operations.straighten import Straighten
from tools.studio import Studio


def tilted(image: Image.Image, degrees: float) -> Image.Image:
    """Turned clockwise, as a crooked camera would."""
    middle = image.width / 2, image.height / 2
    return turned(image, affine.turn(degrees, middle, cover_zoom(degrees, image.size)), image.size)


@pytest.fixture(scope="module")
def house() -> Image.Image:
    """Walls, windows and a horizon on a soft sky, with noise."""
    image = Image.new("RGB", (900, 600), (150, 190, 235))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 380, 900, 600), fill=(60, 110, 50))
    draw.rectangle((200, 120, 640, 420), fill=(180, 150, 120))
    for x in range(240, 620, 80):
        for y in (160, 250, 340):
            draw.rectangle((x, y, x + 40, y + 50), fill=(40, 45, 60))
    grain = np.random.default_rng(3).normal(0, 6, (600, 900, 3))
    return Image.fromarray((np.asarray(image) + grain).clip(0, 255).astype(np.uint8))


@settings(max_examples=15, deadline=None)
@given(degrees=st.floats(-11, 11).filter(lambda d: abs(d) > 0.4))
def test_a_known_tilt_is_found_within_half_a_degree(house: Image.Image, degrees: float) -> None:
    tilt = find_tilt(tilted(house, degrees))
    assert tilt is not None
    assert tilt.confidence > 0.4
    assert tilt.degrees == pytest.approx(-degrees, abs=0.5)


@pytest.mark.parametrize("degrees", [-6, 4])
def test_straightened_is_straight(degrees: float, house: Image.Image) -> None:
    edit = apply(tilted(house, degrees), Straighten(), Studio(engines=[]))
    left = find_tilt(edit.image)
    assert left is not None
    assert abs(left.degrees) < 0.4
    assert edit.image.size == house.size
    assert isinstance(edit.operation, Straighten)
    assert edit.operation.degrees == pytest.approx(-degrees, abs=0.5)
    assert any("enlarged" in note for note in edit.receipt.notes)
    assert any("°" in note for note in edit.receipt.notes)


def test_a_real_photograph(sample: Callable[[str], Path]) -> None:
    """The rocket on its pad stands upright; turned by four degrees, it is found leaning by four degrees."""
    with Image.open(sample("rocket.jpg")) as opened:
        rocket = opened.convert("RGB")
    upright, leaning = find_tilt(rocket), find_tilt(tilted(rocket, 4))
    assert upright is not None
    assert leaning is not None
    assert leaning.degrees - upright.degrees == pytest.approx(-4, abs=0.5)


def test_what_is_straight_stays_to_the_bit_and_says_so(house: Image.Image) -> None:
    edit = apply(house, Straighten(), Studio(engines=[]))
    assert edit.image.tobytes() == house.tobytes()
    assert any("straight already" in note for note in edit.receipt.notes)


@pytest.mark.parametrize("kind", ["flat", "noise", "tiny"])
def test_no_line_no_guess(kind: str, noise: Callable[..., Image.Image]) -> None:
    image = {"flat": Image.new("RGB", (300, 200), (90, 90, 90)), "noise": noise((300, 200)), "tiny": noise((1, 1))}[
        kind
    ]
    with pytest.raises(Unclear) as asked:
        apply(image, Straighten(), Studio(engines=[]))
    assert asked.value.field == "degrees"


def test_a_given_angle_is_taken_as_it_is(noise: Callable[..., Image.Image]) -> None:
    edit = apply(noise((40, 30)), Straighten(degrees=3), Studio(engines=[]))
    assert edit.image.size == (40, 30)
    corner = affine.inverse(edit.transform)
    assert -1e-6 <= corner[2] <= 40
    assert -1e-6 <= corner[5] <= 30


@settings(max_examples=25, deadline=None)
@given(st.floats(-45, 45), st.integers(1, 500), st.integers(1, 500))
def test_no_corner_is_empty(degrees: float, width: int, height: int) -> None:
    way = affine.inverse(affine.turn(degrees, (width / 2, height / 2), cover_zoom(degrees, (width, height))))
    for x, y in ((0, 0), (width, 0), (0, height), (width, height)):
        u, v = way[0] * x + way[1] * y + way[2], way[3] * x + way[4] * y + way[5]
        assert -1e-6 <= u <= width + 1e-6
        assert -1e-6 <= v <= height + 1e-6


def test_half_that_and_one_pixel() -> None:
    half = Straighten(degrees=3).scaled(0.5)
    assert half is not None
    assert half.degrees == 1.5
    assert Straighten().scaled(2) is None
    assert apply(Image.new("RGB", (1, 1)), Straighten(degrees=5), Studio(engines=[])).image.size == (1, 1)
