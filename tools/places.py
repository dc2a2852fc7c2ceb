"""Named places of a picture ("top right") as boxes of fractions. Knows nothing of pixels or phrases."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, get_args

from tools import chinese

Place = Literal[
    "left", "right", "top", "bottom", "center", "top left", "top right", "bottom left", "bottom right"
]  # fmt: skip
PLACES: tuple[str, ...] = get_args(Place)

_COLUMNS = {"left": (0.0, 1 / 3), "center": (1 / 3, 2 / 3), "right": (2 / 3, 1.0)}
_ROWS = {"top": (0.0, 1 / 3), "center": (1 / 3, 2 / 3), "bottom": (2 / 3, 1.0)}
_OTHER_WORDS = {"middle": "center", "centre": "center", "upper": "top", "lower": "bottom", "corner": "", "side": ""}


def parse_place(words: str) -> Place | None:
    """The place that words such as "the upper right corner" or "右上角" name; None if they name none."""
    words = chinese.place(words) or words
    said = [_OTHER_WORDS.get(word, word) for word in words.lower().replace("-", " ").split()]
    row = next((word for word in said if word in ("top", "bottom")), "")
    column = next((word for word in said if word in ("left", "right")), "")
    name = f"{row} {column}".strip() or ("center" if "center" in said else "")
    return next((place for place in get_args(Place) if place == name), None)


def place_box(words: str) -> tuple[float, float, float, float] | None:
    """A third of the picture's width and height at the named place, as fractions; None if no place is named."""
    place = parse_place(words)
    if place is None:
        return None
    column = next((_COLUMNS[word] for word in ("left", "right") if word in place), _COLUMNS["center"])
    row = next((_ROWS[word] for word in ("top", "bottom") if word in place), _ROWS["center"])
    return column[0], row[0], column[1], row[1]


def place_name(box: Sequence[float]) -> Place:
    """The named place in which the middle of a box (fractions x0, y0, x1, y1) lies."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    column = next(name for name, (_, end) in _COLUMNS.items() if x <= end)
    row = next(name for name, (_, end) in _ROWS.items() if y <= end)
    named = " ".join(dict.fromkeys(name for name in (row, column) if name != "center")) or "center"
    return next(place for place in get_args(Place) if place == named)


def told_apart(boxes: Sequence[Sequence[float]], shares: Sequence[float]) -> list[str]:
    """The place of each box, with what tells it from others there: "center (larger)", "top (higher)", "left (3 %)".

    `shares` are the parts of the picture that they fill.
    """
    names: list[str] = [place_name(box) for box in boxes]
    told = list(names)
    for place in set(names):
        same = [at for at, name in enumerate(names) if name == place]
        if len(same) == 2:
            words = _of_two(*((boxes[at], shares[at]) for at in same))
        else:
            words = [f"{max(0.1, 100 * shares[at]):.{0 if shares[at] >= 0.01 else 1}f} %" for at in same]
        if len(same) > 1:
            for at, word in zip(same, words, strict=True):
                told[at] = f"{place} ({word})"
    return told


def _of_two(one: tuple[Sequence[float], float], other: tuple[Sequence[float], float]) -> list[str]:
    """The larger and the smaller, or where each lies beside the other."""
    (box, share), (box2, share2) = one, other
    if max(share, share2) >= _CLEARLY * min(share, share2):
        words = ["larger", "smaller"]
        return words if share > share2 else words[::-1]
    across, down = (box[0] + box[2] - box2[0] - box2[2]), (box[1] + box[3] - box2[1] - box2[3])
    words = ["further left", "further right"] if abs(across) > abs(down) else ["higher", "lower"]
    return words if min((across, down), key=lambda way: -abs(way)) < 0 else words[::-1]


_CLEARLY = 1.3  # times the area of the other: seen at once
