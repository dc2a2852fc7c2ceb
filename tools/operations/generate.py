"""A picture from words alone, in the place of the present one; its pixels come from a model."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from tools.types import Example, Operation

Side = Annotated[int, Field(ge=16, le=8192)]


class Generate(Operation):
    """Start anew from a picture made from words, of the present picture's size unless a size is given."""

    op: Literal["generate"] = "generate"
    prompt: Annotated[str, Field(min_length=1, max_length=2000)]
    width_px: Side | None = None
    height_px: Side | None = None

    needs_colour: ClassVar[bool] = True
    examples: ClassVar[tuple[Example, ...]] = (
        Example("generate a lighthouse in a storm", {"prompt": "a lighthouse in a storm"}),
        Example(
            "make me a new 1024 by 768 picture of a quiet library",
            {"prompt": "a quiet library", "width_px": 1024, "height_px": 768},
        ),
        Example("forget this photo, draw a fox in the snow", {"prompt": "a fox in the snow"}),
    )

    @property
    def whole(self) -> bool:
        return True
