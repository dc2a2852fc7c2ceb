"""Opens photographs from files of every usual format, and refuses the rest in one clear sentence.

What comes out has its pixels upright in eight bits (L, LA, RGB or RGBA), numbers unconverted, with the colour profile
and the EXIF block beside them. A damaged file is refused whole: never half a picture. It knows nothing of editing or
history; saving is `tools.export`, profiles are `tools.profiles`, both offered here too.
"""

from __future__ import annotations

import io
import logging
import os
import stat
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import BinaryIO

from PIL import Image, UnidentifiedImageError

from tools import exif as exif_block
from tools.containers import MAX_SCANS, Findings, inspect
from tools.errors import NotAPicture, PictureError, PictureTooLarge
from tools.export import save_photo
from tools.modes import EDITED, eight_bit
from tools.profiles import srgb_view
from tools.sniff import recognise

__all__ = ["MAX_PIXELS", "Photo", "open_photo", "save_photo", "srgb_view"]

MAX_PIXELS = 200_000_000
_PLUGINS = {"TIFF": "PIL.TiffImagePlugin", "WEBP": "PIL.WebPImagePlugin", "AVIF": "PIL.AvifImagePlugin"}
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
_EXIF, _GPS, _ORIENTATION, _CREDENTIALS = 0x8769, 0x8825, 0x0112, 52545
_MANY = 1000

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
    name = name or (source.name if isinstance(source, Path) else "the picture")
    with _reading(source, name) as file, _decoding(max_pixels):
        try:
            return _open(file, name, max_pixels)
        except PictureError:
            raise
        except Image.DecompressionBombError as error:
            raise PictureTooLarge(f"{name} holds too many pixels.", _SMALLER) from error
        except MemoryError as error:
            raise PictureTooLarge(f"There is not enough memory to open {name}.", _SMALLER) from error
        except Exception as error:  # Pillow's decoders raise nearly every built-in error on damaged files
            raise _damaged(name, error) from error


_SMALLER = "Reduce it first in a program made for very large pictures, for example: vipsthumbnail -s 8000"
_AGAIN = "Copy or download it again, or save it anew from a program that opens it."


def _damaged(name: str, error: Exception | None = None) -> NotAPicture:
    told = str(error).lower()
    if error is None or "truncated" in told or "not enough" in told:
        return NotAPicture(f"{name} is cut off: the file ends before its picture does.", _AGAIN)
    if "max_text" in told or "text_memory" in told:
        return NotAPicture(f"{name} carries a text note or profile that unpacks to an absurd size.", _AGAIN)
    return NotAPicture(f"{name} is damaged and can't be opened as a picture.", _AGAIN)


@contextmanager
def _reading(source: Path | bytes, name: str) -> Iterator[BinaryIO]:
    """The file's bytes. O_NONBLOCK: opening a pipe would otherwise wait for someone to write to it."""
    if isinstance(source, bytes):
        yield io.BytesIO(source)
        return
    try:
        descriptor = os.open(source, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError as error:
        raise NotAPicture(f"There is no file {source}.", "Check the name and the folder.") from error
    except PermissionError as error:
        raise NotAPicture(f"{name} may not be read.", "Change its permissions, for example: chmod u+r FILE") from error
    except (OSError, ValueError) as error:
        told = error.strerror if isinstance(error, OSError) else str(error)
        raise NotAPicture(f"{name} can't be opened: {told}.", "Check the name and the folder.") from error
    with os.fdopen(descriptor, "rb") as file:
        mode = os.fstat(descriptor).st_mode
        if stat.S_ISDIR(mode):
            raise NotAPicture(f"{name} is a folder, not a picture.", "Name one of the files in it.")
        if not stat.S_ISREG(mode):
            raise NotAPicture(f"{name} is a pipe or a device, not a file.", "Save the picture to a file first.")
        yield file


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
        _allow(found.canvas, name, max_pixels)
    if found.scans > MAX_SCANS:
        raise NotAPicture(f"{name} repeats its picture data {found.scans} times.", _AGAIN)
    if kind.format == "HEIC":
        image = _heif(file, name, max_pixels)
    else:
        import_module(_PLUGINS.get(kind.format, "PIL.Image"))
        image = _pillow(file, kind.format, name, max_pixels)
    if found.cut:
        raise _damaged(name)
    return _photo(image, file, found, name)


def _allow(size: tuple[int, int], name: str, max_pixels: int) -> None:
    width, height = size
    if width * height > max_pixels:
        message = (
            f"{name} claims {width:,} × {height:,} pixels ({width * height / 1e6:,.0f} megapixels); "
            f"at most {max_pixels / 1e6:,.0f} megapixels are opened."
        )
        raise PictureTooLarge(message, _SMALLER)


def _pillow(file: BinaryIO, picture_format: str, name: str, max_pixels: int) -> Image.Image:
    before = Image.MAX_IMAGE_PIXELS
    try:
        Image.MAX_IMAGE_PIXELS = None  # so that the refusal can name the size
        image: Image.Image = Image.open(file, formats=[picture_format])
    except UnidentifiedImageError:
        if picture_format != "TIFF":
            raise
        return _odd_tiff(file, name, max_pixels)
    finally:
        Image.MAX_IMAGE_PIXELS = before
    _allow(image.size, name, max_pixels)
    image.load()
    return image


def _odd_tiff(file: BinaryIO, name: str, max_pixels: int) -> Image.Image:
    """TIFF layouts that Pillow lacks (colour in 32-bit floats, planes of 16 bits …), by tifffile."""
    import tifffile

    from tools.modes import from_samples

    logging.getLogger("tifffile").addHandler(logging.NullHandler())  # it would print each damaged tag
    file.seek(0)
    with tifffile.TiffFile(file) as opened:
        page = opened.pages.first
        _allow((page.imagewidth, page.imagelength), name, max_pixels)
        if page.samplesperpixel not in (1, 3, 4) or page.size > 4 * max_pixels:
            raise NotAPicture(f"{name} is a TIFF of {page.samplesperpixel} channels.", "Save it as RGB first.")
        samples = page.asarray()
        planar = page.samplesperpixel > 1 and samples.shape[0] == page.samplesperpixel
    image = from_samples(samples.transpose(1, 2, 0) if planar else samples)
    image.format = "TIFF"
    image.info["reduced"] = f"{page.bitspersample}-bit"
    return image


def _heif(file: BinaryIO, name: str, max_pixels: int) -> Image.Image:
    try:
        import pillow_heif
    except ImportError as error:
        message = f"{name} is a HEIC picture, which needs one more package."
        raise NotAPicture(message, "pip install 'pentimento[heic]'", mend="operator") from error
    opened = pillow_heif.open_heif(file.read(), convert_hdr_to_8bit=True)
    _allow(opened.size, name, max_pixels)
    image: Image.Image = opened.to_pillow()
    image.format = "HEIC"
    image.info["n_frames"] = len(opened)
    return image


def _photo(image: Image.Image, file: BinaryIO, found: Findings, name: str) -> Photo:
    picture_format = image.format or ""
    notes = [_depth_note(image, file)]
    exif = _exif(image)
    orientation = image.getexif().get(_ORIENTATION, 1)
    icc = image.info.get("icc_profile") or None
    pixels, icc, told = eight_bit(_white_is_zero(image), icc)
    notes += told
    pixels = pixels.transpose(_UPRIGHT[orientation]) if orientation in _UPRIGHT else pixels.copy()
    pixels.info = {}
    if pixels.mode not in EDITED:
        raise NotAPicture(f"{name} holds {pixels.mode} pixels, which can't be edited.", "Save it as RGB first.")
    if found.signed or _CREDENTIALS in getattr(image, "tag_v2", ()):
        notes.append("its content credentials describe the original and are not carried over")
    notes.append(_frames_note(image))
    return Photo(pixels, icc, exif, name, picture_format, tuple(note for note in notes if note))


def _white_is_zero(image: Image.Image) -> Image.Image:
    """Pillow turns inverted grey the right way round in 8 bits, but not in 16."""
    inverted = getattr(image, "tag_v2", {}).get(262) == 0
    return image.point(lambda value: value * -1 + 65535) if inverted and image.mode.startswith("I;16") else image


def _depth_note(image: Image.Image, file: BinaryIO) -> str:
    """Colour of more than eight bits, which Pillow reduces without a word (grey is reduced in `tools.modes`)."""
    bits: object = image.info.get("bit_depth", 8)
    if image.format == "PNG" and image.mode in ("RGB", "RGBA"):
        file.seek(24)
        bits = file.read(1)[0]
    elif image.format == "TIFF" and image.mode in ("RGB", "RGBA", "RGBX", "CMYK"):
        bits = max(getattr(image, "tag_v2", {}).get(258, (8,)))
    elif image.format == "AVIF":
        bits = _avif_bits(file)
    reduced = image.info.get("reduced") or (f"{bits}-bit" if isinstance(bits, int) and bits > 8 else "")
    return f"{reduced} reduced to 8" if reduced else ""


def _avif_bits(file: BinaryIO) -> int:
    """From the AV1 codec configuration box (AV1 ISOBMFF binding, 2.3.3): high_bitdepth and twelve_bit."""
    file.seek(0)
    head = file.read(1 << 16)
    at = head.find(b"av1C")
    flags = head[at + 6] if 0 <= at < len(head) - 6 else 0
    return 8 if not flags & 0x40 else 12 if flags & 0x20 else 10


def _frames_note(image: Image.Image) -> str:
    """Counted last: it moves the file on to other frames."""
    noun = {"TIFF": "pages", "MPO": "pictures", "HEIC": "pictures"}.get(image.format or "", "frames")
    count = _frames(image)
    if count <= 1:
        return ""
    return f"first of {count:,} {noun}" if count < _MANY else f"first of many {noun}"


def _frames(image: Image.Image) -> int:
    if image.format not in ("GIF", "TIFF"):
        return int(image.info.get("n_frames", 0)) or int(getattr(image, "n_frames", 1))
    count = 1
    try:
        while count < _MANY:
            image.seek(count)
            count += 1
    except Exception:  # the first frame is whole; a damaged later one ends the count
        return count
    return count


def _exif(image: Image.Image) -> bytes | None:
    """The EXIF block set upright; a resolution that only the container tells becomes a small block of its own."""
    if image.format == "TIFF":
        block = exif_block.upright(_tiff_exif(image))
    else:
        block = exif_block.upright(image.info.get("exif") or _png_text_exif(image))
    if block is None and "exif" not in image.info:
        dpi = image.info.get("dpi")
        if isinstance(dpi, tuple) and len(dpi) == 2 and all(1 < float(value) < 100_000 for value in dpi):
            return exif_block.with_dpi((float(dpi[0]), float(dpi[1])))
    return block


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
