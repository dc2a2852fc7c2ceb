"""Another colour for an object, its shading and highlights kept. The maths is in `tools.repaint`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

import numpy as np
from PIL import Image as PILImage
from pydantic import AfterValidator, Field

from tools import repaint
from tools.colours import parse_colour
from tools.types import Example, Frame, Operation

if TYPE_CHECKING:
    from PIL.Image import Image

    from tools.oklab import Floats
    from tools.studio import Studio

_RIM_PX = 2


def _known(words: str) -> str:
    parse_colour(words)
    return words


Colour = Annotated[str, Field(min_length=1, max_length=40), AfterValidator(_known)]


class Recolor(Operation):
    """Give the object that the region names another colour, keeping its shading, texture and highlights.

    color: a colour word ("navy", "light blue") or a code (#1e90ff). The region is required. For another material use
    retexture; for the colours of the whole picture use adjust or match.
    """

    op: Literal["recolor"] = "recolor"
    color: Colour

    about_object: ClassVar[bool] = True
    needs_region: ClassVar[bool] = True
    needs_colour: ClassVar[bool] = True
    called: ClassVar[tuple[str, ...]] = ("color", "colour", "paint", "painting")
    examples: ClassVar[tuple[Example, ...]] = (
        Example("make the red cup blue", {"color": "blue", "region": {"phrase": "the red cup"}}),
        Example("paint the wall a light green", {"color": "light green", "region": {"phrase": "wall"}}),
        Example("can her dress be black instead?", {"color": "black", "region": {"phrase": "dress"}}),
        Example("change the car's colour to #1e90ff", {"color": "#1e90ff", "region": {"phrase": "car"}}),
    )

    @property
    def grow_px(self) -> int:
        return _RIM_PX

    def apply(self, image: Image, mask: Image, frame: Frame, studio: Studio) -> Image:
        """Inside the mask everything is repainted; on the rim just outside only what is plainly of the old colour."""
        selected = np.asarray(mask) >= 128
        if not selected.any():
            selected = np.asarray(mask) > 0
        if not selected.any():
            return image
        values = np.asarray(image, np.float32) / 255
        now = repaint.Paint.of(values, selected)
        new = repaint.repainted(values, now, parse_colour(self.color))
        weight = np.maximum(np.asarray(mask, np.float32) / 255, _alike(values, now))[..., None]
        mixed = values + (new - values) * (weight if not selected.all() else 1)
        return PILImage.fromarray((np.clip(mixed, 0, 1) * 255 + 0.5).astype(np.uint8))


def _alike(values: Floats, now: repaint.Paint) -> Floats:
    """1 where a pixel is surely of the old paint, for mixed pixels that the mask missed."""
    from tools import oklab

    if now.gray:
        return np.zeros(values.shape[:2], np.float32)
    alike: Floats = np.clip(now.share(oklab.oklab(values)) * 2 - 1, 0, 1)
    return alike
