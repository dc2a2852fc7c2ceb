"""Duplicate: put copies of an object into the picture. Knows nothing of how the object was found."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from tools.placement import PlaceName
from tools.types import Example, Operation, Shift


class Duplicate(Operation):
    """Copy an object `count` times. `dx`, `dy` (fractions of the picture) lead from each copy to the next, or `place`
    names where the copy goes; neither: beside the object, where there is room. `scale` makes the copies smaller or
    bigger.
    """

    op: Literal["duplicate"] = "duplicate"
    dx: Shift | None = None
    dy: Shift | None = None
    place: PlaceName | None = None
    count: Annotated[int, Field(ge=1, le=20)] = 1
    scale: Annotated[float, Field(gt=0, le=20, allow_inf_nan=False)] = 1.0

    about_object: ClassVar[bool] = True
    needs_region: ClassVar[bool] = True
    examples: ClassVar[tuple[Example, ...]] = (
        Example("duplicate the cup", {"region": {"phrase": "cup"}}),
        Example("put a copy of the tree on the right", {"region": {"phrase": "tree"}, "place": "right"}),
        Example("two more balloons", {"region": {"phrase": "balloon"}, "count": 2}),
        Example("add a half-size copy of the bird to the left of it", {
            "region": {"phrase": "bird"}, "scale": 0.5, "dx": -0.2,
        }),
    )  # fmt: skip
