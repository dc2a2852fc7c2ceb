"""The scene seen from elsewhere; its pixels come from a model. It knows nothing of the space behind the picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import Field

from tools import painting
from tools.painted import Painted
from tools.types import Example, Frame

if TYPE_CHECKING:
    from PIL.Image import Image

    from tools.studio import Studio


class Viewpoint(Painted):
    """Show the whole scene from another viewpoint: from above, from behind, closer to the ground.

    To look closer without moving use crop; to turn the picture use rotate.
    """

    op: Literal["viewpoint"] = "viewpoint"
    view: Annotated[str, Field(min_length=1, max_length=200)]

    needs_colour: ClassVar[bool] = True
    examples: ClassVar[tuple[Example, ...]] = (
        Example("show it from above", {"view": "from above"}),
        Example("what would it look like from behind?", {"view": "from behind"}),
        Example("as seen by a child standing there", {"view": "from a child's eye level"}),
    )

    @property
    def whole(self) -> bool:
        return True

    def require(self, studio: Studio) -> None:
        painting.need(studio, ("instruct",), "Cropping can come closer, turning can tilt the picture.")

    def apply(self, image: Image, mask: Image, frame: Frame, studio: Studio) -> Image:
        return painting.instruct(studio, image, f"Show the scene {self.view}.", None, self.seed)
