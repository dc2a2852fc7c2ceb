"""Short answers, standing rules and names of steps."""

import pytest

from agent.planners.chinese.answers import in_english, is_pointing, may_name
from agent.planners.chinese.steps import words
from agent.planners.standing import meaning


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("第二个", "2"), ("就3号吧", "3"), ("左边那个", "left"), ("右上角的", "top right"),
        ("最大的", "biggest"), ("是", "yes"),
        ("对", "yes"), ("算了", "never mind"), ("都不是", "never mind"), ("三度", "3 degrees"),
        ("两度半", "2.5 degrees"),
        ("逆时针五度", "5 degrees counterclockwise"), ("往左一点", "a bit left"), ("正方形", "square"),
        ("最后一个", "last"),
        ("另一个", "the other one"), ("全都要", "all of them"), ("2", "2"), ("the left one", "the left one"),
        ("把杯子变成蓝色", "把杯子变成蓝色"),
    ],
)  # fmt: skip
def test_answers(said: str, answer: str) -> None:
    assert in_english(said) == answer


def test_pointing() -> None:
    assert is_pointing("就是这里")
    assert is_pointing("这个")
    assert not is_pointing("这个变红")


@pytest.mark.parametrize(
    ("rule", "always", "spare"),
    [
        ("以后都保持黑白", [{"style": "black and white"}], ""), ("不要动人脸", [], "人脸"), ("天空别动", [], "天空"),
        ("保持16:9", [{"ratio": "16:9"}], ""), ("都用暖色调", [{"temperature": 25}], ""), ("颜色要自然", [], ""),
        ("以后都裁掉下面三分之一", [], ""),
    ],
)  # fmt: skip
def test_what_a_standing_rule_means(rule: str, always: list[dict[str, object]], spare: str) -> None:
    meant = meaning(rule)
    assert [one.model_dump(exclude_defaults=True) for one in meant.always] == always
    assert meant.spare == spare


@pytest.mark.parametrize(
    ("name", "word"), [("裁剪", "crop"), ("变暖", "warmer"), ("水彩", "watercolor"), ("草帽", "帽"), ("红色", "red")]
)
def test_names_of_steps(name: str, word: str) -> None:
    assert word in words(name)
    assert words("crop") == frozenset()


@pytest.mark.parametrize("words", ["桌上的红杯子", "穿蓝衣服的人", "门口那盏灯"])
def test_a_better_name_for_a_thing(words: str) -> None:
    assert may_name(words)


@pytest.mark.parametrize("words", ["背景太乱了", "还是蓝色吧", "换成蓝色", "亮一点", "你看得见吗"])
def test_what_is_no_name(words: str) -> None:
    assert not may_name(words)
