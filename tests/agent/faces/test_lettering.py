"""Fonts and wrapping: something readable on every machine, nothing wider than its column."""

from __future__ import annotations

import pytest
from PIL import Image, ImageDraw, ImageFont

from agent.faces import lettering
from agent.faces.lettering import font, plain, text_size, wrap


@pytest.fixture
def bare(monkeypatch):
    """A machine without any font."""
    monkeypatch.setattr(lettering, "_installed", lambda name: "")


@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize("text", ["", "make it blue", "größer — 3×", "把杯子变成蓝色"])
def test_there_is_always_a_font(bold: bool, text: str) -> None:
    letters = font(18, bold=bold, text=text)
    drawn = Image.new("L", (400, 40))
    ImageDraw.Draw(drawn).text((5, 5), plain(text, letters), 255, letters)
    assert (drawn.getbbox() is not None) == bool(text)


def test_a_machine_without_fonts_still_writes(bare: None) -> None:
    letters = font(18, text="größer — 3×")
    written = plain("größer — 3×", letters)
    assert written.endswith("3x")
    assert " - " in written
    assert written.startswith("gro") or written.startswith("grö")


def test_a_font_is_chosen_that_has_the_letters(monkeypatch) -> None:
    rich, poor = object(), object()
    monkeypatch.setattr(lettering, "_installed", lambda name: name)
    monkeypatch.setattr(ImageFont, "truetype", lambda path, size: rich if "CJK" in path else poor)
    monkeypatch.setattr(lettering, "_has", lambda face, text: face is rich or text.isascii())
    assert font(12, text="杯子") is rich
    assert font(12, text="cup") is poor


def test_a_font_that_nobody_has_gives_way_to_the_first(monkeypatch) -> None:
    only = object()
    monkeypatch.setattr(lettering, "_installed", lambda name: name)
    monkeypatch.setattr(ImageFont, "truetype", lambda path, size: only)
    monkeypatch.setattr(lettering, "_has", lambda face, text: False)
    assert font(12, text="𓀀") is only


def test_the_size_is_that_of_the_ink() -> None:
    letters = font(40)
    width, height, top = text_size("x", letters)
    drawn = Image.new("L", (100, 100))
    ImageDraw.Draw(drawn).text((0, -top), "x", 255, letters)
    box = drawn.getbbox()
    assert box is not None
    assert box[3] - box[1] == pytest.approx(height, abs=2)
    assert box[2] - box[0] == pytest.approx(width, abs=3)
    assert box[1] <= 2


def test_a_line_breaks_between_words() -> None:
    letters = font(14)
    lines = wrap("make the cup blue", letters, letters.getlength("make the cup") + 1, 3)
    assert lines == ["make the cup", "blue"]


def test_a_no_break_space_keeps_a_number_and_its_sign_together() -> None:
    letters = font(14)
    lines = wrap("crop top 7.75\u00a0%", letters, letters.getlength("crop top 7.75") + 1, 3)
    assert lines == ["crop top", "7.75\u00a0%"]


def test_a_word_that_is_too_long_is_cut() -> None:
    letters = font(14)
    lines = wrap("w" * 60, letters, 100, 2)
    assert len(lines) == 2
    assert lines[1].endswith("…")
    assert all(letters.getlength(line) <= 100 for line in lines)


def test_nothing_is_wrapped_into_nothing() -> None:
    assert wrap("", font(14), 100, 3) == []
    assert wrap(" \n\t ", font(14), 100, 3) == []


@pytest.mark.parametrize(("text", "simple"), [("×–—−→…", "x---> ..."), ("é", "e"), ("中", "?"), ("plain", "plain")])
def test_simpler_letters(monkeypatch, text: str, simple: str) -> None:
    monkeypatch.setattr(lettering, "_has", lambda face, letters: letters.isascii())
    assert plain(text, font(12)).replace(" ", "") == simple.replace(" ", "")
