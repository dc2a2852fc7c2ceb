"""Cutting out: soft edges that follow the object, colours free of the old ground, exact pixels inside."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from tools import affine
from tools.cutout import Cutout, cut, own_colour, reach, refined, rim_px
from tools.selection import Selection
from tools.types import IDENTITY, Frame

SIZE = (160, 120)


def frame(size: tuple[int, int] = SIZE) -> Frame:
    return Frame.of((0, 0, *size), size)


@pytest.fixture(scope="module")
def ball() -> tuple[Image.Image, Image.Image]:
    """A red ball over blue with a true opacity that is three pixels soft, and that opacity."""
    hard = Image.new("L", SIZE, 0)
    ImageDraw.Draw(hard).ellipse((40, 20, 120, 100), fill=255)
    soft = hard.filter(ImageFilter.GaussianBlur(1.2))
    return Image.composite(Image.new("RGB", SIZE, (220, 30, 30)), Image.new("RGB", SIZE, (20, 40, 200)), soft), soft


def hard_mask(soft: Image.Image, grow: int = 0) -> Image.Image:
    mask = soft.point(lambda value: 255 if value > 127 else 0)
    return mask.filter(ImageFilter.MaxFilter(2 * grow + 1)) if grow else mask


def test_inside_pixels_are_the_pictures_own(ball: tuple[Image.Image, Image.Image]) -> None:
    image, soft = ball
    mask = hard_mask(soft)
    whole = cut(image, mask, frame())
    pasted = whole.over(Image.new("RGB", SIZE, (0, 255, 0)), frame())
    assert pasted.crop((55, 40, 105, 80)).tobytes() == image.crop((55, 40, 105, 80)).tobytes()


def test_the_old_ground_does_not_shine_through(ball: tuple[Image.Image, Image.Image]) -> None:
    """Pasted on green, the rim holds red and green, hardly any of the blue it was cut from."""
    image, soft = ball
    pasted = np.asarray(cut(image, hard_mask(soft), frame()).over(Image.new("RGB", SIZE, (30, 200, 30)), frame()))
    assert pasted[..., 2].max() < 75
    naive = np.asarray(Image.composite(image, Image.new("RGB", SIZE, (30, 200, 30)), hard_mask(soft)))
    assert naive[..., 2].max() > 90


@pytest.mark.parametrize("grow", [0, 1, 2])
def test_the_refined_edge_is_nearer_the_truth(grow: int, ball: tuple[Image.Image, Image.Image]) -> None:
    image, soft = ball
    pixels = np.asarray(image, np.float32)
    truth = np.asarray(soft, np.float32) / 255
    hard = np.asarray(hard_mask(soft, grow), np.float32) / np.float32(255)
    better = refined(pixels, hard, rim_px(SIZE))
    assert np.abs(better - truth).mean() < 0.4 * np.abs(hard - truth).mean()


def test_own_colour_keeps_what_is_solid(noise: Callable[..., Image.Image]) -> None:
    pixels = np.asarray(noise((20, 20)), np.float32)
    alpha = np.ones((20, 20), np.float32)
    assert np.array_equal(own_colour(pixels, alpha, 2), pixels)


def test_the_reach_holds_everything_that_is_written(ball: tuple[Image.Image, Image.Image]) -> None:
    image, soft = ball
    selection = Selection.of_mask(hard_mask(soft))
    assert selection is not None
    for transform in (affine.shift(17, -9), affine.turn(20, selection.centre), affine.stretch(0.6, 0.6, (80, 100))):
        copy = cut(image, selection.full(), frame()).placed(transform, SIZE)
        assert copy is not None
        written = np.zeros((SIZE[1], SIZE[0]), bool)
        x0, y0, x1, y1 = copy.box
        written[y0:y1, x0:x1] = copy.alpha > 0.004
        allowed = np.asarray(reach(selection, [transform], hole=False).full()) > 0
        assert not (written & ~allowed).any()


def test_placed_by_nothing_is_itself_and_far_away_is_none(ball: tuple[Image.Image, Image.Image]) -> None:
    whole = cut(ball[0], hard_mask(ball[1]), frame())
    same = whole.placed(IDENTITY, SIZE)
    assert same is not None
    assert np.array_equal(same.ink, whole.ink)
    assert whole.placed(affine.shift(500, 0), SIZE) is None


def test_an_object_at_the_border_is_solid_there_when_it_grows() -> None:
    image = Image.new("RGB", (50, 40), (200, 0, 0))
    whole = cut(image, Image.new("L", (50, 40), 255), frame((50, 40)), refine=False)
    larger = whole.placed(affine.stretch(1.7, 1.7), (50, 40))
    assert larger is not None
    assert larger.alpha.min() > 0.999


def test_pasting_beside_the_crop_changes_nothing() -> None:
    far = Cutout(np.full((2, 2, 3), 200, np.float32), np.ones((2, 2), np.float32), 30, 30)
    image = Image.new("RGB", (10, 10))
    assert far.over(image, Frame.of((0, 0, 10, 10), (60, 60))).tobytes() == image.tobytes()


def test_light_stays_within_opacity() -> None:
    cutout = Cutout(np.full((1, 1, 3), 100, np.float32), np.full((1, 1), 0.5, np.float32))
    assert cutout.lit(1.2).ink.max() == pytest.approx(120)
    assert cutout.lit(9).ink.max() == pytest.approx(127.5)


@pytest.mark.parametrize("size", [(1, 1), (3, 1), (2, 5)])
def test_tiny_pictures(size: tuple[int, int], noise: Callable[..., Image.Image]) -> None:
    image = noise(size)
    cutout = cut(image, Image.new("L", size, 255), frame(size))
    assert cutout.over(Image.new("RGB", size), frame(size)).tobytes() == image.tobytes()


def test_a_real_cup_is_cut_without_its_table(coffee_image: Image.Image, sample: Callable[[str], Path]) -> None:
    """The white rim of the cup on a black ground: no orange of the table in the soft pixels above it."""
    mask = Image.new("L", coffee_image.size, 0)
    ImageDraw.Draw(mask).ellipse((172, 17, 409, 209), fill=255)
    black = Image.new("RGB", coffee_image.size)
    whole = Frame.of((0, 0, *coffee_image.size), coffee_image.size)
    pasted = np.asarray(cut(coffee_image, mask, whole).over(black, whole)).astype(int)
    above = pasted[8:20, 240:340]
    orange = (above[..., 0] > 60) & (above[..., 0] > 2.2 * above[..., 2])
    assert orange.mean() < 0.02
