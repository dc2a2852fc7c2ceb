"""Points pulled elsewhere: what is there follows, what is far away stays."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pydantic import ValidationError

from tools.apply import apply
from tools.operations.drag import Drag
from tools.selection import Selection
from tools.studio import Studio


def dots() -> Image.Image:
    image = Image.new("RGB", (200, 200), (230, 230, 230))
    image.paste((200, 0, 0), (76, 96, 85, 105))
    image.paste((0, 0, 200), (10, 10, 20, 20))
    return image


def centre(image: Image.Image, channel: int) -> np.ndarray:
    values = np.asarray(image).astype(int)
    hit = values[..., channel] - values.min(axis=2) > 90
    return np.argwhere(hit).mean(axis=0)


def test_what_is_pulled_arrives() -> None:
    result = apply(dots(), Drag(pairs=[(0.4, 0.5, 0.5, 0.55)]), Studio(engines=[])).image
    assert np.abs(centre(result, 0) - (110, 100)).max() < 3


def test_what_is_far_away_stays() -> None:
    result = apply(dots(), Drag(pairs=[(0.6, 0.7, 0.66, 0.7)]), Studio(engines=[])).image
    assert np.abs(centre(result, 2) - centre(dots(), 2)).max() < 0.6


@settings(max_examples=20, deadline=None)
@given(st.floats(0, 1), st.floats(0, 1))
def test_a_pull_to_where_it_is_changes_nothing(x: float, y: float) -> None:
    image = dots()
    assert apply(image, Drag(pairs=[(x, y, x, y)]), Studio(engines=[])).image.tobytes() == image.tobytes()


def test_it_stays_in_its_region() -> None:
    selection = Selection.rectangle((40, 60, 140, 140), (200, 200))
    edit = apply(dots(), Drag(pairs=[(0.4, 0.5, 0.5, 0.5)]), Studio(engines=[]), selection)
    assert edit.receipt.changed_outside == 0
    assert edit.receipt.changed_inside


@pytest.mark.parametrize("size", [(1, 1), (3, 1), (2, 8)])
def test_tiny_pictures(size: tuple[int, int], noise: Callable[..., Image.Image]) -> None:
    for mode in ("L", "RGBA"):
        result = apply(noise(size, 0, mode), Drag(pairs=[(0, 0, 1, 1)]), Studio(engines=[])).image
        assert (result.size, result.mode) == (size, mode)


@pytest.mark.parametrize("pairs", [(), ((0.1, 0.2, 0.3, 1.4),), ((0.1, 0.2, 0.3),)])
def test_pairs_are_fractions(pairs: tuple[tuple[float, ...], ...]) -> None:
    with pytest.raises(ValidationError):
        Drag(pairs=pairs)
