"""The moves of a session's head: undo, redo, goto, branches, and taking an utterance back. Each is one transaction.

Every move is a line of the log; no turn is changed or lost by any of them. Knows neither pixels nor operations.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from memory.errors import NothingToRedo, NothingToUndo, StoreError
from memory.failpoints import reach
from memory.history import undone, way_back
from memory.lookup import find_session, find_turn
from memory.rows import branches_of, dump, last_move_of, moves_of, put_move

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from memory.database import Database
    from memory.schema import Session, Turn

ONLY_UNDONE = "Only what was undone comes back, until a new edit is made; goto leads to any turn."

Detail = dict[str, Any]


class Pointers:
    """What moves heads and branch names; the store is built on it."""

    _database: Database

    def undo(self, session_id: str, n: int = 1, utterance: str = "", reply: str = "") -> Turn:
        """Move the head back by `n` turns; raises NothingToUndo, and stays, if there are fewer."""
        with self._database.write() as rows:
            session = find_session(rows, session_id)
            parents = dict(rows.execute(_PARENTS, {"id": session.id}).fetchall())
            way = way_back(session.head_id, n, parents, moves_of(rows, session.id))
            if len(way) <= n or n < 1:
                raise NothingToUndo(_few(len(way) - 1, n, "undo"), hint="This is as far back as it goes.")
            left = {"left": way[:-1]}
            return self._move(rows, session, "undo", way[-1], utterance, reply, left)

    def redo(self, session_id: str, n: int = 1, utterance: str = "", reply: str = "") -> Turn:
        """Move the head forward by `n` undone turns; raises NothingToRedo, and stays, if there are fewer."""
        with self._database.write() as rows:
            session = find_session(rows, session_id)
            waiting = undone(moves_of(rows, session.id))
            if len(waiting) < n or n < 1:
                raise NothingToRedo(_few(len(waiting), n, "redo"), hint=ONLY_UNDONE)
            return self._move(rows, session, "redo", waiting[-n], utterance, reply, {"count": n})

    def goto(self, session_id: str, turn: str | int, utterance: str = "", reply: str = "") -> Turn:
        """Move the head to any turn of the session, on whichever branch."""
        with self._database.write() as rows:
            session = find_session(rows, session_id)
            return self._move(rows, session, "goto", find_turn(rows, session, turn).id, utterance, reply, {})

    def branch(self, session_id: str, name: str, utterance: str = "", reply: str = "") -> Session:
        """Go on under another branch name: a new one begins at the head, a known one takes the head to its own."""
        if not name.strip():
            raise StoreError("A branch needs a name.")
        with self._database.write() as rows:
            session = find_session(rows, session_id)
            known = branches_of(rows, session.id)
            rows.execute("UPDATE sessions SET branch = :name WHERE id = :id", {"name": name, "id": session.id})
            reach("branch")
            if name not in known:
                values = {"id": session.id, "name": name, "turn_id": session.head_id}
                rows.execute("INSERT INTO branches (session_id, name, turn_id) VALUES (:id, :name, :turn_id)", values)
                reach("new branch")
            to_id = known.get(name, session.head_id)
            self._move(rows, replace(session, branch=name), "branch", to_id, utterance, reply, {"name": name})
            return find_session(rows, session.id)

    def rename_branch(self, session_id: str, name: str, utterance: str = "", reply: str = "") -> Session:
        """Give the branch that the head is on another name; raises StoreError where it is taken or empty."""
        with self._database.write() as rows:
            session = find_session(rows, session_id)
            if not name.strip():
                raise StoreError("A branch needs a name.")
            if name in branches_of(rows, session.id):
                raise StoreError(f"There is a branch called “{name}” already.", hint="Say another name.")
            values = {"id": session.id, "old": session.branch, "new": name}
            rows.execute("UPDATE branches SET name = :new WHERE session_id = :id AND name = :old", values)
            reach("renamed branch")
            rows.execute("UPDATE sessions SET branch = :new WHERE id = :id", values)
            detail = {"name": name, "was": session.branch}
            self._move(rows, replace(session, branch=name), "branch", session.head_id, utterance, reply, detail)
            return find_session(rows, session.id)

    def take_back(
        self, before: Session, branches: Mapping[str, str], after: int, ours: str, utterance: str = ""
    ) -> bool:
        """Put rules, branches and head back to `before`, as they were at move `after`; what redo would bring stays.

        Turns made meanwhile stay in the tree. Rules go back in any case; if the head is no longer at `ours`, somebody
        else has gone on from there, everything else stays as it is, and the answer is False.
        """
        with self._database.write() as rows:
            session = find_session(rows, before.id)
            moves = moves_of(rows, session.id)
            rows.execute(_RULES, {"id": session.id, "rules": dump(list(before.rules))})
            if session.head_id != ours or moves[-1].number == after:
                return session.head_id == ours
            self._put_branches(rows, before, branches)
            waiting = undone(move for move in moves if move.number <= after)
            detail = {"after": after, "waiting": waiting}
            self._move(rows, replace(before, head_id=ours), "back", before.head_id, utterance, "", detail)
            return True

    def _put_branches(self, rows: sqlite3.Connection, before: Session, branches: Mapping[str, str]) -> None:
        rows.execute("DELETE FROM branches WHERE session_id = :id", {"id": before.id})
        reach("no branches")
        for name, turn_id in branches.items():
            rows.execute(_PUT_BRANCH, {"id": before.id, "name": name, "turn_id": turn_id})
        rows.execute("UPDATE sessions SET branch = :branch WHERE id = :id", {"id": before.id, "branch": before.branch})
        reach("branches")

    def note(self, session_id: str, detail: Detail) -> None:
        """Add to what the log's newest line tells; where its head went, and all lines before it, stay as they are."""
        with self._database.write() as rows:
            move = last_move_of(rows, find_session(rows, session_id).id)
            told = dump({**detail, **move.detail})
            rows.execute(_NOTE, {"id": move.session_id, "number": move.number, "detail": told})

    def branches(self, session_id: str) -> dict[str, str]:
        """Each branch's name and the turn its head is at."""
        with self._database.read() as rows:
            return branches_of(rows, find_session(rows, session_id).id)

    def _move(
        self,
        rows: sqlite3.Connection,
        session: Session,
        kind: str,
        to_id: str,
        utterance: str,
        reply: str,
        detail: Detail,
    ) -> Turn:
        head = session.head_id
        put_move(rows, session, kind, to_id=to_id, from_id=head, utterance=utterance, reply=reply, detail=detail)
        return find_turn(rows, session, to_id)


def _few(available: int, wanted: int, verb: str) -> str:
    if not available or wanted < 1:
        return f"There is nothing to {verb}."
    return f"There {'is' if available == 1 else 'are'} only {available} to {verb}, not {wanted}."


_PARENTS = "SELECT id, parent_id FROM turns WHERE session_id = :id"
_RULES = "UPDATE sessions SET rules = :rules WHERE id = :id"
_PUT_BRANCH = "INSERT INTO branches (session_id, name, turn_id) VALUES (:id, :name, :turn_id)"
_NOTE = "UPDATE moves SET detail = :detail WHERE session_id = :id AND number = :number"
