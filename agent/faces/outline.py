"""What was touched, or what could be meant, drawn on the picture: a double stroke that is seen on any background.

Selections in, a picture out. It knows nothing of why they were made.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PIL import Image as PILImage

from agent.faces.lettering import font, text_size
from agent.faces.terminal import Mark, flat, shrunk
from tools.selection import Selection
from tools.types import Frame

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from PIL.Image import Image

    from memory.schema import MaskRef

    Bits = np.ndarray[tuple[int, int], np.dtype[np.bool_]]

# Distinct for the colour-blind too (Okabe and Ito, 2008); white is what a single outline has.
COLOURS = ((255, 255, 255), (240, 228, 66), (86, 180, 233), (230, 159, 0), (0, 200, 140), (230, 140, 190))


THUMBNAIL_PX = 160


@dataclass(frozen=True)
class Outlined:
    """A picture with outlines, and where its numbered labels belong, as fractions."""

    image: Image
    marks: tuple[Mark, ...]


def selection_of(ref: MaskRef, picture: Callable[[str], Image]) -> Selection:
    """The selection that a stored mask stands for; `picture` gives the stored picture of a digest."""
    return Selection(picture(ref.digest), Frame.of(ref.box, ref.size))


def outline(
    image: Image, selections: Sequence[Selection], *, numbered: bool = False, max_side: int | None = None
) -> Image:
    """An RGB copy of `image`, at most `max_side` pixels long, with every selection outlined, numbered if asked."""
    drawn = outlined(image, selections, max_side=max_side)
    if numbered:
        _letter(drawn.image, drawn.marks)
    return drawn.image


def outlined(image: Image, selections: Sequence[Selection], *, max_side: int | None = None) -> Outlined:
    """The strokes without numbers, and where the numbers belong: a terminal writes them as characters."""
    scale = min(1.0, (max_side or max(image.size)) / max(image.size))
    size = max(1, round(image.width * scale)), max(1, round(image.height * scale))
    out = shrunk(flat(image), size) if size != image.size else flat(image).copy()
    marks = []
    for number, selection in enumerate(selections, 1):
        colour = colour_of(number)
        inside = _bits(selection, size)
        _stroke(out, inside, colour)
        x, y = _anchor(inside)
        marks.append(Mark(x, y, str(number), colour))
    return Outlined(out, tuple(marks))


def colour_of(number: int) -> tuple[int, int, int]:
    """The colour of the outline with that number, counted from 1."""
    return COLOURS[(number - 1) % len(COLOURS)]


def stroke_px(size: tuple[int, int]) -> int:
    """How wide the bright line is: 1 px in a thumbnail, 3 in a large picture."""
    return min(3, max(1, round(max(size) / 350)))


def _bits(selection: Selection, size: tuple[int, int]) -> Bits:
    """Where the selection lies in a picture of `size`; something of it is left however small the picture gets."""
    import numpy as np

    sx, sy = size[0] / selection.size[0], size[1] / selection.size[1]
    x0, y0 = int(selection.box[0] * sx), int(selection.box[1] * sy)
    x1, y1 = max(x0 + 1, round(selection.box[2] * sx)), max(y0 + 1, round(selection.box[3] * sy))
    mask = selection.mask
    if mask.size != (x1 - x0, y1 - y0):
        mask = mask.resize((x1 - x0, y1 - y0), PILImage.Resampling.BOX)
    small = np.asarray(mask)
    bits = np.zeros((size[1], size[0]), bool)
    threshold = min(96, max(1, int(small.max()) // 2))
    inside = small >= threshold
    bits[y0:y1, x0:x1] = inside[: size[1] - y0, : size[0] - x0]
    return bits


def _grown(bits: Bits, radius_px: int) -> Bits:
    """Dilated by a diamond, one pixel at a time; what lies beyond the border is not selected."""
    grown = bits.copy()
    for _ in range(radius_px):
        last = grown.copy()
        grown[1:] |= last[:-1]
        grown[:-1] |= last[1:]
        grown[:, 1:] |= last[:, :-1]
        grown[:, :-1] |= last[:, 1:]
    return grown


def _shrunk(bits: Bits, radius_px: int) -> Bits:
    """Eroded; here the border of the picture counts as an edge, so that a selection that touches it is closed."""
    import numpy as np

    padded = np.pad(~bits, radius_px, constant_values=True)
    return ~_grown(padded, radius_px)[radius_px:-radius_px, radius_px:-radius_px]


def _stroke(image: Image, inside: Bits, colour: tuple[int, int, int]) -> None:
    """A bright line along the inner edge with a dark one on each side of it, drawn into `image`.

    In a thumbnail that would hide more than it shows: there the line is one pixel wide, bright and dark by turns.
    """
    import numpy as np

    wide = stroke_px(image.size)
    core = inside & ~_shrunk(inside, wide)
    dark = (_grown(inside, wide) & ~inside) | (inside & ~_shrunk(inside, 2 * wide) & ~core)
    if max(image.size) <= THUMBNAIL_PX:
        rows, columns = np.indices(core.shape)
        dark = core & ((rows + columns) // 2 % 2 == 1)
        core = core & ~dark
    image.paste((0, 0, 0), mask=_mask(dark))
    image.paste(colour, mask=_mask(core))


def _mask(bits: Bits) -> Image:
    return PILImage.fromarray(bits.astype("uint8") * 255)


def _anchor(inside: Bits) -> tuple[float, float]:
    """A point well inside: the selected pixel nearest to the middle of the selected ones, as fractions."""
    import numpy as np

    rows, columns = np.nonzero(inside)
    if not len(rows):
        return 0.5, 0.5
    distance = (rows - rows.mean()) ** 2 + (columns - columns.mean()) ** 2
    at = int(distance.argmin())
    return (columns[at] + 0.5) / inside.shape[1], (rows[at] + 0.5) / inside.shape[0]


def _letter(image: Image, marks: Sequence[Mark]) -> None:
    """The numbers as white on black discs with a white rim; a disc that would cover another moves aside."""
    from PIL import ImageDraw

    radius = max(8, round(max(image.size) / 45))
    letters = font(round(radius * 1.25), bold=True)
    taken: list[tuple[float, float]] = []
    for mark in marks:
        x, y = _free((mark.x * image.width, mark.y * image.height), taken, 2 * radius + 4)
        x = min(max(x, radius + 1), max(image.width - radius - 2, radius + 1))
        y = min(max(y, radius + 1), max(image.height - radius - 2, radius + 1))
        taken.append((x, y))
        _disc(image, (x, y), radius, mark.colour)
        width, height, top = text_size(mark.text, letters)
        ImageDraw.Draw(image).text((x - width / 2, y - height / 2 - top), mark.text, (255, 255, 255), letters)


def _disc(image: Image, centre: tuple[float, float], radius: int, rim: tuple[int, int, int]) -> None:
    """A black disc with a coloured rim, drawn four times as large and shrunk, so that its edge is smooth."""
    from PIL import ImageDraw

    side, edge = 2 * radius + 3, max(4, radius // 2)
    big = PILImage.new("RGBA", (4 * side, 4 * side))
    draw = ImageDraw.Draw(big)
    draw.ellipse((0, 0, 4 * side - 1, 4 * side - 1), (0, 0, 0, 255))
    draw.ellipse((4, 4, 4 * side - 5, 4 * side - 5), (*rim, 255))
    draw.ellipse((4 + edge, 4 + edge, 4 * side - 5 - edge, 4 * side - 5 - edge), (0, 0, 0, 255))
    disc = big.resize((side, side), PILImage.Resampling.LANCZOS)
    image.paste(disc, (round(centre[0] - side / 2), round(centre[1] - side / 2)), disc)


def _free(at: tuple[float, float], taken: Sequence[tuple[float, float]], apart_px: float) -> tuple[float, float]:
    """The nearest place around `at`, on a widening ring, that keeps its distance from all that are taken."""
    from math import cos, hypot, pi, sin

    for ring in range(40):
        for step in range(max(1, 6 * ring)):
            angle = 2 * pi * step / max(1, 6 * ring)
            x, y = at[0] + ring * apart_px / 2 * cos(angle), at[1] + ring * apart_px / 2 * sin(angle)
            if all(hypot(x - other[0], y - other[1]) >= apart_px for other in taken):
                return x, y
    return at
