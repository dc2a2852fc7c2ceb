"""A larger canvas: what was there stays to the bit, what is new is asked of an engine that can."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from tools.apply import apply
from tools.errors import EditRejected, ModelUnavailable, Unclear
from tools.operations.extend import Extend
from tools.studio import Studio

GROWTH = st.floats(0, 0.5)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(width=st.integers(1, 40), height=st.integers(1, 40), left=GROWTH, right=GROWTH, top=GROWTH, bottom=GROWTH)
def test_the_old_picture_lies_in_the_new_one(
    width: int, height: int, left: float, right: float, top: float, bottom: float,
    noise: Callable[..., Image.Image], paint_studio: Studio,
) -> None:  # fmt: skip
    image = noise((width, height))
    edit = apply(image, Extend(left=left + 0.01, right=right, top=top, bottom=bottom), paint_studio)
    dx, dy = int(edit.transform[2]), int(edit.transform[5])
    assert (dx, dy) == (round((left + 0.01) * width), round(top * height))
    assert edit.image.width == width + dx + round(right * width)
    assert edit.image.crop((dx, dy, dx + width, dy + height)).tobytes() == image.tobytes()


@pytest.mark.parametrize(("ratio", "size"), [("16:9", (711, 400)), ("1:1", (600, 600)), ("3:2", (600, 400))])
def test_a_ratio_grows_evenly(ratio: str, size: tuple[int, int], paint_studio: Studio) -> None:
    edit = apply(Image.new("RGB", (600, 400)), Extend(ratio=ratio), paint_studio)
    assert edit.image.width == pytest.approx(size[0], abs=1)
    assert edit.image.height == pytest.approx(size[1], abs=1)


def test_a_painter_gets_only_what_is_new(noise: Callable[..., Image.Image], paint_studio: Studio, painter: Any) -> None:
    apply(noise((50, 40)), Extend(right=0.5, seed=4), paint_studio)
    mask = painter.masks[0]
    assert mask.getbbox() == (50, 0, 75, 40)
    assert mask.getextrema() == (0, 255)
    assert painter.samplings[0].seed == 4


def test_a_narrow_strip_needs_no_model_and_says_so(noise: Callable[..., Image.Image], flat_studio: Studio) -> None:
    edit = apply(noise((50, 40)), Extend(left=0.1), flat_studio)
    assert edit.image.size == (55, 40)
    assert any("without a model" in note for note in edit.receipt.notes)


def test_more_than_that_does(noise: Callable[..., Image.Image], flat_studio: Studio) -> None:
    with pytest.raises(ModelUnavailable) as told:
        apply(noise((50, 40)), Extend(left=0.3), flat_studio)
    assert told.value.skill == "paint"
    assert "10%" in told.value.hint


def test_which_side_is_asked_and_too_much_is_refused(paint_studio: Studio) -> None:
    with pytest.raises(Unclear):
        apply(Image.new("RGB", (9, 9)), Extend(), paint_studio)
    with pytest.raises(EditRejected):
        apply(Image.new("RGB", (9000, 9000)), Extend(left=4), paint_studio)


def test_a_ratio_that_it_has_already_changes_nothing(noise: Callable[..., Image.Image], flat_studio: Studio) -> None:
    image = noise((40, 40))
    assert apply(image, Extend(ratio="1:1"), flat_studio).image.tobytes() == image.tobytes()


def test_the_first_guess_is_the_mirrored_border(noise: Callable[..., Image.Image]) -> None:
    """What an engine sees of the new strip before it starts is the picture's own edge, mirrored."""
    seen: list[Image.Image] = []

    class Watcher:
        name, skills = "watcher", frozenset({"fill"})

        def versions(self) -> dict[str, str]:
            return {}

        def fill(self, image: Image.Image, mask: Image.Image, sampling: object) -> Image.Image:
            seen.append(image)
            return image.copy()

    image = noise((50, 40))
    apply(image, Extend(left=0.1), Studio(engines=[Watcher()]))
    assert seen[0].getpixel((4, 7)) == image.getpixel((0, 7))
    assert seen[0].getpixel((2, 7)) == image.getpixel((2, 7))
