"""Tiny models on a shelf, put there by the program's own code, and engines made from them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tools.models.pulling import adopt
from tools.models.shelf import Shelf


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    """The models folder of these tests."""
    return Shelf(tmp_path_factory.mktemp("models"))


@pytest.fixture(scope="session")
def have(shelf: Shelf, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Shelf]:
    """Put the model that a builder makes on the shelf under a name of the catalogue, once."""

    def put(name: str, build: Callable[..., Path], **given: Any) -> Shelf:
        if shelf.get(name) is None:
            adopt(name, build(tmp_path_factory.mktemp("built") / name, **given), shelf, accepted=True)
        return shelf

    return put


@pytest.fixture(scope="session")
def coffee(sample: Callable[[str], Path]) -> Image.Image:
    """A real photograph of 640 × 480, made from one of 600 × 400."""
    with Image.open(sample("coffee.png")) as opened:
        return opened.convert("RGB").resize((640, 480))


@pytest.fixture(autouse=True, scope="session")
def _one_thread() -> Iterator[None]:
    """Tiny networks gain nothing from threads, and on a busy machine those wait for each other most of the time."""
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(autouse=True, scope="session")
def _unloaded() -> Iterator[None]:
    yield
    from tools.engines.diffusion.keeping import unload

    unload()
