"""Stable Diffusion 1.5 and 2 inpainting: what stands under a mask, from words."""

from __future__ import annotations

from typing import ClassVar

from tools.canvas import Canvases
from tools.engines.diffusion.inpainting import Inpainting, drawn
from tools.types import Sampling


class SdInpaint(Inpainting):
    """Trained at 512 × 512. Its words are a list of what is to be seen, and at most 77 of its own short pieces."""

    name: ClassVar[str] = "sd-inpaint"
    pipelines: ClassVar[tuple[str, ...]] = ("StableDiffusionInpaintPipeline",)
    guided_by: ClassVar[str] = "StableDiffusionControlNetInpaintPipeline"
    canvases: ClassVar[Canvases] = Canvases((), 64, 0.2622, 4.0)
    defaults: ClassVar[Sampling] = Sampling(steps=30, guidance=7.5, strength=1.0)
    background: ClassVar[str] = "empty background, the same surface continued, nothing there"
    unwanted: ClassVar[dict[str, str]] = {
        "fill": "object, person, animal, text, watermark",
        "paint": "blurry, deformed, low quality, watermark",
    }

    def prompt(self, words: str) -> str:
        return words if drawn(words) else f"a photo of {words}, realistic, detailed, sharp focus"
