"""Rotate: turn the picture, or one object in place. Knows nothing of horizons."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self

from PIL.Image import Transpose
from pydantic import Field

from tools import affine
from tools.cutout import reach, replant, replanted_alpha
from tools.in_place import InPlace
from tools.level import cover_zoom, turned
from tools.selection import Selection
from tools.types import IDENTITY, Example, Frame, Transform

if TYPE_CHECKING:
    from PIL.Image import Image

    from tools.studio import Studio

_QUARTERS = {
    90: Transpose.ROTATE_270,
    180: Transpose.ROTATE_180,
    270: Transpose.ROTATE_90,
}  # Pillow turns the other way


class Rotate(InPlace):
    """Turn the whole picture clockwise by `degrees` (negative: counter-clockwise), or with a region one object in
    place. Quarter turns are exact. At other angles `expand` grows the canvas so that nothing is lost; without it the
    size stays and the corners are cut off.
    """

    op: Literal["rotate"] = "rotate"
    degrees: Annotated[float, Field(ge=-360, le=360, allow_inf_nan=False)]
    expand: bool = True

    about_object: ClassVar[bool] = True
    called: ClassVar[tuple[str, ...]] = ("rotation", "turn", "turning")
    examples: ClassVar[tuple[Example, ...]] = (
        Example("rotate it to the right", {"degrees": 90}),
        Example("turn it upside down", {"degrees": 180}),
        Example("rotate 90 degrees counterclockwise", {"degrees": -90}),
        Example("turn the cup by 20 degrees", {"degrees": 20, "region": {"phrase": "cup"}}),
        Example("rotate it by 10 degrees but keep the size", {"degrees": 10, "expand": False}),
    )

    @property
    def _quarters(self) -> bool:
        return self.degrees % 90 == 0

    def transform(self, size: tuple[int, int]) -> Transform:
        """From the old picture's pixels to the new one's: turned about the middle, onto a canvas of its own size."""
        if not self.whole:
            return IDENTITY
        width, height = size
        out = self._size(size)
        zoom = 1.0 if self._quarters or self.expand else cover_zoom(self.degrees, size)
        about = width / 2, height / 2
        return affine.chain(
            affine.turn(self.degrees, about, zoom), affine.shift((out[0] - width) / 2, (out[1] - height) / 2)
        )

    def _size(self, size: tuple[int, int]) -> tuple[int, int]:
        """The new canvas: quarter turns swap the sides, `expand` holds every corner."""
        width, height = size
        if self._quarters:
            return (height, width) if self.degrees % 180 else size
        if not self.expand:
            return size
        path = affine.turn(self.degrees, (0.0, 0.0))
        c, s = abs(path[0]), abs(path[1])
        return ceil(round(width * c + height * s, 6)), ceil(round(width * s + height * c, 6))

    def _path(self, selection: Selection) -> Transform:
        x0, y0, x1, y1 = (selection.trimmed() or selection).box
        return affine.turn(self.degrees, ((x0 + x1) / 2, (y0 + y1) / 2))

    def footprint(self, selection: Selection) -> Selection:
        return reach(selection, [self._path(selection)], hole=True)

    def apply(self, image: Image, mask: Image, frame: Frame, studio: Studio) -> Image:
        if not self.whole:
            path = self._path(Selection(mask, frame))
            if self.degrees % 360 == 0:
                return image
            return replant(image, mask, frame, studio, [path], hole=True, operation=self)
        if self._quarters:
            turn = self.degrees % 360
            return image.transpose(_QUARTERS[int(turn)]) if turn else image.copy()
        if self.expand:
            studio.note("the canvas grew to hold every corner; what is new is white")
        else:
            studio.note("the size stayed, so the corners were cut off")
        return turned(image, self.transform(image.size), self._size(image.size))

    def alpha(self, alpha: Image, mask: Image, frame: Frame, studio: Studio) -> Image:
        if self.whole:
            return super().alpha(alpha, mask, frame, studio)
        return replanted_alpha(alpha, mask, frame, [self._path(Selection(mask, frame))], hole=True)

    def after(self, selection: Selection) -> Selection | None:
        return selection.warped(self._path(selection), selection.size)

    def scaled(self, factor: float) -> Self | None:
        return self.model_copy(update={"degrees": max(-360.0, min(360.0, self.degrees * factor))})
