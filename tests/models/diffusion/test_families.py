"""What holds for every family of diffusion models: one specification, one row of a table for each.

A tiny model is saved, taken onto a shelf and loaded from its folder by the program, and edits a real photograph. A new
family joins by a row: its name, the builder of a tiny model of it, and an edit as JSON.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.models import tiny, tiny_classic, tiny_editors
from tools.apply import apply
from tools.canvas import Canvases
from tools.engines import pulled
from tools.engines.diffusion import FAMILIES
from tools.engines.diffusion.families import ledits
from tools.engines.options import Options
from tools.models.catalog import Entry, entries
from tools.models.shelf import Shelf
from tools.operations import parse
from tools.studio import Studio
from tools.types import Edit

SMALL = Canvases((), 64, 0.02)
PLACE: dict[str, Any] = {"region": {"box": (0.4, 0.3, 0.6, 0.6)}}
HAT = {"op": "add", "object": "hat", **PLACE}
REMOVE = {"op": "remove", **PLACE}
Have = Callable[..., Shelf]


@dataclass(frozen=True)
class Row:
    """One edit by one family. `enlarged`: how many times as large its picture comes out; `reduced`: how many times
    smaller the photograph is, for a family that lays it on no canvas; `small`: the family's canvases here.
    """

    family: str
    build: Callable[..., Path]
    operation: dict[str, Any]
    enlarged: float = 1.0
    reduced: int = 1
    small: Callable[[pytest.MonkeyPatch], Canvases] = lambda patch: SMALL

    def __str__(self) -> str:
        return f"{self.family}: {self.operation['op']}"

    @property
    def entry(self) -> Entry:
        """The family's first model in the catalogue."""
        return next(entry for entry in entries() if entry.family == self.family)

    @property
    def local(self) -> bool:
        return "region" in self.operation

    def photo(self, photo: Image.Image) -> Image.Image:
        return photo if self.reduced == 1 else photo.reduce(self.reduced)


TABLE = [
    Row("sd-inpaint", tiny.sd_inpaint, HAT),
    Row("sd-inpaint", tiny.sd_inpaint, REMOVE),
    Row("sdxl-inpaint", tiny.sdxl_inpaint, HAT),
    Row("sdxl-inpaint", tiny.sdxl_inpaint, REMOVE),
    Row("ip2p", tiny.ip2p, {"op": "instruct", "instruction": "make the sky pink"}),
    Row("ip2p", tiny.ip2p, {"op": "instruct", "instruction": "make the mug blue", **PLACE}),
    Row("ip2p", tiny.ip2p, {"op": "restyle", "style": "stained glass"}),
    Row("ip2p-xl", tiny.ip2p_xl, {"op": "restyle", "style": "watercolor"}),
    Row("kontext", tiny_editors.kontext, HAT),
    Row("kontext", tiny_editors.kontext, {"op": "instruct", "instruction": "Make the mug blue.", **PLACE}),
    Row("kontext", tiny_editors.kontext, {"op": "restyle", "style": "stained glass"}),
    Row("sdxl", tiny_classic.sdxl, {"op": "generate", "prompt": "a lighthouse in a storm"}),
    Row("sdxl", tiny_classic.sdxl, {"op": "restyle", "style": "stained glass"}),
    Row("ledits", tiny_classic.sd, {"op": "instruct", "instruction": "make the sky pink and remove the car"}),
    Row("ledits", tiny_classic.sd, {"op": "instruct", "instruction": "make the mug blue", **PLACE}),
    Row("ledits", tiny_classic.sd, {"op": "restyle", "style": "stained glass"}),
    Row("x4-upscaler", tiny_classic.x4_upscaler, {"op": "enhance", "task": "upscale", "factor": 2}, 2, 8),
    Row("x4-upscaler", tiny_classic.x4_upscaler, {"op": "enhance", "task": "upscale", "factor": 4}, 4, 8),
    Row("flux2-klein", tiny_editors.klein, HAT),
    Row("flux2-klein", tiny_editors.klein, {"op": "instruct", "instruction": "Make the mug blue.", **PLACE}),
    Row("flux2-klein", tiny_editors.klein, {"op": "restyle", "style": "stained glass"}),
    Row("flux2-klein", tiny_editors.klein, {"op": "generate", "prompt": "a red boat"}),
    Row("qwen-edit", tiny_editors.qwen_edit, HAT, small=tiny_editors.small_qwen),
    Row(
        "qwen-edit",
        tiny_editors.qwen_edit,
        {"op": "instruct", "instruction": "Make the mug blue.", **PLACE},
        small=tiny_editors.small_qwen,
    ),
    Row(
        "qwen-edit", tiny_editors.qwen_edit, {"op": "restyle", "style": "stained glass"}, small=tiny_editors.small_qwen
    ),
]


@pytest.fixture(params=TABLE, ids=str)
def row(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Row:
    """A row of the table, its family on a small canvas."""
    found: Row = request.param
    monkeypatch.setattr(type(FAMILIES[found.family]), "canvases", found.small(monkeypatch))
    monkeypatch.setattr(ledits, "FLOOR_DB", 0.0)  # random networks give no picture back
    return found


def edited(row: Row, have: Have, photo: Image.Image, **more: Any) -> Edit:
    """The row's edit of `photo` with two steps, by the row's model and no other."""
    shelf = have(row.entry.name, row.build)
    studio = Studio(engines=pulled(shelf, Options()), chosen=row.entry.name)
    return apply(photo, parse({"sampling": {"steps": 2}, "seed": 1, **row.operation, **more}), studio)


def test_an_edit_of_a_photograph(row: Row, have: Have, coffee: Image.Image) -> None:
    """It keeps to its place and its size, is the same for the same seed, and the receipt says how it was made."""
    coffee = row.photo(coffee)
    before = coffee.tobytes()
    first, second, other = (edited(row, have, coffee, seed=seed) for seed in (1, 1, 2))
    told = first.receipt
    assert coffee.tobytes() == before
    assert first.image.size == tuple(round(side * row.enlarged) for side in coffee.size)
    assert first.image.tobytes() == second.image.tobytes() != other.image.tobytes()
    assert first.image.tobytes() != before
    if row.local:
        assert told.changed_outside == 0
        assert told.changed_inside
    model = have(row.entry.name, row.build).get(row.entry.name)
    assert model is not None
    assert told.engine == row.entry.name
    assert told.model == f"{row.entry.repo}@{model.fingerprint}"
    assert told.sampling["steps"] == 2
    assert (
        told.sampling.items()
        >= FAMILIES[row.family]
        .defaults.model_copy(update={"steps": 2, **_catalogued(row.entry)})
        .model_dump(exclude_none=True)
        .items()
    )
    assert {"torch", "diffusers"} <= set(told.versions)


def _catalogued(entry: Entry) -> dict[str, float]:
    return entry.model_dump(include={"guidance", "image_guidance"}, exclude_none=True)
