"""Lay out and draw lines of text: breaking, fitting, alignment, a rim that keeps it readable. Knows no operation."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Literal

from PIL import Image as PILImage
from PIL import ImageChops, ImageDraw, ImageFilter

if TYPE_CHECKING:
    from PIL.Image import Image

    from tools.fonts import Face

Align = Literal["left", "center", "right"]
Colour = tuple[int, int, int]

MIN_CAP_PX = 6
LINE_SPACING = 1.32


@dataclass(frozen=True)
class Block:
    """Lines of text in a face at `em_px`; `width` and `height` are the ink's, `pad` the room that its rim takes."""

    lines: tuple[str, ...]
    face: Face
    em_px: int
    width: int
    height: int

    @property
    def pad(self) -> int:
        return max(2, round(self.em_px * 0.16))

    @property
    def size(self) -> tuple[int, int]:
        """Width and height with the rim."""
        return self.width + 2 * self.pad, self.height + 2 * self.pad

    @property
    def stroke(self) -> int:
        """What makes a face bold that has no bold cut."""
        return max(1, round(self.em_px / 30)) if self.face.fake_bold else 0

    @property
    def step(self) -> int:
        """From one line to the next."""
        return round(self.em_px * LINE_SPACING)


def em_of_cap(face: Face, cap_px: float) -> int:
    """The size in pixels to the em whose capital H is `cap_px` high."""
    _, top, _, bottom = face.at(200).getbbox("H")
    return max(4, round(cap_px * 200 / max(1.0, bottom - top)))


def cap_of_em(face: Face, em_px: int) -> float:
    _, top, _, bottom = face.at(200).getbbox("H")
    return em_px * (bottom - top) / 200


def block(text: str, face: Face, em_px: int, box_width: int) -> Block:
    """`text` broken into lines that fit a box with their rim (a single longer word stays whole)."""
    room = box_width - 2 * Block((), face, em_px, 0, 0).pad
    lines = tuple(line for paragraph in text.splitlines() for line in _broken(paragraph, face, em_px, room))
    draft = Block(lines, face, em_px, 0, 0)
    width, height = _ink(draft)
    return Block(lines, face, em_px, width, height)


def _broken(paragraph: str, face: Face, em_px: int, room: float) -> list[str]:
    font, lines, line = face.at(em_px), [], ""
    for piece in _pieces(paragraph):
        if line and font.getlength((line + piece).strip()) > room:
            lines.append(line.strip())
            line = ""
        line += piece
    return [*lines, line.strip()]


def _pieces(paragraph: str) -> list[str]:
    """Where a line may end: after a space, and between characters of scripts that write without spaces."""
    pieces: list[str] = []
    for word in paragraph.replace("\t", " ").split(" "):
        unspaced = any("\u2e80" <= letter <= "\uffef" for letter in word)
        pieces += [*(word if unspaced else [word])]
        if pieces:
            pieces[-1] += " "
    return pieces


def fit(text: str, face: Face, box: tuple[int, int], cap_px: float | None = None) -> Block | None:
    """The largest setting (up to capitals of `cap_px`) that fits a box of width and height; None if none is legible."""
    low = em_of_cap(face, MIN_CAP_PX)
    high = em_of_cap(face, cap_px) if cap_px else max(low, box[1] * 2)
    if not _fits(text, face, low, box):
        return None
    while low < high:
        middle = (low + high + 1) // 2
        if _fits(text, face, middle, box):
            low = middle
        else:
            high = middle - 1
    return block(text, face, low, box[0])


def _fits(text: str, face: Face, em_px: int, box: tuple[int, int]) -> bool:
    size = block(text, face, em_px, box[0]).size
    return size[0] <= box[0] and size[1] <= box[1]


def _ink(block: Block) -> tuple[int, int]:
    """Width and height of all lines together."""
    font = block.face.at(block.em_px)
    boxes = [font.getbbox(line or " ", stroke_width=block.stroke) for line in block.lines]
    ink = max(right - left for left, _, right, _ in boxes)
    width = max(ink, *(font.getlength(line) for line in block.lines))
    top = boxes[0][1]
    bottom = max(block.step * n + box[3] for n, box in enumerate(boxes))
    return ceil(max(1, width)), ceil(max(1, bottom - top))


def coverage(block: Block, size: tuple[int, int], align: Align) -> Image:
    """The letters as opacity (L) in a box of `size`, aligned, in the middle of its height."""
    out = PILImage.new("L", size, 0)
    draw = ImageDraw.Draw(out)
    font = block.face.at(block.em_px)
    top = font.getbbox(block.lines[0] or " ", stroke_width=block.stroke)[1]
    y = (size[1] - block.height) / 2 - top
    for number, line in enumerate(block.lines):
        left, _, right, _ = font.getbbox(line or " ", stroke_width=block.stroke)
        room = size[0] - 2 * block.pad - (right - left)
        x = block.pad + room * {"left": 0.0, "center": 0.5, "right": 1.0}[align] - left
        draw.text((round(x), round(y + number * block.step)), line, 255, font, stroke_width=block.stroke)
    return out


def lettered(
    image: Image, letters: Image, at: tuple[int, int], colour: Colour, em_px: int, rim: Colour | None
) -> Image:
    """`letters` drawn in `colour` at a corner of an RGB picture, over a soft rim of another colour if given."""
    full = PILImage.new("L", image.size, 0)
    full.paste(letters, at)
    out = image
    if rim is not None:
        out = PILImage.composite(PILImage.new("RGB", image.size, rim), out, _rim(full, letters, at, em_px))
    return PILImage.composite(PILImage.new("RGB", image.size, colour), out, full)


def _rim(full: Image, letters: Image, at: tuple[int, int], em_px: int) -> Image:
    """A thin dark line around every letter that fades into a glow, inside the box of the letters."""
    thin = _spread(letters, em_px // 32, em_px / 60).point(lambda v: round(v * 0.8))
    glow = _spread(letters, em_px // 24, em_px / 14).point(lambda v: round(v * 0.75))
    shade = ImageChops.lighter(thin, glow)
    out = PILImage.new("L", full.size, 0)
    out.paste(shade, at)
    return out


def _spread(letters: Image, grow_px: int, blur_px: float) -> Image:
    return letters.filter(ImageFilter.MaxFilter(2 * max(1, grow_px) + 1)).filter(ImageFilter.GaussianBlur(blur_px))
