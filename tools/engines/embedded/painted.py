"""Looks made by hand: watercolor, oil, pencil, charcoal, cartoon.

Each takes float32 RGB in [0, 1] of shape (height, width, 3), the frame that says where it lies, and a seed, and returns
the same shape. Brush and line widths follow the size of the whole picture. It knows nothing of the words for looks.
"""

from __future__ import annotations

import numpy as np

from tools import detail
from tools.engines.embedded.brush import drawn_lines, kuwahara, streaks, tangents, wobbled
from tools.oklab import LUMA, Floats
from tools.types import Frame


def watercolor(values: Floats, frame: Frame, seed: int) -> Floats:
    """Flat washes with wobbly edges where pigment gathers, blooms, and the paper shining through."""
    import cv2

    unit = _unit(frame)
    wash = wobbled(values, frame, seed, 2.2 * unit, 9 * unit)
    for _ in range(2):
        wash = kuwahara(wash, max(2, round(3.2 * unit)))
    wash = np.asarray(cv2.bilateralFilter(wash, 0, 0.09, 2.5 * unit))
    edge = np.abs(detail.blurred(wash, 0.8 * unit) - detail.blurred(wash, 2.6 * unit)) @ LUMA
    luma = (wash @ LUMA)[..., None]
    wash = np.clip(luma + (wash - luma) * 1.3, 0, 1)
    density = 0.95 + 0.075 * detail.grain(frame, seed, 40 * unit) + 0.05 * detail.grain(frame, seed + 1, 5 * unit)
    density += np.clip(edge * 9, 0, 0.55)
    density += 0.07 * detail.grain(frame, seed + 2, 0.9 * unit) * (1 - luma[..., 0])
    # Pigment on white paper: what it absorbs grows with its density (Beer and Lambert).
    absorbed = -np.log(np.clip(wash * 0.93 + 0.065, 0.02, 1)) * 0.8
    painted = np.exp(-absorbed * np.clip(density, 0.35, 2)[..., None])
    paper = 1 - 0.022 * np.clip(detail.grain(frame, seed + 3, 1.1 * unit), -2, 2)
    return np.clip(painted * paper[..., None] * np.array([1.0, 0.992, 0.972], np.float32), 0, 1)


def oil_painting(values: Floats, frame: Frame, seed: int) -> Floats:
    """Thick strokes that follow the forms, with the light raking over their bristle marks."""
    unit = _unit(frame)
    field = tangents(values, 2.6 * unit)
    paint = kuwahara(wobbled(values, frame, seed, 1.6 * unit, 5 * unit), max(2, round(4.5 * unit)))
    paint = streaks(paint, field, round(5 * unit))
    luma = (paint @ LUMA)[..., None]
    paint = np.clip(luma + (paint - luma) * 1.22, 0, 1)
    bristles = streaks(detail.grain(frame, seed, 0.8 * unit), field, round(11 * unit))
    bristles = np.clip(bristles / max(float(bristles.std()), 1e-3), -3, 3)
    height = bristles * 0.5 + detail.grain(frame, seed + 1, 5 * unit) * 0.15
    raking = np.roll(height, (1, 1), (0, 1)) - height
    relief = np.clip(raking / max(float(raking.std()), 1e-6), -2.5, 2.5)
    return np.clip(paint * (1 + 0.05 * bristles[..., None]) + 0.022 * relief[..., None], 0, 1)


def pencil_sketch(values: Floats, frame: Frame, seed: int) -> Floats:
    """Graphite: outlines, and hatching that gets denser as the tone gets darker."""
    sketch: Floats = _graphite(values, frame, seed)[..., None] * np.array([1.0, 0.995, 0.98], np.float32)
    return sketch


def colored_pencil(values: Floats, frame: Frame, seed: int) -> Floats:
    """The same hatching in colours."""
    gray = _graphite(values, frame, seed)
    colour = kuwahara(values, max(2, round(1.6 * _unit(frame))))
    luma = np.maximum(colour @ LUMA, 0.08)[..., None]
    tint = np.clip(1 + (colour / luma - 1) * 1.15, 0.25, 1.9)
    ink = (1 - gray)[..., None]
    light = 1 - ink * 0.9
    return np.clip(light + (tint - 1) * (0.25 + 0.75 * ink) * light, 0, 1)


def charcoal(values: Floats, frame: Frame, seed: int) -> Floats:
    """Soft black strokes on rough paper."""
    unit = _unit(frame)
    luma = kuwahara(values, max(2, round(2.4 * unit))) @ LUMA
    lines = drawn_lines(values @ LUMA, 1.9 * unit, 0.97, 6)
    tooth = detail.grain(frame, seed, 1.0 * unit)
    strokes = streaks(detail.grain(frame, seed + 1, 0.9 * unit), _diagonal(luma.shape, 1.0), round(8 * unit))
    strokes = np.clip(strokes / max(float(strokes.std()), 1e-3), -3, 3)
    dark = np.clip(1.12 - luma * 1.25, 0, 1)
    dust = 1 / (1 + np.exp(-(dark * 5.5 - 3.2 + tooth * 0.55 + strokes * 0.45)))
    tone = (1 - 0.9 * dust) * (0.15 + 0.85 * lines)
    drawn: Floats = np.clip(tone[..., None] * np.array([0.965, 0.955, 0.93], np.float32), 0, 1)
    return drawn


def cartoon(values: Floats, frame: Frame, seed: int) -> Floats:
    """Flat cel colours and ink outlines (after Winnemöller, Olsen, Gooch 2006)."""
    import cv2

    unit = _unit(frame)
    flat = values
    for _ in range(3):
        flat = np.asarray(cv2.bilateralFilter(flat, 0, 0.11, 2.6 * unit))
    flat = kuwahara(flat, max(2, round(2 * unit)))
    luma = flat @ LUMA
    levels = 7
    scaled = luma * levels
    step = np.floor(scaled) + 0.5 + 0.5 * np.tanh((scaled - np.floor(scaled) - 0.5) * 9)
    # At least a quarter of the true luma stays, so that a dark face keeps its features.
    target = 0.25 * luma + 0.75 * np.clip(step / levels, 0, 1)
    cel = flat * (target / np.maximum(luma, 0.02))[..., None].clip(0, 2.5)
    gray = (cel @ LUMA)[..., None]
    cel = np.clip(gray + (cel - gray) * 1.35, 0, 1)
    inked: Floats = cel * drawn_lines(flat @ LUMA, 1.25 * unit, 0.98, 14)[..., None]
    return inked


def _unit(frame: Frame) -> float:
    """One pixel of a picture of a megapixel, in pixels of this one."""
    return max(0.5, max(frame.picture_size) / 1200)


def _graphite(values: Floats, frame: Frame, seed: int) -> Floats:
    unit = _unit(frame)
    luma = values @ LUMA
    soft = detail.blurred(luma, 7 * unit)
    # Colour dodge with a blurred negative: what is darker than its surroundings becomes a line.
    line = np.clip(luma / np.maximum(soft, 0.02), 0, 1) ** 1.6
    dark = 1 - kuwahara(values, max(2, round(2 * unit))) @ LUMA
    tone = np.zeros(luma.shape, np.float32)
    for number, (angle, start) in enumerate(((0.8, 0.32), (1.15, 0.55), (2.3, 0.74))):
        noise = detail.grain(frame, seed + number, 0.55 * unit)
        hatch = streaks(noise, _diagonal(luma.shape, angle), round(9 * unit))
        hatch = hatch / max(float(hatch.std()), 1e-3)
        cover = np.clip((dark - start) * 1.9, 0, 1)
        tone += cover * (0.24 + 0.2 * np.clip(hatch, -1.5, 1.5))
    paper = 1 - 0.018 * np.clip(detail.grain(frame, seed + 5, 0.9 * unit), -2, 2)
    sketch: Floats = np.clip((0.06 + 0.94 * line) * (1 - np.clip(tone, 0, 0.85)) * paper, 0, 1)
    return sketch


def _diagonal(shape: tuple[int, ...], angle: float) -> Floats:
    field = np.empty((*shape[:2], 2), np.float32)
    field[...] = np.cos(angle), -np.sin(angle)
    return field
