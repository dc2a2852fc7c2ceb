"""Classical repairs: noise, softness, haze, darkness, a colour cast.

Each takes float32 RGB in [0, 1] of shape (height, width, 3) and a strength in [0, 1], 0 being the identity, and returns
the same shape. It knows nothing of operations, regions or files.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tools import detail, oklab, tone
from tools.oklab import LUMA, Floats

if TYPE_CHECKING:
    from collections.abc import Callable

    Progress = Callable[[float], None]

_ROWS = 384


def denoise(values: Floats, strength: float, progress: Progress) -> Floats:
    """Non-local means on the luma (Buades, Coll, Morel 2005) by the measured noise; chroma by a wide guided filter."""
    import cv2

    luma = values @ LUMA
    chroma = values - luma[..., None]
    sigma = noise_level(luma)
    calm = np.empty_like(luma)
    coded = (np.clip(luma, 0, 1) * 255 + 0.5).astype(np.uint8)
    weight = float(min(18.0, 255 * max(sigma, 0.004) * (0.5 + 1.0 * strength)))
    halo = 10
    for top in range(0, len(luma), _ROWS):
        progress(top / len(luma))
        start, stop = max(0, top - halo), min(len(luma), top + _ROWS + halo)
        part = cv2.fastNlMeansDenoising(coded[start:stop], None, weight, 5, 15)
        end = min(top + _ROWS, len(luma))
        calm[top:end] = part[top - start : end - start].astype(np.float32) / 255
    # What non-local means took away beyond twice the noise is structure, and comes back.
    taken = luma - calm
    calm = luma - np.clip(taken, -2.5 * sigma - 0.01, 2.5 * sigma + 0.01)
    for channel in range(3):
        scale, offset = tone.guided_fit(calm, np.ascontiguousarray(chroma[..., channel]), 6, 0.002 + sigma * sigma)
        chroma[..., channel] = scale * calm + offset
    mixed: Floats = values + (calm[..., None] + chroma - values) * np.float32(min(1.0, 1.4 * strength))
    return mixed


def noise_level(luma: Floats) -> float:
    """Standard deviation of the noise, from the second differences in flat places (after Immerkær 1996)."""
    import cv2

    kernel = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32)
    return float(np.median(np.abs(cv2.filter2D(luma, -1, kernel))) / (0.6745 * 6))


def deblur(values: Floats, strength: float, progress: Progress) -> Floats:
    """Richardson–Lucy on the luma for a small Gaussian blur, its overshoot limited to the local range."""
    import cv2

    luma = np.clip(values @ LUMA, 0.002, 1)
    sigma = 0.8 + 1.3 * strength
    rounds = 6 + round(10 * strength)
    sharp = luma
    for number in range(rounds):
        progress(number / rounds)
        ratio = luma / np.maximum(detail.blurred(sharp, sigma), 0.002)
        # Damped where the difference is only noise.
        ratio = 1 + (ratio - 1) * np.clip(np.abs(ratio - 1) * 60, 0, 1)
        sharp = sharp * detail.blurred(ratio, sigma)
    side = 2 * round(sigma) + 1
    kernel = np.ones((side, side), np.uint8)
    slack = 0.02
    sharp = np.clip(sharp, cv2.erode(luma, kernel) - slack, cv2.dilate(luma, kernel) + slack)
    gained: Floats = np.clip(values + (sharp - luma)[..., None] * np.float32(min(1.0, 1.6 * strength)), 0, 1)
    return gained


def dehaze(values: Floats, strength: float, progress: Progress) -> Floats:
    """Dark channel prior (He, Sun, Tang 2009) with a guided filter for the transmission."""
    import cv2

    height, width = values.shape[:2]
    scale = min(1.0, 600 / max(height, width))
    size = max(1, round(width * scale)), max(1, round(height * scale))
    small = cv2.resize(values, size, interpolation=cv2.INTER_AREA)
    window = np.ones((2 * max(2, max(size) // 60) + 1,) * 2, np.uint8)
    dark = cv2.erode(small.min(axis=2), window)
    haziest = np.argsort(dark, axis=None, kind="stable")[-max(1, dark.size // 1000) :]
    air = np.clip(np.median(small.reshape(-1, 3)[haziest], axis=0), 0.5, 1).astype(np.float32)
    progress(0.3)
    veil = cv2.erode((small / air).min(axis=2), window)
    guide = small @ LUMA
    slope, offset = tone.guided_fit(guide, np.ascontiguousarray(veil), max(2, max(size) // 25), 1e-3)
    slope, offset = (np.asarray(cv2.resize(plane, (width, height))) for plane in (slope, offset))
    amount = np.clip((slope * (values @ LUMA) + offset) * (0.3 + 0.5 * strength), 0, 0.78)
    progress(0.6)
    clear = (values - air) / np.maximum(1 - amount, 0.12)[..., None] + air
    clear = np.clip(clear, 0, 1)
    # Taking the veil away darkens; the old middle is kept half way.
    before, after = float(np.median(values @ LUMA)), float(np.median(clear @ LUMA))
    gamma = np.log(max((before + after) / 2, 0.02)) / np.log(min(max(after, 0.02), 0.98))
    clear = clear ** np.float32(np.clip(gamma, 0.6, 1.1))
    # A faint tint of the air, divided by a thin transmission, would turn the sky violet.
    gray = (clear @ LUMA)[..., None]
    spread, old = (np.ptp(rgb, axis=2, keepdims=True) for rgb in (clear, values))
    clear = gray + (clear - gray) * np.minimum(1, (1.7 * old + 0.02) / np.maximum(spread, 1e-3))
    mixed: Floats = values + (clear - values) * np.float32(min(1.0, 0.4 + strength) if strength else 0)
    return mixed


def low_light(values: Floats, strength: float, progress: Progress) -> Floats:
    """Light where the scene is dark, by its smoothed illumination (after LIME, Guo, Li, Ling 2017); noise calmed."""
    luma = values @ LUMA
    base = tone.base_luma(luma, max(2, max(luma.shape) // 40))
    progress(0.3)
    sigma = noise_level(luma)
    lifted = (base + 0.01) ** (1 - 0.62 * strength)
    stops = np.clip(2.2 * np.log2(lifted / (base + 0.01)), 0, 4).astype(np.float32)
    bright = tone.lit(values, stops)
    progress(0.6)
    if sigma * 2 ** (float(stops.mean()) / 2.2) > 0.012:
        bright = denoise(np.clip(bright, 0, 1), 0.5 * strength, lambda part: progress(0.6 + 0.4 * part))
    gray = (bright @ LUMA)[..., None]
    vivid: Floats = np.clip(gray + (bright - gray) * np.float32(1 + 0.12 * strength), 0, 1)
    return vivid


def white_balance(values: Floats, strength: float, progress: Progress) -> Floats:
    """The estimated illuminant made gray, its luminance kept: the mean of shades of gray and gray edge."""
    import cv2

    scale = min(1.0, 400 / max(values.shape[:2]))
    size = max(1, round(values.shape[1] * scale)), max(1, round(values.shape[0] * scale))
    light = oklab.linear(cv2.resize(values, size, interpolation=cv2.INTER_AREA))
    usable = light[(light.max(axis=2) < 0.96) & (light.max(axis=2) > 0.002)]
    if len(usable) < 16:
        return values
    shades = np.power(np.mean(usable**6, axis=0), 1 / 6)
    steps = [np.abs(np.diff(light, axis=axis)) ** 6 for axis in (0, 1) if light.shape[axis] > 1]
    edges = sum(np.power(np.mean(step, axis=(0, 1)), 1 / 6) for step in steps)
    estimate = np.maximum(shades / max(shades.sum(), 1e-6) + edges / max(float(np.sum(edges)), 1e-6), 1e-3)
    gain = (float(np.mean(estimate)) / estimate) ** strength
    gain = np.clip(gain, 0.4, 2.5) / float(np.clip(gain, 0.4, 2.5) @ LUMA)
    progress(0.4)
    ramp = np.linspace(0, 1, 16385)
    table = np.stack([oklab.coded(tone.shoulder(oklab.linear(ramp) * g, float(g))) for g in gain], axis=1)
    balanced = [oklab.through(values[..., i], table[:, i].astype(np.float32)) for i in range(3)]
    return np.stack(balanced, axis=2)


REPAIRS = {
    "denoise": denoise, "deblur": deblur, "dehaze": dehaze, "low_light": low_light, "white_balance": white_balance,
}  # fmt: skip
