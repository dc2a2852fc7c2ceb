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
_OPEN, _RECOVER = 1.8, 1.2  # stops at full amount; more would turn the tone scale round


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
    slope = 7 * amount
    low, high = 1 / (1 + exp(slope / 2)), 1 / (1 + exp(-slope / 2))
    curved: Doubles = (1 / (1 + np.exp(-slope * (value - 0.5))) - low) / (high - low)
    return curved


def colour(rgb: Floats, tone: Tone) -> Floats:
    """Saturation, vibrance and hue in OKLab: lightness kept, and hue by the first two."""
    lab = oklab.oklab(rgb)
    a, b = lab[..., 1], lab[..., 2]
    factor = np.full(a.shape, 1 + tone.saturation * (1.4 if tone.saturation > 0 else 1), np.float32)
    if tone.vibrance:
        chroma = np.hypot(a, b)
        calm = np.clip(1 - chroma / 0.22, 0, 1) ** 1.5 if tone.vibrance > 0 else np.clip(chroma / 0.12, 0.3, 1)
        # Skin lies at about 50° in OKLab; it is the first thing to look wrong.
        skin = 1 - 0.5 * np.exp(-(((np.degrees(np.arctan2(b, a)) - 50) / 25) ** 2))
        factor *= 1 + tone.vibrance * calm * skin * 0.9
    turn = np.pi * tone.hue
    turned = lab.copy()
    turned[..., 1] = factor * (a * np.cos(turn) - b * np.sin(turn))
    turned[..., 2] = factor * (a * np.sin(turn) + b * np.cos(turn))
    return oklab.rgb(turned)


def cube(tone: Tone, size: int = 65) -> Floats:
    """Curves and colour as one table, shape (blue, green, red, 3): what Pillow's Color3DLUT takes."""
    ramp = np.linspace(0, 1, size)
    axes = curves(tone, ramp).astype(np.float32) if tone.curved else np.repeat(ramp[:, None], 3, 1).astype(np.float32)
    blue, green, red = np.meshgrid(axes[:, 2], axes[:, 1], axes[:, 0], indexing="ij")
    table = np.stack([red, green, blue], axis=-1)
    return colour(table.reshape(size, size * size, 3), tone).reshape(size, size, size, 3)


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
    """RGB with a gain in stops at each pixel, in linear light, rolled off where it would clip; hue kept."""
    light = oklab.looked_up(rgb, "linear")
    gain = np.exp2(stops)[..., None].astype(np.float32)
    room = np.maximum((gain - _KNEE) / (1 - _KNEE), 1)
    peak = (light.max(axis=2, keepdims=True)) * gain
    over = np.maximum(peak - _KNEE, 0) / (1 - _KNEE)
    rolled = np.minimum(peak, _KNEE) + (1 - _KNEE) * over * (1 + over / room**2) / (1 + over)
    factor = np.where(gain > 1, rolled / np.maximum(peak, 1e-6), 1) * gain
    result: Floats = oklab.looked_up(light * factor, "coded")
    return result


def _smooth(values: Floats, low: float, high: float) -> Floats:
    t = np.clip((values - low) / (high - low), 0, 1)
    eased: Floats = t * t * (3 - 2 * t)
    return eased
