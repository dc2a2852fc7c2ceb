"""What families of inpainting have in common: a hole filled or painted, guided by pictures, in steps as wished.

A nine-channel U-Net sees the picture and the hole, a plain one of four only starts from it; the pipelines tell them
apart. Each family has its own classes, sizes and words; this knows none of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from tools.engines.diffusion import guiding, referring
from tools.engines.diffusion.family import Family, Job, known
from tools.engines.diffusion.running import checked
from tools.engines.diffusion.schedulers import scheduled
from tools.painting import LIKE
from tools.types import ControlKind

if TYPE_CHECKING:
    from PIL.Image import Image

    from tools.engines.diffusion.loading import Loaded
    from tools.models.shelf import Installed

NEARLY, FEW = 0.95, 20  # a strength that means all of it, and steps of which each counts
_DRAWN = ("drawing", "painting", "sketch", "cartoon", "illustration", "logo", "icon", "comic", "anime", "render", "3d")


class Inpainting(Family):
    """`guided_by` is the class of diffusers that takes ControlNets, `unwanted` what is said against, by skill."""

    skills: ClassVar[frozenset[str]] = frozenset({"fill", "paint"})
    controls: ClassVar[frozenset[ControlKind]] = frozenset({"canny", "depth", "pose", "segmentation", "sketch"})
    schedulers: ClassVar[bool] = True
    guided_by: ClassVar[str]
    background: ClassVar[str]
    unwanted: ClassVar[dict[str, str]]

    def prompt(self, words: str) -> str:
        """How this family is asked to paint what an operation's words say."""
        raise TypeError(f"{self.name} has no prompt()")

    def prepare(self, loaded: Loaded, job: Job, parts: Sequence[Installed]) -> Any:
        pipe = guiding.guided(loaded, job, parts, self.guided_by) if job.controls else loaded.pipe
        scheduled(pipe, loaded, job.sampling.scheduler, parts)
        referring.referred(pipe, loaded, job, parts)
        return pipe

    def arguments(self, job: Job) -> dict[str, Any]:
        how, words = job.sampling, job.words.removesuffix(LIKE)
        return known({
            "prompt": self.prompt(words) if job.skill == "paint" else self.background,
            "negative_prompt": self.unwanted[job.skill],
            "image": job.image, "mask_image": job.mask, "width": job.size[0], "height": job.size[1],
            "num_inference_steps": how.steps, "guidance_scale": how.guidance,
            "strength": stepping(how.strength, how.steps),
            "generator": job.generator, **guiding.arguments(job), **referring.arguments(job),
        })  # fmt: skip

    def run(self, pipe: Any, job: Job) -> Image:
        return checked(pipe(**self.arguments(job)))


def stepping(strength: float | None, steps: int | None) -> float | None:
    """The strength, but enough for one step: a pipeline makes `strength` × `steps` of them, rounded down."""
    if strength is None or not steps:
        return strength
    if strength >= NEARLY and steps < FEW:
        return 1.0  # with few steps, the one that is rounded away is the first and largest
    return strength if int(strength * steps) else min(1.0, 1.001 / steps)


def drawn(words: str) -> bool:
    """Whether the words ask for something else than a photograph."""
    return any(way in words.lower() for way in _DRAWN)
