"""Saving photographs: what each format keeps, and that a file is there whole or not at all."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import skimage
from PIL import Image, ImageCms

from tools import exif as exif_block
from tools.errors import PictureError
from tools.photo import open_photo, save_photo

COFFEE = Image.open(Path(skimage.__file__).parent / "data" / "coffee.png").convert("RGB").resize((60, 40))
SUFFIXES = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp", ".gif", ".avif")
LOSSLESS = (".png", ".tif", ".webp")
HOLD_A_PROFILE = (".png", ".jpg", ".tif", ".webp", ".avif")


def camera_exif() -> bytes:
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x011A], exif[0x011B], exif[0x0128] = "Maker", "Model", 300.0, 300.0, 2
    exif.get_ifd(0x8769)[0x927C] = b"MAKERNOTE" * 4
    exif.get_ifd(0x8769)[0x9003] = "2024:05:06 07:08:09"
    exif.get_ifd(0x8825).update({1: "N", 2: (48.0, 12.0, 34.5), 3: "E", 4: (16.0, 22.0, 10.5)})
    return exif.tobytes()


def profile() -> bytes:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("mode", ["L", "LA", "RGB", "RGBA"])
def test_every_mode_saves_in_every_format(tmp_path, suffix, mode):
    image = COFFEE.convert(mode)
    if mode in ("LA", "RGBA"):
        image.putalpha(Image.linear_gradient("L").resize(image.size))
    path = tmp_path / f"out{suffix}"
    save_photo(image, path)
    again = open_photo(path).image
    assert again.size == image.size
    if suffix in LOSSLESS:
        assert np.array_equal(np.asarray(again.convert("RGBA")), np.asarray(image.convert("RGBA")))
    elif suffix != ".gif" and mode in ("L", "RGB"):
        difference = np.abs(np.asarray(again.convert("RGB")).astype(int) - np.asarray(image.convert("RGB")))
        assert difference.mean() < 4
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize("suffix", HOLD_A_PROFILE)
def test_profile_exif_and_resolution_travel_but_not_the_position(tmp_path, suffix):
    path = tmp_path / f"out{suffix}"
    save_photo(COFFEE, path, icc=profile(), exif=camera_exif())
    photo, exif = open_photo(path), Image.Exif()
    exif.load(photo.exif or b"")
    assert photo.icc == profile()
    assert (exif[0x010F], exif[0x0110]) == ("Maker", "Model")
    assert exif.get_ifd(0x8769)[0x927C] == b"MAKERNOTE" * 4
    assert exif.get_ifd(0x8825) == {}
    assert exif_block.dpi(photo.exif) == pytest.approx((300, 300))
    save_photo(COFFEE, path, exif=camera_exif(), keep_gps=True)
    exif.load(open_photo(path).exif or b"")
    assert exif.get_ifd(0x8825)[2] == (48.0, 12.0, 34.5)


def test_position_leaves_no_trace_in_the_file(tmp_path):
    exif = Image.Exif()
    exif.get_ifd(0x8825).update({1: "N", 27: b"SECRETPLACE"})
    exif[0x02BC] = b"<x exif:GPSLatitude='SECRETPLACE'/>"
    save_photo(COFFEE, tmp_path / "a.jpg", exif=exif.tobytes())
    assert b"SECRETPLACE" not in (tmp_path / "a.jpg").read_bytes()


def test_what_pillow_keeps_in_info_does_not_slip_into_the_file(tmp_path):
    image = COFFEE.copy()
    image.info |= {"xmp": b"SECRET", "comment": b"SECRET", "exif": b"SECRET", "icc_profile": b"SECRET"}
    for suffix in SUFFIXES:
        save_photo(image, tmp_path / f"a{suffix}")
        assert b"SECRET" not in (tmp_path / f"a{suffix}").read_bytes()


def test_jpeg_is_full_chroma_and_lays_alpha_on_white(tmp_path):
    clear = Image.new("RGBA", (16, 16), (200, 0, 0, 0))
    notes = save_photo(clear, tmp_path / "a.jpg")
    assert notes == ("transparency laid on white, which JPEG can't hold",)
    with Image.open(tmp_path / "a.jpg") as saved:
        assert saved.getpixel((8, 8)) == (255, 255, 255)
        assert [layer[1:3] for layer in saved.layer] == [(1, 1)] * 3
    save_photo(COFFEE, tmp_path / "b.jpg", quality=40)
    save_photo(COFFEE, tmp_path / "c.jpg")
    assert (tmp_path / "b.jpg").stat().st_size < (tmp_path / "c.jpg").stat().st_size


def test_gif_says_what_it_cannot_hold(tmp_path):
    assert save_photo(COFFEE, tmp_path / "a.gif") == ("reduced to 256 colours, as GIF holds no more",)


@pytest.mark.parametrize(("side", "size"), [(30, (30, 20)), (1, (1, 1)), (60, (60, 40)), (999, (60, 40))])
def test_max_side_reduces_and_never_enlarges(tmp_path, side, size):
    save_photo(COFFEE, tmp_path / "a.png", max_side=side, exif=camera_exif())
    assert open_photo(tmp_path / "a.png").image.size == size


@pytest.mark.parametrize(
    ("name", "options", "told"),
    [
        ("a.psd", {}, ".webp"),
        ("noend", {}, ".png"),
        ("missing/a.png", {}, "mkdir"),
        ("a.png", {"quality": 0}, "95"),
        ("a.png", {"max_side": 0}, "1"),
        ("folder.png", {}, "name of a file"),
        ("pipe.png", {}, "name of a file"),
        ("there.png", {"overwrite": False}, "another name"),
    ],
)
def test_refusals_are_clear_and_change_nothing(tmp_path, name, options, told):
    (tmp_path / "folder.png").mkdir()
    os.mkfifo(tmp_path / "pipe.png")
    (tmp_path / "there.png").write_bytes(b"mine")
    before = sorted(entry.name for entry in tmp_path.iterdir())
    with pytest.raises(PictureError) as caught:
        save_photo(COFFEE, tmp_path / name, **options)
    assert told in caught.value.hint
    assert sorted(entry.name for entry in tmp_path.iterdir()) == before
    assert (tmp_path / "there.png").read_bytes() == b"mine"


def test_a_picture_too_long_for_the_format_is_refused(tmp_path):
    with pytest.raises(PictureError, match="16,383"):
        save_photo(Image.new("L", (16_384, 1)), tmp_path / "a.webp")


def test_overwriting_keeps_links_and_permissions(tmp_path):
    target, link = tmp_path / "target.png", tmp_path / "link.png"
    target.write_bytes(b"old")
    target.chmod(0o640)
    link.symlink_to(target)
    save_photo(COFFEE, link)
    assert link.is_symlink()
    assert target.stat().st_mode & 0o777 == 0o640
    assert open_photo(target).image.size == COFFEE.size


def test_not_overwriting_writes_where_nothing_is(tmp_path):
    save_photo(COFFEE, tmp_path / "new.png", overwrite=False)
    assert [entry.name for entry in tmp_path.iterdir()] == ["new.png"]


def test_a_full_disk_leaves_the_old_file_and_nothing_else(tmp_path):
    """A real limit on file size, in a process of its own, stands for the full disk."""
    (tmp_path / "a.png").write_bytes(b"old")
    script = (
        "import resource, sys, pathlib\n"
        "from PIL import Image\n"
        "from tools.export import save_photo\n"
        "from tools.errors import PictureError\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))\n"
        "try: save_photo(Image.effect_noise((200, 200), 90), pathlib.Path(sys.argv[1]))\n"
        "except PictureError as error: print(error.message)\n"
    )
    command = [sys.executable, "-c", script, str(tmp_path / "a.png")]
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=60, cwd=Path(__file__).parents[2], check=True
    )
    assert done.stdout == "There is no room left to write a.png.\n"
    assert (tmp_path / "a.png").read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.png"]


def test_saving_holds_no_thumbnail_of_the_unedited_picture(tmp_path):
    thumb = io.BytesIO()
    COFFEE.resize((16, 16)).save(thumb, "JPEG")
    exif = Image.Exif()
    exif[0x010F] = "Maker"
    block = bytearray(exif.tobytes()[6:])
    second = len(block)
    field = 8 + 2 + 12
    block[field : field + 4] = second.to_bytes(4, "big")
    rows = [(0x0201, second + 2 + 24 + 4), (0x0202, thumb.tell())]
    block += (2).to_bytes(2, "big")
    for tag, value in rows:
        block += tag.to_bytes(2, "big") + b"\0\4\0\0\0\1" + value.to_bytes(4, "big")
    block += bytes(4) + thumb.getvalue()
    save_photo(COFFEE, tmp_path / "a.png", exif=bytes(block))
    assert thumb.getvalue()[20:60] in bytes(block)
    assert thumb.getvalue()[20:60] not in (tmp_path / "a.png").read_bytes()
    kept = exif_block.for_export(bytes(block), (60, 40))
    assert kept is not None
    assert len(kept) <= second
