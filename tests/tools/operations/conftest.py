"""A model at the seam where real ones stand: offers every skill, paints flat colours, remembers what it was told."""

from __future__ import annotations

from typing import Any

import pytest
from PIL import Image

from tools.studio import Studio
from tools.types import Sampling

MADE = (12, 200, 77)


class Model:
    """`skills` may be narrowed. Results are deliberately of an odd size, as latent models return them."""

    name = "model"

    def __init__(self, *skills: str) -> None:
        self.skills = frozenset(skills or ("paint", "instruct", "restyle", "generate", "upscale"))
        self.calls: list[tuple[str, Any, Any, Sampling]] = []

    def versions(self) -> dict[str, str]:
        return {"model": "1"}

    def _made(self, size: tuple[int, int]) -> Image.Image:
        return Image.new("RGB", (-(-size[0] // 8) * 8, -(-size[1] // 8) * 8), MADE)

    def paint(self, image: Image.Image, mask: Image.Image, prompt: str, sampling: Sampling) -> Image.Image:
        self.calls.append(("paint", prompt, mask, sampling))
        return self._made(image.size)

    def instruct(
        self, image: Image.Image, instruction: str, mask: Image.Image | None, sampling: Sampling
    ) -> Image.Image:
        self.calls.append(("instruct", instruction, mask, sampling))
        return self._made(image.size)

    def restyle(self, image: Image.Image, prompt: str, sampling: Sampling) -> Image.Image:
        self.calls.append(("restyle", prompt, None, sampling))
        return self._made(image.size).resize(image.size)

    def generate(self, prompt: str, size: tuple[int, int], sampling: Sampling) -> Image.Image:
        self.calls.append(("generate", prompt, size, sampling))
        return self._made(size)

    def upscale(self, image: Image.Image, factor: float, sampling: Sampling) -> Image.Image:
        self.calls.append(("upscale", factor, None, sampling))
        return self._made((round(image.width * factor), round(image.height * factor)))

    @property
    def last(self) -> tuple[str, Any]:
        return self.calls[-1][0], self.calls[-1][1]


@pytest.fixture
def model() -> Model:
    return Model()


@pytest.fixture
def model_studio(model: Model) -> Studio:
    return Studio(engines=[model])


@pytest.fixture
def bare_studio() -> Studio:
    """No engine at all."""
    return Studio(engines=[])
