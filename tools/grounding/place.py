"""Position and order words applied to masks: "on the left", "the second from the right", "the biggest".

Knows nothing of how the masks were found.
"""

from __future__ import annotations

import numpy as np

from tools.grounding.phrase import Order, Phrase
from tools.grounding.view import Floats, Mask


def weight_at(mask: Mask, said: Phrase) -> float:
    """How well a mask's place fits the position words, 0 … 1; 1 when none were said."""
    y, x = centre(mask)
    return float(_fit(np.array(y), np.array(x), said))


def map_of(shape: tuple[int, ...], said: Phrase) -> Floats:
    """The same for every pixel."""
    y, x = ((np.arange(n) + 0.5) / n for n in shape)
    return _fit(y[:, None], x[None], said) * np.ones(shape)


def _fit(y: Floats, x: Floats, said: Phrase) -> Floats:
    fit: Floats = np.ones(np.broadcast_shapes(y.shape, x.shape))
    for side in said.sides:
        along = {"left": 1 - x, "right": x, "top": 1 - y, "bottom": y}[side]
        fit = fit * np.clip((along - 0.43) / 0.15, 0, 1)
    if said.middle:
        both = np.minimum if said.sides else np.maximum  # "the middle left": in the middle of one direction
        fit = fit * np.clip((0.32 - both(np.abs(x - 0.5), np.abs(y - 0.5))) / 0.12, 0, 1)
    return fit


def centre(mask: Mask) -> tuple[float, float]:
    """The centroid (y, x) as fractions."""
    rows, columns = mask.sum(1), mask.sum(0)
    total = max(int(rows.sum()), 1)
    height, width = mask.shape
    y = float((rows * (np.arange(height) + 0.5)).sum() / total / height)
    return y, float((columns * (np.arange(width) + 0.5)).sum() / total / width)


def ranked(found: list[tuple[Mask, float]], order: Order) -> list[tuple[Mask, float]]:
    """The same masks, the one at the wanted rank first among those that are good at all; the others at half."""
    found = separate(found)
    best = max((score for _, score in found), default=0.0)
    good = [(mask, score) for mask, score in found if score > 0.4 * best]

    def place(item: tuple[Mask, float]) -> float:
        y, x = centre(item[0])
        area = float(item[0].mean())
        return {"left": x, "right": -x, "top": y, "bottom": -y, "big": -area, "small": area}[order.axis]

    row = sorted(good, key=place)
    if not -len(row) <= order.rank < len(row):
        return [(mask, score * 0.5) for mask, score in found]
    chosen = row[order.rank][0]
    return [(mask, best if mask is chosen else score * 0.5) for mask, score in found]


def separate(found: list[tuple[Mask, float]]) -> list[tuple[Mask, float]]:
    """Without masks that share half of the smaller one's pixels with a better one, so that each thing counts once."""
    kept: list[tuple[Mask, float]] = []
    for mask, score in sorted(found, key=lambda item: -item[1]):
        if all((mask & other).sum() < 0.5 * min(mask.sum(), other.sum()) for other, _ in kept):
            kept.append((mask, score))
    return kept
