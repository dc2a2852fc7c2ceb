"""Guesses for a noun that can't be known: what looks like a thing at all, narrowed by position and size words.

Candidates for a question, best first. Only a phrase that names nothing ("the biggest thing", "the object on the left")
may be answered by the best of them. Knows nothing of what things are called.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PIL import Image as PILImage

from tools.grounding.outline import outline_of
from tools.grounding.phrase import Phrase, parse_phrase
from tools.grounding.pieces import pieces_of, trimmed
from tools.grounding.place import ranked, weight_at
from tools.grounding.subject import saliency, subject_of
from tools.grounding.superpixels import patches_of
from tools.grounding.view import SIDE_PX, Floats, Mask, View, view_of
from tools.selection import Selection
from tools.types import Candidate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PIL.Image import Image

_LOOKED_AT, _POOL, _SHOWN = 160, 30, 6
UNKNOWN = 0.45  # the most that a guess about an unknown noun may score: below what is taken without asking


class Things:
    """The grounder of last resort."""

    name = "things"
    working_px = SIDE_PX
    guesses = True

    def propose(self, phrase: str, image: Image) -> Sequence[Candidate]:
        said = parse_phrase(phrase)
        if said.everything_but:
            return ()
        view = view_of(image)
        if min(view.shape) < 16:
            return ()
        nameless = said.thing or (said.order is not None and not said.noun and not said.colours)
        most = 1.0 if nameless and not said.relation else UNKNOWN
        found = [(mask, min(score, 1.0) * most) for mask, score in things_of(view, said)]
        return [_candidate(mask, score, said.noun) for mask, score in found]


def _candidate(mask: Mask, score: float, label: str) -> Candidate:
    selection = Selection.of_mask(PILImage.fromarray((mask * 255).astype(np.uint8)))
    assert selection is not None
    return Candidate(selection, score, label)


def things_of(view: View, said: Phrase) -> list[tuple[Mask, float]]:
    """Distinct masks that look like things where the phrase points, with their scores, best first."""
    patches = patches_of(view)
    if patches.count < 4:
        return []
    salient = saliency(patches)[patches.labels] if patches.count >= 12 else np.zeros(view.shape)
    pool = [piece.mask(patches) for piece in pieces_of(view)[:_LOOKED_AT]]
    subject = subject_of(view)
    if subject is not None:
        pool = [subject[0], *split(subject[0]), *pool]
    rated = [(mask, rating(view, mask, salient)) for mask in distinct_masks(pool, _POOL)]
    rated = [(mask, score * weight_at(mask, said)) for mask, score in rated]
    if said.order:
        rated = ranked(rated, said.order)
    rated = sorted((item for item in rated if item[1] > 0.02), key=lambda item: -item[1])
    return rated[:_SHOWN]


def rating(view: View, mask: Mask, salient: Floats) -> float:
    """How sure it is that the mask is one thing: its outline, and whether it draws the eye."""
    outline = outline_of(view, mask)
    if outline is None:
        return 0.0
    return float(outline.score * (0.5 + 0.5 * float(salient[mask].mean())))


def thing_at(view: View, places: Sequence[tuple[int, int]]) -> Mask:
    """The thing under the given pixels (y, x) of the view: the best mask that holds most of them, cut out."""
    patches = patches_of(view)
    hit = np.zeros(view.shape, np.int32)
    for y, x in places:
        hit[y, x] += 1
    pool = [piece.mask(patches) for piece in pieces_of(view)]
    subject = subject_of(view)
    if subject is not None:
        pool = [subject[0], *split(subject[0]), *pool]
    here = [mask for mask in pool if hit[mask].sum() >= 0.8 * len(places)]
    seeds = np.isin(patches.labels, np.unique(patches.labels[hit > 0]))
    if not here:
        return seeds
    salient = saliency(patches)[patches.labels] if patches.count >= 12 else np.zeros(view.shape)
    return trimmed(view, max(here, key=lambda mask: rating(view, mask, salient)), hit > 0)


def split(mask: Mask) -> list[Mask]:
    """The separate parts of a mask that has several."""
    import cv2

    count, labels = cv2.connectedComponents(mask.astype(np.uint8), connectivity=4)
    return [labels == i for i in range(1, count)] if 2 < count < 8 else []


def distinct_masks(masks: list[Mask], limit: int, most: float = 0.6) -> list[Mask]:
    """Those that overlap none of the earlier ones by more than `most` (IoU)."""
    kept: list[Mask] = []
    for mask in masks:
        small = mask[::2, ::2]
        area = int(small.sum())
        if len(kept) == limit:
            break
        if all((small & other[::2, ::2]).sum() < most * (area + other[::2, ::2].sum()) / (1 + most) for other in kept):
            kept.append(mask)
    return kept
