"""GroundingDINO: boxes around whatever is named in English.

Source: Liu et al., Grounding DINO: Marrying DINO with Grounded Pre-Training for Open-Set Object Detection,
arXiv:2303.05499. It knows nothing of which of several is meant, or of when to ask.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from tools.grounding.models.loading import Kind, kept
from tools.grounding.models.opened import boxed
from tools.grounding.models.pixels import IMAGENET, Look
from tools.grounding.models.sureness import GROUNDING_DINO

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PIL.Image import Image

    from tools.grounding.models.detected import Floats
    from tools.types import Candidate

# Its own kernels for CUDA are compiled on the spot, or fetched; plain torch computes the same.
KIND = Kind(
    "GroundingDinoForObjectDetection", ("GroundingDinoForObjectDetection",), "BertTokenizer",
    {"disable_custom_kernels": True},
)  # fmt: skip
LOOK = Look(*IMAGENET, side_px=800, most_px=1333)


@dataclass
class GroundingDino:
    """The grounder made from a pulled model's folder, on a `device`; "" is the best there is."""

    folder: Path
    device: str = ""

    name = "grounding-dino"

    def propose(self, phrase: str, image: Image) -> Sequence[Candidate]:
        """Boxes around what the phrase names. Raises ModelUnavailable, ModelRefused, DeviceExhausted."""
        return boxed(phrase, image, self._find, GROUNDING_DINO)

    def _find(self, words: str, image: Image) -> tuple[Floats, Floats]:
        import torch

        loaded = kept(self.folder, self.device, KIND)
        with loaded.asked():
            told = loaded.tokenizer(f"{words}.", return_tensors="pt", return_token_type_ids=True)
            pixels = torch.from_numpy(LOOK.told(self.folder).fitted(image)).to(loaded.device)
            given = {name: value.to(loaded.device) for name, value in told.items()}
            out = loaded.model(pixel_values=pixels, **given)
            scores = out.logits[0].sigmoid()[:, _heads(told)].amax(1)
            return _corners(out.pred_boxes[0].float().cpu().numpy()), scores.float().cpu().numpy()


def _heads(words: Any) -> list[int]:
    """Where the noun stands among the tokens: its last word, in all its pieces.

    The network scores every token of a box, those that begin and end a text among them. A box is the thing's that the
    last word fits: "red cup" would else be found in whatever is red.
    """
    which = words.word_ids(0)
    last = max(number for number in which if number is not None) - 1  # the very last is the full stop
    return [at for at, number in enumerate(which) if number == last]


def _corners(boxes: Floats) -> Floats:
    """Boxes as x0, y0, x1, y1, from centre, width and height."""
    return np.concatenate([boxes[:, :2] - boxes[:, 2:] / 2, boxes[:, :2] + boxes[:, 2:] / 2], 1)
