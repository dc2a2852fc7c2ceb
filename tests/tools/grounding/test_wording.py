"""What of a phrase a model is asked for: one of the noun with its colours, in English, and nothing that is no thing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools import chinese
from tools.grounding.models.wording import singular, wanted
from tools.grounding.phrase import Order, parse_phrase


@pytest.mark.parametrize(
    ("phrase", "words"),
    [
        ("the second dog from the left", "dog"), ("dogs", "dog"), ("the biggest car", "car"), ("red cups", "red cup"),
        ("the dark blue jacket on the right", "dark blue jacket"), ("both buses", "bus"),
        ("the dog's tail", "dog tail"),
        ("my hat", "hat"), ("the man behind the red car", "man"), ("the glasses", "glasses"), ("people", "person"),
        ("a pair of scissors", "scissors"), ("hot dog", "hot dog"), ("the grass", "grass"), ("the sky", "sky"),
        ("左边的红色杯子", "red cup"), ("两只狗", "dog"), ("从左数第二个人", "person"), ("塑料垃圾桶", "trash can"),
        ("桌子上的猫", "cat"), ("流浪狗", "dog"), ("新娘", "bride"), ("草地", "grass"), ("天空", "sky"),
    ],
)  # fmt: skip
def test_what_is_asked(phrase: str, words: str) -> None:
    found = wanted(parse_phrase(phrase))
    assert found is not None
    assert found.words == words


@pytest.mark.parametrize(
    "phrase",
    ["", "top left", "the left half", "the red one", "the biggest thing", "everything but the dog", "the background",
     "背景", "the subject", "foreground", "主体", "the shadows", "镜头", "随便什么"],
)  # fmt: skip
def test_what_no_model_is_asked(phrase: str) -> None:
    assert wanted(parse_phrase(phrase)) is None


@pytest.mark.parametrize("phrase", ["both dogs", "all the dogs", "两只狗", "所有的狗", "狗狗们", "these dogs"])
def test_all_of_them(phrase: str) -> None:
    found = wanted(parse_phrase(phrase))
    assert found is not None
    assert found.many


@pytest.mark.parametrize(
    ("phrase", "nouns"),
    [("the dog and the cat", ("dog", "cat")), ("狗和猫", ("dog", "cat")), ("the red dog and the hat", ("dog", "hat"))],
)
def test_several_things_are_each_asked_for(phrase: str, nouns: tuple[str, ...]) -> None:
    found = wanted(parse_phrase(phrase))
    assert found is not None
    assert (found.each, found.many) == (nouns, True)


@pytest.mark.parametrize(
    ("phrase", "rank"), [("the second dog", 1), ("the third dog", 2), ("the last dog", -1), ("第二只狗", 1)]
)
def test_which_of_them_is_no_part_of_the_noun(phrase: str, rank: int) -> None:
    found = wanted(parse_phrase(phrase))
    assert found is not None
    assert (found.words, found.many, found.order) == ("dog", False, Order("left", rank))
    for nothing in ("the dog in the left third", "the dog"):
        told = wanted(parse_phrase(nothing))
        assert told is not None
        assert told.order is None


@pytest.mark.parametrize("phrase", ["the first of all dogs from the left", "the dog", "狗"])
def test_one_of_them(phrase: str) -> None:
    found = wanted(parse_phrase(phrase))
    assert found is not None
    assert not found.many


@pytest.mark.parametrize(
    ("many", "one"),
    [("boxes", "box"), ("houses", "house"), ("puppies", "puppy"), ("knives", "knife"), ("benches", "bench"),
     ("vases", "vase"), ("trees", "tree"), ("buses", "bus"), ("geese", "goose"), ("cookies", "cookie"),
     ("glass", "glass"), ("bus", "bus"), ("jeans", "jeans"), ("as", "as")],
)  # fmt: skip
def test_one_of_several(many: str, one: str) -> None:
    assert singular(many) == one
    assert singular(one) == one


@given(st.text(max_size=30))
def test_whatever_is_said_is_asked_in_english_or_not_at_all(said: str) -> None:
    found = wanted(parse_phrase(said))
    assert found is None or (found.noun and not chinese.is_chinese(found.words) and len(found.noun.split()) <= 6)
