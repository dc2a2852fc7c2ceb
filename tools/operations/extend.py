"""Extend: a larger canvas, filled to match. Knows nothing of any one model."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from tools.aspect import Ratio
from tools.types import Example, Operation

Growth = Annotated[float, Field(ge=0, le=4, allow_inf_nan=False)]


class Extend(Operation):
    """Make the canvas larger and fill what is new to match (outpainting).

    `left`, `right`, `top`, `bottom` are fractions of the present width or height; `ratio` ("16:9") grows it evenly to
    that shape instead.
    """

    op: Literal["extend"] = "extend"
    left: Growth = 0.0
    right: Growth = 0.0
    top: Growth = 0.0
    bottom: Growth = 0.0
    ratio: Ratio | None = None

    examples: ClassVar[tuple[Example, ...]] = (
        Example("extend it to the left by a quarter", {"left": 0.25}),
        Example("more sky above", {"top": 0.25}),
        Example("expand it to 16:9 without cropping", {"ratio": "16:9"}),
        Example("add some space all around", {"left": 0.1, "right": 0.1, "top": 0.1, "bottom": 0.1}),
    )

    @property
    def whole(self) -> bool:
        return True
