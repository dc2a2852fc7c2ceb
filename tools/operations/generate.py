"""A picture from words alone, in the place of the present one; its pixels come from a model.

It makes none by itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self

from pydantic import Field

from tools import painting
from tools.painted import Painted
from tools.types import Example, Frame

if TYPE_CHECKING:
    from PIL.Image import Image

    from tools.selection import Selection
    from tools.studio import Studio

Side = Annotated[int, Field(ge=16, le=8192)]


class Generate(Painted):
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

    def require(self, studio: Studio) -> None:
        painting.need(studio, ("generate",), "Open another photograph and go on with that.")

    def resolve(self, image: Image, selection: Selection | None, studio: Studio) -> Self:
        """The size becomes explicit: as given, or the present picture's, its proportions kept."""
        width, height = image.size
        if self.width_px and not self.height_px:
            width, height = self.width_px, round(self.width_px * height / width)
        elif self.height_px and not self.width_px:
            width, height = round(self.height_px * width / height), self.height_px
        elif self.width_px and self.height_px:
            width, height = self.width_px, self.height_px
        return self.model_copy(update={"width_px": _side(width), "height_px": _side(height)})

    def apply(self, image: Image, mask: Image, frame: Frame, studio: Studio) -> Image:
        size = self.width_px or image.width, self.height_px or image.height
        return painting.generate(studio, self.prompt, size, self.seed)


def _side(length: int) -> int:
    return min(max(length, 16), 8192)
