"""Common things by name: YOLOX finds the 80 kinds of COCO in a photograph, on the processor, without torch.

It says nothing where a noun is none of them. Of one among several it only says how sure it is of each; whether to ask
is others' business. Source: Ge et al., YOLOX: Exceeding YOLO Series in 2021, arXiv:2107.08430.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image as PILImage

from tools.grounding.models.coco import Meant, meant
from tools.grounding.models.detected import Detection, Floats, kept, places
from tools.grounding.phrase import parse_phrase
from tools.network import Wanted, network

if TYPE_CHECKING:
    from PIL.Image import Image

    from tools.types import Candidate

SIDE_PX = 640
STRIDES = (8, 16, 32)
ROWS = sum((SIDE_PX // stride) ** 2 for stride in STRIDES)
WANTED = Wanted({"images": (1, 3, SIDE_PX, SIDE_PX)}, {"output": (1, ROWS, 85)})
GRAY = 114  # what it was trained to see beside a picture of other proportions
LEAST = 0.3  # of its own score: below it, it is wrong more often than right
# It is right more often than its score says: at 0.45 it is worth not asking (see tools/grounding/choice.py).
CALIBRATED = 0.7


@dataclass
class Yolox:
    """The grounder made from a pulled model's folder. `device` is not asked: OpenCV runs it on the processor."""

    folder: Path
    device: str = ""

    name = "yolox"

    def propose(self, phrase: str, image: Image) -> Sequence[Candidate]:
        """Boxes around things of the phrase's kind. Raises ModelRefused, ToolError."""
        said = parse_phrase(phrase)
        noun = None if said.everything_but else meant(said)
        if noun is None:
            return ()
        found = _of_kinds(self._seen(image), noun)
        told = replace(said, order=said.order or noun.order, colours=said.colours if said.noun else ())
        return places(found, told, image, all_of_them=noun.many)

    def _seen(self, image: Image) -> tuple[Floats, Floats]:
        net = network(self.folder, WANTED, self.folder.name)
        rgb = image if image.mode == "RGB" else image.convert("RGB")
        canvas = laid(rgb, SIDE_PX, GRAY)
        # Trained on BGR as OpenCV reads it, 0 to 255; the zoo's own sample hands it RGB.
        rows = net.run({"images": canvas[..., ::-1].astype(np.float32).transpose(2, 0, 1)[None]})["output"][0]
        width, height = image.size
        shown = np.array([width, height, width, height], np.float32) * np.float32(SIDE_PX / max(image.size))
        return decoded(rows) / shown, np.clip(rows[:, 4:5], 0, 1) * np.clip(rows[:, 5:], 0, 1)


def _of_kinds(seen: tuple[Floats, Floats], noun: Meant) -> list[Detection]:
    """What is of the kinds that are meant. Each box is the best of its own kind first: a sure cat is no unsure dog."""
    boxes, scores = seen
    kinds = sorted(noun.kinds)
    best = scores.max(1)
    ours = np.where(scores[:, kinds].max(1) >= best, best, 0).clip(0, 1)
    return [
        Detection(_clipped(boxes[row]), float(ours[row]) ** CALIBRATED * noun.weight)
        for row in kept(boxes, ours.astype(np.float32), LEAST)
        if _area(_clipped(boxes[row])) > 0
    ]


def laid(image: Image, side_px: int, beside: int) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """An RGB picture in the top left corner of a square canvas, as large as it fits; the rest is one gray."""
    scale = side_px / max(image.size)
    size = max(1, round(image.width * scale)), max(1, round(image.height * scale))
    canvas = PILImage.new("RGB", (side_px, side_px), (beside, beside, beside))
    canvas.paste(image.resize(size, PILImage.Resampling.BILINEAR, reducing_gap=2.0), (0, 0))
    return np.asarray(canvas)


def decoded(rows: Floats) -> Floats:
    """Boxes (x0, y0, x1, y1) on the canvas, from what the network says of each cell: an offset and a size."""
    cells, strides = _cells()
    # Beyond the canvas there is nothing; without limits what a strange network says would be no number.
    centre = np.clip(rows[:, :2] + cells, -SIDE_PX, 2 * SIDE_PX) * strides
    half = np.exp(np.clip(rows[:, 2:4], -10, 10)) * strides / 2
    return np.concatenate([centre - half, centre + half], 1).astype(np.float32)


@lru_cache(maxsize=1)
def _cells() -> tuple[Floats, Floats]:
    """Each row's cell (x, y) and its size in pixels."""
    cells, strides = [], []
    for stride in STRIDES:
        side = SIDE_PX // stride
        y, x = np.divmod(np.arange(side * side), side)
        cells.append(np.stack([x, y], 1))
        strides.append(np.full((side * side, 1), stride))
    return np.concatenate(cells).astype(np.float32), np.concatenate(strides).astype(np.float32)


def _clipped(box: Floats) -> tuple[float, float, float, float]:
    x0, y0, x1, y1 = (float(np.clip(one, 0, 1)) for one in box)
    return x0, y0, x1, y1


def _area(box: tuple[float, float, float, float]) -> float:
    return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])
