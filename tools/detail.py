"""What looks at a pixel's neighbours or at its place: sharpening, blur, mosaic, vignette, grain.

Arrays are float32 in [0, 1] of shape (height, width, 3), masks float32 of shape (height, width). Lengths are pixels;
whoever calls derives them from the size of the whole picture, so that a crop is treated as its picture would be.
It knows nothing of operations or files.
"""

from __future__ import annotations

from math import ceil, pi, sqrt
from typing import TYPE_CHECKING

import numpy as np

from tools.oklab import LUMA, Floats

if TYPE_CHECKING:
    from tools.types import Frame

_TILE = 256  # grain is drawn by tile of the whole picture, so that a crop gets the picture's own grain


def blurred(values: Floats, sigma_px: float) -> Floats:
    """Gaussian blur; large ones are computed small, which the eye and the numbers (±1/255) cannot tell."""
    import cv2

    shrink = int(sigma_px // 4)
    if shrink <= 1:
        return np.asarray(cv2.GaussianBlur(values, (0, 0), sigma_px, borderType=cv2.BORDER_REPLICATE))
    height, width = values.shape[:2]
    small = cv2.resize(values, (max(1, width // shrink), max(1, height // shrink)), interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), sigma_px / shrink, borderType=cv2.BORDER_REPLICATE)
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC))


def blurred_inside(values: Floats, weights: Floats, sigma_px: float) -> Floats:
    """Blur that sees only pixels in proportion to `weights` (normalised convolution, Knutsson and Westin 1993)."""
    if float(weights.min()) >= 1:
        return blurred(values, sigma_px)
    total = np.maximum(blurred(weights, sigma_px), 0)
    spread = blurred(values * weights[..., None], sigma_px)
    # Far from every weighted pixel there is nothing to average; such pixels keep their own value.
    known = np.clip(total * 200, 0, 1)[..., None]
    mixed: Floats = spread / np.maximum(total, 1e-4)[..., None] * known + values * (1 - known)
    return mixed


def sharpened(values: Floats, amount: float, sigma_px: float) -> Floats:
    """Unsharp mask of the luma for `amount` > 0, a blend with the blurred picture for `amount` < 0; −1 … 1.

    Overshoot is limited to a part of the local range, which keeps edges free of bright rims.
    """
    import cv2

    if amount < 0:
        soft = blurred(values, sigma_px * 2)
        return np.asarray(cv2.addWeighted(values, 1 + amount, soft, -amount, 0))
    luma = values @ LUMA
    detail = (luma - blurred(luma, sigma_px)) * (2.2 * amount)
    kernel = np.ones((3, 3), np.uint8)
    slack = 0.025
    low, high = cv2.erode(luma, kernel) - slack, cv2.dilate(luma, kernel) + slack
    gained = np.clip(luma + detail, low, high) - luma
    sharp: Floats = values + gained[..., None]
    return np.clip(sharp, 0, 1)


def pixelated(values: Floats, weights: Floats, cell_px: int, frame: Frame) -> Floats:
    """Mosaic on the whole picture's own grid; each cell is the mean of its selected pixels only."""
    import cv2

    top, left = frame.y % cell_px, frame.x % cell_px
    height, width = values.shape[:2]
    rows, columns = -(-(top + height) // cell_px), -(-(left + width) // cell_px)
    padded = ((top, rows * cell_px - top - height), (left, columns * cell_px - left - width))
    total = np.pad(weights, padded)
    light = np.pad(values * weights[..., None], (*padded, (0, 0)))
    total = cv2.resize(total, (columns, rows), interpolation=cv2.INTER_AREA)
    light = cv2.resize(light, (columns, rows), interpolation=cv2.INTER_AREA)
    cells = light / np.maximum(total, 1e-6)[..., None]
    big = cells.repeat(cell_px, 0).repeat(cell_px, 1)
    mosaic: Floats = big[top : top + height, left : left + width]
    return np.where(weights[..., None] > 0, mosaic, values)


def vignette(frame: Frame, amount: float) -> Floats:
    """Factors (height, width) that darken the corners of the whole picture; 1 in the middle."""
    xs = (np.arange(frame.x, frame.x + frame.width, dtype=np.float32) + 0.5) / frame.picture_width * 2 - 1
    ys = (np.arange(frame.y, frame.y + frame.height, dtype=np.float32) + 0.5) / frame.picture_height * 2 - 1
    # Half way between an ellipse in the frame and a circle: the fall-off real lenses show.
    distance = (ys * ys)[:, None] * 0.5 + (xs * xs)[None] * 0.5
    t = np.clip((distance - 0.12) / 0.88, 0, 1)
    falloff: Floats = 1 - 0.85 * amount * t * t * (3 - 2 * t)
    return falloff.astype(np.float32)


def grain(frame: Frame, seed: int, sigma_px: float) -> Floats:
    """Film grain (height, width), mean 0, standard deviation 1, clumps of `sigma_px`; the same for every crop."""
    margin = ceil(4.5 * sigma_px) + 1
    x0, y0, x1, y1 = frame.x - margin, frame.y - margin, frame.x + frame.width + margin, frame.y + frame.height + margin
    noise = np.empty((y1 - y0, x1 - x0), np.float32)
    for row in range(y0 // _TILE, (y1 - 1) // _TILE + 1):
        for column in range(x0 // _TILE, (x1 - 1) // _TILE + 1):
            generator = np.random.Generator(np.random.SFC64((seed, row + 64, column + 64)))
            tile = generator.standard_normal((_TILE, _TILE), np.float32)
            top, left = row * _TILE, column * _TILE
            a, b, c, d = max(top, y0), min(top + _TILE, y1), max(left, x0), min(left + _TILE, x1)
            noise[a - y0 : b - y0, c - x0 : d - x0] = tile[a - top : b - top, c - left : d - left]
    if sigma_px >= 0.4:
        # A Gaussian of this width divides white noise's deviation by about 2·√π·σ.
        noise = blurred(noise, sigma_px) * np.float32(max(1.0, 2 * sqrt(pi) * sigma_px))
    return noise[margin : margin + frame.height, margin : margin + frame.width]
