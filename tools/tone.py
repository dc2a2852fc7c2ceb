"""Tone and colour maths: curves, recovery of shadows and highlights, saturation, recolouring, colour transfer.

Arrays are float32 RGB in [0, 1] of shape (height, width, 3); amounts are in [−1, 1] and 0 is the identity. It knows
nothing of operations, masks' places or files.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp

import numpy as np
from numpy.typing import NDArray

from tools import oklab
from tools.oklab import LUMA, Floats

Doubles = NDArray[np.float64]

_KNEE = 0.5  # linear light above which exposure is rolled off instead of clipped
_OPEN, _RECOVER = 1.8, 0.9  # stops at full amount; more would turn the tone scale round


@dataclass(frozen=True)
class Tone:
    """Amounts of everything that happens to a pixel without looking at its neighbours, each in [−1, 1]."""

    exposure: float = 0
    brightness: float = 0
    contrast: float = 0
    temperature: float = 0
    tint: float = 0
    saturation: float = 0
    vibrance: float = 0
    hue: float = 0

    @property
    def curved(self) -> bool:
        return any((self.exposure, self.brightness, self.contrast, self.temperature, self.tint))

    @property
    def coloured(self) -> bool:
        return any((self.saturation, self.vibrance, self.hue))


def gains(temperature: float, tint: float) -> Doubles:
    """White-balance gains for R, G, B in linear light; the luminance of gray stays."""
    red, green, blue = 2 ** (0.42 * temperature), 2 ** (-0.32 * tint), 2 ** (-0.62 * temperature)
    gain = np.array([red, green, blue])
    balanced: Doubles = gain / float(gain @ LUMA)
    return balanced


def curves(tone: Tone, values: Doubles) -> Doubles:
    """The three tone curves at sRGB-coded `values` in [0, 1]: array (values, 3)."""
    light = oklab.linear(values)[:, None] * (2 ** (2 * tone.exposure)) * gains(tone.temperature, tone.tint)[None]
    top = float(2 ** (2 * tone.exposure)) * gains(tone.temperature, tone.tint)
    value = oklab.coded(np.stack([shoulder(light[:, i], float(top[i])) for i in range(3)], axis=1))
    value = np.clip(value, 0, 1) ** (2 ** (-0.9 * tone.brightness))
    return _contrasted(value, tone.contrast)


def shoulder(light: Doubles, top: float) -> Doubles:
    """Unchanged up to the knee, then rolled off so that `top` becomes 1 (extended Reinhard, slope 1 at the knee)."""
    if top <= 1:
        return light
    room = (top - _KNEE) / (1 - _KNEE)
    over = np.maximum(light - _KNEE, 0) / (1 - _KNEE)
    rolled: Doubles = np.minimum(light, _KNEE) + (1 - _KNEE) * over * (1 + over / room**2) / (1 + over)
    return rolled


def _contrasted(value: Doubles, amount: float) -> Doubles:
    """A sigmoid about the middle for more contrast (black and white stay), a straight line for less."""
    if amount <= 0:
        return 0.5 + (value - 0.5) * (1 + 0.75 * amount)
    slope = 7 * amount**0.5  # so that the middle's gain grows evenly: a linear slope does nothing for small amounts
    low, high = 1 / (1 + exp(slope / 2)), 1 / (1 + exp(-slope / 2))
    curved: Doubles = (1 / (1 + np.exp(-slope * (value - 0.5))) - low) / (high - low)
    return curved


def colour(rgb: Floats, tone: Tone) -> Floats:
    """Saturation and vibrance about the luma, as far as the gamut allows; then hue, turned in OKLab."""
    if tone.saturation or tone.vibrance:
        rgb = _saturated(rgb, tone.saturation, tone.vibrance)
    if not tone.hue:
        return rgb
    lab = oklab.oklab(rgb)
    turn = np.pi * tone.hue
    a, b = lab[..., 1].copy(), lab[..., 2].copy()
    lab[..., 1], lab[..., 2] = a * np.cos(turn) - b * np.sin(turn), a * np.sin(turn) + b * np.cos(turn)
    return oklab.rgb(lab)


def _saturated(rgb: Floats, saturation: float, vibrance: float) -> Floats:
    """Away from the gray of the same luma.

    The factor eases towards the largest one that clips no channel, so a full colour keeps its hue and detail.
    """
    luma = (rgb @ LUMA)[..., None]
    low, high = rgb.min(axis=2, keepdims=True), rgb.max(axis=2, keepdims=True)
    wanted = np.full(luma.shape, saturation * (1.2 if saturation > 0 else 1), np.float32)
    if vibrance:
        full = np.clip((high - low) / np.maximum(high, 0.05), 0, 1)
        wanted += vibrance * 0.9 * ((1 - full) ** 1.5 if vibrance > 0 else np.maximum(full, 0.3)) * _unlike_skin(rgb)
    wanted = np.maximum(wanted, -1)
    room = np.minimum((1 - luma) / np.maximum(high - luma, 1e-4), luma / np.maximum(luma - low, 1e-4)) - 1
    room = np.maximum(room, 1e-4)
    eased = np.where(wanted > 0, room * (1 - np.exp(-np.maximum(wanted, 0) / room)), wanted)
    result: Floats = luma + (1 + eased) * (rgb - luma)
    return result


def _unlike_skin(rgb: Floats) -> Floats:
    """0.5 for the orange of skin, 1 elsewhere: skin is the first thing to look wrong."""
    import cv2

    hue = cv2.cvtColor(np.clip(rgb, 0, 1), cv2.COLOR_RGB2HSV)[..., :1]
    weight: Floats = 1 - 0.5 * np.exp(-(((hue - 24) / 16) ** 2))
    return weight


def mapped(rgb: Floats, tone: Tone) -> Floats:
    """Curves, then colour."""
    if tone.curved:
        table = curves(tone, np.linspace(0, 1, 16385)).astype(np.float32)
        rgb = np.stack([oklab.through(rgb[..., i], table[:, i]) for i in range(3)], axis=2)
    return colour(rgb, tone) if tone.coloured else rgb


def base_luma(luma: Floats, radius: int) -> Floats:
    """The luma without its texture but with its edges: a guided filter (He, Sun, Tang 2010), computed small."""
    import cv2

    shrink = max(1, radius // 6)
    height, width = luma.shape
    small = (max(1, width // shrink), max(1, height // shrink))
    guide = cv2.resize(luma, small, interpolation=cv2.INTER_AREA) if shrink > 1 else luma
    scale, offset = guided_fit(guide, guide, max(1, round(radius / shrink)), 0.012)
    if shrink > 1:
        scale = cv2.resize(scale, (width, height), interpolation=cv2.INTER_LINEAR)
        offset = cv2.resize(offset, (width, height), interpolation=cv2.INTER_LINEAR)
    base: Floats = np.clip(scale * luma + offset, 0, 1)
    return base


def local_gain(base: Floats, highlights: float, shadows: float) -> Floats:
    """Stops of light to add: `shadows` > 0 opens dark surroundings, `highlights` < 0 recovers bright ones."""
    dark, bright = 1 - _smooth(base, 0.0, 0.65), _smooth(base, 0.4, 1.0)
    stops: Floats = shadows * _OPEN * dark + highlights * _RECOVER * bright
    return stops


def guided_fit(guide: Floats, target: Floats, radius: int, epsilon: float) -> tuple[Floats, Floats]:
    """The guided filter's averaged linear model: target ≈ scale · guide + offset around each pixel."""
    import cv2

    def mean(values: Floats) -> Floats:
        window = (2 * radius + 1, 2 * radius + 1)
        return np.asarray(cv2.blur(values, window, borderType=cv2.BORDER_REFLECT), np.float32)

    centre, goal = mean(guide), mean(target)
    scale = (mean(guide * target) - centre * goal) / (mean(guide * guide) - centre * centre + epsilon)
    return mean(scale), mean(goal - scale * centre)


def lit(rgb: Floats, stops: Floats) -> Floats:
    """RGB with a gain in stops at each pixel, rolled off where it would clip; hue kept.

    The gain is applied to coded values as 2^(stops / 2.2), which differs from linear light only next to black.
    """
    gain = np.exp2(stops / 2.2)
    knee = 0.7
    peak = rgb.max(axis=2) * gain
    room = np.maximum((gain - knee) / (1 - knee), 1)
    over = np.maximum(peak - knee, 0) / (1 - knee)
    rolled = np.minimum(peak, knee) + (1 - knee) * over * (1 + over / (room * room)) / (1 + over)
    gain *= np.where(gain > 1, rolled / np.maximum(peak, 1e-6), 1)
    result: Floats = rgb * gain[..., None]
    return result


def _smooth(values: Floats, low: float, high: float) -> Floats:
    t = np.clip((values - low) / (high - low), 0, 1)
    eased: Floats = t * t * (3 - 2 * t)
    return eased
