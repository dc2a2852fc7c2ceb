"""Small pictures and short ways of looking at a conversation, for the tests of the agent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

import pytest
from PIL import Image, ImageDraw

from tools.selection import Selection, pixel_box
from tools.types import Candidate

SIZE = (96, 64)
CUP = (0.125, 0.25, 0.375, 0.75)  # the red rectangle: 12, 16, 36, 48
LEFT = {"box": (0.0, 0.0, 0.5, 1.0)}
RIGHT = {"box": (0.5, 0.0, 1.0, 1.0)}


def scene_picture(mode: str = "RGB", size: tuple[int, int] = SIZE) -> Image.Image:
    """A soft gradient with a red rectangle on the left and a blue one on the right."""
    across = Image.linear_gradient("L").rotate(90).resize(size)
    down = Image.linear_gradient("L").resize(size)
    image = Image.merge("RGB", (across.point(lambda v: 60 + v // 3), down.point(lambda v: 70 + v // 3), across))
    width, height = size
    draw = ImageDraw.Draw(image)
    if min(size) >= 8:
        draw.rectangle((width // 8, height // 4, 3 * width // 8 - 1, 3 * height // 4 - 1), fill=(200, 40, 40))
        draw.rectangle((5 * width // 8, height // 4, 7 * width // 8 - 1, 3 * height // 4 - 1), fill=(40, 60, 200))
    if mode in ("LA", "RGBA"):
        image.putalpha(down)
    return image.convert(mode)


@pytest.fixture
def picture() -> Callable[..., Image.Image]:
    return scene_picture


@pytest.fixture
def small(talk_about: Callable[..., Any]) -> Any:
    """A conversation about the small picture."""
    return talk_about(scene_picture())


def op(name: str, **arguments: Any) -> dict[str, Any]:
    return {"op": name, **arguments}


@pytest.fixture(name="op")
def _op() -> Callable[..., dict[str, Any]]:
    return op


class Pair:
    """A grounder that knows the two rectangles: "bin" may be either, "red" and "blue" tell which."""

    name = "pair"
    places: ClassVar = {"red": CUP, "blue": (0.625, 0.25, 0.875, 0.75)}

    def propose(self, phrase: str, image: Image.Image) -> list[Candidate]:
        said = [colour for colour in self.places if colour in phrase.split()]
        known = said or [colour for colour in self.places if "bin" in phrase.split()]
        return [
            Candidate(Selection.rectangle(pixel_box(self.places[colour], image.size), image.size), 0.9, colour)
            for colour in known
        ]


@pytest.fixture
def pair(monkeypatch: pytest.MonkeyPatch, small: Any) -> Any:
    """A conversation in which "the bin" has to be asked about."""
    monkeypatch.setattr("tools.grounding.installed", lambda: (Pair(),))
    return small
