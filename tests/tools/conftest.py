"""A studio whose only engine fills holes with one flat colour, and scenes that are made, not photographed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from tools.selection import Selection
from tools.studio import Studio
from tools.types import Sampling

FILLED = (9, 99, 199)


class Flat:
    """Offers `fill`: one colour that no scene has, so that a test sees where it was asked. Remembers its masks."""

    name = "flat"
    skills = frozenset({"fill"})

    def __init__(self) -> None:
        self.masks: list[Image.Image] = []
        self.samplings: list[Sampling] = []

    def versions(self) -> dict[str, str]:
        return {"flat": "1"}

    def fill(self, image: Image.Image, mask: Image.Image, sampling: Sampling) -> Image.Image:
        self.masks.append(mask)
        self.samplings.append(sampling)
        return Image.composite(Image.new("RGB", image.size, FILLED), image, mask)


class Painter(Flat):
    """Also offers `paint`, in the same flat colour; remembers what it was told."""

    name = "painter"
    skills = frozenset({"fill", "paint"})

    def __init__(self) -> None:
        super().__init__()
        self.prompts: list[str] = []

    def paint(self, image: Image.Image, mask: Image.Image, prompt: str, sampling: Sampling) -> Image.Image:
        self.prompts.append(prompt)
        return self.fill(image, mask, sampling)


@pytest.fixture
def flat() -> Flat:
    return Flat()


@pytest.fixture
def painter() -> Painter:
    return Painter()


@pytest.fixture
def flat_studio(flat: Flat) -> Studio:
    return Studio(engines=[flat])


@pytest.fixture
def paint_studio(painter: Painter) -> Studio:
    return Studio(engines=[painter])


@pytest.fixture(scope="session")
def noise() -> Callable[..., Image.Image]:
    """Random pixels of a size, the same for the same seed."""

    def make(size: tuple[int, int], seed: int = 0, mode: str = "RGB") -> Image.Image:
        channels = {"L": (), "RGB": (3,), "RGBA": (4,), "LA": (2,)}[mode]
        pixels = np.random.default_rng(seed).integers(0, 256, (size[1], size[0], *channels), np.uint8)
        return Image.fromarray(pixels)

    return make


@pytest.fixture(scope="session")
def disc() -> Callable[..., tuple[Image.Image, Selection]]:
    """A red disc with a soft edge on a green ground, and its hard mask."""

    def make(size: tuple[int, int] = (200, 120), centre: tuple[int, int] = (60, 60), radius: int = 25):  # type: ignore[no-untyped-def]
        big = Image.new("L", (size[0] * 4, size[1] * 4), 0)
        x, y = centre[0] * 4, centre[1] * 4
        ImageDraw.Draw(big).ellipse((x - 4 * radius, y - 4 * radius, x + 4 * radius, y + 4 * radius), fill=255)
        soft = big.resize(size, Image.Resampling.BOX)
        image = Image.composite(Image.new("RGB", size, (210, 30, 40)), Image.new("RGB", size, (40, 160, 70)), soft)
        selection = Selection.of_mask(soft.point(lambda value: 255 if value > 127 else 0))
        assert selection is not None
        return image, selection

    return make


@pytest.fixture(scope="session")
def rocket(sample: Callable[[str], Path]) -> Image.Image:
    """A real photograph, 640 × 427."""
    with Image.open(sample("rocket.jpg")) as opened:
        return opened.convert("RGB")
