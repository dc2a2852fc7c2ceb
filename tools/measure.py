"""What a photograph lacks: exposure, contrast, a colour cast, dull colours; measured, and answered with modest amounts.

It sees a small sRGB picture and a mask, and returns amounts by name; it knows nothing of operations.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tools import oklab
from tools.oklab import LUMA, Floats

_MIDDLE = (0.36, 0.56)  # a median luma (sRGB-coded) in here is nobody's mistake
_CAST_LIMIT = 16.0


def improvement(values: Floats, weights: NDArray[np.bool_]) -> dict[str, float]:
    """Amounts (−100 … 100) that would make an RGB picture in [0, 1] look better; little for one that is good."""
    seen = values[weights]
    if len(seen) < 16:
        return {}
    luma = seen @ LUMA
    amounts = {**_light(luma), **_cast(values, weights), **_colour(seen)}
    return {name: round(amount) for name, amount in amounts.items() if abs(amount) >= 2}


def _light(luma: Floats) -> dict[str, float]:
    """Exposure towards a middle median, shadows or highlights where the scene has both, contrast for a narrow range."""
    low, dark, middle, bright, high = np.percentile(luma, (1, 10, 50, 90, 99)).tolist()
    goal = min(max(middle, _MIDDLE[0]), _MIDDLE[1])
    stops = float(np.log2((oklab.linear(goal) + 0.004) / (oklab.linear(middle) + 0.004)))
    found: dict[str, float] = {}
    if stops > 0 and high > 0.93:
        # Bright parts are there already: the scene is of high contrast, so open its shadows instead.
        found["shadows"] = min(40.0, 22 * stops)
        found["exposure"] = min(12.0, 8 * stops)
    else:
        found["exposure"] = float(np.clip(30 * stops, -24, 30))
    if high > 0.97 and bright > 0.85:
        found["highlights"] = -min(30.0, 160 * (bright - 0.82))
    if dark < 0.06 and "shadows" not in found:
        found["shadows"] = min(18.0, 300 * (0.07 - dark))
    spread = high - low
    found["contrast"] = float(np.clip((0.86 - spread) * 70, 0, 16)) + (4 if spread < 0.97 else 0)
    return found


def _cast(values: Floats, weights: NDArray[np.bool_]) -> dict[str, float]:
    """Temperature and tint against a colour cast, as far as two estimates of the illuminant agree that there is one.

    Shades of gray (Finlayson and Trezzi 2004) and gray edge (van de Weijer et al. 2007).
    """
    light = oklab.linear(values)
    usable = weights & (values.max(axis=2) < 0.98) & (values.max(axis=2) > 0.04)
    if usable.sum() < 64:
        return {}
    shades = np.power(np.mean(light[usable] ** 6, axis=0), 1 / 6)
    dy, dx = np.abs(np.diff(light, axis=0))[:, :-1], np.abs(np.diff(light, axis=1))[:-1]
    edges = np.power(np.mean((dy + dx)[usable[:-1, :-1]] ** 6, axis=0), 1 / 6)
    logs = [np.log2(np.maximum(estimate, 1e-5) / max(float(estimate @ LUMA), 1e-5)) for estimate in (shades, edges)]
    warm = [float(log[0] - log[2]) / 1.04 for log in logs]  # R against B: temperature 1 is 1.04 stops
    green = [float(log[1] - (log[0] + log[2]) / 2) / 0.32 for log in logs]
    return {"temperature": -_agreed(warm) * 45, "tint": _agreed(green) * 18}


def _agreed(estimates: list[float]) -> float:
    """The smaller of two estimates of one sign, beyond a dead zone; 0 when they disagree. Limited."""
    first, second = estimates
    if first * second <= 0:
        return 0.0
    least = min(abs(first), abs(second)) - 0.12
    return float(np.sign(first)) * min(max(least, 0.0), _CAST_LIMIT / 45)


def _colour(seen: Floats) -> dict[str, float]:
    """Vibrance for dull colours, none for a black-and-white or a colourful picture."""
    lab = oklab.oklab(np.ascontiguousarray(seen[None], np.float32))[0]
    chroma = float(np.percentile(np.hypot(lab[:, 1], lab[:, 2]), 75))
    if chroma < 0.008:
        return {}
    return {"vibrance": float(np.clip((0.115 - chroma) * 220, 0, 15))}
