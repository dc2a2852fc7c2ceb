"""Rotate: turn the picture, or one object in place. Knows nothing of horizons."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from tools.types import Example, Operation


class Rotate(Operation):
    """Turn the whole picture clockwise by `degrees` (negative: counter-clockwise), or with a region one object in
    place. Quarter turns are exact. At other angles `expand` grows the canvas so that nothing is lost; without it the
    size stays and the corners are cut off.
    """

    op: Literal["rotate"] = "rotate"
    degrees: Annotated[float, Field(ge=-360, le=360, allow_inf_nan=False)]
    expand: bool = True

    about_object: ClassVar[bool] = True
    examples: ClassVar[tuple[Example, ...]] = (
        Example("rotate it to the right", {"degrees": 90}),
        Example("turn it upside down", {"degrees": 180}),
        Example("rotate 90 degrees counterclockwise", {"degrees": -90}),
        Example("turn the cup by 20 degrees", {"degrees": 20, "region": {"phrase": "cup"}}),
        Example("rotate it by 10 degrees but keep the size", {"degrees": 10, "expand": False}),
    )

    @property
    def whole(self) -> bool:
        return self.region is None
