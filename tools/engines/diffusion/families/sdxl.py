"""Stable Diffusion XL: a picture from words, and a picture in another style, at about a megapixel.

A style starts from the picture with noise over it (SDEdit, Meng et al. 2022, https://arxiv.org/abs/2108.01073), so the
more `strength`, the more of the style and the less of the picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from tools.canvas import Canvases
from tools.engines.diffusion.describing import styled
from tools.engines.diffusion.family import Family, Job, known
from tools.engines.diffusion.inpainting import drawn, stepping
from tools.engines.diffusion.running import checked
from tools.engines.diffusion.schedulers import scheduled
from tools.types import Sampling

if TYPE_CHECKING:
    from PIL.Image import Image

    from tools.engines.diffusion.loading import Loaded
    from tools.models.shelf import Installed

_UNWANTED = "blurry, deformed, low quality, text, watermark"


class Sdxl(Family):
    """Trained on as many pixels as 1024 × 1024 has, up to 2048 × 512. At a strength of 0.6 things stay where they are
    and their surfaces change.
    """

    name: ClassVar[str] = "sdxl"
    pipelines: ClassVar[tuple[str, ...]] = ("StableDiffusionXLPipeline",)
    skills: ClassVar[frozenset[str]] = frozenset({"generate", "restyle"})
    canvases: ClassVar[Canvases] = Canvases((), 64, 1.0486, 4.0)
    defaults: ClassVar[Sampling] = Sampling(steps=30, guidance=5.0, strength=0.6)
    schedulers: ClassVar[bool] = True

    def pipeline(self, job: Job, folder_class: str) -> str:
        return "StableDiffusionXLImg2ImgPipeline" if job.skill == "restyle" else folder_class

    def prepare(self, loaded: Loaded, job: Job, parts: Sequence[Installed]) -> Any:
        pipe = super().prepare(loaded, job, parts)
        scheduled(pipe, loaded, job.sampling.scheduler, parts)
        return pipe

    def arguments(self, job: Job) -> dict[str, Any]:
        """The size is told where there is no picture to have one."""
        how = job.sampling
        size = {"width": job.size[0], "height": job.size[1]}
        start = {"image": job.image, "strength": stepping(how.strength, how.steps)}
        return known({
            "prompt": _prompt(job), "negative_prompt": _UNWANTED, "num_inference_steps": how.steps,
            "guidance_scale": how.guidance, "generator": job.generator,
            **(start if job.skill == "restyle" else size),
        })  # fmt: skip

    def run(self, pipe: Any, job: Job) -> Image:
        return checked(pipe(**self.arguments(job)))


def _prompt(job: Job) -> str:
    words = job.words.strip().rstrip(".")
    if job.skill == "restyle":
        return f"{styled(words)}, the same composition, coherent and finely detailed"
    return words if drawn(words) else f"{words}, photograph, natural light, sharp focus, fine detail"
