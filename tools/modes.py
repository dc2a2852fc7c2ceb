"""Brings every pixel layout that Pillow knows to eight bits in L, LA, RGB or RGBA, and says what was lost on the way.

It knows nothing of files and formats beyond how many bits a sample had.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms

from tools.profiles import lab_to_srgb, to_srgb

EDITED = ("L", "LA", "RGB", "RGBA")
_WAYS = {"1": "L", "La": "LA", "RGBa": "RGBA", "RGBX": "RGB", "YCbCr": "RGB", "HSV": "RGB", "PA": "RGBA"}


def eight_bit(image: Image.Image, icc: bytes | None = None) -> tuple[Image.Image, bytes | None, tuple[str, ...]]:
    """`image` in L, LA, RGB or RGBA, the profile that now describes its numbers, and one short note per loss.

    16-bit samples keep their high byte, so that an eight-bit picture stored in 16 bits comes back exactly, whether it
    was multiplied by 257 or by 256. A transparent colour or palette entry becomes an alpha channel.
    """
    mode = image.mode
    if mode in ("CMYK", "LAB"):
        converted, note = _to_rgb(image, icc)
        return converted, None, (note,)
    if mode.startswith("I;16") or (mode == "I" and image.format == "PPM"):  # whose numbers Pillow spreads over 16 bits
        return _from_16(image), icc, ("16-bit reduced to 8",)
    if mode in ("I", "F"):
        return _from_wide(image), icc, ("32-bit values stretched to 8 bits",)
    if mode == "P":
        transparent = image.has_transparency_data
        return image.convert("RGBA" if transparent else "RGB"), icc, ("palette expanded to RGB",)
    image = image.convert(_WAYS[mode]) if mode in _WAYS and "transparency" not in image.info else image
    if "transparency" in image.info and image.mode in ("1", "L", "RGB"):
        image = image.convert("RGBA" if image.mode == "RGB" else "LA")
    return image, icc, ()


def _to_rgb(image: Image.Image, icc: bytes | None) -> tuple[Image.Image, str]:
    if image.mode == "LAB":
        return lab_to_srgb(image), "Lab converted to RGB"
    transform = to_srgb(icc, "CMYK") if icc else None
    if transform is not None:
        try:
            return transform.apply(image), "CMYK converted to RGB through its colour profile"
        except (ImageCms.PyCMSError, ValueError):
            pass  # a profile that builds but does not apply is as good as none
    return image.convert("RGB"), "CMYK converted to RGB without a colour profile"


def _from_16(image: Image.Image) -> Image.Image:
    values = np.asarray(image).astype(np.uint16, copy=False)
    gray = Image.fromarray((values >> 8).astype(np.uint8))
    transparent = image.info.get("transparency")
    if isinstance(transparent, int):
        alpha = Image.fromarray(np.where(values == transparent, 0, 255).astype(np.uint8))
        return Image.merge("LA", (gray, alpha))
    return gray


def _from_wide(image: Image.Image) -> Image.Image:
    """Whole numbers and floats of no stated range: floats in [0, 1] and numbers to 255 mean that, others stretch."""
    return Image.fromarray(_spread(np.asarray(image).astype(np.float64), 1.0 if image.mode == "F" else 255.0))


def _spread(values: NDArray[np.float64], full: float) -> NDArray[np.uint8]:
    values = np.nan_to_num(values, nan=0.0, posinf=0.0, neginf=0.0)
    low, high = float(values.min()), float(values.max())
    if low < 0 or high > full:
        values, full = values - low, max(high - low, 1e-300)
    return np.rint(values / full * 255).clip(0, 255).astype(np.uint8)


def from_samples(samples: NDArray[Any]) -> Image.Image:
    """An array (H, W) or (H, W, 3 or 4) of any type: whole numbers give their high byte, floats lie in [0, 1]."""
    if samples.dtype.kind == "u":
        shift = 8 * (samples.dtype.itemsize - 1)
        return Image.fromarray((samples >> shift).astype(np.uint8))
    return Image.fromarray(_spread(samples.astype(np.float64), 1.0))
