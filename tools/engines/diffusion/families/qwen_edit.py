"""Qwen-Image-Edit (Wu et al. 2025, https://arxiv.org/abs/2508.02324), the first and those of 2509 and 2511.

Its pipelines bring every picture to about a megapixel in steps of 32, and would squeeze it for that: a canvas is a size
that they leave as it is. Those since 2509 see several pictures, and count them.
"""

from __future__ import annotations

from dataclasses import replace
from math import sqrt
from typing import TYPE_CHECKING, Any, ClassVar

from tools.canvas import Canvases, Size
from tools.engines.diffusion.editing import Editing, keeps, said, shown
from tools.engines.diffusion.family import Job
from tools.engines.diffusion.holding import held
from tools.types import Sampling

if TYPE_CHECKING:
    from PIL.Image import Image

_PLUS = "QwenImageEditPlusPipeline"
_TOLD = "told_token_types"  # the mark of a text encoder that was mended
_STEP_PX, _LONGEST = 32, 4.0


def unsqueezed(area_px: int) -> tuple[Size, ...]:
    """The sizes that a pipeline which wants `area_px` pixels does not change."""
    longest = round(sqrt(area_px * _LONGEST) / _STEP_PX) * _STEP_PX
    sides = range(_STEP_PX, longest + 1, _STEP_PX)
    sizes = ((width, height) for width in sides for height in sides if 1 / _LONGEST <= width / height <= _LONGEST)
    return tuple(size for size in sizes if _resized(size, area_px) == size)


def _resized(size: Size, area_px: int) -> Size:
    """What the pipelines make of a picture of `size`."""
    ratio = size[0] / size[1]
    width = sqrt(area_px * ratio)
    return round(width / _STEP_PX) * _STEP_PX, round(width / ratio / _STEP_PX) * _STEP_PX


class QwenEdit(Editing):
    """Guided by what the picture would be without the words; without anything said against, it would not be guided."""

    name: ClassVar[str] = "qwen-edit"
    pipelines: ClassVar[tuple[str, ...]] = ("QwenImageEditPipeline", _PLUS)
    inpainted_by: ClassVar[str] = "QwenImageEditInpaintPipeline"
    takes_references: ClassVar[bool] = True
    canvases: ClassVar[Canvases] = Canvases(unsqueezed(1024 * 1024), _STEP_PX, 1.0486, _LONGEST)
    defaults: ClassVar[Sampling] = Sampling(steps=40, guidance=4.0)

    def pipeline(self, job: Job, folder_class: str) -> str:
        return folder_class if folder_class == _PLUS else super().pipeline(job, folder_class)

    def prompt(self, job: Job) -> str:
        words = said(job, "the {} from Picture 2")
        if job.skill == "restyle":
            return f"{words}. Keep the composition, the objects and the people as they are."
        if job.mask is None or keeps(words):
            return f"{words}."
        return f"{words}. Keep everything else in {'Picture 1' if job.references else 'the picture'} unchanged."

    def arguments(self, job: Job) -> dict[str, Any]:
        given = {**super().arguments(job), "true_cfg_scale": job.sampling.guidance, "negative_prompt": " "}
        if job.references:
            given["image"] = [job.image, *(shown(one, self.canvases) for one in job.references)]
        return given

    def run(self, pipe: Any, job: Job) -> Image:
        several = type(pipe).__name__ == _PLUS
        if job.references and not several:
            job.note(f"this model sees one picture only; {len(job.references)} were left out")
            job = replace(job, references=())
        given = self.arguments(job)
        if several and job.image is not None and job.mask is not None:
            del given["strength"]
            given |= held(pipe, job.image, given.pop("mask_image"), job.generator)
        image: Image = pipe(**given).images[0]
        return image

    def mend(self, pipe: Any) -> None:
        """The pipelines do not tell the text encoder which words are pictures, and transformers 5 then takes their
        rows and columns for a line, without a word.
        """
        encoder = pipe.text_encoder
        if not getattr(encoder, _TOLD, False):
            encoder.register_forward_pre_hook(_told_types, with_kwargs=True)
            setattr(encoder, _TOLD, True)


def _told_types(encoder: Any, given: tuple[Any, ...], named: dict[str, Any]) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """0 for words, 1 for pictures, 2 for videos, as the processor itself would say."""
    words, config = named.get("input_ids"), encoder.config
    if words is None or named.get("image_grid_thw") is None or named.get("mm_token_type_ids") is not None:
        return given, named
    types = (words == config.image_token_id).int() + 2 * (words == config.video_token_id).int()
    return given, {**named, "mm_token_type_ids": types}
