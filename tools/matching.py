"""The colours of a picture that a model gave back, brought to those of the picture it was made from.

A gain and an offset for each channel, from pixels that both should have in common; bounded, and robust against what was
really changed there. It knows nothing of models, masks or files.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image as PILImage

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PIL.Image import Image

    Floats = NDArray[np.float32]

ENOUGH_PX = 64
_SAMPLE_PX = 30_000  # more pixels tell nothing new
_STEADY = 4.0  # levels of spread under which a channel tells no gain
_PART = 0.3  # of the pixels that have to agree


@dataclass(frozen=True)
class Limits:
    """Beyond these it is no drift but what the model was asked for, or another picture."""

    gain: float = 1.25
    offset: float = 40.0


DRIFT = Limits()


@dataclass(frozen=True)
class Match:
    """out = gain · value + offset, for each of the three channels, in levels of 0 … 255."""

    gain: tuple[float, float, float] = (1.0, 1.0, 1.0)
    offset: tuple[float, float, float] = (0.0, 0.0, 0.0)

    @property
    def levels(self) -> float:
        """How far it moves a middle tone, in the channel that moves most."""
        return max(abs(gain * 128 + offset - 128) for gain, offset in zip(self.gain, self.offset, strict=True))

    def within(self, limits: Limits) -> bool:
        """Whether it moves no channel by more than `limits`."""
        near = all(1 / limits.gain <= gain <= limits.gain for gain in self.gain)
        return near and self.levels <= limits.offset

    def over(self, image: Image) -> Image:
        """`image` (RGB) with these colours."""
        ramp = np.arange(256, dtype=np.float64)
        tables = [
            np.rint(gain * ramp + offset).clip(0, 255) for gain, offset in zip(self.gain, self.offset, strict=True)
        ]
        return image.point(np.concatenate(tables).astype(int).tolist())


def match_between(before: Image, after: Image, where: Image, limits: Limits = DRIFT) -> Match | None:
    """What brings the colours of `after` to those of `before` (RGB both) where `where` (L) is not 0.

    None where too few pixels agree on it, or where it would take more than the limits.
    """
    chosen = np.flatnonzero(np.asarray(where).ravel())
    if len(chosen) < ENOUGH_PX:
        return None
    chosen = chosen[:: max(1, len(chosen) // _SAMPLE_PX)]
    one, other = (np.asarray(image, np.float32).reshape(-1, 3)[chosen] for image in (before, after))
    gain: Floats = np.ones(3, np.float32)
    offset: Floats = np.median(one - other, axis=0).astype(np.float32)
    for _ in range(6):
        rest = np.abs(one - (gain * other + offset)).max(axis=1)
        agreeing = rest <= max(8.0, 2.5 * float(np.median(rest)))
        gain, offset = _fitted(one[agreeing], other[agreeing])
    told = np.abs(one - (gain * other + offset)).max(axis=1) <= 24
    found = Match(_three(gain), _three(offset))
    return found if float(told.mean()) >= _PART and found.within(limits) else None


def _three(values: Floats) -> tuple[float, float, float]:
    red, green, blue = (float(value) for value in values)
    return red, green, blue


def _fitted(one: Floats, other: Floats) -> tuple[Floats, Floats]:
    """Equal mean and spread (Reinhard et al. 2001), each channel by itself."""
    spread, mine = one.std(axis=0), other.std(axis=0)
    steady = (spread > _STEADY) & (mine > _STEADY)
    gain: Floats = np.where(steady, spread / np.maximum(mine, 1e-6), 1.0).astype(np.float32)
    return gain, one.mean(axis=0) - gain * other.mean(axis=0)


def apart(one: Image, other: Image) -> NDArray[np.uint8]:
    """How far two RGB pictures of one size differ at each pixel: the largest channel's difference, in levels."""
    difference = np.abs(np.asarray(one, np.int16) - np.asarray(other, np.int16))
    return np.asarray(difference.max(axis=2), np.uint8)


def ring(mask: Image, width_px: int) -> Image:
    """The band around what `mask` (L) selects, 255 within `width_px` of it, 0 in it and beyond."""
    import cv2

    inside = (np.asarray(mask) > 0).astype(np.uint8)
    kernel = np.ones((2 * width_px + 1, 2 * width_px + 1), np.uint8)
    gap = cv2.dilate(inside, np.ones((5, 5), np.uint8))  # the pixels next to it are mixed with what was changed
    return PILImage.fromarray(np.asarray((cv2.dilate(inside, kernel) - gap.clip(0, 1)) * 255, np.uint8))
