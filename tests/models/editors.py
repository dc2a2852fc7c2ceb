"""The large editors as the tests ask them: tiny models, a small canvas, a mask."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.models import tiny_editors
from tools.engines.diffusion import FAMILIES
from tools.engines.diffusion.family import Job
from tools.types import Sampling

SIZE = (192, 128)
TWO = Sampling(steps=2, seed=1)


@dataclass(frozen=True)
class Editor:
    """A model's name or repository. `small`: how its pipelines are brought to like a canvas of SIZE."""

    name: str
    build: Callable[..., Path]
    small: Callable[[pytest.MonkeyPatch], object] = lambda patch: None
    examples: bool = True

    def __str__(self) -> str:
        return self.name


EDITORS = [
    Editor("kontext", tiny_editors.kontext),
    Editor("flux2-klein", tiny_editors.klein),
    Editor("qwen-edit", tiny_editors.qwen_edit, tiny_editors.small_qwen),
    Editor("Qwen/Qwen-Image-Edit", tiny_editors.qwen_edit_first, tiny_editors.small_qwen, examples=False),
]


def box_mask(box: tuple[int, int, int, int]) -> Image.Image:
    mask = Image.new("L", SIZE)
    mask.paste(255, box)
    return mask


def arguments(family: str, skill: str, words: str, mask: Image.Image | None = None, **more: Any) -> dict[str, Any]:
    photo = Image.new("RGB", SIZE)
    told = FAMILIES[family].defaults.over(Sampling())
    return FAMILIES[family].arguments(Job(skill, words, SIZE, told, None, photo, mask, **more))
