"""The command `sessions`: what conversations there are; rename one, or erase it with its pictures.

It knows nothing of what is in a session.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from agent.faces import lines
from agent.faces.desk import Json, Session, desk, plain
from agent.faces.wording import count

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.table import Table

    from memory.schema import SessionSummary

app = typer.Typer()
sessions = typer.Typer(invoke_without_command=True, subcommand_metavar="[rm ID | rename ID NAME]")
app.add_typer(sessions, name="sessions", rich_help_panel="History")


@sessions.callback()
def show_sessions(context: typer.Context, json: Json = False) -> None:
    """List the sessions; rm erases one, rename names it."""
    if context.invoked_subcommand is not None:
        return
    at = desk(context)
    found = at.store.sessions()
    if at.json:
        for summary in found:
            lines.write(lines.session(summary))
    elif not found:
        at.tell('There is no session yet. Begin one: pentimento edit photo.jpg "brighten it a little"')
    else:
        at.console.print(table(found))


def table(found: Sequence[SessionSummary]) -> Table:
    """One row and one line a session; ids are never cut, what was said may be."""
    from rich.markup import escape
    from rich.table import Table

    drawn = Table(box=None, pad_edge=False, expand=True)
    drawn.add_column("Session", no_wrap=True)
    drawn.add_column("Name", no_wrap=True, overflow="ellipsis", max_width=16)
    drawn.add_column("Turns", justify="right")
    drawn.add_column("Used", no_wrap=True)
    drawn.add_column("Size", justify="right", no_wrap=True)
    drawn.add_column("Last said", no_wrap=True, overflow="ellipsis", ratio=1)
    for row in found:
        used = row.used_at[:16].replace("T", " ")
        drawn.add_row(row.id, escape(row.name), str(row.turns), used, size(row.bytes), escape(row.last))
    return drawn


@sessions.command("rm")
def remove(
    context: typer.Context,
    session: Session,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    json: Json = False,
) -> None:
    """Erase a session and every picture that no other session uses. This can't be undone."""
    at = desk(context)
    found = at.store.session(session)
    turns = len(at.store.turns(found.id)) - 1  # the photograph is none
    if not yes:
        typer.confirm(f"Erase “{found.name}” ({found.id}, {count(turns, 'turn')}) for good?", abort=True, err=True)
    freed = at.store.remove(found.id)
    at.answer({"session": found.id, "bytes_freed": freed, "error": None}, f"Erased; {size(freed)} freed.")


@sessions.command("rename")
def rename(
    context: typer.Context,
    session: Session,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The new name.")],
    json: Json = False,
) -> None:
    """Give a session another name."""
    at = desk(context)
    found = at.store.rename(at.store.session(session).id, plain(name))
    at.answer({"session": found.id, "name": found.name, "error": None}, f"{found.id} is now “{found.name}”.")


def size(number: int) -> str:
    """Bytes for people, in powers of a thousand."""
    if number < 1000:
        return f"{number} bytes"
    value, unit = number / 1000, "kB"
    for bigger in ("MB", "GB", "TB"):
        if value < 1000:
            break
        value, unit = value / 1000, bigger
    return f"{value:.1f} {unit}"
