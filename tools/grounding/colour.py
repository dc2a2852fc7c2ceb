"""Things named by their colour: "the red cup", "the yellow one on the left".

Where the colour name fits, smoothed along the picture's edges, falls into connected parts; each is rated by how pure it
is, how little its surroundings share the colour, and how much its outline is that of one thing. A wooden table that is
reddish all over has no such outline. Knows nothing of what a cup is: the noun is believed, the colour is looked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PIL import Image as PILImage

from tools.grounding.cut import tidied
from tools.grounding.names import likeness
from tools.grounding.outline import outline_of
from tools.grounding.phrase import Phrase, parse_phrase
from tools.grounding.place import map_of, ranked, separate, weight_at
from tools.grounding.view import SIDE_PX, Floats, Mask, View, view_of
from tools.selection import Selection
from tools.types import Candidate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PIL.Image import Image

_MOST_PARTS = 12


class Colour:
    """The grounder for phrases with a colour word."""

    name = "colour"
    working_px = SIDE_PX

    def propose(self, phrase: str, image: Image) -> Sequence[Candidate]:
        said = parse_phrase(phrase)
        if not said.colours or said.everything_but:
            return ()
        view = view_of(image)
        if min(view.shape) < 8:
            return ()
        fits = np.max([likeness(view.lab, name) for name in said.colours], axis=0)
        found = placed(fits, rated(view, fits), said)
        return [_candidate(mask, score, said) for mask, score in found if score > 0.05]


def _candidate(mask: Mask, score: float, said: Phrase) -> Candidate:
    selection = Selection.of_mask(PILImage.fromarray((mask * 255).astype(np.uint8)))
    assert selection is not None
    label = " ".join((*said.colours, said.noun)).strip()
    # What is said about the thing besides its colour may rule it out, and can't be looked at.
    return Candidate(selection, score * (0.6 if said.relation else 1.0), label)


def rated(view: View, fits: Floats) -> list[tuple[Mask, float]]:
    """The parts of the colour and how much each looks like one thing of that colour."""
    return [(mask, rating(view, fits, mask)) for mask in parts(view, fits)]


def placed(fits: Floats, found: list[tuple[Mask, float]], said: Phrase) -> list[tuple[Mask, float]]:
    """Scores after position, order and number; without these, a thing is surer the more of the colour is its own."""
    found = [(mask, score * weight_at(mask, said)) for mask, score in found]
    if said.order:
        return ranked(found, said.order)
    if said.plural:
        return _together(found)
    there = fits * map_of(fits.shape, said)
    whole = max(float(there.sum()), 1e-6)
    return [(mask, score * (0.35 + 0.65 * (float(there[mask].sum()) / whole) ** 0.7)) for mask, score in found]


def _together(found: list[tuple[Mask, float]]) -> list[tuple[Mask, float]]:
    """All good parts as one answer."""
    if not found:
        return []
    best = max(score for _, score in found)
    good = [mask for mask, score in separate(found) if score > 0.5 * best]
    return [(np.logical_or.reduce(good), best)]


def parts(view: View, fits: Floats) -> list[Mask]:
    """Connected parts of the colour: of all that fits and of what fits well, thin bridges kept and cut."""
    import cv2

    smooth = cv2.ximgproc.guidedFilter(view.rgb, np.asarray(fits, np.float32), 4, 60.0)
    level = cv2.medianBlur(np.rint(np.clip(smooth, 0, 1) * 255).astype(np.uint8), 5)
    thick = 2 * round(0.006 * view.scale) + 1
    return [part for least in (115, 190) for width in (3, thick) for part in _apart(level > least, width)]


def _apart(solid: Mask, bridge_px: int) -> list[Mask]:
    """The connected parts of a mask once bridges narrower than `bridge_px` are cut, largest first."""
    import cv2

    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (bridge_px, bridge_px))
    opened = cv2.morphologyEx(solid.astype(np.uint8), cv2.MORPH_OPEN, kernel)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(opened, connectivity=4)
    sizes = stats[:, cv2.CC_STAT_AREA]
    order = [int(i) for i in np.argsort(-sizes) if i > 0 and sizes[i] > 0.0008 * labels.size][:_MOST_PARTS]
    return [tidied(labels == i, hole=0.02) for i in order]


def rating(view: View, fits: Floats, mask: Mask) -> float:
    """How much the mask looks like one thing of that colour, 0 … 1."""
    import cv2

    outline = outline_of(view, mask)
    if outline is None:
        return 0.0
    reach = max(3, round(0.15 * float(mask.sum()) ** 0.5))
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
    around = (cv2.dilate(mask.astype(np.uint8), kernel) > 0) & ~mask
    pure = float(fits[mask].mean())
    alone = 1 - float(fits[around].mean()) if around.any() else 0.0
    size = min(1.0, (outline.share / 0.01) ** 0.3)
    shape = outline.edge * outline.calm * (0.4 + 0.6 * outline.solid) * (1 - 0.85 * outline.rim)
    return min(1.0, float(pure**0.5 * alone * shape * size * 1.25))
