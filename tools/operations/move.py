"""Move: put an object somewhere else in the picture. Knows nothing of how the object was found."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal, Self

from tools import affine
from tools.beside import Placed, put_beside
from tools.cutout import MAX_RIM_PX, reach, replant, replanted_alpha
from tools.errors import Unclear
from tools.placement import Span, kept_inside, shift_to
from tools.types import Example, Frame, Shift, Transform

if TYPE_CHECKING:
    from PIL.Image import Image

    from tools.selection import Selection
    from tools.studio import Studio


class Move(Placed):
    """Move an object.

    `dx`, `dy` are fractions of the picture's width and height (right and down are positive; "a bit to the left" is
    dx=-0.1), or `place` says where it should lie: by its name, or by another thing ("left of", "right of", "above",
    "below", "on" or "next to" it). The hole it leaves is filled, and it stays inside the picture.
    """

    op: Literal["move"] = "move"
    dx: Shift | None = None
    dy: Shift | None = None

    about_object: ClassVar[bool] = True
    needs_region: ClassVar[bool] = True
    examples: ClassVar[tuple[Example, ...]] = (
        Example("move the cup to the left", {"region": {"phrase": "cup"}, "dx": -0.2}),
        Example("shift the boat up a little", {"region": {"phrase": "boat"}, "dy": -0.1}),
        Example("put the lamp in the top right corner", {"region": {"phrase": "lamp"}, "place": "top right"}),
        Example("move the chair next to the window", {"region": {"phrase": "chair"}, "place": "next to the window"}),
        Example("center the dog", {"region": {"phrase": "dog"}, "place": "center"}),
    )

    @property
    def grow_px(self) -> int:
        return MAX_RIM_PX

    def margin_px(self, size: tuple[int, int]) -> int:
        return max(64, max(size) // 2)

    def resolve(self, image: Image, selection: Selection | None, studio: Studio) -> Self:
        if self.dx is None and self.dy is None and self.place is None:
            hint = "Say a direction (“a bit to the left”), a place (“top right”) or another thing (“next to the lamp”)."
            raise Unclear("Where should it go?", hint, (), "place")
        box = selection.trimmed() if selection else None
        if box is None:
            return self
        width, height = box.size
        wanted = self._way_to(box.box, image, studio)
        wanted = wanted[0] + round((self.dx or 0) * width), wanted[1] + round((self.dy or 0) * height)
        dx, dy = kept_inside(wanted, box.box, box.size)
        if (dx, dy) == (0, 0):
            studio.note("it is there already")
        return self.model_copy(update={"dx": dx / width, "dy": dy / height, "place": None, "anchor": None})

    def _way_to(self, box: Span, image: Image, studio: Studio) -> tuple[int, int]:
        """How far it is to the place, in pixels."""
        if told := self.anchored(image, studio):
            x0, y0, x1, y1 = box
            spot = put_beside(*told, (x1 - x0, y1 - y0), image.size, now=box)
            return spot[0] - x0, spot[1] - y0
        return shift_to(self.place, box, image.size) if self.place else (0, 0)

    def _path(self, size: tuple[int, int]) -> Transform:
        return affine.shift(round((self.dx or 0) * size[0]), round((self.dy or 0) * size[1]))

    def footprint(self, selection: Selection) -> Selection:
        return reach(selection, [self._path(selection.size)], hole=True)

    def apply(self, image: Image, mask: Image, frame: Frame, studio: Studio) -> Image:
        path = self._path(frame.picture_size)
        if path == affine.shift(0, 0):
            return image
        return replant(image, mask, frame, studio, [path], hole=True, operation=self)

    def alpha(self, alpha: Image, mask: Image, frame: Frame, studio: Studio) -> Image:
        return replanted_alpha(alpha, mask, frame, [self._path(frame.picture_size)], hole=True)

    def after(self, selection: Selection) -> Selection | None:
        return selection.warped(self._path(selection.size), selection.size)

    def scaled(self, factor: float) -> Self | None:
        """Half as far; None where only a place was said."""
        if not self.dx and not self.dy:
            return None
        far = {"dx": (self.dx or 0.0) * factor, "dy": (self.dy or 0.0) * factor}
        return self.model_copy(update={name: max(-1.0, min(1.0, value)) for name, value in far.items()})
