"""SAM 2: cuts out the thing in a box or under clicks.

Source: Ravi et al., SAM 2: Segment Anything in Images and Videos, arXiv:2408.00714. A picture passes its large network
once, however many boxes and clicks follow. Its video half is not loaded. It knows no words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from tools.grounding.models.loading import Kind, Loaded, kept
from tools.grounding.models.pixels import IMAGENET, Look
from tools.grounding.view import lifted, shrunk
from tools.types import Candidate

if TYPE_CHECKING:
    from PIL.Image import Image

    from tools.grounding.view import Floats
    from tools.selection import Pixels

# What Meta publishes is the model for videos; the one for pictures is a part of it.
KIND = Kind("Sam2Model", ("Sam2Model", "Sam2VideoModel"))
LOOK = Look(*IMAGENET, side_px=1024)
LEAST_PX = 4  # of a mask in the view: fewer are nothing


@dataclass
class Sam2:
    """The segmenter made from a pulled model's folder, on a `device`; "" is the best there is."""

    folder: Path
    device: str = ""

    name = "sam2"

    def segment(self, image: Image, box: Pixels | None, points: Sequence[tuple[int, int]] = ()) -> Candidate | None:
        """The thing in a pixel box, or under points (x, y), of an RGB picture; None where there is none.

        Raises ModelUnavailable, ModelRefused, DeviceExhausted.
        """
        if box is None and not points:
            return None
        loaded = kept(self.folder, self.device, KIND)
        with loaded.asked():
            # A single click may mean a thing, a part of it or more; a box, or several clicks, mean one thing.
            several = box is None and len(points) == 1
            logits, score = _best(loaded, _seen(loaded, image), _prompts(loaded, image.size, box, points), several)
        mask = _mask(logits, shrunk(image).size)
        selection = lifted(mask, image) if mask.sum() >= LEAST_PX else None
        return None if selection is None else Candidate(selection, score, whole=True)


def _seen(loaded: Loaded, image: Image) -> Any:
    """What the large network makes of the picture; kept for the picture that was seen last."""
    import torch

    side = _side(loaded)
    pixels = replace(LOOK.told(loaded.folder.path), side_px=side).stretched(image)
    key = sha256(pixels.tobytes()).digest()
    if loaded.seen is None or loaded.seen[0] != key:
        loaded.seen = None  # two of them need not fit the memory
        loaded.seen = key, loaded.model.get_image_embeddings(torch.from_numpy(pixels).to(loaded.device))
    return loaded.seen[1]


def _side(loaded: Loaded) -> int:
    side = loaded.model.config.prompt_encoder_config.image_size
    return int(side if isinstance(side, int) else side[0])


def _prompts(
    loaded: Loaded, size: tuple[int, int], box: Pixels | None, points: Sequence[tuple[int, int]]
) -> dict[str, Any]:
    """Box and clicks on the network's square, a click in the middle of its pixel."""
    import torch

    across, down = (_side(loaded) / length for length in size)
    given: dict[str, Any] = {}
    if box is not None:
        x0, y0, x1, y1 = box
        given["input_boxes"] = torch.tensor([[[x0 * across, y0 * down, x1 * across, y1 * down]]])
    if points:
        places = [[(x + 0.5) * across, (y + 0.5) * down] for x, y in points]
        given["input_points"] = torch.tensor([[places]])
        given["input_labels"] = torch.ones(1, 1, len(places), dtype=torch.int)
    return {name: value.to(loaded.device) for name, value in given.items()}


def _best(loaded: Loaded, seen: Any, prompts: dict[str, Any], several: bool) -> tuple[Floats, float]:
    """The map of the mask that the network thinks best of, and how good it thinks that is, 0 … 1."""
    out = loaded.model(image_embeddings=seen, multimask_output=several, **prompts)
    scores = np.nan_to_num(out.iou_scores[0, 0].float().cpu().numpy())
    best = int(scores.argmax())
    return out.pred_masks[0, 0, best].float().cpu().numpy(), float(scores[best].clip(0, 1))


def _mask(logits: Floats, size: tuple[int, int]) -> Floats:
    """The mask at another size: the smooth map is enlarged, not its jagged border."""
    import cv2

    grown = cv2.resize(np.nan_to_num(logits, nan=-1.0), size, interpolation=cv2.INTER_LINEAR)
    return np.asarray(grown > 0, np.float32)
