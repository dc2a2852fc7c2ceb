"""A conversation with the four models of `basics` on the shelf: a noun is enough, and of two it asks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PIL import Image

from agent.engines import Engines
from agent.events import Asked, Committed, Failed
from agent.settings import Settings
from tests.models.basics.conftest import place
from tools.models.shelf import Shelf

Draw = Callable[..., Image.Image]


@pytest.fixture
def talk(talk_about: Callable[..., Any], basics: Shelf) -> Callable[[Image.Image], Any]:
    return lambda image: talk_about(image, engines=Engines(Settings(models=basics.folder)))


def changed(before: Image.Image, after: Image.Image) -> Any:
    return (np.asarray(before) != np.asarray(after)).any(-1)


@pytest.mark.parametrize("said", ["remove the dog", "get rid of the dog please", "把狗去掉", "erase the puppy"])
def test_a_noun_is_enough(talk: Callable[[Image.Image], Any], painted: Draw, said: str) -> None:
    image = painted(("dog", 4, 6), ("cat", 14, 6))
    conversation = talk(image)
    conversation.say(said)
    assert isinstance(conversation.last, Committed), conversation.last
    touched = changed(image, conversation.picture)
    x0, y0, x1, y1 = place(4, 6)
    assert touched[y0 + 4 : y1 - 4, x0 + 4 : x1 - 4].all()
    touched[y0 - 12 : y1 + 12, x0 - 12 : x1 + 12] = False
    assert not touched.any()
    (step,) = conversation.last.state.turn.steps
    assert step.engine == "lama"
    assert step.receipt["changed_outside"] == 0
    assert step.device == "cpu"


def test_of_two_it_asks_and_a_number_answers(talk: Callable[[Image.Image], Any], painted: Draw) -> None:
    image = painted(("dog", 4, 6), ("dog", 14, 6))
    conversation = talk(image)
    conversation.say("remove the dog")
    assert isinstance(conversation.last, Asked)
    assert len(conversation.last.candidates) == 2
    second = conversation.last.candidates[1].selection.box
    conversation.say("2")
    assert isinstance(conversation.last, Committed), conversation.last
    touched = changed(image, conversation.picture)
    column = 4 if second[0] < 320 else 14
    assert touched[192:224, column * 32 : column * 32 + 32].all()
    other = 18 - column
    assert not touched[:, other * 32 - 40 : other * 32 + 72].any()
    conversation.say("undo")
    assert conversation.picture.tobytes() == image.tobytes()


def test_all_of_them_and_then_it(talk: Callable[[Image.Image], Any], painted: Draw) -> None:
    image = painted(("dog", 4, 6), ("dog", 14, 6), ("cat", 9, 10))
    conversation = talk(image)
    conversation.say("remove both dogs")
    assert isinstance(conversation.last, Committed), conversation.last
    touched = changed(image, conversation.picture)
    assert touched[200, 140]
    assert touched[200, 460]
    assert not touched[:, 230:400].any()


def test_a_face_is_lightened_and_the_rest_stays(talk: Callable[[Image.Image], Any], painted: Draw) -> None:
    image = painted(("face", 9, 6))
    conversation = talk(image)
    conversation.say("make his face darker")
    assert isinstance(conversation.last, Committed), conversation.last
    touched = changed(image, conversation.picture)
    assert touched[190:220, 290:320].all()
    assert not touched[:, :240].any()


def test_a_damaged_model_is_one_sentence_and_nothing_is_lost(
    talk_about: Callable[..., Any], built: Any, painted: Draw, tmp_path: Any
) -> None:
    from tools.models.pulling import adopt

    shelf = Shelf(tmp_path / "models")
    for name in ("lama", "yolox", "efficientsam"):
        adopt(name, built / name, shelf)
    (file,) = (shelf.folder / "lama").glob("*.onnx")
    file.write_bytes(file.read_bytes()[:-40])
    image = painted(("dog", 4, 6))
    conversation = talk_about(image, engines=Engines(Settings(models=shelf.folder)))
    conversation.say("remove the dog")
    failed = conversation.last
    assert isinstance(failed, Failed)
    assert "damaged" in failed.error.message
    assert "pentimento models pull lama" in failed.error.hint
    assert conversation.picture.tobytes() == image.tobytes()
    conversation.say("make it brighter")
    assert isinstance(conversation.last, Committed)


def test_what_went_wrong_is_told_in_chinese_too(
    talk_about: Callable[..., Any], basics: Shelf, painted: Draw, tmp_path: Any
) -> None:
    from tests.models.tiny_onnx import lama
    from tools.models.pulling import adopt

    shelf = Shelf(tmp_path / "models")
    adopt("lama", lama(tmp_path / "lama", side=256), shelf)
    adopt("yolox", basics.folder / "yolox", shelf)
    image = painted(("dog", 4, 6))
    conversation = talk_about(image, engines=Engines(Settings(models=shelf.folder)))
    conversation.say("把狗去掉")
    failed = conversation.last
    assert isinstance(failed, Failed)
    assert "不是需要的那个模型" in failed.error.message
    assert conversation.picture.tobytes() == image.tobytes()
