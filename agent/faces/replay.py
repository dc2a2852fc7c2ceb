"""The commands that check: replay carries a session out again with a verdict a step, verify hashes what is stored.

They know nothing of how a step is carried out or compared.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from agent.faces import lines
from agent.faces.desk import Desk, Json, Session, desk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.table import Table

    from agent.rerun import Verdict
    from memory.schema import Report

app = typer.Typer()

STYLES = {"identical": "green", "done": "green", "differs": "yellow", "conflict": "red"}


@app.command(rich_help_panel="History")
def replay(
    context: typer.Context,
    session: Session = "last",
    on: Annotated[
        str | None, typer.Option("--on", metavar="PHOTO", help="Carry it out on another photograph, as a recipe.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write the picture it ends with.")
    ] = None,
    json: Json = False,
) -> None:
    """Carry a session out again and tell of each step if it came out the same.

    Nothing is planned anew. On another photograph (--on) places are found anew.
    Exits with 1 when a step differs, or could not be carried out.
    """
    from agent.faces.export import check_output, profiles, save_as
    from agent.faces.making import making_of

    at = desk(context)
    check_output(output)
    found = at.store.session(session)
    photo = at.photo(on) if on is not None else None
    verdicts = []
    for verdict in at.agent().replay(found.id, on=photo):
        verdicts.append(verdict)
        if at.json:
            lines.write({**verdict.to_json(), "session": found.id, "error": None})
    if not at.json:
        _tell(at, verdicts)
    if output is not None and verdicts:
        icc, exif = (photo.icc, photo.exif) if photo else profiles(at.store, found)
        done = at.store.session("last") if photo else found  # on another photograph it was the latest to be opened
        making = making_of(at.store.path(done.id))
        at.tell(save_as(verdicts[-1].image, output, icc=icc, exif=exif, making=making))
    if any(verdict.verdict in ("differs", "conflict") for verdict in verdicts):
        raise typer.Exit(1)


def _tell(at: Desk, verdicts: Sequence[Verdict]) -> None:
    if not verdicts:
        at.tell("There is no step to replay.")
        return
    from agent.faces.wording import count

    at.console.print(table(verdicts))
    same = sum(verdict.verdict in ("identical", "done") for verdict in verdicts)
    at.tell(f"{same} of {count(len(verdicts), 'step')} came out right.")


def table(verdicts: Sequence[Verdict]) -> Table:
    """One row a step."""
    from rich.markup import escape
    from rich.table import Table

    drawn = Table(box=None, pad_edge=False)
    for name in ("Turn", "Step", "Operation", "Verdict", "Max Δ", "Because"):
        drawn.add_column(name, justify="right" if name in ("Turn", "Step", "Max Δ") else "left")
    for row in verdicts:
        delta = "" if row.max_delta is None else str(row.max_delta)
        verdict = f"[{STYLES[row.verdict]}]{row.verdict}[/]"
        drawn.add_row(str(row.turn), str(row.step + 1), row.op, verdict, delta, escape(row.because))
    return drawn


@app.command(rich_help_panel="History")
def verify(
    context: typer.Context,
    session: Annotated[str | None, typer.Argument(metavar="ID", help="A session; all of them if none.")] = None,
    json: Json = False,
) -> None:
    """Read and hash every stored picture again; exits with 1 on damage."""
    at = desk(context)
    chosen = at.store.session(session).id if session is not None else None
    found = at.store.verify(chosen)
    at.answer(lines.report(found, chosen), _told(found))
    if found.problems:
        raise typer.Exit(1)


def _told(found: Report) -> str:
    from agent.faces.sessions import size
    from agent.faces.wording import count

    counted = f"{count(found.sessions, 'session')}, {count(found.turns, 'turn')}, {count(found.pictures, 'picture')}"
    counted = f"{counted}, {size(found.bytes)} read"
    if not found.problems:
        return f"All is well: {counted}."
    return "\n".join(
        [*(f"✗ {problem}" for problem in found.problems), f"{count(len(found.problems), 'problem')} in {counted}."]
    )
