"""Places, fits and shifts in whole pixels; aspect ratios in words."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.aspect import normalised, value
from tools.placement import fitted, fractions, kept_inside, put, shift_to
from tools.places import PLACES
from tools.selection import pixel_box

SIDES = st.integers(1, 200)


@settings(max_examples=30, deadline=None)
@given(SIDES, SIDES, st.integers(-300, 300), st.integers(-300, 300), st.data())
def test_kept_inside_loses_nothing_more(width: int, height: int, dx: int, dy: int, data: st.DataObject) -> None:
    x0, y0 = data.draw(st.integers(0, width - 1)), data.draw(st.integers(0, height - 1))
    x1, y1 = data.draw(st.integers(x0 + 1, width)), data.draw(st.integers(y0 + 1, height))
    sx, sy = kept_inside((dx, dy), (x0, y0, x1, y1), (width, height))
    assert 0 <= x0 + sx < x1 + sx <= width
    assert 0 <= y0 + sy < y1 + sy <= height
    assert abs(sx) <= abs(dx)
    assert abs(sy) <= abs(dy)


@settings(max_examples=30, deadline=None)
@given(st.sampled_from([*PLACES, None]), SIDES, SIDES, st.data())
def test_put_lies_inside_with_its_size(place: str | None, width: int, height: int, data: st.DataObject) -> None:
    wide, high = data.draw(st.integers(1, width)), data.draw(st.integers(1, height))
    x0, y0, x1, y1 = put(place, (wide, high), (width, height))
    assert (x1 - x0, y1 - y0) == (wide, high)
    assert 0 <= x0 <= x1 <= width
    assert 0 <= y0 <= y1 <= height


def test_one_word_moves_one_way() -> None:
    box = (40, 50, 60, 70)
    assert shift_to("left", box, (100, 100)) == (-37, 0)
    assert shift_to("bottom", box, (100, 100)) == (0, 27)
    assert shift_to("top right", box, (100, 100)) == (37, -47)
    assert shift_to("center", (0, 0, 20, 20), (100, 100)) == (40, 40)


@settings(max_examples=30, deadline=None)
@given(st.floats(0.02, 50), SIDES, SIDES)
def test_fitted_is_inside_and_touches(aspect: float, width: int, height: int) -> None:
    x0, y0, x1, y1 = fitted(aspect, (3, 5, 3 + width, 5 + height))
    assert 3 <= x0 < x1 <= 3 + width
    assert 5 <= y0 < y1 <= 5 + height
    assert x1 - x0 == width or y1 - y0 == height


@settings(max_examples=30, deadline=None)
@given(SIDES, SIDES, st.data())
def test_fractions_come_back_as_the_same_pixels(width: int, height: int, data: st.DataObject) -> None:
    x0, y0 = data.draw(st.integers(0, width - 1)), data.draw(st.integers(0, height - 1))
    box = x0, y0, data.draw(st.integers(x0 + 1, width)), data.draw(st.integers(y0 + 1, height))
    assert pixel_box(fractions(box, (width, height)), (width, height)) == box


@pytest.mark.parametrize(
    ("said", "ratio", "number"),
    [("16:9", "16:9", 16 / 9), ("4 x 5", "4:5", 0.8), ("Square", "1:1", 1.0), ("2.35:1", "2.35:1", 2.35)],
)
def test_ratios(said: str, ratio: str, number: float) -> None:
    assert normalised(said) == ratio
    assert value(ratio) == pytest.approx(number)


@pytest.mark.parametrize("said", ["", "16", "1:0", "0.001:1", "a:b", "-1:2"])
def test_no_ratios(said: str) -> None:
    with pytest.raises(ValueError, match="ratio"):
        normalised(said)
