"""The subject of an attached picture, cut out to be put into another one. Knows no operation.

A picture with transparency says itself what is cut out. Any other is asked for its subject; a photograph's cut-out is
made a little brighter or darker to suit its new surroundings, a drawing's or a logo's never.
"""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image as PILImage
from PIL import ImageChops

from tools import affine
from tools.cutout import Cutout, cut
from tools.errors import EditRejected, RegionNotFound
from tools.placement import Size, Span, fitted
from tools.types import Frame, Region

if TYPE_CHECKING:
    from PIL.Image import Image

    from tools.studio import Studio

WORKING_SIDE_PX = 2000
GAP = 0.12


@dataclass(frozen=True)
class Subject:
    """A cut-out at the origin, and whether it comes from a photograph's surroundings."""

    cutout: Cutout
    from_photo: bool

    @property
    def aspect(self) -> float:
        x0, y0, x1, y1 = self.cutout.box
        return (x1 - x0) / (y1 - y0)


def subject_of(digest: str, studio: Studio) -> Subject:
    """The subject of a stored picture, tightly cut. Without a clear one, the whole picture, and the receipt says so."""
    image = studio.picture(digest)
    if max(image.size) > WORKING_SIDE_PX:
        image = image.copy()
        image.thumbnail((WORKING_SIDE_PX, WORKING_SIDE_PX))
    alpha = image.convert("RGBA").getchannel("A")
    if alpha.getextrema() == (0, 0):
        raise EditRejected("The attached picture is empty: all of it is transparent.", "Attach another one.")
    key = id(studio), blake2b(image.tobytes(), digest_size=16).digest()
    if key not in _recent:
        while len(_recent) >= 2:
            _recent.pop(next(iter(_recent)))
        _recent[key] = _cut_out(image, alpha, studio)
    return _recent[key]


# Resolving and applying one operation ask for the same subject one after the other, and finding it takes seconds.
_recent: dict[tuple[int, bytes], Subject] = {}


def _cut_out(image: Image, alpha: Image, studio: Studio) -> Subject:
    whole = Frame.of((0, 0, *image.size), image.size)
    if alpha.getextrema() != (255, 255):
        return Subject(_tight(cut(image.convert("RGB"), alpha, whole, refine=False)), from_photo=False)
    rgb = image.convert("RGB")
    for find in (_by_grounding, _by_frame):
        mask = find(rgb, studio)
        if mask is not None and _plausible(mask):
            return Subject(_tight(cut(rgb, mask, whole)), from_photo=True)
    studio.note("the attached picture has no clear subject, so all of it was put in")
    return Subject(cut(rgb, alpha, whole, refine=False), from_photo=False)


def _by_grounding(image: Image, studio: Studio) -> Image | None:
    try:
        return studio.ground(image, Region(phrase="subject"), about_object=True).full()
    except RegionNotFound:
        return None


def _by_frame(image: Image, studio: Studio) -> Image | None:
    """What differs from the picture's own border (GrabCut, Rother et al. 2004): pictures sent along show one thing."""
    import cv2

    if min(image.size) < 32:
        return None
    small = image.copy()
    small.thumbnail((480, 480))
    width, height = small.size
    inset = round(0.03 * min(small.size)) + 1
    mask = np.zeros((height, width), np.uint8)
    box = inset, inset, width - 2 * inset, height - 2 * inset
    cv2.setRNGSeed(0)
    cv2.grabCut(np.asarray(small), mask, box, np.zeros((1, 65)), np.zeros((1, 65)), 5, cv2.GC_INIT_WITH_RECT)
    found = np.where((mask == cv2.GC_FGD) | (mask == cv2.GC_PR_FGD), 255, 0).astype(np.uint8)
    found = cv2.morphologyEx(found, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)).astype(np.uint8)
    return PILImage.fromarray(found).resize(image.size, PILImage.Resampling.BICUBIC)


def _plausible(mask: Image) -> bool:
    """One thing of some size, not a handful of scraps and not everything."""
    import cv2

    chosen = (np.asarray(mask.resize((256, 256), PILImage.Resampling.NEAREST)) > 127).astype(np.uint8)
    count, _, stats, _ = cv2.connectedComponentsWithStats(chosen)
    areas = stats[1:, cv2.CC_STAT_AREA]
    share = float(chosen.mean())
    return count > 1 and 0.03 < share < 0.93 and float(areas.max()) > 0.8 * float(areas.sum())


def _tight(cutout: Cutout) -> Cutout:
    """Moved to the origin, without its empty margins."""
    box = PILImage.fromarray((cutout.alpha > 0.02).astype(np.uint8)).getbbox()
    if box is None:
        return Cutout(cutout.ink, cutout.alpha)
    x0, y0, x1, y1 = box
    return Cutout(cutout.ink[y0:y1, x0:x1], cutout.alpha[y0:y1, x0:x1])


def row_aspect(aspect: float, count: int) -> float:
    """Width over height of `count` copies side by side with gaps."""
    return aspect * (count + GAP * (count - 1))


def extent(aspect: float, height: float, size: Size) -> Size:
    """Width and height in pixels for a wanted height, at most nine tenths of the picture either way."""
    height = max(1.0, min(height, 0.9 * size[1], 0.9 * size[0] / aspect))
    return max(1, round(height * aspect)), max(1, round(height))


def put_in(image: Image, mask: Image, frame: Frame, subject: Subject, count: int = 1) -> Image:
    """`count` copies of the subject in a row, as large as the box of `mask` allows, standing in its middle."""
    area = mask.getbbox()
    if area is None:
        return image
    row = fitted(row_aspect(subject.aspect, count), area)
    width, height = row[2] - row[0], row[3] - row[1]
    each = width / (count + GAP * (count - 1))
    cutout = subject.cutout.lit(_gain(image, row, subject)) if subject.from_photo else subject.cutout
    rows, columns = cutout.alpha.shape
    whole = cutout.continued(2, 2, 2, 2)  # solid up to its own border, which clipping then makes sharp
    for number in range(count):
        x, y = frame.x + row[0] + round(number * each * (1 + GAP)), frame.y + row[1]
        box = x, y, x + max(1, round(each)), y + height
        way = affine.chain(affine.stretch((box[2] - x) / columns, height / rows), affine.shift(x, y))
        copy = whole.placed(way, frame.picture_size)
        image = copy.clipped(box).over(image, frame) if copy else image
    return image


def put_in_alpha(alpha: Image, mask: Image, frame: Frame, subject: Subject, count: int = 1) -> Image:
    """The transparency (L) that goes with `put_in`: opaque where the subject is."""
    cutout = subject.cutout
    white = Cutout(np.repeat(cutout.alpha[..., None], 3, axis=2) * np.float32(255), cutout.alpha, cutout.x, cutout.y)
    shown = put_in(PILImage.new("RGB", alpha.size), mask, frame, Subject(white, from_photo=False), count)
    return ImageChops.lighter(alpha, shown.getchannel(0))


def _gain(image: Image, box: Span, subject: Subject) -> float:
    """A third of the way (in stops) to the brightness of what lies around, at most a sixth."""
    around = float(np.asarray(image.crop(box).convert("L")).mean()) + 8
    ink, alpha = subject.cutout.ink, subject.cutout.alpha
    own = float((ink @ np.array([0.299, 0.587, 0.114], np.float32)).sum() / max(1e-3, float(alpha.sum()))) + 8
    return float(np.clip((around / own) ** 0.33, 0.86, 1.16))
