"""OWLv2: boxes around whatever is named in English.

Source: Minderer, Gritsenko and Houlsby, Scaling Open-Vocabulary Object Detection, arXiv:2306.09683; pictures are laid
on gray as in the authors' own demo. It knows nothing of which of several is meant, or of when to ask.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from tools.grounding.models.loading import Kind, kept
from tools.grounding.models.opened import boxed
from tools.grounding.models.pixels import CLIP, Look
from tools.grounding.models.sureness import OWLV2

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PIL.Image import Image

    from tools.grounding.models.detected import Floats
    from tools.types import Candidate

KIND = Kind("Owlv2ForObjectDetection", ("Owlv2ForObjectDetection",), "CLIPTokenizer")
LOOK = Look(*CLIP, side_px=960)


@dataclass
class Owlv2:
    """The grounder made from a pulled model's folder, on a `device`; "" is the best there is."""

    folder: Path
    device: str = ""

    name = "owlv2"

    def propose(self, phrase: str, image: Image) -> Sequence[Candidate]:
        """Boxes around what the phrase names. Raises ModelUnavailable, ModelRefused, DeviceExhausted."""
        return boxed(phrase, image, self._find, OWLV2)

    def _find(self, words: str, image: Image) -> tuple[Floats, Floats]:
        import torch

        loaded = kept(self.folder, self.device, KIND)
        with loaded.asked():
            config = loaded.model.config
            told = loaded.tokenizer(
                [f"a photo of a {words}"], return_tensors="pt", padding="max_length", truncation=True,
                max_length=config.text_config.max_position_embeddings,
            )  # fmt: skip
            look = replace(LOOK.told(self.folder), side_px=config.vision_config.image_size)
            out = loaded.model(
                pixel_values=torch.from_numpy(look.padded(image)).to(loaded.device),
                input_ids=told["input_ids"].to(loaded.device),
                attention_mask=told["attention_mask"].to(loaded.device),
            )
            scores = out.logits[0, :, 0].sigmoid().float().cpu().numpy()
            return _in_picture(out.pred_boxes[0].float().cpu().numpy(), image.size), scores


def _in_picture(boxes: Floats, size: tuple[int, int]) -> Floats:
    """Boxes as x0, y0, x1, y1 in fractions of the picture, from centre, width and height on the square around it."""
    corners = np.concatenate([boxes[:, :2] - boxes[:, 2:] / 2, boxes[:, :2] + boxes[:, 2:] / 2], 1)
    return np.asarray(corners * (max(size) / np.tile(np.array(size, np.float32), 2)), np.float32)
