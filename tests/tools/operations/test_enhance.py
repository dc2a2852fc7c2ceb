"""Repairs, measured: noise goes down, edges come back, haze lifts, darkness opens, casts vanish; others ask a model."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageFilter

from tools.apply import apply
from tools.engines.embedded.repair import REPAIRS, noise_level
from tools.errors import ModelUnavailable
from tools.operations.enhance import Enhance
from tools.selection import Selection
from tools.studio import Studio

Values = np.ndarray


def done(image: Image.Image, task: str, strength: float = 0.7) -> Image.Image:
    return apply(image, Enhance(task=task, strength=strength), Studio(engines=[])).image


def error(one: Image.Image, other: Image.Image) -> float:
    return float(np.sqrt(np.mean((np.asarray(one).astype(float) - np.asarray(other)) ** 2)))


def spoiled(image: Image.Image, change: Callable[[Values], Values]) -> Image.Image:
    return Image.fromarray(np.clip(change(np.asarray(image).astype(float)), 0, 255).astype(np.uint8))


@pytest.fixture
def picture(coffee_image: Image.Image) -> Image.Image:
    return coffee_image.crop((60, 60, 420, 360))


def test_noise_goes_and_the_picture_stays(picture: Image.Image) -> None:
    noise = np.random.default_rng(0).normal(0, 14, (300, 360, 3))
    noisy = spoiled(picture, lambda values: values + noise)
    calm = done(noisy, "denoise")
    assert error(calm, picture) < 0.72 * error(noisy, picture)
    assert error(done(picture, "denoise", 0.4), picture) < 4


def test_the_noise_is_measured() -> None:
    rng = np.random.default_rng(1)
    for sigma in (0.01, 0.04):
        flat = (0.5 + rng.normal(0, sigma, (200, 200))).astype(np.float32)
        assert noise_level(flat) == pytest.approx(sigma, rel=0.15)


def test_edges_come_back(picture: Image.Image) -> None:
    soft = picture.filter(ImageFilter.GaussianBlur(1.4))
    sharp = done(soft, "deblur", 0.6)
    assert error(sharp, picture) < error(soft, picture)


def test_haze_lifts(picture: Image.Image) -> None:
    hazy = spoiled(picture, lambda values: values * 0.5 + 120)
    clear = done(hazy, "dehaze", 0.8)
    assert np.asarray(clear).std() > 1.25 * np.asarray(hazy).std()
    assert error(clear, picture) < error(hazy, picture)


def test_darkness_opens_and_light_does_not_clip(picture: Image.Image) -> None:
    dark = spoiled(picture, lambda values: values * 0.22)
    open_ = done(dark, "low_light", 0.7)
    assert np.asarray(open_).mean() > 1.6 * np.asarray(dark).mean()
    assert (np.asarray(open_) == 255).mean() < 0.01


def test_a_cast_vanishes() -> None:
    ramp = np.repeat(np.linspace(30, 210, 64)[None, :, None], 3, axis=2).repeat(64, axis=0)
    cast = Image.fromarray((ramp * (1.0, 0.85, 0.62)).astype(np.uint8))
    balanced = np.asarray(done(cast, "white_balance", 1.0)).astype(int)
    assert np.ptp(balanced[:, 32], axis=1).max() < 0.4 * np.ptp(np.asarray(cast).astype(int)[:, 32], axis=1).max()


@pytest.mark.parametrize("task", sorted(REPAIRS))
def test_no_strength_is_no_change(task: str, picture: Image.Image) -> None:
    assert done(picture, task, 0).tobytes() == picture.tobytes()


@pytest.mark.parametrize("task", sorted(REPAIRS))
@pytest.mark.parametrize("size", [(1, 1), (2, 7), (9, 3)])
def test_tiny_pictures_of_every_mode(task: str, size: tuple[int, int], noise: Callable[..., Image.Image]) -> None:
    for mode in ("L", "LA", "RGB", "RGBA"):
        result = done(noise(size, 1, mode), task)
        assert (result.size, result.mode) == (size, mode)


@pytest.mark.parametrize("task", sorted(REPAIRS))
def test_a_repair_stays_in_its_region(task: str, coffee_image: Image.Image) -> None:
    selection = Selection.rectangle((200, 100, 330, 210), coffee_image.size)
    edit = apply(coffee_image, Enhance(task=task), Studio(engines=[]), selection)
    assert edit.receipt.changed_outside == 0


@pytest.mark.parametrize("task", ["derain", "desnow", "shadow_removal"])
def test_weather_is_asked_of_a_model(task: str, picture: Image.Image, model: Any, model_studio: Studio) -> None:
    apply(picture, Enhance(task=task), model_studio)
    assert model.last[0] == "instruct"
    assert "Remove" in model.last[1]
    with pytest.raises(ModelUnavailable) as caught:
        apply(picture, Enhance(task=task), Studio())
    assert caught.value.hint


def test_upscaling_is_a_model_s_business(picture: Image.Image, model: Any, model_studio: Studio) -> None:
    operation = Enhance(task="upscale", factor=2)
    assert operation.whole
    edit = apply(picture, operation, model_studio)
    assert edit.image.size == (720, 600)
    assert edit.transform[0] == 2
    with pytest.raises(ModelUnavailable) as caught:
        apply(picture, operation, Studio())
    assert "twice as big" in caught.value.hint
    assert operation.scaled(2) is None


def test_more_of_it() -> None:
    assert Enhance(task="denoise", strength=0.8).scaled(2).strength == 1  # type: ignore[union-attr]
    assert not Enhance(task="denoise").whole
