"""Finding sessions and turns by what a person types. Knows the tables, changes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from memory.errors import SessionNotFound, TurnNotFound
from memory.identity import ALPHABET, LENGTH
from memory.rows import PATH, SESSION, TURN, session_from, turns_from

if TYPE_CHECKING:
    import sqlite3

    from memory.schema import Session, Turn

AFTER_ALL = "{"
"""Sorts after every letter that an id may hold, so that `prefix <= id < prefix + AFTER_ALL` finds a prefix."""


def find_session(rows: sqlite3.Connection, ref: str) -> Session:
    """The session of a full id, a unique prefix, or "last", the one used last; raises SessionNotFound."""
    if ref == "last":
        found = rows.execute(f"{SESSION} ORDER BY used_at DESC, id DESC LIMIT 1").fetchall()
        if not found:
            raise SessionNotFound("There is no session yet.", hint="Open a photograph to begin one.")
        return session_from(found[0])
    found = rows.execute(f"{SESSION} WHERE {_PREFIX} LIMIT 2", _bounds(ref)).fetchall() if _may_be_id(ref) else []
    if len(found) == 1:
        return session_from(found[0])
    if found:
        raise SessionNotFound(f"More than one session begins with “{ref}”.", hint="Give more of its id.")
    newest = rows.execute("SELECT id FROM sessions ORDER BY used_at DESC LIMIT 1").fetchone()
    hint = f"The one used last is {newest['id']}; “last” means it." if newest else "Open a photograph to begin one."
    raise SessionNotFound(f"There is no session “{ref}”.", hint=hint)


def find_turn(rows: sqlite3.Connection, session: Session, ref: str | int) -> Turn:
    """The turn at a number on the path from the photograph to the head, or of an id or its unique prefix."""
    path = f"{PATH} {TURN} JOIN path ON path.id = turns.id WHERE turns.depth = :depth"
    text = str(ref).strip()
    if text.isdecimal() and len(text) < LENGTH:
        found = rows.execute(path, {"turn_id": session.head_id, "depth": int(text)}).fetchall()
        if found:
            return turns_from(rows, found)[0]
    if isinstance(ref, str) and _may_be_id(text):
        query = f"{TURN} WHERE turns.session_id = :session_id AND turns.id >= :low AND turns.id < :high LIMIT 2"
        found = rows.execute(query, {"session_id": session.id, **_bounds(text)}).fetchall()
        if len(found) > 1:
            raise TurnNotFound(f"More than one turn begins with “{text}”.", hint="Give more of its id.")
        if found:
            return turns_from(rows, found)[0]
    last = rows.execute("SELECT depth FROM turns WHERE id = :id", {"id": session.head_id}).fetchone()["depth"]
    raise TurnNotFound(f"There is no turn “{text}” in this session.", hint=f"The turns to the head are 0 to {last}.")


def path_to(rows: sqlite3.Connection, turn_id: str) -> list[Turn]:
    """The turns from the photograph to the given one."""
    query = f"{PATH} {TURN} JOIN path ON path.id = turns.id ORDER BY turns.depth"
    return turns_from(rows, rows.execute(query, {"turn_id": turn_id}))


def _may_be_id(text: str) -> bool:
    return 0 < len(text) <= LENGTH and set(text.lower()) <= set(ALPHABET)


def _bounds(prefix: str) -> dict[str, str]:
    return {"low": prefix.lower(), "high": prefix.lower() + AFTER_ALL}


_PREFIX = "sessions.id >= :low AND sessions.id < :high"
