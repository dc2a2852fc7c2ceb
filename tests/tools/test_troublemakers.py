"""Files that make trouble: each opens right or is refused in one sentence, in bounded time and memory, unwarned."""

from __future__ import annotations

import contextlib
import io
import os
import re
import struct
import subprocess
import sys
import time
import zlib
from pathlib import Path

import numpy as np
import pytest
import skimage
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from tools.errors import NotAPicture, PictureError, PictureTooLarge
from tools.photo import open_photo

ROOT = Path(__file__).parents[2]
COFFEE = Image.open(Path(skimage.__file__).parent / "data" / "coffee.png").convert("RGB").resize((24, 16))


def encoded(image: Image.Image, form: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, form, **options)  # type: ignore[arg-type]
    return buffer.getvalue()


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width: int, height: int, *chunks: bytes) -> bytes:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + b"".join(chunks) + chunk(b"IEND", b"")


FILES = {
    "JPEG": encoded(COFFEE, "JPEG"),
    "progressive JPEG": encoded(COFFEE, "JPEG", progressive=True),
    "PNG": encoded(COFFEE, "PNG"),
    "palette PNG": encoded(COFFEE.quantize(8), "PNG", transparency=2),
    "WebP": encoded(COFFEE, "WEBP"),
    "lossless WebP": encoded(COFFEE, "WEBP", lossless=True),
    "animated WebP": encoded(COFFEE, "WEBP", save_all=True, append_images=[COFFEE.rotate(90)]),
    "GIF": encoded(COFFEE, "GIF", save_all=True, append_images=[COFFEE.rotate(90)]),
    "TIFF": encoded(COFFEE, "TIFF"),
    "LZW TIFF": encoded(COFFEE, "TIFF", compression="tiff_lzw"),
    "AVIF": encoded(COFFEE, "AVIF"),
    "BMP": encoded(COFFEE, "BMP"),
    "PPM": encoded(COFFEE, "PPM"),
}


def claiming(tiff: bytes, side: int) -> bytes:
    """The same little-endian TIFF with another width and height in its tags 256 and 257, as LONGs."""
    data, first = bytearray(tiff), struct.unpack_from("<I", tiff, 4)[0]
    for row in range(first + 2, first + 2 + 12 * data[first], 12):
        if struct.unpack_from("<H", data, row)[0] in (256, 257):
            struct.pack_into("<HII", data, row + 2, 4, 1, side)
    return bytes(data)


def refusal(data: bytes | Path, name: str = "") -> PictureError:
    started = time.monotonic()
    with pytest.raises(PictureError) as caught:
        open_photo(data, name=name)
    assert time.monotonic() - started < 5
    assert caught.value.message.endswith(".")
    assert "\n" not in caught.value.message + caught.value.hint
    return caught.value


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.png", b"", "empty"),
        ("a.png", b"not a picture at all\n", "holds text"),
        ("a.jpg", "naïve café".encode(), "holds text"),
        ("a.jpg", b"<!DOCTYPE html><html><body>404</body></html>", "web page"),
        ("a.png", b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"/>', "SVG drawing"),
        ("a.jpg", b"%PDF-1.7\n", "PDF document"),
        ("a.eps", b"%!PS-Adobe-3.0 EPSF-3.0\n", "PostScript"),
        ("a.jpg", b"8BPS\0\1" + bytes(40), "Photoshop"),
        ("a.mov", b"\0\0\0\x14ftypqt  " + bytes(40), "video"),
        ("a.mkv", b"\x1a\x45\xdf\xa3" + bytes(40), "video"),
        ("a.jpg", b"PK\3\4" + bytes(40), "archive"),
        ("a.jxl", b"\xff\x0a" + bytes(40), "JPEG XL"),
        ("a.png", b"\x7fELF" + bytes(40), "program"),
        ("a.png", bytes(range(256)), "no picture format"),
        ("a.png", bytes(4096), "no picture format"),
        ("a.cr3", b"\0\0\0\x18ftypcrx " + bytes(40), "Canon CR3"),
        ("a.raf", b"FUJIFILMCCD-RAW 0201" + bytes(40), "Fujifilm RAF"),
        ("a.orf", b"IIRO\x08\0\0\0" + bytes(40), "Olympus ORF"),
        ("a.rw2", b"IIU\0" + bytes(40), "Panasonic RW2"),
        ("a.cr2", b"II*\0\x10\0\0\0CR\2\0" + bytes(40), "Canon CR2"),
        ("a.nef", FILES["TIFF"], "NEF"),
        ("a.arw", FILES["TIFF"], "ARW"),
    ],
)
def test_what_is_no_photograph_is_told_by_its_own_name(name, data, told):
    error = refusal(data, name)
    assert isinstance(error, NotAPicture)
    assert error.message.startswith(f"{name} ")
    assert told in error.message
    if "camera raw" in error.message:
        assert f"darktable-cli {name}" in error.hint
    assert not re.search(rf"{re.escape(name)}\.\w", error.hint)  # the name has its suffix already


@pytest.mark.parametrize("marker", [(50706, 1, 4, b"\1\4\0\0"), (262, 3, 1, struct.pack("<HH", 32803, 0))])
def test_a_raw_file_whose_preview_would_open_is_recognised_under_any_name(marker):
    """The preview is directory 0, as in a DNG; the mark is there or in a directory below it."""
    for below in (False, True):
        data = bytearray(FILES["TIFF"])
        first = struct.unpack_from("<I", data, 4)[0]
        count = struct.unpack_from("<H", data, first)[0]
        rows = bytes(data[first + 2 : first + 2 + 12 * count])
        row = struct.pack("<HHI", *marker[:3]) + marker[3]
        sensor = len(data)
        data += struct.pack("<H", 1) + row + bytes(4)
        extra = struct.pack("<HHII", 330, 4, 1, sensor) if below else row
        kept = (
            rows if below else b"".join(rows[i : i + 12] for i in range(0, len(rows), 12) if rows[i : i + 2] != row[:2])
        )
        struct.pack_into("<I", data, 4, len(data))
        data += struct.pack("<H", len(kept) // 12 + 1) + kept + extra + bytes(4)
        assert "camera raw" in refusal(bytes(data), "holiday.tif").message


def test_paths_that_lead_to_no_file(tmp_path):
    os.mkfifo(tmp_path / "pipe.png")
    (tmp_path / "loop.png").symlink_to(tmp_path / "loop.png")
    assert "folder" in refusal(tmp_path).message
    assert "no file" in refusal(tmp_path / "nowhere.png").message
    assert "pipe" in refusal(tmp_path / "pipe.png").message
    assert "device" in refusal(Path("/dev/zero")).message
    assert "can't be opened" in refusal(tmp_path / "loop.png").message
    assert "can't be opened" in refusal(tmp_path / ("x" * 300)).message


@pytest.mark.parametrize("label", FILES)
def test_a_file_cut_anywhere_is_whole_or_refused(label):
    """Never half a picture: whatever opens shows exactly what the whole file shows."""
    data, whole = FILES[label], open_photo(FILES[label]).image
    cuts = sorted({*range(0, 64), *range(64, len(data), max(1, len(data) // 60)), *range(len(data) - 24, len(data))})
    for cut in cuts:
        try:
            part = open_photo(data[:cut]).image
        except PictureError:
            continue
        assert np.array_equal(np.asarray(part), np.asarray(whole)), cut


@pytest.mark.parametrize("label", ["JPEG", "progressive JPEG", "PNG"])
def test_cut_jpeg_and_png_are_said_to_be_cut(label):
    data = FILES[label]
    for cut in (len(data) - 2, len(data) * 3 // 4, len(data) * 2 // 3):
        assert "cut off" in refusal(data[:cut], "a.jpg").message


def test_a_jpeg_whose_rest_was_never_downloaded_is_refused():
    data = FILES["JPEG"]
    assert "cut off" in refusal(data[: len(data) * 4 // 5] + bytes(len(data) // 5), "a.jpg").message


@settings(max_examples=30, deadline=None)
@given(label=st.sampled_from(sorted(FILES)), data=st.data())
def test_flipped_bits_open_or_are_refused(label, data):
    damaged = bytearray(FILES[label])
    for at in data.draw(st.lists(st.integers(0, len(damaged) - 1), min_size=1, max_size=6)):
        damaged[at] ^= data.draw(st.integers(1, 255))
    try:
        photo = open_photo(bytes(damaged), max_pixels=4_000_000)
    except PictureError:
        return
    assert photo.image.mode in ("L", "LA", "RGB", "RGBA")
    assert photo.image.width * photo.image.height <= 4_000_000


@settings(max_examples=30, deadline=None)
@given(start=st.sampled_from([b"", *(data[:12] for data in FILES.values())]), rest=st.binary(max_size=200))
def test_random_bytes_are_refused(start, rest):
    try:
        photo = open_photo(start + rest, max_pixels=1_000_000)
    except PictureError:
        return
    assert photo.image.width * photo.image.height <= 1_000_000


BOMBS = {
    "a claim of 60,000 × 60,000 in PNG": png(60_000, 60_000, chunk(b"IDAT", zlib.compress(bytes(1000)))),
    "the same in TIFF": claiming(FILES["TIFF"], 60_000),
    "a text that unpacks to 400 MB": png(
        8, 8, chunk(b"zTXt", b"a\0\0" + zlib.compress(bytes(400_000_000), 9)), chunk(b"IDAT", zlib.compress(bytes(72)))
    ),
    "a profile that unpacks to 400 MB": png(
        8, 8, chunk(b"iCCP", b"a\0\0" + zlib.compress(bytes(400_000_000), 9)), chunk(b"IDAT", zlib.compress(bytes(72)))
    ),
    "pixels that unpack to 400 MB": png(8, 8, chunk(b"IDAT", zlib.compress(bytes(400_000_000), 9))),
    "a WebP canvas of 16 million a side": b"RIFF" + struct.pack("<I", 22) + b"WEBPVP8X" + struct.pack("<I", 10)
    + b"\2\0\0\0" + b"\xff" * 6,
    "a GIF of 65,535 a side": b"GIF89a\xff\xff\xff\xff\0\0\0,\0\0\0\0\xff\xff\xff\xff\0\2\0;",
    "a JPEG of 65,500 a side": FILES["JPEG"].replace(b"\x08\x00\x10\x00\x18", b"\x08\xff\xdc\xff\xdc"),
    "a million scans": FILES["progressive JPEG"][:-2] + b"\xff\xda\0\x08\1\1\0\0\x3f\0" * 1000 + b"\xff\xd9",
}  # fmt: skip


@pytest.mark.parametrize("label", BOMBS)
def test_bombs_are_refused_in_little_memory(label, tmp_path):
    """In a process that may (where the system can hold it to that) take 300 MB more than it has at the start."""
    path = tmp_path / "bomb"
    path.write_bytes(BOMBS[label])
    script = (
        "import pathlib, resource, sys\n"
        "from tools.photo import open_photo\n"
        "from tools.errors import PictureError\n"
        "import PIL.TiffImagePlugin, PIL.WebPImagePlugin, tifffile\n"
        "if sys.platform == 'linux':\n"
        "    held = int(pathlib.Path('/proc/self/statm').read_text().split()[0]) * resource.getpagesize()\n"
        "    resource.setrlimit(resource.RLIMIT_AS, (held + 300_000_000,) * 2)\n"
        "try: print(open_photo(pathlib.Path(sys.argv[1])).image.size)\n"
        "except PictureError as error: print(type(error).__name__, error.message)\n"
    )
    command = [sys.executable, "-W", "error", "-c", script, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=20, cwd=ROOT, check=True)
    if label == "pixels that unpack to 400 MB":  # what the header does not ask for is never unpacked
        assert done.stdout.strip() == "(8, 8)" or done.stdout.startswith("NotAPicture")
    else:
        assert done.stdout.startswith(("NotAPicture", "PictureTooLarge")), done.stdout + done.stderr
        assert "memory" not in done.stdout


def test_the_limit_is_judged_by_the_header_and_named():
    error = refusal(BOMBS["a claim of 60,000 × 60,000 in PNG"], "huge.png")
    assert isinstance(error, PictureTooLarge)
    assert error.message.startswith("huge.png claims 60,000 × 60,000 pixels (3,600 megapixels)")
    assert open_photo(FILES["PNG"], max_pixels=24 * 16).image.size == (24, 16)
    with pytest.raises(PictureTooLarge):
        open_photo(FILES["PNG"], max_pixels=24 * 16 - 1)


def test_heic_without_its_package_names_it(monkeypatch):
    monkeypatch.setitem(sys.modules, "pillow_heif", None)
    error = refusal(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(64), "IMG_1.HEIC")
    assert (error.hint, error.mend) == ("pip install 'pentimento[heic]'", "operator")


def test_the_process_is_left_as_it_was():
    before = Image.MAX_IMAGE_PIXELS
    for data in (FILES["PNG"], FILES["PNG"][:50], b""):
        with contextlib.suppress(PictureError):
            open_photo(data, max_pixels=1000)
    assert before == Image.MAX_IMAGE_PIXELS
