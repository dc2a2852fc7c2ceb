"""The sizes that a model likes, and a picture laid out on one of them so that it comes back to the pixel.

Nothing is ever squeezed: a picture of other proportions lies in the middle, its mirror image around it. It knows
nothing of servers or pipelines.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import ceil, inf, log, sqrt
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image as PILImage
from PIL import ImageChops

from tools.errors import ToolError

if TYPE_CHECKING:
    from PIL.Image import Image

Size = tuple[int, int]

_LIST = re.compile(r"\d{2,5}x\d{2,5}(,\d{2,5}x\d{2,5})*")
_MULTIPLE = re.compile(r"multiple:(\d{1,4})(?::(\d{1,2}(?:\.\d{1,3})?))?")
_LARGEST = 4.0  # times that a small piece is enlarged; more shows a model nothing new


@dataclass(frozen=True)
class Canvases:
    """`sizes` to choose from; without any, every multiple of `step_px` near `megapixels` will do whose sides are at
    least `shortest_px`, and at most `longest` times each other.
    """

    sizes: tuple[Size, ...] = ()
    step_px: int = 16
    megapixels: float = 1.05
    longest: float = inf
    shortest_px: int = 1

    def of(self, size: Size) -> Size:
        """The canvas for a picture of `size`: that which leaves least of itself empty."""
        if self.sizes:
            return min(self.sizes, key=lambda one: (round(_strangeness(one, size), 3), -one[0] * one[1]))
        size = max(size[0], ceil(size[1] / self.longest)), max(size[1], ceil(size[0] / self.longest))
        factor = min(sqrt(self.megapixels * 1e6 / (size[0] * size[1])), _LARGEST)
        least = ceil(self.shortest_px / self.step_px)
        width, height = (max(least, round(length * factor / self.step_px)) * self.step_px for length in size)
        return width, height


def parse_canvases(text: str) -> Canvases:
    """From "1024x1024,1536x1024", or from "multiple:16:1.05" (steps in pixels, megapixels). Raises ToolError."""
    said = text.lower().replace(" ", "").replace("×", "x")
    if _LIST.fullmatch(said):
        sizes = [tuple(map(int, one.split("x"))) for one in said.split(",")]
        return Canvases(tuple((width, height) for width, height in sizes))
    if (told := _MULTIPLE.fullmatch(said)) and int(told[1]):
        return Canvases((), int(told[1]), float(told[2] or 1.05) or 1.05)
    raise ToolError(f"“{text}” names no sizes.", "For example 1024x1024,1536x1024 or multiple:16:1.05", "operator")


def _strangeness(one: Size, other: Size) -> float:
    return abs(log(one[0] * other[1] / (one[1] * other[0])))


@dataclass(frozen=True)
class Layout:
    """Where a picture of `size` lies on a canvas of `canvas`, in canvas pixels: (x0, y0, x1, y1)."""

    size: Size
    canvas: Size
    box: tuple[int, int, int, int]

    @classmethod
    def of(cls, size: Size, canvas: Size) -> Layout:
        scale = min(canvas[0] / size[0], canvas[1] / size[1])
        width, height = (max(1, min(whole, round(part * scale))) for part, whole in zip(size, canvas, strict=True))
        x, y = (canvas[0] - width) // 2, (canvas[1] - height) // 2
        return cls(size, canvas, (x, y, x + width, y + height))

    @property
    def scale(self) -> float:
        """Canvas pixels for one of the picture's."""
        return (self.box[2] - self.box[0]) / self.size[0]

    def laid(self, image: Image) -> Image:
        """An RGB picture on its canvas."""
        import cv2

        x0, y0, x1, y1 = self.box
        small = _resized(image, (x1 - x0, y1 - y0), PILImage.Resampling.LANCZOS)
        if small.size == self.canvas:
            return small
        pads = y0, self.canvas[1] - y1, x0, self.canvas[0] - x1
        return PILImage.fromarray(
            np.asarray(cv2.copyMakeBorder(np.asarray(small), *pads, cv2.BORDER_REFLECT), np.uint8)
        )

    def laid_mask(self, mask: Image) -> Image:
        """A mask (L) on the canvas, hard: 255 where it is not 0, and 0 beyond the picture."""
        x0, y0, x1, y1 = self.box
        hard = mask.point([0, *[255] * 255])
        small = _resized(hard, (x1 - x0, y1 - y0), PILImage.Resampling.BILINEAR).point([0, *[255] * 255])
        laid = PILImage.new("L", self.canvas, 0)
        laid.paste(small, (x0, y0))
        return laid

    def masked(self, mask: Image) -> Image:
        """The mask as servers want it: transparent where it is to be edited, and white there for those who look at its
        colours; black and opaque elsewhere.
        """
        white = self.laid_mask(mask)
        return PILImage.merge("RGBA", (white, white, white, ImageChops.invert(white)))

    def taken(self, made: Image) -> Image:
        """The picture's own part of what came back, at its own size; a canvas of another size is put back first."""
        canvas = _resized(made, self.canvas, PILImage.Resampling.LANCZOS)
        return _resized(canvas.crop(self.box), self.size, PILImage.Resampling.LANCZOS)


def _resized(image: Image, size: Size, how: PILImage.Resampling) -> Image:
    return image if image.size == size else image.resize(size, how)
