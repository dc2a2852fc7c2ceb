"""What the large editors have in common: an instruction, held to a mask where there is one.

Such a model sees the picture beside the noise, so a mask needs no training of it: at every step the pipeline puts back
what lies outside. Each family has its own pipelines, sizes and words; this knows none of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from PIL import Image as PILImage

from tools.canvas import Layout
from tools.engines.diffusion.family import Family, Job, known
from tools.engines.diffusion.instructing import restyling
from tools.painting import LIKE, article

if TYPE_CHECKING:
    from PIL.Image import Image

    from tools.canvas import Canvases
    from tools.engines.diffusion.loading import Loaded
    from tools.models.shelf import Installed

_KEEPS = re.compile(r"\b(keep\w*|maintain\w*|preserv\w*|unchanged|nothing else|only)\b", re.I)
_ARTICLE = re.compile(r"^(a|an|the|some)\s+", re.I)
_ROWS, _COLUMNS = ("top", "", "bottom"), ("left", "", "right")


class Editing(Family):
    """`inpainted_by` is the class of diffusers that takes a mask, `cell_px` how finely it takes one."""

    skills: ClassVar[frozenset[str]] = frozenset({"instruct", "restyle", "paint"})
    instructed: ClassVar[bool] = True
    inpainted_by: ClassVar[str]
    cell_px: ClassVar[int] = 8

    def pipeline(self, job: Job, folder_class: str) -> str:
        return folder_class if job.mask is None else self.inpainted_by

    def prompt(self, job: Job) -> str:
        """How this family is asked for a job."""
        raise TypeError(f"{self.name} has no prompt()")

    def prepare(self, loaded: Loaded, job: Job, parts: Sequence[Installed]) -> Any:
        pipe = super().prepare(loaded, job, parts)
        if job.sampling.strength is not None and type(pipe).__name__ != self.inpainted_by:
            job.note(f"{loaded.path.name} knows no strength for such an edit; it was left out")
        if job.sampling.image_guidance is not None:
            job.note(f"{loaded.path.name} knows no image guidance; it was left out")
        return pipe

    def arguments(self, job: Job) -> dict[str, Any]:
        how = job.sampling
        held: dict[str, Any] = {}
        if job.mask is not None:
            held = {"mask_image": covering(job.mask, self.cell_px), "strength": noised(how.strength, how.steps)}
        return known({
            "prompt": self.prompt(job), "image": job.image, "width": job.size[0], "height": job.size[1],
            "num_inference_steps": how.steps, "generator": job.generator, **held,
        })  # fmt: skip


def said(job: Job, example: str = "") -> str:
    """What is asked for as one sentence in the imperative, without its full stop. `example` words a thing to be painted
    after another picture, {} being the thing without its article.
    """
    words = job.words.removesuffix(LIKE)
    if job.skill == "restyle":
        words = restyling(words)
    if job.skill == "paint":
        it = example.format(_ARTICLE.sub("", words)) if example and job.references else thing(words)
        words = f"add {it}{whereabouts(job.mask)}, matching the light and the perspective of the scene"
    words = words.strip().rstrip(" .!;,")
    return words[:1].upper() + words[1:]


def keeps(words: str) -> bool:
    """Whether an instruction already says what is to stay as it is."""
    return bool(_KEEPS.search(words))


def thing(words: str) -> str:
    """What is to be added, with its article: a straw hat; 2 hats."""
    return words if words[:1].isdigit() else article(words)


def whereabouts(mask: Image | None) -> str:
    """Where a mask (L) lies in its picture, in words, since the model is not shown it; "" for none or all of it."""
    box = mask.getbbox() if mask is not None else None
    if mask is None or box is None or box == (0, 0, *mask.size):
        return ""
    middles = ((box[0] + box[2]) / 2 / mask.width, (box[1] + box[3]) / 2 / mask.height)
    column, row = (names[min(2, int(middle * 3))] for names, middle in zip((_COLUMNS, _ROWS), middles, strict=True))
    place = " ".join(word for word in (row, column) if word)
    return f" at the {place} of the picture" if place else " in the middle of the picture"


def covering(mask: Image, cell_px: int) -> Image:
    """A mask (L) of whole cells: 255 in each that it touches. A pipeline takes one value from each cell, and a place
    that it missed would stay as it was. Its sides are multiples of `cell_px`.
    """
    rows, columns = mask.height // cell_px, mask.width // cell_px
    cells = np.asarray(mask).reshape(rows, cell_px, columns, cell_px).max(axis=(1, 3), keepdims=True) > 0
    whole = np.broadcast_to(cells, (rows, cell_px, columns, cell_px)).reshape(mask.height, mask.width)
    return PILImage.fromarray(whole.astype(np.uint8) * 255)


def noised(strength: float | None, steps: int | None) -> float:
    """From how much noise a masked place starts: all of it where nothing was said, and enough for one step."""
    return 1.0 if strength is None else max(strength, 0.5 / (steps or 1))


def shown(reference: Image, canvases: Canvases, size: tuple[int, int] | None = None) -> Image:
    """Another picture (RGB) as a model is shown it: no larger than it likes, or just of `size`; nothing cut off."""
    megapixels = min(canvases.megapixels, reference.width * reference.height / 1e6)
    size = size or replace(canvases, megapixels=megapixels).of(reference.size)
    return Layout.of(reference.size, size).laid(reference)
