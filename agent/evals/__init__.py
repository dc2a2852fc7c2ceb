"""Measuring: each file of this room is one benchmark, found by its name, for `pentimento eval NAME`.

    plan.py       which operations an utterance asks for
    target.py     which phrase of an utterance names what is to be edited
    rows.py       a file of rows, checked line by line
    report.py     what a benchmark found, for people and for programs

A benchmark is a module with `evaluate(file, planner, tick) -> Report`, whose first line says what it measures. It
prints nothing and knows nothing of the command line.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Protocol, cast

from agent.evals.report import Report, Table
from tools.errors import PentimentoError

__all__ = ["Benchmark", "Report", "Table", "Tick", "benchmark", "benchmarks"]

Tick = Callable[[int, int], None]
"""Called with how many rows are done, and how many there are."""
_NO_BENCHMARKS = frozenset(("report", "rows"))


class Benchmark(Protocol):
    """What a file of this room offers."""

    def evaluate(self, file: Path, planner: str, tick: Tick) -> Report:
        """What the planner of that name makes of the rows of `file`. Raises PentimentoError."""
        ...


def benchmarks() -> tuple[str, ...]:
    """The names of all benchmarks, sorted."""
    return tuple(sorted({found.name for found in iter_modules(__path__)} - _NO_BENCHMARKS))


def benchmark(name: str) -> Benchmark:
    """The benchmark of that name. Raises PentimentoError."""
    if name not in benchmarks():
        raise PentimentoError(f"There is no benchmark called “{name}”.", f"Known: {', '.join(benchmarks())}.")
    return cast("Benchmark", import_module(f"agent.evals.{name}"))
