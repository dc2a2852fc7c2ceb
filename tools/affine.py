"""Plane transforms as nine numbers (3×3, row by row), in pixels with (0, 0) at the outer corner of the first pixel.

A pixel's centre lies at a half, so mirroring a picture W wide is x' = W − x. This file knows nothing of operations.
"""

from __future__ import annotations

from functools import reduce
from math import ceil, cos, floor, hypot, isclose, radians, sin
from typing import TYPE_CHECKING

from tools.types import IDENTITY, Transform

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    from tools.selection import Pixels

Centre = tuple[float, float]


def shift(dx: float, dy: float) -> Transform:
    """Right by `dx` and down by `dy`."""
    return 1.0, 0.0, float(dx), 0.0, 1.0, float(dy), 0.0, 0.0, 1.0


def stretch(sx: float, sy: float, about: Centre = (0.0, 0.0)) -> Transform:
    """Scaled by `sx` and `sy`, `about` staying where it is; −1 mirrors."""
    return float(sx), 0.0, about[0] * (1 - sx), 0.0, float(sy), about[1] * (1 - sy), 0.0, 0.0, 1.0


def turn(degrees: float, about: Centre, zoom: float = 1.0) -> Transform:
    """Turned clockwise and enlarged by `zoom`, `about` staying where it is."""
    c, s = _cos_sin(degrees)
    c, s, (x, y) = c * zoom, s * zoom, about
    return c, -s, x - c * x + s * y, s, c, y - s * x - c * y, 0.0, 0.0, 1.0


def _cos_sin(degrees: float) -> tuple[float, float]:
    quarters, rest = divmod(degrees % 360, 90)
    if rest == 0:  # cos(π/2) is not quite 0
        return ((1.0, 0.0), (0.0, 1.0), (-1.0, 0.0), (0.0, -1.0))[int(quarters) % 4]
    return cos(radians(degrees)), sin(radians(degrees))


def chain(*transforms: Sequence[float]) -> Transform:
    """The first, then the second, and so on, as one."""
    return reduce(_after, (_nine(t) for t in transforms), IDENTITY)


def _after(first: Transform, then: Transform) -> Transform:
    rows = [then[0:3], then[3:6], then[6:9]]
    return _nine([sum(row[k] * first[3 * k + column] for k in range(3)) for row in rows for column in range(3)])


def _nine(numbers: Sequence[float]) -> Transform:
    a, b, c, d, e, f, g, h, i = numbers
    return a, b, c, d, e, f, g, h, i


def inverse(transform: Transform) -> Transform:
    """The way back. `transform` is affine and not flat."""
    a, b, c, d, e, f = transform[:6]
    det = a * e - b * d
    return e / det, -b / det, (b * f - c * e) / det, -d / det, a / det, (c * d - a * f) / det, 0.0, 0.0, 1.0


def exact(transform: Transform) -> bool:
    """Whether pixels only change places: whole shifts, mirrors and quarter turns."""
    a, b, c, d, e, f = transform[:6]
    straight = {(abs(round(a)), abs(round(b))), (abs(round(d)), abs(round(e)))} == {(1, 0), (0, 1)}
    return straight and all(isclose(n, round(n), abs_tol=1e-6) for n in (a, b, c, d, e, f))


def scale_of(transform: Transform) -> float:
    """How many times longer lengths become, on average."""
    return hypot(*(transform[k] for k in (0, 1, 3, 4))) / 2**0.5


def carried_box(transform: Transform, box: Sequence[float], size: tuple[int, int], pad_px: int = 0) -> Pixels | None:
    """The pixels of a picture of `size` that a box may reach, grown by `pad_px`; None when it falls outside."""
    a, b, c, d, e, f = transform[:6]
    x0, y0, x1, y1 = box
    xs, ys = zip(*((a * x + b * y + c, d * x + e * y + f) for x in (x0, x1) for y in (y0, y1)), strict=True)
    left, top = floor(round(min(xs), 6)) - pad_px, floor(round(min(ys), 6)) - pad_px
    right, bottom = ceil(round(max(xs), 6)) + pad_px, ceil(round(max(ys), 6)) + pad_px
    left, top, right, bottom = max(left, 0), max(top, 0), min(right, size[0]), min(bottom, size[1])
    return None if left >= right or top >= bottom else (left, top, right, bottom)


def warp(pixels: NDArray[np.float32], transform: Transform, size: tuple[int, int]) -> NDArray[np.float32]:
    """An array (h, w) or (h, w, channels) seen through `transform` in a picture of `size`; zero where nothing falls.

    Exact for transforms that only change places; otherwise bicubic, averaged first where it shrinks.
    """
    import cv2
    import numpy as np

    if exact(transform):
        method = cv2.INTER_NEAREST
    else:
        method = cv2.INTER_CUBIC
        pixels, transform = _shrunk_first(pixels, transform)
    a, b, c, d, e, f = transform[:6]
    # OpenCV puts pixel centres on integers, we put them on halves.
    matrix = np.array([[a, b, c + (a + b - 1) / 2], [d, e, f + (d + e - 1) / 2]], np.float64)
    return np.asarray(cv2.warpAffine(pixels, matrix, size, flags=method, borderMode=cv2.BORDER_CONSTANT), np.float32)


def _shrunk_first(pixels: NDArray[np.float32], transform: Transform) -> tuple[NDArray[np.float32], Transform]:
    """Average before sampling, or a small copy would flicker with what it happens to hit."""
    import cv2
    import numpy as np

    scale = scale_of(transform)
    if scale > 0.9:
        return pixels, transform
    height, width = pixels.shape[:2]
    small = max(1, ceil(width * scale)), max(1, ceil(height * scale))
    shrunk: NDArray[np.float32] = np.asarray(cv2.resize(pixels, small, interpolation=cv2.INTER_AREA), np.float32)
    return shrunk, chain(stretch(width / small[0], height / small[1]), transform)
