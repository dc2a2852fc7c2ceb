"""CLIPSeg: how much each place of a picture is what is named in English, things and surfaces alike.

Source: Lüddecke and Ecker, Image Segmentation Using Text and Image Prompts, arXiv:2112.10003. Its map is coarse; what
is hot in it falls into parts, and each is cut out along the photograph's own edges where they agree with it. It knows
nothing of when to ask.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image as PILImage

from tools.grounding.cut import BACK, FRONT, MAYBE_BACK, MAYBE_FRONT, cut, tidied
from tools.grounding.models.detected import TOGETHER, UNHEARD
from tools.grounding.models.loading import Kind, kept
from tools.grounding.models.pixels import IMAGENET, Look
from tools.grounding.models.sureness import CLIPSEG, sureness
from tools.grounding.models.wording import Wanted, wanted
from tools.grounding.phrase import Phrase, parse_phrase
from tools.grounding.place import ranked, weight_at
from tools.grounding.view import SIDE_PX, Floats, Mask, View, view_of
from tools.selection import Selection
from tools.types import Candidate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PIL.Image import Image

KIND = Kind("CLIPSegForImageSegmentation", ("CLIPSegForImageSegmentation",), "CLIPTokenizer")
LOOK = Look(*IMAGENET, side_px=352)
HOT = 0.4  # from which a place is taken for what is named
SURE = 0.7  # of the hottest place of a part, from which it is so for certain
MOST_PARTS = 12
EVEN = 0.2  # of what hangs together, that a place has to be to count beside another
SMALLEST = 0.0008  # of the picture: smaller spots are noise
Part = tuple[Mask, float]


@dataclass
class Clipseg:
    """The grounder made from a pulled model's folder, on a `device`; "" is the best there is."""

    folder: Path
    device: str = ""

    name = "clipseg"
    working_px = SIDE_PX

    def propose(self, phrase: str, image: Image) -> Sequence[Candidate]:
        """Masks of what the phrase names. Raises ModelUnavailable, ModelRefused, DeviceExhausted."""
        said = parse_phrase(phrase)
        what = wanted(said)
        if what is None or min(image.size) < 16:
            return ()
        heat = self._heat(what, image)
        found = parts(heat)
        told = replace(said, order=what.order, relation="" if len(found) == 1 else said.relation)
        view = view_of(image)
        chosen = placed([(outlined(view, heat, mask), score) for mask, score in found], told, what)
        return [_candidate(mask, score, what.words) for mask, score in chosen]

    def _heat(self, what: Wanted, image: Image) -> Floats:
        """How much each pixel is what is wanted, 0 … 1, at the picture's size; 0 where the network gives no number."""
        import cv2
        import torch

        loaded = kept(self.folder, self.device, KIND)
        with loaded.asked():
            asked = [f"a photo of a {words}" for words in what.each]
            words = loaded.tokenizer(asked, return_tensors="pt", truncation=True, padding=True)
            pixels = torch.from_numpy(LOOK.told(self.folder).stretched(image)).to(loaded.device)
            out = loaded.model(
                pixel_values=pixels.expand(len(asked), -1, -1, -1),
                input_ids=words["input_ids"].to(loaded.device),
                attention_mask=words["attention_mask"].to(loaded.device),
            )
            side = out.logits.shape[-1]
            heat = np.nan_to_num(out.logits.reshape(-1, side, side).sigmoid().float().cpu().numpy()).max(0)
        return np.asarray(cv2.resize(heat, image.size, interpolation=cv2.INTER_LINEAR), np.float32)


def parts(heat: Floats) -> list[Part]:
    """Where it is hot, each place for itself, with how sure it is, surest first."""
    import cv2

    # The network's map is uneven within each of its cells.
    smooth = cv2.GaussianBlur(np.asarray(heat, np.float32), (0, 0), 0.008 * float(np.hypot(*heat.shape)))
    count, labels, stats, _ = cv2.connectedComponentsWithStats((smooth >= HOT).astype(np.uint8), connectivity=4)
    order = sorted(range(1, count), key=lambda one: -int(stats[one, cv2.CC_STAT_AREA]))[:MOST_PARTS]
    masks = [mask for one in order for mask in _apart(labels == one) if mask.sum() >= SMALLEST * mask.size]
    rated = [(mask, sureness(_surest(smooth[mask]), CLIPSEG)) for mask in masks]
    return sorted((one for one in rated if one[1] > 0), key=lambda one: -one[1])


def _apart(mask: Mask) -> list[Mask]:
    """Two places that a thin bridge joins as two; what else hangs together is one."""
    import cv2

    width = 2 * round(0.2 * float(mask.sum()) ** 0.5) + 1
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (width, width))
    hearts = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_OPEN, kernel)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(hearts, connectivity=8)
    large = [one for one in range(1, count) if stats[one, cv2.CC_STAT_AREA] >= EVEN * mask.sum()]
    if len(large) < 2:
        return [mask]
    # What was cut off goes to the nearest place again.
    kept_hearts = np.isin(labels, large).astype(np.uint8)
    _, nearest = cv2.distanceTransformWithLabels(1 - kept_hearts, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_CCOMP)
    return [mask & (nearest == nearest[labels == one][0]) for one in large]


def _surest(values: Floats) -> float:
    """The mean of the hottest tenth."""
    tenth = max(1, len(values) // 10)
    return float(np.partition(values, -tenth)[-tenth:].mean())


def outlined(view: View, heat: Floats, mask: Mask) -> Mask:
    """A part along the photograph's edges; as it is where the cut and the map disagree about what it is."""
    import cv2

    reach = max(3, round(0.25 * float(mask.sum()) ** 0.5))
    near = cv2.dilate(mask.astype(np.uint8), np.ones((2 * reach + 1, 2 * reach + 1), np.uint8)) > 0
    hints = np.full(view.shape, BACK, np.uint8)
    hints[near & (heat > 0.05)] = MAYBE_BACK
    hints[mask] = MAYBE_FRONT
    hints[mask & (heat >= SURE * float(heat[mask].max()))] = FRONT
    found = cut(view, hints)
    if found is None or not found.any():
        return mask
    drawn = tidied(found)
    return drawn if (drawn & mask).sum() >= 0.6 * (drawn | mask).sum() else mask


def placed(found: list[Part], said: Phrase, what: Wanted) -> list[Part]:
    """Scores after position and order; all good ones together with a plural, and for what is not counted."""
    unheard = UNHEARD if said.relation else 1.0
    found = [(mask, score * weight_at(mask, said) * unheard) for mask, score in found]
    if said.order:
        found = ranked(found, said.order)
    found = sorted((one for one in found if one[1] > 0.05), key=lambda one: -one[1])
    if not found or said.order or not (said.plural or what.many or what.surface):
        return found
    best = found[0][1]
    return [(np.logical_or.reduce([mask for mask, score in found if score > TOGETHER * best]), best)]


def _candidate(mask: Mask, score: float, label: str) -> Candidate:
    selection = Selection.of_mask(PILImage.fromarray((mask * 255).astype(np.uint8)))
    assert selection is not None
    return Candidate(selection, score, label, whole=True)
