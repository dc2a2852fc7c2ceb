"""Slips of the finger: which are mended to what, and the words that only look like slips."""

import pytest

from agent.planners.english import lexicon, slips
from agent.planners.english.saying import read
from agent.planners.english.typos import at_once


@pytest.mark.parametrize(
    ("slip", "word"),
    [
        ("wiht", "with"), ("wirh", "with"), ("greeen", "green"), ("whiet", "white"), ("borwn", "brown"),
        ("bule", "blue"), ("tetx", "text"), ("bulr", "blur"), ("psoition", "position"), ("poace", "place"),
        ("insted", "instead"),
        ("subsgitute", "substitute"), ("zooom", "zoom"), ("dehae", "dehaze"), ("coloor", "color"),
        ("repalce", "replace"),
    ],
)  # fmt: skip
def test_a_slip_leads_to_its_word(slip: str, word: str) -> None:
    assert slips.meant(slip) == word


@pytest.mark.parametrize("word", lexicon.words(
    "mane pane bare form ficus muddle noose bleu inset inert purse wish cloud chance plane peace while colon court "
    "tight plate blown crown greed photos middle insect corn lens lint tent pond goose whale"
))  # fmt: skip
def test_a_word_of_english_is_no_slip(word: str) -> None:
    assert slips.meant(word) is None


def test_no_command_or_colour_is_taken_for_a_slip() -> None:
    spoken = {verb for verbs in lexicon.VERBS.values() for verb in verbs.split()} | lexicon.COLORS | lexicon.MATERIALS
    assert not [word for word in spoken if slips.meant(word)]


def test_lettering_keeps_its_slips() -> None:
    said = at_once(read("wriite 'wiht love' wiht a gren border"))
    assert said.quotes == ("wiht love",)
    assert " with a " in said.text
