"""A picture in the terminal: kitty's, iTerm2's or sixel graphics where they are known to work, else half blocks.

What the terminal can do is read from the environment, never asked of the terminal, so nothing can hang or leave an
answer in the input. PENTIMENTO_INLINE (kitty, iterm2, sixel, blocks, off) overrules it. It knows nothing of sessions.
"""

from __future__ import annotations

import os
from base64 import b64encode
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, Literal

from rich.color import Color
from rich.segment import ControlType, Segment
from rich.style import Style
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from PIL.Image import Image
    from rich.console import Console, ConsoleOptions, RenderableType, RenderResult

Way = Literal["kitty", "iterm2", "sixel", "blocks", "off"]
WAYS: tuple[Way, ...] = ("kitty", "iterm2", "sixel", "blocks", "off")

COLUMNS, ROWS = 72, 24
CELL_PX = (10, 20)  # when the terminal does not tell
_KITTY_CHUNK = 4096


@dataclass(frozen=True)
class Mark:
    """A short label at a place of the picture, in fractions: the number of a candidate, in its outline's colour."""

    x: float
    y: float
    text: str
    colour: tuple[int, int, int] = (255, 255, 255)


def way(console: Console, environ: Mapping[str, str] | None = None) -> Way:
    """How this console shows a picture; "off" where it can't or must not."""
    env = os.environ if environ is None else environ
    chosen = env.get("PENTIMENTO_INLINE", "")
    if not console.is_terminal or console.no_color or console.color_system in (None, "standard"):
        return "off"
    return next((known for known in WAYS if known == chosen), None) or _guess(env)


def _guess(env: Mapping[str, str]) -> Way:
    term, program = env.get("TERM", ""), env.get("TERM_PROGRAM", "")
    if "TMUX" in env or "STY" in env or term.startswith(("screen", "tmux")):
        return "blocks"  # a multiplexer swallows graphics
    if "KITTY_WINDOW_ID" in env or term == "xterm-kitty" or program.lower() == "ghostty" or term == "xterm-ghostty":
        return "kitty"
    if program in ("iTerm.app", "WezTerm", "mintty") or "KONSOLE_VERSION" in env:
        return "iterm2"
    return "sixel" if term.startswith(("foot", "mlterm", "yaft")) else "blocks"


def can_show(console: Console) -> bool:
    """Whether pictures appear at all."""
    return way(console) != "off"


def fit(size: tuple[int, int], columns: int, rows: int) -> tuple[int, int]:
    """Columns and rows of cells, twice as high as wide, that hold a picture of `size` without distorting it."""
    width, height = size
    wanted = min(columns, rows * 2 * width / height)
    return max(1, round(wanted)), max(1, round(wanted * height / width / 2))


def inline(
    image: Image,
    console: Console,
    *,
    columns: int = COLUMNS,
    rows: int = ROWS,
    marks: Sequence[Mark] = (),
    environ: Mapping[str, str] | None = None,
) -> RenderableType:
    """Something to print: the picture within `columns` × `rows` cells, or a sentence where no picture can be shown."""
    chosen = way(console, environ)
    if chosen == "off":
        why = "NO_COLOR is set" if console.no_color else "no pictures in this terminal"
        return Text(f"[picture of {image.width}×{image.height}; {why}]", style="dim")
    cells = fit(image.size, min(columns, max(1, console.width - 4)), rows)
    if chosen == "blocks":
        return Blocks(flat(image), cells, tuple(marks))
    return Graphic(flat(image), cells, chosen)


def flat(image: Image) -> Image:
    """RGB; what is transparent lies on a mid gray, so that a cut-out is seen on any background."""
    if image.mode in ("RGB", "L"):
        return image.convert("RGB")
    from PIL import Image as PILImage

    over = image.convert("RGBA")
    return PILImage.alpha_composite(PILImage.new("RGBA", over.size, (96, 96, 96, 255)), over).convert("RGB")


@dataclass(frozen=True)
class Blocks:
    """The picture as half blocks, two pixels to a cell; `marks` are written as characters, so they stay readable."""

    image: Image
    cells: tuple[int, int]
    marks: tuple[Mark, ...] = ()

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        columns, rows = self.cells
        small = shrunk(self.image, (columns, rows * 2))
        pixels = small.tobytes()
        written = self._written()
        for row in range(rows):
            yield Segment("  ")
            for column in range(columns):
                if (cell := written.get((column, row))) is not None:
                    colour = Color.from_rgb(*cell[1])
                    yield Segment(cell[0], Style(color=colour, bgcolor="#000000", bold=True))
                    continue
                upper, lower = (_colour(pixels, (2 * row + half) * columns + column) for half in (0, 1))
                yield Segment("▀", Style.from_color(upper, lower))
            yield Segment.line()

    def _written(self) -> dict[tuple[int, int], tuple[str, tuple[int, int, int]]]:
        """Which cell holds which character in which colour: a mark has a space on either side and is kept inside."""
        columns, rows = self.cells
        places: dict[tuple[int, int], tuple[str, tuple[int, int, int]]] = {}
        for mark in self.marks:
            text = f" {mark.text} "
            row = min(int(mark.y * rows), rows - 1)
            left = min(max(round(mark.x * columns - len(text) / 2), 0), max(columns - len(text), 0))
            while any((left + i, row) in places for i in range(len(text))) and row + 1 < rows:
                row += 1  # two labels never share a place
            cells = ((left + i, (character, mark.colour)) for i, character in enumerate(text))
            places |= {(column, row): cell for column, cell in cells if column < columns}
        return places


def _colour(pixels: bytes, index: int) -> Color:
    red, green, blue = pixels[3 * index : 3 * index + 3]
    return Color.from_rgb(red, green, blue)


def shrunk(image: Image, size: tuple[int, int]) -> Image:
    """Resampled to exactly `size`; cheaply where it gets much smaller."""
    from PIL.Image import Resampling

    return image.resize(size, Resampling.LANCZOS if image.width < 4 * size[0] else Resampling.BOX)


@dataclass(frozen=True)
class Graphic:
    """The picture in a terminal's own graphics protocol, over as many cells."""

    image: Image
    cells: tuple[int, int]
    way: Way

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        columns, rows = self.cells
        width = cell_px()[0]
        wanted = min(columns * width, max(self.image.width, columns * width // 2))
        size = wanted, max(1, round(wanted * self.image.height / self.image.width))
        picture = shrunk(self.image, size)
        payload = {"kitty": kitty, "iterm2": iterm2, "sixel": sixel}[self.way](picture, columns, rows)
        yield Segment("  ")
        yield Segment(payload, None, [(ControlType.BELL,)])  # a control segment takes no room on the line
        yield Segment.line()


def cell_px() -> tuple[int, int]:
    """Width and height of a character cell in pixels, as the terminal's driver tells it; else a usual one."""
    try:
        import fcntl
        import struct
        import termios

        answer = fcntl.ioctl(1, termios.TIOCGWINSZ, b"\0" * 8)
        rows, columns, width, height = struct.unpack("HHHH", answer)
        if rows and columns and width and height:
            return max(1, width // columns), max(1, height // rows)
    except (ImportError, OSError):
        pass
    return CELL_PX


def _png(image: Image) -> bytes:
    file = BytesIO()
    image.save(file, "PNG", compress_level=1)
    return file.getvalue()


def kitty(image: Image, columns: int, rows: int) -> str:
    """kitty's graphics protocol: PNG in chunks of base64, shown at once over `columns` × `rows` cells."""
    data = b64encode(_png(image)).decode("ascii")
    chunks = [data[at : at + _KITTY_CHUNK] for at in range(0, len(data), _KITTY_CHUNK)]
    return "".join(_kitty_chunks(chunks, f"a=T,f=100,q=2,c={columns},r={rows}"))


def _kitty_chunks(chunks: Sequence[str], head: str) -> Iterator[str]:
    for index, chunk in enumerate(chunks):
        more = int(index + 1 < len(chunks))
        yield f"\x1b_G{head + ',' if index == 0 else ''}m={more};{chunk}\x1b\\"


def iterm2(image: Image, columns: int, rows: int) -> str:
    """iTerm2's inline image (OSC 1337), also read by WezTerm, mintty and Konsole."""
    data = _png(image)
    head = f"inline=1;size={len(data)};width={columns};height={rows};preserveAspectRatio=1"
    return f"\x1b]1337;File={head}:{b64encode(data).decode('ascii')}\x07"


def sixel(image: Image, columns: int, rows: int) -> str:
    """DEC sixel graphics: at most 255 colours, six rows of pixels to a band, runs shortened."""
    import numpy as np

    indexed = image.quantize(255)
    palette = indexed.getpalette() or []
    pixels = np.asarray(indexed)
    colours = [tuple(round(value * 100 / 255) for value in palette[i : i + 3]) for i in range(0, len(palette), 3)]
    out = [f'\x1bPq"1;1;{image.width};{image.height}']
    out += [f"#{i};2;{';'.join(map(str, colour))}" for i, colour in enumerate(colours)]
    for top in range(0, image.height, 6):
        band = pixels[top : top + 6]
        weights = (1 << np.arange(len(band), dtype=np.uint8))[:, None]
        for index in np.unique(band):
            bits = ((band == index) * weights).sum(axis=0) + 63
            out.append(f"#{index}{_runs(bits.astype(np.uint8).tobytes().decode('ascii'))}$")
        out.append("-")
    return "".join(out) + "\x1b\\"


def _runs(row: str) -> str:
    """Sixel's run lengths: !5~ for ~~~~~."""
    from itertools import groupby

    runs = ((character, len(list(same))) for character, same in groupby(row))
    return "".join(f"!{n}{character}" if n > 3 else character * n for character, n in runs)
