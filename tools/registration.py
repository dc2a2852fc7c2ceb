"""How far a picture that a model gave back was shifted, to a fraction of a pixel, and undoing that.

Phase correlation on the gradients of what both pictures should have in common (Kuglin and Hines 1975), its peak refined
by a matrix Fourier transform (Guizar-Sicairos et al. 2008). It knows nothing of models or of what was asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, hypot
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image as PILImage

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PIL.Image import Image

    Floats = NDArray[np.float32]

LONGEST_PX = 1024  # pictures are compared at no more than this
FARTHEST = 0.15  # of the shorter side: what seems to lie farther off has other reasons
LEAST_PX = 0.2  # resampling for less would cost more than it mends
ALIKE = 0.25  # correlation of the gradients from which two pictures show the same thing
BETTER = 0.02  # by which undoing a shift has to improve that
_FINENESS = 20  # steps to a pixel
_ENOUGH_PX = 256


@dataclass(frozen=True)
class Shift:
    """How far the later picture's content lies to the right of (`x`) and below (`y`) the earlier one's, in pixels."""

    x: float = 0.0
    y: float = 0.0

    @property
    def length_px(self) -> float:
        return hypot(self.x, self.y)


def shift_between(before: Image, after: Image, kept: Image) -> Shift:
    """The shift of `after` (RGB) against `before` (RGB, same size), judged where `kept` (L) is not 0.

    No shift where the two have too little in common there to tell, or where undoing it would not bring them closer.
    """
    reduced = max(1.0, max(before.size) / LONGEST_PX)
    size = max(1, round(before.width / reduced)), max(1, round(before.height / reduced))
    where = np.asarray(kept.resize(size, PILImage.Resampling.BILINEAR) if size != kept.size else kept) > 127
    if min(size) < 16 or int(where.sum()) < _ENOUGH_PX:
        return Shift()
    first, second = _gray(before, size), _gray(after, size)
    found, weight = (0.0, 0.0), _weight(where)
    for _ in range(2):  # the edge of the mask pulls the first estimate towards none; it is gone in the second
        more = _correlated(first, _moved(second, *found), weight)
        found = found[0] + more[0], found[1] + more[1]
    shift = Shift(found[0] * before.width / size[0], found[1] * before.height / size[1])
    farthest = FARTHEST * min(size)
    if shift.length_px < LEAST_PX or max(map(abs, found)) > farthest:
        return Shift()
    inner = _shrunk(where, ceil(max(map(abs, found))) + 2)
    alike, now = (likeness(first, one, inner) for one in (second, _moved(second, *found)))
    return shift if now >= ALIKE and now >= alike + BETTER else Shift()


def undone(image: Image, shift: Shift) -> Image:
    """`image` (RGB) moved back; what comes in at the edge is its own mirror image."""
    return PILImage.fromarray(np.asarray(_moved(np.asarray(image), shift.x, shift.y), np.uint8))


def likeness(first: Floats, second: Floats, where: NDArray[np.bool_]) -> float:
    """Correlation of the gradients of two gray pictures where `where`: 1 for the same, 0 for nothing in common."""
    if int(where.sum()) < _ENOUGH_PX:
        return 0.0
    one, other = _gradient(first)[where], _gradient(second)[where]
    scale = float(np.sqrt((np.abs(one) ** 2).sum() * (np.abs(other) ** 2).sum()))
    return float((one * other.conj()).real.sum()) / scale if scale > 1e-9 else 0.0


def _gray(image: Image, size: tuple[int, int]) -> Floats:
    gray = image.convert("L")
    return np.asarray(gray if gray.size == size else gray.resize(size, PILImage.Resampling.BOX), np.float32)


def _moved(values: NDArray[Any], x: float, y: float) -> NDArray[Any]:
    """What lies at (x, y) comes to the origin; whole pixels are copied as they are."""
    import cv2

    whole = float(x).is_integer() and float(y).is_integer()
    how = (cv2.INTER_NEAREST if whole else cv2.INTER_CUBIC) | cv2.WARP_INVERSE_MAP
    matrix = np.array([[1, 0, x], [0, 1, y]], np.float64)
    size = values.shape[1], values.shape[0]
    return np.asarray(cv2.warpAffine(values, matrix, size, flags=how, borderMode=cv2.BORDER_REFLECT_101))


def _gradient(values: Floats) -> NDArray[np.complex64]:
    import cv2

    soft = cv2.GaussianBlur(values, (0, 0), 0.8)
    return np.asarray(cv2.Scharr(soft, cv2.CV_32F, 1, 0) + 1j * cv2.Scharr(soft, cv2.CV_32F, 0, 1), np.complex64)


def _shrunk(where: NDArray[np.bool_], by_px: int) -> NDArray[np.bool_]:
    import cv2

    kernel = np.ones((2 * by_px + 1, 2 * by_px + 1), np.uint8)
    inside = cv2.erode(where.astype(np.uint8), kernel, borderType=cv2.BORDER_CONSTANT, borderValue=0)
    return np.asarray(inside, np.uint8) > 0


def _weight(where: NDArray[np.bool_]) -> Floats:
    """1 where the pictures are compared, falling softly to 0 at the edges, which are no part of either picture."""
    import cv2

    height, width = where.shape
    fall = np.outer(_taper(height), _taper(width)).astype(np.float32)
    blurred = cv2.GaussianBlur(_shrunk(where, 2).astype(np.float32), (0, 0), 1.5)
    return np.asarray(fall * blurred, np.float32)


def _taper(length: int) -> Floats:
    rim = max(2, length // 12)
    ramp = np.minimum(np.arange(length) + 0.5, np.arange(length)[::-1] + 0.5) / rim
    return np.asarray(0.5 - 0.5 * np.cos(np.pi * np.clip(ramp, 0, 1)), np.float32)


def _correlated(first: Floats, second: Floats, weight: Floats) -> tuple[float, float]:
    """The shift (x, y) of `second` by the peak of the phase correlation, high frequencies damped."""
    from scipy import fft

    one, other = (fft.fft2(_gradient(values) * weight) for values in (first, second))
    cross = other * np.conj(one)
    cross /= np.maximum(np.abs(cross), 1e-6 * max(float(np.abs(cross).max()), 1e-12))
    ys, xs = (fft.fftfreq(length) for length in cross.shape)
    cross *= np.outer(*(np.exp(-(one**2) / (2 * 0.15**2)).astype(np.float32) for one in (ys, xs)))
    surface = np.abs(fft.ifft2(cross))
    reach = max(1, int(FARTHEST * min(cross.shape)) + 1)
    near = (np.abs(ys * len(ys))[:, None] <= reach) & (np.abs(xs * len(xs))[None] <= reach)
    y, x = np.unravel_index(int(np.argmax(np.where(near, surface, -1))), surface.shape)
    return _refined(cross, _signed(int(x), cross.shape[1]), _signed(int(y), cross.shape[0]))


def _signed(index: int, length: int) -> int:
    return index - length if index > length // 2 else index


def _refined(cross: NDArray[Any], x: int, y: int) -> tuple[float, float]:
    """The peak on a grid twenty times as fine, a pixel and a half around its whole-numbered place."""
    steps = np.arange(-1.5, 1.5 + 1e-9, 1 / _FINENESS)
    height, width = cross.shape
    # In single precision, as the spectrum is: doubles would take four times as long and tell no more.
    rows = np.exp(2j * np.pi * np.outer(y + steps, np.fft.fftfreq(height))).astype(np.complex64)
    columns = np.exp(2j * np.pi * np.outer(np.fft.fftfreq(width), x + steps)).astype(np.complex64)
    fine = np.abs(rows @ cross @ columns)
    at_y, at_x = np.unravel_index(int(np.argmax(fine)), fine.shape)
    return round(float(x + steps[at_x]), 3), round(float(y + steps[at_y]), 3)
