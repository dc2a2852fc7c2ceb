"""A picture as the numbers that a network was trained on: resized, padded and normalised as its folder says.

By Pillow alone, so that they are the same on every machine: the processors of transformers resize in one way with
torchvision and in another without. It knows no network.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image as PILImage

from tools.models.configs import read

if TYPE_CHECKING:
    from PIL.Image import Image

Triple = tuple[float, float, float]
Batch = NDArray[np.float32]  # 1 × 3 × height × width
IMAGENET: tuple[Triple, Triple] = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
CLIP: tuple[Triple, Triple] = (0.48145466, 0.4578275, 0.40821073), (0.26862954, 0.26130258, 0.27577711)
LEAST_PX, MOST_PX = 16, 4096
GRAY = 128


@dataclass(frozen=True)
class Look:
    """Mean and spread of each channel (0 … 1), the side that the shorter one gets, and the most for the longer one."""

    mean: Triple
    spread: Triple
    side_px: int
    most_px: int = MOST_PX

    def told(self, folder: Path) -> Look:
        """The same with what the folder says of it; what makes no sense there is not believed."""
        found = _settings(folder)
        size = found.get("size")
        sides = size if isinstance(size, dict) else {"height": size, "longest_edge": found.get("max_size")}
        return replace(
            self,
            mean=_triple(found.get("image_mean"), -1.0) or self.mean,
            spread=_triple(found.get("image_std"), 0.01) or self.spread,
            side_px=_side(sides.get("shortest_edge", sides.get("height"))) or self.side_px,
            most_px=_side(sides.get("longest_edge")) or self.most_px,
        )

    def normalised(self, image: Image) -> Batch:
        """The numbers of an RGB picture as it is."""
        pixels = np.asarray(image, np.float32) / 255
        pixels = (pixels - np.array(self.mean, np.float32)) / np.array(self.spread, np.float32)
        return np.ascontiguousarray(pixels.transpose(2, 0, 1)[None])

    def stretched(self, image: Image) -> Batch:
        """The picture as a square, whatever its shape."""
        return self.normalised(resized(image, (self.side_px, self.side_px)))

    def padded(self, image: Image) -> Batch:
        """The picture in the top left corner of a square, as large as it fits; the rest is gray."""
        scale = self.side_px / max(image.size)
        size = max(1, round(image.width * scale)), max(1, round(image.height * scale))
        canvas = PILImage.new("RGB", (self.side_px, self.side_px), (GRAY, GRAY, GRAY))
        canvas.paste(resized(image, size), (0, 0))
        return self.normalised(canvas)

    def fitted(self, image: Image) -> Batch:
        """The picture in its own shape: the shorter side as wanted, unless the longer one would be too long."""
        short, long = min(image.size), max(image.size)
        scale = min(self.side_px / short, self.most_px / long)
        size = max(1, round(image.width * scale)), max(1, round(image.height * scale))
        return self.normalised(resized(image, size))


def resized(image: Image, size: tuple[int, int]) -> Image:
    """An RGB picture of another size, bilinear, every pixel of the old one counted."""
    rgb = image if image.mode == "RGB" else image.convert("RGB")
    return rgb if rgb.size == size else rgb.resize(size, PILImage.Resampling.BILINEAR, reducing_gap=3.0)


def _settings(folder: Path) -> dict[str, Any]:
    """What a folder says of its pictures, in the file of its image processor or in that of all its processors."""
    for name in ("preprocessor_config.json", "processor_config.json"):
        if (folder / name).is_file():
            found = read(folder / name, folder.name)
            inner = found.get("image_processor")
            return inner if isinstance(inner, dict) else found
    return {}


def _triple(value: object, above: float) -> Triple | None:
    if not isinstance(value, list) or len(value) != 3:
        return None
    numbers = [float(one) for one in value if isinstance(one, int | float) and isfinite(one) and above < one < 10]
    return (numbers[0], numbers[1], numbers[2]) if len(numbers) == 3 else None


def _side(value: object) -> int | None:
    return value if isinstance(value, int) and LEAST_PX <= value <= MOST_PX else None
