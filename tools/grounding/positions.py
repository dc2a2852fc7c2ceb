"""Parts of the picture named by geometry alone: "the left half", "top third", "bottom 20%", "upper right corner".

They are exact rectangles. Knows nothing of what the picture shows.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tools.grounding.phrase import Phrase, parse_phrase
from tools.selection import Selection, pixel_box
from tools.types import Candidate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PIL.Image import Image

Fractions = tuple[float, float, float, float]

_WHOLE = {"everything", "picture", "image", "photo", "photograph", "all", "whole", "entire", "scene", "everywhere"}
_WHOLE_NOUNS = {"everything", "everywhere"}


class Positions:
    """The grounder for parts of the frame."""

    name = "positions"
    exact = True  # what it names is named completely; nobody else need be asked

    def propose(self, phrase: str, image: Image) -> Sequence[Candidate]:
        """One exact rectangle with score 1, or nothing if the phrase names an object."""
        box = box_of(parse_phrase(phrase), image.width >= image.height)
        if box is None:
            return ()
        return (Candidate(Selection.rectangle(pixel_box(box, image.size), image.size), 1.0, phrase),)


def box_of(phrase: Phrase, wide: bool = True) -> Fractions | None:
    """Fractions (x0, y0, x1, y1) of the part that is named; `wide` decides what "the middle third" cuts."""
    words = set(phrase.words)
    if words & _WHOLE and phrase.noun in ("", *_WHOLE_NOUNS) and not (phrase.sides or phrase.middle or phrase.colours):
        vague = phrase.thing or phrase.order or phrase.relation or phrase.everything_but
        return None if vague else (0.0, 0.0, 1.0, 1.0)
    if not phrase.geometric or (phrase.order and phrase.order.axis in ("big", "small")):
        return None
    sides = phrase.sides or ((phrase.order.axis,) if phrase.order else ())
    if not sides:
        return _middle(phrase, wide) if phrase.middle else None
    share = _share(phrase)
    x0, y0, x1, y1 = 0.0, 0.0, 1.0, 1.0
    across, down = "left" in sides or "right" in sides, "top" in sides or "bottom" in sides
    if share is None:
        share = 1 / 3 if "corner" in words or (across and down and not words & {"half", "quarter"}) else 0.5
    if phrase.middle:  # "the middle left": the middle third of the other direction
        x0, y0, x1, y1 = (0.0, 1 / 3, 1.0, 2 / 3) if across else (1 / 3, 0.0, 2 / 3, 1.0)
    if across:
        x0, x1 = (0.0, share) if "left" in sides else (1 - share, 1.0)
    if down:
        y0, y1 = (0.0, share) if "top" in sides else (1 - share, 1.0)
    return x0, y0, x1, y1


def _share(phrase: Phrase) -> float | None:
    """How much of the width or height is named; None when nothing says."""
    text = " ".join(phrase.words)
    percent = re.search(r"(\d+(?:\.\d+)?) ?(?:%|percent)", text)
    if percent:
        return min(max(float(percent[1]) / 100, 0.001), 1.0)
    corner = len(phrase.sides) == 2
    for pattern, share in (
        (r"two thirds|2 thirds", 2 / 3), (r"three quarters|3 quarters", 3 / 4), (r"\bthird\b", 1 / 3),
        (r"\bquarter\b|\bquadrant\b", 0.5 if corner else 0.25), (r"\bhalf\b", 0.5), (r"\bedge\b|\bstrip\b", 0.1),
    ):  # fmt: skip
        if re.search(pattern, text):
            return share
    return None


def _middle(phrase: Phrase, wide: bool) -> Fractions:
    text = " ".join(phrase.words)
    share = _share(phrase)
    if share is None:
        return 1 / 3, 1 / 3, 2 / 3, 2 / 3
    a, b = (1 - share) / 2, (1 + share) / 2
    across = wide if not {"vertical", "horizontal"} & set(text.split()) else "vertical" in text
    return (a, 0.0, b, 1.0) if across else (0.0, a, 1.0, b)
