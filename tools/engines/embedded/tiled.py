"""Looks made of cells: pixel art, mosaic, halftone pop art.

Each takes float32 RGB in [0, 1] of shape (height, width, 3), the frame that says where it lies, and a seed, and returns
the same shape. Cells lie on the whole picture's own grid. It knows nothing of the words people use for looks.
"""

from __future__ import annotations

import numpy as np

from tools import detail, oklab
from tools.engines.embedded.brush import drawn_lines, kuwahara
from tools.oklab import LUMA, Floats
from tools.types import Frame


def pixel_art(values: Floats, frame: Frame, seed: int) -> Floats:
    """Large square pixels in a palette of 24 colours."""
    cell = max(2, round(max(frame.picture_size) / 150))
    vivid = oklab.oklab(_vivid(values, 1.25))
    blocks = detail.pixelated(vivid, np.ones(values.shape[:2], np.float32), cell, frame)
    small = blocks[cell // 2 :: cell, cell // 2 :: cell]
    palette = _palette(np.ascontiguousarray(small if small.size else blocks), 24)
    return oklab.rgb(_nearest(blocks, palette))


def mosaic(values: Floats, frame: Frame, seed: int) -> Floats:
    """Irregular glass tiles in dark grout, each of its own mean colour."""
    import cv2

    height, width = values.shape[:2]
    side = max(4.0, max(frame.picture_size) / 75)
    seeds = np.ones((height, width), np.uint8)
    rows = np.arange(int(frame.y / side) - 1, int((frame.y + height) / side) + 2)
    columns = np.arange(int(frame.x / side) - 1, int((frame.x + width) / side) + 2)
    for row in rows:
        jitter = np.random.Generator(np.random.SFC64((seed, int(row) + 64))).uniform(-0.33, 0.33, (4096, 2))
        for column in columns:
            dx, dy = jitter[int(column) % 4096]
            x = int((column + 0.5 + dx + 0.5 * (row % 2)) * side) - frame.x
            y = int((row + 0.5 + dy) * side) - frame.y
            if 0 <= x < width and 0 <= y < height:
                seeds[y, x] = 0
    if seeds.all():
        return values
    _, labels = cv2.distanceTransformWithLabels(seeds, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    flat = labels.ravel()
    count = np.maximum(np.bincount(flat), 1)
    means = np.stack([np.bincount(flat, values[..., c].ravel()) / count for c in range(3)], axis=1).astype(np.float32)
    shade = 1 + 0.05 * np.random.Generator(np.random.SFC64(seed)).standard_normal(len(means)).astype(np.float32)
    tiles = _vivid(means[None] * shade[None, :, None], 1.25)[0][labels]
    kernel = np.ones((3, 3), np.uint8)
    as_float = labels.astype(np.float32)
    border = (cv2.dilate(as_float, kernel) != cv2.erode(as_float, kernel)).astype(np.uint8)
    # With a single tile there is no border, and the distance to it is the largest number there is.
    away = np.minimum(cv2.distanceTransform(1 - border, cv2.DIST_L2, 3), side)
    grout = np.clip((away - side * 0.01) / (side * 0.05 + 0.5), 0, 1)[..., None]
    bevel = 1 + 0.10 * np.clip(1 - away / (side * 0.3), 0, 1)[..., None]
    glazed: Floats = np.clip(tiles * bevel * grout + (1 - grout) * 0.2, 0, 1)
    return glazed


def pop_art(values: Floats, frame: Frame, seed: int) -> Floats:
    """Flat loud colours, halftone dots in the midtones, thick black outlines."""
    side = max(frame.picture_size)
    unit = max(0.5, side / 1200)
    flat = kuwahara(values, max(2, round(4 * unit)))
    lab = oklab.oklab(_vivid(flat, 1.7))
    palette = _palette(np.ascontiguousarray(lab[:: max(1, round(4 * unit)), :: max(1, round(4 * unit))]), 9)
    chroma = np.hypot(palette[:, 1], palette[:, 2])[:, None]
    palette[:, 1:] *= np.where(chroma > 0.018, np.clip(0.19 / np.maximum(chroma, 1e-3), 1, 3.5), 1)
    loud = oklab.rgb(_nearest(lab, palette))
    luma = flat @ LUMA
    pitch = max(3.0, side / 150)
    ys = np.arange(frame.y, frame.y + frame.height, dtype=np.float32)[:, None]
    xs = np.arange(frame.x, frame.x + frame.width, dtype=np.float32)[None]
    u, v = (xs + ys) / pitch * 0.7071, (xs - ys) / pitch * 0.7071
    screen = (np.cos(2 * np.pi * u) + np.cos(2 * np.pi * v)) / 4 + 0.5
    tone = detail.blurred(luma, pitch * 0.35)
    dots = np.clip((screen - np.clip(tone * 1.5, 0.30, 1.1)) * pitch * 0.55 + 0.5, 0, 1)[..., None]
    inked = loud * (1 - dots * 0.62)
    outlined: Floats = np.clip(inked, 0, 1) * drawn_lines(luma, 1.9 * unit, 0.98, 14)[..., None]
    return outlined


def _vivid(values: Floats, factor: float) -> Floats:
    luma = (values @ LUMA)[..., None]
    return np.clip(luma + (values - luma) * np.float32(factor), 0, 1)


def _palette(lab: Floats, count: int) -> Floats:
    """k-means centres of the colours (n, 3); begun evenly along the lightness, so that it repeats exactly."""
    colours = lab.reshape(-1, 3)[:: max(1, lab.size // 3 // 20_000)]
    order = np.argsort(colours[:, 0] + 0.7 * colours[:, 1] - 0.4 * colours[:, 2], kind="stable")
    centres = colours[order[np.linspace(0, len(order) - 1, min(count, len(order))).astype(int)]].copy()
    for _ in range(12):
        nearest = _labels(colours, centres)
        total = np.bincount(nearest, minlength=len(centres))
        for channel in range(3):
            mean = np.bincount(nearest, colours[:, channel], len(centres)) / np.maximum(total, 1)
            centres[:, channel] = np.where(total > 0, mean, centres[:, channel])
    found: Floats = centres
    return found


def _labels(colours: Floats, centres: Floats) -> Floats:
    """Index of the nearest centre; the squared length of the colour itself does not decide anything."""
    score = colours @ centres.T * 2 - (centres * centres).sum(axis=1)
    return np.asarray(score.argmax(axis=1))


def _nearest(lab: Floats, palette: Floats) -> Floats:
    rows = [palette[_labels(row, palette)] for row in lab]
    return np.ascontiguousarray(np.stack(rows), np.float32)
