"""The commands that move through history: undo, redo, goto, branch, amend.

All but amend speak to the store alone, so that they load neither the agent nor an image library. They decide nothing:
the store says what can be undone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from agent.faces import lines
from agent.faces.desk import Desk, Json, Session, TurnRef, desk, plain

if TYPE_CHECKING:
    from memory.schema import Turn

app = typer.Typer()

Count = Annotated[str, typer.Argument(metavar="N", help="How many turns.")]


@app.command(rich_help_panel="Daily")
def undo(context: typer.Context, session: Session = "last", count: Count = "1", json: Json = False) -> None:
    """Take back the last turn, or the last N; redo brings them back."""
    at = desk(context)
    number = _number(count)
    found = at.store.session(session)
    left = at.store.turn(found.id, found.head_id)
    head = at.store.undo(found.id, number, utterance=f"undo {number}" if number > 1 else "undo")
    _tell(at, "undo", f"Undone: {_name(left)}.", head)


@app.command(rich_help_panel="Daily")
def redo(context: typer.Context, session: Session = "last", count: Count = "1", json: Json = False) -> None:
    """Bring back what was undone last, or the last N."""
    at = desk(context)
    number = _number(count)
    found = at.store.session(session)
    head = at.store.redo(found.id, number, utterance=f"redo {number}" if number > 1 else "redo")
    _tell(at, "redo", "Redone.", head)


@app.command(rich_help_panel="History")
def goto(context: typer.Context, session: Session, turn: TurnRef, json: Json = False) -> None:
    """Move the head to a turn: a number on the path, an id, or the name of a branch."""
    at = desk(context)
    found = at.store.session(session)
    said = f"goto {plain(turn)}"
    if turn in at.store.branches(found.id):
        on = at.store.branch(found.id, turn, utterance=said)
        _tell(at, "goto", f"On branch “{on.branch}”.", at.store.turn(on.id, on.head_id))
    else:
        _tell(at, "goto", "", at.store.goto(found.id, turn, utterance=said))


@app.command(rich_help_panel="History")
def branch(
    context: typer.Context,
    session: Session,
    name: Annotated[str, typer.Argument(metavar="NAME", help="What to call it.")],
    json: Json = False,
) -> None:
    """Start a branch at the head, or go on with one; the others stay."""
    at = desk(context)
    found = at.store.branch(at.store.session(session).id, plain(name), utterance=f"branch {plain(name)}")
    head = at.store.turn(found.id, found.head_id)
    _tell(at, "branch", f"On branch “{found.branch}”.", head)


@app.command(rich_help_panel="History")
def amend(
    context: typer.Context,
    session: Session,
    turn: TurnRef,
    say: Annotated[str, typer.Argument(metavar='"SAY"', help="How that turn should have been.")],
    json: Json = False,
) -> None:
    """Change an earlier turn and run again what depends on it.

    The old course stays reachable. pentimento amend last 3 "make it blue instead"
    """
    from agent.faces.dialogue import Dialogue, finish

    at = desk(context)
    found = at.store.session(session)
    with Dialogue(at, at.agent()) as dialogue:
        finish(dialogue.amend(found, turn, plain(say)))


def _number(count: str) -> int:
    """Converted here, not by typer, which would load pydantic for it."""
    if not (count.isascii() and count.isdecimal() and 1 <= int(count) <= 1_000_000):
        raise typer.BadParameter(f"“{count}” is no number of turns", param_hint="N")
    return int(count)


def _name(turn: Turn) -> str:
    return f"“{turn.utterance}”" if turn.depth else "the photograph"


def _tell(at: Desk, kind: str, reply: str, head: Turn) -> None:
    where = f"Now at turn {head.depth}, {_name(head)}." if head.depth else "Now at the photograph."
    sentence = f"{reply} {where}".strip()
    at.answer(lines.moved(kind, kind, sentence, head), sentence)
