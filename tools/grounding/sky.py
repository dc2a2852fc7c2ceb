"""Open sky: what is bluish, bright or gray, smooth, lies at the top and stays there.

Superpixels that could be sky by colour, smoothness and height are joined downwards from the top rim; GrabCut draws the
line; and the whole is believed only if it is smoother than what lies under it and different from it. Knows nothing of
skylines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PIL import Image as PILImage

from tools.grounding.cut import BACK, FRONT, MAYBE_BACK, MAYBE_FRONT, cut, tidied
from tools.grounding.outline import steps
from tools.grounding.phrase import parse_phrase
from tools.grounding.superpixels import Patches, patches_of
from tools.grounding.view import SIDE_PX, Floats, Mask, View, view_of
from tools.selection import Selection
from tools.types import Candidate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PIL.Image import Image

_WORDS = {"sky", "skies", "heaven", "clouds", "cloudy sky"}


class Sky:
    """The grounder for "the sky"."""

    name = "sky"
    working_px = SIDE_PX

    def propose(self, phrase: str, image: Image) -> Sequence[Candidate]:
        said = parse_phrase(phrase)
        if said.noun not in _WORDS or said.relation:
            return ()
        found = sky_of(view_of(image))
        if found is None:
            return ()
        selection = Selection.of_mask(PILImage.fromarray((found[0] * 255).astype(np.uint8)))
        return () if selection is None else (Candidate(selection, found[1], "sky"),)


def sky_of(view: View) -> tuple[Mask, float] | None:
    """The sky's mask in the view and how sure that is (0 … 1); None where no sky is likely."""
    if min(view.shape) < 24:
        return None
    patches = patches_of(view)
    likely = chance(view, patches)
    mask = _joined(patches, likely)
    if mask.mean() < 0.02:
        return None
    drawn = _drawn(view, mask, likely[patches.labels])
    score = confidence(view, drawn, likely[patches.labels])
    return (drawn, score) if score > 0.1 else None


def chance(view: View, patches: Patches) -> Floats:
    """How much each patch could be sky, 0 … 1, by colour, smoothness and height alone."""
    light, a, b = patches.colour.T
    chroma, hue = np.hypot(a, b), np.degrees(np.arctan2(b, a)) % 360
    blue = np.clip(1 - (np.abs(hue - 265) - 40) / 20, 0, 1) * np.clip((chroma - 3) / 6, 0, 1)
    pale = np.clip((13 - chroma) / 8, 0, 1) * np.clip((light - 42) / 20, 0, 1)
    white = np.clip((light - 88) / 8, 0, 1) * np.clip((24 - chroma) / 8, 0, 1)
    colour = np.maximum(np.maximum(blue, pale), white) * np.clip((light - 4) / 8, 0, 1)
    rough = np.bincount(patches.labels.ravel(), steps(view).ravel(), minlength=patches.count) / patches.size
    smooth = np.clip(1 - (rough - 6) / 20, 0, 1)
    high = np.clip(1.25 - patches.centre[:, 0], 0, 1)
    return np.asarray(colour * smooth * high, np.float32)


def _joined(patches: Patches, likely: Floats) -> Mask:
    """Likely patches that hang together with the top rim, without a strong edge in between."""
    import heapq

    top = np.unique(patches.labels[0])
    around: list[list[tuple[int, float]]] = [[] for _ in range(patches.count)]
    for (a, b), step in zip(patches.pairs.tolist(), patches.step.tolist(), strict=True):
        around[a].append((b, step))
        around[b].append((a, step))
    reached = {int(i) for i in top if likely[i] > 0.3}
    queue = [(0.0, i) for i in sorted(reached)]
    while queue:
        _, i = heapq.heappop(queue)
        for j, step in around[i]:
            if j not in reached and likely[j] > 0.25 and step < 26:
                reached.add(j)
                heapq.heappush(queue, (step, j))
    chosen = np.zeros(patches.count, bool)
    chosen[list(reached)] = True
    mask: Mask = chosen[patches.labels]
    return mask


def _drawn(view: View, mask: Mask, likely: Floats) -> Mask:
    """The same with its border cut pixel by pixel, holes between branches included."""
    import cv2

    radius = max(2, round(0.012 * view.scale))
    kernel = np.ones((2 * radius + 1, 2 * radius + 1), np.uint8)
    solid = mask.astype(np.uint8)
    hints = np.full(view.shape, BACK, np.uint8)
    lowest = int(np.nonzero(mask.any(1))[0].max())
    hints[: lowest + radius][likely[: lowest + radius] > 0.15] = MAYBE_BACK
    hints[cv2.dilate(solid, kernel) > 0] = MAYBE_BACK
    hints[mask] = MAYBE_FRONT
    hints[cv2.erode(solid, kernel, borderValue=1) > 0] = FRONT
    found = cut(view, hints, 2)
    return mask if found is None else tidied(found, keep=0.01, hole=0.0005)


def confidence(view: View, mask: Mask, likely: Floats) -> float:
    """Likely by colour, wide at the top, calm inside, bounded by an edge, and over before the bottom."""
    import cv2

    if not 0.02 < mask.mean() < 0.98:
        return 0.0
    strength = np.clip(steps(view) / 22, 0, 1)
    framed = np.pad(mask.astype(np.uint8), 1, mode="edge")
    line = (framed - cv2.erode(framed, np.ones((3, 3), np.uint8), borderValue=1))[1:-1, 1:-1] > 0
    edge = float(strength[line].mean()) if line.any() else 0.0
    calm = 1 - float(strength[mask & ~line].mean())
    busy = float(strength[~mask].mean())
    wide = float(mask[0].mean())
    fits = float(likely[mask].mean())
    contrast = float(np.clip((busy - (1 - calm)) / 0.15 + 0.5, 0, 1))
    # A plain surface all around an object looks like sky; so does a gray wall, but walls are warm and skies are not.
    doubt = 1 - 0.6 * min(1.0, 2 * float(mask[-1].mean()))
    doubt *= 0.6 if view.lab[mask][:, 2].mean() > 1.5 else 1.0
    return float(
        np.clip(doubt * fits**0.5 * (0.3 + 0.7 * wide) * calm * (0.4 + 0.6 * edge) * (0.4 + 0.6 * contrast) * 1.3, 0, 1)
    )
