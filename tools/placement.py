"""Where things are put: named places, boxes that fit, shifts that stay inside the picture. Knows no operation.

Boxes and shifts are whole pixels here; (x0, y0, x1, y1), origin top left.
"""

from __future__ import annotations

Size = tuple[int, int]
Span = tuple[int, int, int, int]

MARGIN = 0.03


def shift_to(place: str, box: Span, size: Size) -> tuple[int, int]:
    """How far `box` has to go to lie at `place`. "left" alone leaves the height as it is, "center" means both."""
    x0, y0, x1, y1 = box
    margin = round(MARGIN * min(size))
    dx = _along(place, "left", "right", (x0, x1), size[0], margin)
    dy = _along(place, "top", "bottom", (y0, y1), size[1], margin)
    return kept_inside((dx, dy), box, size)


def _along(place: str, low: str, high: str, span: tuple[int, int], length: int, margin: int) -> int:
    if low in place:
        return margin - span[0]
    if high in place:
        return length - margin - span[1]
    return (length - span[0] - span[1]) // 2 if place == "center" else 0


def kept_inside(shift: tuple[int, int], box: Span, size: Size) -> tuple[int, int]:
    """The nearest shift that takes no more of `box` out of the picture than lies outside already."""
    x0, y0, x1, y1 = box
    return _clamped(shift[0], x0, x1, size[0]), _clamped(shift[1], y0, y1, size[1])


def _clamped(step: int, low: int, high: int, length: int) -> int:
    return max(min(0, -low), min(step, max(0, length - high)))


def put(place: str | None, extent: Size, size: Size) -> Span:
    """The box of a thing of `extent` at a place of a picture; without a place it stands in the middle of the bottom."""
    width, height = extent
    start = (size[0] - width) // 2, (size[1] - height) // 2
    box = start[0], start[1], start[0] + width, start[1] + height
    dx, dy = shift_to(place or "bottom", box, size)
    return box[0] + dx, box[1] + dy, box[2] + dx, box[3] + dy


def fitted(aspect: float, box: Span) -> Span:
    """The largest box of width / height = `aspect` in the middle of another; at least one pixel."""
    x0, y0, x1, y1 = box
    width, height = x1 - x0, y1 - y0
    wide, high = min(width, max(1, round(height * aspect))), min(height, max(1, round(width / aspect)))
    left, top = x0 + (width - wide) // 2, y0 + (height - high) // 2
    return left, top, left + wide, top + high


def fractions(box: Span, size: Size) -> tuple[float, float, float, float]:
    """Pixels as fractions of the picture."""
    return box[0] / size[0], box[1] / size[1], box[2] / size[0], box[3] / size[1]
