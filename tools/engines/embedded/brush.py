"""What painted looks are made of: flat patches, strokes along the forms, wobbly edges, drawn lines.

Float32 arrays; radii in pixels. It knows nothing of looks.
"""

from __future__ import annotations

import numpy as np

from tools import detail
from tools.oklab import LUMA, Floats
from tools.types import Frame

_SECTORS = 8


def kuwahara(values: Floats, radius_px: int) -> Floats:
    """Generalised Kuwahara filter (Papari, Petkov, Campisi 2007): flattens textures and keeps edges sharp.

    Wide ones are computed on a smaller picture: the result has no detail that would be lost.
    """
    import cv2

    shrink = max(1, radius_px // 5)
    height, width = values.shape[:2]
    small = values
    if shrink > 1:
        size = (max(1, width // shrink), max(1, height // shrink))
        small = cv2.resize(values, size, interpolation=cv2.INTER_AREA)
    luma = small @ LUMA
    total, weights = np.zeros_like(small), np.zeros(luma.shape, np.float32)
    for kernel in _sectors(max(2, round(radius_px / shrink))):
        mean = cv2.filter2D(small, -1, kernel, borderType=cv2.BORDER_REPLICATE)
        light = cv2.filter2D(luma, -1, kernel, borderType=cv2.BORDER_REPLICATE)
        spread = cv2.filter2D(luma * luma, -1, kernel, borderType=cv2.BORDER_REPLICATE) - light * light
        weight = 1 / (1 + np.maximum(spread, 0) * 1600) ** 4
        total += mean * weight[..., None]
        weights += weight
    flat = np.clip(total / np.maximum(weights, 1e-12)[..., None], 0, 1)
    return flat if shrink == 1 else np.clip(cv2.resize(flat, (width, height), interpolation=cv2.INTER_CUBIC), 0, 1)


def _sectors(radius_px: int) -> list[Floats]:
    """Eight overlapping wedges of a disc as averaging kernels."""
    span = np.arange(-radius_px, radius_px + 1)
    y, x = np.meshgrid(span, span, indexing="ij")
    distance, angle = np.hypot(x, y), np.arctan2(y, x)
    disc = np.exp(-((distance / (0.7 * radius_px)) ** 2)) * (distance <= radius_px + 0.3)
    kernels = []
    for number in range(_SECTORS):
        turn = np.angle(np.exp(1j * (angle - number * 2 * np.pi / _SECTORS)))
        kernel = disc * np.clip(np.cos(turn), 0, 1) ** 2.5
        kernel[radius_px, radius_px] = disc[radius_px, radius_px] / _SECTORS
        kernels.append((kernel / kernel.sum()).astype(np.float32))
    return kernels


def tangents(values: Floats, sigma_px: float) -> Floats:
    """Unit vectors (height, width, 2) along the edges: minor eigenvectors of the smoothed structure tensor."""
    import cv2

    luma = np.ascontiguousarray(values @ LUMA)
    gx, gy = cv2.Sobel(luma, cv2.CV_32F, 1, 0), cv2.Sobel(luma, cv2.CV_32F, 0, 1)
    xx, yy, xy = (detail.blurred(product, sigma_px) for product in (gx * gx, gy * gy, gx * gy))
    angle = 0.5 * np.arctan2(2 * xy, xx - yy) + np.pi / 2
    return np.stack([np.cos(angle), np.sin(angle)], axis=-1).astype(np.float32)


def streaks(values: Floats, field: Floats, length_px: int) -> Floats:
    """Averaged along the field in both directions (line integral convolution, Cabral and Leedom 1993)."""
    import cv2

    height, width = values.shape[:2]
    grid: Floats = np.mgrid[:height, :width].astype(np.float32)
    steps = min(max(1, length_px), 10)
    stride = length_px / steps
    total = values.copy()
    for sign in (1.0, -1.0):
        x: Floats = grid[1]
        y: Floats = grid[0]
        vx: Floats = field[..., 0] * sign
        vy: Floats = field[..., 1] * sign
        for _ in range(steps):
            x, y = x + vx * stride, y + vy * stride
            nx = cv2.remap(field[..., 0], x, y, cv2.INTER_NEAREST, borderMode=cv2.BORDER_REFLECT)
            ny = cv2.remap(field[..., 1], x, y, cv2.INTER_NEAREST, borderMode=cv2.BORDER_REFLECT)
            # A direction has no sign: keep going the way the stroke came.
            flip = np.where(nx * vx + ny * vy < 0, -1, 1).astype(np.float32)
            vx, vy = nx * flip, ny * flip
            total += cv2.remap(values, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
    mean: Floats = total / (2 * steps + 1)
    return mean


def wobbled(values: Floats, frame: Frame, seed: int, amount_px: float, scale_px: float) -> Floats:
    """Pushed about by smooth noise, as an unsteady hand would."""
    import cv2

    height, width = values.shape[:2]
    ys, xs = np.mgrid[:height, :width].astype(np.float32)
    dx, dy = (detail.grain(frame, seed + 11 + i, scale_px) * np.float32(amount_px * 0.6) for i in range(2))
    return np.asarray(cv2.remap(values, xs + dx, ys + dy, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT))


def drawn_lines(luma: Floats, sigma_px: float, share: float, hardness: float) -> Floats:
    """Ink lines, 1 on paper and 0 in ink: a thresholded difference of Gaussians (XDoG, Winnemöller 2011)."""
    narrow, wide = detail.blurred(luma, sigma_px), detail.blurred(luma, 1.6 * sigma_px)
    difference = (narrow - share * wide) * 100 / 3
    lines: Floats = np.where(difference >= 0.05, 1, 1 + np.tanh(hardness * (difference - 0.05) / 4)).astype(np.float32)
    return np.clip(lines, 0, 1)
