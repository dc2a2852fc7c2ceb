"""What lettering in a picture looks like, and which colour can be read on it. It reads no words and draws none.

Strokes are found as thin parts brighter or darker than their surroundings (top-hat, Otsu's threshold).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image as PILImage

from tools.colours import parse_colour

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PIL.Image import Image

READABLE_CONTRAST = 4.5  # WCAG 2.2, level AA


@dataclass(frozen=True)
class Strokes:
    """Letters found in a crop: `mask` (L) with a rim, their `colour` as #rrggbb, how high the tall ones are."""

    mask: Image
    colour: str
    cap_px: float
    contrast: float


def find_strokes(crop: Image) -> Strokes | None:
    """The lettering in an RGB crop; None when nothing there looks like strokes on a ground."""
    import cv2

    gray = np.asarray(crop.convert("L"))
    side = min(gray.shape)
    if side < 8:
        return None
    kernel = cv2.getStructuringElement(cv2.MORPH_RECT, (2 * (side // 3) + 1,) * 2)
    padded = cv2.copyMakeBorder(gray, side, side, side, side, cv2.BORDER_REPLICATE)
    ways = [cv2.morphologyEx(padded, way, kernel) for way in (cv2.MORPH_TOPHAT, cv2.MORPH_BLACKHAT)]
    lifts = [np.asarray(way[side:-side, side:-side]) for way in ways]
    found = [_strokes(crop, lift.astype(np.uint8)) for lift in lifts]
    return max((strokes for strokes in found if strokes), key=lambda strokes: strokes.contrast, default=None)


def _strokes(crop: Image, lift: NDArray[np.uint8]) -> Strokes | None:
    import cv2

    level, binary = cv2.threshold(lift, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    binary = _inner(np.asarray(binary, np.uint8))
    share = float((binary > 0).mean())
    if level < 18 or not 0.01 < share < 0.5:
        return None
    colours = np.asarray(crop)[lift >= np.percentile(lift[binary > 0], 60)]
    red, green, blue = (int(value) for value in np.median(colours, axis=0))
    _, _, stats, _ = cv2.connectedComponentsWithStats(binary)
    heights = stats[1:, cv2.CC_STAT_HEIGHT]
    tall = float(np.percentile(heights[heights >= 0.4 * heights.max()], 60))
    rim = max(2, round(tall / 10))
    grown = cv2.dilate(binary, np.ones((2 * rim + 1, 2 * rim + 1), np.uint8))
    # Counters and gaps between letters lift the other way, but they look like the ground around the lettering.
    gray = np.asarray(crop.convert("L"), np.float64)
    ground = np.median(np.concatenate([gray[0], gray[-1], gray[:, 0], gray[:, -1]]))
    contrast = abs(float(np.median(gray[binary > 0])) - float(ground))
    colour = f"#{red:02x}{green:02x}{blue:02x}"
    return Strokes(PILImage.fromarray(np.asarray(grown, np.uint8)), colour, tall, contrast)


def _inner(binary: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Without the parts that run out of the crop: they are ground, not letters. All if nothing else is."""
    import cv2

    _, labels = cv2.connectedComponents(binary)
    edge = np.unique(np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]]))
    inner = np.where(np.isin(labels, edge), 0, binary)
    return np.asarray(inner if (inner > 0).mean() > 0.01 else binary, np.uint8)


def readable(crop: Image) -> str:
    """White or near-black, whichever is easier to read on an RGB crop."""
    return "#ffffff" if float(np.median(_luminance(np.asarray(crop)))) < 0.4 else "#141414"


def stands_out(crop: Image, ink: str) -> bool:
    """Whether lettering in `ink` can be read nearly everywhere on an RGB crop as it is."""
    light = np.percentile(_luminance(np.asarray(crop)), (8, 92))
    mine = float(_luminance(np.array(parse_colour(ink), np.uint8)))
    return all((max(mine, b) + 0.05) / (min(mine, b) + 0.05) >= READABLE_CONTRAST for b in light.tolist())


def opposite(ink: str) -> str:
    """Black for a light ink, white for a dark one."""
    return "#000000" if float(_luminance(np.array(parse_colour(ink), np.uint8))) > 0.18 else "#ffffff"


def _luminance(pixels: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Relative luminance (WCAG) of sRGB pixels (…, 3)."""
    value = pixels / 255.0
    linear = np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)
    return np.asarray(linear @ np.array([0.2126, 0.7152, 0.0722]), np.float64)
