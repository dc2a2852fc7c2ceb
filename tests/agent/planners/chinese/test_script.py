"""Traditional characters, slips of the keyboard, quotes, politeness."""

import pytest

from agent.planners.chinese import saying
from agent.planners.chinese.script import plainly


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("將車變成紅色", "将车变成红色"), ("把圖片調亮", "把图片调亮"), ("裁减一下", "裁剪一下"),
        ("在亮一点", "再亮一点"), ("撤消", "撤销"),
        ("背景模湖", "背景模糊"), ("在桌子上放一个杯子", "在桌子上放一个杯子"),
    ],
)  # fmt: skip
def test_plain_characters(said: str, meant: str) -> None:
    assert plainly(said) == meant


@pytest.mark.parametrize(
    ("said", "bare"),
    [
        ("麻烦你帮我把车变红，谢谢", "把车变红"), ("能不能把它去掉？", "把它去掉"),
        ("要是天空再蓝一点就好了", "天空再蓝一点"), ("谢谢", "谢谢"),
        ("可以把天空调暗吗", "把天空调暗"),
    ],
)  # fmt: skip
def test_politeness_comes_off(said: str, bare: str) -> None:
    assert saying.polite_off(saying.read(said).text) == bare


def test_quotes_are_set_aside_and_put_back() -> None:
    said = saying.read("把“Ａ 店”改成「B」，字要大写")
    assert said.quotes == ("Ａ 店", "B")
    assert "店" not in said.text
    assert said.restored({"content": "\ue001", "phrase": "写着\ue000的牌子"}) == {
        "content": "B",
        "phrase": "写着“Ａ 店”的牌子",
    }


def test_letters_of_the_private_area_are_no_quotes() -> None:
    assert saying.read("去掉\ue000吧").quotes == ()
    assert "\ue000" not in saying.read("去掉\ue000吧").text


def test_borrowed_words_are_chinese_but_not_in_lettering() -> None:
    assert plainly("把background blur一下") == "把背景 虚化一下"
    assert plainly("写上Blur") == "写上Blur"


def test_spaces_end_clauses_only_where_asked() -> None:
    assert saying.read("亮度加10 锐化一下", stops=True).text == "亮度加10,锐化一下"
    assert saying.read("亮度加10 锐化一下").text == "亮度加10锐化一下"
    assert saying.read("把 crop 换成 zoom", stops=False).text == "把裁剪换成放大"
