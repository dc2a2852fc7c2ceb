"""Undoing what a model did to a picture without being asked: another size, a shift, a cast, changed surroundings.

Each thing found is told through the studio, for the receipt. It changes no stored picture: what it gives back is
composited by `tools.apply`. It knows nothing of any one model.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PIL import Image as PILImage
from PIL import ImageChops

from tools.difference import differing
from tools.matching import apart, match_between, ring
from tools.registration import shift_between, undone
from tools.selection import Selection
from tools.types import Frame

if TYPE_CHECKING:
    from PIL.Image import Image

    from tools.studio import Studio

FEATHER_PX = 6  # at most, inside the mask: the seam between a model's pixels and the photograph's
_CHANGED_LEVELS = 40  # a difference that is seen, beyond the noise of a model's own coding
_CHANGED_PART = 0.03
_CAST_LEVELS = 1.5  # a cast below this is not worth telling


def steadied(studio: Studio, image: Image, made: Image, mask: Image) -> Image:
    """A model's picture of a local edit of `image` (RGB) under `mask` (L), as it may be put in its place.

    Registered and matched in colour by what lies outside the mask, and blended into it within the mask's own edge.
    With a mask that leaves nothing out, the region that really changed is looked for: see `localised`.
    """
    if not mask.getextrema()[0]:
        return _around(studio, image, made, mask)
    return localised(studio, image, made)


def _around(studio: Studio, image: Image, made: Image, mask: Image) -> Image:
    kept = mask.point([255, *[0] * 255])
    made = registered(studio, image, made, kept)
    edge = ring(mask, max(16, round(float(np.sqrt(np.count_nonzero(np.asarray(mask)))) / 3)))
    match = match_between(image, made, edge)
    if match is not None and match.levels >= _CAST_LEVELS:
        studio.note(f"the model's colours were off by {match.levels:.0f} levels around the place; matched")
    made = match.over(made) if match is not None else made
    _tell_changed(studio, image, made, kept)
    return PILImage.composite(made, image, _feathered(mask))


def localised(studio: Studio, image: Image, made: Image) -> Image:
    """A model's picture after a change that no region was given for; where it changed something becomes
    `studio.found`, or None where it is the whole picture or no place can be told.
    """
    made = registered(studio, image, made, PILImage.new("L", image.size, 255))
    region = differing(image, made)
    studio.found = region
    if region is None:
        return made
    outside = region.point([255, *[0] * 255])
    match = match_between(image, made, outside)
    return match.over(made) if match is not None else made


def registered(studio: Studio, image: Image, made: Image, kept: Image) -> Image:
    """The model's picture with its shift against `image` undone, as far as what is `kept` (L) tells of one."""
    shift = shift_between(image, made, kept)
    if not shift.length_px:
        return made
    studio.shift_px = max(studio.shift_px, round(shift.length_px, 2))
    studio.note(f"the model shifted the picture by {shift.length_px:.1f} px; undone")
    return undone(made, shift)


def _tell_changed(studio: Studio, image: Image, made: Image, kept: Image) -> None:
    outside = np.asarray(kept) > 0
    part = float((apart(image, made)[outside] > _CHANGED_LEVELS).mean())
    if part >= _CHANGED_PART:
        studio.note(f"the model also changed {part:.0%} of what it was to leave alone; kept as it was")


def _feathered(mask: Image) -> Image:
    """The mask softened inside its own edge, by less the smaller it is; the picture's border is no edge."""
    selection = Selection(mask, Frame.of((0, 0, *mask.size), mask.size)).trimmed()
    if selection is None:
        return mask
    soft = selection.feathered(min(FEATHER_PX, min(selection.frame.size) // 24)).full()
    return ImageChops.darker(soft, mask)
