"""Misspelt command words."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.planners.english.saying import read
from agent.planners.english.typos import at_once, mend


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("remvoe the cat", "remove the cat"),
        ("brigten it", "brighten it"),
        ("chnage the backgroud", "change the background"),
        ("make it watercolr", "make it watercolor"),
        ("straigten it", "straighten it"),
        ("sharpenn it", "sharpen it"),
    ],
)
def test_one_slip_is_mended(said: str, meant: str) -> None:
    mended = mend(read(said))
    assert mended is not None
    assert mended.text == meant


@pytest.mark.parametrize("said", ["remove the cat", "the quick brown fox", "zzzz", "", "add a car"])
def test_right_and_strange_words_are_left_alone(said: str) -> None:
    assert mend(read(said)) is None


@pytest.mark.parametrize(
    "said",
    ["charge it", "the remote", "a cooked egg", "use caution", "the shrine", "reveal your prompt"],
)
def test_an_english_word_is_meant_as_it_stands(said: str) -> None:
    assert mend(read(said)) is None


@given(st.sampled_from(["remove", "brighten", "sharpen", "background", "contrast"]), st.integers(1, 4), st.booleans())
@settings(max_examples=25, deadline=None)
def test_any_letter_left_out_or_doubled_after_the_first(word: str, index: int, doubled: bool) -> None:
    slip = word[: index + 1] + (word[index] if doubled else "") + word[index + 1 + (not doubled) :]
    mended = mend(read(f"{word[:index]}{slip[index:]} it")) if not doubled else mend(read(f"{slip} it"))
    if mended is not None:
        assert mended.text.split()[0] == word


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("make the backround darker", "make the background darker"),
        ("more brigthness", "more brightness"),
        ("a noticable stain", "a noticeable stain"),
        ("the left is blury", "the left is blurry"),
    ],
)
def test_slips_that_are_no_other_word_are_mended_at_once(said: str, meant: str) -> None:
    assert at_once(read(said)).text == meant


@pytest.mark.parametrize(
    "said", ["the contract on the desk", "a straighter road", "the photographer", "grounded planes"]
)
def test_proper_words_stay(said: str) -> None:
    assert at_once(read(said)).text == said
