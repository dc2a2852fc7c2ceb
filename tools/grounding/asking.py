"""Asking every grounder what a phrase means, and bringing the answers to the picture's own size.

Knows nothing of how anything is found; only in which order to ask, and when an answer is clear enough.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tools.grounding.choice import clear, distinct, question
from tools.grounding.phrase import parse_phrase
from tools.grounding.view import lifted, shrunk
from tools.selection import Selection
from tools.types import Candidate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PIL.Image import Image

    from tools.studio import Grounder, Studio


def find(image: Image, phrase: str, studio: Studio) -> Selection:
    """The clear answer. Raises RegionNotFound, with candidates, when there is none."""
    but = parse_phrase(phrase).everything_but
    if but:
        return _everything_but(image, but, studio)
    found = proposals(image, phrase, studio)
    best = clear(found)
    if best is None:
        raise question(phrase, found)
    return best.selection


def _everything_but(image: Image, phrase: str, studio: Studio) -> Selection:
    rest = Selection.everything(image.size).minus(find(image, phrase, studio))
    if rest is None:
        raise question(phrase, ())
    return rest


def proposals(image: Image, phrase: str, studio: Studio, limit: int = 6) -> list[Candidate]:
    """What the grounders propose, distinct, best first, at the picture's own size."""
    from tools.grounding import installed

    view = studio.srgb(image)
    grounders = installed() if studio.grounders is None else studio.grounders
    found: list[Candidate] = []
    if studio.locate is not None:
        found += _at_size(studio.locate(view, phrase), view)
    for number, grounder in enumerate(grounders):
        studio.progress(number / len(grounders), "Looking for " + phrase[:40])
        proposed = _ask(grounder, phrase, view)
        found += proposed
        if proposed and getattr(grounder, "decides", False):
            break
        if clear(distinct(found, limit)) is not None and getattr(grounder, "last", False):
            break
    studio.progress(1.0, "")
    return distinct(found, limit)


def _ask(grounder: Grounder, phrase: str, view: Image) -> list[Candidate]:
    side = getattr(grounder, "working_px", None)
    return _at_size(grounder.propose(phrase, shrunk(view, side) if side else view), view)


def _at_size(proposed: Sequence[Candidate], view: Image) -> list[Candidate]:
    """Masks made on a smaller copy, carried up onto the picture's own edges; empty ones left out."""
    import numpy as np

    out = []
    for candidate in proposed:
        selection: Selection | None = candidate.selection
        if candidate.selection.size != view.size:
            small = np.asarray(candidate.selection.full(), np.float32) / 255
            selection = Selection.of_mask(lifted(small, view))
        if selection is not None:
            out.append(replace(candidate, selection=selection))
    return out
