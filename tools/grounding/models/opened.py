"""What grounders that find boxes for any words have in common: from a phrase and raw boxes to the places it may mean.

Each family says what its network finds for some English words; the rest of the phrase is applied here. It knows no
network.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from tools.grounding.models.detected import Detection, Floats, kept, places
from tools.grounding.models.sureness import Line, sureness
from tools.grounding.models.wording import wanted
from tools.grounding.phrase import parse_phrase

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PIL.Image import Image

    from tools.grounding.phrase import Phrase
    from tools.types import Candidate

Find = Callable[[str, "Image"], tuple[Floats, Floats]]
MOST = 100  # boxes of one phrase that are looked at
SHAPELESS = 0.6  # what is left of how sure a box is, where it is drawn around grass or water
LEAST_SIDE = 0.004  # of the picture, for a box to hold anything


def boxed(phrase: str, image: Image, find: Find, line: Line) -> Sequence[Candidate]:
    """Candidates for a phrase. `find` gives, for English words, boxes (n × 4, fractions x0, y0, x1, y1) and their
    raw scores (n).
    """
    said = parse_phrase(phrase)
    what = wanted(said)
    if what is None or what.sky or min(image.size) < 8:
        return ()
    seen = [find(words, image) for words in what.each]
    boxes, scores = (np.concatenate([one[part] for one in seen]) for part in (0, 1))
    found = sensible(boxes, scores, line)
    if what.surface:
        found = [replace(one, score=one.score * SHAPELESS) for one in found]
    return places(found, _told(replace(said, order=what.order), found), image, all_of_them=what.many)


def _told(said: Phrase, found: Sequence[Detection]) -> Phrase:
    """The phrase without what is said by reference to another thing ("behind the car"), where only one can be meant."""
    return replace(said, relation="") if len(found) == 1 else said


def sensible(boxes: Floats, scores: Floats, line: Line) -> list[Detection]:
    """Boxes that are numbers, inside the picture and not empty, each thing once, best first, with how sure they are."""
    boxes, scores = np.asarray(boxes, np.float32).reshape(-1, 4), np.asarray(scores, np.float32).reshape(-1)
    fine = np.isfinite(boxes).all(1) & np.isfinite(scores)
    boxes, scores = boxes[fine].clip(0, 1), scores[fine]
    fine = (boxes[:, 2:] - boxes[:, :2] >= LEAST_SIDE).all(1) & (scores >= line[0][0])
    order = np.argsort(-scores[fine], kind="stable")[:MOST]
    boxes, scores = boxes[fine][order], scores[fine][order]
    if not len(scores):
        return []
    return [
        Detection(tuple(map(float, boxes[row])), sureness(float(scores[row]), line))  # type: ignore[arg-type]
        for row in kept(boxes, scores, line[0][0])
    ]
