"""What Stable Diffusion XL, the enlarger and the inverter ask their pipelines for, and what they do around the calls.

What holds for every family is in test_families.py.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image

from tests.models import tiny_classic
from tools.apply import apply
from tools.canvas import Canvases
from tools.engines import pulled
from tools.engines.diffusion import FAMILIES
from tools.engines.diffusion.describing import styled
from tools.engines.diffusion.family import Job
from tools.engines.options import Options
from tools.models.shelf import Shelf
from tools.operations import parse
from tools.studio import Studio
from tools.types import Edit, Sampling

SMALL = Canvases((), 64, 0.02)
Have = Callable[..., Shelf]


def edited(shelf: Shelf, name: str, photo: Image.Image, operation: dict[str, Any], **how: Any) -> Edit:
    studio = Studio(engines=pulled(shelf, Options()), chosen=name)
    return apply(photo, parse({"seed": 1, "sampling": {"steps": 2, **how}, **operation}), studio)


def arguments(family: str, skill: str, words: str, **sampling: Any) -> dict[str, Any]:
    told = Sampling(**sampling).over(FAMILIES[family].defaults)
    return FAMILIES[family].arguments(Job(skill, words, (64, 32), told))


@pytest.mark.parametrize(
    ("style", "said"),
    [
        ("watercolor", "a watercolor painting"), ("oil painting", "an oil painting"), ("winter", "winter style"),
        ("a comic", "a comic"), ("in the style of Monet", "the scene in the style of Monet"),
        ("Make it look like an old poster.", "an old poster"), ("turn it into gouache", "a gouache painting"),
        ("draw the scene as a sketch", "a sketch"), ("Make it snow", "snow style"),
    ],
)  # fmt: skip
def test_a_style_as_a_caption(style: str, said: str) -> None:
    assert styled(style) == said
    assert said in arguments("sdxl", "restyle", style)["prompt"]


def test_what_sdxl_is_told() -> None:
    """A size for a picture from words, a strength for a style, and no less than one step."""
    made, restyled = arguments("sdxl", "generate", "a quiet library"), arguments("sdxl", "restyle", "noir", steps=1)
    assert (made["width"], made["height"]) == (64, 32)
    assert "strength" not in made
    assert made["prompt"].startswith("a quiet library, photograph")
    assert arguments("sdxl", "generate", "a cartoon cat")["prompt"] == "a cartoon cat"
    assert restyled["strength"] == pytest.approx(1, abs=0.01)
    assert not {"width", "height"} & set(restyled)
    assert FAMILIES["sdxl"].canvases.of((640, 480)) == (1152, 896)


def test_sdxl_samples_as_asked(have: Have, coffee: Image.Image, monkeypatch: pytest.MonkeyPatch) -> None:
    """A scheduler changes the picture, its absence brings the old one back; so does the strength."""
    monkeypatch.setattr(type(FAMILIES["sdxl"]), "canvases", SMALL)
    shelf, style = have("sdxl", tiny_classic.sdxl), {"op": "restyle", "style": "stained glass"}
    plain, euler, again, strong = (
        edited(shelf, "sdxl", coffee, style, **how).image.tobytes()
        for how in ({}, {"scheduler": "euler-a"}, {}, {"strength": 1.0})
    )
    assert plain == again
    assert len({plain, euler, strong}) == 3
