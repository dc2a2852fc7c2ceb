"""Repairing what the camera or the weather did: noise, softness, haze, rain, darkness, a colour cast."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from tools.types import Example, Fraction, Operation

Task = Literal[
    "denoise", "deblur", "dehaze", "derain", "desnow", "low_light", "shadow_removal", "white_balance", "upscale"
]  # fmt: skip


class Enhance(Operation):
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
