"""How much, in words and numbers."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.planners.english import amounts


@pytest.mark.parametrize(
    ("said", "level"),
    [
        ("brighten it", 25),
        ("a little warmer", 12),
        ("slightly darker", 12),
        ("a touch more contrast", 12),
        ("a tad", 12),
        ("much brighter", 50),
        ("a lot more", 50),
        ("way too dark", 50),
        ("completely desaturated", 100),
        ("by 20", 20),
        ("20% darker", 20),
        ("by twenty", 20),
        ("+35", 35),
        ("to 40", 40),
        ("by -18", 18),
        ("by 300", 100),
        ("the left half", 25),
        ("by half", 50),
    ],
)
def test_level(said: str, level: float) -> None:
    assert amounts.level(said) == level


@pytest.mark.parametrize(
    ("said", "fraction"),
    [
        ("the bottom third", 1 / 3),
        ("two thirds", 2 / 3),
        ("half", 1 / 2),
        ("10%", 0.1),
        ("ten percent", 0.1),
        ("a quarter", 1 / 4),
        ("3/4", 3 / 4),
        ("1/3", 1 / 3),
        ("some of it", None),
        ("100%", 0.99),
    ],
)
def test_fraction(said: str, fraction: float | None) -> None:
    found = amounts.fraction(said)
    assert found == (None if fraction is None else pytest.approx(fraction))


@pytest.mark.parametrize(
    ("said", "factor"),
    [
        ("twice as big", 2),
        ("double the size", 2),
        ("three times larger", 3),
        ("half the size", 0.5),
        ("to half", 0.5),
        ("to a third", 1 / 3),
        ("50% smaller", 0.5),
        ("10% bigger", 1.1),
        ("to 150%", 1.5),
        ("4x", 4),
        ("bigger", None),
    ],
)
def test_times(said: str, factor: float | None) -> None:
    found = amounts.times(said)
    assert found == (None if factor is None else pytest.approx(factor))


@pytest.mark.parametrize(
    ("said", "count"),
    [("two dogs", 2), ("a dog", 1), ("a couple of trees", 2), ("5 birds", 5), ("several boats", 4), ("dogs", None)],
)
def test_count(said: str, count: int | None) -> None:
    assert amounts.count(said) == count


@pytest.mark.parametrize(
    ("word", "value"), [("third", 3), ("3rd", 3), ("#4", 4), ("two", 2), ("some", None), ("x", None)]
)
def test_ordinal(word: str, value: int | None) -> None:
    assert amounts.ordinal(word) == value


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("the sky a bit", "the sky"),
        ("the sky by 20%", "the sky"),
        ("the sky a lot", "the sky"),
        ("a little the grass", "the grass"),
        ("the second board from the right", "the second board from the right"),
    ],
)
def test_amounts_are_taken_out(said: str, left: str) -> None:
    assert amounts.without_amounts(said) == left


@given(st.text(max_size=80))
@settings(max_examples=30, deadline=None)
def test_any_words_give_amounts_in_range(said: str) -> None:
    assert 0 <= amounts.level(said) <= 100
    assert 0 < (amounts.fraction(said) or 0.5) <= 1 or amounts.fraction(said) == 0
    assert (amounts.times(said) or 1) >= 0
