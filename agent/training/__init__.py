"""Learning: what `pentimento train NAME` makes, and how it is kept honest.

    rows.py         what there is to learn from, and its licence
    folds.py        cross-validation that never leaks
    phrasings.py    what the project itself writes to learn from
    planner.py      the weights of the rules planner's second opinion

scikit-learn is loaded only while it trains.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from agent.evals.report import Report
from tools.errors import PentimentoError

__all__ = ["Course", "course"]

COURSES = ("planner",)


class Course(Protocol):
    """What a file of this room that trains something offers."""

    def learn(self, files: Sequence[Path], out: Path | None) -> Report:
        """Learn from the rows of the files and write what was learnt. Raises PentimentoError."""
        ...


def course(name: str) -> Course:
    """The training of that name. Raises PentimentoError."""
    if name not in COURSES:
        raise PentimentoError(f"There is nothing called “{name}” to train.", f"Known: {', '.join(COURSES)}.")
    return cast("Course", import_module(f"agent.training.{name}"))
