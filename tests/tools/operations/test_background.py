"""What lies behind the subject changes; the subject does not, and no old background clings to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageChops

from tools.apply import apply
from tools.errors import ModelUnavailable, Unclear
from tools.operations.background import Background
from tools.selection import Selection
from tools.studio import Studio
from tools.types import Region

Disc = Callable[..., tuple[Image.Image, Selection]]


def behind(selection: Selection) -> Selection:
    """Everything but the object."""
    found = Selection.of_mask(ImageChops.invert(selection.full()))
    assert found is not None
    return found


def core(selection: Selection, pixels: int = 8) -> np.ndarray:
    """Well inside the object."""
    return np.asarray(behind(selection).dilated(pixels).full()) == 0


@pytest.mark.parametrize("mode", ["blur", "darken", "lighten", "desaturate", "color"])
def test_the_subject_stays_as_it_is(mode: str, disc: Disc) -> None:
    image, selection = disc()
    edit = apply(image, Background(mode=mode, color="yellow"), Studio(engines=[]), behind(selection))
    inside = core(selection)
    assert (np.asarray(edit.image)[inside] == np.asarray(image)[inside]).all()
    assert edit.receipt.changed_outside == 0


def test_darker_lighter_and_grayer(disc: Disc) -> None:
    image, selection = disc()
    far = np.asarray(selection.dilated(12).full()) == 0

    def result(**arguments: object) -> np.ndarray:
        edit = apply(image, Background(**arguments), Studio(engines=[]), behind(selection))
        return np.asarray(edit.image)[far].astype(int).mean(axis=0)

    before = np.asarray(image)[far].mean(axis=0)
    assert (result(mode="darken") < before).all()
    assert (result(mode="lighten") > before).all()
    assert np.ptp(result(mode="desaturate", amount=100)) <= 1
    assert np.abs(result(mode="darken", amount=0) - before).max() <= 1
    assert (result(mode="darken", amount=90) < result(mode="darken", amount=30)).all()


def test_a_blurred_background_is_not_tinted_by_the_subject(disc: Disc) -> None:
    image, selection = disc()
    edit = apply(image, Background(mode="blur", amount=100), Studio(engines=[]), behind(selection))
    outside = np.asarray(selection.dilated(3).full()) == 0
    assert np.abs(np.asarray(edit.image)[outside].astype(int) - (40, 160, 70)).max() <= 8


def test_blur_takes_texture_away(noise: Callable[..., Image.Image]) -> None:
    image = noise((120, 90))
    subject = Selection.rectangle((40, 30, 80, 60), image.size)
    edit = apply(image, Background(mode="blur", amount=80), Studio(engines=[]), behind(subject))
    assert np.asarray(edit.image.crop((0, 0, 20, 90))).std() < 0.5 * np.asarray(image.crop((0, 0, 20, 90))).std()


def test_another_colour_leaves_no_rim_of_the_old_one(disc: Disc) -> None:
    image, selection = disc()
    edit = apply(image, Background(mode="color", color="white"), Studio(engines=[]), behind(selection))
    values = np.asarray(edit.image).astype(int)
    greenish = values[..., 1] - np.maximum(values[..., 0], values[..., 2])
    assert greenish.max() < 25
    assert (values[np.asarray(selection.dilated(12).full()) == 0] == 255).all()


def test_another_picture_fills_the_frame(disc: Disc, noise: Callable[..., Image.Image]) -> None:
    image, selection = disc()
    reference = Image.new("RGB", (50, 80), (10, 20, 200))
    studio = Studio(engines=[], picture=lambda digest: reference)
    edit = apply(image, Background(mode="picture", reference="a" * 64), studio, behind(selection))
    assert edit.image.getpixel((2, 2)) == (10, 20, 200)
    assert edit.image.size == image.size


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_removed_means_transparent(mode: str, disc: Disc) -> None:
    image, selection = disc()
    edit = apply(image.convert(mode), Background(mode="remove"), Studio(engines=[]), behind(selection))
    assert edit.image.mode == "RGBA"
    alpha = np.asarray(edit.image.getchannel("A"))
    assert (alpha[core(selection)] == 255).all()
    assert (alpha[np.asarray(selection.dilated(12).full()) == 0] == 0).all()
    assert ((alpha > 0) & (alpha < 255)).any()


@pytest.mark.parametrize("mode", ["blur", "darken"])
def test_other_modes_make_no_transparency_and_keep_gray_gray(mode: str, disc: Disc) -> None:
    image, selection = disc()
    for kind in ("L", "RGB"):
        assert (
            apply(image.convert(kind), Background(mode=mode), Studio(engines=[]), behind(selection)).image.mode == kind
        )
    coloured = apply(image.convert("L"), Background(mode="color", color="red"), Studio(engines=[]), behind(selection))
    assert coloured.image.mode == "RGB"


@pytest.mark.parametrize(("mode", "field"), [("color", "color"), ("picture", "reference"), ("scene", "scene")])
def test_it_asks_for_what_it_cannot_do_without(mode: str, field: str, disc: Disc, model_studio: Studio) -> None:
    image, selection = disc()
    with pytest.raises(Unclear) as caught:
        apply(image, Background(mode=mode), model_studio, behind(selection))
    assert caught.value.field == field


def test_a_scene_is_painted_behind_the_subject(disc: Disc, model: Any, model_studio: Studio) -> None:
    image, selection = disc()
    edit = apply(image, Background(mode="scene", scene="a beach"), model_studio, behind(selection))
    assert model.last == ("paint", "a beach")
    assert edit.image.getpixel((1, 1)) == (12, 200, 77)
    with pytest.raises(ModelUnavailable, match="needs a model such as"):
        apply(image, Background(mode="scene", scene="a beach"), Studio(engines=[]), behind(selection))


def test_the_place_is_the_background_unless_said() -> None:
    assert Background(mode="blur").region == Region(phrase="background")
    image = Image.new("RGB", (4, 4))
    assert Background(mode="blur", region=None).resolve(image, None, Studio()).region == Region(phrase="background")


def test_half_of_it() -> None:
    assert Background(mode="blur", amount=60).scaled(0.5).amount == 30  # type: ignore[union-attr]
    assert Background(mode="remove").scaled(0.5) is None


def test_who_is_named_is_kept_in_front(disc: Disc, model: Any, model_studio: Studio) -> None:
    image, _ = disc()
    named = Background(mode="scene", scene="a beach", subject="the thing in the middle")
    edit = apply(image, named, model_studio)
    assert named.region is None
    assert edit.operation.region == Region(phrase="everything but the thing in the middle")


def test_a_name_that_nothing_finds_means_what_stands_out(disc: Disc, model_studio: Studio) -> None:
    edit = apply(disc()[0], Background(mode="color", color="white", subject="gardener"), model_studio)
    assert edit.operation.region == Region(phrase="background")
    assert any("stands out" in note for note in edit.receipt.notes)
