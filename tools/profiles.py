"""Colour profiles through LittleCMS: an sRGB view for models and colour words, and the way out of CMYK and Lab.

A photograph's own numbers are never converted here or anywhere else; the views made here are looked at and thrown away.
It knows nothing of files or of editing.
"""

from __future__ import annotations

import io
from functools import lru_cache

from PIL import Image, ImageCms

_SPACES = {"L": "GRAY", "RGB": "RGB ", "CMYK": "CMYK", "LAB": "Lab "}


def srgb_view(image: Image.Image, icc: bytes | None) -> Image.Image:
    """`image` (L, LA, RGB or RGBA) as 8-bit sRGB without alpha, seen through its profile.

    With no profile, an sRGB one, or one that does not fit or is damaged, the numbers are taken as they are.
    """
    plain = image.convert("L" if image.mode in ("L", "LA") else "RGB")
    transform = to_srgb(icc, plain.mode) if icc else None
    seen = transform.apply(plain) if transform is not None else plain
    return seen.convert("RGB")


@lru_cache(maxsize=16)
def to_srgb(icc: bytes, mode: str) -> ImageCms.ImageCmsTransform | None:
    """The transform from pictures of `mode` in the profile `icc` to RGB in sRGB; None where there is nothing to do.

    Relative colorimetric with black point compensation, as photo viewers do.
    """
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(icc))
        if profile.profile.xcolor_space != _SPACES[mode] or is_srgb(icc):
            return None
        return ImageCms.buildTransform(
            profile,
            ImageCms.createProfile("sRGB"),
            mode,
            "RGB",
            ImageCms.Intent.RELATIVE_COLORIMETRIC,
            ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return None


@lru_cache(maxsize=16)
def both_ways(icc: bytes) -> tuple[ImageCms.ImageCmsTransform, ImageCms.ImageCmsTransform] | None:
    """The transforms of RGB pictures from the profile `icc` to sRGB and back; None where there is nothing to do, or
    no way back.
    """
    there = to_srgb(icc, "RGB")
    if there is None:
        return None
    try:
        profile = ImageCms.ImageCmsProfile(io.BytesIO(icc))
        intent = ImageCms.Intent.RELATIVE_COLORIMETRIC
        back = ImageCms.buildTransform(ImageCms.createProfile("sRGB"), profile, "RGB", "RGB", intent)
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return None
    return there, back


@lru_cache(maxsize=16)
def is_srgb(icc: bytes) -> bool:
    """Whether the profile describes itself as sRGB."""
    try:
        description = ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(io.BytesIO(icc)))
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
        return False
    return description.strip().lower().startswith("srgb")


def lab_to_srgb(image: Image.Image) -> Image.Image:
    """A LAB image (CIE L*a*b*, D50) as sRGB."""
    return _lab_transform().apply(image)


@lru_cache(maxsize=1)
def _lab_transform() -> ImageCms.ImageCmsTransform:
    return ImageCms.buildTransform(ImageCms.createProfile("LAB"), ImageCms.createProfile("sRGB"), "LAB", "RGB")
