"""The sheets: every turn has a place of its own, pictures are really drawn there, and texts stay in their columns."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from agent.faces.cards import ACCENT, FADED, LINE, PAPER, Card, Look, draw_card, fitted, reach
from agent.faces.lettering import font, plain, wrap
from agent.faces.sheet import contact_sheet, history
from agent.faces.tree import Layout, layout
from memory.schema import Turn


def turn(ident: str, parent: str | None, depth: int) -> Turn:
    return Turn(ident, "s", parent, depth, "", {}, "", 1, 1, "RGB", "", "person", "")


@st.composite
def trees(draw: st.DrawFn) -> list[Turn]:
    turns = [turn("000", None, 0)]
    for index in range(draw(st.integers(0, 25))):
        parent = turns[draw(st.integers(max(0, len(turns) - 5), len(turns) - 1))]
        turns.append(turn(f"{index + 1:03}", parent.id, parent.depth + 1))
    return turns


def path_to(turns: list[Turn], last: Turn) -> list[str]:
    by_id, path = {one.id: one for one in turns}, [last]
    while path[-1].parent_id is not None:
        path.append(by_id[path[-1].parent_id])
    return [one.id for one in path]


@settings(max_examples=30, deadline=None)
@given(trees(), st.integers(2, 12), st.data())
def test_no_two_turns_share_a_place(turns: list[Turn], columns: int, data: st.DataObject) -> None:
    head = data.draw(st.sampled_from(turns))
    placed = layout(turns, path_to(turns, head), columns)
    assert set(placed.spots) == {one.id for one in turns}
    assert len(set(placed.spots.values())) == len(turns)
    for one in turns:
        spot = placed.spots[one.id]
        assert spot.band * placed.columns + spot.column == one.depth
        assert 0 <= spot.row < placed.rows[spot.band]
        assert spot.column < columns


@settings(max_examples=20, deadline=None)
@given(trees(), st.data())
def test_the_way_to_the_head_is_the_top_row(turns: list[Turn], data: st.DataObject) -> None:
    path = path_to(turns, data.draw(st.sampled_from(turns)))
    placed = layout(turns, path, 100)
    assert {placed.spots[ident].row for ident in path} == {0}


def _straight(placed: Layout, turns: list[Turn]) -> int:
    spots = placed.spots
    return sum(spots[one.id].row == spots[one.parent_id].row for one in turns if one.parent_id)


@settings(max_examples=20, deadline=None)
@given(trees())
def test_every_turn_that_goes_on_has_one_straight_line(turns: list[Turn]) -> None:
    placed = layout(turns, path_to(turns, turns[-1]), 100)
    parents = {one.parent_id for one in turns if one.parent_id}
    assert _straight(placed, turns) == len(parents)


def test_courses_that_do_not_meet_share_a_row() -> None:
    turns = [
        turn("0", None, 0),
        turn("1", "0", 1),
        turn("2", "1", 2),
        turn("3", "2", 3),
        turn("4", "0", 1),
        turn("5", "2", 3),
    ]
    placed = layout(turns, ["0", "1", "2", "3"], 10)
    assert placed.rows == (2,)
    assert placed.spots["4"].row == placed.spots["5"].row == 1


def near(image: Image.Image, colour: tuple[int, int, int], slack: int = 6) -> int:
    """How many pixels have about that colour."""
    return int((np.abs(np.asarray(image).astype(int) - colour).max(axis=2) <= slack).sum())


def test_the_history_shows_every_turn_and_marks_the_head(store, story) -> None:
    picture = history(store, story.id, width=1200)
    assert picture.mode == "RGB"
    assert picture.width == 1200
    assert near(picture, ACCENT) > 500
    assert near(picture, LINE) > 200
    assert near(picture, PAPER) > picture.width * picture.height // 4


def test_the_history_is_the_same_every_time(store, story) -> None:
    assert history(store, story.id, width=700).tobytes() == history(store, story.id, width=700).tobytes()


def test_a_long_history_is_folded(store, begin, coffee) -> None:
    story = begin(coffee.resize((90, 60)))
    for number in range(14):
        story.turn(f"step {number}")
    one_band, folded = history(store, story.id, width=3400), history(store, story.id, width=900)
    assert folded.width == 900
    assert folded.height > 2.5 * one_band.height * 900 / 3400


def test_the_photograph_alone_is_a_history_too(store, begin, coffee) -> None:
    story = begin(coffee.resize((90, 60)))
    assert history(store, story.id, width=600).width == 600
    assert contact_sheet(store, story.id, width=600).width == 600


def test_the_contact_sheet_has_the_path_only(store, story) -> None:
    sheet = contact_sheet(store, story.id, width=1000)
    assert sheet.width == 1000
    before = len(store.path(story.id))
    story.turn("one more")
    assert len(store.path(story.id)) == before + 1
    assert contact_sheet(store, story.id, width=1000).height >= sheet.height


@pytest.mark.parametrize(
    "words", ["", "a" * 500, "很好，把杯子变成蓝色", "“quoted” — ünïcödé ✓", "two\nlines", "word " * 100]
)
def test_any_utterance_can_be_written(store, begin, coffee, words: str) -> None:
    story = begin(coffee.resize((90, 60)), name="näme")
    story.turn(words)
    assert history(store, story.id, width=600).width == 600


@pytest.mark.parametrize("size", [(1, 1), (900, 20), (20, 900), (300, 200)])
def test_a_card_of_any_shape_keeps_inside_its_reach(size: tuple[int, int]) -> None:
    look = Look(200, 160)
    card = Card(Image.new("RGB", size, "teal"), "3", "make it look like a painting of the sea", "restyle oil")
    sheet = Image.new("RGB", (400, 600), PAPER)
    box = draw_card(sheet, card, look, 100, 300)
    assert box[2] - box[0] <= look.width
    assert box[3] - box[1] <= look.height
    assert (box[0] + box[2]) // 2 == pytest.approx(200, abs=1)
    above, below = reach(card, look)
    drawn = np.nonzero((np.abs(np.asarray(sheet).astype(int) - PAPER) > 40).any(axis=(1, 2)))[0]
    assert drawn.min() >= 300 - above - look.letter_px
    assert drawn.max() <= 300 + below


def test_a_faded_card_is_pale_and_the_head_has_a_frame() -> None:
    shown = {}
    for name, card in {
        "plain": Card(Image.new("RGB", (200, 100), "black"), "1", "x"),
        "faded": Card(Image.new("RGB", (200, 100), "black"), "1", "x", faded=True),
        "head": Card(Image.new("RGB", (200, 100), "black"), "1", "x", head=True, tag="main"),
    }.items():
        shown[name] = Image.new("RGB", (300, 300), PAPER)
        draw_card(shown[name], card, Look(200, 150), 50, 150)
    assert shown["plain"].getpixel((150, 150)) == (0, 0, 0)
    assert shown["faded"].getpixel((150, 150))[0] == pytest.approx(PAPER[0] * (1 - FADED), abs=3)
    assert near(shown["head"], ACCENT) > near(shown["plain"], ACCENT)


def test_a_small_picture_is_not_blown_up_without_end() -> None:
    assert fitted(Image.new("RGB", (10, 10)), Look(300, 300)) == (40, 40)


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=200), st.integers(30, 400), st.integers(1, 4))
def test_wrapped_text_fits_and_loses_nothing_but_its_end(text: str, width: int, lines: int) -> None:
    letters: Any = font(14)
    wrapped = wrap(text, letters, width, lines)
    assert len(wrapped) <= lines
    assert all(letters.getlength(line) <= width or len(line) <= 2 for line in wrapped)
    said = "".join(text.split())
    shown = "".join("".join(wrapped).split())
    assert shown == said or (shown.endswith("…") and said.startswith(shown.removesuffix("…")))


def test_letters_that_no_font_has_are_written_simpler() -> None:
    class Poor:
        def getmask(self, text: str) -> bytes:
            return b"letter" + text.encode() if text.isascii() else b"box"

    assert plain("café → 3×", Poor()) == "cafe > 3x"  # type: ignore[arg-type]
