"""Regions that were pointed at: a box, a mask, clicked points; as drawn, or refined to the object in them.

Law: what comes out lies inside what was drawn. Knows nothing of words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PIL import Image as PILImage

from tools.errors import BadArguments, RegionNotFound
from tools.grounding.cut import BACK, FRONT, MAYBE_BACK, MAYBE_FRONT, cut, tidied
from tools.grounding.things import thing_at
from tools.grounding.view import Mask, lifted, shrunk, view_of
from tools.selection import Pixels, Selection, pixel_box
from tools.types import Frame

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PIL.Image import Image

    from tools.studio import Studio
    from tools.types import Region

Points = tuple[tuple[float, float], ...]

# Shares of the drawn area between which a refined object is believed: a smaller cut is a detail of the object, a larger
# one is the box again. With them, 130 of 153 boxes around objects come out at IoU 0.5 or better; as drawn it is 105.
LEAST, MOST = 0.12, 0.96


def drawn_selection(image: Image, region: Region, studio: Studio, about_object: bool = False) -> Selection:
    """Where a drawn region lies. Raises BadArguments for a mask of another size, RegionNotFound for an empty one."""
    limits = _limits(image.size, region, studio)
    if region.points:
        return _pointed_at(studio.srgb(image), region.points, limits, studio)
    if not about_object:
        return limits
    studio.progress(0.1, "Finding the object")
    return thing_in(studio.srgb(image), limits, studio)


def thing_in(image: Image, limits: Selection, studio: Studio) -> Selection:
    """The object inside a drawn selection of the RGB `image`, by the model for that if there is one."""
    return _cut_out(image, limits.box, (), limits, studio) or refined(image, limits)


def _cut_out(
    image: Image, box: Pixels | None, points: Sequence[tuple[int, int]], limits: Selection, studio: Studio
) -> Selection | None:
    """What the model for it cuts out, inside `limits`; None without one, or where it finds nothing."""
    if studio.segmenter is None:
        return None
    studio.check()
    with studio.optional(studio.segmenter.name):
        found = studio.segmenter.segment(image, box, points)
        return found.selection.intersection(limits) if found else None
    return None


def _pointed_at(image: Image, points: Points, limits: Selection, studio: Studio) -> Selection:
    """The object of the RGB `image` under the points (fractions), by the model for that if there is one."""
    if studio.segmenter is not None:
        width, height = size = image.size
        places = [(min(int(x * width), width - 1), min(int(y * height), height - 1)) for x, y in points]
        box = None if limits.box == (0, 0, *size) else limits.box
        if inside := _cut_out(image, box, places, limits, studio):
            return inside
    return clicked(image, points, limits)


def _limits(size: tuple[int, int], region: Region, studio: Studio) -> Selection:
    """What was drawn, exactly: the box, the mask, or where they overlap; the whole picture for points alone."""
    whole = Selection.everything(size)
    limits = whole if region.box is None else Selection.rectangle(pixel_box(region.box, size), size)
    if region.mask is None:
        return limits
    mask = studio.picture(region.mask)
    if mask.size != size:
        told = f"The mask is {mask.width}×{mask.height}, the picture {size[0]}×{size[1]}."
        raise BadArguments(told, "Give a mask of the picture's own size.")
    selection = Selection.of_mask(mask)
    found = limits.intersection(selection) if selection else None
    if found is None:
        raise RegionNotFound("The mask selects nothing.", "Draw it again.")
    return found


def refined(image: Image, limits: Selection) -> Selection:
    """The object inside a drawn selection of the RGB `image`; the selection itself if no object is clear in it."""
    x0, y0, x1, y1 = limits.box
    margin = max(8, round(0.35 * max(x1 - x0, y1 - y0)))
    frame = limits.frame.padded(margin)
    crop = image.crop(frame.box)
    small = shrunk(crop, 400)
    allowed = np.asarray(limits.within(frame).resize(small.size, PILImage.Resampling.BOX)) > 127
    if min(small.size) < 16 or allowed.sum() < 64 or allowed.all():
        return limits
    found = cut(view_of(small), _hints(allowed), 5)
    if found is None:
        return limits
    mask = tidied(found & allowed)
    if not LEAST < mask.sum() / allowed.sum() < MOST:
        return limits
    found_here = lifted(mask, crop)
    if found_here is None:
        return limits
    x, y = found_here.frame.x + frame.x, found_here.frame.y + frame.y
    moved = Frame.of((x, y, x + found_here.frame.width, y + found_here.frame.height), image.size)
    return Selection(found_here.mask, moved).intersection(limits) or limits


def _hints(allowed: Mask) -> NDArray[np.uint8]:
    """Outside is background; the heart of a drawn area is the object, its rim may be either."""
    import cv2

    distance = cv2.distanceTransform(np.pad(allowed.astype(np.uint8), 1), cv2.DIST_L2, 3)[1:-1, 1:-1]
    depth = distance / max(float(distance.max()), 1e-6)
    hints = np.full(allowed.shape, BACK, np.uint8)
    hints[allowed] = MAYBE_FRONT
    hints[allowed & (depth < 0.06)] = MAYBE_BACK
    hints[depth > 0.85] = FRONT
    return hints


def clicked(image: Image, points: Points, limits: Selection) -> Selection:
    """The object of the RGB `image` under the points (fractions), inside `limits`."""
    small = shrunk(image)
    view = view_of(small)
    height, width = view.shape
    places = [(min(int(y * height), height - 1), min(int(x * width), width - 1)) for x, y in points]
    mask = thing_at(view, places)
    found = lifted(mask, image)
    return (found.intersection(limits) if found else None) or limits
