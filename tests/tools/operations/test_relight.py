"""Light from one side: brighter and warmer there, darker away from it; anything richer is asked of a model."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PIL import Image

from tools.apply import apply
from tools.errors import ModelUnavailable
from tools.operations.relight import Relight
from tools.studio import Studio

GRAY = Image.new("RGB", (120, 80), (110, 110, 110))


def lit(**arguments: object) -> np.ndarray:
    return np.asarray(apply(GRAY, Relight(**arguments), Studio(engines=[])).image).astype(int)


@pytest.mark.parametrize(
    ("direction", "near", "far"),
    [("left", (40, 2), (40, 117)), ("right", (40, 117), (40, 2)), ("top", (2, 60), (77, 60)),
     ("bottom right", (77, 117), (2, 2))],
)  # fmt: skip
def test_it_is_brighter_where_the_light_comes_from(direction: str, near: tuple[int, int], far: tuple[int, int]) -> None:
    result = lit(light="soft light", direction=direction)
    assert result[near].sum() > GRAY.getpixel((0, 0))[0] * 3 + 30  # type: ignore[index]
    assert result[far].sum() < result[near].sum() - 60


def test_warm_and_cool_lights_have_their_colour() -> None:
    warm, cool = lit(light="warm lamp", direction="left"), lit(light="cold moonlight", direction="left")
    assert warm[40, 5, 0] > warm[40, 5, 2] + 8
    assert cool[40, 5, 2] > cool[40, 5, 0] + 8
    assert np.ptp(lit(light="soft light", direction="left")[40, 5]) == 0


def test_strength_grows_the_difference() -> None:
    spans = [np.ptp(lit(light="soft light", direction="left", strength=s)[40, :, 1]) for s in (0, 0.3, 0.9)]
    assert spans[0] == 0
    assert spans[0] < spans[1] < spans[2]
    assert Relight(light="soft", strength=0.4).scaled(0.5).strength == pytest.approx(0.2)


@pytest.mark.parametrize("arguments", [{"light": "neon", "direction": "left"}, {"light": "soft light"}])
def test_other_light_is_asked_of_a_model(arguments: dict[str, str], model: Any, model_studio: Studio) -> None:
    apply(GRAY, Relight(**arguments), model_studio)
    assert arguments["light"] in model.last[1]
    with pytest.raises(ModelUnavailable) as caught:
        apply(GRAY, Relight(**arguments), Studio())
    assert "from the left" in caught.value.hint
