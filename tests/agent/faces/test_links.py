"""The lines of a history: each joins the card it comes from and the card it leads to, and no other."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from agent.faces.cards import ACCENT, LINE, PAPER
from agent.faces.links import draw_lines
from agent.faces.tree import Layout, Spot, layout
from memory.schema import Turn

WIDTH, GAP = 60, 20


def turn(ident: str, parent: str | None, depth: int) -> Turn:
    return Turn(ident, "s", parent, depth, "", {}, "", 1, 1, "RGB", "", "person", "")


TURNS = [turn("0", None, 0), turn("1", "0", 1), turn("2", "1", 2), turn("b", "0", 1)]


def drawn(turns: list[Turn], path: set[str], placed: Layout) -> tuple[Image.Image, dict[str, tuple[int, int]]]:
    corners = {
        key: (10 + spot.column * (WIDTH + GAP), 40 + 100 * (spot.row + 2 * spot.band))
        for key, spot in placed.spots.items()
    }
    sheet = Image.new("RGB", (400, 500), PAPER)
    draw_lines(sheet, turns, path, placed, corners, WIDTH, GAP)
    return sheet, corners


def is_drawn(sheet: Image.Image, at: tuple[float, float], colour: tuple[int, int, int]) -> bool:
    x, y = round(at[0]), round(at[1])
    near = np.asarray(sheet.crop((x - 2, y - 2, x + 3, y + 3))).astype(int)
    return bool((np.abs(near - colour).max(axis=2) < 30).any())


def test_the_way_to_the_head_is_one_bright_line() -> None:
    sheet, corners = drawn(TURNS, {"0", "1", "2"}, layout(TURNS, ["0", "1", "2"], 10))
    y = corners["0"][1]
    for x in range(corners["0"][0] + WIDTH // 2, corners["2"][0] + WIDTH // 2, 5):
        assert is_drawn(sheet, (x, y), ACCENT)


def test_a_course_that_leaves_comes_down_between_the_cards() -> None:
    sheet, corners = drawn(TURNS, {"0", "1", "2"}, layout(TURNS, ["0", "1", "2"], 10))
    between = corners["0"][0] + WIDTH + GAP / 2
    middle = (corners["0"][1] + corners["b"][1]) / 2
    assert is_drawn(sheet, (between, middle), LINE)
    assert is_drawn(sheet, (corners["b"][0] + 5, corners["b"][1]), LINE)
    assert not is_drawn(sheet, (corners["1"][0] + WIDTH / 2, middle), LINE)


def test_the_photograph_alone_has_no_line() -> None:
    sheet, _ = drawn(TURNS[:1], {"0"}, layout(TURNS[:1], ["0"], 10))
    assert sheet.getcolors() == [(400 * 500, PAPER)]


def test_a_line_to_the_next_band_leaves_right_and_comes_in_left() -> None:
    chain = [turn(str(n), str(n - 1) if n else None, n) for n in range(4)]
    placed = layout(chain, [one.id for one in chain], 2)
    assert placed.spots["2"] == Spot(1, 0, 0)
    sheet, corners = drawn(chain, {one.id for one in chain}, placed)
    right = corners["1"][0] + WIDTH + 4
    assert is_drawn(sheet, (right, corners["1"][1]), ACCENT)
    assert is_drawn(sheet, (corners["2"][0] - 4, corners["2"][1]), ACCENT)
    assert not is_drawn(sheet, (right, (corners["1"][1] + corners["2"][1]) / 2), ACCENT)


@pytest.mark.parametrize("path", [{"0", "1", "2"}, {"0", "b"}, {"0"}])
def test_only_the_way_to_the_head_is_bright(path: set[str]) -> None:
    sheet, _ = drawn(TURNS, path, layout(TURNS, sorted(path), 10))
    bright = (np.abs(np.asarray(sheet).astype(int) - ACCENT).max(axis=2) < 10).any()
    assert bright == (len(path) > 1)
