"""A place that is told by another thing, "to the right of the sofa": its words, its box, and how the thing is found.

It knows no operation that puts anything there, and nothing of sessions. Boxes are whole pixels (x0, y0, x1, y1).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, NamedTuple, cast, get_args

from pydantic import BeforeValidator, WithJsonSchema

from tools.errors import RegionNotFound, Unclear
from tools.placement import Size, Span, kept_inside
from tools.places import PLACES, parse_place
from tools.selection import pixel_box
from tools.types import Operation, Region

if TYPE_CHECKING:
    from PIL.Image import Image

    from tools.studio import Studio

Relation = Literal["left of", "right of", "above", "below", "on", "next to"]

_GAP = 0.015  # of the picture's shorter side, between the two things
_LEAST = 0.4  # of its usual size: something new is made no smaller than that to fit beside a thing
_LEAD = r"^(?:just |right |directly |immediately |over |standing |sitting |somewhere )*"
_ENGLISH: tuple[tuple[str, Relation], ...] = (
    (r"(?:(?:to|on|at|in|toward|towards|onto) )?(?:the |its )?left(?:[- ]hand)?(?: side)? of ", "left of"),
    (r"(?:(?:to|on|at|in|toward|towards|onto) )?(?:the |its )?right(?:[- ]hand)?(?: side)? of ", "right of"),
    (r"(?:above|over) ", "above"),
    (r"(?:below|beneath|underneath|under) ", "below"),
    (r"(?:on top of|onto|on|upon|atop) ", "on"),
    (r"(?:next to|beside|alongside|by|near|close to|at the side of) ", "next to"),
)
_CHINESE: tuple[tuple[str, Relation], ...] = (
    (r"左(?:边|侧|面|手边|方)", "left of"),
    (r"右(?:边|侧|面|手边|方)", "right of"),
    (r"正?上方|顶上", "above"),
    (r"正?下(?:方|面|边)|底下", "below"),
    (r"上(?:面|边|头)?", "on"),
    (r"旁(?:边|侧)?|边上|附近|隔壁|身边|身旁", "next to"),
)
_SAID = (
    *((re.compile(rf"{_LEAD}{source}(?P<anchor>\S.*)$", re.I), relation) for source, relation in _ENGLISH),
    *(
        (re.compile(rf"^[在到至往向放于]*(?P<anchor>.+?)的?(?:{source})(?:去|处|一点)?$"), relation)
        for source, relation in _CHINESE
    ),
)
_EXACT = re.compile(rf"^({'|'.join(get_args(Relation))}) (\S.*)$")
_NO_THING = re.compile(
    r"^(?:(?:the|this|that|a|an|my|our|its|whole|entire|very|far|of)\b ?)*(?:picture|image|photo|photograph|frame|shot|"
    r"scene|screen|canvas|page|other side|side|corner|edge|way|background|foreground|\d.*|here|there|)$|"
    r"^(?:整个|整张|这张)?(?:画面|图|图片|照片|图像|屏幕|相片)[中里]?$|^[最靠偏左右上下正更稍再往向中身这那一]+$|[最靠偏]$",
    re.I,
)
_PLACE_WORDS = re.compile(
    r"(?:(?:the|far|very|top|bottom|left|right|upper|lower|center|centre|middle|hand|side|corner|edge|half|third|part|"
    r"area|of|picture|image|photo|frame|and)(?:[ -]|$))+",
    re.I,
)


class Beside(NamedTuple):
    """A place by how it lies to a thing, and the words for that thing."""

    relation: Relation
    anchor: str


def parse_beside(words: str) -> Beside | None:
    """What "to the right of the sofa" or "沙发右边" say; None where no other thing tells the place."""
    said = " ".join(words.split()).strip(" ,.;!。，")
    for pattern, relation in _SAID:
        match = pattern.match(said)
        anchor = match["anchor"].strip() if match else ""
        if anchor and not _NO_THING.search(anchor) and not _PLACE_WORDS.fullmatch(anchor):
            return Beside(relation, anchor)
    return None


def reworded(words: str, anchor: str) -> str:
    """The same place by other words for its thing."""
    said = _told(words)
    return words.replace(said.anchor, anchor) if said else words


def _told(words: str) -> Beside | None:
    """As `parse_beside`; after a relation's own name anything that is no place of the picture is taken for a thing."""
    said = _EXACT.match(" ".join(words.split()))
    plainly = None if said is None or parse_place(words) else Beside(cast("Relation", said[1]), said[2])
    return parse_beside(words) or plainly


def _where(words: object) -> object:
    if not isinstance(words, str) or words in PLACES:
        return words
    if _told(words):
        return " ".join(words.split())
    named = parse_place(words)
    if named is None:
        raise ValueError(f"“{words}” is no place; say one of {', '.join(PLACES)}, or “right of the sofa”")
    return named


_SCHEMA = {
    "anyOf": [
        {"type": "string", "enum": list(PLACES)},
        {"type": "string", "pattern": f"^({'|'.join(get_args(Relation))}) [A-Za-z\u4e00-\u9fff].{{0,80}}$"},
    ]
}
Where = Annotated[str, BeforeValidator(_where), WithJsonSchema(_SCHEMA)]
"""A named place ("top right"; other words for it are understood), or one beside a thing ("left of the tree")."""


class Placed(Operation):
    """An operation with a `place` that another thing may tell. `anchor` is where that thing is, once it is known."""

    place: Where | None = None
    anchor: Region | None = None

    filled: ClassVar[tuple[str, ...]] = ("anchor",)

    @property
    def beside(self) -> Beside | None:
        """What the place says of another thing."""
        return _told(self.place) if self.place and self.place not in PLACES else None

    @property
    def sought(self) -> str | None:
        """The words for the thing that has to be found before the place is known."""
        return self.beside.anchor if self.beside and self.anchor is None else None

    def anchored(self, image: Image, studio: Studio) -> tuple[Relation, Span] | None:
        """How the place lies to which box; None where no other thing tells it. Raises Unclear about that thing."""
        said = self.beside
        if said is None:
            return None
        if self.anchor is not None and self.anchor.box is not None:
            return said.relation, pixel_box(self.anchor.box, image.size)
        try:
            found = studio.ground(image, self.anchor or Region(phrase=said.anchor), about_object=True)
        except RegionNotFound as error:
            raise Unclear(error.message, error.hint, error.candidates, "anchor") from error
        return said.relation, (found.trimmed() or found).box


def put_beside(relation: Relation, anchor: Span, extent: Size, size: Size, now: Span | None = None) -> Span:
    """The box of a thing of `extent` beside another, inside the picture, clear of it where there is room.

    To the left and right both stand on one line; above and below share their middle; "on" stands on the middle of the
    other thing. "next to" is the side where it fits: of two that of the box `now`, else the one with more room.
    """
    width, height = extent
    x0, y0, x1, y1 = anchor
    gap = max(1, round(_GAP * min(size)))
    if relation == "next to":
        relation = _side(anchor, width + gap, size[0], now)
    left = {"left of": x0 - gap - width, "right of": x1 + gap}.get(relation, (x0 + x1 - width) // 2)
    top = {"above": y0 - gap - height, "below": y1 + gap, "on": (y0 + y1) // 2 - height}.get(relation, y1 - height)
    dx, dy = kept_inside((left, top), (0, 0, width, height), size)
    return dx, dy, dx + width, dy + height


def _side(anchor: Span, wanted: int, length: int, now: Span | None) -> Relation:
    before, after = anchor[0], length - anchor[2]
    if now is not None and (before >= wanted) == (after >= wanted):
        return "left of" if now[0] + now[2] <= anchor[0] + anchor[2] else "right of"
    return "left of" if before > after else "right of"


def fitting(relation: Relation, anchor: Span, extent: Size, size: Size) -> Size:
    """The extent of something new, made smaller where the room beside the thing asks for it."""
    x0, y0, x1, y1 = anchor
    across = {"left of": x0, "right of": size[0] - x1, "next to": max(x0, size[0] - x1)}.get(relation, size[0])
    down = {"above": y0, "below": size[1] - y1}.get(relation, size[1])
    gap = max(1, round(_GAP * min(size)))
    share = max(_LEAST, min(1.0, (across - gap) / extent[0], (down - gap) / extent[1]))
    return max(1, round(extent[0] * share)), max(1, round(extent[1] * share))
