"""What the page for pointing sends, read: masks and regions as they should be, and everything else refused."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from agent.faces.pick import Refused, read_mask, read_region

SIZE = (90, 60)


def png(mode: str = "L", fill: object = 255) -> bytes:
    file = BytesIO()
    Image.new(mode, SIZE, fill).save(file, "PNG")
    return file.getvalue()


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _claiming(size: tuple[int, int], rows: bytes) -> bytes:
    header = struct.pack(">IIBBBBB", *size, 8, 0, 0, 0, 0)
    chunks = _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(rows, 9)) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


def test_a_decompression_bomb_is_refused_by_its_header() -> None:
    with pytest.raises(Refused, match="90×60"):
        read_mask(_claiming((60_000, 60_000), b"\0" * 1000), SIZE)


def test_more_data_than_the_size_needs_is_not_unpacked() -> None:
    mask = read_mask(_claiming(SIZE, b"\0" + b"\xff" * 90 + b"\0" * 20_000_000), SIZE)
    assert mask.size == SIZE
    assert mask.getbbox() == (0, 0, 90, 1)


@pytest.mark.parametrize(
    "body", [b"", b"GIF89a", png()[:60], png()[:33], png(fill=0), b"\x89PNG\r\n\x1a\n" + b"\0" * 40, png()[:-30]]
)
def test_what_is_no_painted_png_is_refused(body: bytes) -> None:
    with pytest.raises(Refused):
        read_mask(body, SIZE)


@pytest.mark.parametrize(
    ("mode", "fill"), [("1", 1), ("RGB", "white"), ("RGBA", (255, 255, 255, 255)), ("LA", (255, 255))]
)
def test_every_kind_of_png_becomes_an_l_mask(mode: str, fill: object) -> None:
    mask = read_mask(png(mode=mode, fill=fill), SIZE)
    assert (mask.mode, mask.getextrema()) == ("L", (255, 255))


def test_what_is_transparent_is_not_selected() -> None:
    image = Image.new("RGBA", SIZE, (255, 255, 255, 0))
    image.paste((255, 255, 255, 255), (10, 10, 20, 20))
    file = BytesIO()
    image.save(file, "PNG")
    assert read_mask(file.getvalue(), SIZE).getbbox() == (10, 10, 20, 20)


@pytest.mark.parametrize(
    "said",
    [
        "", "{", "[]", "{}", "null", '{"cancel": false}', '{"points": []}', '{"points": [[2, 0]]}', '{"points": null}',
        '{"points": [[NaN, 0]]}', '{"box": [0.5, 0, 0.5, 1]}', '{"box": [0, 0, 1]}', '{"mask": "' + "a" * 64 + '"}',
        '{"phrase": "the cup"}', '{"points": [[0,0]], "box": [0,0,1,1]}', "[" * 30_000,
        '{"points": [' + ",".join(["[0,0]"] * 1001) + "]}",
    ],
)  # fmt: skip
def test_what_is_no_region_is_refused(said: str) -> None:
    with pytest.raises(Refused):
        read_region(said.encode())


@settings(max_examples=25, deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_do_anything_but_be_refused(body: bytes) -> None:
    with pytest.raises(Refused):
        read_mask(body, SIZE)
    with pytest.raises(Refused):
        read_region(body)
