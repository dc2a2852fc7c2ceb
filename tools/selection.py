"""A selection: a mask that knows where in the picture it lies.

The mask is an 8-bit picture of the selection's own box; everything outside the box is zero. So work on a selection
grows with the selection, not with the picture. It knows nothing of phrases, operations or engines.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor
from typing import TYPE_CHECKING

from PIL import Image as PILImage
from PIL import ImageChops

from tools.types import Frame

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PIL.Image import Image

Pixels = tuple[int, int, int, int]


def pixel_box(box: Sequence[float], size: tuple[int, int]) -> Pixels:
    """Fractions (x0, y0, x1, y1) to pixels: floor and ceil, clipped to `size`, at least one pixel."""
    width, height = size
    # Rounding first keeps 0.3 * 10 = 3.0000000000000004 from growing a column.
    x0, y0 = floor(round(box[0] * width, 6)), floor(round(box[1] * height, 6))
    x1, y1 = ceil(round(box[2] * width, 6)), ceil(round(box[3] * height, 6))
    x0, y0 = min(max(x0, 0), width - 1), min(max(y0, 0), height - 1)
    return x0, y0, min(max(x1, x0 + 1), width), min(max(y1, y0 + 1), height)


@dataclass(frozen=True)
class Selection:
    """`mask` is mode L and of the frame's size; 255 is fully selected."""

    mask: Image
    frame: Frame

    @classmethod
    def rectangle(cls, box: Pixels, size: tuple[int, int]) -> Selection:
        """The whole of a pixel box (x0, y0, x1, y1) in a picture of `size`."""
        frame = Frame.of(box, size)
        return cls(PILImage.new("L", frame.size, 255), frame)

    @classmethod
    def everything(cls, size: tuple[int, int]) -> Selection:
        return cls.rectangle((0, 0, *size), size)

    @classmethod
    def of_mask(cls, mask: Image) -> Selection | None:
        """From a mask of the whole picture; None when it selects nothing."""
        mask = mask if mask.mode == "L" else mask.convert("L")
        box = mask.getbbox()
        return None if box is None else cls(mask.crop(box), Frame.of(box, mask.size))

    @property
    def box(self) -> Pixels:
        return self.frame.box

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the whole picture."""
        return self.frame.picture_size

    @property
    def area_px(self) -> int:
        """How many pixels are selected at all."""
        return self.mask.width * self.mask.height - self.mask.histogram()[0]

    @property
    def fractions(self) -> tuple[float, float, float, float]:
        (x0, y0, x1, y1), (width, height) = self.box, self.size
        return x0 / width, y0 / height, x1 / width, y1 / height

    @property
    def centre(self) -> tuple[float, float]:
        """The middle of the box, in pixels."""
        x0, y0, x1, y1 = self.box
        return (x0 + x1) / 2, (y0 + y1) / 2

    def full(self) -> Image:
        """The mask at the picture's own size."""
        return self.within(Frame.of((0, 0, *self.size), self.size))

    def within(self, frame: Frame) -> Image:
        """The part of the mask that a frame of the same picture sees."""
        if frame == self.frame:
            return self.mask
        out = PILImage.new("L", frame.size, 0)
        out.paste(self.mask, (self.frame.x - frame.x, self.frame.y - frame.y))
        return out

    def trimmed(self) -> Selection | None:
        """The same selection in its tightest box; None when nothing is selected."""
        box = self.mask.getbbox()
        if box is None:
            return None
        if box == (0, 0, *self.mask.size):
            return self
        x, y = self.frame.x, self.frame.y
        return Selection(self.mask.crop(box), Frame.of((box[0] + x, box[1] + y, box[2] + x, box[3] + y), self.size))

    def dilated(self, radius_px: int) -> Selection:
        """Grown by a square of `radius_px` on each side, clipped to the picture."""
        if radius_px <= 0:
            return self
        import cv2
        import numpy as np

        frame = self.frame.padded(radius_px)
        kernel = np.ones((2 * radius_px + 1, 2 * radius_px + 1), np.uint8)
        return Selection(PILImage.fromarray(cv2.dilate(np.asarray(self.within(frame)), kernel)), frame)

    def feathered(self, radius_px: float) -> Selection:
        """Softened towards its own edge: the falloff lies inside, nothing new is selected."""
        if radius_px <= 0:
            return self
        import cv2
        import numpy as np

        inside = np.pad((np.asarray(self.mask) > 0).astype(np.uint8), 1)
        # The border of the picture is no edge of the object: pad it with "selected" there.
        x0, y0, x1, y1 = self.box
        for edge, touches in (
            (np.s_[:, 0], x0 == 0), (np.s_[0, :], y0 == 0),
            (np.s_[:, -1], x1 == self.size[0]), (np.s_[-1, :], y1 == self.size[1]),
        ):  # fmt: skip
            inside[edge] = 1 if touches else 0
        distance = cv2.distanceTransform(inside, cv2.DIST_L2, 5)[1:-1, 1:-1]
        soft = np.clip(distance / (radius_px + 1), 0, 1) * np.asarray(self.mask)
        return Selection(PILImage.fromarray(np.ceil(soft).astype(np.uint8)), self.frame)

    def union(self, other: Selection) -> Selection:
        frame = self.frame.union(other.frame)
        return Selection(ImageChops.lighter(self.within(frame), other.within(frame)), frame)

    def intersection(self, other: Selection) -> Selection | None:
        frame = self.frame.union(other.frame)
        return Selection(ImageChops.darker(self.within(frame), other.within(frame)), frame).trimmed()

    def minus(self, other: Selection) -> Selection | None:
        return Selection(ImageChops.subtract(self.mask, other.within(self.frame)), self.frame).trimmed()

    def warped(self, transform: Sequence[float], size: tuple[int, int]) -> Selection | None:
        """Carried through a 3×3 pixel transform into a picture of `size`; None when it falls outside."""
        if tuple(transform) == (1, 0, 0, 0, 1, 0, 0, 0, 1) and size == self.size:
            return self
        import cv2
        import numpy as np

        x, y = self.frame.x, self.frame.y
        matrix = np.array(transform, np.float64).reshape(3, 3) @ np.array([[1, 0, x], [0, 1, y], [0, 0, 1]], np.float64)
        # OpenCV puts pixel centres on integers, we put them on halves.
        half = np.array([[1, 0, 0.5], [0, 1, 0.5], [0, 0, 1]])
        warped = cv2.warpPerspective(np.asarray(self.mask), np.linalg.inv(half) @ matrix @ half, size)
        return Selection.of_mask(PILImage.fromarray(warped))
