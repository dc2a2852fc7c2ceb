"""Whatever is typed, there is a plan, soon, and it is answered in Chinese."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.planners import Request
from agent.planners.chinese.planning import plan
from tools.chinese import is_chinese

LETTERS = (
    "的一点把再调稍微很亮暗太去掉变换成给我请在左右上下中不然后都色红蓝个"
    "背景了吧图片像加打光更颜色回到撤销步第三二，。、20%“”"
)


@given(st.text(LETTERS, min_size=1, max_size=40))
@settings(max_examples=150, deadline=None, derandomize=True)
def test_any_words_are_planned(words: str) -> None:
    made = plan(Request(words))
    assert all(is_chinese(act.reply) for act in made.acts)


@pytest.mark.parametrize("word", ["一点", "稍微", "都", "把", "撤销", "对比", "，然后", "调弄变", "“", "给我从图片里"])
def test_a_word_again_and_again_takes_no_time(word: str) -> None:
    started = time.process_time()
    assert plan(Request(word * (600 // len(word)))).reply
    assert time.process_time() - started < 3


def test_too_much_at_once_is_asked_about() -> None:
    assert plan(Request("把杯子变成蓝色，" * 100)).act == "ask"
    assert plan(Request("。。。")).reply.startswith("要我做什么？")
