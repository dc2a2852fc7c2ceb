"""The words as the grammar reads them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.planners.english.saying import QUOTE, pattern, read, without_politeness


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("  Brighten   IT ", "brighten it"),
        ("don t touch the dog s ear", "don't touch the dog's ear"),
        ("its too dark", "it's too dark"),
        ("the colour of the grey centre", "the color of the gray center"),
        ("b&w", "black and white"),
        ("cats & dogs", "cats and dogs"),
        ("line one\nline two", "line one. line two"),
        ("tab\there", "tab here"),
        ("pls crop it", "please crop it"),
        ("the dog’s bowl", "the dog's bowl"),
    ],
)
def test_words_are_made_plain(said: str, text: str) -> None:
    assert read(said).text == text


@pytest.mark.parametrize(
    ("said", "quotes"),
    [
        ("add 'hello' and \"good bye\"", ("good bye", "hello")),
        ("write “Ça va?” there", ("Ça va?",)),
        ("the dog's bowl isn't mine", ()),
        ("write 'it's late' on it", ("it's late",)),
        ("«Bonjour» at the top", ("Bonjour",)),
        ("add the text ''", ()),
    ],
)
def test_quotes_are_set_aside(said: str, quotes: tuple[str, ...]) -> None:
    saying = read(said)
    assert saying.quotes == quotes
    assert len(pattern(QUOTE).findall(saying.text)) == len(quotes)


def test_the_persons_own_letters_come_back() -> None:
    saying = read("Write 'Grüße, Anna' on the Card")
    assert saying.verbatim(0, len(saying.text)) == "Write  Grüße, Anna  on the Card".replace("  ", " ")
    assert saying.cut(0, 5).raw == "Write"


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("could you please brighten it", "brighten it"),
        ("can you also maybe crop the top, thanks", "crop the top"),
        ("i'd like you to remove the bin please", "remove the bin"),
        ("Please, would you mind adding a hat?", "adding a hat"),
        ("please", "please"),
        ("ok now make it warmer as well", "make it warmer"),
        ("let's crop it", "crop it"),
        ("so, brighten it for me", "brighten it"),
    ],
)
def test_politeness_is_taken_off(said: str, left: str) -> None:
    assert without_politeness(read(said)).text == left


@given(st.text(max_size=200))
@settings(max_examples=30, deadline=None)
def test_text_and_raw_are_of_one_length(said: str) -> None:
    saying = read(said)
    assert len(saying.text) == len(saying.raw)
    assert len(without_politeness(saying).text) == len(without_politeness(saying).raw)


def test_very_long_text_is_cut() -> None:
    assert len(read("word " * 100_000).text) <= 4000


def test_only_quoted_words_keep_their_lines() -> None:
    said = read('write "OPEN\r\nfrom nine"\nand crop it')
    assert said.quotes == ("OPEN\nfrom nine",)
    assert "\n" not in said.text
    assert said.text.endswith(". and crop it")
