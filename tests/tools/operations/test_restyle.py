"""Looks: every one works on every size, strength blends, words find their look, others ask a model."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PIL import Image

from tools.apply import apply
from tools.engines.embedded.looks import LOOKS
from tools.errors import ModelUnavailable
from tools.operations.restyle import Restyle
from tools.selection import Selection
from tools.studio import Studio

STYLES = [look.name for look in LOOKS]


def difference(one: Image.Image, other: Image.Image) -> float:
    return float(np.abs(np.asarray(one).astype(int) - np.asarray(other).astype(int)).mean())


@pytest.mark.parametrize("style", STYLES)
def test_every_look_changes_a_photograph_and_keeps_what_it_shows(style: str, coffee_image: Image.Image) -> None:
    image = coffee_image.resize((240, 160), Image.Resampling.BOX)
    edit = apply(image, Restyle(style=style, seed=1), Studio(engines=[]))
    assert edit.image.size == image.size
    assert difference(edit.image, image) > 3
    soft = [np.asarray(x.convert("L").resize((12, 8), Image.Resampling.BOX)).ravel() for x in (image, edit.image)]
    assert np.corrcoef(*soft)[0, 1] > 0.6


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("size", [(1, 1), (2, 9), (17, 5)])
def test_every_look_works_on_tiny_pictures(
    style: str, size: tuple[int, int], noise: Callable[..., Image.Image], bare_studio: Studio
) -> None:
    for mode in ("RGB", "RGBA"):
        edit = apply(noise(size, 2, mode), Restyle(style=style), bare_studio)
        assert (edit.image.size, edit.image.mode) == (size, mode)


@pytest.mark.parametrize("style", ["watercolor", "mosaic", "vintage film", "pencil sketch"])
def test_the_same_seed_gives_the_same_pixels(style: str, coffee_image: Image.Image, bare_studio: Studio) -> None:
    image = coffee_image.resize((150, 100))
    first, again, other = (
        apply(image, Restyle(style=style, seed=seed), bare_studio).image.tobytes() for seed in (3, 3, 4)
    )
    assert first == again != other


def test_strength_blends(coffee_image: Image.Image, bare_studio: Studio) -> None:
    image = coffee_image.resize((150, 100))
    full, half, none = (
        apply(image, Restyle(style="sepia", strength=strength), bare_studio).image for strength in (1, 0.5, 0)
    )
    assert none.tobytes() == image.tobytes()
    assert difference(half, image) == pytest.approx(difference(full, image) / 2, rel=0.05)
    assert Restyle(style="sepia", strength=0.4).scaled(0.5).strength == pytest.approx(0.2)
    assert Restyle(style="sepia", strength=0.8).scaled(3).strength == 1


def test_a_look_stays_in_its_region(coffee_image: Image.Image, bare_studio: Studio) -> None:
    selection = Selection.rectangle((100, 80, 400, 300), coffee_image.size)
    edit = apply(coffee_image, Restyle(style="black and white"), bare_studio, selection)
    assert edit.receipt.changed_outside == 0
    assert edit.receipt.changed_inside
    inside = np.asarray(edit.image.crop(selection.box)).astype(int)
    assert (np.ptp(inside, axis=2) == 0).all()


def test_a_large_picture_looks_like_a_small_one(coffee_image: Image.Image, bare_studio: Studio) -> None:
    large = coffee_image.resize((1800, 1200), Image.Resampling.BICUBIC)
    small = coffee_image.resize((900, 600), Image.Resampling.BICUBIC)
    for style in ("oil painting", "cartoon"):
        one, other = (apply(x, Restyle(style=style), bare_studio).image for x in (large, small))
        assert (
            difference(one.resize((300, 200), Image.Resampling.BOX), other.resize((300, 200), Image.Resampling.BOX)) < 9
        )


def test_an_unknown_style_names_the_model_and_the_looks(coffee_image: Image.Image) -> None:
    with pytest.raises(ModelUnavailable) as caught:
        apply(coffee_image, Restyle(style="as if it were winter"), Studio())
    assert caught.value.skill == "restyle"
    assert "watercolor" in caught.value.hint
    assert "timbrooks/instruct-pix2pix" in caught.value.message


def test_an_unknown_style_is_asked_of_a_model(coffee_image: Image.Image, model: Any, model_studio: Studio) -> None:
    edit = apply(coffee_image, Restyle(style="winter", seed=9), model_studio)
    assert model.last == ("restyle", "winter")
    assert model.calls[-1][3].seed == 9
    assert edit.receipt.engine == "model"
    assert edit.image.size == coffee_image.size


def test_a_known_look_needs_no_model(coffee_image: Image.Image, model: Any, model_studio: Studio) -> None:
    apply(coffee_image.resize((60, 40)), Restyle(style="a nice sepia tone"), model_studio)
    assert model.calls == []
