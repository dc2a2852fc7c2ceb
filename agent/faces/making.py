"""Which models painted on the way to a turn, for the mark in its file: read from the steps that the store keeps.

Only what can still be in the picture counts: where a later turn looks exactly as an earlier one did, what lay between
is gone. It knows neither operations, but for their names, nor files.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from tools.provenance import Making, Painter

if TYPE_CHECKING:
    from memory.schema import Step, Turn

FROM_WORDS = "generate"
BROUGHT_IN = {"compose", "restore"}  # a photograph's pixels come into a picture that was made from words


def making_of(path: Sequence[Turn]) -> Making | None:
    """How the picture of the last turn came about; None where no model painted on the way to it."""
    seen: dict[str, tuple[Step, ...]] = {}
    steps: tuple[Step, ...] = ()
    for turn in path:
        steps = seen.setdefault(turn.picture, (*steps, *turn.steps))
    return made_by(steps)


def made_by(steps: Iterable[Step]) -> Making | None:
    """The same of steps done one after the other on a photograph."""
    generated, painters = False, dict[str, Painter]()
    for step in steps:
        op = str(step.operation.get("op", ""))
        if step.model:
            generated = generated or op == FROM_WORDS
            painter = Painter(step.engine, step.model, str(step.receipt.get("limits") or ""))
            painters[f"{painter} {painter.licence}"] = painter
        if op in BROUGHT_IN:
            generated = False
    if not painters:
        return None
    return Making("generated" if generated else "edited", tuple(painters.values()))


def sheet_making(turns: Iterable[Turn]) -> Making | None:
    """Of a sheet that shows several states: what painted in any of them."""
    made = made_by(step for turn in turns for step in turn.steps)
    return made and replace(made, source="edited")
