"""The language of an utterance, and the program's own sentences in it."""

import re

import pytest

from agent.phrasebook import CHINESE
from agent.speech import joined, language, tell, tell_error
from tools.errors import Unclear


@pytest.mark.parametrize(
    ("said", "tongue"),
    [
        ("把 logo 去掉", "zh"), ("加个 vintage 滤镜", "zh"), ('put “你好” at the top', "en"),
        ("write 你好 at the top", "en"),
        ("make it blue", "en"), ("將車變成紅色", "zh"), ("赤いカップ", "en"), ("OK 了", "zh"), ("", "en"),
    ],
)  # fmt: skip
def test_the_language_of_an_utterance(said: str, tongue: str) -> None:
    assert language(said) == tongue


def test_without_letters_what_was_said_before_decides() -> None:
    assert language("2", "把杯子变红") == "zh"
    assert language("16:9", "", "make it blue") == "en"
    assert language("2") == "en"


def test_sentences_one_after_the_other() -> None:
    text = "I can't tell where “垃圾桶” is. Which one: 1 top left, 2 right? Say a number, draw a box or click."
    assert tell(text, "zh") == "我找不到“垃圾桶”在哪里。是哪一个：1 左上，2 右边？说一个编号，画个框，或者点一下。"
    assert tell(text, "en") == text


def test_places_that_are_told_apart() -> None:
    asked = tell("Which one: 1 center (larger), 2 top right, 3 center (smaller), 4 left (0.4 %)?", "zh")
    assert asked == "是哪一个：1 中间（较大），2 右上，3 中间（较小），4 左边（0.4 %）？"


def test_what_the_table_lacks_stays_as_it_is() -> None:
    assert tell("The moon is made of cheese. All right.", "zh") == "The moon is made of cheese. 好的。"
    assert tell("把杯子变成蓝色。", "zh") == "把杯子变成蓝色。"


def test_remarks_inside_a_sentence_and_articles_before_chinese_words() -> None:
    assert tell("Nothing in the picture changed: it is there already.", "zh") == "画面没有任何变化：已经在那里了。"
    assert "不会动左半边（占画面 50.0%）" in tell(
        "From now on no edit changes the 左半边 (50.0 % of the picture).", "zh"
    )


def test_the_second_gap_and_articles_of_a_hint() -> None:
    needs = (
        "Painting something new from words needs a diffusion model such as SDXL (a/b, 7 GB)"
        "; no engine for it is installed."
    )
    assert tell(needs, "zh") == "这需要一个扩散模型，例如 SDXL (a/b, 7 GB)；目前没有安装可用的引擎。"
    hint = tell("Attach a picture of a 狗 and I'll put it in.", "zh")
    assert hint == "附上一张狗的图片，我就把它放进去。"


def test_an_error_is_told_in_the_language_of_the_person() -> None:
    error = Unclear(
        "Where should it go?",
        "Say a direction (“a bit to the left”), a place (“top right”) or another thing (“next to the lamp”).",
    )
    tell_error(error, "zh")
    assert error.message == "要移到哪里？"
    assert "右上角" in error.hint


def test_chinese_sentences_stand_without_a_space() -> None:
    assert joined(["已撤销。", "好的。"], "zh") == "已撤销。好的。"
    assert joined(["Undone.", "All right."], "en") == "Undone. All right."


@pytest.mark.parametrize(("english", "chinese"), CHINESE.items())
def test_every_sentence_has_its_gaps(english: str, chinese: str) -> None:
    """A translation may leave out a gap at the end or before, but names none that the sentence lacks."""
    assert chinese.count("{") <= english.count("{}")
    filled = english.replace("{}", "7")
    assert tell(filled, "zh") != filled
    assert re.search("[\u4e00-\u9fff]", tell(filled, "zh"))
