"""What families of InstructPix2Pix have in common: the whole picture after an instruction or in another style.

They are held to the words by `guidance` and to the picture by `image_guidance`; both have to be above 1 for either to
count. Where something may change only in a part, others put the rest back.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from tools.engines.diffusion.family import Family, Job, known
from tools.engines.diffusion.running import checked
from tools.engines.diffusion.schedulers import scheduled
from tools.painting import article

if TYPE_CHECKING:
    from PIL.Image import Image

    from tools.engines.diffusion.loading import Loaded
    from tools.models.shelf import Installed

_ORDER = re.compile(r"(make|turn|change|convert|give|add|paint|draw|put|have|let)\b", re.I)
PAINTS = re.compile(r"(watercolou?r|gouache|oil|acrylic|pastel)s?", re.I)
WORKS = re.compile(r".*\b(painting|drawing|sketch|photo(graph)?|poster|cartoon|comic|print|mosaic|engraving)", re.I)
_LOOKS = re.compile(r"(black and white|monochrome|sepia|in\b.*|as\b.*|like\b.*|(more|very)\b.*)", re.I)


class Instructing(Family):
    """Starts from noise every time, so that there is no strength; less of a change is more `image_guidance`."""

    skills: ClassVar[frozenset[str]] = frozenset({"instruct", "restyle"})
    schedulers: ClassVar[bool] = True

    def prepare(self, loaded: Loaded, job: Job, parts: Sequence[Installed]) -> Any:
        scheduled(loaded.pipe, loaded, job.sampling.scheduler, parts)
        if job.sampling.strength is not None:
            job.note(f"{self.name} knows no strength; for less of a change, ask for more image guidance")
        if job.sampling.image_guidance is not None and job.sampling.image_guidance < 1.0:
            job.note("image guidance below 1 would switch the words off; 1 was used")
        return loaded.pipe

    def arguments(self, job: Job) -> dict[str, Any]:
        how = job.sampling
        held = how.image_guidance if how.image_guidance is None else max(1.0, how.image_guidance)
        return known({
            "prompt": restyling(job.words) if job.skill == "restyle" else job.words,
            "image": job.image, "num_inference_steps": how.steps, "guidance_scale": how.guidance,
            "image_guidance_scale": held, "generator": job.generator,
        })  # fmt: skip

    def run(self, pipe: Any, job: Job) -> Image:
        return checked(pipe(**self.arguments(job)))


def restyling(style: str) -> str:
    """A style as an instruction: a watercolour painting → turn it into a watercolour painting."""
    words = style.strip().rstrip(".")
    if _ORDER.match(words):
        return words
    words = f"{words} painting" if PAINTS.fullmatch(words) else words
    if WORKS.fullmatch(words):
        return f"turn it into {article(words)}"
    return f"make it {words}" if _LOOKS.fullmatch(words) else f"make it look like {words}"
