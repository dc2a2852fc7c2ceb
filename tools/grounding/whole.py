"""From the part of a thing that is known to the thing: what the part's hull encloses, decided by GrabCut.

A red cup is red outside and white inside; its red part is what the words find. Knows nothing of words.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tools.grounding.cut import BACK, FRONT, MAYBE_BACK, MAYBE_FRONT, cut, tidied
from tools.grounding.outline import outline_of
from tools.grounding.view import Mask, View


def whole_of(view: View, part: Mask) -> Mask:
    """The thing that a part belongs to; the part itself when what was added does not look like one thing."""
    import cv2

    unit = float(part.sum()) ** 0.5
    # What hangs on the part by a thread, or is thin itself, may be something else of that colour.
    heart = cv2.morphologyEx(part.astype(np.uint8), cv2.MORPH_OPEN, _disk(0.07 * unit))
    contours, _ = cv2.findContours(
        heart if heart.any() else part.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE
    )
    hull = np.zeros(view.shape, np.uint8)
    cv2.fillConvexPoly(hull, cv2.convexHull(np.concatenate(list(contours))), 1)
    near = (cv2.dilate(hull, _disk(0.02 * unit)) > 0) | part
    hints = np.full(view.shape, BACK, np.uint8)
    hints[near] = MAYBE_BACK
    hints[(hull > 0) | part] = MAYBE_FRONT
    hints[cv2.erode(heart, _disk(0.01 * unit)) > 0] = FRONT
    found = cut(view, hints)
    if found is None:
        return part
    closed = cv2.morphologyEx(_touching(found & near, part).astype(np.uint8), cv2.MORPH_CLOSE, _disk(0.03 * unit)) > 0
    mask = tidied(closed, hole=0.3)
    before, after = outline_of(view, part), outline_of(view, mask)
    if before is None or after is None or mask.sum() > 3 * part.sum():
        return part
    return mask if after.edge > 0.8 * before.edge else part


def _touching(found: Mask, part: Mask) -> Mask:
    """Without what hangs together with the part nowhere: the coffee in the red cup is no paint."""
    import cv2

    _, labels = cv2.connectedComponents(found.astype(np.uint8), connectivity=4)
    sizes, common = np.bincount(labels.ravel()), np.bincount(labels[part], minlength=int(labels.max()) + 1)
    kept: Mask = (common > 0.25 * sizes)[labels] & found
    return kept


def _disk(radius_px: float) -> NDArray[np.uint8]:
    import cv2

    size = 2 * max(1, round(radius_px)) + 1
    return np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size)), np.uint8)
