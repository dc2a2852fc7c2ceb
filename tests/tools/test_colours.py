"""Colour words and their numbers."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.colours import _SPOKEN, is_colour, parse_colour
from tools.errors import BadArguments


@pytest.mark.parametrize(
    "word",
    [
        *(
            "bronze",
            "copper",
            "cobalt",
            "ginger",
            "mauve",
            "ruby",
            "sapphire",
            "scarlet",
            "auburn",
            "brunette",
            "brass",
        ),
        *(
            "brunette",
            "brass",
            "ochre",
            "taupe",
            "aquamarine",
            "sky blue",
            "off white",
            "forest green",
            "pastel pink",
            "rich red",
        ),
    ],
)
def test_names_people_use_are_known(word: str) -> None:
    assert is_colour(word)
    assert parse_colour(word.upper()) == parse_colour(f"{word} colour")


@pytest.mark.parametrize(("word", "strongest"), [("sapphire", 2), ("ruby", 0), ("copper", 0), ("jade", 1)])
def test_a_name_has_its_own_hue(word: str, strongest: int) -> None:
    channels = parse_colour(word)
    assert channels[strongest] == max(channels)


@given(st.sampled_from(sorted(_SPOKEN)), st.sampled_from(["light", "pale", "dark", "deep"]))
@settings(max_examples=30, deadline=None)
def test_a_shade_goes_its_way(word: str, shade: str) -> None:
    if f"{shade} {word}" in _SPOKEN or f"{shade}{word}" == word:
        return
    plain, shaded = sum(parse_colour(word)), sum(parse_colour(f"{shade} {word}"))
    names_of_their_own = abs(shaded - plain) < 120  # “dark gray” is lighter than “gray” in CSS
    assert names_of_their_own or (shaded > plain) == (shade in ("light", "pale"))


@pytest.mark.parametrize("word", ["blorange", "", "#12", "light", "dark blorange"])
def test_what_is_no_colour_is_refused(word: str) -> None:
    assert not is_colour(word)
    with pytest.raises(BadArguments):
        parse_colour(word)
