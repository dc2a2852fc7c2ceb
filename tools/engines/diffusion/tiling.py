"""A large picture enlarged in overlapping tiles that are blended without a seam, its colours kept.

It knows no model: what enlarges a tile is handed in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image as PILImage

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PIL.Image import Image

    Floats = NDArray[np.float32]

TONE_PX = 4.0  # σ in pixels of the small picture: what is coarser than this is the picture's own, finer the model's


@dataclass(frozen=True)
class Tiles:
    """Where tiles of `tile` pixels lie along one side of `length` pixels: evenly, each over its neighbours."""

    length: int
    tile: int
    starts: tuple[int, ...]

    @classmethod
    def of(cls, length: int, tile: int, overlap: int) -> Tiles:
        """At least `overlap` pixels are shared. A side that is shorter than a tile is one tile."""
        tile = min(tile, length)
        count = max(1, ceil((length - overlap) / (tile - overlap))) if length > tile else 1
        starts = tuple(round(number * (length - tile) / max(count - 1, 1)) for number in range(count))
        return cls(length, tile, starts)

    def weights(self, factor: int) -> list[Floats]:
        """For each tile the weight of its pixels, enlarged `factor` times; over every place they add up to 1."""
        ramps = [self._ramp(number, factor) for number in range(len(self.starts))]
        total = np.zeros(self.length * factor, np.float32)
        for start, ramp in zip(self.starts, ramps, strict=True):
            total[start * factor :][: ramp.size] += ramp
        return [ramp / total[start * factor :][: ramp.size] for start, ramp in zip(self.starts, ramps, strict=True)]

    def _ramp(self, number: int, factor: int) -> Floats:
        """1 in the middle, falling smoothly to 0 over what is shared with the tile before and the tile after."""
        place = np.arange(self.tile * factor, dtype=np.float32) + 0.5
        ramp = np.ones(place.size, np.float32)
        starts = self.starts
        if number:
            ramp = np.minimum(ramp, place / ((starts[number - 1] + self.tile - starts[number]) * factor))
        if number < len(starts) - 1:
            shared = (starts[number] + self.tile - starts[number + 1]) * factor
            ramp = np.minimum(ramp, (self.tile * factor - place) / shared)
        smooth: Floats = (ramp * ramp * (3 - 2 * ramp)).astype(np.float32)
        return smooth


@dataclass(frozen=True)
class Grid:
    """The tiles of a picture, in both directions."""

    across: Tiles
    down: Tiles

    @classmethod
    def of(cls, size: tuple[int, int], tile: int, overlap: int) -> Grid:
        return cls(Tiles.of(size[0], tile, overlap), Tiles.of(size[1], tile, overlap))

    def __len__(self) -> int:
        return len(self.across.starts) * len(self.down.starts)

    def boxes(self) -> Iterator[tuple[int, int, int, int]]:
        """(x0, y0, x1, y1) of each tile, row by row."""
        for y in self.down.starts:
            for x in self.across.starts:
                yield x, y, x + self.across.tile, y + self.down.tile

    def enlarged(self, image: Image, factor: int, enlarge: Callable[[Image, int], Image]) -> Image:
        """`image` (RGB) `factor` times as large; `enlarge` is given each tile and its number."""
        width, height = image.size
        whole = np.zeros((height * factor, width * factor, 3), np.float32)
        down, across = self.down.weights(factor), self.across.weights(factor)
        for number, box in enumerate(self.boxes()):
            tile = image.crop(box)
            made = toned(np.asarray(enlarge(tile, number), np.float32), np.asarray(tile, np.float32))
            row, column = divmod(number, len(across))
            part = whole[box[1] * factor : box[3] * factor, box[0] * factor : box[2] * factor]
            part += made * down[row][:, None, None] * across[column][None, :, None]
        return PILImage.fromarray((whole.clip(0, 255) + 0.5).astype(np.uint8))


def toned(made: Floats, source: Floats) -> Floats:
    """An enlarged tile (h·f, w·f, 3) with the coarse tones and colours of the one that it was made from (h, w, 3).

    A model paints each tile a little lighter or warmer than the next; what it adds is detail finer than TONE_PX.
    """
    import cv2

    height, width = source.shape[:2]
    small: Any = cv2.resize(made, (width, height), interpolation=cv2.INTER_AREA)
    off: Any = cv2.GaussianBlur(source - small, (0, 0), TONE_PX)
    back: Floats = made + cv2.resize(off, made.shape[1::-1], interpolation=cv2.INTER_LINEAR)
    return back
