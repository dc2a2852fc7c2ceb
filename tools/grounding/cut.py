"""GrabCut that can't fail: foreground and background colours of a small view, and the cheapest border between them.

Source: Rother, Kolmogorov and Blake, GrabCut, SIGGRAPH 2004. It knows nothing of phrases or of the big picture.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from tools.grounding.view import Mask, View

_SIDE_PX = 340  # GrabCut takes half its time of a 480 px view; the way back to the photograph finds the edge again

BACK, FRONT, MAYBE_BACK, MAYBE_FRONT = range(4)


def cut(view: View, hints: NDArray[np.uint8], rounds: int = 3) -> Mask | None:
    """The object, given a hint (BACK … MAYBE_FRONT) for every pixel; None if the hints name one side only.

    Repeats to the bit: OpenCV's random numbers, which start its colour clusters, are reset first.
    """
    import cv2

    height, width = hints.shape
    factor = min(1.0, _SIDE_PX / max(height, width))
    size = max(1, round(width * factor)), max(1, round(height * factor))
    state: Any = cv2.resize(hints, size, interpolation=cv2.INTER_NEAREST)
    rgb = cv2.resize(view.rgb, size, interpolation=cv2.INTER_AREA)
    front = (state == FRONT) | (state == MAYBE_FRONT)
    if min(front.sum(), (~front).sum()) < 10:
        return None
    back, front_model = np.zeros((1, 65)), np.zeros((1, 65))
    cv2.setRNGSeed(7)
    smooth = cv2.bilateralFilter(rgb, 5, 20, 3)
    cv2.grabCut(smooth, state, (0, 0, 1, 1), back, front_model, rounds, cv2.GC_INIT_WITH_MASK)
    found = ((state == FRONT) | (state == MAYBE_FRONT)).astype(np.float32)
    back_up: Mask = cv2.resize(found, (width, height), interpolation=cv2.INTER_LINEAR) > 0.5
    out: Mask = (back_up & (hints != BACK)) | (hints == FRONT)
    return out


def tidied(mask: Mask, keep: float = 0.15, hole: float = 0.02) -> Mask:
    """Without specks and pinholes: parts under `keep` of the largest, and holes under `hole` of the whole, go."""
    import cv2

    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=4)
    if count < 2:
        return mask
    sizes = stats[:, cv2.CC_STAT_AREA].astype(float)
    sizes[0] = 0
    out: Mask = (sizes >= keep * sizes.max())[labels] & mask
    _, labels, stats, _ = cv2.connectedComponentsWithStats((~out).astype(np.uint8), connectivity=4)
    small = stats[:, cv2.CC_STAT_AREA] < hole * out.sum()
    filled: Mask = out | (small[labels] & ~out)
    return filled
