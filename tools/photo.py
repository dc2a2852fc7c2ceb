"""Opens photographs from files of every usual format, and refuses the rest in one clear sentence.

What comes out has its pixels upright in eight bits (L, LA, RGB or RGBA), numbers unconverted, with the colour profile
and the EXIF block beside them. A damaged file is refused whole: never half a picture. It knows nothing of editing or
history; saving is `tools.export`, profiles are `tools.profiles`, both offered here too.
"""

from __future__ import annotations

import io
import os
import stat
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from PIL import Image

from tools import exif as exif_block
from tools.containers import MAX_SCANS, Findings, inspect
from tools.decoders import MANY, SMALLER, allow, bits, decode, frames
from tools.errors import NotAPicture, PictureError, PictureTooLarge
from tools.export import save_photo
from tools.modes import EDITED, eight_bit
from tools.profiles import srgb_view
from tools.provenance import LONGEST
from tools.sniff import recognise

__all__ = ["MAX_PIXELS", "Photo", "open_photo", "save_photo", "srgb_view"]

MAX_PIXELS = 200_000_000
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_DESCRIPTIVE = (270, 271, 272, 282, 283, 296, 305, 306, 315, 33432)  # the TIFF tags that are about the photograph
_EXIF, _GPS, _ORIENTATION, _XMP, _CREDENTIALS = 0x8769, 0x8825, 0x0112, 700, 52545

# Pillow's pixel limit and the warnings filter belong to the whole process, so one file is decoded at a time.
_DECODING = threading.RLock()


@dataclass(frozen=True)
class Photo:
    """A photograph as it was opened.

    `image` is L, LA, RGB or RGBA, eight bits, orientation applied; `exif` a TIFF block with its orientation set to 1;
    `format` is Pillow's name of the format, or HEIC; `notes` are short phrases on what was reduced or left out.
    """

    image: Image.Image
    icc: bytes | None
    exif: bytes | None
    name: str
    format: str
    notes: tuple[str, ...] = ()


def open_photo(source: Path | bytes, *, name: str = "", max_pixels: int = MAX_PIXELS) -> Photo:
    """Open a picture file, or its bytes; `name` is what messages call it (the file's own name unless given).

    Raises NotAPicture for anything that is no whole picture, PictureTooLarge for more than `max_pixels`, judged from
    the header before any memory is taken.
    """
    name = _printable(name or (source.name if isinstance(source, Path) else "The picture"))
    with _reading(source, name) as file, _decoding(max_pixels):
        try:
            return _open(file, name, max_pixels)
        except PictureError:
            raise
        except Image.DecompressionBombError as error:
            raise PictureTooLarge(f"{name} holds too many pixels.", SMALLER) from error
        except MemoryError as error:
            raise PictureTooLarge(f"There is not enough memory to open {name}.", SMALLER) from error
        except Exception as error:  # Pillow's decoders raise nearly every built-in error on damaged files
            raise _damaged(name, error) from error


_AGAIN = "Copy or download it again, or save it anew from a program that opens it."


def _printable(name: str) -> str:
    """A file's name as it may be shown: others choose it, and it could hold commands to a terminal."""
    return "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in name)


def _damaged(name: str, error: Exception | None = None) -> NotAPicture:
    told = str(error).lower()
    if error is None or "truncated" in told or "not enough" in told:
        return NotAPicture(f"{name} is cut off: the file ends before its picture does.", _AGAIN)
    if "max_text" in told or "text_memory" in told:
        return NotAPicture(f"{name} carries a text note or profile that unpacks to an absurd size.", _AGAIN)
    return NotAPicture(f"{name} is damaged and can't be opened as a picture.", _AGAIN)


@contextmanager
def _reading(source: Path | bytes, name: str) -> Iterator[BinaryIO]:
    """The file, open; anything but a regular file is refused."""
    if isinstance(source, bytes):
        yield io.BytesIO(source)
        return
    try:
        file = open(source, "rb", opener=_opener)  # noqa: SIM115 (closed below; a Path takes no opener)
    except FileNotFoundError as error:
        raise NotAPicture(f"There is no file {source}.", "Check the name and the folder.") from error
    except IsADirectoryError as error:
        raise NotAPicture(f"{name} is a folder, not a picture.", "Name one of the files in it.") from error
    except PermissionError as error:
        raise NotAPicture(f"{name} may not be read.", "Change its permissions, for example: chmod u+r FILE") from error
    except (OSError, ValueError) as error:
        told = error.strerror if isinstance(error, OSError) else str(error)
        raise NotAPicture(f"{name} can't be opened: {told}.", "Check the name and the folder.") from error
    with file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise NotAPicture(f"{name} is a pipe or a device, not a file.", "Save the picture to a file first.")
        yield file


def _opener(path: str, flags: int) -> int:
    """Opening a pipe would otherwise wait for someone to write to it."""
    return os.open(path, flags | os.O_NONBLOCK)


@contextmanager
def _decoding(max_pixels: int) -> Iterator[None]:
    with _DECODING, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what matters of them becomes a note or an error
        before = Image.MAX_IMAGE_PIXELS
        Image.MAX_IMAGE_PIXELS = (max_pixels + 1) // 2  # Pillow refuses above twice this
        try:
            yield
        finally:
            Image.MAX_IMAGE_PIXELS = before


def _open(file: BinaryIO, name: str, max_pixels: int) -> Photo:
    kind = recognise(file, name)
    if not kind.format:
        raise NotAPicture(f"{name} {kind.reason}.", kind.hint)
    found = inspect(file, kind.format)
    if found.canvas:
        allow(found.canvas, name, max_pixels)
        if max(found.canvas) > 16_383:  # no frame can fill it, and libwebp takes minutes to find that out
            raise _damaged(name, ValueError("canvas"))
    if found.scans > MAX_SCANS:
        raise NotAPicture(f"{name} repeats its picture data {found.scans} times.", _AGAIN)
    try:
        image = decode(file, kind.format, name, max_pixels)
    except Exception as error:
        if found.cut and not isinstance(error, (PictureError, MemoryError)):
            raise _damaged(name) from error
        raise
    if found.cut:
        raise _damaged(name)
    return _photo(image, file, found, name)


def _photo(image: Image.Image, file: BinaryIO, found: Findings, name: str) -> Photo:
    picture_format = image.format or ""
    notes = [_depth_note(image, bits(image, file))]
    exif = _exif(image)
    orientation = image.getexif().get(_ORIENTATION, 1)
    icc = image.info.get("icc_profile") or None
    pixels, icc, told = eight_bit(image, icc)
    notes += told
    pixels = pixels.transpose(_UPRIGHT[orientation]) if orientation in _UPRIGHT else pixels.copy()
    pixels.info = {}
    if pixels.mode not in EDITED:
        raise NotAPicture(f"{name} holds {pixels.mode} pixels, which can't be edited.", "Save it as RGB first.")
    if found.signed or _CREDENTIALS in getattr(image, "tag_v2", ()):
        notes.append("its content credentials describe the original and are not carried over")
    notes.append(_frames_note(image))
    return Photo(pixels, icc, exif, name, picture_format, tuple(note for note in notes if note))


def _depth_note(image: Image.Image, depth: int) -> str:
    """For colour and what a decoder has reduced already; grey that is still wide is told by `tools.modes`."""
    return f"{depth}-bit reduced to 8" if depth > 8 and image.mode in (*EDITED, "RGBX", "CMYK") else ""


def _frames_note(image: Image.Image) -> str:
    noun = {"TIFF": "pages", "MPO": "pictures", "HEIC": "pictures"}.get(image.format or "", "frames")
    count = frames(image)
    if count <= 1:
        return ""
    return f"first of {count:,} {noun}" if count < MANY else f"first of many {noun}"


def _exif(image: Image.Image) -> bytes | None:
    """The EXIF block set upright; a resolution that only the container tells becomes a small block of its own."""
    if image.format == "TIFF":
        block = exif_block.upright(_tiff_exif(image))
    else:
        block = exif_block.upright(image.info.get("exif") or _png_text_exif(image))
    if block is None and "exif" not in image.info:
        dpi = image.info.get("dpi")
        if isinstance(dpi, tuple) and len(dpi) == 2 and all(1 < float(value) < 100_000 for value in dpi):
            block = exif_block.with_dpi((float(dpi[0]), float(dpi[1])))
    xmp = _xmp(image)
    return exif_block.with_xmp(block, xmp) if xmp else block


def _xmp(image: Image.Image) -> bytes | None:
    """The XMP packet beside the pixels, if it is of a size that can be one."""
    xmp = image.info.get("xmp") or getattr(image, "tag_v2", {}).get(_XMP)
    xmp = xmp.encode() if isinstance(xmp, str) else xmp
    return xmp if isinstance(xmp, bytes) and 0 < len(xmp) <= LONGEST else None


def _png_text_exif(image: Image.Image) -> bytes | None:
    """EXIF as ImageMagick writes it into PNG: hexadecimal text after three lines."""
    text = image.info.get("Raw profile type exif")
    try:
        return bytes.fromhex("".join(text.split("\n")[3:])) if isinstance(text, str) else None
    except ValueError:
        return None


def _tiff_exif(image: Image.Image) -> bytes | None:
    """A TIFF's tags describe its strips and its photograph alike; only the latter are kept."""
    found, kept = image.getexif(), Image.Exif()
    for tag in _DESCRIPTIVE:
        if tag in found:
            kept[tag] = found[tag]
    for tag in (_EXIF, _GPS):
        if rows := found.get_ifd(tag):
            kept.get_ifd(tag).update(rows)
    try:
        return kept.tobytes() if len(kept) or kept.get_ifd(_EXIF) else None
    except Exception:  # values of the wrong type can't be written; the picture does not depend on them
        return None
