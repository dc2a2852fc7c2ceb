"""Drawn regions: exactly as drawn, refined only on request, and never a pixel outside."""

from __future__ import annotations

from math import ceil, floor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image as PILImage
from PIL import ImageDraw

from tools.errors import BadArguments, Cancelled, RegionNotFound
from tools.grounding import ground
from tools.selection import Selection
from tools.studio import Studio
from tools.types import Region

DIGEST = "0" * 64
fractions = st.floats(0, 1, allow_nan=False)


@st.composite
def boxes(draw):
    x0, y0 = draw(st.floats(0, 0.98)), draw(st.floats(0, 0.98))
    return x0, y0, draw(st.floats(x0 + 0.01, 1)), draw(st.floats(y0 + 0.01, 1))


def noise(width: int, height: int, mode: str = "RGB", seed: int = 0):
    bands = len(PILImage.new(mode, (1, 1)).getbands())
    pixels = np.random.default_rng(seed).integers(0, 256, (height, width, bands), np.uint8)
    return PILImage.fromarray(pixels[..., 0] if bands == 1 else pixels, mode if bands > 1 else None)


@settings(max_examples=30, deadline=None)
@given(boxes(), st.integers(1, 90), st.integers(1, 90))
def test_a_box_is_floor_and_ceil_and_full_everywhere(box, width, height):
    found = ground(noise(width, height), Region(box=box), Studio())
    x0, y0, x1, y1 = found.box
    assert 0 <= x0 < x1 <= width
    assert 0 <= y0 < y1 <= height
    assert abs(x0 - floor(box[0] * width)) <= 1
    assert abs(x1 - max(ceil(box[2] * width), x0 + 1)) <= 1
    assert found.mask.getextrema() == (255, 255)
    assert found.size == (width, height)


@settings(max_examples=15, deadline=None)
@given(boxes(), st.integers(1, 120), st.integers(1, 120), st.sampled_from(["L", "LA", "RGB", "RGBA"]))
def test_a_refined_box_stays_inside_the_box(box, width, height, mode):
    image = noise(width, height, mode)
    drawn = ground(image, Region(box=box), Studio())
    refined = ground(image, Region(box=box), Studio(), about_object=True)
    assert refined.area_px > 0
    assert refined.minus(drawn) is None


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(fractions, fractions), min_size=1, max_size=5), st.integers(1, 100), st.integers(1, 100))
def test_clicks_select_something_inside_the_picture(points, width, height):
    found = ground(noise(width, height), Region(points=tuple(points)), Studio())
    assert found.size == (width, height)
    assert found.area_px > 0


def test_a_box_around_a_ball_becomes_the_ball(scene, studio, iou):
    truth = PILImage.new("L", scene.size)
    ImageDraw.Draw(truth).ellipse((40, 90, 120, 170), fill=255)
    box = (30 / 360, 80 / 240, 130 / 360, 180 / 240)
    assert iou(ground(scene, Region(box=box), studio), truth) < 0.6
    assert iou(ground(scene, Region(box=box), studio, about_object=True), truth) > 0.9


@pytest.mark.parametrize("point", [(0.22, 0.54), (0.17, 0.6)])
def test_a_click_selects_the_ball_under_it(scene, studio, iou, point):
    truth = PILImage.new("L", scene.size)
    ImageDraw.Draw(truth).ellipse((40, 90, 120, 170), fill=255)
    assert iou(ground(scene, Region(points=(point,)), studio), truth) > 0.9


def test_a_click_inside_a_box_stays_in_the_box(scene, studio):
    found = ground(scene, Region(points=((0.2, 0.5),), box=(0.0, 0.0, 0.25, 1.0)), studio)
    assert found.box[2] <= 90


def test_a_mask_is_used_as_drawn_and_meets_the_box(scene):
    mask = PILImage.new("L", scene.size)
    ImageDraw.Draw(mask).rectangle((50, 50, 149, 149), fill=180)
    studio = Studio(picture=lambda digest: mask)
    assert ground(scene, Region(mask=DIGEST), studio).full() == mask
    both = ground(scene, Region(mask=DIGEST, box=(0.0, 0.0, 100 / 360, 1.0)), studio)
    assert both.box == (50, 50, 100, 150)
    assert both.mask.getextrema() == (180, 180)


def test_a_brushed_mask_is_refined_inside_itself(scene, iou):
    truth = PILImage.new("L", scene.size)
    ImageDraw.Draw(truth).ellipse((40, 90, 120, 170), fill=255)
    brushed = PILImage.new("L", scene.size)
    ImageDraw.Draw(brushed).ellipse((28, 80, 134, 186), fill=255)
    studio = Studio(picture=lambda digest: brushed)
    found = ground(scene, Region(mask=DIGEST), studio, about_object=True)
    assert iou(found, truth) > 0.9
    assert found.minus(Selection.of_mask(brushed)) is None


def test_a_mask_of_another_size_is_refused(scene):
    studio = Studio(picture=lambda digest: PILImage.new("L", (10, 10), 255))
    with pytest.raises(BadArguments, match="10×10"):
        ground(scene, Region(mask=DIGEST), studio)


def test_an_empty_mask_is_asked_about(scene):
    studio = Studio(picture=lambda digest: PILImage.new("L", scene.size))
    with pytest.raises(RegionNotFound):
        ground(scene, Region(mask=DIGEST), studio)


def test_feather_lies_inside(scene, studio):
    hard = ground(scene, Region(box=(0.2, 0.2, 0.8, 0.8)), studio)
    soft = ground(scene, Region(box=(0.2, 0.2, 0.8, 0.8), feather_px=9), studio)
    assert soft.minus(hard) is None
    assert soft.mask.getextrema()[0] < 60
    assert soft.area_px == hard.area_px


def test_no_region_is_the_whole_picture_and_an_object_needs_its_mask(scene, studio):
    assert ground(scene, Region(), studio).area_px == 360 * 240
    with pytest.raises(BadArguments):
        ground(scene, Region(object_id="o1"), studio)


def test_refining_can_be_stopped(scene):
    studio = Studio(cancelled=lambda: True)
    with pytest.raises(Cancelled):
        ground(scene, Region(box=(0.1, 0.1, 0.5, 0.9)), studio, about_object=True)
