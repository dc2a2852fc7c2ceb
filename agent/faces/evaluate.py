"""The command `eval`: a planner measured on a file of rows, by a benchmark of agent/evals.

It only tells: what counts as right, each benchmark says itself. No session is opened and nothing is written.
"""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from agent.faces import lines
from agent.faces.desk import Desk, Json, desk, plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from agent.evals import Report, Table, Tick

app = typer.Typer()


@app.command("eval", rich_help_panel="More")
def evaluate(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The benchmark: plan, target …")],
    data: Annotated[Path, typer.Option(metavar="FILE", help="Its rows, one JSON object a line.")],
    planner: Annotated[str | None, typer.Option(metavar="NAME", help="What reads words.")] = None,
    json: Json = False,
) -> None:
    """How well a planner understands the rows of a file.

    pentimento eval plan --data rows.jsonl
    """
    from agent.evals import benchmark

    at = desk(context)
    measure = benchmark(name)
    with ticking(at, name) as tick:
        found = measure.evaluate(data, planner or at.settings.planner, tick)
    tell(at, found)


@contextmanager
def ticking(at: Desk, label: str) -> Iterator[Tick]:
    """A bar on standard error, where a person watches it."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(label, total=None)

        def tick(done: int, total: int) -> None:
            bar.update(task, completed=done, total=total)

        yield tick


def tell(at: Desk, found: Report) -> None:
    """A report as JSON lines, or as tables and sentences."""
    if at.json:
        for line in found.lines:
            lines.write(line)
        return
    for table in found.tables:
        if table.rows:
            at.console.print(_shown(table))
    for note in found.notes:
        at.tell(note)


def _shown(table: Table) -> object:
    from rich.table import Table as Shown
    from rich.text import Text

    shown = Shown(title=table.title, title_justify="left", box=None, pad_edge=False)
    for column in table.columns:
        shown.add_column(column, overflow="fold")
    for row in table.rows:
        shown.add_row(*(Text(plain(cell)) for cell in row))
    return shown
