"""EXIF blocks edited in place."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from tools import exif as block


def made(orientation: int = 6, **gps: object) -> bytes:
    exif = Image.Exif()
    exif[0x010F], exif[0x0112], exif[0x0100], exif[0x0131] = "Maker", orientation, 4000, "Software"
    exif.get_ifd(0x8769).update({0x927C: b"MAKERNOTE" * 9, 0xA002: 4000, 0xA003: 3000})
    exif.get_ifd(0x8825).update({1: "N", 2: (48.0, 12.0, 34.5), 27: b"SECRET PLACE"})
    return exif.tobytes()


def read(data: bytes | None) -> Image.Exif:
    exif = Image.Exif()
    exif.load(data or b"")
    return exif


@pytest.mark.parametrize("orientation", range(1, 9))
def test_upright_changes_the_orientation_and_no_other_byte(orientation):
    before = block.plain(made(orientation))
    after = block.upright(made(orientation))
    assert block.orientation(before) == orientation
    assert block.orientation(after) == 1
    assert sum(a != b for a, b in zip(before, after, strict=True)) == (orientation != 1)


def test_export_erases_the_position_and_moves_nothing_else():
    before, after = block.plain(made()), block.for_export(made(), (640, 480))
    assert b"SECRET PLACE" in before
    assert b"SECRET" not in after
    assert after.index(b"MAKERNOTE") == before.index(b"MAKERNOTE")
    exif = read(after)
    assert 0x8825 not in exif
    assert (exif[0x010F], exif[0x0131], exif[0x0100]) == ("Maker", "Software", 640)
    camera = exif.get_ifd(0x8769)
    assert (camera[0xA002], camera[0xA003], camera[0x927C]) == (640, 480, b"MAKERNOTE" * 9)
    assert block.for_export(after, (640, 480)) == after


def test_the_position_is_kept_when_asked():
    assert read(block.for_export(made(), (9, 9), keep_gps=True)).get_ifd(0x8825)[27] == b"SECRET PLACE"


def test_orientation_can_leave_altogether():
    assert 0x0112 not in read(block.without_orientation(block.upright(made())))
    assert read(block.without_orientation(block.upright(made())))[0x0131] == "Software"


@settings(max_examples=20, deadline=None)
@given(st.floats(2, 5000), st.floats(2, 5000))
def test_a_resolution_goes_there_and_back(horizontal, vertical):
    assert block.dpi(block.with_dpi((horizontal, vertical))) == pytest.approx((horizontal, vertical), abs=0.001)


def test_resolution_in_centimetres():
    exif = Image.Exif()
    exif[0x011A], exif[0x011B], exif[0x0128] = 100.0, 50.0, 3
    assert block.dpi(exif.tobytes()) == pytest.approx((254, 127))


@pytest.mark.parametrize(
    "data", [None, b"", b"Exif\0\0", b"II*\0\xff\xff\xff\xff", b"MM\0*\0\0\0\x08\xff\xff", bytes(99)]
)
def test_what_is_no_block_is_none(data):
    assert block.plain(data) is None
    assert block.upright(data) is None
    assert block.for_export(data, (1, 1)) is None
    assert block.dpi(data) is None
    assert block.orientation(data) == 1


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), min_size=1, max_size=8), st.integers(0, 400))
def test_damaged_blocks_never_raise(changes, cut):
    data = bytearray(block.plain(made()) or b"")
    for at, value in changes:
        data[at % len(data)] = value
    shown = bytes(data[: len(data) - cut])
    for result in (block.upright(shown), block.for_export(shown, (5, 5)), block.plain(shown)):
        assert result is None or len(result) <= len(shown)
    assert 1 <= block.orientation(shown) <= 8
    block.dpi(shown)


def test_a_directory_that_points_to_itself_ends():
    looped = bytearray(block.with_dpi((72, 72)))
    struct.pack_into(">I", looped, 8 + 2 + 36, 8)
    result = block.for_export(bytes(looped), (5, 5))
    assert result is None or len(result) <= len(looped)
