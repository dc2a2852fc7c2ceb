"""Position and order words applied to masks: "on the left", "the second from the right", "the biggest".

Knows nothing of how the masks were found.
"""

from __future__ import annotations

import numpy as np

from tools.grounding.phrase import Order, Phrase
from tools.grounding.view import Mask


def weight_at(mask: Mask, said: Phrase) -> float:
    """How well a mask's place fits the position words, 0 … 1; 1 when none were said."""
    y, x = centre(mask)
    fit = 1.0
    for side in said.sides:
        along = {"left": 1 - x, "right": x, "top": 1 - y, "bottom": y}[side]
        fit *= float(np.clip((along - 0.35) / 0.2, 0, 1))
    if said.middle:
        off = max(abs(x - 0.5), abs(y - 0.5)) if not said.sides else min(abs(x - 0.5), abs(y - 0.5))
        fit *= float(np.clip((0.32 - off) / 0.12, 0, 1))
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
    return [(mask, max(score, 0.8 * best) if mask is chosen else score * 0.5) for mask, score in found]
