"""What a benchmark found: tables and sentences for people, JSON objects for programs. It measures nothing itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Table:
    """A title, the names of the columns, and rows of words already written out."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Report:
    """The tables and notes that a person reads, in order; `lines` says the same as JSON objects, one a line."""

    tables: tuple[Table, ...] = ()
    notes: tuple[str, ...] = ()
    lines: tuple[dict[str, Any], ...] = field(default=())


def share(right: float, total: float) -> str:
    """“92.3 %”, and a dash of nothing."""
    return f"{100 * right / total:.1f} %" if total else "–"
