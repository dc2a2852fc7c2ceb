"""A small view of a photograph to think in, and the way back to its own pixels.

Finding things happens on a copy of bounded size; the mask that comes out is carried up by a guided filter, so that its
edge lies on the photograph's own edges. It knows nothing of phrases, of what a mask means, or of who asks.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image as PILImage

from tools.selection import Pixels, Selection
from tools.types import Frame

if TYPE_CHECKING:
    from PIL.Image import Image

Mask = NDArray[np.bool_]
Floats = NDArray[Any]  # float32 or float64

SIDE_PX = 480  # long side of the view
_BAND_ROWS = 1024


@dataclass(frozen=True, eq=False)
class View:
    """`rgb` uint8 and `lab` float32 (CIE L*a*b*, L 0…100), both height × width × 3."""

    rgb: NDArray[np.uint8]
    lab: Floats

    @property
    def shape(self) -> tuple[int, int]:
        """Height and width."""
        return self.rgb.shape[0], self.rgb.shape[1]

    @property
    def scale(self) -> float:
        """The view's diagonal in pixels, the unit for lengths that should not depend on the size."""
        return float(np.hypot(*self.shape))


def shrunk(image: Image, side_px: int = SIDE_PX) -> Image:
    """An RGB picture, no side longer than `side_px`; the same one if it is small already."""
    factor = side_px / max(image.size)
    if factor >= 1:
        return image
    size = max(1, round(image.width * factor)), max(1, round(image.height * factor))
    return image.resize(size, PILImage.Resampling.BOX, reducing_gap=2.0)


def view_of(image: Image) -> View:
    """The view of an RGB picture of bounded size; kept, because several ways of finding things look at the same one."""
    return _view(image.tobytes(), image.size)


@lru_cache(maxsize=2)
def _view(pixels: bytes, size: tuple[int, int]) -> View:
    import cv2

    rgb = np.frombuffer(pixels, np.uint8).reshape(size[1], size[0], 3)
    return View(rgb, cv2.cvtColor(rgb.astype(np.float32) / 255, cv2.COLOR_RGB2LAB))


def lifted(mask: NDArray[Any], image: Image, soft_px: int = 3) -> Selection | None:
    """A mask (height × width, 0 … 1) of a small view as a selection of the RGB `image`, snapped to its edges.

    Source: He and Sun, Fast Guided Filter, arXiv:1505.00996: the linear model of mask by colour is fitted in the view,
    and its coefficients are carried up. `soft_px` is the radius of the filter and of the snapping, in view pixels.
    None when nothing is selected.
    """
    import cv2

    target = np.ascontiguousarray(mask, np.float32)
    rows, columns = np.flatnonzero(target.any(1)), np.flatnonzero(target.any(0))
    if not len(rows):
        return None
    guide = np.asarray(shrunk_to(image, mask.shape), np.float32) / 255
    kernel = np.ones((2 * soft_px + 1, 2 * soft_px + 1), np.uint8)
    maps = cv2.erode(target, kernel), cv2.dilate(target, kernel), _linear_model(guide, target, soft_px)
    across, down = image.width / mask.shape[1], image.height / mask.shape[0]
    reach = soft_px + 1
    x0, x1 = int(max(0, (columns[0] - reach) * across)), min(image.width, int((columns[-1] + 1 + reach) * across) + 1)
    y0, y1 = int(max(0, (rows[0] - reach) * down)), min(image.height, int((rows[-1] + 1 + reach) * down) + 1)
    bands = [_band(image, (x0, y, x1, min(y + _BAND_ROWS, y1)), maps) for y in range(y0, y1, _BAND_ROWS)]
    frame = Frame.of((x0, y0, x1, y1), image.size)
    return Selection(PILImage.fromarray(np.concatenate(bands)), frame).trimmed()


def shrunk_to(image: Image, shape: tuple[int, ...]) -> Image:
    """The picture resized to a view's height and width."""
    size = shape[1], shape[0]
    return image if image.size == size else image.resize(size, PILImage.Resampling.BOX, reducing_gap=2.0)


def _linear_model(guide: Floats, target: Floats, radius: int, smoothness: float = 4e-4) -> Floats:
    """Coefficients (height × width × 4) of mask ≈ a·red + b·green + c·blue + d around every pixel."""
    import cv2

    def mean(values: Any) -> Any:
        size = 2 * radius + 1
        return cv2.blur(values, (size, size), borderType=cv2.BORDER_REFLECT)

    average, share = mean(guide), mean(target)
    covariance = mean(guide * target[..., None]) - average * share[..., None]
    spread = np.empty((*target.shape, 3, 3), np.float32)
    for i in range(3):
        for j in range(i, 3):
            value = mean(guide[..., i] * guide[..., j]) - average[..., i] * average[..., j]
            spread[..., i, j] = spread[..., j, i] = value
    spread += np.eye(3, dtype=np.float32) * smoothness
    slope = np.linalg.solve(spread, covariance[..., None])[..., 0]
    offset = share - (slope * average).sum(-1)
    return np.dstack([mean(slope), mean(offset)]).astype(np.float32)


def _band(image: Image, box: Pixels, maps: tuple[Any, Any, Any]) -> NDArray[np.uint8]:
    """A part of the big mask: the model where the edge may lie, the plain mask elsewhere."""
    import cv2

    height, width = maps[0].shape
    left, top, right, bottom = box
    x, y = width / image.width, height / image.height
    place = np.array([[x, 0, (left + 0.5) * x - 0.5], [0, y, (top + 0.5) * y - 0.5]])
    flags, size = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, (right - left, bottom - top)
    inside, around, model = (
        cv2.warpAffine(values, place, size, flags=flags, borderMode=cv2.BORDER_REPLICATE) for values in maps
    )
    colours = np.asarray(image.crop(box), np.float32) / 255
    edge = np.einsum("ijk,ijk->ij", colours, model[..., :3]) + model[..., 3]
    # The filter's answer is blurry; a steeper ramp about one half makes the edge a pixel or two wide.
    edge = np.clip((edge - 0.5) * 2.5 + 0.5, 0, 1)
    sharp = np.where(inside > 0.99, 1.0, np.where(around < 0.01, 0.0, edge))
    out: NDArray[np.uint8] = np.rint(sharp * 255).astype(np.uint8)
    return out
