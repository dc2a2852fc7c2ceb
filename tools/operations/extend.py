"""Extend: a larger canvas, filled to match. Knows nothing of any one model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self

from PIL import Image as PILImage
from pydantic import Field

from tools import affine, aspect, painting
from tools.aspect import Ratio
from tools.errors import EditRejected, Unclear
from tools.painted import Painted
from tools.studio import unavailable
from tools.types import Example, Frame, Transform

if TYPE_CHECKING:
    from PIL.Image import Image

    from tools.selection import Selection
    from tools.studio import Studio

MAX_PIXELS = 200_000_000
# As far as the picture's own texture can be continued without a model before it shows.
MODEST = 0.1
_INSTRUCTION = "Replace the mirrored borders by a natural continuation of the scene."

Growth = Annotated[float, Field(ge=0, le=4, allow_inf_nan=False)]


class Extend(Painted):
    """Make the canvas larger and fill what is new to match (outpainting).

    `left`, `right`, `top`, `bottom` are fractions of the present width or height; `ratio` ("16:9") grows it evenly to
    that shape instead.
    """

    op: Literal["extend"] = "extend"
    left: Growth = 0.0
    right: Growth = 0.0
    top: Growth = 0.0
    bottom: Growth = 0.0
    ratio: Ratio | None = None

    examples: ClassVar[tuple[Example, ...]] = (
        Example("extend it to the left by a quarter", {"left": 0.25}),
        Example("more sky above", {"top": 0.25}),
        Example("expand it to 16:9 without cropping", {"ratio": "16:9"}),
        Example("add some space all around", {"left": 0.1, "right": 0.1, "top": 0.1, "bottom": 0.1}),
    )

    @property
    def whole(self) -> bool:
        return True

    def resolve(self, image: Image, selection: Selection | None, studio: Studio) -> Self:
        """The new edges in fractions. Raises ModelUnavailable for more than a narrow strip without a painting model."""
        edges = self.model_copy(update={**self._for_ratio(image.size), "ratio": None})
        grown = max(edges.left, edges.right, edges.top, edges.bottom)
        if grown == 0:
            if self.ratio:
                studio.note("it has that shape already")
                return edges
            hint = "Say for instance “a quarter to the left”."
            raise Unclear("Extend it on which side, and by how much?", hint, (), "left")
        width, height = edges._size(image.size)
        if width * height > MAX_PIXELS:
            raise EditRejected(f"{width} × {height} is too large a canvas.", "Extend it by less.")
        if grown > MODEST and not studio.offers("paint"):
            raise unavailable("paint", f"Without one I can extend a side by up to {MODEST:.0%}.")
        return edges

    def _for_ratio(self, size: tuple[int, int]) -> dict[str, float]:
        if self.ratio is None:
            return {}
        width, height = size
        more_x = max(0.0, height * aspect.value(self.ratio) / width - 1)
        more_y = max(0.0, width / aspect.value(self.ratio) / height - 1)
        return {"left": more_x / 2, "right": more_x / 2, "top": more_y / 2, "bottom": more_y / 2}

    def _pads(self, size: tuple[int, int]) -> tuple[int, int, int, int]:
        """New pixels on the left, top, right and bottom."""
        across, down = size
        left, top = round(self.left * across), round(self.top * down)
        return left, top, round(self.right * across), round(self.bottom * down)

    def _size(self, size: tuple[int, int]) -> tuple[int, int]:
        left, top, right, bottom = self._pads(size)
        return size[0] + left + right, size[1] + top + bottom

    def transform(self, size: tuple[int, int]) -> Transform:
        return affine.shift(*self._pads(size)[:2])

    def apply(self, image: Image, mask: Image, frame: Frame, studio: Studio) -> Image:
        left, top, right, bottom = self._pads(image.size)
        if not (left or top or right or bottom):
            return image.copy()
        canvas = _mirrored(image, (left, top, right, bottom))
        new = PILImage.new("L", canvas.size, 255)
        new.paste(0, (left, top, left + image.width, top + image.height))
        if studio.offers("paint"):
            made = painting.paint(studio, canvas, new, "the same scene continued", _INSTRUCTION, self.seed)
        else:
            made = painting.fill(studio, canvas, new, self.seed)
            studio.note("continued from its own texture, without a model")
        made.paste(image, (left, top))
        result: Image = made
        return result

    def alpha(self, alpha: Image, mask: Image, frame: Frame, studio: Studio) -> Image:
        """What is new is opaque."""
        out = PILImage.new("L", self._size(alpha.size), 255)
        out.paste(alpha, self._pads(alpha.size)[:2])
        return out

    def scaled(self, factor: float) -> Self | None:
        edges = {name: min(4.0, getattr(self, name) * factor) for name in ("left", "right", "top", "bottom")}
        return self.model_copy(update=edges) if any(edges.values()) else None


def _mirrored(image: Image, pads: tuple[int, int, int, int]) -> Image:
    """The picture on its larger canvas, its borders mirrored outwards as a first guess."""
    import cv2
    import numpy as np

    left, top, right, bottom = pads
    grown = cv2.copyMakeBorder(np.asarray(image), top, bottom, left, right, cv2.BORDER_REFLECT)
    return PILImage.fromarray(np.asarray(grown, np.uint8))
