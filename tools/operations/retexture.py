"""Another material for an object's surface; its pixels come from a model."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from tools.types import Example, Operation


class Retexture(Operation):
    """Make the object that the region names out of another material, its shape kept: wood, marble, gold, glass, fur.

    For a plain change of colour use recolor.
    """

    op: Literal["retexture"] = "retexture"
    material: Annotated[str, Field(min_length=1, max_length=200)]

    about_object: ClassVar[bool] = True
    needs_region: ClassVar[bool] = True
    needs_colour: ClassVar[bool] = True
    examples: ClassVar[tuple[Example, ...]] = (
        Example("make the table out of marble", {"material": "marble", "region": {"phrase": "table"}}),
        Example("the statue should be solid gold", {"material": "solid gold", "region": {"phrase": "statue"}}),
        Example("turn his jacket into leather", {"material": "leather", "region": {"phrase": "jacket"}}),
    )
