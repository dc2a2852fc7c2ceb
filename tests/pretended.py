"""A model engine for tests, in this process and without weights: it paints a disc whose colour tells what it was told.

It is to the program what a diffusion model is: it drifts, has a family and a model, and tells its numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import sha256
from typing import Any

from PIL import Image, ImageDraw

from agent.engines import Engines
from tools.studio import Engine, Studio
from tools.types import Sampling

DEFAULTS = {
    "ip2p": Sampling(steps=20, guidance=7.5, image_guidance=1.5),
    "kontext": Sampling(steps=28, guidance=2.5),
    "sdxl": Sampling(steps=30, guidance=5.0, strength=0.6),
}


@dataclass(frozen=True)
class Pretended:
    """`asked` remembers every (skill, words, sampling, controls) of the engine, whoever it worked for."""

    name: str = "pretended"
    family: str = "ip2p"
    revision: str = "1"
    skills: frozenset[str] = frozenset({"instruct", "restyle", "paint", "fill"})
    asked: list[tuple[str, str, Sampling, tuple[str, ...]]] = field(default_factory=list)
    studio: Studio | None = None

    drifts = True
    group = "diffusion"

    @property
    def model(self) -> str:
        return f"tests/{self.name}@{self.revision}"

    def versions(self) -> dict[str, str]:
        return {"pretended": self.revision}

    def working_for(self, studio: Studio) -> Pretended:
        return replace(self, studio=studio)

    def ready(self, skill: str) -> None:
        """Always: nothing is missing."""

    def fill(self, image: Image.Image, mask: Image.Image, sampling: Sampling) -> Image.Image:
        return self._made("fill", "", image, sampling, mask)

    def paint(
        self, image: Image.Image, mask: Image.Image, prompt: str, sampling: Sampling, references: Sequence[Any] = ()
    ) -> Image.Image:
        return self._made("paint", prompt, image, sampling, mask)

    def instruct(
        self, image: Image.Image, instruction: str, mask: Image.Image | None, sampling: Sampling
    ) -> Image.Image:
        return self._made("instruct", instruction, image, sampling, mask)

    def restyle(self, image: Image.Image, prompt: str, sampling: Sampling) -> Image.Image:
        return self._made("restyle", prompt, image, sampling, None)

    def _made(
        self, skill: str, words: str, image: Image.Image, sampling: Sampling, mask: Image.Image | None
    ) -> Image.Image:
        assert self.studio is not None
        whole = sampling.over(DEFAULTS[self.family])
        self.studio.sampled = whole
        self.asked.append((skill, words, sampling, tuple(control.kind for control in self.studio.controls)))
        told = f"{self.name} {skill} {words} {whole.model_dump_json()}"
        out = image.copy()
        width, height = out.size
        box = (mask.getbbox() if mask is not None else None) or (0, 0, width, height)
        across, down = (box[2] - box[0]) / 4, (box[3] - box[1]) / 4
        place = box[0] + across, box[1] + down, box[2] - across, box[3] - down
        ImageDraw.Draw(out).ellipse(place, fill=tuple(sha256(told.encode()).digest()[:3]))
        return out


class Having(Engines):
    """The engines of a program where these models were pulled."""

    def __init__(self, *models: Pretended) -> None:
        super().__init__()
        self.pretended = models

    @cached_property
    def local(self) -> tuple[Engine, ...]:
        return self.pretended
