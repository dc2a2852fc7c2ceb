"""Another shape for an object; its pixels come from a model. It computes no shape by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from tools import painting
from tools.painted import Painted
from tools.types import Example, Frame

if TYPE_CHECKING:
    from PIL.Image import Image

    from tools.studio import Studio


class Warp(Painted):
    """Change the shape of the object that the region names, its identity kept: rounder, longer, bent, heart-shaped.

    For a larger or smaller object use resize; to turn it use rotate.
    """

    op: Literal["warp"] = "warp"
    shape: Annotated[str, Field(min_length=1, max_length=200)]

    about_object: ClassVar[bool] = True
    needs_region: ClassVar[bool] = True
    needs_colour: ClassVar[bool] = True
    examples: ClassVar[tuple[Example, ...]] = (
        Example("make the cake heart-shaped", {"shape": "heart-shaped", "region": {"phrase": "cake"}}),
        Example("bend the spoon", {"shape": "bent in the middle", "region": {"phrase": "spoon"}}),
        Example("the vase should be more slender", {"shape": "slender", "region": {"phrase": "vase"}}),
    )

    def margin_px(self, size: tuple[int, int]) -> int:
        return max(64, *size)

    def require(self, studio: Studio) -> None:
        painting.need(studio, ("instruct",), "Resizing can stretch the object, dragging can pull points of it.")

    def apply(self, image: Image, mask: Image, frame: Frame, studio: Studio) -> Image:
        what = (self.region and self.region.phrase) or "object"
        return painting.instruct(studio, image, f"Make the {what} {self.shape}.", mask, self.seed)
