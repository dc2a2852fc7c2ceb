"""Flip: mirror the picture, or one object in place. Knows nothing of how the object was found."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from PIL.Image import Transpose

from tools import affine
from tools.cutout import reach, replant, replanted_alpha
from tools.in_place import InPlace
from tools.selection import Selection
from tools.types import IDENTITY, Example, Frame, Transform

if TYPE_CHECKING:
    from PIL.Image import Image

    from tools.studio import Studio


_METHODS = {"horizontal": Transpose.FLIP_LEFT_RIGHT, "vertical": Transpose.FLIP_TOP_BOTTOM}


class Flip(InPlace):
    """Mirror the picture, or with a region one object in place. axis="horizontal" swaps left and right,
    axis="vertical" swaps top and bottom.
    """

    op: Literal["flip"] = "flip"
    axis: Literal["horizontal", "vertical"] = "horizontal"

    about_object: ClassVar[bool] = True
    called: ClassVar[tuple[str, ...]] = ("mirror", "mirroring")
    examples: ClassVar[tuple[Example, ...]] = (
        Example("mirror it", {"axis": "horizontal"}),
        Example("flip the picture upside down like a reflection", {"axis": "vertical"}),
        Example("make the cat face the other way", {"axis": "horizontal", "region": {"phrase": "cat"}}),
    )

    def transform(self, size: tuple[int, int]) -> Transform:
        return self._mirror((0, 0, *size)) if self.whole else IDENTITY

    def _mirror(self, box: tuple[int, int, int, int]) -> Transform:
        x0, y0, x1, y1 = box
        sx, sy = (-1, 1) if self.axis == "horizontal" else (1, -1)
        return affine.stretch(sx, sy, about=((x0 + x1) / 2, (y0 + y1) / 2))

    def _path(self, selection: Selection) -> Transform:
        return self._mirror((selection.trimmed() or selection).box)

    def footprint(self, selection: Selection) -> Selection:
        return reach(selection, [self._path(selection)], hole=True)

    def apply(self, image: Image, mask: Image, frame: Frame, studio: Studio) -> Image:
        if self.whole:
            return image.transpose(_METHODS[self.axis])
        path = self._path(Selection(mask, frame))
        return replant(image, mask, frame, studio, [path], hole=True, operation=self)

    def alpha(self, alpha: Image, mask: Image, frame: Frame, studio: Studio) -> Image:
        if self.whole:
            return super().alpha(alpha, mask, frame, studio)
        return replanted_alpha(alpha, mask, frame, [self._path(Selection(mask, frame))], hole=True)

    def after(self, selection: Selection) -> Selection | None:
        return selection.warped(self._path(selection), selection.size)
