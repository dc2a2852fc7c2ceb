"""What a phrase says: noun, colours, sides, order, relation, everything but."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.grounding.phrase import Order, parse_phrase


@pytest.mark.parametrize(
    ("said", "noun", "colours", "sides"),
    [
        ("the red cup", "cup", ("red",), ()),
        ("The Light-Blue car!", "car", ("light blue",), ()),
        ("her dark green dress on the left", "dress", ("dark green",), ("left",)),
        ("the dog in the top right corner", "dog", (), ("top", "right")),
        ("the black and white cat", "cat", ("black", "white"), ()),
        ("the dog's collar", "dog collar", (), ()),
        ("the bin on the left hand side of the picture", "bin", (), ("left",)),
        ("the orange", "", ("orange",), ()),
        ("sky", "sky", (), ()),
    ],
)
def test_nouns_colours_and_sides(said, noun, colours, sides):
    phrase = parse_phrase(said)
    assert (phrase.noun, phrase.colours, phrase.sides) == (noun, colours, sides)


@pytest.mark.parametrize(
    ("said", "order"),
    [
        ("the biggest", Order("big")),
        ("the second biggest car", Order("big", 1)),
        ("the smallest one", Order("small")),
        ("the second cup from the left", Order("left", 1)),
        ("the third from the right", Order("right", 2)),
        ("the last one from the top", Order("top", -1)),
        ("the leftmost horse", Order("left")),
        ("the far right chair", Order("right")),
        ("the horse on the left", None),
        ("the top third", None),
    ],
)
def test_order(said, order):
    assert parse_phrase(said).order == order


@pytest.mark.parametrize(
    ("said", "rest"),
    [
        ("everything but the sky", "the sky"),
        ("everything except for the red cup", "the red cup"),
        ("all other than him", "him"),
        ("outside the house", "the house"),
        ("everything else but the dog", "the dog"),
    ],
)
def test_everything_but(said, rest):
    assert parse_phrase(said).everything_but == rest


def test_colours_of_another_thing_are_not_its_own():
    phrase = parse_phrase("the man next to the red car")
    assert phrase.noun == "man"
    assert phrase.colours == ()
    assert phrase.relation == "next to the red car"


@pytest.mark.parametrize(
    ("said", "plural"),
    [
        ("the faces", True),
        ("people", True),
        ("glass", False),
        ("the cup", False),
        ("the bus", False),
        ("the cactus", False),
        ("the lens", False),
        ("buses", True),
        ("the women", True),
        ("children", True),
    ],
)
def test_plurals(said, plural):
    assert parse_phrase(said).plural is plural


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=80))
def test_garbage_is_a_noun_or_nothing(said):
    phrase = parse_phrase(said)
    assert phrase == parse_phrase(said)
    assert not (phrase.geometric and phrase.noun)
