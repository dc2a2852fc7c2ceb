"""Cut an object out with honest soft edges, and put it back elsewhere. Knows nothing of operations or phrases.

A hard mask cuts through pixels that show object and surroundings mixed. So the edge's opacity is told from the colours
on both sides, or by a guided filter where they are alike (He, Sun & Tang 2013), and the object's own colour there is
estimated by blur fusion (Forte 2021), which keeps a halo of the old surroundings from travelling along. Where the mask
is full and no edge is near, pixels are copied exactly.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image as PILImage

from tools import affine, painting
from tools.selection import Selection
from tools.types import IDENTITY, Frame, Transform

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from PIL.Image import Image

    from tools.studio import Studio
    from tools.types import Operation

    Floats = NDArray[np.float32]

MAX_RIM_PX = 12


def rim_px(size: tuple[int, int]) -> int:
    """How far around a mask mixed pixels are expected, in a picture of `size`: seven per mille of its shorter side."""
    return min(MAX_RIM_PX, max(3, round(min(size) * 0.007)))


@dataclass(frozen=True)
class Cutout:
    """An object's pixels: `ink` (h, w, 3) is colour (0 … 255) times opacity, `alpha` (h, w) is opacity (0 … 1).

    `x`, `y` say where its top left corner lies in the picture.
    """

    ink: Floats
    alpha: Floats
    x: int = 0
    y: int = 0

    @property
    def box(self) -> tuple[int, int, int, int]:
        return self.x, self.y, self.x + self.alpha.shape[1], self.y + self.alpha.shape[0]

    def placed(self, transform: Transform, size: tuple[int, int]) -> Cutout | None:
        """Seen through `transform` (picture pixels) in a picture of `size`; None when it falls outside."""
        exact = affine.exact(transform)
        whole = self if exact else self._within(size)
        box = affine.carried_box(transform, whole.box, size, 0 if exact else 2)
        if box is None:
            return None
        local = affine.chain(affine.shift(whole.x, whole.y), transform, affine.shift(-box[0], -box[1]))
        target = box[2] - box[0], box[3] - box[1]
        alpha = affine.warp(whole.alpha, local, target).clip(0, 1)
        ink = affine.warp(whole.ink, local, target).clip(0, 255 * alpha[..., None])
        return Cutout(ink, alpha, box[0], box[1])

    def _within(self, size: tuple[int, int]) -> Cutout:
        """Two pixels longer where the picture's border cuts it off: sampling there must not mix in emptiness."""
        x0, y0, x1, y1 = self.box
        return self.continued(2 * (x0 <= 0), 2 * (y0 <= 0), 2 * (x1 >= size[0]), 2 * (y1 >= size[1]))

    def continued(self, left: int, top: int, right: int, bottom: int) -> Cutout:
        """Its outermost pixels repeated outwards, so many on each side."""
        import cv2

        grown = (cv2.copyMakeBorder(a, top, bottom, left, right, cv2.BORDER_REPLICATE) for a in (self.ink, self.alpha))
        ink, alpha = (np.asarray(a, np.float32) for a in grown)
        return Cutout(ink, alpha, self.x - left, self.y - top)

    def clipped(self, box: tuple[int, int, int, int]) -> Cutout:
        """The part of it inside a box."""
        x0, y0 = max(self.x, box[0]), max(self.y, box[1])
        part = np.s_[y0 - self.y : max(y0, box[3]) - self.y, x0 - self.x : max(x0, box[2]) - self.x]
        return Cutout(self.ink[part], self.alpha[part], x0, y0)

    def over(self, image: Image, frame: Frame) -> Image:
        """Pasted onto the crop of a picture that `frame` describes."""
        x0, y0 = max(self.x, frame.x), max(self.y, frame.y)
        x1, y1 = min(self.box[2], frame.x + frame.width), min(self.box[3], frame.y + frame.height)
        if x0 >= x1 or y0 >= y1:
            return image
        mine = np.s_[y0 - self.y : y1 - self.y, x0 - self.x : x1 - self.x]
        theirs = np.s_[y0 - frame.y : y1 - frame.y, x0 - frame.x : x1 - frame.x]
        out = np.array(image)
        mixed = self.ink[mine] + out[theirs] * (1 - self.alpha[mine])[..., None]
        out[theirs] = np.rint(mixed).clip(0, 255).astype(np.uint8)
        return PILImage.fromarray(out)

    def lit(self, gain: float) -> Cutout:
        """Brighter or darker by a factor."""
        return Cutout((self.ink * np.float32(gain)).clip(0, 255 * self.alpha[..., None]), self.alpha, self.x, self.y)


def cut(image: Image, mask: Image, frame: Frame, refine: bool = True) -> Cutout:
    """The object under `mask` (L) in an RGB crop that `frame` describes; `refine` softens a hard edge to the object's.

    Opacity reaches at most `rim_px` beyond the mask, and is full wherever the mask is and no edge is near.
    """
    rim = rim_px(frame.picture_size)
    x0, y0, x1, y1 = mask.getbbox() or (0, 0, *mask.size)
    pad = 3 * rim
    box = max(0, x0 - pad), max(0, y0 - pad), min(mask.width, x1 + pad), min(mask.height, y1 + pad)
    pixels = np.asarray(image.crop(box).convert("RGB"), np.float32)
    alpha = np.asarray(mask.crop(box), np.float32) / np.float32(255)
    if refine:
        alpha = refined(pixels, alpha, rim)
    colour = own_colour(pixels, alpha, rim)
    return Cutout(colour * alpha[..., None], alpha, frame.x + box[0], frame.y + box[1])


def refined(pixels: Floats, alpha: Floats, rim: int) -> Floats:
    """`alpha` following the edges of `pixels` (h, w, 3) within `rim` pixels of its own edge, unchanged elsewhere.

    Where object and ground differ clearly, a pixel's opacity is its place between their mean colours nearby; where they
    don't (or are too textured to tell), the mask is smoothed along the picture's own edges instead.
    """
    import cv2

    if min(alpha.shape) < 4:
        return alpha
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * rim + 1, 2 * rim + 1))
    chosen = (alpha > 0.5).astype(np.uint8)
    # The border of the picture is no edge of the object.
    inner = np.asarray(cv2.erode(chosen, kernel, borderType=cv2.BORDER_REPLICATE), np.float32)
    outer = np.asarray(cv2.dilate(chosen, kernel), np.float32)
    light = pixels / np.float32(255)
    between, clarity = _between(light, inner, 1 - outer, 8 * rim + 1)
    guided = cv2.ximgproc.guidedFilter(light, alpha, rim, 1e-4)
    soft = clarity * between + (1 - clarity) * ((guided - 0.2) / 0.6).clip(0, 1)
    return np.asarray(np.where(inner > 0, alpha, np.where(outer > 0, soft, 0)), np.float32)


def _between(light: Floats, inner: Floats, outer: Floats, window: int) -> tuple[Floats, Floats]:
    """Each pixel's place from the mean colour outside (0) to that inside (1), and how far that can be believed."""
    (front, front_spread, front_share), (back, back_spread, back_share) = (
        _nearby(light, weight, window) for weight in (inner, outer)
    )
    step = front - back
    apart = (step**2).sum(axis=-1)
    place = (((light - back) * step).sum(axis=-1) / (apart + 1e-6)).clip(0, 1)
    clarity = apart / (apart + 4 * (front_spread + back_spread) + 0.02)
    known = (front_share > 1e-3) & (back_share > 1e-3)
    return place, np.asarray(np.where(known, clarity, 0), np.float32)


def _nearby(light: Floats, weight: Floats, window: int) -> tuple[Floats, Floats, Floats]:
    """Mean colour, variance and share of the weighted pixels in a window around each pixel."""
    import cv2

    share = np.asarray(cv2.blur(weight, (window, window)), np.float32)
    total = share[..., None] + np.float32(1e-6)
    mean = cv2.blur(light * weight[..., None], (window, window)) / total
    squares = cv2.blur(light * light * weight[..., None], (window, window)) / total
    return mean, (squares - mean * mean).clip(0).sum(axis=-1), share


def own_colour(pixels: Floats, alpha: Floats, rim: int) -> Floats:
    """The object's colour where it is mixed with what lies behind (blur fusion, twice: far, then near)."""
    import cv2

    weight = alpha[..., None]
    colour, behind = pixels, pixels
    for radius in (8 * rim + 1, 2 * rim + 1):
        window = (radius, radius)
        inside, outside = cv2.blur(alpha, window)[..., None], cv2.blur(1 - alpha, window)[..., None]
        near = cv2.blur(colour * weight, window) / (inside + 1e-5)
        far = cv2.blur(behind * (1 - weight), window) / (outside + 1e-5)
        colour = (near + weight * (pixels - weight * near - (1 - weight) * far)).clip(0, 255)
        behind = far.clip(0, 255)
    return np.asarray(np.where(weight >= 1, pixels, colour), np.float32)


def reach(selection: Selection, transforms: Sequence[Transform], hole: bool) -> Selection:
    """Where `replant` may write: the copies with their soft rims, and the hole left behind."""
    grown = selection.dilated(rim_px(selection.size))
    parts = [grown] if hole else []
    for transform in transforms:
        carried = grown.warped(transform, selection.size)
        if carried is not None:
            parts.append(carried if affine.exact(transform) else carried.dilated(2))
    union = parts[0] if parts else selection
    for part in parts[1:]:
        union = union.union(part)
    return Selection(union.mask.point(lambda value: 255 if value else 0), union.frame)


def replant(
    image: Image, mask: Image, frame: Frame, studio: Studio, transforms: Sequence[Transform], *,
    hole: bool, operation: Operation,
) -> Image:  # fmt: skip
    """The object under `mask` pasted through each of `transforms` (picture pixels); with `hole`, gone from its place.

    An edge that the operation asks to be feathered is taken as it is; its seed is the filling engine's.
    """
    if mask.getbbox() is None:
        return image
    cutout = cut(image, mask, frame, refine=not (operation.region and operation.region.feather_px))
    copies = [copy for copy in (cutout.placed(t, frame.picture_size) for t in transforms) if copy is not None]
    studio.progress(0.3, "cut out")
    if hole:
        image = _filled(image, mask, frame, studio, copies, operation.seed)
    for copy in copies:
        image = copy.over(image, frame)
    return image


def _filled(
    image: Image, mask: Image, frame: Frame, studio: Studio, copies: Sequence[Cutout], seed: int | None
) -> Image:
    grown = np.asarray(Selection(mask, frame).dilated(rim_px(frame.picture_size)).within(frame)) > 0
    seen = grown.copy()
    for copy in copies:
        covered = Selection(PILImage.fromarray((copy.alpha > 0.998).astype(np.uint8)), _frame(copy, frame))
        seen &= np.asarray(covered.within(frame)) == 0
    if not seen.any():
        return image
    # The whole object is filled in, also where a copy will hide it: its own colours must not bleed into the rest.
    hole = PILImage.fromarray(grown.astype(np.uint8) * 255)
    return painting.fill(studio, image, hole, seed)


def _frame(copy: Cutout, frame: Frame) -> Frame:
    return Frame.of(copy.box, frame.picture_size)


def replanted_alpha(alpha: Image, mask: Image, frame: Frame, transforms: Sequence[Transform], *, hole: bool) -> Image:
    """The transparency (L) that goes with `replant`: the object takes its own along, its surroundings' stays behind."""
    if all(transform == IDENTITY for transform in transforms):
        return alpha
    rim = rim_px(frame.picture_size)
    grown = Selection(mask, frame).dilated(rim)
    inside = np.asarray(grown.within(frame)) > 0
    values = np.asarray(alpha, np.float32) / np.float32(255)
    base = values.copy()
    if hole:
        around = (np.asarray(grown.dilated(rim).within(frame)) > 0) & ~inside
        base[inside] = np.median(values[around]) if around.any() else 0
    own = Cutout(np.zeros((*values.shape, 3), np.float32), np.where(inside, values, 0), frame.x, frame.y)
    for copy in (own.placed(transform, frame.picture_size) for transform in transforms):
        seen = copy.clipped(frame.box) if copy else None
        if seen is not None:
            x0, y0, x1, y1 = seen.box
            part = np.s_[y0 - frame.y : y1 - frame.y, x0 - frame.x : x1 - frame.x]
            base[part] = np.maximum(base[part], seen.alpha)
    return PILImage.fromarray(np.rint(base * 255).astype(np.uint8))
