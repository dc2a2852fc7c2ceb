"""Crop: cut edges away, to a ratio, close to something, or something away. Knows nothing of how phrases are found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self

from pydantic import Field

from tools import affine, aspect
from tools.aspect import Ratio
from tools.errors import EditRejected, Unclear
from tools.placement import Span
from tools.types import Example, Fraction, Frame, Operation, Transform

if TYPE_CHECKING:
    from PIL.Image import Image

    from tools.selection import Selection
    from tools.studio import Studio


# Less than this left, and "crop it away" can hardly be meant.
MIN_KEPT = 0.4

Cut = Annotated[float, Field(ge=0, lt=1, allow_inf_nan=False)]


class Crop(Operation):
    """Cut the picture smaller. `left`, `right`, `top`, `bottom` are the fractions cut away from each edge ("crop the
    bottom third" is bottom=0.3333). `ratio` ("16:9") keeps the largest such part. With a region, action="to" keeps it
    ("crop to the cup", "tighter on the cup") with `margin` around it, action="away" cuts it off ("crop out the man").
    `zoom` ("zoom in twice" is 2) keeps the middle, or the region in the middle.
    """

    op: Literal["crop"] = "crop"
    left: Cut = 0.0
    right: Cut = 0.0
    top: Cut = 0.0
    bottom: Cut = 0.0
    ratio: Ratio | None = None
    action: Literal["to", "away"] = "to"
    margin: Fraction = 0.05
    zoom: Annotated[float, Field(ge=1, le=100, allow_inf_nan=False)] | None = None

    called: ClassVar[tuple[str, ...]] = ("trim", "cut", "framing")
    examples: ClassVar[tuple[Example, ...]] = (
        Example("crop the bottom third", {"bottom": 0.3333}),
        Example("make it square", {"ratio": "1:1"}),
        Example("go in tighter on the cup", {"region": {"phrase": "cup"}}),
        Example("crop out the man on the left", {"region": {"phrase": "man on the left"}, "action": "away"}),
        Example("trim ten percent off both sides", {"left": 0.1, "right": 0.1}),
        Example("zoom in a bit", {"zoom": 1.25}),
    )

    @property
    def whole(self) -> bool:
        return True

    def resolve(self, image: Image, selection: Selection | None, studio: Studio) -> Self:
        """Everything as four fractions of the edges: first the edges given, then region, zoom and ratio."""
        if not (self.left or self.right or self.top or self.bottom or self.ratio or self.zoom or self.region):
            hint = "Say an edge (“the bottom third”), a ratio (“16:9”) or draw a box."
            raise Unclear("Crop it to what?", hint, (), "region")
        size = image.size
        span, centre = self.span(size), None
        tight = selection.trimmed() if selection and self.region else None
        if tight is not None:
            centre = tight.centre
            span = _away(tight.box, span) if self.action == "away" else self._around(tight.box, span)
        if self.zoom:
            width, height = (span[2] - span[0]) / self.zoom, (span[3] - span[1]) / self.zoom
            span = _window(span, (width, height), centre)
        if self.ratio:
            around = tight is not None and self.action == "to" and not self.zoom
            span = _shaped(span, aspect.value(self.ratio), centre, size if around else None)
        done = {"ratio": None, "zoom": None, "margin": 0.0, "action": "to", "region": None}
        return self.model_copy(update={**done, **_edges(span, size)})

    def span(self, size: tuple[int, int]) -> Span:
        """The box in pixels that stays. Each cut is rounded to the nearest pixel (half to even), one always stays."""
        (x0, x1), (y0, y1) = _kept(self.left, self.right, size[0]), _kept(self.top, self.bottom, size[1])
        return x0, y0, x1, y1

    def _around(self, box: Span, within: Span) -> Span:
        """The region with its margin, which is a fraction of its own longer side."""
        if self.zoom:
            return within
        grow = round(self.margin * max(box[2] - box[0], box[3] - box[1]))
        x0, y0 = max(within[0], box[0] - grow), max(within[1], box[1] - grow)
        x1, y1 = min(within[2], box[2] + grow), min(within[3], box[3] + grow)
        if x0 >= x1 or y0 >= y1:
            raise EditRejected("Nothing of it would be left in the picture.", "Cut away less.")
        return x0, y0, x1, y1

    def transform(self, size: tuple[int, int]) -> Transform:
        x0, y0, _, _ = self.span(size)
        return affine.shift(-x0, -y0)

    def apply(self, image: Image, mask: Image, frame: Frame, studio: Studio) -> Image:
        return image.crop(self.span(image.size))

    def alpha(self, alpha: Image, mask: Image, frame: Frame, studio: Studio) -> Image:
        return alpha.crop(self.span(alpha.size))

    def scaled(self, factor: float) -> Self | None:
        """More or less cut away; what was asked for by a ratio keeps it, what was framed closely is framed closer."""
        if self.left or self.right or self.top or self.bottom:
            return self._edges_scaled(factor)
        if self.zoom:
            return self.model_copy(update={"zoom": min(100.0, 1 + (self.zoom - 1) * factor)})
        if self.region is not None and self.action == "to":
            return self.model_copy(update={"margin": min(1.0, self.margin / factor)})
        return self.model_copy(update={"zoom": factor**0.5}) if self.ratio and factor > 1 else None

    def _edges_scaled(self, factor: float) -> Self:
        edges = {name: min(0.999, getattr(self, name) * factor) for name in ("left", "right", "top", "bottom")}
        return self.model_copy(update=edges)


def _kept(low: float, high: float, length: int) -> tuple[int, int]:
    start = min(round(low * length), length - 1)
    return start, max(start + 1, length - round(high * length))


def _edges(span: Span, size: tuple[int, int]) -> dict[str, float]:
    (x0, y0, x1, y1), (width, height) = span, size
    return {"left": x0 / width, "right": (width - x1) / width, "top": y0 / height, "bottom": (height - y1) / height}


def _away(box: Span, within: Span) -> Span:
    """The largest of the four parts beside the object."""
    x0, y0, x1, y1 = within
    sides = [(x0, y0, x1, min(y1, box[1])), (x0, max(y0, box[3]), x1, y1), (x0, y0, min(x1, box[0]), y1)]
    sides.append((max(x0, box[2]), y0, x1, y1))
    best = max(sides, key=lambda s: max(0, s[2] - s[0]) * max(0, s[3] - s[1]))
    kept = max(0, best[2] - best[0]) * max(0, best[3] - best[1])
    if kept < MIN_KEPT * (x1 - x0) * (y1 - y0):
        raise EditRejected(
            "It is too far in the middle: cropping it away would cost most of the picture.", "Say “remove it” instead."
        )
    return best


def _window(span: Span, extent: tuple[float, float], centre: tuple[float, float] | None) -> Span:
    """A box of `extent` inside `span`, as near to `centre` (or the middle) as it can lie."""
    x0, x1 = _slot(span[0], span[2], extent[0], centre[0] if centre else None)
    y0, y1 = _slot(span[1], span[3], extent[1], centre[1] if centre else None)
    return x0, y0, x1, y1


def _slot(low: int, high: int, extent: float, centre: float | None) -> tuple[int, int]:
    width = min(high - low, max(1, round(extent)))
    middle = (low + high) / 2 if centre is None else centre
    start = min(max(low, round(middle - width / 2)), high - width)
    return start, start + width


def _shaped(span: Span, ratio: float, centre: tuple[float, float] | None, around: tuple[int, int] | None) -> Span:
    """The largest box of that shape inside `span`; or the smallest that holds it, in a picture of size `around`."""
    width, height = span[2] - span[0], span[3] - span[1]
    if around is None:
        return _window(span, (min(width, height * ratio), min(height, width / ratio)), centre)
    wide, high = max(width, height * ratio), max(height, width / ratio)
    shrink = min(1.0, around[0] / wide, around[1] / high)
    return _window((0, 0, *around), (wide * shrink, high * shrink), centre)
