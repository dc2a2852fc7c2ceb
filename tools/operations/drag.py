"""Points of the picture pulled to other places by a smooth warp. New content never appears; things are only bent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

import numpy as np
from PIL import Image as PILImage
from pydantic import Field

from tools.types import Example, Fraction, Frame, Operation

if TYPE_CHECKING:
    from PIL.Image import Image

    from tools.oklab import Floats
    from tools.studio import Studio

Pair = tuple[Fraction, Fraction, Fraction, Fraction]


class Drag(Operation):
    """Pull points of the picture to other places; what is around them follows, what is far away stays.

    pairs: (x0, y0, x1, y1) each, from → to, in fractions of the picture. A person draws them.
    """

    op: Literal["drag"] = "drag"
    pairs: Annotated[tuple[Pair, ...], Field(min_length=1, max_length=100)]

    examples: ClassVar[tuple[Example, ...]] = (
        Example("pull the mouth corners up as I drew", {"pairs": [(0.45, 0.6, 0.44, 0.58), (0.55, 0.6, 0.56, 0.58)]}),
        Example("drag this point over there", {"pairs": [(0.2, 0.5, 0.35, 0.5)]}),
        Example("stretch the tail along my arrow",
                {"pairs": [(0.8, 0.7, 0.9, 0.6)], "region": {"phrase": "tail"}}),
    )  # fmt: skip

    def apply(self, image: Image, mask: Image, frame: Frame, studio: Studio) -> Image:
        import cv2

        width, height = frame.picture_size
        points = np.array(self.pairs, np.float64) * (width, height, width, height) - (
            frame.x,
            frame.y,
            frame.x,
            frame.y,
        )
        ys, xs = np.mgrid[: frame.height, : frame.width].astype(np.float32)
        dx, dy = _pulled(points, xs, ys, 0.12 * float(np.hypot(width, height)))
        hold = np.clip(
            cv2.GaussianBlur(np.asarray(mask, np.float32) / 255, (0, 0), max(1.0, min(frame.size) / 60)), 0, 1
        )
        still = np.float32(1) if float(hold.min()) > 0.99 else hold
        moved = cv2.remap(
            np.asarray(image), xs - dx * still, ys - dy * still, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
        )
        return PILImage.fromarray(moved)


def _pulled(points: Floats, xs: Floats, ys: Floats, reach_px: float) -> tuple[Floats, Floats]:
    """Shift of every pixel: each pair pulls with a weight that falls off around its end point, normalised where pairs
    meet. A pull reaches at least twice its own length, so that the picture cannot fold.
    """
    total = np.full(xs.shape, 1e-6, np.float32)
    strongest = np.zeros(xs.shape, np.float32)
    dx, dy = np.zeros(xs.shape, np.float32), np.zeros(xs.shape, np.float32)
    for x0, y0, x1, y1 in points.tolist():
        reach = max(reach_px, 2 * float(np.hypot(x1 - x0, y1 - y0)))
        weight = np.exp(-((xs - x1) ** 2 + (ys - y1) ** 2) / (2 * (reach / 2) ** 2)).astype(np.float32)
        dx, dy, total = dx + weight * (x1 - x0), dy + weight * (y1 - y0), total + weight
        strongest = np.maximum(strongest, weight)
    return dx / total * strongest, dy / total * strongest
