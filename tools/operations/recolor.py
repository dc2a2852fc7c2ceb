"""Another colour for an object, its shading and highlights kept. The maths is in `tools.repaint`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

import numpy as np
from PIL import Image as PILImage
from pydantic import AfterValidator, Field

from tools import oklab, repaint
from tools.colours import parse_colour, pattern
from tools.types import Example, Frame, Operation

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PIL.Image import Image

    from tools.oklab import Floats
    from tools.studio import Studio

_RIM_PX = 2
_AROUND_PX, _AROUND = 4, 0.012  # how far from the mask's edge colours are looked at: at least, and of the diagonal
_APART = 0.08  # the least distance (RGB, 0 … 1) at which two colours can be told apart in a mixture


def _known(words: str) -> str:
    parse_colour(words)
    return words


Colour = Annotated[
    str, Field(min_length=1, max_length=40, json_schema_extra={"pattern": pattern()}), AfterValidator(_known)
]


class Recolor(Operation):
    """Give the object that the region names another colour, keeping its shading, texture and highlights.

    color: a colour word ("navy", "light blue") or a code (#1e90ff). The region is required. For another material use
    retexture; for the colours of the whole picture use adjust or match.
    """

    op: Literal["recolor"] = "recolor"
    color: Colour

    about_object: ClassVar[bool] = True
    about_paint: ClassVar[bool] = True
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
        """Inside the mask everything is repainted; on the rim just outside as much of a pixel as is of the object."""
        selected = np.asarray(mask) >= 128
        if not selected.any():
            selected = np.asarray(mask) > 0
        if not selected.any():
            return image
        values = np.asarray(image, np.float32) / 255
        now = repaint.Paint.of(values, selected)
        new = repaint.repainted(values, now, parse_colour(self.color))
        if selected.all():
            weight = np.ones(selected.shape, np.float32)
        else:
            cover = np.asarray(mask, np.float32) / 255
            body = now.share(oklab.oklab(values))
            weight = np.maximum(cover, 0 if now.gray else np.clip(body * 2 - 1, 0, 1))
            weight = _cover(values, weight, selected, body)
        mixed = values + (new - values) * weight[..., None]
        return PILImage.fromarray((np.clip(mixed, 0, 1) * 255 + 0.5).astype(np.uint8))


def _cover(values: Floats, weight: Floats, selected: NDArray[np.bool_], body: Floats) -> Floats:
    """The weights, just outside the mask no more than how far a pixel goes from the colour around to the object's.

    Red wood next to a red cup is no half-covered cup: its colour is all that of the surroundings. Nothing is known
    where the two hardly differ, or where the crop shows no surroundings.
    """
    import cv2

    # A mask's soft edge is as wide as the picture is large. Averages need no more than a few pixels of it.
    radius = max(_AROUND_PX, round(_AROUND * float(np.hypot(*selected.shape))))
    coarse = max(1, radius // 6)
    size = -(-selected.shape[1] // coarse), -(-selected.shape[0] // coarse)
    colours, inside, painted = (
        cv2.resize(part, size, interpolation=cv2.INTER_AREA) for part in (values, selected.astype(np.float32), body)
    )
    radius //= coarse
    around = cv2.dilate(inside, np.ones((radius // 3 * 2 + 1,) * 2, np.uint8)) <= 0
    # A highlight along the rim is not what a half-covered pixel has of the object.
    parts = inside * np.maximum(painted, 0.02), around.astype(np.float32)
    blur = (radius * 2 + 1,) * 2
    shares = [cv2.blur(part, blur) for part in parts]
    known = (shares[0] > 0.02) & (shares[1] > 0.02)
    near = cv2.resize(known.astype(np.uint8), selected.shape[::-1], interpolation=cv2.INTER_NEAREST) > 0
    y, x = np.nonzero(near & ~selected & (weight > 0))
    at = np.minimum(y // coarse, size[1] - 1), np.minimum(x // coarse, size[0] - 1)
    ours, theirs = (
        cv2.blur(colours * part[..., None], blur)[at] / np.maximum(share[at], 1e-4)[:, None]
        for part, share in zip(parts, shares, strict=True)
    )
    apart = ((ours - theirs) ** 2).sum(1)
    along = ((values[y, x] - theirs) * (ours - theirs)).sum(1) / np.maximum(apart, 1e-6)
    most = np.where(apart > _APART**2, np.clip(along * 1.25 - 0.25, 0, 1), 1)
    out = weight.copy()
    out[y, x] = np.minimum(out[y, x], most)
    return out
