"""Removing: the hole and its rim are filled, everything else stays, the object is gone afterwards."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image

from tools.apply import apply
from tools.errors import Cancelled, EditRejected, RegionNotFound
from tools.operations.remove import Remove
from tools.selection import Selection
from tools.studio import Studio
from tools.types import Region


def test_the_object_goes_and_its_surroundings_go_on(disc: Callable[..., tuple[Image.Image, Selection]]) -> None:
    image, selection = disc()
    edit = apply(image, Remove(), Studio(), selection)
    assert np.abs(np.asarray(edit.image).astype(int) - (40, 160, 70)).max() <= 3
    assert edit.receipt.changed_outside == 0
    assert edit.target is None
    assert edit.receipt.engine == "embedded"


def test_it_writes_no_further_than_it_says(disc: Callable[..., tuple[Image.Image, Selection]]) -> None:
    image, selection = disc()
    edit = apply(image, Remove(), Studio(), selection)
    changed = np.any(np.asarray(edit.image) != np.asarray(image), axis=2)
    allowed = np.asarray(selection.dilated(edit.receipt.grow_px).full()) > 0
    assert changed.any()
    assert not (changed & ~allowed).any()


def test_the_same_seed_gives_the_same_pixels(coffee_image: Image.Image) -> None:
    selection = Selection.rectangle((20, 250, 90, 330), coffee_image.size)
    first, again = (apply(coffee_image, Remove(seed=5), Studio(), selection).image for _ in range(2))
    assert first.tobytes() == again.tobytes()


def test_nothing_left_to_go_by_is_said(noise: Callable[..., Image.Image]) -> None:
    image = noise((12, 12))
    with pytest.raises(EditRejected, match="whole picture"):
        apply(image, Remove(), Studio(), Selection.everything(image.size))


def test_without_a_region_it_asks(coffee_image: Image.Image) -> None:
    with pytest.raises(RegionNotFound, match="remove"):
        apply(coffee_image, Remove(), Studio())


def test_it_can_be_stopped(coffee_image: Image.Image) -> None:
    calls = iter([False] * 4 + [True] * 100)
    studio = Studio(cancelled=lambda: next(calls))
    with pytest.raises(Cancelled):
        apply(coffee_image, Remove(region=Region(box=(0.1, 0.5, 0.4, 0.9))), studio,
              Selection.rectangle((60, 200, 240, 360), coffee_image.size))  # fmt: skip


@pytest.mark.parametrize("mode", ["L", "LA", "RGB", "RGBA"])
def test_every_mode_and_the_edge_of_the_picture(mode: str, noise: Callable[..., Image.Image]) -> None:
    image = noise((30, 20), 4, mode)
    edit = apply(image, Remove(), Studio(), Selection.rectangle((0, 0, 6, 9), image.size))
    assert (edit.image.mode, edit.image.size) == (mode, image.size)
