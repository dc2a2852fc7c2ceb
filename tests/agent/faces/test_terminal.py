"""Pictures in the terminal: which way is chosen, and that each way carries the picture's own pixels."""

from __future__ import annotations

import base64
import re
from io import BytesIO, StringIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops
from rich.console import Console

from agent.faces.terminal import Mark, can_show, fit, flat, inline, iterm2, kitty, shrunk, sixel, way

SIZES = st.integers(1, 500)


def terminal(**options: object) -> Console:
    given_options = {"file": StringIO(), "force_terminal": True, "color_system": "truecolor", "width": 80, **options}
    return Console(**given_options)  # type: ignore[arg-type]


def printed(image: Image.Image, console: Console, **options: object) -> str:
    console.print(inline(image, console, environ={}, **options))  # type: ignore[arg-type]
    return console.file.getvalue()  # type: ignore[attr-defined, no-any-return]


@pytest.mark.parametrize(
    ("environ", "expected"),
    [
        ({"TERM": "xterm-256color"}, "blocks"),
        ({"TERM": "xterm-kitty"}, "kitty"),
        ({"TERM": "xterm-256color", "KITTY_WINDOW_ID": "1"}, "kitty"),
        ({"TERM": "xterm-ghostty", "TERM_PROGRAM": "ghostty"}, "kitty"),
        ({"TERM_PROGRAM": "iTerm.app"}, "iterm2"),
        ({"TERM_PROGRAM": "WezTerm"}, "iterm2"),
        ({"KONSOLE_VERSION": "230804"}, "iterm2"),
        ({"TERM": "foot"}, "sixel"),
        ({"TERM": "mlterm"}, "sixel"),
        ({"TERM": "xterm-kitty", "TMUX": "/tmp/tmux"}, "blocks"),
        ({"TERM": "screen-256color", "TERM_PROGRAM": "iTerm.app"}, "blocks"),
        ({"TERM": "xterm", "PENTIMENTO_INLINE": "sixel"}, "sixel"),
        ({"TERM": "xterm-kitty", "PENTIMENTO_INLINE": "off"}, "off"),
        ({"TERM": "xterm-kitty", "PENTIMENTO_INLINE": "nonsense"}, "kitty"),
        ({}, "blocks"),
    ],
)
def test_the_way_follows_from_the_environment(environ: dict[str, str], expected: str) -> None:
    assert way(terminal(), environ) == expected


@pytest.mark.parametrize(
    "options", [{"force_terminal": False}, {"no_color": True}, {"color_system": "standard"}, {"color_system": None}]
)
def test_no_picture_where_it_can_not_be_seen(options: dict[str, object]) -> None:
    console = terminal(**options)
    assert way(console, {"TERM": "xterm-kitty", "PENTIMENTO_INLINE": "kitty"}) == "off"
    assert not can_show(console)


def test_no_color_gets_a_sentence_without_escapes() -> None:
    told = printed(Image.new("RGB", (60, 40)), terminal(no_color=True, color_system="truecolor"))
    assert "60×40" in told
    assert "NO_COLOR" in told
    assert "▀" not in told


def test_a_pipe_gets_a_sentence() -> None:
    assert "60×40" in printed(Image.new("RGB", (60, 40)), terminal(force_terminal=False))


@settings(max_examples=30, deadline=None)
@given(SIZES, SIZES, st.integers(1, 200), st.integers(1, 60))
def test_a_picture_fits_its_cells(width: int, height: int, columns: int, rows: int) -> None:
    across, down = fit((width, height), columns, rows)
    assert 1 <= across <= columns
    assert 1 <= down <= rows + 1


@settings(max_examples=20, deadline=None)
@given(st.integers(20, 400), st.integers(20, 400))
def test_the_shape_is_kept(width: int, height: int) -> None:
    columns, rows = fit((width, height), 72, 24)
    assert columns / (2 * rows) == pytest.approx(width / height, abs=0.5 + 0.5 * width / height / rows)


def cells(text: str) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    """The upper and lower colour of every half block."""
    found = re.findall(r"38;2;(\d+);(\d+);(\d+);48;2;(\d+);(\d+);(\d+)m▀", text)
    return [(tuple(map(int, one[:3])), tuple(map(int, one[3:]))) for one in found]


def test_half_blocks_are_the_pictures_pixels() -> None:
    image = Image.new("RGB", (4, 4))
    for index in range(16):
        image.putpixel((index % 4, index // 4), (index * 16, 255 - index * 16, index))
    shown = cells(printed(image, terminal(), columns=4, rows=2))
    assert len(shown) == 8
    expected = [
        (image.getpixel((column, 2 * row)), image.getpixel((column, 2 * row + 1)))
        for row in (0, 1)
        for column in range(4)
    ]
    assert shown == expected


def test_half_blocks_keep_to_the_width_of_the_terminal(coffee: Image.Image) -> None:
    told = printed(coffee, terminal(width=40))
    lines = re.sub(r"\x1b\[[0-9;]*m", "", told).splitlines()
    assert lines
    assert all(len(line) <= 40 for line in lines)
    assert len(lines[0].strip()) == 36


def test_256_colours_are_enough() -> None:
    told = printed(Image.new("RGB", (8, 8), "red"), terminal(color_system="256"), columns=4, rows=2)
    assert "38;5;" in told
    assert "38;2;" not in told


def test_marks_are_readable_characters_and_never_lie_on_each_other(coffee: Image.Image) -> None:
    marks = (Mark(0.5, 0.5, "1"), Mark(0.5, 0.5, "2"), Mark(0.99, 0.99, "3"), Mark(0.0, 0.0, "4"))
    told = re.sub(r"\x1b\[[0-9;]*m", "", printed(coffee, terminal(), marks=marks))
    assert all(f" {number} " in told for number in (1, 2, 3, 4))
    assert told.splitlines()[0].startswith("   4 ")


def test_kitty_sends_the_whole_png_in_chunks(coffee: Image.Image) -> None:
    sent = kitty(coffee, 40, 13)
    chunks = re.findall(r"\x1b_G([^;]*);([^\x1b]*)\x1b\\", sent)
    assert chunks[0][0].startswith("a=T,f=100,q=2,c=40,r=13,m=1")
    assert chunks[-1][0] == "m=0"
    assert all(len(data) <= 4096 for _, data in chunks)
    with Image.open(BytesIO(base64.b64decode("".join(data for _, data in chunks)))) as image:
        assert ImageChops.difference(image, coffee).getbbox() is None


def test_iterm2_sends_the_whole_png(coffee: Image.Image) -> None:
    head, data = iterm2(coffee, 40, 13).removesuffix("\x07").split(":")
    assert head.startswith("\x1b]1337;File=inline=1;size=")
    assert "width=40;height=13" in head
    with Image.open(BytesIO(base64.b64decode(data))) as image:
        assert image.size == coffee.size


def decoded(sent: str) -> Image.Image:
    """A picture from sixel graphics, read back the long way."""
    width, height = map(int, re.match(r'\x1bPq"1;1;(\d+);(\d+)', sent).groups())  # type: ignore[union-attr]
    body = sent.removesuffix("\x1b\\").split(f"{width};{height}", 1)[1]
    palette: dict[str, tuple[int, ...]] = {}
    for index, red, green, blue in re.findall(r"#(\d+);2;(\d+);(\d+);(\d+)", body):
        palette[index] = tuple(round(int(value) * 255 / 100) for value in (red, green, blue))
    image = Image.new("RGB", (width, height))
    for band, row in enumerate(re.sub(r"#\d+;2;\d+;\d+;\d+", "", body).split("-")):
        for index, runs in re.findall(r"#(\d+)([^$#]*)", row):
            line = "".join(one[2] * int(one[1] or 1) for one in re.findall(r"((?:!(\d+))?([?-~]))", runs))
            for x, character in enumerate(line):
                for bit in range(6):
                    if (ord(character) - 63) >> bit & 1:
                        image.putpixel((x, band * 6 + bit), palette[index])
    return image


@pytest.mark.parametrize("size", [(12, 6), (7, 13), (1, 1), (40, 5)])
def test_sixel_reads_back_as_the_picture(size: tuple[int, int]) -> None:
    image = Image.new("RGB", size)
    for x in range(size[0]):
        for y in range(size[1]):
            image.putpixel((x, y), ((x // 4) * 80 % 256, (y // 3) * 60 % 256, 128))
    back = decoded(sixel(image, 1, 1))
    assert back.size == size
    worst = max(high for _, high in ImageChops.difference(back, image).getextrema())
    assert worst <= 3  # sixel counts colours in percent


@pytest.mark.parametrize("chosen", ["kitty", "iterm2", "sixel"])
def test_graphics_take_no_text_from_the_line(coffee: Image.Image, chosen: str) -> None:
    console = terminal()
    console.print(inline(coffee, console, environ={"PENTIMENTO_INLINE": chosen}))
    assert console.file.getvalue().startswith("  \x1b")  # type: ignore[attr-defined]
    assert console.file.getvalue().endswith("\n")  # type: ignore[attr-defined]


@pytest.mark.parametrize("mode", ["L", "LA", "RGB", "RGBA", "P"])
def test_every_mode_is_shown(mode: str) -> None:
    assert flat(Image.new(mode, (4, 4))).mode == "RGB"


def test_what_is_transparent_lies_on_gray() -> None:
    assert flat(Image.new("RGBA", (1, 1), (255, 0, 0, 0))).getpixel((0, 0)) == (96, 96, 96)


@settings(max_examples=15, deadline=None)
@given(SIZES, SIZES, st.integers(1, 60), st.integers(1, 60))
def test_shrinking_gives_exactly_the_size(width: int, height: int, to_width: int, to_height: int) -> None:
    image = Image.new("RGB", (width, height), (10, 200, 30))
    small = shrunk(image, (to_width, to_height))
    assert small.size == (to_width, to_height)
    assert small.getpixel((0, 0)) == (10, 200, 30)
