"""Cutting out what is pointed at: EfficientSAM, on the processor, without torch.

Around a small box only its surroundings are shown to the network, so that a small thing in a large photograph keeps
its edges. It knows no words. Source: Xiong et al., EfficientSAM: Leveraged Masked Image Pretraining for Efficient
Segment Anything, CVPR 2024.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PIL import Image as PILImage

from tools.network import Wanted, network
from tools.selection import Pixels, Selection
from tools.types import Candidate, Frame

if TYPE_CHECKING:
    from PIL.Image import Image

SIDE_PX = 1024
MOST_POINTS = 6
WANTED = Wanted(
    {
        "batched_images": (1, 3, SIDE_PX, SIDE_PX),
        "batched_point_coords": (1, 1, MOST_POINTS, 2),
        "batched_point_labels": (1, 1, MOST_POINTS),
    },
    {"output_masks": (1, 1, None, None, None), "iou_predictions": (1, 1, None)},
)
NO_POINT, ON, TOP_LEFT, BOTTOM_RIGHT = -1, 1, 2, 3  # what a point is
MOST_KEPT = 16
Floats = NDArray[np.float32]


@dataclass
class EfficientSam:
    """The segmenter made from a pulled model's folder. `device` is not asked: OpenCV runs it on the processor."""

    folder: Path
    device: str = ""
    _found: OrderedDict[str, Candidate | None] = field(default_factory=OrderedDict)

    name = "efficientsam"

    def segment(self, image: Image, box: Pixels | None, points: Sequence[tuple[int, int]] = ()) -> Candidate | None:
        """The thing in a pixel box, or under points (x, y). Raises ModelRefused, ToolError."""
        rgb = image if image.mode == "RGB" else image.convert("RGB")
        frame = _shown(box, points, rgb.size)
        crop = rgb.crop(frame.box)
        key = sha256(repr((frame, box, tuple(points))).encode() + crop.tobytes()).hexdigest()
        if key not in self._found:  # what is only looked at first is soon asked for again
            self._found[key] = self._segmented(crop, frame, box, points)
            while len(self._found) > MOST_KEPT:
                self._found.popitem(last=False)
        return self._found[key]

    def _segmented(
        self, crop: Image, frame: Frame, box: Pixels | None, points: Sequence[tuple[int, int]]
    ) -> Candidate | None:
        net = network(self.folder, WANTED, self.folder.name)
        places, kinds = prompts(box, points, frame)
        # The picture is stretched to a square, as the network was trained on.
        square = crop.resize((SIDE_PX, SIDE_PX), PILImage.Resampling.BILINEAR, reducing_gap=2.0)
        told = net.run(
            {
                "batched_images": np.asarray(square).astype(np.float32).transpose(2, 0, 1)[None] / np.float32(255),
                "batched_point_coords": places[None, None],
                "batched_point_labels": kinds[None, None],
            }
        )
        masks, sure = told["output_masks"][0, 0], told["iou_predictions"][0, 0]
        if len(masks) != len(sure) or not masks.size:
            return None
        scores = [
            float(score) * (_agreement(mask, places) if box else 1) for mask, score in zip(masks, sure, strict=True)
        ]
        best = int(np.argmax(scores))
        selection = _lifted(masks[best], frame)
        return None if selection is None else Candidate(selection, float(np.clip(sure[best], 0, 1)), whole=True)


def prompts(box: Pixels | None, points: Sequence[tuple[int, int]], frame: Frame) -> tuple[Floats, Floats]:
    """What is pointed at, on the network's square: six places (x, y), and what each is. The rest are none."""
    given: list[tuple[float, float, int]] = []
    if box is not None:
        given = [(box[0], box[1], TOP_LEFT), (box[2], box[3], BOTTOM_RIGHT)]
    room = MOST_POINTS - len(given)
    chosen = [points[one] for one in np.linspace(0, len(points) - 1, min(room, len(points))).round().astype(int)]
    given += [(x + 0.5, y + 0.5, ON) for x, y in chosen]
    places, kinds = np.zeros((MOST_POINTS, 2), np.float32), np.full(MOST_POINTS, NO_POINT, np.float32)
    for number, (x, y, kind) in enumerate(given):
        places[number] = (x - frame.x) * SIDE_PX / frame.width, (y - frame.y) * SIDE_PX / frame.height
        kinds[number] = kind
    return places, kinds


def _shown(box: Pixels | None, points: Sequence[tuple[int, int]], size: tuple[int, int]) -> Frame:
    """The part of the picture that is shown: a box with as much around it on every side, or all of it for clicks."""
    if box is None or any(not (box[0] <= x < box[2] and box[1] <= y < box[3]) for x, y in points):
        return Frame.of((0, 0, *size), size)
    return Frame.of(box, size).padded(max(64, box[2] - box[0], box[3] - box[1]))


def _agreement(mask: Floats, places: Floats) -> float:
    """How well a mask's extent fits the box that it is asked for (IoU): not a button in it, and not what is behind."""
    rows, columns = np.flatnonzero((mask > 0).any(1)), np.flatnonzero((mask > 0).any(0))
    if not len(rows):
        return 0.0
    height, width = mask.shape
    found = columns[0] / width, rows[0] / height, (columns[-1] + 1) / width, (rows[-1] + 1) / height
    asked = (*(places[0] / SIDE_PX), *(places[1] / SIDE_PX))
    common = max(0.0, min(found[2], asked[2]) - max(found[0], asked[0])) * max(
        0.0, min(found[3], asked[3]) - max(found[1], asked[1])
    )
    areas = [(one[2] - one[0]) * (one[3] - one[1]) for one in (found, asked)]
    return float(common / max(sum(areas) - common, 1e-9))


def _lifted(mask: Floats, frame: Frame) -> Selection | None:
    """A mask (above 0 is inside) at the size of what was shown. None when nothing is selected."""
    import cv2

    large = cv2.resize(mask, frame.size, interpolation=cv2.INTER_LINEAR)  # first, so that its edge is no staircase
    return Selection(PILImage.fromarray(np.uint8(255) * (large > 0)), frame).trimmed()
