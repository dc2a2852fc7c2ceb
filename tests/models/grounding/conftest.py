"""Tiny grounders on shelves, put there by the program's own code: each is taught once, shelves are made as wanted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from agent.engines import Engines
from agent.settings import Settings
from tests.models.grounding import tiny_grounders
from tools.models.pulling import adopt
from tools.models.shelf import Shelf

BUILDERS = {
    "grounding-dino": tiny_grounders.grounding_dino,
    "owlv2": tiny_grounders.owlv2,
    "clipseg": tiny_grounders.clipseg,
    "sam2": tiny_grounders.sam2,
}
Built = Callable[[str], Path]
Stocked = Callable[..., Shelf]


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, coffee: Image.Image) -> Built:
    """`built("owlv2")` → the folder of that tiny model, as a hub's copy on a disk."""
    folders: dict[str, Path] = {}

    def build(name: str) -> Path:
        if name not in folders:
            folders[name] = BUILDERS[name](tmp_path_factory.mktemp("taught") / name, coffee)
        return folders[name]

    return build


@pytest.fixture(scope="session")
def stocked(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Stocked:
    """`stocked("owlv2", "sam2")` → a models folder with these, the same one each time."""
    shelves: dict[tuple[str, ...], Shelf] = {}

    def stock(*names: str) -> Shelf:
        if names not in shelves:
            shelves[names] = Shelf(tmp_path_factory.mktemp("shelf"))
            for name in names:
                adopt(name, built(name), shelves[names])
        return shelves[names]

    return stock


@pytest.fixture
def talk_with(talk_about: Callable[..., Any], stocked: Stocked, coffee: Image.Image) -> Callable[..., Any]:
    """A conversation about the photograph, with an agent whose models folder holds the named ones."""
    return lambda *names: talk_about(coffee, engines=Engines(Settings(models=stocked(*names).folder)))


@pytest.fixture(autouse=True, scope="session")
def _let_go() -> Iterator[None]:
    yield
    from tools.grounding.models.loading import unload

    unload()
