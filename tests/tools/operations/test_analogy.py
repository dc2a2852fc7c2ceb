"""A pair of pictures teaches a change of colours; other changes are asked of a model."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PIL import Image

from tools.apply import apply
from tools.errors import EditRejected
from tools.operations.adjust import Adjust
from tools.operations.analogy import Analogy
from tools.studio import Studio

A, B = "a" * 64, "b" * 64


def pair(before: Image.Image, after: Image.Image, **options: Any) -> Studio:
    return Studio(picture=lambda digest: before if digest == A else after, **options)


def graded(image: Image.Image) -> Image.Image:
    return apply(image, Adjust(temperature=35, contrast=15, saturation=-20), Studio(engines=[])).image


def test_a_grade_is_learned_and_repeated(coffee_image: Image.Image, sample: Any) -> None:
    other = Image.open(sample("chelsea.png")).convert("RGB")
    studio = pair(coffee_image, graded(coffee_image), engines=[])
    result = apply(other, Analogy(example_before=A, example_after=B), studio).image
    wanted = np.asarray(graded(other)).astype(float)
    missed = np.abs(np.asarray(result) - wanted).mean()
    assert missed < 0.6 * np.abs(np.asarray(other) - wanted).mean()


def test_a_pair_without_a_change_changes_next_to_nothing(coffee_image: Image.Image) -> None:
    result = apply(coffee_image, Analogy(before=A, after=B), pair(coffee_image, coffee_image, engines=[])).image
    assert np.abs(np.asarray(result).astype(int) - np.asarray(coffee_image)).max() <= 3


def test_another_picture_is_no_grade(coffee_image: Image.Image, sample: Any) -> None:
    other = Image.open(sample("chelsea.png")).convert("RGB")
    with pytest.raises(EditRejected) as caught:
        apply(coffee_image, Analogy(before=A, after=B), pair(coffee_image, other, engines=[]))
    assert "in words" in caught.value.hint


def test_both_ways_of_naming_the_pair() -> None:
    one, other = Analogy(before=A, after=B), Analogy(example_before=A, example_after=B)
    assert one == other
    assert Analogy.model_validate(one.model_dump()) == one
