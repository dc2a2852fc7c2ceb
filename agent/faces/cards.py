"""A turn as a card: its picture with a thin frame and a soft shadow, its number, what was said and what was done.

Drawn with Pillow alone. It knows the look, not the arrangement.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PIL import Image as PILImage
from PIL import ImageDraw, ImageFilter

from agent.faces.lettering import font, plain, wrap
from agent.faces.terminal import flat, shrunk

if TYPE_CHECKING:
    from PIL.Image import Image

    from agent.faces.lettering import Font

Colour = tuple[int, int, int]

PAPER: Colour = (247, 244, 238)
INK: Colour = (38, 34, 30)
QUIET: Colour = (128, 119, 108)
LINE: Colour = (203, 194, 181)
ACCENT: Colour = (201, 82, 38)
FADED = 0.42  # how much is left of a picture that is no longer on the way to the head


@dataclass(frozen=True)
class Card:
    """What a card shows. `faded` for a turn that was undone or dropped, `head` for the one the person is at."""

    image: Image
    number: str
    title: str
    detail: str = ""
    tag: str = ""
    head: bool = False
    faded: bool = False


@dataclass(frozen=True)
class Look:
    """The measures of a card whose picture is at most `width` × `height` pixels."""

    width: int
    height: int

    @property
    def letter_px(self) -> int:
        return max(11, round(self.width / 13))

    @property
    def line_px(self) -> int:
        return round(self.letter_px * 1.34)

    @property
    def small_px(self) -> int:
        """The line height of the detail."""
        return round(self.line_px * 0.88)


def fitted(image: Image, look: Look) -> tuple[int, int]:
    """The size of the picture on the card: as large as the look allows, never larger than four times its own."""
    scale = min(look.width / image.width, look.height / image.height, 4.0)
    return max(1, round(image.width * scale)), max(1, round(image.height * scale))


def reach(card: Card, look: Look) -> tuple[int, int]:
    """How far the card reaches above and below the middle line of its picture, in pixels."""
    height = fitted(card.image, look)[1]
    caption = round(look.letter_px * 0.6) + len(_title(card, look)[1]) * look.line_px
    return height // 2 + look.letter_px, height - height // 2 + caption + len(_detail(card, look)[1]) * look.small_px


def draw_card(sheet: Image, card: Card, look: Look, x: int, y: int) -> tuple[int, int, int, int]:
    """Put the card on the sheet; x is its left end, y the middle line of its picture. Returns the picture's box."""
    width, height = fitted(card.image, look)
    left, top = x + (look.width - width) // 2, y - height // 2
    box = left, top, left + width, top + height
    _shadow(sheet, box, max(3, look.width // 40), card.faded)
    picture = shrunk(flat(card.image), (width, height))
    if card.faded:
        gray = PILImage.blend(picture, picture.convert("L").convert("RGB"), 0.35)
        picture = PILImage.blend(PILImage.new("RGB", picture.size, PAPER), gray, FADED)
    sheet.paste(picture, (left, top))
    draw = ImageDraw.Draw(sheet)
    edge = max(3, look.width // 70) if card.head else 1
    colour = ACCENT if card.head else LINE if card.faded else (90, 82, 74)
    draw.rectangle((left - edge, top - edge, left + width + edge - 1, top + height + edge - 1), None, colour, edge)
    _number(sheet, card, look, box)
    if card.tag:
        pill(sheet, card.tag, (box[2] + edge, box[1] - edge), look.letter_px, ACCENT if card.head else QUIET)
    _caption(draw, card, look, x, box[3] + round(look.letter_px * 0.6))
    return box


def _shadow(sheet: Image, box: tuple[int, int, int, int], soft_px: int, faded: bool) -> None:
    pad = 3 * soft_px
    x0, y0, x1, y1 = box
    shade = PILImage.new("L", (x1 - x0 + 2 * pad, y1 - y0 + 2 * pad))
    shade.paste(40 if faded else 95, (pad, pad, pad + x1 - x0, pad + y1 - y0))
    shade = shade.filter(ImageFilter.GaussianBlur(soft_px))
    sheet.paste((60, 45, 30), (x0 - pad, y0 - pad + soft_px), shade)


def _number(sheet: Image, card: Card, look: Look, box: tuple[int, int, int, int]) -> None:
    """The turn's number in a round label over the picture's upper left corner."""
    colour = ACCENT if card.head else LINE if card.faded else INK
    pill(sheet, card.number, (box[0], box[1]), look.letter_px, colour, centred=True)


def pill(
    sheet: Image, text: str, at: tuple[int, int], letter_px: int, colour: Colour, *, centred: bool = False
) -> None:
    """A rounded label; `at` is its centre, or the right end of its middle line."""
    letters = font(round(letter_px * 0.92), bold=True, text=text)
    text = plain(text, letters)
    height = round(letter_px * 1.6)
    width = max(height, round(letters.getlength(text) + letter_px))
    x, y = (at[0] - width // 2, at[1] - height // 2) if centred else (at[0] - width, at[1] - height // 2)
    big = PILImage.new("L", (4 * width, 4 * height))
    ImageDraw.Draw(big).rounded_rectangle((0, 0, 4 * width - 1, 4 * height - 1), 2 * height, 255)
    sheet.paste(colour, (x, y), big.resize((width, height), PILImage.Resampling.LANCZOS))
    fill = INK if colour == LINE else (255, 255, 255)
    ImageDraw.Draw(sheet).text((x + width / 2, y + height / 2), text, fill, letters, anchor="mm")


def _title(card: Card, look: Look) -> tuple[Font, list[str]]:
    letters = font(look.letter_px, bold=card.head, text=card.title)
    return letters, wrap(plain(card.title, letters), letters, look.width, 3)


def _detail(card: Card, look: Look) -> tuple[Font, list[str]]:
    letters = font(round(look.letter_px * 0.84), text=card.detail)
    return letters, wrap(plain(card.detail, letters), letters, look.width, 2)


def _caption(draw: ImageDraw.ImageDraw, card: Card, look: Look, x: int, y: int) -> None:
    """What was said, then what was done, each line centred."""
    ink, quiet = ((150, 142, 132), (172, 164, 154)) if card.faded else (INK, QUIET)
    rows = (*_title(card, look), ink, look.line_px), (*_detail(card, look), quiet, look.small_px)
    for letters, lines, colour, line_px in rows:
        for line in lines:
            draw.text((x + (look.width - letters.getlength(line)) / 2, y), line, colour, letters)
            y += line_px
