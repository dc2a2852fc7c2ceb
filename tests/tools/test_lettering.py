"""Fonts that have the letters, lines that fit, and lettering found in pictures again."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from tools import fonts, inscription
from tools.errors import EditRejected
from tools.fonts import Face, choose, lacking
from tools.lettering import MIN_CAP_PX, block, cap_of_em, coverage, em_of_cap, fit, lettered

FACE = Face("Aileron")
WORDS = st.text(st.sampled_from("abc defgh ij XYZ 123 WQ.,!-"), min_size=1, max_size=60).filter(str.strip)


def test_english_is_set_in_the_face_that_travels_along() -> None:
    assert choose("Hello, Lisbon (2019)!", "sans").name == "Aileron"
    assert choose("Bold", "sans", bold=True).fake_bold


def test_letters_that_no_font_has_are_told_never_boxed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "_known_files", dict)
    assert lacking("cafe", FACE) == ()
    assert lacking("a你b", FACE) == ("你",)
    with pytest.raises(EditRejected, match="你"):
        choose("你好", "sans")
    with pytest.raises(EditRejected, match="😀"):
        choose("hi 😀", "mono")


def test_a_style_that_is_not_installed_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "_known_files", dict)
    assert choose("hello", "hand").other_style
    assert not choose("hello", "sans").other_style


@pytest.mark.parametrize(("words", "font"), [("早安", "fonts-noto-cjk"), ("ᚠᚢ", "fonts-noto)")])
def test_the_hint_names_a_font_that_has_the_letters(monkeypatch: pytest.MonkeyPatch, words: str, font: str) -> None:
    monkeypatch.setattr(fonts, "_known_files", dict)
    with pytest.raises(EditRejected) as refused:
        choose(words, "sans")
    assert font in refused.value.hint


def test_a_damaged_font_file_is_passed_over(monkeypatch: pytest.MonkeyPatch, tmp_path) -> None:  # type: ignore[no-untyped-def]
    broken = tmp_path / "NotoSerif-Regular.ttf"
    broken.write_bytes(b"no font")
    monkeypatch.setattr(fonts, "_known_files", lambda: {"NotoSerif-Regular": str(broken)})
    assert choose("hello", "serif").name == "Aileron"


@settings(max_examples=30, deadline=None)
@given(WORDS, st.integers(60, 400), st.integers(30, 200))
def test_what_fits_fits_and_keeps_every_word(text: str, width: int, height: int) -> None:
    block_ = fit(text, FACE, (width, height))
    if block_ is None:
        return
    assert block_.size[0] <= width
    assert block_.size[1] <= height
    assert " ".join(block_.lines).split() == text.split()
    assert cap_of_em(FACE, block_.em_px) >= MIN_CAP_PX - 1


@settings(max_examples=20, deadline=None)
@given(WORDS, st.integers(80, 400))
def test_a_box_as_wide_as_the_lines_breaks_them_again_in_the_same_places(text: str, width: int) -> None:
    first = block(text, FACE, 20, width)
    assert block(text, FACE, 20, first.size[0]).lines == first.lines


@settings(max_examples=20, deadline=None)
@given(WORDS, st.sampled_from(["left", "center", "right"]))
def test_the_ink_lies_inside_its_box(text: str, align: str) -> None:
    setting = block(text, FACE, 24, 300)
    letters = coverage(setting, setting.size, align)  # type: ignore[arg-type]
    ink = letters.getbbox()
    roomy = coverage(setting, (setting.size[0] + 40, setting.size[1] + 40), "center")
    assert ink is not None
    assert np.asarray(letters).sum() == pytest.approx(np.asarray(roomy).sum(), rel=0.02)


def test_a_larger_box_gives_larger_letters() -> None:
    small, large = fit("hello", FACE, (80, 40)), fit("hello", FACE, (300, 150))
    assert small is not None
    assert large is not None
    assert large.em_px > small.em_px
    assert fit("hello", FACE, (4, 4)) is None


def test_scripts_without_spaces_break_between_letters() -> None:
    wide = block("漢字漢字漢字漢字", FACE, 20, 80)
    assert len(wide.lines) > 1
    assert "".join(wide.lines) == "漢字漢字漢字漢字"


def test_a_capital_is_as_high_as_asked() -> None:
    assert cap_of_em(FACE, em_of_cap(FACE, 40)) == pytest.approx(40, abs=1)


def written(ground: tuple[int, int, int], ink: tuple[int, int, int]) -> Image.Image:
    setting = block("OPEN 24", FACE, 48, 300)
    image = Image.new("RGB", (setting.size[0] + 30, setting.size[1] + 30), ground)
    return lettered(image, coverage(setting, setting.size, "center"), (15, 15), ink, setting.em_px, None)


@pytest.mark.parametrize(
    ("ground", "ink"),
    [((250, 250, 240), (30, 30, 120)), ((20, 60, 30), (240, 220, 40)), ((200, 40, 30), (255, 255, 255))],
)
def test_lettering_is_found_again(ground: tuple[int, int, int], ink: tuple[int, int, int]) -> None:
    found = inscription.find_strokes(written(ground, ink))
    assert found is not None
    assert np.abs(np.array([int(found.colour[k : k + 2], 16) for k in (1, 3, 5)]) - ink).max() < 30
    assert found.cap_px == pytest.approx(cap_of_em(FACE, 48), rel=0.15)
    clean = np.asarray(written(ground, ink))[np.asarray(found.mask) == 0]
    assert np.abs(clean.astype(int) - ground).max() < 40


@pytest.mark.parametrize("size", [(1, 1), (5, 40), (60, 60)])
def test_no_lettering_on_a_plain_wall(size: tuple[int, int]) -> None:
    assert inscription.find_strokes(Image.new("RGB", size, (120, 110, 90))) is None


@pytest.mark.parametrize("ground", [(0, 0, 0), (255, 255, 255), (200, 30, 30), (120, 120, 120), (30, 40, 160)])
def test_the_chosen_ink_can_be_read(ground: tuple[int, int, int]) -> None:
    image = Image.new("RGB", (9, 9), ground)
    ink = inscription.readable(image)
    assert inscription.stands_out(image, ink) or ground == (120, 120, 120)


def test_the_rim_is_the_opposite() -> None:
    assert inscription.opposite("#ffffff") == "#000000"
    assert inscription.opposite("navy") == "#ffffff"
