"""Repairing what the camera or the weather did: noise, softness, haze, rain, darkness, a colour cast.

Knows nothing of how: the methods are the engine's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self

import numpy as np
from PIL import Image as PILImage
from pydantic import Field

from tools import painting
from tools.engines.embedded.repair import REPAIRS
from tools.painted import Painted
from tools.types import IDENTITY, Example, Fraction, Frame, Transform

if TYPE_CHECKING:
    from PIL.Image import Image

    from tools.studio import Studio

Task = Literal[
    "denoise", "deblur", "dehaze", "derain", "desnow", "low_light", "shadow_removal", "white_balance", "upscale"
]  # fmt: skip
_INSTRUCTIONS = {
    "derain": "Remove the rain.", "desnow": "Remove the falling snow.", "shadow_removal": "Remove the shadows.",
    "denoise": "Remove the noise and grain.", "deblur": "Make the picture sharp and in focus.",
    "dehaze": "Remove the haze and fog.", "low_light": "Brighten the dark picture as if it were well lit.",
    "white_balance": "Correct the white balance.",
}  # fmt: skip
_INSTEAD = {
    "derain": "remove can take single streaks out; enhance with denoise calms fine rain.",
    "desnow": "remove can take single flakes out; enhance with denoise calms fine snow.",
    "shadow_removal": "adjust with more shadows opens them: say “open up the shadows”.",
}


class Enhance(Painted):
    """Repair the picture: denoise, deblur, dehaze, derain, desnow, low_light, shadow_removal, white_balance or upscale.

    strength: 0 … 1. factor: for upscale only, how many times larger. For brightness, contrast or warmth by amounts use
    adjust; for a plain enlargement use resize.
    """

    op: Literal["enhance"] = "enhance"
    task: Task
    strength: Fraction = 0.5
    factor: Annotated[float, Field(gt=1, le=8)] = 2

    examples: ClassVar[tuple[Example, ...]] = (
        Example("get rid of the noise", {"task": "denoise"}),
        Example("it's really hazy, clear it up a lot", {"task": "dehaze", "strength": 0.8}),
        Example("the photo is blurry, can you fix it", {"task": "deblur"}),
        Example("fix the white balance", {"task": "white_balance", "strength": 1.0}),
        Example("I took this at night and can't see a thing", {"task": "low_light", "strength": 0.7}),
        Example("upscale it four times", {"task": "upscale", "factor": 4}),
    )

    @property
    def whole(self) -> bool:
        return self.task == "upscale"

    def margin_px(self, size: tuple[int, int]) -> int:
        return 24 + max(size) // 16

    def require(self, studio: Studio) -> None:
        if self.task in _INSTRUCTIONS and studio.prefers("instruct"):
            studio.ready("instruct")
        elif self.task in _INSTEAD:
            painting.need(studio, ("instruct",), _INSTEAD[self.task])
        elif self.task == "upscale":
            painting.need(studio, ("upscale",), "Say “make it twice as big” for a plain enlargement.")

    def apply(self, image: Image, mask: Image, frame: Frame, studio: Studio) -> Image:
        if self.task == "upscale":
            return painting.upscale(studio, image, self.factor, self.seed)
        if self.task in _INSTEAD or (self.task in _INSTRUCTIONS and studio.prefers("instruct")):
            return painting.instruct(studio, image, _INSTRUCTIONS[self.task], mask, self.seed)
        if not self.strength:
            return image
        values = np.asarray(image, np.float32) / 255
        mended = REPAIRS[self.task](values, self.strength, lambda part: studio.progress(part, self.task))
        return PILImage.fromarray((np.clip(mended, 0, 1) * 255 + 0.5).astype(np.uint8))

    def transform(self, size: tuple[int, int]) -> Transform:
        if self.task != "upscale":
            return IDENTITY
        return (self.factor, 0.0, 0.0, 0.0, self.factor, 0.0, 0.0, 0.0, 1.0)

    def scaled(self, factor: float) -> Self | None:
        if self.task == "upscale":
            return None
        return self.model_copy(update={"strength": min(self.strength * factor, 1.0)})
