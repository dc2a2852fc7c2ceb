"""Views through colour profiles."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageCms

from tools.profiles import is_srgb, srgb_view, to_srgb

SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
PATCH = Image.new("RGB", (4, 4), (200, 60, 30))


def swapped() -> bytes:
    """A profile in which red and blue primaries are exchanged: rXYZ and bXYZ tags renamed in sRGB's table."""
    data = SRGB.replace(b"rXYZ", b"tmp!", 1).replace(b"bXYZ", b"rXYZ", 1).replace(b"tmp!", b"bXYZ", 1)
    built_in = "sRGB".encode("utf-16-be")
    return data.replace(built_in, "swap".encode("utf-16-be")).replace(b"sRGB built-in", b"swap built-in")


@pytest.mark.parametrize("icc", [None, b"", b"garbage" * 40, SRGB, SRGB[:100]])
def test_without_a_usable_profile_numbers_are_taken_as_they_are(icc):
    assert np.array_equal(np.asarray(srgb_view(PATCH, icc)), np.asarray(PATCH))


def test_a_profile_is_looked_through():
    assert is_srgb(SRGB)
    assert not is_srgb(swapped())
    red, green, blue = srgb_view(PATCH, swapped()).getpixel((0, 0))
    assert (blue, red) == pytest.approx((200, 30), abs=6)
    assert green == pytest.approx(60, abs=6)
    assert PATCH.getpixel((0, 0)) == (200, 60, 30)


@pytest.mark.parametrize("mode", ["L", "LA", "RGB", "RGBA"])
def test_the_view_is_rgb_of_the_same_size_in_every_mode(mode):
    for icc in (None, SRGB, swapped()):
        view = srgb_view(PATCH.convert(mode), icc)
        assert (view.mode, view.size) == ("RGB", (4, 4))


def test_a_profile_of_another_space_is_passed_by():
    assert to_srgb(swapped(), "L") is None
    assert to_srgb(swapped(), "CMYK") is None


def test_transforms_are_made_once():
    assert to_srgb(swapped(), "RGB") is to_srgb(swapped(), "RGB")
