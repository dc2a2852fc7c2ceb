"""A picture from words takes the present one's place and size."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from tools.apply import apply
from tools.errors import ModelUnavailable
from tools.operations.generate import Generate
from tools.studio import Studio


def test_it_has_the_size_of_the_present_picture(coffee_image: Image.Image, model: Any, model_studio: Studio) -> None:
    edit = apply(coffee_image, Generate(prompt="a fox", seed=5), model_studio)
    assert edit.image.size == coffee_image.size
    assert model.calls[-1][:3] == ("generate", "a fox", coffee_image.size)
    assert model.calls[-1][3].seed == 5
    assert (edit.operation.width_px, edit.operation.height_px) == coffee_image.size  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("given_size", "wanted"),
    [({"width_px": 300}, (300, 200)), ({"height_px": 100}, (150, 100)), ({"width_px": 50, "height_px": 70}, (50, 70))],
)
def test_or_the_size_that_is_said(
    given_size: dict[str, int], wanted: tuple[int, int], coffee_image: Image.Image, model_studio: Studio
) -> None:
    assert apply(coffee_image, Generate(prompt="a fox", **given_size), model_studio).image.size == wanted


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 40), st.integers(1, 40))
def test_the_size_is_always_one_that_may_be_asked_for(width: int, height: int) -> None:
    class Any_(Studio):
        def offers(self, skill: str) -> bool:
            return True

    resolved = Generate(prompt="a fox").resolve(Image.new("RGB", (width, height)), None, Any_())
    assert Generate.model_validate(resolved.model_dump()) == resolved


def test_without_a_model_it_says_what_to_do(coffee_image: Image.Image) -> None:
    with pytest.raises(ModelUnavailable) as caught:
        apply(coffee_image, Generate(prompt="a fox"), Studio())
    assert "photograph" in caught.value.hint
