"""Adding: from a picture without any model, from words only with one, and what to do instead is said."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PIL import Image

from tools.apply import apply
from tools.errors import ModelUnavailable
from tools.operations.add import Add
from tools.studio import Studio

BALL = "4" * 64


@pytest.fixture
def with_ball() -> Studio:
    ball = Image.new("RGBA", (40, 40), (0, 0, 0, 0))
    ball.paste((0, 0, 250, 255), (5, 5, 35, 35))
    return Studio(engines=[], picture=lambda digest: ball)


def runs(image: Image.Image) -> list[tuple[int, int]]:
    """Left and right ends of the blue stretches in the row with most blue."""
    pixels = np.asarray(image).astype(int)
    blue = (pixels[..., 2] > 200) & (pixels[..., 0] < 60)
    row = np.concatenate([[False], blue[int(blue.sum(axis=1).argmax())], [False]]).astype(int)
    starts, ends = np.flatnonzero(np.diff(row) == 1), np.flatnonzero(np.diff(row) == -1)
    return list(zip(starts.tolist(), ends.tolist(), strict=True))


@pytest.mark.parametrize(("count", "size"), [(1, 0.5), (2, 0.25), (3, 0.2)])
def test_a_picture_of_it_is_put_in_as_often_as_asked(count: int, size: float, with_ball: Studio) -> None:
    ground = Image.new("RGB", (400, 200), (220, 220, 200))
    edit = apply(ground, Add(object="ball", reference=BALL, count=count, size=size, place="top"), with_ball)
    found = runs(edit.image)
    assert len(found) == count
    assert all(end - start == pytest.approx(size * 200, abs=2) for start, end in found)
    assert edit.receipt.changed_outside == 0
    assert apply(ground, edit.operation, with_ball).image.tobytes() == edit.image.tobytes()


def test_its_own_colours_are_kept_and_said(with_ball: Studio) -> None:
    ground = Image.new("RGB", (200, 200), (220, 220, 200))
    edit = apply(ground, Add(object="ball", reference=BALL, color="red"), with_ball)
    assert any("own colours" in note for note in edit.receipt.notes)


@pytest.mark.parametrize(("said", "shown"), [("hat", "a hat"), ("umbrella", "an umbrella"), ("the moon", "the moon")])
def test_from_words_alone_it_says_what_would_help(said: str, shown: str) -> None:
    with pytest.raises(ModelUnavailable) as told:
        apply(Image.new("RGB", (20, 20)), Add(object=said), Studio(engines=[]))
    assert f"attach a picture of {shown} and" in told.value.hint


def test_a_painter_is_told_everything(painter: Any, paint_studio: Studio, noise: Callable[..., Image.Image]) -> None:
    edit = apply(
        noise((100, 80)),
        Add(object="balloons", count=3, color="red", material="rubber", seed=5, place="top left"),
        paint_studio,
    )
    assert painter.prompts == ["3 red rubber balloons"]
    assert painter.samplings[0].seed == 5
    assert edit.receipt.changed_outside == 0
    assert (edit.receipt.changed_inside or 0) > 0
    assert edit.written is not None
    assert edit.written.centre[0] < 50


def test_words_that_name_no_place_leave_it_at_the_bottom(paint_studio: Studio) -> None:
    edit = apply(Image.new("RGB", (100, 80)), Add(object="dog", place="somewhere nice"), paint_studio)
    assert edit.written is not None
    assert edit.written.centre[1] > 40


def test_one_pixel(with_ball: Studio, paint_studio: Studio) -> None:
    assert apply(Image.new("RGB", (1, 1)), Add(object="ball", reference=BALL), with_ball).image.size == (1, 1)
    assert apply(Image.new("RGB", (1, 1)), Add(object="ball"), paint_studio).image.size == (1, 1)
