"""From boxes that a detector drew to the places that a phrase may mean: by position, order, number and colour.

A detector knows a noun; which of several is meant, and whether one has to ask, is said by the rest of the phrase. It
knows no network and no noun.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from tools.grounding.phrase import Phrase
from tools.grounding.place import ranked, weight_at
from tools.selection import Selection, pixel_box
from tools.types import Candidate

if TYPE_CHECKING:
    from PIL.Image import Image

SIDE = 160  # of the grid on which positions and orders are compared
UNHEARD = 0.6  # what is left of a score where words about another thing ("behind the car") were not understood
TOGETHER = 0.5  # how good, compared to the best, a thing has to be to be one of "the dogs"
MOST_TOGETHER = 16
OF_THAT_COLOUR = 0.25  # of what lies in the heart of a box, for a thing to be called by that colour
Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Detection:
    """A box in fractions (x0, y0, x1, y1) of the picture, and how likely it is right, 0 … 1."""

    box: tuple[float, float, float, float]
    score: float


def places(found: Sequence[Detection], said: Phrase, image: Image, *, all_of_them: bool = False) -> list[Candidate]:
    """The boxes as candidates, best first; with a plural, or if asked for, all good ones as one."""
    each = [
        Candidate(Selection.rectangle(pixel_box(one.box, image.size), image.size), one.score, said.noun, boxed=True)
        for one in ordered(found, said, image)
    ]
    return together(each) if (said.plural or all_of_them) and said.order is None else each


def ordered(found: Sequence[Detection], said: Phrase, image: Image) -> list[Detection]:
    """The boxes with their scores after all that was said of their place, order and colour, best first."""
    weighed = [replace(one, score=one.score * _weight(one, said, image)) for one in found]
    if said.order is not None:
        # Only the heart of a box counts: people who stand close are still several people.
        hearts = [(_on_grid(_heart(one.box)), one.score) for one in weighed]
        whose = {id(mask): one for (mask, _), one in zip(hearts, weighed, strict=True)}
        weighed = [replace(whose[id(mask)], score=score) for mask, score in ranked(hearts, said.order)]
    return sorted((one for one in weighed if one.score > 0.05), key=lambda one: -one.score)


def together(each: Sequence[Candidate]) -> list[Candidate]:
    """All good ones as one candidate, which keeps the box of each where only boxes are known."""
    good = [one for one in each if one.score > TOGETHER * each[0].score][:MOST_TOGETHER]
    if len(good) < 2:
        return good
    whole = reduce(Selection.union, (one.selection for one in good))
    return [replace(good[0], selection=whole, parts=tuple(one.selection for one in good) if good[0].boxed else ())]


def _weight(one: Detection, said: Phrase, image: Image) -> float:
    weight = weight_at(_on_grid(one.box), said) * (UNHEARD if said.relation else 1.0)
    return weight * coloured(image, one.box, said.colours) if said.colours else weight


def coloured(image: Image, box: tuple[float, float, float, float], colours: Sequence[str]) -> float:
    """How well a thing goes by colour words: 1 where a good part of the heart of its box fits them."""
    import cv2

    from tools.grounding.names import likeness

    heart = image.crop(pixel_box(_heart(box), image.size))
    heart.thumbnail((96, 96))
    lab = cv2.cvtColor(np.asarray(heart.convert("RGB"), np.float32) / 255, cv2.COLOR_RGB2LAB)
    share = max(float(likeness(lab, name).mean()) for name in colours)
    return 0.25 + 0.75 * min(share / OF_THAT_COLOUR, 1.0)


def kept(boxes: Floats, scores: Floats, least: float, overlap: float = 0.5) -> list[int]:
    """Which of overlapping boxes (x0, y0, x1, y1 a row) are best, of those that score `least`, best first."""
    import cv2

    corner = [(float(x0), float(y0), float(x1 - x0), float(y1 - y0)) for x0, y0, x1, y1 in boxes]
    return [int(one) for one in np.ravel(cv2.dnn.NMSBoxes(corner, scores.tolist(), least, overlap))]


def _heart(box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    """The middle half of a box, each way."""
    x0, y0, x1, y1 = box
    across, down = (x1 - x0) / 4, (y1 - y0) / 4
    return x0 + across, y0 + down, x1 - across, y1 - down


def _on_grid(box: tuple[float, float, float, float]) -> NDArray[np.bool_]:
    x0, y0, x1, y1 = pixel_box(box, (SIDE, SIDE))
    mask = np.zeros((SIDE, SIDE), bool)
    mask[y0:y1, x0:x1] = True
    return mask
