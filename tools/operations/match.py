"""The colours of another picture, taken over. The maths is in `tools.repaint`.

It knows nothing of what is in the pictures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal, Self

import numpy as np
from PIL import Image as PILImage

from tools import cube, repaint
from tools.types import Digest, Example, Fraction, Frame, Operation

if TYPE_CHECKING:
    from PIL.Image import Image

    from tools.oklab import Floats
    from tools.studio import Studio

_SAMPLE = 256  # side of the thumbnails that are measured


class Match(Operation):
    """Take over the colours and the mood of an attached reference picture. strength: 0 … 1.

    The content stays; only tone and colour move towards the reference's.
    """

    op: Literal["match"] = "match"
    reference: Digest
    strength: Fraction = 1

    needs_colour: ClassVar[bool] = True
    examples: ClassVar[tuple[Example, ...]] = (
        Example("match the colours of this photo", {"reference": "a" * 64}),
        Example("make the sky a bit more like the one in the attached picture",
                {"reference": "b" * 64, "strength": 0.4, "region": {"phrase": "sky"}}),
        Example("same mood as my other shot", {"reference": "c" * 64, "strength": 0.8}),
    )  # fmt: skip

    def apply(self, image: Image, mask: Image, frame: Frame, studio: Studio) -> Image:
        ours, theirs = _sample(image, mask), _sample(studio.picture(self.reference).convert("RGB"), None)
        if not self.strength or len(ours) < 2 or len(theirs) < 2:
            return image
        change = repaint.palette_change(ours, theirs)
        return cube.mapped(image, lambda rgb: rgb + (change(rgb) - rgb) * np.float32(self.strength))

    def scaled(self, factor: float) -> Self:
        return self.model_copy(update={"strength": min(self.strength * factor, 1.0)})


def _sample(image: Image, mask: Image | None) -> Floats:
    """Colours (n, 3) of a small version, of the selected part only."""
    size = min(_SAMPLE, image.width), min(_SAMPLE, image.height)
    small = np.asarray(image.resize(size, PILImage.Resampling.BOX), np.float32) / 255
    if mask is None:
        return small.reshape(-1, 3)
    return small[np.asarray(mask.resize(size, PILImage.Resampling.BOX)) >= 128]
