"""Resize: the whole picture in pixels, or one object in place. Knows nothing of how the object was found."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from tools.types import Example, Operation

Side = Annotated[int, Field(ge=1, le=100_000)]


class Resize(Operation):
    """Without a region: scale the whole picture by `scale`, or to `width_px` and/or `height_px` (one of them keeps the
    aspect ratio). With a region: make that object bigger or smaller by `scale` where it stands ("twice as big" is 2,
    "a bit smaller" 0.8).
    """

    op: Literal["resize"] = "resize"
    scale: Annotated[float, Field(gt=0, le=100, allow_inf_nan=False)] | None = None
    width_px: Side | None = None
    height_px: Side | None = None

    about_object: ClassVar[bool] = True
    examples: ClassVar[tuple[Example, ...]] = (
        Example("resize it to 1024 pixels wide", {"width_px": 1024}),
        Example("scale the picture down to half", {"scale": 0.5}),
        Example("make it 800x600", {"width_px": 800, "height_px": 600}),
        Example("make the cup bigger", {"scale": 1.3, "region": {"phrase": "cup"}}),
        Example("shrink the bird to half its size", {"scale": 0.5, "region": {"phrase": "bird"}}),
    )

    @property
    def whole(self) -> bool:
        return self.region is None
