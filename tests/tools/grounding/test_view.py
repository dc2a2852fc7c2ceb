"""The way from a photograph to a small view and back."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image as PILImage
from PIL import ImageDraw

from tools.grounding.view import SIDE_PX, lifted, shrunk, view_of


def test_views_are_bounded_and_kept():
    small = shrunk(PILImage.new("RGB", (4000, 1000), (200, 10, 10)))
    assert max(small.size) == SIDE_PX
    assert view_of(small) is view_of(small.copy())
    assert view_of(small).lab[0, 0, 1] > 50
    tiny = PILImage.new("RGB", (3, 2))
    assert shrunk(tiny) is tiny


def test_a_lifted_edge_lies_on_the_photograph_s_edge(iou):
    image = PILImage.new("RGB", (2000, 1500), (60, 90, 60))
    truth = PILImage.new("L", image.size)
    ImageDraw.Draw(image).ellipse((503, 401, 1397, 1203), fill=(210, 180, 60))
    ImageDraw.Draw(truth).ellipse((503, 401, 1397, 1203), fill=255)
    rough = np.asarray(truth.resize((240, 180), PILImage.Resampling.NEAREST)) / 255
    plain = PILImage.fromarray(np.asarray(rough * 255, np.uint8)).resize(image.size, PILImage.Resampling.NEAREST)
    found = lifted(rough, image)
    assert found is not None
    snapped = iou(found, truth)
    blocky = float(((np.asarray(plain) > 127) & (np.asarray(truth) > 127)).sum())
    blocky /= float(((np.asarray(plain) > 127) | (np.asarray(truth) > 127)).sum())
    assert snapped > 0.99
    assert snapped > blocky


@settings(max_examples=15, deadline=None)
@given(st.integers(1, 60), st.integers(1, 60), st.integers(1, 9), st.integers(0, 2**32 - 1))
def test_lifting_never_leaves_the_picture_nor_the_reach_of_the_mask(width, height, factor, seed):
    rng = np.random.default_rng(seed)
    image = PILImage.fromarray(rng.integers(0, 256, (height * factor, width * factor, 3), np.uint8))
    mask = rng.random((height, width)) > 0.7
    found = lifted(mask, image)
    if found is None:
        return
    assert found.size == image.size
    far = np.pad(mask, 6)
    near = np.lib.stride_tricks.sliding_window_view(far, (13, 13)).any((2, 3))
    small = np.asarray(found.full()).reshape(height, factor, width, factor).max((1, 3)) > 0
    assert not (small & ~near).any()


def test_nothing_lifts_to_nothing():
    assert lifted(np.zeros((20, 30)), PILImage.new("RGB", (300, 200))) is None
