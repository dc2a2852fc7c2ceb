"""What is told to the model, that the result keeps to its place and size, and what is said when there is no model."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PIL import Image

from tools.apply import apply
from tools.errors import ModelUnavailable
from tools.operations.pose import Pose
from tools.selection import Selection
from tools.studio import Studio


@pytest.fixture
def place(coffee_image: Image.Image) -> Selection:
    return Selection.rectangle((100, 60, 301, 262), coffee_image.size)


def test_the_model_is_told_in_words(
    coffee_image: Image.Image, place: Selection, model: Any, model_studio: Studio
) -> None:
    apply(coffee_image, Pose(pose="smiling", seed=8), model_studio, place)
    assert model.last == ("instruct", "Make the figure smiling.")
    assert model.calls[-1][3].seed == 8


def test_only_the_place_is_written_to(coffee_image: Image.Image, place: Selection, model_studio: Studio) -> None:
    edit = apply(coffee_image, Pose(pose="smiling"), model_studio, place)
    assert edit.image.size == coffee_image.size
    assert edit.receipt.changed_outside == 0
    assert (np.asarray(edit.image.crop(place.box)) == (12, 200, 77)).all()


def test_without_a_model_it_says_what_to_do_instead(coffee_image: Image.Image, place: Selection) -> None:
    with pytest.raises(ModelUnavailable) as caught:
        apply(coffee_image, Pose(pose="smiling"), Studio(), place)
    assert "move" in caught.value.hint
    assert caught.value.mend == "operator"
    assert caught.value.skill == "instruct"
