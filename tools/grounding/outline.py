"""How much a mask looks like the outline of one thing: edges along it, contrast across it, its shape.

Source of the cues: Alexe, Deselaers and Ferrari, Measuring the Objectness of Image Windows, PAMI 2012. Knows nothing of
how the mask came about.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from tools.grounding.view import Floats, Mask, View


@dataclass(frozen=True)
class Outline:
    """Figures from 0 to 1.

    `edge`: how much of the outline lies on an edge. `calm`: how few edges there are inside in comparison. `apart`: how
    different the colours inside and around are. `solid`: share of the convex hull that is filled. `rim`: share of the
    outline that is the picture's own border. `share`: part of the picture that is covered.
    """

    edge: float
    calm: float
    apart: float
    solid: float
    rim: float
    share: float

    @property
    def score(self) -> float:
        """How sure one can be that this is a thing of its own."""
        size = min(1.0, (self.share / 0.02) ** 0.35) * (1.0 if self.share < 0.5 else max(0.0, 2.2 - 2.4 * self.share))
        return float(self.edge**0.6 * self.apart**0.8 * (0.3 + 0.7 * self.solid**1.5) * (1 - 0.75 * self.rim) * size)


def outline_of(view: View, mask: Mask) -> Outline | None:
    """The outline's figures; None for a mask that is empty or everything."""
    import cv2

    area = int(mask.sum())
    if area < 9 or area == mask.size:
        return None
    solid = np.pad(mask.astype(np.uint8), 1)
    kernel = np.ones((3, 3), np.uint8)
    line = (solid - cv2.erode(solid, kernel))[1:-1, 1:-1] > 0
    framed = np.pad(mask.astype(np.uint8), 1, mode="edge")
    inner = (framed - cv2.erode(framed, kernel, borderValue=1))[1:-1, 1:-1] > 0
    if not inner.any():
        return None
    strength = np.clip(steps(view) / 22, 0, 1)
    outer, within = float(strength[inner].mean()), float(strength[mask & ~inner].mean()) if area > inner.sum() else 0.0
    width = max(4, round(0.35 * area**0.5 / 2))
    reach = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * width + 1, 2 * width + 1))
    ring = (cv2.dilate(mask.astype(np.uint8), reach) > 0) & ~mask
    contours, _ = cv2.findContours(mask.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    hull = cv2.convexHull(np.concatenate(list(contours)))
    return Outline(
        edge=outer,
        calm=min(1.0, 1.6 * outer / (outer + within + 1e-6)),
        apart=_apart(view, mask, ring),
        solid=min(1.0, area / max(float(cv2.contourArea(hull)), 1.0)),
        rim=1 - float(inner.sum() / max(line.sum(), 1)),
        share=area / mask.size,
    )


@lru_cache(maxsize=2)
def steps(view: View) -> Floats:
    """The strongest colour step (Lab units) within two pixels."""
    import cv2

    lab = cv2.GaussianBlur(view.lab, (0, 0), 0.8)
    x = np.linalg.norm(cv2.filter2D(lab, -1, np.array([[-1, 0, 0, 1]], np.float32)), axis=2)
    y = np.linalg.norm(cv2.filter2D(lab, -1, np.array([[-1], [0], [0], [1]], np.float32)), axis=2)
    return cv2.dilate(np.maximum(x, y), np.ones((3, 3), np.uint8))


def _apart(view: View, inside: Mask, around: Mask) -> float:
    """Hellinger distance of the colour distributions inside and around."""
    if not around.any():
        return 0.0
    bins = _bins(view)
    a = np.bincount(bins[inside], minlength=_CELLS**3) / inside.sum()
    b = np.bincount(bins[around], minlength=_CELLS**3) / around.sum()
    return float(np.sqrt(max(0.0, 1 - np.sqrt(a * b).sum())))


_CELLS = 12


@lru_cache(maxsize=2)
def _bins(view: View) -> NDArray[np.int64]:
    cells = np.clip(view.lab / np.array([100, 200, 200]) + np.array([0, 0.5, 0.5]), 0, 0.999) * _CELLS
    whole: NDArray[np.int64] = cells.astype(np.int64)
    return np.asarray(whole @ np.array([_CELLS**2, _CELLS, 1]), np.int64)
