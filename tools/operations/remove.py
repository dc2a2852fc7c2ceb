"""Taking something out of the picture and filling the hole with what may lie behind it.

It knows nothing of what the thing is: a mask says where.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from tools import painting
from tools.painted import Painted
from tools.selection import Selection
from tools.types import Example, Frame

if TYPE_CHECKING:
    from PIL.Image import Image

    from tools.studio import Studio

GROW_PX = 12


def hole(selection: Selection) -> Selection:
    """A selection grown over the rim of its object: halos and mixed pixels there would give the object away.

    2 to 12 pixels by the size of the picture, 4 at a megapixel.
    """
    return selection.dilated(min(GROW_PX, max(2, round(max(selection.size) / 300))))


class Remove(Painted):
    """Take something out of the picture; the background is continued over the place where it was.

    The region is required: what to remove, lettering too. To cut an edge off use crop.
    """

    op: Literal["remove"] = "remove"

    about_object: ClassVar[bool] = True
    needs_region: ClassVar[bool] = True
    called: ClassVar[tuple[str, ...]] = ("removal", "deletion", "erasing")
    examples: ClassVar[tuple[Example, ...]] = (
        Example("remove the bin on the left", {"region": {"phrase": "the bin on the left"}}),
        Example("get rid of the people in the background", {"region": {"phrase": "people in the background"}}),
        Example("take the power lines out", {"region": {"phrase": "power lines"}}),
    )

    @property
    def grow_px(self) -> int:
        return GROW_PX

    def margin_px(self, size: tuple[int, int]) -> int:
        return max(96, *size)

    def footprint(self, selection: Selection) -> Selection:
        return hole(selection)

    def apply(self, image: Image, mask: Image, frame: Frame, studio: Studio) -> Image:
        grown = hole(Selection(mask, frame)).within(frame)
        what = (self.region and self.region.phrase) or "what is in the middle"
        return painting.fill(studio, image, grown, self.seed, what)

    def after(self, selection: Selection) -> Selection | None:
        return None


def fill(image: Image, mask: Image, seed: int | None, studio: Studio) -> Image:
    """The hole filled by the best engine."""
    return painting.fill(studio, image, mask, seed)
