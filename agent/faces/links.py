"""The lines of a history: from each turn to those made from it, with smooth bends.

It knows where cards lie, not what is on them.
"""

from __future__ import annotations

from math import hypot
from typing import TYPE_CHECKING

from PIL import Image as PILImage
from PIL import ImageDraw

from agent.faces.cards import ACCENT, LINE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence, Set

    from PIL.Image import Image

    from agent.faces.tree import Layout
    from memory.schema import Turn

Point = tuple[float, float]


def draw_lines(
    sheet: Image,
    turns: Sequence[Turn],
    path: Set[str],
    placed: Layout,
    corners: Mapping[str, tuple[int, int]],
    width: int,
    gap: int,
) -> None:
    """Join every card to its parent's. `corners` has the left end and middle line of each card, `width` pixels wide.

    Drawn twice as large and shrunk, so that the bends are smooth; the way to the head lies on top.
    """
    thick = max(4, width // 36)
    masks = {colour: PILImage.new("L", (2 * sheet.width, 2 * sheet.height)) for colour in (LINE, ACCENT)}
    for turn in turns:
        if turn.parent_id is None:
            continue
        colour, wide = (ACCENT, thick) if turn.id in path else (LINE, round(thick * 0.75))
        parent, here = placed.spots[turn.parent_id], placed.spots[turn.id]
        start, end = corners[turn.parent_id], corners[turn.id]
        # Courses that leave from different rows come down side by side.
        aside = gap * (0.5 + 0.16 * ((parent.row + 1) % 3 - 1))
        for run in _runs((start[0] + width, start[1]), end, width, aside, parent.band != here.band):
            _curve(ImageDraw.Draw(masks[colour]), run, wide)
    for colour, mask in masks.items():
        sheet.paste(colour, (0, 0), mask.resize(sheet.size, PILImage.Resampling.BOX))


def _runs(start: Point, end: Point, width: int, aside: float, folded: bool) -> list[list[Point]]:
    """The corners of the line from card to card, middle to middle: a picture may be narrower than its card.

    A line to the next band leaves to the right and comes in from the left.
    """
    first, last = (start[0] - width / 2, start[1]), (end[0] + width / 2, end[1])
    out = start[0] + aside
    if folded:
        return [[first, (out, start[1])], [(end[0] - aside, end[1]), last]]
    if start[1] == end[1]:
        return [[first, last]]
    return [[first, (out, start[1]), (out, end[1]), last]]


def _curve(draw: ImageDraw.ImageDraw, corners: Sequence[Point], wide: int) -> None:
    """The corners joined by straight lines with rounded bends, in a drawing of twice the size."""
    bend = 3.0 * wide
    points = [corners[0]]
    for before, corner, after in zip(corners, corners[1:], corners[2:], strict=False):
        start, end = _towards(corner, before, bend), _towards(corner, after, bend)
        for step in range(9):
            t = step / 8
            points.append(
                (
                    (1 - t) ** 2 * start[0] + 2 * t * (1 - t) * corner[0] + t**2 * end[0],
                    (1 - t) ** 2 * start[1] + 2 * t * (1 - t) * corner[1] + t**2 * end[1],
                )
            )
    points.append(corners[-1])
    draw.line([(2 * x, 2 * y) for x, y in points], 255, 2 * wide, joint="curve")


def _towards(origin: Point, goal: Point, distance: float) -> Point:
    """The point `distance` from `origin` towards `goal`, at most half way."""
    length = hypot(goal[0] - origin[0], goal[1] - origin[1]) or 1.0
    share = min(distance / length, 0.5)
    return origin[0] + share * (goal[0] - origin[0]), origin[1] + share * (goal[1] - origin[1])
