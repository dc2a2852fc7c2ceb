"""Opening photographs: formats, pixel layouts, orientation, and what travels beside the pixels."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
import skimage
import tifffile
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageOps

from tools import exif as exif_block
from tools.photo import open_photo

COFFEE = Image.open(Path(skimage.__file__).parent / "data" / "coffee.png").convert("RGB").resize((48, 32))
PIXELS = np.asarray(COFFEE)
GRAY = COFFEE.convert("L")


def encoded(image: Image.Image, form: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, form, **options)  # type: ignore[arg-type]
    return buffer.getvalue()


def tiff(samples: np.ndarray, **options: object) -> bytes:
    buffer = io.BytesIO()
    tifffile.imwrite(buffer, samples, **options)
    return buffer.getvalue()


def deep_png(samples: np.ndarray, colour_type: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in samples)
    header = struct.pack(">IIBBBBB", samples.shape[1], samples.shape[0], 16, colour_type, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


@pytest.mark.parametrize(
    ("form", "options"),
    [
        ("PNG", {}),
        ("TIFF", {}),
        ("TIFF", {"compression": "tiff_lzw"}),
        ("WEBP", {"lossless": True}),
        ("BMP", {}),
        ("PPM", {}),
    ],
)
def test_lossless_formats_open_exactly(form, options):
    photo = open_photo(encoded(COFFEE, form, **options))
    assert photo.format == form
    assert photo.image.mode == "RGB"
    assert photo.notes == ()
    assert np.array_equal(np.asarray(photo.image), PIXELS)


@pytest.mark.parametrize("form", ["JPEG", "AVIF", "WEBP"])
def test_lossy_formats_open_closely(form):
    photo = open_photo(encoded(COFFEE, form, quality=95))
    assert np.abs(np.asarray(photo.image).astype(int) - PIXELS).mean() < 9


def test_heic_opens():
    heif = pytest.importorskip("pillow_heif")
    buffer = io.BytesIO()
    heif.from_pillow(COFFEE).save(buffer, quality=90)
    photo = open_photo(buffer.getvalue())
    assert (photo.format, photo.image.mode, photo.image.size) == ("HEIC", "RGB", (48, 32))
    assert np.abs(np.asarray(photo.image).astype(int) - PIXELS).mean() < 9


def test_the_file_is_named_and_plain(tmp_path):
    path = tmp_path / "a cup.png"
    COFFEE.save(path, dpi=(300, 300))
    photo = open_photo(path)
    assert photo.name == "a cup.png"
    assert photo.image.info == {}
    assert type(photo.image) is Image.Image
    assert exif_block.dpi(photo.exif) == pytest.approx((300, 300), abs=0.1)


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG", "AVIF"])
def test_of_an_animation_the_first_frame_is_taken_and_said(form):
    first, later = COFFEE, [COFFEE.rotate(90), COFFEE.rotate(180)]
    photo = open_photo(encoded(first, form, save_all=True, append_images=later, lossless=True))
    assert "first of 3 frames" in photo.notes
    assert np.abs(np.asarray(photo.image.convert("RGB")).astype(int) - PIXELS).mean() < 9


def test_of_an_mpo_and_of_pages_the_first_is_taken_and_said(tmp_path):
    mpo = open_photo(encoded(COFFEE, "MPO", save_all=True, append_images=[ImageOps.invert(COFFEE)], quality=95))
    assert mpo.notes == ("first of 2 pictures",)
    assert np.abs(np.asarray(mpo.image).astype(int) - PIXELS).mean() < 9
    pages = open_photo(tiff(np.stack([PIXELS, 255 - PIXELS]), photometric="rgb"))
    assert pages.notes == ("first of 2 pages",)
    assert np.array_equal(np.asarray(pages.image), PIXELS)


def test_palettes_expand_with_their_transparency():
    palette = COFFEE.quantize(16)
    opaque = open_photo(encoded(palette, "PNG"))
    assert (opaque.image.mode, opaque.notes) == ("RGB", ("palette expanded to RGB",))
    assert np.array_equal(np.asarray(opaque.image), np.asarray(palette.convert("RGB")))
    clear = open_photo(encoded(palette, "PNG", transparency=3))
    assert clear.image.mode == "RGBA"
    assert np.array_equal(np.asarray(clear.image)[..., 3] == 0, np.asarray(palette) == 3)


def test_a_transparent_colour_becomes_alpha():
    rgb = open_photo(encoded(COFFEE, "PNG", transparency=tuple(int(v) for v in PIXELS[0, 0]))).image
    assert rgb.mode == "RGBA"
    assert np.array_equal(np.asarray(rgb)[..., 3] == 0, (PIXELS[0, 0] == PIXELS).all(-1))
    level = int(np.asarray(GRAY)[0, 0])
    gray = open_photo(encoded(GRAY, "PNG", transparency=level)).image
    assert gray.mode == "LA"
    assert np.array_equal(np.asarray(gray)[..., 1] == 0, np.asarray(GRAY) == level)


def test_one_bit_and_gray_with_alpha():
    assert open_photo(encoded(COFFEE.convert("1"), "PNG")).image.mode == "L"
    assert open_photo(encoded(COFFEE.convert("LA"), "PNG")).image.mode == "LA"


@pytest.mark.parametrize("form", ["JPEG", "TIFF"])
def test_cmyk_becomes_rgb_the_right_way_round(form):
    photo = open_photo(encoded(COFFEE.convert("CMYK"), form))
    assert photo.notes == ("CMYK converted to RGB without a colour profile",)
    assert np.abs(np.asarray(photo.image).astype(int) - PIXELS).mean() < 9


def test_lab_becomes_rgb():
    way = ImageCms.buildTransform(ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), "RGB", "LAB")
    photo = open_photo(encoded(way.apply(COFFEE), "TIFF"))
    assert photo.notes == ("Lab converted to RGB",)
    assert np.abs(np.asarray(photo.image).astype(int) - PIXELS).max() <= 8


@pytest.mark.parametrize("factor", [257, 256])
@pytest.mark.parametrize(
    ("make", "channels"),
    [
        (lambda a: deep_png(a, 2), 3),
        (lambda a: deep_png(np.dstack([a, a[..., :1]]), 6), 4),
        (lambda a: deep_png(a[..., :2], 4), 2),
        (lambda a: deep_png(a[..., 0], 0), 1),
        (lambda a: tiff(a, photometric="rgb"), 3),
        (lambda a: tiff(a, photometric="rgb", compression="zlib", predictor=True), 3),
        (lambda a: tiff(a.transpose(2, 0, 1).copy(), photometric="rgb", planarconfig="separate"), 3),
        (lambda a: tiff(a[..., 0].copy(), photometric="minisblack"), 1),
        (lambda a: tiff(a[..., :2].copy(), photometric="minisblack", extrasamples=["unassalpha"]), 2),
    ],
)
def test_sixteen_bits_keep_their_high_byte(make, channels, factor):
    """Scaled, never clipped: an eight-bit picture stored in sixteen comes back exactly."""
    photo = open_photo(make(PIXELS.astype(np.uint16) * factor))
    expected = np.dstack([PIXELS, PIXELS[..., :1]])[..., :channels]
    assert photo.notes == ("16-bit reduced to 8",)
    assert np.array_equal(np.asarray(photo.image).reshape(expected.shape), expected)


def test_sixteen_bit_gray_with_white_as_zero():
    photo = open_photo(tiff(65535 - np.asarray(GRAY).astype(np.uint16) * 257, photometric="miniswhite"))
    assert np.array_equal(np.asarray(photo.image), np.asarray(GRAY))


def test_floats_are_spread_and_said():
    gray = open_photo(encoded(Image.fromarray(np.asarray(GRAY).astype(np.float32) / 255), "TIFF"))
    assert gray.notes == ("32-bit values stretched to 8 bits",)
    assert np.array_equal(np.asarray(gray.image), np.asarray(GRAY))
    colour = open_photo(tiff(PIXELS.astype(np.float32) / 255, photometric="rgb"))
    assert colour.notes == ("32-bit reduced to 8",)
    assert np.array_equal(np.asarray(colour.image), PIXELS)
    wild = np.asarray(GRAY).astype(np.float32) * 1000 - 5
    wild[0, 0] = np.nan
    assert open_photo(encoded(Image.fromarray(wild), "TIFF")).image.getextrema() == (0, 255)


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_orientation_is_applied_and_reset(form, orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Camera"
    options = {"lossless": True} if form == "WEBP" else {} if form in ("PNG", "TIFF") else {"quality": 98}
    data = encoded(COFFEE, form, exif=exif.tobytes(), **options)
    stored = Image.open(io.BytesIO(encoded(COFFEE, "PNG", exif=exif)))
    expected = np.asarray(ImageOps.exif_transpose(stored)).astype(int)
    photo = open_photo(data)
    assert photo.image.size == expected.shape[1::-1]
    assert np.abs(np.asarray(photo.image) - expected).mean() < 9
    assert exif_block.orientation(photo.exif) == 1
    kept = Image.Exif()
    kept.load(photo.exif or b"")
    assert kept[0x010F] == "Camera"


def test_the_profile_is_kept_and_numbers_are_not_converted():
    icc = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for form in ("PNG", "TIFF", "JPEG", "WEBP", "AVIF"):
        photo = open_photo(encoded(COFFEE, form, icc_profile=icc, **({"lossless": True} if form == "WEBP" else {})))
        assert photo.icc == icc
        if form in ("PNG", "TIFF", "WEBP"):
            assert np.array_equal(np.asarray(photo.image), PIXELS)


def test_content_credentials_are_said_not_to_travel():
    data = encoded(COFFEE, "PNG")
    box = b"\0\0\0\x10caBX" + bytes(16)
    signed = data[:33] + box + struct.pack(">I", zlib.crc32(box[4:])) + data[33:]
    jpeg = encoded(COFFEE, "JPEG")
    jumbf = b"JP\0\1\0\0\0\1" + struct.pack(">I4s", 40, b"jumb") + bytes(32)
    marked = jpeg[:2] + b"\xff\xeb" + struct.pack(">H", len(jumbf) + 2) + jumbf + jpeg[2:]
    for signature in (signed, marked):
        assert any("content credentials" in note for note in open_photo(signature).notes)
    assert open_photo(data).notes == ()


@settings(max_examples=25, deadline=None)
@given(
    mode=st.sampled_from(["1", "L", "LA", "P", "RGB", "RGBA", "I;16", "CMYK", "F", "I"]),
    size=st.tuples(st.integers(1, 9), st.integers(1, 9)),
    form=st.sampled_from(["PNG", "TIFF", "WEBP", "GIF", "JPEG"]),
)
def test_every_layout_at_every_size_opens_in_an_edited_mode(mode, size, form):
    image = COFFEE.resize(size)
    image = image.convert("L").convert(mode) if mode in ("I;16", "1") else image.convert(mode)
    buffer = io.BytesIO()
    try:
        image.save(buffer, form)
    except (OSError, ValueError):  # the format does not hold the mode
        return
    photo = open_photo(buffer.getvalue())
    assert photo.image.size == size
    assert photo.image.mode in ("L", "LA", "RGB", "RGBA")
