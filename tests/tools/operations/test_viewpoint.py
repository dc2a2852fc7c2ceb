"""What is told to the model, that the result keeps to its place and size, and what is said when there is no model."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PIL import Image

from tools.apply import apply
from tools.errors import ModelUnavailable
from tools.operations.viewpoint import Viewpoint
from tools.selection import Selection
from tools.studio import Studio


@pytest.fixture
def place(coffee_image: Image.Image) -> Selection:
    return Selection.rectangle((100, 60, 301, 262), coffee_image.size)


def test_the_model_is_told_in_words(
    coffee_image: Image.Image, place: Selection, model: Any, model_studio: Studio
) -> None:
    apply(coffee_image, Viewpoint(view="from above", seed=8), model_studio, place)
    assert model.last == ("instruct", "Show the scene from above.")
    assert model.calls[-1][3].seed == 8


def test_everything_may_move_but_the_size_stays(coffee_image: Image.Image, model_studio: Studio) -> None:
    operation = Viewpoint(view="from above")
    edit = apply(coffee_image, operation, model_studio)
    assert operation.whole
    assert edit.image.size == coffee_image.size
    assert edit.receipt.changed_outside is None
    assert np.asarray(edit.image).std() > 0


def test_without_a_model_it_says_what_to_do_instead(coffee_image: Image.Image, place: Selection) -> None:
    with pytest.raises(ModelUnavailable) as caught:
        apply(coffee_image, Viewpoint(view="from above"), Studio(), place)
    assert "crop" in caught.value.hint
    assert caught.value.mend == "operator"
    assert caught.value.skill == "instruct"
