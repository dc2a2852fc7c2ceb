"""Decodes the first picture of a file, with Pillow where it can, pillow-heif for HEIC and tifffile for odd TIFFs.

It knows each decoder's weak spots, and nothing of notes, orientation or what the picture is for. Damaged files
raise whatever the decoder raises; `tools.photo` turns that into a sentence.
"""

from __future__ import annotations

import logging
from importlib import import_module
from typing import Any, BinaryIO

from PIL import Image, UnidentifiedImageError

from tools.errors import NotAPicture, PictureTooLarge
from tools.modes import from_samples

SMALLER = "Reduce it first in a program made for very large pictures, for example: vipsthumbnail -s 8000"
MANY = 1000
_PLUGINS = {"TIFF": "PIL.TiffImagePlugin", "WEBP": "PIL.WebPImagePlugin", "AVIF": "PIL.AvifImagePlugin"}
_PHOTOMETRIC, _BITS, _PLANES = 262, 258, 284


def allow(size: tuple[int, int], name: str, max_pixels: int) -> None:
    """Raise PictureTooLarge for a picture of `size` (width, height) beyond `max_pixels`."""
    width, height = size
    if width * height > max_pixels:
        message = (
            f"{name} claims {width:,} × {height:,} pixels ({width * height / 1e6:,.0f} megapixels); "
            f"at most {max_pixels / 1e6:,.0f} megapixels are opened."
        )
        raise PictureTooLarge(message, SMALLER)


def decode(file: BinaryIO, picture_format: str, name: str, max_pixels: int) -> Image.Image:
    """The first picture of `file`, loaded; its size is judged from the header. `info` holds `bits` where not 8."""
    if picture_format == "HEIC":
        return _heif(file, name, max_pixels)
    import_module(_PLUGINS.get(picture_format, "PIL.Image"))
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
    allow(image.size, name, max_pixels)
    if picture_format == "TIFF" and _tag(image, _PLANES, 1) == 2 and bits(image, file) > 8:
        return _odd_tiff(file, name, max_pixels)  # Pillow 13 mixes the planes up
    image.load()
    if picture_format == "TIFF" and image.mode.startswith("I;16") and _tag(image, _PHOTOMETRIC, 1) == 0:
        return _inverted(image)
    return _gray_with_alpha(image, file) if picture_format == "PNG" and image.mode == "RGBA" else image


def _tag(image: Image.Image, tag: int, default: int) -> Any:
    return getattr(image, "tag_v2", {}).get(tag, default)


def _inverted(image: Image.Image) -> Image.Image:
    """Pillow turns grey stored with white as zero the right way round in 8 bits, but not in 16."""
    turned = image.copy()
    turned.frombytes(bytes(image.tobytes().translate(bytes(range(255, -1, -1)))))
    image.im = turned.im
    return image


def _gray_with_alpha(image: Image.Image, file: BinaryIO) -> Image.Image:
    """Pillow opens 16-bit grey with alpha (PNG colour type 4) as RGBA."""
    file.seek(24)
    if file.read(2) == b"\x10\x04":
        image.im = image.convert("LA").im
    return image


def _odd_tiff(file: BinaryIO, name: str, max_pixels: int) -> Image.Image:
    """TIFF layouts that Pillow lacks: colour in floats, planes of 16 bits, grey of 16 bits with alpha …"""
    import tifffile

    logging.getLogger("tifffile").addHandler(logging.NullHandler())  # it would print each damaged tag
    file.seek(0)
    with tifffile.TiffFile(file) as opened:
        page = opened.pages.first
        allow((page.imagewidth, page.imagelength), name, max_pixels)
        channels = page.samplesperpixel
        if channels not in (1, 2, 3, 4) or page.size > 4 * max_pixels:
            raise NotAPicture(f"{name} is a TIFF of {channels} channels.", "Save it as RGB first.")
        samples = page.asarray()
        planar = channels > 1 and samples.shape[0] == channels and page.planarconfig == 2
        tags = {tag.code: tag.value for tag in page.tags.values() if tag.code in (34675, 282, 283)}
    image = from_samples(samples.transpose(1, 2, 0) if planar else samples)
    image.format = "TIFF"
    image.info["bits"] = int(page.bitspersample)
    image.info["icc_profile"] = tags.get(34675)
    return image


def _heif(file: BinaryIO, name: str, max_pixels: int) -> Image.Image:
    try:
        import pillow_heif
    except ImportError as error:
        message = f"{name} is a HEIC picture, which needs one more package."
        raise NotAPicture(message, "pip install 'pentimento[heic]'", mend="operator") from error
    opened = pillow_heif.open_heif(file.read(), convert_hdr_to_8bit=True)
    allow(opened.size, name, max_pixels)
    image: Image.Image = opened.to_pillow()
    image.format = "HEIC"
    image.info["bits"] = int(image.info.get("bit_depth", 8))
    image.info["n_frames"] = len(opened)
    return image


def bits(image: Image.Image, file: BinaryIO) -> int:
    """Bits a sample of the file had. Pillow reduces colour to eight without a word."""
    if "bits" in image.info:
        return int(image.info["bits"])
    if image.format == "PNG":
        file.seek(24)
        return file.read(1)[0]
    if image.format == "TIFF":
        told = _tag(image, _BITS, 8)
        return int(max(told)) if isinstance(told, tuple) else int(told)
    return _avif_bits(file) if image.format == "AVIF" else 8


def _avif_bits(file: BinaryIO) -> int:
    """From the AV1 codec configuration box (AV1 ISOBMFF binding, 2.3.3): high_bitdepth and twelve_bit."""
    file.seek(0)
    head = file.read(1 << 16)
    at = head.find(b"av1C")
    flags = head[at + 6] if 0 <= at < len(head) - 6 else 0
    return 8 if not flags & 0x40 else 12 if flags & 0x20 else 10


def frames(image: Image.Image) -> int:
    """How many pictures the file holds; counting stops at MANY. It moves `image` to another frame."""
    count = 1
    try:
        if image.format != "TIFF":
            return int(image.info.get("n_frames", 0)) or int(getattr(image, "n_frames", 1))
        while count < MANY:  # Pillow would count a million empty pages one by one
            image.seek(count)
            count += 1
    except Exception:  # the first frame is whole; a damaged later one ends the count
        return count
    return count
