"""Find how crooked a picture is, and turn pictures about their middle. Knows nothing of operations.

Long straight edges that lie nearly level or nearly upright vote for the angle that would set them right (line segments
by von Gioi's LSD, each weighted by its length); the answer is the mode of the votes, if enough of them agree.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PIL.Image import Resampling
from PIL.Image import Transform as Method

from tools import affine

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL.Image import Image

    from tools.types import Transform

LIMIT_DEGREES = 15.0
WORKING_SIDE_PX = 1200


@dataclass(frozen=True)
class Tilt:
    """`degrees` clockwise that would set the picture right; `confidence` ∈ [0, 1]; `by` what was found."""

    degrees: float
    confidence: float
    by: str


def cover_zoom(degrees: float, size: tuple[int, int]) -> float:
    """How much a picture turned about its middle must grow to cover its own frame."""
    path = affine.turn(degrees, (0.0, 0.0))
    c, s = abs(path[0]), abs(path[1])
    width, height = size
    return c + s * max(width / height, height / width)


def turned(image: Image, transform: Transform, size: tuple[int, int]) -> Image:
    """Seen through `transform` on a canvas of `size`, bicubic; white where nothing falls."""
    back = affine.inverse(transform)
    return image.transform(size, Method.AFFINE, back[:6], Resampling.BICUBIC, fillcolor=_white(image.mode))


def _white(mode: str) -> tuple[int, ...] | int:
    return 255 if mode == "L" else (255,) * len(mode)


def find_tilt(image: Image) -> Tilt | None:
    """How crooked an RGB picture is; None when it shows no line that tells."""
    import cv2
    import numpy as np

    gray = np.asarray(image.convert("L"))
    scale = WORKING_SIDE_PX / max(gray.shape)
    if min(gray.shape) < 16:
        return None
    if scale < 1:
        gray = cv2.resize(gray, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    found = cv2.createLineSegmentDetector().detect(gray)[0]
    if found is None:
        return None
    segments = np.asarray(found, np.float64).reshape(-1, 4)
    return _vote(segments, float(np.hypot(*gray.shape)))


def _vote(segments: NDArray[np.float64], diagonal: float) -> Tilt | None:
    import numpy as np

    dx, dy = segments[:, 2] - segments[:, 0], segments[:, 3] - segments[:, 1]
    length = np.hypot(dx, dy)
    angle = np.degrees(np.arctan2(dy, dx))
    lean = (angle + 45) % 90 - 45  # from the nearer of level and upright; clockwise positive
    level = np.abs((angle + 90) % 180 - 90) < 45
    # Short segments are texture; a long edge tells its angle far better than many short ones.
    counts = (np.abs(lean) <= LIMIT_DEGREES) & (length > 0.025 * diagonal)
    if not counts.any():
        return None
    lean, length, level = lean[counts], length[counts], level[counts]
    weight = length**1.5
    peak = _mode(lean, weight)
    near = np.abs(lean - peak) < 1.0
    tilt = float(np.average(lean[near], weights=weight[near]))
    share = float(weight[near].sum() / weight.sum())
    reach = min(1.0, float(length[near].sum()) / (0.5 * diagonal))
    upright = float(weight[near & ~level].sum()) > float(weight[near & level].sum())
    return Tilt(-tilt, share * reach, "the verticals" if upright else "the horizon")


def _mode(values: NDArray[np.float64], weight: NDArray[np.float64]) -> float:
    """Where the weighted votes crowd most (a kernel of half a degree)."""
    import numpy as np

    grid = np.arange(-LIMIT_DEGREES, LIMIT_DEGREES + 0.05, 0.05)
    density = (weight * np.exp(-0.5 * ((grid[:, None] - values) / 0.5) ** 2)).sum(axis=1)
    return float(grid[int(density.argmax())])
