"""Round things whose outline was cut short or taken too far, and things that are not round."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image as PILImage
from PIL import ImageDraw

from tools.grounding import ground
from tools.grounding.arc import Ellipse, bounded, ellipse_of, rounded, snapped
from tools.grounding.view import view_of
from tools.types import Region


def disk(x, y, a, b, degrees, shape=(240, 320)):
    """A filled ellipse, drawn eight times larger and shrunk."""
    large = np.zeros((shape[0] * 8, shape[1] * 8), np.uint8)
    centre = round((x + 0.5) * 8), round((y + 0.5) * 8)
    cv2.ellipse(large, centre, (round(a * 8), round(b * 8)), degrees, 0, 360, 255, -1)
    return cv2.resize(large, shape[::-1], interpolation=cv2.INTER_AREA) > 127


def plate(truth, inside=(170, 40, 30), outside=(120, 90, 60)):
    """A view of a plain plate on a plain table, with a little noise."""
    noise = np.random.default_rng(3).normal(0, 3, (*truth.shape, 3))
    return view_of(PILImage.fromarray((np.where(truth[..., None], inside, outside) + noise).astype("u1")))


@settings(max_examples=20, deadline=None)
@given(st.integers(130, 190), st.integers(100, 140), st.integers(50, 90), st.integers(45, 80), st.integers(0, 179))
def test_an_ellipse_is_found_where_it_was_drawn(x, y, a, b, degrees):
    truth = disk(x, y, a, b, degrees)
    found = ellipse_of(truth)
    assert found is not None
    assert (found.x, found.y) == pytest.approx((x, y), abs=0.7)
    assert sorted((found.a, found.b)) == pytest.approx(sorted((a, b)), abs=1.0)
    far, spot = found.distance(found.along(2.0))
    assert far == pytest.approx(2.0, abs=0.3)
    assert np.abs((spot - np.arange(360) + 180) % 360 - 180).max() <= 1


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 359), st.booleans(), st.integers(0, 179))
def test_a_stretch_that_leaves_the_edge_is_put_back(where, outwards, degrees):
    truth = disk(160, 120, 90, 75, degrees)
    x, y = Ellipse(160, 120, 90, 75, np.radians(degrees)).along()[where]
    blot = disk(x, y, 9, 9, 0)
    spoilt = truth | blot if outwards else truth & ~blot
    mended = rounded(plate(truth), spoilt)
    assert (spoilt ^ truth).sum() > 80
    assert (mended ^ truth).sum() < 40


def test_what_has_no_edge_along_the_ellipse_stays():
    """A handle of the same glaze goes across the rim: it is part of the thing."""
    thing = disk(160, 120, 80, 70, 0) | disk(236, 120, 14, 9, 0)
    assert (rounded(plate(thing), thing) ^ thing).sum() < 25


def test_what_lies_across_the_rim_is_no_gap():
    whole = disk(160, 120, 80, 70, 0)
    spoon = np.zeros_like(whole)
    spoon[:80, 150:170] = True
    image = np.where(whole[..., None], (170, 40, 30), (120, 90, 60))
    image[spoon] = (200, 200, 205)
    mask = whole & ~spoon
    mended = rounded(view_of(PILImage.fromarray(image.astype("u1"))), mask)
    assert (mended & spoon).sum() < 30


@pytest.mark.parametrize("corners", [3, 4, 5, 6, 8])
def test_polygons_are_left_alone(corners):
    image = PILImage.new("L", (320, 240))
    ImageDraw.Draw(image).regular_polygon((160, 120, 95), corners, rotation=11, fill=255)
    mask = np.asarray(image) > 127
    assert ellipse_of(mask) is None
    assert (rounded(plate(mask), mask) == mask).all()


@pytest.mark.parametrize("mask", [np.zeros((40, 60), bool), np.ones((40, 60), bool), disk(30, 20, 5, 4, 0, (40, 60))])
def test_empty_full_and_tiny_masks_have_no_ellipse(mask):
    assert ellipse_of(mask) is None
    assert (rounded(plate(mask), mask) == mask).all()


def test_an_ellipse_moves_onto_the_edge_and_knows_where_there_is_one():
    view = plate(disk(160, 120, 90, 75, 20))
    found = snapped(view, Ellipse(161.5, 119, 88.5, 76.5, np.radians(21)))
    assert (found.x, found.y, found.a, found.b) == pytest.approx((160, 120, 90, 75), abs=0.8)
    assert bounded(view, found).mean() > 0.95
    assert not bounded(view, Ellipse(160, 120, 60, 50, 0.3)).any()


@pytest.fixture(scope="module")
def saucer():
    """The saucer, and what lies across it: the cup's rim and the spoon's handle; fitted by eye, good to a pixel."""
    across = disk(291.5, 112, 119, 95, 4, (400, 600)).astype(np.uint8)
    handle = [(400, 60), (430, 68), (418, 103), (404, 150), (396, 150)]
    cv2.fillPoly(across, [np.array(handle, np.int32)], 1)
    return disk(276.7, 221.5, 203, 166.5, 6.2, (400, 600)), across > 0


def test_the_saucer_has_its_whole_rim_and_nothing_of_the_table(photograph, studio, saucer):
    whole, across = saucer
    found = np.asarray(ground(photograph("coffee.png"), Region(phrase="the red cup"), studio, True).full()) > 127
    beside = cv2.distanceTransform((~(whole | across)).astype(np.uint8), cv2.DIST_L2, 5)
    within = cv2.distanceTransform(whole.astype(np.uint8), cv2.DIST_L2, 5)
    rim = whole & ~across & (within > 1.5) & (within <= 9)
    assert (found & (beside > 1.5)).sum() < 0.003 * found.sum()
    assert (rim & ~found).sum() < 0.02 * rim.sum()
