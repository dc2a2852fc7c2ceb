"""How much a colour is what people call "red", "brown" or "white": graded, for every pixel, in L*C*h.

The limits follow the eleven basic colour terms (Berlin and Kay; van de Weijer et al., Learning Color Names for
Real-World Applications, TIP 2009), drawn by hand in CIE L*C*h. Knows nothing of objects.
"""

from __future__ import annotations

import numpy as np

from tools.colours import parse_colour
from tools.grounding.view import Floats

# Hue from–to (degrees, may wrap), lightness from–to, chroma from–to; several boxes of one name are joined.
_BOXES: dict[str, tuple[tuple[float, float, float, float, float, float], ...]] = {
    "red": ((5, 43, 8, 66, 26, 200), (352, 5, 8, 52, 32, 200)),
    "orange": ((43, 78, 46, 92, 46, 200),),
    "brown": ((38, 88, 8, 56, 9, 46), (20, 88, 8, 34, 9, 34)),
    "yellow": ((78, 112, 58, 101, 34, 200),),
    "green": ((108, 188, 8, 101, 11, 200),),
    "blue": ((212, 308, 8, 101, 11, 200),),
    "purple": ((300, 346, 8, 72, 14, 200),),
    "pink": ((338, 12, 50, 95, 16, 200), (12, 42, 66, 95, 14, 60), (315, 345, 66, 95, 16, 200),
             (335, 12, 28, 60, 34, 200)),
    "black": ((0, 360, -1, 24, -1, 13),),
    "white": ((0, 360, 76, 101, -1, 15),),
    "gray": ((0, 360, 26, 78, -1, 11),),
    "cyan": ((178, 235, 40, 101, 14, 200),),
    "beige": ((60, 105, 66, 96, 9, 34),),
    "gold": ((70, 98, 40, 90, 34, 200),),
}  # fmt: skip
_SAME = {
    "grey": "gray", "golden": "gold", "violet": "purple", "turquoise": "cyan", "teal": "cyan", "aqua": "cyan",
    "tan": "beige", "cream": "beige", "silver": "gray", "blonde": "gold", "lime": "green", "magenta": "pink",
    "scarlet": "red", "crimson": "red", "indigo": "purple", "lavender": "purple",
}  # fmt: skip
_SHADES = {"light": (55.0, 101.0), "pale": (60.0, 101.0), "dark": (-1.0, 45.0), "deep": (-1.0, 55.0)}
_SOFT = (5.0, 7.0, 6.0)  # how far beyond a limit of hue, lightness and chroma the name fades out


def likeness(lab: Floats, name: str) -> Floats:
    """For Lab pixels (… × 3), how well the colour name fits, 0 … 1. Raises BadArguments for an unknown name."""
    shade, _, rest = name.partition(" ")
    if rest and shade in _SHADES and _SAME.get(rest, rest) in _BOXES:
        limits = _SHADES[shade]
        return np.asarray(likeness(lab, rest) * _within(lab[..., 0], *limits, _SOFT[1]), np.float32)
    boxes = _BOXES.get(_SAME.get(name, name))
    return _near(lab, name) if boxes is None else _in_boxes(lab, boxes)


def _in_boxes(lab: Floats, boxes: tuple[tuple[float, float, float, float, float, float], ...]) -> Floats:
    light, a, b = (lab[..., i] for i in range(3))
    chroma, hue = np.hypot(a, b), np.degrees(np.arctan2(b, a)) % 360
    best = np.zeros(light.shape, np.float32)
    for low, high, dark, bright, dull, vivid in boxes:
        middle, half = low + ((high - low) % 360 or 360) / 2, ((high - low) % 360 or 360) / 2
        turn = np.abs((hue - middle + 180) % 360 - 180)
        fit = np.clip(1 - (turn - half) / _SOFT[0], 0, 1)
        fit = fit * _within(light, dark, bright, _SOFT[1]) * _within(chroma, dull, vivid, _SOFT[2])
        best = np.maximum(best, fit)
    return best


def _within(values: Floats, low: float, high: float, soft: float) -> Floats:
    fit: Floats = np.clip(1 - (low - values) / soft, 0, 1) * np.clip(1 - (values - high) / soft, 0, 1)
    return fit


def _near(lab: Floats, name: str) -> Floats:
    """For a shade without limits of its own ("salmon", "#1e90ff"): closeness to its numbers; lightness counts half."""
    import cv2

    wanted = cv2.cvtColor(np.array([[parse_colour(name)]], np.float32) / 255, cv2.COLOR_RGB2LAB)[0, 0]
    apart = np.linalg.norm((lab - wanted) * np.array([0.5, 1, 1]), axis=-1)
    return np.asarray(np.clip((34 - apart) / 14, 0, 1), np.float32)
