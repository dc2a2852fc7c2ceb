"""Writes pictures to files, whole or not at all, with their colour profile and EXIF; the position only if asked.

A file is encoded in memory, written beside its destination, flushed to the disk and moved into place, so that a crash
or a full disk leaves what was there before. It knows nothing of history; contact sheets and JSON are made elsewhere.
"""

from __future__ import annotations

import errno
import os
import secrets
from importlib import import_module
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

from tools import exif as exif_block
from tools.errors import PictureError
from tools.profiles import is_srgb, srgb_view
from tools.provenance import Making, packet

FORMATS = {
    ".png": "PNG",
    ".jpg": "JPEG",
    ".jpeg": "JPEG",
    ".tif": "TIFF",
    ".tiff": "TIFF",
    ".webp": "WEBP",
    ".gif": "GIF",
    ".avif": "AVIF",
}
_LONGEST = {"JPEG": 65_535, "WEBP": 16_383, "GIF": 65_535, "AVIF": 65_536}
_PLUGINS = {"TIFF": "PIL.TiffImagePlugin", "WEBP": "PIL.WebPImagePlugin", "AVIF": "PIL.AvifImagePlugin"}
_JPEG_EXIF_LIMIT = 65_527
_JPEG_XMP_LIMIT = 65_502


def save_photo(
    image: Image.Image,
    path: Path,
    *,
    icc: bytes | None = None,
    exif: bytes | None = None,
    quality: int | None = None,
    max_side: int | None = None,
    keep_gps: bool = False,
    making: Making | None = None,
    overwrite: bool = True,
) -> tuple[str, ...]:
    """Write `image` (L, LA, RGB or RGBA) to `path`, in the format of its suffix; returns short notes of what was lost.

    `quality` 1–100: JPEG 95 unless given (4:4:4 always), AVIF 90, WebP lossless unless given; others have none.
    `max_side` reduces (Lanczos), never enlarges; `making` is marked in the file, and told. Raises PictureError where it
    can't be written or, without `overwrite`, exists already; nothing is left behind then.
    """
    path = Path(path)
    picture_format = format_of(path)
    _check(path, quality, max_side, overwrite)
    reduced = _reduced(image, max_side)
    _check_size(reduced, picture_format)
    data, notes = encode(reduced, picture_format, icc=icc, exif=exif, quality=quality, keep_gps=keep_gps, making=making)
    write_whole(path, data, overwrite=overwrite)
    return notes


def format_of(path: Path) -> str:
    """Pillow's name of the format that the suffix stands for; PictureError names the known ones."""
    suffix = path.suffix.lower()
    if suffix not in FORMATS:
        message = (
            f"{path.name} ends in {suffix}, which is no format to save in." if suffix else f"{path.name} has no suffix."
        )
        raise PictureError(message, f"Use one of: {' '.join(FORMATS)}")
    return FORMATS[suffix]


def encode(
    image: Image.Image,
    picture_format: str,
    *,
    icc: bytes | None = None,
    exif: bytes | None = None,
    quality: int | None = None,
    keep_gps: bool = False,
    making: Making | None = None,
) -> tuple[bytes, tuple[str, ...]]:
    """The bytes of a file and notes of what the format could not hold."""
    notes: list[str] = []
    plain = image.copy()
    plain.info = {}  # Pillow would write what it finds there
    if picture_format == "JPEG" and plain.mode in ("LA", "RGBA"):
        plain = _on_white(plain)
        notes.append("transparency laid on white, which JPEG can't hold")
    if picture_format == "GIF":
        plain, told = _for_gif(plain, icc)
        notes += told
    block = exif_block.for_export(exif, plain.size, keep_gps=keep_gps)
    if block and picture_format == "JPEG" and len(block) > _JPEG_EXIF_LIMIT:
        block = None
        notes.append("EXIF left out, which is too long for JPEG")
    xmp, told = _described(picture_format, exif, making, keep_gps)
    notes += told
    if xmp and picture_format == "TIFF":
        block = exif_block.with_xmp(block, xmp)
    options = _options(picture_format, quality) | _travelling(picture_format, icc, block)
    options |= _beside(picture_format, xmp) if xmp else {}
    import_module(_PLUGINS.get(picture_format, "PIL.Image"))
    buffer = BytesIO()
    try:
        plain.save(buffer, picture_format, **options)
    except MemoryError as error:
        raise PictureError(f"There is not enough memory to save as {picture_format}.", "Use --max-side.") from error
    except (OSError, ValueError, RuntimeError) as error:
        raise PictureError(f"The picture can't be saved as {picture_format}: {error}.", "Use .png instead.") from error
    return buffer.getvalue(), tuple(notes)


def _check(path: Path, quality: int | None, max_side: int | None, overwrite: bool) -> None:
    if quality is not None and not 1 <= quality <= 100:
        raise PictureError(f"A quality of {quality} is outside 1–100.", "95 is the usual one.")
    if max_side is not None and max_side < 1:
        raise PictureError(f"A longest side of {max_side} pixels is too small.", "Give at least 1.")
    if not path.parent.is_dir():
        raise PictureError(f"There is no folder {path.parent}.", f"Make it first: mkdir -p {path.parent}")
    if path.is_dir():
        raise PictureError(f"{path} is a folder.", "Give the name of a file in it.")
    if path.exists() and not path.is_file():
        raise PictureError(f"{path} is a pipe or a device.", "Give the name of a file.")
    if path.exists() and not overwrite:
        raise _exists(path)


def _exists(path: Path) -> PictureError:
    return PictureError(f"{path} exists already.", "Choose another name, or say that it may be overwritten.")


def _check_size(image: Image.Image, picture_format: str) -> None:
    longest = _LONGEST.get(picture_format)
    if longest and max(image.size) > longest:
        message = f"{picture_format} holds at most {longest:,} pixels a side; this picture has {max(image.size):,}."
        raise PictureError(message, f"Use .png or .tiff, or --max-side {longest}.")


def _reduced(image: Image.Image, max_side: int | None) -> Image.Image:
    if max_side is None or max(image.size) <= max_side:
        return image
    scale = max_side / max(image.size)
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    return image.resize(size, Image.Resampling.LANCZOS)


def _on_white(image: Image.Image) -> Image.Image:
    mode = "L" if image.mode == "LA" else "RGB"
    ground = Image.new(mode, image.size, "white")
    ground.paste(image.convert(mode), mask=image.getchannel("A"))
    return ground


def _for_gif(image: Image.Image, icc: bytes | None) -> tuple[Image.Image, list[str]]:
    """GIF holds 256 colours and no profile, so here, alone, the numbers are converted."""
    notes = []
    if icc and not is_srgb(icc):
        alpha = image.getchannel("A") if image.mode in ("LA", "RGBA") else None
        image = srgb_view(image, icc)
        if alpha is not None:
            image.putalpha(alpha)
        notes.append("colours converted to sRGB, as GIF holds no profile")
    if image.mode == "L":
        return image, notes
    image = image.convert("RGBA") if image.mode == "LA" else image
    way = Image.Quantize.FASTOCTREE if image.mode == "RGBA" else Image.Quantize.MEDIANCUT
    return image.quantize(256, way), [*notes, "reduced to 256 colours, as GIF holds no more"]


def _options(picture_format: str, quality: int | None) -> dict[str, Any]:
    """TIFF is written plain: every program reads it, and Pillow's compressed writer has no room for EXIF."""
    webp = {"lossless": True, "exact": True, "quality": 70} if quality is None else {"quality": quality, "method": 6}
    table: dict[str, dict[str, Any]] = {
        "JPEG": {"quality": quality or 95, "subsampling": 0},
        "AVIF": {"quality": quality or 90, "subsampling": "4:4:4"},
        "WEBP": webp,
    }
    return table.get(picture_format, {})


def _travelling(picture_format: str, icc: bytes | None, block: bytes | None) -> dict[str, Any]:
    """The profile, the EXIF block and the resolution, in the words of Pillow's writer for the format."""
    if picture_format == "GIF":
        return {}
    options: dict[str, Any] = {"icc_profile": icc} if icc else {}
    dpi = exif_block.dpi(block)
    if dpi and picture_format in ("PNG", "JPEG", "TIFF"):
        options["dpi"] = dpi
    if block:
        block = exif_block.without_orientation(block) if picture_format == "AVIF" else block
        options["exif"] = block if picture_format == "AVIF" else b"Exif\0\0" + block
    return options


def _described(
    picture_format: str, exif: bytes | None, making: Making | None, keep_gps: bool
) -> tuple[bytes | None, list[str]]:
    """The XMP packet for a file, and what is told of it."""
    own = exif_block.xmp(exif)
    told = [making.told] if making else []
    if picture_format == "GIF":
        return None, ["not marked as made with a model, which GIF can't hold"] if making else []
    xmp = packet(own, making, keep_place=keep_gps)
    if xmp and picture_format == "JPEG" and len(xmp) > _JPEG_XMP_LIMIT:
        xmp = packet(None, making)
        told.append("XMP of the photograph left out, which is too long for JPEG")
    return xmp, told


def _beside(picture_format: str, xmp: bytes) -> dict[str, Any]:
    """The XMP packet in the words of Pillow's writer for the format; a TIFF has it among its tags already."""
    if picture_format != "PNG":
        return {} if picture_format == "TIFF" else {"xmp": xmp}
    from PIL.PngImagePlugin import PngInfo

    text = PngInfo()
    text.add_itxt("XML:com.adobe.xmp", xmp.decode())
    return {"pnginfo": text}


def write_whole(path: Path, data: bytes, *, overwrite: bool = True) -> None:
    """Write `data` to `path` so that at every instant the old file or the whole new one is there."""
    path = Path(os.path.realpath(path))  # a link goes on pointing to its file
    part = path.with_name(f".{path.name[:80]}.{secrets.token_hex(4)}.part")
    try:
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            if path.exists():
                part.chmod(path.stat().st_mode & 0o777)
            _move(part, path, overwrite=overwrite)
        finally:
            part.unlink(missing_ok=True)
        _flush_folder(path.parent)
    except OSError as error:
        raise _unwritable(path, error) from error


def _move(part: Path, path: Path, *, overwrite: bool) -> None:
    if overwrite:
        part.replace(path)
        return
    try:
        os.link(part, path)  # unlike a move, this fails where another file has appeared meanwhile
    except FileExistsError as error:
        raise _exists(path) from error
    except OSError:  # file systems without hard links
        if path.exists():
            raise _exists(path) from None
        part.replace(path)


def _flush_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    except OSError:
        pass  # some file systems can't flush a folder; the file itself is on the disk
    finally:
        os.close(descriptor)


def _unwritable(path: Path, error: OSError) -> PictureError:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return PictureError(f"There is no room left to write {path.name}.", "Free some space, or choose another disk.")
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return PictureError(f"{path.parent} may not be written to.", "Choose a folder of your own.")
    return PictureError(f"{path.name} can't be written: {error.strerror}.", "Choose another name or folder.")
