"""A whole-picture edit of a large photograph shows a small copy first, and the result is what it would have been."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PIL import Image

from agent.edits import PREVIEW_PX
from agent.events import Finished, Progress
from tools.types import Region


@pytest.fixture(scope="module")
def large(sample: Any) -> Image.Image:
    """A real photograph laid side by side."""
    one, whole = Image.open(sample("coffee.png")).convert("RGB"), Image.new("RGB", (3000, 2100))
    for x in range(0, 3000, 600):
        for y in range(0, 2100, 400):
            whole.paste(one, (x, y))
    return whole


def previews(events: list[Any]) -> list[Image.Image]:
    return [event.preview for event in events if isinstance(event, Progress) and event.preview is not None]


def test_the_preview_comes_first_and_looks_like_the_result(talk_about: Any, large: Image.Image) -> None:
    talk = talk_about(large)
    talk.edit({"op": "adjust", "exposure": 30, "temperature": 20})
    (small,) = previews(talk.events)
    assert max(small.size) <= PREVIEW_PX
    kinds = [type(event) for event in talk.events]
    assert kinds.index(Progress) < kinds.index(Finished)
    full = talk.picture.reduce(3)
    assert np.abs(np.asarray(full, int) - np.asarray(small, int)).mean() < 4


def test_a_small_picture_and_a_local_edit_need_none(talk: Any, talk_about: Any, large: Image.Image) -> None:
    talk.edit({"op": "adjust", "exposure": 30})
    assert not previews(talk.events)
    local = talk_about(large)
    local.edit({"op": "adjust", "exposure": 30}, region=Region(box=(0.1, 0.1, 0.2, 0.2)))
    local.edit({"op": "flip"})
    assert not previews(local.events)
