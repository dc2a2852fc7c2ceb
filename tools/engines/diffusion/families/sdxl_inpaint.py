"""Stable Diffusion XL inpainting: what stands under a mask, from words, at about a megapixel."""

from __future__ import annotations

from typing import ClassVar

from tools.canvas import Canvases
from tools.engines.diffusion.inpainting import Inpainting, drawn
from tools.types import ControlKind, Sampling


class SdxlInpaint(Inpainting):
    """Trained at 1024 × 1024. Its card asks for a strength just under 1: from pure noise its pictures are worse."""

    name: ClassVar[str] = "sdxl-inpaint"
    pipelines: ClassVar[tuple[str, ...]] = ("StableDiffusionXLInpaintPipeline",)
    guided_by: ClassVar[str] = "StableDiffusionXLControlNetInpaintPipeline"
    controls: ClassVar[frozenset[ControlKind]] = frozenset({"canny", "depth", "pose", "sketch"})
    canvases: ClassVar[Canvases] = Canvases((), 64, 1.0486, 4.0)
    defaults: ClassVar[Sampling] = Sampling(steps=25, guidance=7.5, strength=0.99)
    background: ClassVar[str] = "The empty background continues here, the same surface and light, with nothing on it."
    unwanted: ClassVar[dict[str, str]] = {
        "fill": "object, person, animal, text, watermark",
        "paint": "blurry, deformed, low quality, watermark",
    }

    def prompt(self, words: str) -> str:
        return words if drawn(words) else f"A realistic photograph of {words}, in the light of the scene around it."
