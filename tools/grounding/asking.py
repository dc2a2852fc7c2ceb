"""Asking every grounder what a phrase means, and bringing the answers to the picture's own size.

Knows nothing of how anything is found; only in which order to ask, and when an answer is clear enough.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import reduce
from typing import TYPE_CHECKING

import numpy as np

from tools.grounding.arc import rounded
from tools.grounding.choice import ACCEPT, RIVAL, clear, contained, distinct, question
from tools.grounding.phrase import parse_phrase
from tools.grounding.view import SIDE_PX, lifted, shrunk, view_of
from tools.grounding.whole import whole_of
from tools.selection import Selection
from tools.types import Candidate

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PIL.Image import Image

    from tools.studio import Grounder, Studio


EXACT, TRAINED, PAID, MEASURING, GUESSING = range(5)  # in which order they are asked
OWN_WORDS = ("", "subject", "background")  # what the program looks for by itself, and no box would answer
SEEN = 0.45  # the most that a guess about an unknown noun may score (see tools/grounding/things.py)
MOSTLY = 0.7  # of a patch has to lie in a thing to be a part of it
LEAST_PAINT = 0.1  # of a thing has to have its colour, for the rest to be left out
SHARED = 0.4  # of what is painted lies in the subject, where both are one thing


def find(image: Image, phrase: str, studio: Studio, about_object: bool = False, about_paint: bool = False) -> Selection:
    """The clear answer. Raises RegionNotFound, with candidates, when there is none."""
    said = parse_phrase(phrase)
    if said.everything_but:
        kept = find(image, said.everything_but, studio, about_object, about_paint)
        rest = Selection.everything(image.size).minus(kept)
        if rest is None:
            raise question(phrase, ())
        return rest
    found = proposals(image, phrase, studio)
    best = clear(found)
    if best is None:
        raise question(phrase, found, studio.notes)
    if best.whole:
        return painted_part(studio.srgb(image), best.selection, said.colours) if about_paint else best.selection
    if about_object and said.colours:
        studio.progress(0.9, "Finding the rest of it")
        painted = completed(studio.srgb(image), best.selection)
        return painted if about_paint else embodied(image, painted, studio)
    return best.selection


def embodied(image: Image, painted: Selection, studio: Studio) -> Selection:
    """The thing with the parts that have not its colour, if it is what the photograph shows: the cup with its white
    inside, not only its red. Where the subject is another thing, or none stands out, what is painted is all.
    """
    subject = clear(proposals(image, "subject", studio))
    common = subject and subject.selection.intersection(painted)
    if not subject or not common:
        return painted
    belongs = common.area_px >= SHARED * painted.area_px and common.area_px >= SHARED / 2 * subject.selection.area_px
    return painted.union(subject.selection) if belongs else painted


def painted_part(image: Image, whole: Selection, colours: Sequence[str]) -> Selection:
    """What of a thing that was found has the colour that was named; all of it where none was, or hardly any has."""
    from tools.grounding.names import likeness

    if not colours:
        return whole
    small = shrunk(image, SIDE_PX)
    inside = np.asarray(whole.full().resize(small.size)) > 127
    fits = np.max([likeness(view_of(small).lab, name) for name in colours], axis=0)
    mask = inside & (fits > 0.5)
    found = lifted(mask, image) if mask.sum() > LEAST_PAINT * inside.sum() else None
    return (found and found.intersection(whole)) or whole


def completed(image: Image, part: Selection) -> Selection:
    """The thing whose coloured part was found: the white letters of the red sign belong to it."""
    small = shrunk(image, SIDE_PX)
    mask = np.asarray(part.full().resize(small.size)) > 127
    if not mask.any():
        return part
    view = view_of(small)
    whole = lifted(rounded(view, whole_of(view, mask)), image)
    return part if whole is None else whole


def proposals(image: Image, phrase: str, studio: Studio, limit: int = 6) -> list[Candidate]:
    """What the grounders propose, distinct, best first, at the picture's own size.

    Those that know by geometry are asked first, then models and other packages' own; where these leave it open a
    model that has to be paid or waited for (`studio.locate`), then what only measures, and what guesses if need be: not
    where a model saw what was named, and only which of them is meant is open. Nobody is asked after a clear answer.
    """
    from tools.grounding import installed

    view = studio.srgb(image)
    asked = list(installed() if studio.grounders is None else studio.grounders)
    if studio.locate is not None and " ".join(phrase.lower().split()) not in OWN_WORDS:
        asked.append(Located(studio.locate))
    asked.sort(key=_turn)
    found: list[Candidate] = []
    trained: list[Candidate] = []  # what the models at hand found
    for number, grounder in enumerate(asked):
        if _needless(_turn(grounder), found, trained):
            continue
        studio.progress(number / len(asked), f"Looking for {phrase[:40]}".strip())
        proposed = _ask(grounder, phrase, view, studio)
        if proposed and _turn(grounder) == EXACT:
            return proposed
        found += proposed
        trained += proposed if _turn(grounder) == TRAINED else []
    return [_outlined(candidate, view, studio) for candidate in distinct(_without_patches(found), limit)]


def _needless(turn: int, found: Sequence[Candidate], trained: Sequence[Candidate]) -> bool:
    """Whether what was found so far makes it needless to ask a grounder of that turn."""
    if turn == MEASURING:  # all of them or none: the best of them is not always the first
        return clear(distinct(trained)) is not None or _seen(trained, ACCEPT)
    return clear(distinct(found)) is not None or (turn == GUESSING and _seen(found, SEEN))


def _without_patches(found: Sequence[Candidate]) -> list[Candidate]:
    """Without what only measures saw in a thing that a model saw: a patch of red in the red car is that car's."""
    seen = [one for one in found if one.boxed and one.score >= SEEN]
    return [
        one
        for one in found
        if one.boxed or one.whole or not any(_part_of(one.selection, thing.selection) for thing in seen)
    ]


def _part_of(part: Selection, thing: Selection) -> bool:
    return part.area_px < thing.area_px and contained(part, thing) > MOSTLY


@dataclass
class Located:
    """The agent's way of finding things, as one more grounder."""

    locate: Callable[[Image, str], Sequence[Candidate]]
    name: str = "located"

    def propose(self, phrase: str, image: Image) -> Sequence[Candidate]:
        return self.locate(image, phrase)


def _turn(grounder: Grounder) -> int:
    """When a grounder is asked; what is neither built in nor says more of itself was trained."""
    if isinstance(grounder, Located):
        return PAID
    if getattr(grounder, "exact", False):
        return EXACT
    if getattr(grounder, "guesses", False):
        return GUESSING
    return MEASURING if type(grounder).__module__.rpartition(".")[0] == "tools.grounding" else TRAINED


def _seen(found: Sequence[Candidate], least: float) -> bool:
    """Whether a model saw what was named: which of them is meant may be open, but no guess will tell."""
    return any((one.boxed or one.whole) and one.score >= least for one in found)


def _outlined(candidate: Candidate, view: Image, studio: Studio) -> Candidate:
    """A candidate of which only a box is known, as the thing in that box, or the things in several."""
    if not candidate.boxed:
        return candidate
    from tools.grounding.drawn import thing_in

    boxes = candidate.parts or (candidate.selection,)
    things = []
    for number, box in enumerate(boxes):
        studio.progress(number / len(boxes), f"Outlining {candidate.label[:40]}".strip())
        things.append(thing_in(view, box, studio))
    return replace(candidate, selection=reduce(Selection.union, things), boxed=False, parts=(), whole=True)


def _ask(grounder: Grounder, phrase: str, view: Image, studio: Studio) -> list[Candidate]:
    side = getattr(grounder, "working_px", None)
    proposed: list[Candidate] = []
    with studio.optional(grounder.name):
        proposed = distinct(grounder.propose(phrase, shrunk(view, side) if side else view))
    # Carrying masks up costs time: with a good answer, only its rivals still matter.
    good = bool(proposed) and proposed[0].score >= ACCEPT
    return _at_size([c for c in proposed if not good or c.score >= RIVAL * proposed[0].score], view)


def _at_size(proposed: Sequence[Candidate], view: Image) -> list[Candidate]:
    """Masks made on a smaller copy, carried up onto the picture's own edges; empty ones left out."""
    out = []
    for candidate in proposed:
        selection: Selection | None = candidate.selection
        if candidate.selection.size != view.size:
            small = np.asarray(candidate.selection.full(), np.float32) / 255
            selection = lifted(small, view)
        if selection is not None:
            out.append(replace(candidate, selection=selection))
    return out
