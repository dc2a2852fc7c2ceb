"""A download as a person sees it: a bar in a terminal, else a line now and then. It draws what the meter tells.

Bytes, rate and time left are told only where they are known; a line without a byte is called stalled.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from agent.faces.sessions import size

if TYPE_CHECKING:
    from tools.models.meter import Progress, Watch

EVERY_S = 10.0


def words(now: Progress) -> str:
    """A moment of a download in one line."""
    if now.doing != "fetching":
        told = {"checking": f"checking {now.file}", "copying": f"copying {now.file}", "waiting": "trying again soon"}
        return " · ".join(filter(None, [_amount(now), told[now.doing], now.note]))
    if now.stalled:
        return f"{_amount(now)} · stalled: nothing came for {now.idle_s:.0f} s"
    if now.done >= now.total:
        return _amount(now)
    rate = f"{size(round(now.rate))}/s" if now.rate else "connecting"
    left = f"{_clock(now.eta_s)} left" if now.eta_s is not None else ""
    return " · ".join(filter(None, [_amount(now), rate, left, now.note]))


def _amount(now: Progress) -> str:
    share = f" ({now.done / now.total:.0%})" if now.total else ""
    return f"{size(now.done)} of {size(now.total)}{share}"


def _clock(seconds: float) -> str:
    if seconds < 60:
        return f"{seconds:.0f} s"
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes:02d} min" if hours else f"{minutes}:{rest:02d} min"


@contextmanager
def watching(name: str) -> Iterator[Watch]:
    """Something to tell progress to; on standard error, as the answer may be JSON."""
    from rich.console import Console

    console = Console(stderr=True, highlight=False)
    if not console.is_terminal:
        yield _Lines(name, console)
        return
    from rich.progress import BarColumn, TextColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(24), TextColumn("{task.fields[told]}", markup=False))
    with Bar(*columns, console=console, transient=True) as bar:
        task = bar.add_task(name, total=None, told="")

        def watch(now: Progress) -> None:
            bar.update(task, completed=now.done, total=now.total, told=words(now))

        yield watch


class _Lines:
    """A line every ten seconds, and one at once where something changes that a person should know."""

    def __init__(self, name: str, console: object) -> None:
        self._name, self._console = name, console
        self._told, self._state = time.monotonic(), ("fetching", False, "")

    def __call__(self, now: Progress) -> None:
        state, moment = (now.doing, now.stalled, now.note), time.monotonic()
        worth = state != self._state and (now.stalled or now.note or self._state[1])
        if worth or moment - self._told >= EVERY_S:
            self._told = moment
            self._console.print(f"{self._name}: {words(now)}", markup=False, soft_wrap=True)  # type: ignore[attr-defined]
        self._state = state
