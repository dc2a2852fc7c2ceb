"""The four models of `basics` as tiny networks on one shelf, and photographs with plain things in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from tests.models import tiny_onnx
from tools.models.pulling import adopt
from tools.models.shelf import Shelf

BUILDERS = {
    "lama": tiny_onnx.lama,
    "efficientsam": tiny_onnx.efficientsam,
    "yolox": tiny_onnx.yolox,
    "yunet": tiny_onnx.yunet,
}
COLOURS = {"dog": (255, 128, 0), "cat": (0, 0, 255), "face": (255, 200, 160)}
Thing = tuple[str, int, int]


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with one folder for each model, as on a stick."""
    folder = tmp_path_factory.mktemp("stick")
    for name, build in BUILDERS.items():
        build(folder / name)
    return folder


@pytest.fixture(scope="session")
def basics(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """The models folder with all four."""
    shelf = Shelf(tmp_path_factory.mktemp("basics"))
    for name in BUILDERS:
        adopt(name, built / name, shelf)
    return shelf


@pytest.fixture(scope="session")
def painted(sample: Callable[[str], Path]) -> Callable[..., Image.Image]:
    """`painted(("dog", 3, 5), …)`: a real photograph of 640 × 480, and in it what the tiny networks know: 96 × 96
    pixels in a dark shade around one cell of 32 (column, row) in the colour by which it is known.
    """

    def draw(*things: Thing) -> Image.Image:
        with Image.open(sample("rocket.jpg")) as opened:
            image = opened.convert("RGB").resize((640, 480))
        for kind, column, row in things:
            dark = tuple(round(0.6 * one) for one in COLOURS[kind])
            for box, colour in ((place(column, row), dark), (place(column, row, 0), COLOURS[kind])):
                ImageDraw.Draw(image).rectangle((box[0], box[1], box[2] - 1, box[3] - 1), colour)
        return image

    return draw


def place(column: int, row: int, around: int = 32) -> tuple[int, int, int, int]:
    """The pixels of a thing that was painted at a cell."""
    return column * 32 - around, row * 32 - around, column * 32 + 32 + around, row * 32 + 32 + around


@pytest.fixture(autouse=True, scope="session")
def _let_go() -> Iterator[None]:
    yield
    from tools.network import unload

    unload()
