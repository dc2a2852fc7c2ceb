"""Pieces of a picture that could be objects, whatever they are: superpixels merged step by step, each step a piece.

A piece is rated by how far it stands out from what surrounds it, how even it is, and how compact its outline is.
Source of the idea: Arbeláez et al., Contour Detection and Hierarchical Image Segmentation, PAMI 2011; and Alexe et al.,
Measuring the Objectness of Image Windows, PAMI 2012. Knows nothing of words.
"""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from tools.grounding.cut import BACK, FRONT, MAYBE_BACK, MAYBE_FRONT, cut, tidied
from tools.grounding.superpixels import Patches, patches_of
from tools.grounding.view import Mask, View


@dataclass(frozen=True, eq=False)
class Piece:
    """Some patches that belong together. `score` ∈ [0, 1]: how much they look like one object."""

    members: NDArray[np.int64]
    score: float
    share: float

    def mask(self, patches: Patches) -> Mask:
        chosen = np.zeros(patches.count, bool)
        chosen[self.members] = True
        return chosen[patches.labels]


@lru_cache(maxsize=2)
def pieces_of(view: View) -> tuple[Piece, ...]:
    """Every piece of the merge tree that could be an object, best first."""
    patches = patches_of(view)
    rated = [_rated(patches, members) for members in _merged(patches)]
    return tuple(sorted((p for p in rated if p.score > 0), key=lambda piece: -piece.score))


def _merged(patches: Patches) -> list[NDArray[np.int64]]:
    """The members of every node of the merge tree, leaves included."""
    members = {i: [i] for i in range(patches.count)}
    colour = {i: patches.colour[i].astype(float) for i in range(patches.count)}
    size = {i: float(patches.size[i]) for i in range(patches.count)}
    edges: dict[int, dict[int, tuple[float, float]]] = {i: {} for i in range(patches.count)}
    for (a, b), step, length in zip(patches.pairs.tolist(), patches.step, patches.shared, strict=True):
        edges[a][b] = edges[b][a] = (float(step) * float(length), float(length))
    total = float(patches.size.sum())

    def cost(a: int, b: int) -> float:
        strength, length = edges[a][b]
        apart = float(np.linalg.norm(colour[a] - colour[b]))
        small = min(size[a], size[b]) / total
        return float((0.5 * apart + 0.5 * strength / length) * small**0.25)

    queue = [(cost(a, b), a, b) for a, b in patches.pairs.tolist()]
    heapq.heapify(queue)
    nodes = [np.array([i]) for i in range(patches.count)]
    fresh = patches.count
    while queue:
        _, a, b = heapq.heappop(queue)
        if a not in edges or b not in edges:
            continue
        weight = size[a] + size[b]
        colour[fresh] = (colour[a] * size[a] + colour[b] * size[b]) / weight
        size[fresh], members[fresh] = weight, members[a] + members[b]
        joined: dict[int, tuple[float, float]] = {}
        for old in (a, b):
            for other, (strength, length) in edges.pop(old).items():
                if other not in (a, b):
                    before = joined.get(other, (0.0, 0.0))
                    joined[other] = before[0] + strength, before[1] + length
        edges[fresh] = joined
        for other, edge in joined.items():
            edges[other] = {k: v for k, v in edges[other].items() if k not in (a, b)}
            edges[other][fresh] = edge
            heapq.heappush(queue, (cost(fresh, other), fresh, other))
        nodes.append(np.array(members[fresh]))
        fresh += 1
    return nodes


def _rated(patches: Patches, members: NDArray[np.int64]) -> Piece:
    chosen = np.zeros(patches.count, bool)
    chosen[members] = True
    share = float(patches.size[members].sum() / patches.size.sum())
    if not 0.002 < share < 0.7:
        return Piece(members, 0.0, share)
    a, b = patches.pairs.T
    border = chosen[a] != chosen[b]
    length = float(patches.shared[border].sum())
    if length == 0:
        return Piece(members, 0.0, share)
    # How strong the edge is all along the outline; a quarter of it without an edge and the piece is no object.
    closed = float((np.clip(patches.step[border] / 18, 0, 1) * patches.shared[border]).sum() / length)
    rim = float(patches.rim[members].sum())
    area = float(patches.size[members].sum())
    compact = min(1.0, 3.545 * area**0.5 / (length + rim))
    within = (chosen[a]) & (chosen[b])
    inner = float(np.average(patches.step[within], weights=patches.shared[within])) if within.any() else 0.0
    outer = float(np.average(patches.step[border], weights=patches.shared[border]))
    apart = outer / (outer + inner + 3)
    leaving = rim / (length + rim)
    big = min(1.0, (share / 0.03) ** 0.4)
    score = closed * (0.35 + 0.65 * compact**0.5) * apart * (1 - 0.7 * leaving) * big
    return Piece(members, float(np.clip(score * 1.6, 0, 1)), share)


def trimmed(view: View, mask: Mask, sure: Mask | None = None) -> Mask:
    """A piece with its outline cut again pixel by pixel; as it was if the cut wanders off."""
    import cv2

    radius = max(2, round(0.012 * view.scale))
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1, 2 * radius + 1))
    solid = mask.astype(np.uint8)
    wide, far = cv2.dilate(solid, kernel), cv2.dilate(solid, kernel, iterations=5)
    hints = np.full(view.shape, BACK, np.uint8)
    hints[wide > 0] = MAYBE_BACK
    hints[mask] = MAYBE_FRONT
    hints[cv2.erode(solid, kernel) > 0] = FRONT
    if sure is not None:
        hints[sure] = FRONT
    y, x = (slice(int(side.min()), int(side.max()) + 1) for side in np.nonzero(far))
    part = View(np.ascontiguousarray(view.rgb[y, x]), view.lab[y, x])
    found = cut(part, hints[y, x], 2)
    if found is None:
        return mask
    out = np.zeros_like(mask)
    out[y, x] = tidied(found)
    return out if 0.6 < out.sum() / mask.sum() < 1.6 else mask
