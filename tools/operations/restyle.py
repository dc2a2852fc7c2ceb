"""Another look for the picture or a part of it: a classical look where there is one, else a model's."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from tools.types import Example, Fraction, Operation


class Restyle(Operation):
    """Make the picture, or a part, look like a watercolor, pencil sketch, oil painting, cartoon, vintage film, black
    and white, sepia, pop art, pixel art, cyanotype, noir and the like; or in another season, weather or time of day.

    style: the look in words. strength: 0 … 1, how much of it. For amounts of light and colour use adjust.
    """

    op: Literal["restyle"] = "restyle"
    style: Annotated[str, Field(min_length=1, max_length=200)]
    strength: Fraction = 1

    needs_colour: ClassVar[bool] = True
    examples: ClassVar[tuple[Example, ...]] = (
        Example("make it look like a watercolor", {"style": "watercolor"}),
        Example("turn it black and white", {"style": "black and white"}),
        Example("give it a subtle vintage look", {"style": "vintage film", "strength": 0.5}),
        Example("make the building look like a pencil sketch",
                {"style": "pencil sketch", "region": {"phrase": "building"}}),
        Example("as if it were winter", {"style": "winter"}),
    )  # fmt: skip
