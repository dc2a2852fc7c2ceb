"""Chinese words for colours, places and parts of a picture."""

import pytest

from tools import chinese
from tools.colours import parse_colour
from tools.grounding.phrase import Order, parse_phrase
from tools.places import parse_place


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("左边的红色杯子", "left red 杯子"), ("红杯子", "red 杯子"), ("从左数第二个红杯子", "2nd red 杯子 from left"),
        ("桌子上的猫", "猫 on 桌子"), ("除了天空以外", "everything but sky"), ("穿红衣服的人", "人 wearing 红衣服"),
        ("左上角的鸟", "top left corner 鸟"), ("下面三分之一", "bottom third"), ("左半边", "left half"),
        ("底部20%", "bottom 20%"), ("最大的那个", "biggest"), ("左边那个", "left thing"), ("整张图", "whole picture"),
        ("白云", "白云"), ("所有的人", "all 人"),
    ],
)  # fmt: skip
def test_a_phrase_keeps_its_noun(said: str, meant: str) -> None:
    assert chinese.phrase(said) == meant


@pytest.mark.parametrize(
    ("said", "name"),
    [("红色", "red"), ("浅蓝色", "light blue"), ("深紫", "dark purple"), ("藏青色", "navy"), ("粉红色的", "pink")],
)
def test_colours(said: str, name: str) -> None:
    assert chinese.colour(said) == name
    assert parse_colour(said) == parse_colour(name)


def test_what_is_no_colour_and_no_place() -> None:
    assert chinese.colour("桌子") is None
    assert chinese.colour("") is None
    assert chinese.place("桌子上") is None
    assert chinese.place("") is None


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ("左上角", "top left"),
        ("画面右边", "right"),
        ("中间", "center"),
        ("放到底部", "bottom"),
        ("右下方的位置", "bottom right"),
    ],
)
def test_places(said: str, place: str) -> None:
    assert parse_place(said) == place


def test_a_phrase_is_read_for_the_grounders() -> None:
    said = parse_phrase("从右数第二个蓝色的瓶子")
    assert (said.noun, said.colours, said.order) == ("瓶子", ("blue",), Order("right", 1))
    assert parse_phrase("所有的杯子").plural
    assert not parse_phrase("杯子").plural
    assert parse_phrase("右半边").geometric


@pytest.mark.parametrize(
    ("one", "other"),
    [("红色的杯子", "红杯子"), ("那个红色杯子", "红色的杯子"), ("我的 帽子", "帽子"), ("这只猫", "猫")],
)
def test_names_that_are_one(one: str, other: str) -> None:
    assert chinese.plain(one) == chinese.plain(other)


def test_the_noun_of_a_name() -> None:
    assert chinese.noun("左边的红色杯子") == "杯子"
    assert chinese.noun("女孩的头发") == "头发"
    assert chinese.noun("左边") == ""
