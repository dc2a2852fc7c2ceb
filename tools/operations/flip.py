"""Flip: mirror the picture, or one object in place. Knows nothing of how the object was found."""

from __future__ import annotations

from typing import ClassVar, Literal

from tools.types import Example, Operation


class Flip(Operation):
    """Mirror the picture, or with a region one object in place. axis="horizontal" swaps left and right,
    axis="vertical" swaps top and bottom.
    """

    op: Literal["flip"] = "flip"
    axis: Literal["horizontal", "vertical"] = "horizontal"

    about_object: ClassVar[bool] = True
    examples: ClassVar[tuple[Example, ...]] = (
        Example("mirror it", {"axis": "horizontal"}),
        Example("flip the picture upside down like a reflection", {"axis": "vertical"}),
        Example("make the cat face the other way", {"axis": "horizontal", "region": {"phrase": "cat"}}),
    )

    @property
    def whole(self) -> bool:
        return self.region is None
