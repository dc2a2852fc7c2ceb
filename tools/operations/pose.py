"""Another pose, action or expression for a person or an animal; its pixels come from a model.

Nothing here knows of bodies.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self

from pydantic import Field

from tools import painting
from tools.painted import Painted
from tools.types import Example, Frame

if TYPE_CHECKING:
    from PIL.Image import Image

    from tools.studio import Studio


_LONGEST = 200  # letters


class Pose(Painted):
    """Change the pose, the action or the expression of the person or animal that the region names."""

    op: Literal["pose"] = "pose"
    pose: Annotated[str, Field(min_length=1, max_length=_LONGEST)]

    about_object: ClassVar[bool] = True
    needs_region: ClassVar[bool] = True
    needs_colour: ClassVar[bool] = True
    examples: ClassVar[tuple[Example, ...]] = (
        Example("make her smile", {"pose": "smiling", "region": {"phrase": "woman"}}),
        Example("let the dog sit", {"pose": "sitting", "region": {"phrase": "dog"}}),
        Example("the man should raise his left hand", {"pose": "left hand raised", "region": {"phrase": "man"}}),
    )

    def margin_px(self, size: tuple[int, int]) -> int:
        return max(64, *size)

    def require(self, studio: Studio) -> None:
        painting.need(studio, ("instruct",), "Moving, turning and mirroring can place the figure as it is.")

    def together(self, earlier: Self) -> Self:
        """Both at once: who smiles and is to wave shall smile and wave."""
        both = self.pose if earlier.pose.lower() in self.pose.lower() else f"{earlier.pose}, and {self.pose}"
        return super().together(earlier).model_copy(update={"pose": both[:_LONGEST]})

    def apply(self, image: Image, mask: Image, frame: Frame, studio: Studio) -> Image:
        who = (self.region and self.region.phrase) or "figure"
        return painting.instruct(studio, image, f"Make the {who} {self.pose}.", mask, self.seed)
