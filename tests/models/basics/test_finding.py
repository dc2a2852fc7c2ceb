"""Nouns on a laptop: which things a phrase means, when one has to ask, and what is no business of these models."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image, ImageDraw

from tests.models.basics.conftest import place
from tools.errors import RegionNotFound
from tools.grounding import ground, installed
from tools.grounding.models import grounders, segmenter
from tools.grounding.models.coco import KINDS, meant
from tools.grounding.models.yolox import Yolox
from tools.grounding.models.yunet import Yunet
from tools.grounding.phrase import parse_phrase
from tools.models.shelf import Shelf
from tools.studio import Studio
from tools.types import Region

Draw = Callable[..., Image.Image]
Box = tuple[int, int, int, int]


@pytest.fixture
def studio(basics: Shelf) -> Studio:
    return Studio(grounders=(*grounders(basics), *installed()), segmenter=segmenter(basics))


def near(found: Box, wanted: Box, px: int = 4) -> bool:
    return all(abs(one - other) <= px for one, other in zip(found, wanted, strict=True))


@pytest.mark.parametrize(
    ("phrase", "kinds"),
    [("the dog", {"dog"}), ("puppies", {"dog"}), ("a mug", {"cup"}), ("people", {"person"}), ("sofa", {"couch"}),
     ("the kid", {"person"}), ("women", {"person"}), ("TV", {"tv"}), ("bikes", {"bicycle"}), ("planes", {"airplane"}),
     ("buses", {"bus"}), ("knives", {"knife"}), ("traffic lights", {"traffic light"}), ("coffee cup", {"cup"}),
     ("the parked car", {"car"}), ("pets", {"dog", "cat"}), ("teddy bear", {"teddy bear"}), ("bear", {"bear"}),
     ("the orange", {"orange"}), ("hot dogs", {"hot dog"}),
     ("the dog and the cat", {"dog", "cat"}), ("狗和猫", {"dog", "cat"}),
     ("小狗", {"dog"}), ("左边的狗", {"dog"}), ("红色的汽车", {"car"}),
     ("两只猫", {"cat"}), ("那个男人", {"person"}), ("路人们", {"person"}), ("热狗", {"hot dog"}),
     ("笔记本电脑", {"laptop"}),
     ("家具", {"chair", "couch", "bed", "dining table", "bench"})],
)  # fmt: skip
def test_words_for_kinds(phrase: str, kinds: set[str]) -> None:
    found = meant(parse_phrase(phrase))
    assert found is not None
    assert {KINDS[kind] for kind in found.kinds} == kinds


@pytest.mark.parametrize(
    "phrase",
    ["", "the", "unicorn", "the dog's collar", "car window", "bus stop", "sky", "the man's hat", "dog house", "glasses",
     "sunglasses", "机器人", "雪人", "狗粮", "the left half", "everything", "thing", "red",
     "the dog and the hat", "狗和帽子", "的", "背景"],
)  # fmt: skip
def test_what_is_no_kind_is_none(phrase: str) -> None:
    assert meant(parse_phrase(phrase)) is None


def test_every_kind_goes_by_its_own_name() -> None:
    assert [KINDS[min(found.kinds)] for kind in KINDS if (found := meant(parse_phrase(f"the {kind}")))] == list(KINDS)


def test_one_dog_is_taken_and_outlined(studio: Studio, painted: Draw) -> None:
    found = ground(painted(("dog", 4, 6)), Region(phrase="the dog"), studio, about_object=True)
    wanted = place(4, 6)
    assert near(found.box, wanted)
    assert found.box != wanted  # what the segmenter cut out, not the detector's box


@pytest.mark.parametrize("phrase", ["the dog", "a dog", "狗", "the animal", "the dog behind the tree"])
def test_of_two_dogs_it_asks(studio: Studio, painted: Draw, phrase: str) -> None:
    with pytest.raises(RegionNotFound) as asked:
        ground(painted(("dog", 4, 6), ("dog", 14, 6)), Region(phrase=phrase), studio, about_object=True)
    boxes = sorted(candidate.selection.box for candidate in asked.value.candidates[:2])
    assert near(boxes[0], place(4, 6))
    assert near(boxes[1], place(14, 6))


@pytest.mark.parametrize(
    ("phrase", "column"),
    [("the dog on the left", 4), ("the dog on the right", 14), ("左边的狗", 4), ("最右边的狗", 14),
     ("the second dog", 14), ("the first dog from the right", 14), ("the leftmost dog", 4), ("第二只狗", 14)],
)  # fmt: skip
def test_a_place_or_an_order_tells_which(studio: Studio, painted: Draw, phrase: str, column: int) -> None:
    image = painted(("dog", 4, 6), ("dog", 14, 6))
    assert near(ground(image, Region(phrase=phrase), studio).box, place(column, 6))


@pytest.mark.parametrize("phrase", ["dogs", "the dogs", "all dogs", "both dogs", "所有的狗", "两只狗", "every dog"])
def test_a_plural_is_all_of_them_and_nothing_between(studio: Studio, painted: Draw, phrase: str) -> None:
    found = ground(painted(("dog", 4, 6), ("dog", 14, 6), ("cat", 9, 10)), Region(phrase=phrase), studio)
    assert near(found.box, (*place(4, 6)[:2], *place(14, 6)[2:]))
    mask = np.asarray(found.full())
    assert mask[208, 144] == mask[208, 464] == 255
    assert not mask[:, 200:400].any()


def test_a_colour_is_looked_at(studio: Studio, painted: Draw) -> None:
    image = painted(("dog", 4, 6), ("cat", 14, 6))
    assert near(ground(image, Region(phrase="the blue animal"), studio, about_object=True).box, place(14, 6))
    scores = {phrase: Yolox(studio.grounders[0].folder).propose(phrase, image)[0].score  # type: ignore[index, attr-defined]
              for phrase in ("the dog", "the orange dog", "the green dog")}  # fmt: skip
    assert scores["the dog"] == scores["the orange dog"] > 3 * scores["the green dog"]


def test_of_a_coloured_thing_the_paint_or_all_of_it(studio: Studio, painted: Draw) -> None:
    image = painted(("dog", 4, 6), ("dog", 14, 6))
    heart = image.crop(place(14, 6, 0))
    ImageDraw.Draw(image).rectangle((416, 160, 511, 206), (20, 160, 40))  # a green back
    image.paste(heart, place(14, 6, 0))  # by which the tiny network knows it
    wish = Region(phrase="the green dog")
    whole = ground(image, wish, studio, about_object=True)
    part = ground(image, wish, studio, about_object=True, about_paint=True)
    assert near(whole.box, place(14, 6))
    assert part.box[3] < 216
    assert part.intersection(whole) == part


def test_other_kinds_and_other_nouns_are_left_to_others(basics: Shelf, painted: Draw) -> None:
    yolox = next(one for one in grounders(basics) if one.name == "yolox")
    image = painted(("dog", 4, 6))
    assert all(
        not yolox.propose(phrase, image) for phrase in ("the cat", "the hat", "sky", "", "everything but the dog")
    )


def test_everything_but_the_dog(studio: Studio, painted: Draw) -> None:
    mask = np.asarray(ground(painted(("dog", 4, 6)), Region(phrase="everything but the dog"), studio).full())
    assert mask[208, 144] == 0
    assert mask[20, 600] == 255


@pytest.mark.parametrize("size", [(640, 480), (1280, 960), (480, 640), (3000, 2250)])
def test_boxes_are_in_the_pictures_own_pixels(basics: Shelf, painted: Draw, size: tuple[int, int]) -> None:
    yolox = next(one for one in grounders(basics) if one.name == "yolox")
    image = painted(("dog", 4, 6)).resize(size, Image.Resampling.NEAREST)
    (found,) = yolox.propose("dog", image)
    assert found.boxed
    wanted = np.array(place(4, 6)) * np.tile(np.array(size) / (640, 480), 2)
    assert np.abs(np.array(found.selection.box) - wanted).max() <= 0.05 * max(size)


@pytest.mark.parametrize(
    ("phrase", "box"),
    [("face", (48, 80, 144, 176)), ("his face", (48, 80, 144, 176)), ("the man's face", (48, 80, 144, 176)),
     ("他的脸", (48, 80, 144, 176)), ("人脸", (48, 80, 144, 176)), ("the left eye", (57, 101, 91, 123)),
     ("the right eye", (101, 101, 135, 123)), ("her eyes", (57, 101, 135, 123)), ("眼睛", (57, 101, 135, 123)),
     ("mouth", (74, 141, 118, 167))],
)  # fmt: skip
def test_faces_and_what_is_in_them(studio: Studio, painted: Draw, phrase: str, box: Box) -> None:
    box = (box[0] + 16, box[1] + 16, box[2] + 16, box[3] + 16)
    found = ground(painted(("face", 3, 4)), Region(phrase=phrase), studio)
    assert near(found.box, box, 6), found.box


def test_whose_face_is_asked_and_all_faces_are_taken(studio: Studio, painted: Draw) -> None:
    image = painted(("face", 3, 4), ("face", 15, 8))
    with pytest.raises(RegionNotFound) as asked:
        ground(image, Region(phrase="the face"), studio)
    assert len(asked.value.candidates) >= 2
    assert ground(image, Region(phrase="the face on the right"), studio).box[0] > 320
    both = ground(image, Region(phrase="faces"), studio)
    assert both.box[0] < 160 < 440 < both.box[2]
    assert ground(image, Region(phrase="everyone's eyes"), studio).box[2] > 440


@pytest.mark.parametrize(
    "phrase", ["the dog's face", "clock face", "猫的脸", "headphones", "the head of the table", "nosy"]
)
def test_no_faces_but_of_people(basics: Shelf, painted: Draw, phrase: str) -> None:
    yunet = next(one for one in grounders(basics) if isinstance(one, Yunet))
    assert not yunet.propose(phrase, painted(("face", 3, 4)))


def test_a_large_face_is_seen_on_the_smaller_copy(basics: Shelf, painted: Draw) -> None:
    yunet = next(one for one in grounders(basics) if isinstance(one, Yunet))
    image = painted(("face", 3, 4)).crop((0, 32, 224, 256)).resize((448, 448), Image.Resampling.NEAREST)
    assert {round(face.box[2] - face.box[0], -1) for face in yunet.faces(image)}


def test_a_click_and_a_box(studio: Studio, painted: Draw) -> None:
    image = painted(("dog", 4, 6))
    clicked = ground(image, Region(points=((144 / 640, 208 / 480),)), studio)
    x, y = clicked.centre
    assert abs(x - 144) < 8
    assert abs(y - 208) < 8
    boxed = ground(image, Region(box=(100 / 640, 160 / 480, 200 / 640, 260 / 480)), studio, about_object=True)
    assert near(boxed.box, (102, 162, 198, 258), 2)
    assert ground(image, Region(box=(0.1, 0.1, 0.3, 0.3)), studio).area_px == 64 * 2 * 96  # as drawn: nothing is asked
