"""Mirroring: the whole picture exactly, or one object inside its own box."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from tools.apply import apply
from tools.operations.flip import Flip
from tools.selection import Selection
from tools.studio import Studio
from tools.types import Region

SIZES = st.tuples(st.integers(1, 12), st.integers(1, 12))
AXES = st.sampled_from(["horizontal", "vertical"])


@settings(max_examples=25, deadline=None)
@given(SIZES, AXES, st.sampled_from(["L", "LA", "RGB", "RGBA"]))
def test_twice_is_nothing(size: tuple[int, int], axis: str, mode: str) -> None:
    channels = {"L": (), "LA": (2,), "RGB": (3,), "RGBA": (4,)}[mode]
    image = Image.fromarray(np.random.default_rng(1).integers(0, 256, (size[1], size[0], *channels), np.uint8))
    flip = Flip(axis=axis)
    once = apply(image, flip, Studio(engines=[])).image
    twice = apply(once, flip, Studio(engines=[])).image
    assert once.mode == mode
    assert twice.tobytes() == image.tobytes()


@settings(max_examples=25, deadline=None)
@given(SIZES, AXES, st.data())
def test_the_transform_says_where_every_pixel_goes(size: tuple[int, int], axis: str, data: st.DataObject) -> None:
    x, y = data.draw(st.integers(0, size[0] - 1)), data.draw(st.integers(0, size[1] - 1))
    image = Image.new("L", size, 0)
    image.putpixel((x, y), 255)
    edit = apply(image, Flip(axis=axis), Studio(engines=[]), Selection.rectangle((x, y, x + 1, y + 1), size))
    assert edit.target is not None
    assert edit.image.getbbox() == edit.target.box


def test_left_and_right_change_places() -> None:
    image = Image.new("RGB", (2, 1), (255, 0, 0))
    image.putpixel((1, 0), (0, 0, 255))
    flipped = apply(image, Flip(), Studio(engines=[])).image
    assert [flipped.getpixel((x, 0)) for x in (0, 1)] == [(0, 0, 255), (255, 0, 0)]


def test_an_object_is_mirrored_where_it_stands(
    disc: Callable[..., tuple[Image.Image, Selection]], flat_studio: Studio
) -> None:
    image, selection = disc()
    image.paste((250, 250, 0), (45, 50, 50, 70))  # a yellow bar left of the disc's middle
    edit = apply(image, Flip(region=Region(phrase="disc")), flat_studio, selection)
    mirrored = np.asarray(edit.image)
    x0, _, x1, _ = selection.box
    assert tuple(mirrored[60, x0 + x1 - 1 - 47]) == (250, 250, 0)
    assert tuple(mirrored[60, 47]) != (250, 250, 0)
    assert edit.receipt.changed_outside == 0
    assert edit.target is not None
    assert edit.target.box == selection.box


def test_one_pixel(flat_studio: Studio) -> None:
    image = Image.new("RGB", (1, 1), (7, 8, 9))
    edit = apply(image, Flip(region=Region(phrase="dot")), flat_studio, Selection.everything((1, 1)))
    assert edit.image.getpixel((0, 0)) == (7, 8, 9)
