"""A conversation with models that find things on the shelf: real agent, real store, a real photograph."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PIL import Image

from agent.events import Asked, Committed
from tests.models.grounding.tiny_grounders import BEANS, DOG, Box

Talk = Callable[..., Any]
FAMILIES = ("grounding-dino", "owlv2", "clipseg")
SHELVES = [*((name,) for name in FAMILIES), ("owlv2", "sam2")]
AROUND = 0.05  # of the picture, by which what was changed may leave the box: the eraser takes a rim along


def changed(before: Image.Image, after: Image.Image) -> Any:
    return (np.asarray(before) != np.asarray(after)).any(-1)


def share(touched: Any, box: Box, around: float = 0.0) -> tuple[float, float]:
    """How much of a box was touched, and how much of all that was touched lies in it."""
    height, width = touched.shape
    x0, y0, x1, y1 = (
        round(np.clip(one + sign * around, 0, 1) * side)
        for one, sign, side in zip(box, (-1, -1, 1, 1), (width, height) * 2, strict=True)
    )
    inside = touched[y0:y1, x0:x1].sum()
    return inside / ((x1 - x0) * (y1 - y0)), inside / max(touched.sum(), 1)


@pytest.mark.parametrize("names", SHELVES, ids="+".join)
def test_a_noun_is_enough(talk_with: Talk, coffee: Image.Image, names: tuple[str, ...]) -> None:
    talk = talk_with(*names)
    talk.say("remove the dog")
    assert isinstance(talk.last, Committed), talk.last
    touched = changed(coffee, talk.picture)
    assert share(touched, DOG)[0] > 0.25
    assert share(touched, DOG, AROUND)[1] > 0.97
    (step,) = talk.last.state.turn.steps
    assert step.receipt["changed_outside"] == 0
    talk.say("undo")
    assert talk.picture.tobytes() == coffee.tobytes()


@pytest.mark.parametrize("name", FAMILIES)
def test_chinese_means_the_same(talk_with: Talk, coffee: Image.Image, name: str) -> None:
    pictures = []
    for said in ("make the dog much darker", "把狗调暗很多"):
        talk = talk_with(name)
        talk.say(said)
        assert isinstance(talk.last, Committed), talk.last
        pictures.append(talk.picture.tobytes())
    assert pictures[0] == pictures[1] != coffee.tobytes()


@pytest.mark.parametrize("name", FAMILIES)
def test_of_two_it_asks_and_a_number_answers(talk_with: Talk, coffee: Image.Image, name: str) -> None:
    talk = talk_with(name)
    talk.say("darken the bean")
    assert isinstance(talk.last, Asked), talk.last
    places = [candidate.selection.centre[0] / coffee.width for candidate in talk.last.candidates]
    assert len(places) == 2
    talk.say("2")
    assert isinstance(talk.last, Committed), talk.last
    touched = changed(coffee, talk.picture)
    meant, other = BEANS if places[1] < 0.5 else BEANS[::-1]
    assert share(touched, meant, AROUND)[1] > 0.97
    assert share(touched, other)[0] == 0


@pytest.mark.parametrize("name", FAMILIES)
@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("darken the bean on the right", 1),
        ("darken the first bean from the left", 0),
        ("darken the second bean from the left", 1),
        ("把左边的bean调暗", 0),
    ],
)
def test_position_and_order_choose(talk_with: Talk, coffee: Image.Image, name: str, said: str, place: int) -> None:
    talk = talk_with(name)
    talk.say(said)
    assert isinstance(talk.last, Committed), talk.last
    touched = changed(coffee, talk.picture)
    assert share(touched, BEANS[place])[0] > 0.25
    assert share(touched, BEANS[place], AROUND)[1] > 0.97


@pytest.mark.parametrize("names", SHELVES, ids="+".join)
def test_a_plural_means_all(talk_with: Talk, coffee: Image.Image, names: tuple[str, ...]) -> None:
    talk = talk_with(*names)
    talk.say("make the beans much darker")
    assert isinstance(talk.last, Committed), talk.last
    touched = changed(coffee, talk.picture)
    assert all(share(touched, box)[0] > 0.25 for box in BEANS)
    assert sum(share(touched, box, AROUND)[1] for box in BEANS) > 0.97


@pytest.mark.parametrize("name", FAMILIES)
def test_everything_but(talk_with: Talk, coffee: Image.Image, name: str) -> None:
    talk = talk_with(name, "sam2")
    talk.say("darken everything but the dog")
    assert isinstance(talk.last, Committed), talk.last
    touched = changed(coffee, talk.picture)
    height, width = touched.shape
    x, y = (DOG[0] + DOG[2]) / 2, (DOG[1] + DOG[3]) / 2
    assert not touched[round(y * height), round(x * width)]
    assert touched.mean() > 0.7


@pytest.mark.parametrize("name", FAMILIES)
def test_what_no_model_sees_is_asked_as_without_one(talk_with: Talk, talk_about: Talk, name: str) -> None:
    """Nothing is made up, and the program's own ways of finding things still work."""
    coffee = talk_with(name)
    coffee.say("remove the robot")
    assert isinstance(coffee.last, Asked), coffee.last
    coffee.say("darken the left half")
    assert isinstance(coffee.last, Committed), coffee.last


def test_the_segmenter_draws_what_the_box_holds(talk_with: Talk, coffee: Image.Image) -> None:
    """The tiny SAM 2 cuts ellipses, whatever is in the photograph: the corners of the box stay."""
    talk = talk_with("owlv2", "sam2")
    talk.say("make the dog much darker")
    assert isinstance(talk.last, Committed), talk.last
    touched = changed(coffee, talk.picture)
    x0, y0, x1, y1 = DOG
    middle, corner = ((x0 + x1) / 2, (y0 + y1) / 2), (x0 + 0.01, y0 + 0.01)
    height, width = touched.shape
    assert [bool(touched[round(y * height), round(x * width)]) for x, y in (middle, corner)] == [True, False]


def test_a_chinese_question_tells_in_chinese_what_is_missing(talk_with: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tools.grounding.models.loading.find_spec", lambda name: None)
    talk = talk_with("owlv2")
    talk.say("把狗去掉")
    assert isinstance(talk.last, Asked), talk.last
    assert "这次没有用到 owlv2。这个模型需要 torch, transformers，这里没有安装。" in talk.last.state.reply
