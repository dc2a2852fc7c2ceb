"""FLUX.1 Kontext (Labs et al. 2025, https://arxiv.org/abs/2506.15742): the picture after an instruction.

Its pipeline would cut a picture to the nearest of seventeen sizes and move what is in it; it is told not to.
"""

from __future__ import annotations

from typing import Any, ClassVar

from tools.canvas import Canvases
from tools.engines.diffusion.editing import Editing, keeps, said, shown
from tools.engines.diffusion.family import Job
from tools.types import Sampling


class Kontext(Editing):
    """Trained at about a megapixel. It sees one picture; an example to paint after takes the place of the picture's."""

    name: ClassVar[str] = "kontext"
    pipelines: ClassVar[tuple[str, ...]] = ("FluxKontextPipeline", "FluxKontextInpaintPipeline")
    inpainted_by: ClassVar[str] = "FluxKontextInpaintPipeline"
    takes_references: ClassVar[bool] = True
    canvases: ClassVar[Canvases] = Canvases((), 16, 1.0486, 4.0)
    defaults: ClassVar[Sampling] = Sampling(steps=28, guidance=2.5)

    def pipeline(self, job: Job, folder_class: str) -> str:
        return self.inpainted_by if job.mask is not None else "FluxKontextPipeline"

    def prompt(self, job: Job) -> str:
        words = said(job, "this {}")
        if job.skill == "restyle":
            return f"{words}, while maintaining the original composition and the placement of every object"
        if job.mask is None or job.references or keeps(words):
            return words
        return f"{words}, while keeping everything else unchanged"

    def arguments(self, job: Job) -> dict[str, Any]:
        example: dict[str, Any] = {}
        if job.mask is not None and job.references:
            example = {"image_reference": shown(job.references[0], self.canvases)}
        unseen = len(job.references) - len(example)
        if unseen:
            job.note(f"{self.name} is shown one example at most, and only to paint after; {unseen} were left out")
        return {
            **super().arguments(job), **example,
            "guidance_scale": job.sampling.guidance, "max_area": job.size[0] * job.size[1], "_auto_resize": False,
        }  # fmt: skip
