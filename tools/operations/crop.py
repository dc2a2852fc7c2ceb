"""Crop: cut edges away, to a ratio, close to something, or something away. Knows nothing of how phrases are found."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from tools.aspect import Ratio
from tools.types import Example, Fraction, Operation

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
