"""Colour names, graded: people's words against numbers."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.colours import parse_colour
from tools.errors import BadArguments
from tools.grounding.names import likeness

BASIC = ["red", "orange", "yellow", "green", "blue", "purple", "pink", "brown", "black", "white", "gray"]


def lab(rgb):
    return cv2.cvtColor(np.array([[rgb]], np.float32) / 255, cv2.COLOR_RGB2LAB)[0]


@pytest.mark.parametrize("name", BASIC)
def test_every_basic_colour_is_itself_and_hardly_anything_else(name):
    pixel = lab(parse_colour(name))
    scores = {other: float(likeness(pixel, other)[0]) for other in BASIC}
    assert scores[name] > 0.9
    assert max((score for other, score in scores.items() if other != name), default=0) < 0.5


@pytest.mark.parametrize(
    ("rgb", "name", "is_it"),
    [
        ((173, 49, 21), "red", True),  # glazed red china in warm light
        ((195, 118, 66), "red", False),  # the wooden table it stands on
        ((195, 118, 66), "brown", True),
        ((117, 4, 0), "red", True),
        ((160, 200, 240), "light blue", True),
        ((20, 40, 110), "light blue", False),
        ((20, 40, 110), "dark blue", True),
        ((18, 36, 92), "navy", True),
        ((240, 238, 232), "white", True),
        ((205, 133, 63), "peru", True),
    ],
)
def test_colours_met_in_photographs(rgb, name, is_it):
    assert (float(likeness(lab(rgb), name)[0]) > 0.5) is is_it


def test_an_unknown_colour_is_refused():
    with pytest.raises(BadArguments):
        likeness(lab((1, 2, 3)), "blorange")


@settings(max_examples=20, deadline=None)
@given(st.sampled_from([*BASIC, "teal", "beige", "pale green", "salmon"]), st.integers(0, 2**32 - 1))
def test_likeness_is_a_share(name, seed):
    pixels = np.random.default_rng(seed).uniform([0, -100, -100], [100, 100, 100], (7, 5, 3)).astype(np.float32)
    fit = likeness(pixels, name)
    assert fit.shape == (7, 5)
    assert fit.min() >= 0
    assert fit.max() <= 1
