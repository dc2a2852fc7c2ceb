"""Where a model that sees says that something is: asked with a small picture and a phrase, answered in boxes.

The answer is data: read strictly, clipped, and rated with caution, for a model shows a place of what is not there as
calmly as of what is. Whatever a picture or a phrase says, nothing but boxes comes out. It plans nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import prompts
from agent.errors import UnparseablePlan
from agent.planners.eyes import image_block
from agent.planners.strict import clean, read, wrong

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage
    from PIL.Image import Image

    from agent.planners.calling import Bill, Line, Watch
    from tools.types import Candidate

MOST = 6
REPAIRS = 1
MAX_PHRASE = 120  # characters
MAX_LABEL = 40
SHOWN_BACK = 2000  # characters of a bad answer
SLIP = 0.05  # so far beyond the edge a box is clipped; farther out it was measured in something else than fractions
LEAST = 0.005  # of a side: what is thinner is no thing
WHOLE = 0.9  # of the picture: a box that large points at nothing
# Scores, beside what the grounders' own mean (tools/grounding/choice.py takes 0.55 without asking): one box alone is
# taken, but gives way to any measured answer that is sure of another place; of several none is ever taken unasked.
ALONE, UNSURE, AMONG, POINTLESS = 0.6, 0.5, 0.5, 0.2
SURE = 0.5  # confidence from which a single box is taken

_FRACTION = {"type": "number", "minimum": 0, "maximum": 1}
_BOX = {
    "type": "object",
    "properties": {
        "box": {"type": "array", "items": _FRACTION, "minItems": 4, "maxItems": 4},
        "label": {"type": "string", "maxLength": MAX_LABEL},
        "confidence": _FRACTION,
    },
    "required": ["box", "label", "confidence"],
    "additionalProperties": False,
}
SCHEMA: dict[str, Any] = {
    "title": "boxes",
    "description": "Where the thing is that was asked for: no box if it is not there.",
    "type": "object",
    "properties": {"boxes": {"type": "array", "items": _BOX, "minItems": 0, "maxItems": MOST}},
    "required": ["boxes"],
    "additionalProperties": False,
}


@dataclass(frozen=True)
class Pointed:
    """One box of an answer: fractions (x0, y0, x1, y1) in order and inside the picture, and the model's own word."""

    box: tuple[float, float, float, float]
    label: str
    confidence: float

    @property
    def area(self) -> float:
        return (self.box[2] - self.box[0]) * (self.box[3] - self.box[1])


def located(line: Line, image: Image, phrase: str, side_px: int, watch: Watch, bill: Bill) -> list[Candidate]:
    """Places that the model at the other end of `line` shows for `phrase` in an sRGB picture, shown with no side over
    `side_px`. Raises NoAnswer, PlannerUnavailable, Cancelled, and UnparseablePlan where it stays without sense.
    """
    said = _messages(image, phrase, side_px)
    for left in range(REPAIRS, -1, -1):
        answer = line.ask(said, SCHEMA, watch, bill)
        if not line.sees:
            return []  # it turned out to be blind while it was asked, and has answered all the same
        try:
            return candidates(parse_boxes(answer.text), image.size)
        except UnparseablePlan as trouble:
            if not left:
                raise
            bill.repairs += 1
            said = [*said, *_repair(answer.text, f"{trouble.message} {trouble.hint}".strip())]
    raise UnparseablePlan("No answer was asked for.")


def parse_boxes(text: str) -> list[Pointed]:
    """The boxes of an answer, those without an area left out. Raises UnparseablePlan."""
    pointed = []
    for number, one in enumerate(read(text, SCHEMA)["boxes"]):
        edges = [_number(edge, f"boxes.{number}.box", SLIP) for edge in one["box"]]
        confidence = _number(one["confidence"], f"boxes.{number}.confidence", 0.0)
        (x0, x1), (y0, y1) = sorted(edges[::2]), sorted(edges[1::2])
        if x1 - x0 >= LEAST and y1 - y0 >= LEAST:
            label = " ".join(clean(one["label"]).split())
            pointed.append(Pointed((x0, y0, x1, y1), label, confidence))
    return pointed


def candidates(pointed: Sequence[Pointed], size: tuple[int, int]) -> list[Candidate]:
    """The boxes as candidates of a picture of `size`, the same place once, with cautious scores."""
    from tools.grounding.choice import distinct
    from tools.selection import Selection, pixel_box
    from tools.types import Candidate

    places = distinct(
        (Candidate(Selection.rectangle(pixel_box(one.box, size), size), one.confidence, one.label, boxed=True)
         for one in pointed if one.area < WHOLE), MOST,
    )  # fmt: skip
    alone = len(places) == 1
    rated = [Candidate(one.selection, score(one.score, alone), one.label, boxed=True) for one in places]
    whole = next((one for one in pointed if one.area >= WHOLE), None)
    if whole is None:
        return rated
    return [*rated, Candidate(Selection.rectangle(pixel_box(whole.box, size), size), POINTLESS, whole.label, True)]


def score(confidence: float, alone: bool) -> float:
    """How far a model's word is believed: its confidence only ranks its own boxes."""
    if alone and confidence >= SURE:
        return ALONE
    return (UNSURE if alone else AMONG) * (0.6 + 0.4 * confidence)


def _number(value: object, at: str, slip: float) -> float:
    """A number from 0 to 1, clipped where it is out by no more than `slip`."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise wrong(at, "holds something else than numbers")
    if not -slip <= value <= 1 + slip:  # true of infinity, too, which 1e999 is read as
        raise wrong(at, "holds numbers outside 0 to 1", "Fractions of the picture are wanted, no pixels.")
    return min(max(float(value), 0.0), 1.0)


def _messages(image: Image, phrase: str, side_px: int) -> list[BaseMessage]:
    from langchain_core.messages import HumanMessage

    shown = " ".join(phrase.split())[:MAX_PHRASE]
    text = prompts.render("locate", {"phrase": prompts.fenced(shown), "most": str(MOST)})
    return [HumanMessage([image_block(image, side_px), {"type": "text", "text": text}])]


def _repair(answer: str, trouble: str) -> list[BaseMessage]:
    from langchain_core.messages import AIMessage, HumanMessage

    told = prompts.render("locate_again", {"trouble": prompts.fenced(trouble[:600])})
    return [AIMessage(answer[:SHOWN_BACK] or "(nothing)"), HumanMessage(told)]
