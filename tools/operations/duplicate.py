"""Duplicate: put copies of an object into the picture. Knows nothing of how the object was found."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self

from pydantic import Field

from tools import affine
from tools.beside import Placed, put_beside
from tools.cutout import MAX_RIM_PX, reach, replant, replanted_alpha
from tools.errors import EditRejected
from tools.placement import Span, shift_to
from tools.types import Example, Frame, Shift, Transform

if TYPE_CHECKING:
    from PIL.Image import Image

    from tools.selection import Selection
    from tools.studio import Studio


class Duplicate(Placed):
    """Copy an object `count` times. `dx`, `dy` (fractions of the picture) lead from each copy to the next, or `place`
    says where the copy goes, by its name or by another thing ("left of the plate"); neither: beside the object, where
    there is room. `scale` makes the copies smaller or bigger.
    """

    op: Literal["duplicate"] = "duplicate"
    dx: Shift | None = None
    dy: Shift | None = None
    count: Annotated[int, Field(ge=1, le=20)] = 1
    scale: Annotated[float, Field(gt=0, le=20, allow_inf_nan=False)] = 1.0

    creates: ClassVar[bool] = True
    about_object: ClassVar[bool] = True
    needs_region: ClassVar[bool] = True
    called: ClassVar[tuple[str, ...]] = ("copy", "copies")
    examples: ClassVar[tuple[Example, ...]] = (
        Example("duplicate the cup", {"region": {"phrase": "cup"}}),
        Example("put a copy of the tree on the right", {"region": {"phrase": "tree"}, "place": "right"}),
        Example("two more balloons", {"region": {"phrase": "balloon"}, "count": 2}),
        Example("add a half-size copy of the bird to the left of it", {
            "region": {"phrase": "bird"}, "scale": 0.5, "dx": -0.2,
        }),
    )  # fmt: skip

    @property
    def grow_px(self) -> int:
        return MAX_RIM_PX

    def margin_px(self, size: tuple[int, int]) -> int:
        return 16

    def resolve(self, image: Image, selection: Selection | None, studio: Studio) -> Self:
        tight = selection.trimmed() if selection else None
        if tight is None:
            return self
        width, height = tight.size
        if told := self.anchored(image, studio):
            (x0, _, x1, y1), (wide, high) = tight.box, tight.mask.size
            extent = max(1, min(width, round(wide * self.scale))), max(1, min(height, round(high * self.scale)))
            spot = put_beside(*told, extent, image.size)
            dx, dy = (spot[0] + spot[2] - x0 - x1) // 2, spot[3] - y1
        elif self.place:
            dx, dy = shift_to(self.place, tight.box, tight.size)
        elif self.dx is None and self.dy is None:
            dx, dy = _beside(tight.box, tight.size, self.count)
        else:
            dx, dy = round((self.dx or 0) * width), round((self.dy or 0) * height)
        done = {"dx": _fraction(dx, width), "dy": _fraction(dy, height), "place": None, "anchor": None}
        resolved = self.model_copy(update=done)
        if not resolved._inside(tight):
            raise EditRejected("The copies would lie outside the picture.", "Say a smaller distance, or fewer copies.")
        return resolved

    def _paths(self, selection: Selection) -> list[Transform]:
        """One transform for each copy, standing on the same line as the object."""
        tight = selection.trimmed() or selection
        x0, _, x1, y1 = tight.box
        dx, dy = round((self.dx or 0) * tight.size[0]), round((self.dy or 0) * tight.size[1])
        sized = affine.stretch(self.scale, self.scale, about=((x0 + x1) / 2, y1))
        return [affine.chain(sized, affine.shift(dx * n, dy * n)) for n in range(1, self.count + 1)]

    def _inside(self, selection: Selection) -> bool:
        return all(affine.carried_box(path, selection.box, selection.size) for path in self._paths(selection))

    def footprint(self, selection: Selection) -> Selection:
        return reach(selection, self._paths(selection), hole=False)

    def apply(self, image: Image, mask: Image, frame: Frame, studio: Studio) -> Image:
        from tools.selection import Selection

        paths = self._paths(Selection(mask, frame))
        return replant(image, mask, frame, studio, paths, hole=False, operation=self)

    def alpha(self, alpha: Image, mask: Image, frame: Frame, studio: Studio) -> Image:
        from tools.selection import Selection

        return replanted_alpha(alpha, mask, frame, self._paths(Selection(mask, frame)), hole=False)

    def after(self, selection: Selection) -> Selection | None:
        """The copies: they are what is talked about next."""
        copies = [selection.warped(path, selection.size) for path in self._paths(selection)]
        seen = [copy for copy in copies if copy is not None]
        return reduce(lambda a, b: a.union(b), seen) if seen else None

    def scaled(self, factor: float) -> Self | None:
        """More or fewer copies; None where the number would stay."""
        count = max(1, min(20, round(self.count * factor + (0.01 if factor > 1 else -0.01))))
        return self.model_copy(update={"count": count}) if count != self.count else None


def _fraction(pixels: int, length: int) -> float:
    return max(-1.0, min(1.0, pixels / length))


def _beside(box: Span, size: tuple[int, int], count: int) -> tuple[int, int]:
    """A step to the side with more room, wide enough not to touch, shorter when `count` copies would not fit."""
    x0, _, x1, _ = box
    room_left, room_right = x0, size[0] - x1
    step = max(1, round((x1 - x0) * 1.1))
    if max(room_left, room_right) < step * count:
        step = max(1, max(room_left, room_right) // count)
    return (step if room_right >= room_left else -step), 0
