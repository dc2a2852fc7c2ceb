"""Colours and places that people name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.colours import is_colour, parse_colour
from tools.errors import BadArguments
from tools.places import PLACES, parse_place, place_box, place_name


@pytest.mark.parametrize(
    ("words", "colour"),
    [
        ("#1e90ff", (30, 144, 255)),
        ("rgb(1, 2, 3)", (1, 2, 3)),
        ("Navy", (20, 35, 90)),
        ("dark-green", (15, 80, 35)),
        ("light steel blue", (176, 196, 222)),
        ("the red", None),
        ("blurple", None),
        ("", None),
    ],
)
def test_colours(words: str, colour: tuple[int, int, int] | None) -> None:
    if colour is None:
        assert not is_colour(words)
        with pytest.raises(BadArguments, match="colour called"):
            parse_colour(words)
    else:
        assert parse_colour(words) == colour


def test_shades_lie_between_the_colour_and_white_or_black() -> None:
    assert sum(parse_colour("dark teal")) < sum(parse_colour("teal")) < sum(parse_colour("pale teal"))


@given(st.text(max_size=60))
def test_any_text_is_a_colour_or_refused(words: str) -> None:
    if is_colour(words):
        assert all(0 <= channel <= 255 for channel in parse_colour(words))


@pytest.mark.parametrize(
    ("words", "place"),
    [
        ("the upper right corner", "top right"),
        ("bottom-left", "bottom left"),
        ("on the left side", "left"),
        ("middle", "center"),
        ("at the top", "top"),
        ("near the tree", None),
        ("", None),
    ],
)
def test_places(words: str, place: str | None) -> None:
    assert parse_place(words) == place
    assert (place_box(words) is None) == (place is None)


@pytest.mark.parametrize("place", PLACES)
def test_a_named_place_is_a_third_of_the_picture(place: str) -> None:
    box = place_box(place)
    assert box is not None
    x0, y0, x1, y1 = box
    assert x1 - x0 == pytest.approx(1 / 3)
    assert y1 - y0 == pytest.approx(1 / 3)
    assert ("left" in place) == (x0 == 0)
    assert ("bottom" in place) == (y1 == 1)
    assert place_name(box) == place
