"""Colours taken over from another picture."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image

from tools.apply import apply
from tools.oklab import oklab
from tools.operations.match import Match
from tools.selection import Selection
from tools.studio import Studio

REFERENCE = "a" * 64


def studio(reference: Image.Image) -> Studio:
    return Studio(engines=[], picture=lambda digest: reference)


def mood(image: Image.Image) -> np.ndarray:
    return oklab(np.asarray(image.convert("RGB"), np.float32) / 255).reshape(-1, 3).mean(axis=0)


@pytest.fixture
def cold(coffee_image: Image.Image) -> Image.Image:
    return Image.fromarray((np.asarray(coffee_image)[:, :, ::-1] * 0.8 + 30).astype(np.uint8))


def test_the_palette_moves_to_the_reference(coffee_image: Image.Image, cold: Image.Image) -> None:
    result = apply(coffee_image, Match(reference=REFERENCE), studio(cold)).image
    before, after, goal = mood(coffee_image), mood(result), mood(cold)
    assert np.linalg.norm(after - goal) < 0.35 * np.linalg.norm(before - goal)


def test_itself_as_the_reference_changes_little(coffee_image: Image.Image) -> None:
    result = apply(coffee_image, Match(reference=REFERENCE), studio(coffee_image)).image
    assert np.abs(np.asarray(result).astype(int) - np.asarray(coffee_image)).mean() < 3


def test_strength_goes_from_nothing_to_all(coffee_image: Image.Image, cold: Image.Image) -> None:
    small = coffee_image.resize((90, 60))
    none, half, full = (
        np.asarray(apply(small, Match(reference=REFERENCE, strength=s), studio(cold)).image).astype(float)
        for s in (0, 0.5, 1)
    )
    assert (none == np.asarray(small)).all()
    assert np.abs(half - (none + full) / 2).max() <= 1.5
    assert Match(reference=REFERENCE, strength=0.6).scaled(2).strength == 1


def test_only_the_region_is_measured_and_changed(coffee_image: Image.Image, cold: Image.Image) -> None:
    selection = Selection.rectangle((0, 0, 200, 400), coffee_image.size)
    edit = apply(coffee_image, Match(reference=REFERENCE), studio(cold), selection)
    assert edit.receipt.changed_outside == 0
    left = edit.image.crop(selection.box)
    assert np.linalg.norm(mood(left) - mood(cold)) < np.linalg.norm(mood(coffee_image.crop(selection.box)) - mood(cold))


@pytest.mark.parametrize("size", [(1, 1), (2, 3)])
@pytest.mark.parametrize("mode", ["L", "RGBA"])
def test_tiny_and_gray_pictures(
    size: tuple[int, int], mode: str, noise: Callable[..., Image.Image], cold: Image.Image
) -> None:
    result = apply(noise(size, 0, mode), Match(reference=REFERENCE), studio(cold)).image
    assert (result.size, result.mode) == (size, "RGB" if mode == "L" else "RGBA")


def test_a_gray_reference_takes_the_colour_away(coffee_image: Image.Image) -> None:
    result = apply(coffee_image, Match(reference=REFERENCE), studio(coffee_image.convert("L"))).image
    spread = [np.ptp(np.asarray(x).astype(int), axis=2).mean() for x in (coffee_image, result)]
    assert spread[1] < 0.45 * spread[0]
