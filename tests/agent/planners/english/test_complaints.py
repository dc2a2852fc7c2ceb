"""What a person finds wrong, said back as the reason."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.planners.english.complaints import reason
from agent.planners.english.saying import read


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("too dark", "it was too dark"),
        ("way too bright", "it was way too bright"),
        ("it's too dark", "it was too dark"),
        ("its too dark", "it was too dark"),
        ("the sky is blown out", "the sky was blown out"),
        ("the colors look faded", "the colors looked faded"),
        ("her eyes aren't sharp", "her eyes weren't sharp"),
        ("it's a bit hazy", "it was a bit hazy"),
        ("it lacks contrast", "it lacked contrast"),
        ("not bright enough", "it was not bright enough"),
        ("not enough light", "there was not enough light"),
        ("too much noise", "there was too much noise"),
        ("blurry", "it was blurry"),
        ("kinda blurry", "it was blurry"),
        ("i think it is too warm", "it was too warm"),
        ("i look too pale", "I looked too pale"),
    ],
)
def test_a_complaint_is_said_back(said: str, told: str) -> None:
    assert reason(read(said)) == told


@pytest.mark.parametrize(
    "said",
    [
        *(
            "brighten it",
            "a little warmer",
            "make it less dark",
            "the sky should be bluer",
            "could it be darker",
            "no cars",
        ),
        *(
            "could it be darker",
            "it needs more light",
            "this is a photo",
            "write 'it is too dark'",
            "the left one is brighter",
            "",
        ),
    ],
)
def test_a_wish_is_no_complaint(said: str) -> None:
    assert reason(read(said)) is None


@given(st.text(alphabet="abeost 'istoo", max_size=40))
@settings(max_examples=30, deadline=None)
def test_any_words_give_a_sentence_or_nothing(words: str) -> None:
    told = reason(read(words))
    assert told is None or (told == told.strip() and " " in told)
