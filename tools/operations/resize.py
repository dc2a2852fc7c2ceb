"""Resize: the whole picture in pixels, or one object in place. Knows nothing of how the object was found."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self

from PIL.Image import Resampling
from pydantic import Field

from tools import affine
from tools.cutout import reach, replant, replanted_alpha
from tools.errors import EditRejected, Unclear
from tools.in_place import InPlace
from tools.selection import Selection
from tools.types import IDENTITY, Example, Frame, Transform

if TYPE_CHECKING:
    from PIL.Image import Image

    from tools.studio import Studio

MAX_PIXELS = 200_000_000

Side = Annotated[int, Field(ge=1, le=100_000)]


class Resize(InPlace):
    """Without a region: scale the whole picture by `scale`, or to `width_px` and/or `height_px` (one of them keeps the
    aspect ratio). With a region: make that object bigger or smaller by `scale` where it stands ("twice as big" is 2,
    "a bit smaller" 0.8).
    """

    op: Literal["resize"] = "resize"
    scale: Annotated[float, Field(gt=0, le=100, allow_inf_nan=False)] | None = None
    width_px: Side | None = None
    height_px: Side | None = None

    about_object: ClassVar[bool] = True
    called: ClassVar[tuple[str, ...]] = ("scale", "size")
    examples: ClassVar[tuple[Example, ...]] = (
        Example("resize it to 1024 pixels wide", {"width_px": 1024}),
        Example("scale the picture down to half", {"scale": 0.5}),
        Example("make it 800x600", {"width_px": 800, "height_px": 600}),
        Example("make the cup bigger", {"scale": 1.3, "region": {"phrase": "cup"}}),
        Example("shrink the bird to half its size", {"scale": 0.5, "region": {"phrase": "bird"}}),
    )

    def resolve(self, image: Image, selection: Selection | None, studio: Studio) -> Self:
        """The whole picture: its exact size in pixels. An object: its scale."""
        if self.scale is None and self.width_px is None and self.height_px is None:
            raise Unclear("How big should it be?", "Say a factor (“half as big”) or a size in pixels.", (), "scale")
        if not self.whole:
            return self.model_copy(update={"scale": self._object_scale(selection), "width_px": None, "height_px": None})
        width, height = self._size(image.size)
        if width * height > MAX_PIXELS:
            megapixels, most = width * height / 1e6, MAX_PIXELS // 10**6
            raise EditRejected(
                f"{width} × {height} would be {megapixels:.0f} megapixels; the limit is {most}.", "Say a smaller size."
            )
        return self.model_copy(update={"width_px": width, "height_px": height, "scale": None})

    def _size(self, size: tuple[int, int]) -> tuple[int, int]:
        """The new size; one side given keeps the aspect ratio. At least one pixel."""
        width, height = size
        if self.width_px and self.height_px:
            return self.width_px, self.height_px
        if self.width_px:
            return self.width_px, max(1, round(height * self.width_px / width))
        if self.height_px:
            return max(1, round(width * self.height_px / height)), self.height_px
        scale = self.scale or 1.0
        return max(1, round(width * scale)), max(1, round(height * scale))

    def _object_scale(self, selection: Selection | None) -> float:
        tight = selection.trimmed() if selection else None
        if self.scale or tight is None:
            return self.scale or 1.0
        width, height = tight.mask.size
        scale = self.width_px / width if self.width_px else (self.height_px or height) / height
        return min(100.0, scale)

    def transform(self, size: tuple[int, int]) -> Transform:
        if not self.whole:
            return IDENTITY
        width, height = self._size(size)
        return affine.stretch(width / size[0], height / size[1])

    def _path(self, selection: Selection) -> Transform:
        """Things stand on something: the middle of the bottom stays, or the edge that the picture cuts off."""
        tight = selection.trimmed() or selection
        (x0, y0, x1, y1), (width, _) = tight.box, tight.size
        x = x0 if x0 == 0 and x1 < width else x1 if x1 == width and x0 > 0 else (x0 + x1) / 2
        y = y0 if y0 == 0 and y1 < tight.size[1] else y1
        scale = self.scale or 1.0
        return affine.stretch(scale, scale, about=(x, y))

    def footprint(self, selection: Selection) -> Selection:
        return reach(selection, [self._path(selection)], hole=True)

    def apply(self, image: Image, mask: Image, frame: Frame, studio: Studio) -> Image:
        if self.whole:
            return image.resize(self._size(image.size), Resampling.LANCZOS)
        if self.scale == 1:
            return image
        path = self._path(Selection(mask, frame))
        return replant(image, mask, frame, studio, [path], hole=True, operation=self)

    def alpha(self, alpha: Image, mask: Image, frame: Frame, studio: Studio) -> Image:
        if self.whole:
            return super().alpha(alpha, mask, frame, studio)
        return replanted_alpha(alpha, mask, frame, [self._path(Selection(mask, frame))], hole=True)

    def after(self, selection: Selection) -> Selection | None:
        return selection.warped(self._path(selection), selection.size)

    def scaled(self, factor: float) -> Self | None:
        """Half of twice as big is one and a half times as big."""
        return self.model_copy(update={"scale": max(0.01, 1 + (self.scale - 1) * factor)}) if self.scale else None
