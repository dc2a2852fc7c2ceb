"""Where each turn of a history goes on a sheet: columns by depth, rows by branch, folded into bands where it is long.

Pure geometry on turns' ids and parents; it knows nothing of pictures or of drawing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from memory.schema import Turn


class Spot(NamedTuple):
    """A place on the sheet: `band` 0 is on top, `column` counts within the band, `row` within it too."""

    band: int
    column: int
    row: int


@dataclass(frozen=True)
class Layout:
    """A spot for every turn's id; `rows` is how many rows each band has."""

    spots: Mapping[str, Spot]
    rows: tuple[int, ...]
    columns: int


def layout(turns: Sequence[Turn], head_path: Iterable[str], columns: int) -> Layout:
    """Every turn placed, no two at one spot. The path to the head keeps to the top row; `columns` ≥ 2 fit a band."""
    lanes = _lanes(turns, set(head_path))
    last = max(turn.depth for turn in turns)
    columns = min(columns, last + 1)
    bands = range(last // columns + 1)
    used = [sorted({lanes[turn.id] for turn in turns if turn.depth // columns == band}) for band in bands]
    spots = {
        turn.id: Spot(band := turn.depth // columns, turn.depth % columns, used[band].index(lanes[turn.id]))
        for turn in turns
    }
    return Layout(spots, tuple(len(rows) for rows in used), columns)


def _lanes(turns: Sequence[Turn], head_path: set[str]) -> dict[str, int]:
    """A lane for every turn: a course goes on in its parent's, one that leaves takes the first free lane below."""
    children: dict[str | None, list[Turn]] = {}
    for turn in turns:
        children.setdefault(turn.parent_id, []).append(turn)
    for siblings in children.values():
        siblings.sort(key=lambda turn: (turn.id not in head_path, turn.id))
    lanes: dict[str, int] = {}
    taken: dict[int, list[tuple[float, int]]] = {}
    waiting = [(children[None][0], 0)]
    while waiting:
        first, above = waiting.pop(0)
        course = [first]
        while following := children.get(course[-1].id):
            course.append(following[0])
        # Half a column more on the left: there the line from the parent comes down.
        span = first.depth - 0.5, course[-1].depth
        lane = above
        while any(start <= span[1] and span[0] <= end for start, end in taken.get(lane, [])):
            lane += 1
        taken.setdefault(lane, []).append(span)
        lanes |= {turn.id: lane for turn in course}
        # The courses that leave last are placed first, so that lines to them do not cross the others.
        waiting += [(other, lane + 1) for turn in reversed(course) for other in children.get(turn.id, [])[1:]]
    return lanes
