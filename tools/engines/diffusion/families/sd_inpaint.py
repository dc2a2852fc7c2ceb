"""Stable Diffusion 1.5 and 2 inpainting: what stands under a mask, from words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from tools.canvas import Canvases
from tools.engines.diffusion.family import Family, Job, known
from tools.engines.diffusion.running import checked
from tools.types import Sampling

if TYPE_CHECKING:
    from PIL.Image import Image


class SdInpaint(Family):
    """Trained at 512 × 512; a nine-channel U-Net sees the picture and the hole, a plain one only starts from it."""

    name: ClassVar[str] = "sd-inpaint"
    pipelines: ClassVar[tuple[str, ...]] = ("StableDiffusionInpaintPipeline",)
    skills: ClassVar[frozenset[str]] = frozenset({"fill", "paint"})
    canvases: ClassVar[Canvases] = Canvases((), 64, 0.2622)
    defaults: ClassVar[Sampling] = Sampling(steps=30, guidance=7.5, strength=1.0)

    def arguments(self, job: Job) -> dict[str, Any]:
        how = job.sampling
        prompt = job.words if job.skill == "paint" else "empty background, nothing there, the same scene continued"
        return known({
            "prompt": prompt,
            "negative_prompt": "object, person, text" if job.skill == "fill" else "blurry, deformed, watermark",
            "image": job.image, "mask_image": job.mask, "width": job.size[0], "height": job.size[1],
            "num_inference_steps": how.steps, "guidance_scale": how.guidance, "strength": how.strength,
            "generator": job.generator,
        })  # fmt: skip

    def run(self, pipe: Any, job: Job) -> Image:
        return checked(pipe(**self.arguments(job)))
