"""Outlines: they lie on the edge of what they outline, are seen on any background, and leave the picture as it was."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from agent.faces.outline import COLOURS, colour_of, outline, outlined, selection_of, stroke_px
from memory.schema import MaskRef
from tools.selection import Selection

SIDE = 60


@st.composite
def boxes(draw: st.DrawFn) -> tuple[int, int, int, int]:
    x0, y0 = draw(st.integers(0, SIDE - 1)), draw(st.integers(0, SIDE - 1))
    return x0, y0, draw(st.integers(x0 + 1, SIDE)), draw(st.integers(y0 + 1, SIDE))


def changed(image: Image.Image, drawn: Image.Image) -> np.ndarray:
    return np.asarray(ImageChops.difference(image.convert("RGB"), drawn)).max(axis=2) > 0


@settings(max_examples=30, deadline=None)
@given(boxes(), st.sampled_from(["gray", "red", "#224466"]))
def test_the_line_runs_along_the_edge_and_nowhere_else(box: tuple[int, int, int, int], colour: str) -> None:
    image = Image.new("RGB", (SIDE, SIDE), colour)
    drawn = outline(image, [Selection.rectangle(box, image.size)])
    touched = changed(image, drawn)
    near = np.zeros((SIDE, SIDE), bool)
    x0, y0, x1, y1 = box
    near[max(0, y0 - 2) : y1 + 2, max(0, x0 - 2) : x1 + 2] = True
    near[y0 + 3 : y1 - 3, x0 + 3 : x1 - 3] = False
    assert touched.any()
    assert not (touched & ~near).any()
    assert all(touched[y, x] for x in (x0, x1 - 1) for y in (y0, y1 - 1))


BACKGROUNDS = pytest.mark.parametrize("background", ["white", "black", "#808080", "red", "#ffff00"])


@BACKGROUNDS
def test_the_line_is_seen_on_any_background(background: str) -> None:
    image = Image.new("RGB", (300, 200), background)
    drawn = np.asarray(outline(image, [Selection.rectangle((100, 50, 200, 150), image.size)]).convert("L")).astype(int)
    for across in (drawn[100, 95:106], drawn[100, 194:206], drawn[45:56, 150], drawn[144:156, 150]):
        assert across.max() - across.min() > 200


@BACKGROUNDS
def test_in_a_thumbnail_the_line_is_thin_and_bright_and_dark_by_turns(disc: Selection, background: str) -> None:
    image = Image.new("RGB", (60, 40), background)
    drawn = np.asarray(outline(image, [disc]).convert("L")).astype(int)
    inside = np.asarray(disc.full()) > 0
    edge = drawn[inside & ~np.asarray(disc.full().filter(ImageFilter.MinFilter(3))).astype(bool)]
    assert (edge == 255).sum() > len(edge) / 5
    assert (edge == 0).sum() > len(edge) / 5
    assert (np.asarray(outline(image, [disc])) == np.asarray(image))[~inside].all()


def test_the_picture_itself_is_not_touched(disc: Selection) -> None:
    image = Image.new("RGB", (60, 40), "teal")
    before = image.tobytes()
    outline(image, [disc], numbered=True)
    assert image.tobytes() == before


@pytest.mark.parametrize("mode", ["L", "LA", "RGB", "RGBA"])
def test_every_mode_gives_rgb(mode: str, disc: Selection) -> None:
    assert outline(Image.new(mode, (60, 40)), [disc]).mode == "RGB"


def test_without_a_selection_nothing_is_drawn(coffee: Image.Image) -> None:
    assert ImageChops.difference(outline(coffee, []), coffee).getbbox() is None


@settings(max_examples=20, deadline=None)
@given(boxes(), st.integers(1, 90))
def test_shown_smaller_it_keeps_its_place(box: tuple[int, int, int, int], max_side: int) -> None:
    image = Image.new("RGB", (SIDE, SIDE), "gray")
    drawn = outlined(image, [Selection.rectangle(box, image.size)], max_side=max_side)
    side = min(SIDE, max_side)
    assert drawn.image.size == (side, side)
    (mark,) = drawn.marks
    slack = 1.5 / side
    assert box[0] / SIDE - slack <= mark.x <= box[2] / SIDE + slack
    assert box[1] / SIDE - slack <= mark.y <= box[3] / SIDE + slack


def test_a_preview_shows_the_outline_of_the_full_picture(disc: Selection) -> None:
    drawn = outlined(Image.new("RGB", (30, 20), "gray"), [disc])
    assert drawn.image.size == (30, 20)
    rows, columns = np.nonzero(changed(Image.new("RGB", (30, 20), "gray"), drawn.image))
    assert columns.min() == pytest.approx(9, abs=2)
    assert columns.max() == pytest.approx(20, abs=2)
    assert rows.min() == pytest.approx(4, abs=2)


def test_one_pixel_is_still_seen_in_a_thumbnail() -> None:
    one = Selection.rectangle((500, 500, 501, 501), (1000, 1000))
    image = Image.new("RGB", (1000, 1000), "gray")
    assert changed(Image.new("RGB", (50, 50), "gray"), outlined(image, [one], max_side=50).image).any()


def test_the_stroke_grows_with_the_picture() -> None:
    widths = [stroke_px((side, side)) for side in (40, 300, 600, 1200, 9000)]
    assert widths == sorted(widths)
    assert widths[0] == 1
    assert widths[-1] == 3


def test_several_get_colours_of_their_own() -> None:
    image = Image.new("RGB", (90, 30), "gray")
    places = [Selection.rectangle((x, 5, x + 20, 25), image.size) for x in (5, 35, 65)]
    shown = set(outline(image, places).get_flattened_data())
    assert set(COLOURS[:3]) <= shown


def test_a_number_has_the_colour_of_its_outline() -> None:
    image = Image.new("RGB", (90, 30), "gray")
    places = [Selection.rectangle((x, 5, x + 20, 25), image.size) for x in (5, 35, 65)]
    drawn = outlined(image, places)
    assert [mark.colour for mark in drawn.marks] == [colour_of(number) for number in (1, 2, 3)]
    assert len({mark.colour for mark in drawn.marks}) == 3
    assert drawn.image.getpixel((35, 6)) in (colour_of(2), (0, 0, 0))


def test_the_number_lies_inside_what_it_names() -> None:
    ring = Image.new("L", (200, 200))
    draw = ImageDraw.Draw(ring)
    draw.ellipse((10, 10, 190, 190), fill=255)
    draw.ellipse((50, 50, 150, 150), fill=0)
    selection = Selection.of_mask(ring)
    assert selection is not None
    (mark,) = outlined(Image.new("RGB", ring.size), [selection]).marks
    assert ring.getpixel((int(mark.x * 200), int(mark.y * 200))) == 255


def test_numbers_on_one_place_move_apart(coffee: Image.Image) -> None:
    same = [Selection.rectangle((200, 100, 400, 300), coffee.size)] * 4
    drawn = np.asarray(outline(coffee, same, numbered=True))
    plain = np.asarray(outline(coffee, same))
    labels = (drawn != plain).any(axis=2)
    radius = max(8, round(600 / 45))
    assert labels.sum() > 3.5 * 3 * radius**2  # four discs side by side, not one


def test_a_number_at_the_border_stays_whole() -> None:
    image = Image.new("RGB", (300, 200), "gray")
    corner = Selection.rectangle((0, 0, 3, 3), image.size)
    plain, drawn = outline(image, [corner]), outline(image, [corner], numbered=True)
    box = ImageChops.difference(plain, drawn).getbbox()
    assert box is not None
    assert box[2] - box[0] >= 2 * 8
    assert box[3] - box[1] >= 2 * 8


def test_a_stored_mask_is_the_selection_it_was(disc: Selection) -> None:
    stored = {"a" * 64: disc.mask}
    again = selection_of(MaskRef("a" * 64, disc.box, disc.size), stored.__getitem__)
    assert again.full().tobytes() == disc.full().tobytes()
