"""Another material for an object's surface; its pixels come from a model. It knows no material by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from tools import painting
from tools.painted import Painted
from tools.types import Example, Frame

if TYPE_CHECKING:
    from PIL.Image import Image

    from tools.studio import Studio


class Retexture(Painted):
    """Make the object that the region names out of another material, its shape kept: wood, marble, gold, glass, fur.

    For a plain change of colour use recolor.
    """

    op: Literal["retexture"] = "retexture"
    material: Annotated[str, Field(min_length=1, max_length=200)]

    about_object: ClassVar[bool] = True
    about_paint: ClassVar[bool] = True
    needs_region: ClassVar[bool] = True
    needs_colour: ClassVar[bool] = True
    examples: ClassVar[tuple[Example, ...]] = (
        Example("make the table out of marble", {"material": "marble", "region": {"phrase": "table"}}),
        Example("the statue should be solid gold", {"material": "solid gold", "region": {"phrase": "statue"}}),
        Example("turn his jacket into leather", {"material": "leather", "region": {"phrase": "jacket"}}),
    )

    @property
    def _named(self) -> str:
        """What the region is called, for a prompt."""
        return (self.region and self.region.phrase) or "object"

    def margin_px(self, size: tuple[int, int]) -> int:
        return max(64, *size)

    def require(self, studio: Studio) -> None:
        painting.need(studio, ("instruct", "paint"), f"Recoloring can give it the colour of {self.material}.")

    def apply(self, image: Image, mask: Image, frame: Frame, studio: Studio) -> Image:
        # An instruction keeps the shape; painting anew does so only where edges can guide it, so it comes second here.
        if studio.offers("instruct"):
            return painting.instruct(studio, image, f"Make the {self._named} out of {self.material}.", mask, self.seed)
        words = f"{self._named} made of {self.material}"
        return painting.paint(studio, image, mask, words, "", self.seed, shaped=True)
