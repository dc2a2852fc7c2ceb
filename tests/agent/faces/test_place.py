"""Places told on a command line: boxes, points, masks."""

from __future__ import annotations

import pytest
import typer
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from agent.faces.place import Place, parse_place, read_mask
from tools.errors import PentimentoError

fractions = st.floats(0, 1, allow_nan=False).map(lambda value: round(value, 4))


@settings(max_examples=30, deadline=None)
@given(st.tuples(fractions, fractions, fractions, fractions))
def test_a_box_is_read_as_written_if_it_is_one(box: tuple[float, float, float, float]) -> None:
    text = ",".join(map(str, box))
    if box[0] < box[2] and box[1] < box[3]:
        assert parse_place(text, None, None, False) == Place(box=box)
    else:
        with pytest.raises(typer.BadParameter):
            parse_place(text, None, None, False)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(fractions, fractions), min_size=1, max_size=5))
def test_points_are_read_as_written(points: list[tuple[float, float]]) -> None:
    text = ";".join(f"{x},{y}" for x, y in points)
    assert parse_place(None, text, None, False) == Place(points=tuple(points))
    assert parse_place(None, text + ";", None, False) == Place(points=tuple(points))


def test_no_option_is_no_place() -> None:
    assert parse_place(None, None, None, False) is None


@pytest.mark.parametrize("text", ["", "a,b,c,d", "0,0,1", "0,0,1,1,1", "0,0,1,inf", "-0.1,0,1,1", "0 0 1 1"])
def test_what_is_no_box_is_wrong_usage(text: str) -> None:
    with pytest.raises(typer.BadParameter):
        parse_place(text, None, None, False)


@pytest.mark.parametrize("mode", ["L", "RGB", "LA", "RGBA"])
def test_white_is_where_to_edit_in_every_mode(mode: str) -> None:
    image = Image.new("L", (20, 10))
    image.paste(255, (5, 2, 9, 8))
    if mode in ("LA", "RGBA"):
        image.putalpha(255)
    mask = read_mask(image.convert(mode), "mask.png", (20, 10))
    assert mask.mode == "L"
    assert mask.getbbox() == (5, 2, 9, 8)
    assert mask.getextrema() == (0, 255)


def test_alpha_decides_where_it_says_something() -> None:
    image = Image.new("RGBA", (20, 10), (0, 0, 0, 0))
    image.paste((0, 0, 0, 255), (5, 2, 9, 8))
    assert read_mask(image, "mask.png", (20, 10)).getbbox() == (5, 2, 9, 8)


def test_a_mask_that_does_not_fit_or_selects_nothing_is_told() -> None:
    with pytest.raises(PentimentoError, match="20 × 10, the picture 21 × 10"):
        read_mask(Image.new("L", (20, 10), 255), "mask.png", (21, 10))
    with pytest.raises(PentimentoError, match="black"):
        read_mask(Image.new("L", (20, 10)), "mask.png", (20, 10))
