"""One specification for every engine: it offers what it says, keeps the size, repeats itself, spares its input."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image, ImageDraw

from tools.engines import installed
from tools.studio import SKILLS, Engine, Studio, catalog, unavailable
from tools.types import Sampling

ENGINES = installed()
CALLS: dict[str, Callable[[Any, Image.Image, Image.Image], Image.Image]] = {
    "fill": lambda engine, image, mask: engine.fill(image, mask),
    "restyle": lambda engine, image, mask: engine.restyle(image, "watercolor", Sampling(seed=1)),
}


def mask_for(image: Image.Image) -> Image.Image:
    mask = Image.new("L", image.size)
    ImageDraw.Draw(mask).ellipse((30, 30, 80, 70), fill=255)
    return mask


@pytest.mark.parametrize("engine", ENGINES, ids=lambda engine: engine.name)
def test_offers_what_it_says(engine: Engine) -> None:
    assert isinstance(engine, Engine)
    assert engine.skills <= set(SKILLS)
    assert all(callable(getattr(engine, skill)) for skill in engine.skills)
    assert engine.versions()


@pytest.mark.parametrize(("engine", "skill"), [(engine, skill) for engine in ENGINES for skill in engine.skills])
def test_a_skill_keeps_the_size_and_repeats_itself(engine: Engine, skill: str, coffee_image: Image.Image) -> None:
    image = coffee_image.crop((200, 60, 360, 180))
    kept = image.tobytes()
    first = CALLS[skill](engine, image, mask_for(image))
    assert (first.size, first.mode) == (image.size, "RGB")
    assert image.tobytes() == kept
    assert CALLS[skill](engine, image, mask_for(image)).tobytes() == first.tobytes()


def test_a_fill_leaves_what_is_outside_the_mask(coffee_image: Image.Image) -> None:
    image = coffee_image.crop((200, 60, 360, 180))
    mask = mask_for(image)
    filled = Studio().engine("fill").fill(image, mask)
    unmasked = mask.point([255, *[0] * 255])
    black = Image.new("RGB", image.size)
    assert Image.composite(filled, black, unmasked).tobytes() == Image.composite(image, black, unmasked).tobytes()


@pytest.mark.parametrize("skill", SKILLS)
def test_every_skill_has_a_model_to_name(skill: str) -> None:
    error = unavailable(skill, "Say something else.")
    assert any(model["repo"] in error.message for model in catalog()["model"])
    assert error.skill == skill
    assert error.hint.startswith("Say something else.")
    commands = [
        f"Say something else. Get it with: pentimento models pull {model['name']}" for model in catalog()["model"]
    ]
    assert error.hint in ("Say something else.", *commands)
