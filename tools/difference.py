"""Where two pictures really differ: the region that a model changed, told from the noise that it left everywhere.

It compares small copies, since a model repaints all the fine detail even of what it was to leave alone. It knows
nothing of models or of what was asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PIL import Image as PILImage

from tools.matching import Limits, match_between

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PIL.Image import Image

    Floats = NDArray[np.float32]

LONGEST_PX = 320
GLOBAL = 0.6  # of the picture: what differs in more than that was meant for all of it
LEAST = 0.0003  # of the picture: less is noise
_CAST = Limits(gain=1.12, offset=10.0)  # a cast that a model leaves unasked; more is an edit
_ANY = Limits(gain=1e6, offset=1e6)
_CLEAR, _FAINT = 10.0, 5.0  # CIE76 colour differences that count at the least, to begin a region and to belong to one


def differing(before: Image, after: Image) -> Image | None:
    """Where `after` shows something else than `before` (RGB both, one size): a soft mask (L) of their size.

    None where they differ nearly everywhere, or nowhere by more than noise: then there is no region to tell.
    """
    reduced = max(1.0, max(before.size) / LONGEST_PX)
    size = max(1, round(before.width / reduced)), max(1, round(before.height / reduced))
    small, other = (image.resize(size, PILImage.Resampling.BOX) for image in (before, after))
    match = match_between(small, other, PILImage.new("L", size, 255), _ANY)
    if match is not None and not match.within(_CAST):
        return None  # one change of light or colour explains nearly all of it
    region = _cleaned(_apart(small, match.over(other) if match else other))
    part = float(region.mean())
    if not LEAST <= part <= GLOBAL:
        return None
    return _soft(region, before.size)


def _lab(image: Image) -> Floats:
    import cv2

    lab = cv2.cvtColor(np.asarray(image, np.float32) / 255, cv2.COLOR_RGB2LAB)
    return np.asarray(cv2.GaussianBlur(lab, (0, 0), 1.0), np.float32)


def _apart(one: Image, other: Image) -> Floats:
    """The colour difference at each pixel to the best of the other's nine nearest: edges may lie half a pixel off."""
    first, second = _lab(one), np.pad(_lab(other), ((1, 1), (1, 1), (0, 0)), "edge")
    height, width = first.shape[:2]
    moved = (second[y : y + height, x : x + width] for y in range(3) for x in range(3))
    return np.asarray(np.sqrt(np.min([((first - one) ** 2).sum(axis=2) for one in moved], axis=0)), np.float32)


def _cleaned(apart: Floats) -> NDArray[np.bool_]:
    """Clear differences with the fainter ones around them, closed, without holes and specks."""
    import cv2
    from scipy import ndimage

    middle = float(np.median(apart))
    noise = 1.4826 * float(np.median(np.abs(apart - middle)))
    clear, faint = apart > max(_CLEAR, middle + 6 * noise), apart > max(_FAINT, middle + 3 * noise)
    labels, _ = ndimage.label(faint)
    begun = np.unique(labels[clear])
    region = np.isin(labels, begun[begun > 0])
    radius = max(1, max(apart.shape) // 96)
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1, 2 * radius + 1))
    closed = cv2.morphologyEx(region.astype(np.uint8), cv2.MORPH_CLOSE, disc)
    pieces, count = ndimage.label(ndimage.binary_fill_holes(closed))
    areas = ndimage.sum_labels(np.ones_like(pieces), pieces, range(1, count + 1)) if count else np.zeros(0)
    large = 1 + np.flatnonzero(areas >= max(4.0, LEAST * apart.size))
    return np.asarray(np.isin(pieces, large), np.bool_)


def _soft(region: NDArray[np.bool_], size: tuple[int, int]) -> Image:
    """At the full size, a little larger than the region and fading out beyond its edge."""
    import cv2

    grown = cv2.dilate(region.astype(np.uint8) * 255, np.ones((5, 5), np.uint8))
    soft = np.asarray(cv2.GaussianBlur(grown, (0, 0), 1.0), np.uint8)
    soft[soft < 8] = 0
    return PILImage.fromarray(soft).resize(size, PILImage.Resampling.BILINEAR)
