"""The subject of a photograph, and its background: what differs from what the picture's rim is made of.

Source: Zhu et al., Saliency Optimization from Robust Background Detection, CVPR 2014, on superpixels; the map then
seeds GrabCut. Knows nothing of what the subject is.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image as PILImage

from tools.grounding.cut import BACK, FRONT, MAYBE_BACK, MAYBE_FRONT, cut, tidied
from tools.grounding.outline import outline_of
from tools.grounding.phrase import parse_phrase
from tools.grounding.superpixels import Patches, patches_of
from tools.grounding.view import SIDE_PX, Floats, Mask, View, view_of
from tools.selection import Selection
from tools.types import Candidate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PIL.Image import Image

_FRONT_WORDS = {"subject", "foreground", "main subject", "main object", "focus"}
_BACK_WORDS = {"background", "backdrop", "surroundings"}


class Subject:
    """The grounder for "the subject", "the foreground" and "the background"."""

    name = "subject"
    working_px = SIDE_PX

    def propose(self, phrase: str, image: Image) -> Sequence[Candidate]:
        said = parse_phrase(phrase)
        behind = said.noun in _BACK_WORDS
        if not (behind or said.noun in _FRONT_WORDS) or said.relation:
            return ()
        found = subject_of(view_of(image))
        if found is None:
            return ()
        mask, score = found
        selection = Selection.of_mask(PILImage.fromarray(((mask != behind) * 255).astype(np.uint8)))
        return () if selection is None else (Candidate(selection, score, said.noun),)


@lru_cache(maxsize=2)
def subject_of(view: View) -> tuple[Mask, float] | None:
    """The subject's mask in the view, and how sure that is (0 … 1); None where nothing stands out."""
    if min(view.shape) < 16:
        return None
    patches = patches_of(view)
    if patches.count < 12 or np.ptp(patches.colour, 0).max() < 4:
        return None
    salient = saliency(patches)[patches.labels]
    return _cut_out(view, salient)


def _cut_out(view: View, salient: Floats) -> tuple[Mask, float] | None:
    level = _otsu(salient)
    hints = np.full(view.shape, BACK, np.uint8)
    hints[salient > 0.4 * level] = MAYBE_BACK
    hints[salient > level] = MAYBE_FRONT
    hints[salient > (level + 1) * 0.55] = FRONT
    found = cut(view, hints)
    if found is None or not 0.005 < found.mean() < 0.9:
        return None
    mask = tidied(found)
    return mask, confidence(view, salient, mask)


def confidence(view: View, salient: Floats, mask: Mask) -> float:
    """How far map and cut agree, how much they stand apart, and how little the subject leaves through the rim."""
    inside, outside = float(salient[mask].mean()), float(salient[~mask].mean()) if (~mask).any() else 1.0
    rim = np.concatenate([mask[0], mask[-1], mask[:, 0], mask[:, -1]]).mean()
    outline = outline_of(view, mask)
    # Scattered bits are what is bright in a subject that fills the frame, not the subject.
    whole = min(1.0, outline.solid / 0.36) * (0.75 if _parts(mask) > 2 else 1.0) if outline else 0.0
    return float(np.clip((inside - outside) * (1 - 0.5 * rim) * whole, 0, 1))


def _parts(mask: Mask) -> int:
    """How many separate parts hold a tenth of the mask or more each."""
    import cv2

    areas = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=4)[2][1:, cv2.CC_STAT_AREA]
    return int((areas > 0.1 * mask.sum()).sum())


def _otsu(values: Floats) -> float:
    import cv2

    level, _ = cv2.threshold(np.rint(values * 255).astype(np.uint8), 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    return float(level) / 255


@lru_cache(maxsize=2)
def saliency(patches: Patches) -> Floats:
    """How much each patch stands out, 0 … 1."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import dijkstra
    from scipy.spatial.distance import cdist

    n = patches.count
    apart = cdist(patches.colour, patches.colour)
    a, b = patches.pairs.T
    rim = np.flatnonzero(patches.rim > 0)
    links = apart[a, b]
    # Small steps within one surface would add up along a long way; the clip keeps a wall one thing.
    nearest = np.full(n, np.inf)
    np.minimum.at(nearest, a, links)
    np.minimum.at(nearest, b, links)
    links = np.maximum(links - nearest[np.isfinite(nearest)].mean(), 1e-4)
    i, j = (part.ravel() for part in np.meshgrid(rim, rim, indexing="ij"))
    upper = i < j
    rows, columns = np.concatenate([a, i[upper]]), np.concatenate([b, j[upper]])
    hops = np.maximum(apart[i[upper], j[upper]] - nearest[np.isfinite(nearest)].mean(), 1e-4)
    order = coo_matrix((np.concatenate([links, hops]), (rows, columns)), (n, n)).tocsr()
    geodesic = dijkstra(order, directed=False)
    similar = np.exp(-(geodesic**2) / (2 * 10.0**2))
    share = patches.size / patches.size.mean()
    spanning = (similar * share[None]).sum(1)
    touching = (similar[:, rim]).sum(1)
    behind = 1 - np.exp(-((touching / np.sqrt(spanning)) ** 2) / 2)
    near = np.exp(-(cdist(patches.centre, patches.centre) ** 2) / (2 * 0.25**2))
    contrast = (apart * near * behind[None] * share[None]).sum(1)
    contrast = contrast / max(contrast.max(), 1e-6)
    return _optimised(patches, apart, behind, contrast)


def _optimised(patches: Patches, apart: Floats, behind: Floats, front: Floats) -> Floats:
    """The map that is low on background, high on contrast, and smooth where no edge is (a linear system)."""
    n = patches.count
    weight = np.zeros((n, n))
    a, b = patches.pairs.T
    weight[a, b] = weight[b, a] = np.exp(-(apart[a, b] ** 2) / (2 * 10.0**2)) + 0.1
    laplacian = np.diag(weight.sum(1)) - weight
    front = np.where(front > front.mean(), front, 0)
    answer = np.linalg.solve(laplacian + np.diag(behind + 1e-3) + np.diag(front), front)
    low, high = answer.min(), answer.max()
    return np.asarray((answer - low) / max(high - low, 1e-6), np.float32)
