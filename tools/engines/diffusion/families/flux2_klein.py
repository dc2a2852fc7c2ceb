"""FLUX.2 klein (https://github.com/black-forest-labs/flux2): pictures from words, and after instructions.

Distilled to four steps without guidance. Its pipelines shrink what is over 1024 × 1024 and cut it to their raster; a
canvas is a little under that, so that neither happens.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from tools.canvas import Canvases
from tools.engines.diffusion.editing import Editing, keeps, said, shown
from tools.engines.diffusion.family import Job
from tools.types import Sampling

if TYPE_CHECKING:
    from tools.engines.diffusion.loading import Loaded
    from tools.models.shelf import Installed


class Flux2Klein(Editing):
    """It counts the pictures that it is shown: image 1 is the one to be edited."""

    name: ClassVar[str] = "flux2-klein"
    pipelines: ClassVar[tuple[str, ...]] = ("Flux2KleinPipeline",)
    inpainted_by: ClassVar[str] = "Flux2KleinInpaintPipeline"
    cell_px: ClassVar[int] = 16
    skills: ClassVar[frozenset[str]] = frozenset({"instruct", "restyle", "paint", "generate"})
    takes_references: ClassVar[bool] = True
    canvases: ClassVar[Canvases] = Canvases((), 16, 1.0, 4.0, 64)
    defaults: ClassVar[Sampling] = Sampling(steps=4, guidance=1.0)

    def prompt(self, job: Job) -> str:
        if job.skill == "generate":
            return job.words
        words = said(job, "the {} from image 2")
        if job.skill == "restyle":
            return f"{words}. Keep the composition and every object where it is."
        if job.mask is None or keeps(words):
            return f"{words}."
        return f"{words}. Keep everything else{' in image 1' if job.references else ''} exactly the same."

    def prepare(self, loaded: Loaded, job: Job, parts: Sequence[Installed]) -> Any:
        if loaded.pipe.config.get("is_distilled") and (job.sampling.guidance or 1.0) > 1.0:
            job.note(f"{loaded.path.name} was distilled to do without guidance; it was left out")
        return super().prepare(loaded, job, parts)

    def arguments(self, job: Job) -> dict[str, Any]:
        given = {**super().arguments(job), "guidance_scale": job.sampling.guidance}
        if not job.references:
            return given
        if job.mask is None:
            return {**given, "image": [job.image, *(shown(one, self.canvases) for one in job.references)]}
        # With a mask they are put on top of each other, so that all have to have one size.
        size = shown(job.references[0], self.canvases).size
        return {**given, "image_reference": [shown(one, self.canvases, size) for one in job.references]}
