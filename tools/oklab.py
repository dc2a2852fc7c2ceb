"""sRGB-coded numbers to OKLab and back, and pulling impossible colours into the gamut.

Arrays are float32 of shape (height, width, 3), RGB in [0, 1]. OKLab: Björn Ottosson, "A perceptual color space for
image processing", 2020. It knows nothing of pictures, operations or amounts.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

# OpenCV's stubs promise less than float32, so the element type is stated in words.
Floats = NDArray[Any]

LUMA = np.array([0.2126, 0.7152, 0.0722], np.float32)

_TO_LMS = np.array(
    [[0.4122214708, 0.5363325363, 0.0514459929],
     [0.2119034982, 0.6806995451, 0.1073969566],
     [0.0883024619, 0.2817188376, 0.6299787005]], np.float32)  # fmt: skip
_TO_LAB = np.array(
    [[0.2104542553, 0.7936177850, -0.0040720468],
     [1.9779984951, -2.4285922050, 0.4505937099],
     [0.0259040371, 0.7827717662, -0.8086757660]], np.float32)  # fmt: skip
_STEPS = 65537


def linear(coded: Any) -> Any:
    """The sRGB transfer curve, to linear light; any shape, values in [0, 1]."""
    coded = np.asarray(coded)
    return np.where(coded <= 0.04045, coded / 12.92, ((np.maximum(coded, 0) + 0.055) / 1.055) ** 2.4)


def coded(light: Any) -> Any:
    """The inverse of `linear`; negative light becomes 0."""
    light = np.maximum(np.asarray(light), 0)
    return np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)


@cache
def _curve(kind: str) -> Floats:
    """A transfer curve as a table: exact powers of 24 million pixels would take seconds."""
    ramp = np.linspace(0, 1, _STEPS)
    table: Floats = (linear(ramp) if kind == "linear" else coded(ramp)).astype(np.float32)
    return table


def through(values: Floats, table: Floats) -> Floats:
    """Values in [0, 1] through a table of float32 by nearest entry; 65,537 entries are exact enough."""
    found: Floats = np.take(table, (np.clip(values, 0, 1) * (len(table) - 1) + 0.5).astype(np.int32))
    return found


def looked_up(values: Floats, kind: str) -> Floats:
    """`linear` or `coded` (the `kind`) by table, for whole pictures."""
    return through(values, _curve(kind))


def oklab(rgb: Floats) -> Floats:
    """L in [0, 1], a and b roughly in [−0.4, 0.4]."""
    import cv2

    lms = cv2.transform(looked_up(rgb, "linear"), _TO_LMS)
    lab: Floats = cv2.transform(np.cbrt(lms), _TO_LAB)
    return lab


_SLACK = 1e-5  # of linear light: more would turn the hue of dark colours, less would be rounding


def rgb(lab: Floats) -> Floats:
    """OKLab to sRGB-coded RGB; a colour outside the gamut keeps its hue and lightness and loses chroma."""
    light = _light(lab)
    outside = ((light < -_SLACK) | (light > 1.0001)).any(axis=2)
    if outside.any():
        light[outside] = _light(_within_gamut(lab[outside][None]))[0]
    return looked_up(light, "coded")


def _light(lab: Floats) -> Floats:
    import cv2

    lms = cv2.transform(lab, np.linalg.inv(_TO_LAB).astype(np.float32))
    light: Floats = cv2.transform(lms * lms * lms, np.linalg.inv(_TO_LMS).astype(np.float32))
    return light


def _within_gamut(lab: Floats) -> Floats:
    """The largest part of each colour's chroma that sRGB can show, by bisection."""
    lab = lab.copy()
    lab[..., 0] = np.clip(lab[..., 0], 0, 1)
    low, high = np.zeros(lab.shape[:2], np.float32), np.ones(lab.shape[:2], np.float32)
    shown = lab.copy()
    for _ in range(9):
        part = (low + high) / 2
        shown[..., 1:] = lab[..., 1:] * part[..., None]
        light = _light(shown)
        fits = ((light > -_SLACK) & (light < 1.0001)).all(axis=2)
        low, high = np.where(fits, part, low), np.where(fits, high, part)
    shown[..., 1:] = lab[..., 1:] * low[..., None]
    return shown
