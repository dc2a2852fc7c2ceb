"""The store: sessions, their turns and pictures, and the moves of the head. Every change is one transaction.

Knows nothing of what an operation means: plans, operations and receipts go in and come out as JSON objects.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from memory.database import Database
from memory.errors import HeadMoved, PictureDamaged
from memory.gallery import SHELF_BYTES, Batch, Gallery, Vanished
from memory.history import FIRST_BRANCH
from memory.identity import new_id, now
from memory.lookup import find_session, find_turn, path_to
from memory.pointers import Pointers
from memory.rows import (
    SUMMARIES,
    TURN,
    dump,
    last_move_of,
    moves_of,
    put_blob,
    put_move,
    put_session,
    put_turn,
    turns_from,
)
from memory.schema import Move, Report, Session, SessionSummary, Turn, TurnDraft

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from PIL.Image import Image

T = TypeVar("T")

Detail = dict[str, Any]


class Store(Pointers):
    """All sessions in one file, safe to use from several threads and several programs at once.

    Raises StoreError and its kin (memory.errors), each one clear sentence; a change that raises has changed nothing,
    except that HeadMoved has kept the turn it carries.
    """

    def __init__(
        self, path: Path, *, read_only: bool = False, wait_seconds: float = 10.0, shelf_bytes: int = SHELF_BYTES
    ) -> None:
        self._database = Database(path, read_only=read_only, wait_seconds=wait_seconds)
        self._gallery = Gallery(self._database, shelf_bytes)

    def close(self) -> None:
        self._database.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def open_session(
        self,
        photo: Image,
        *,
        name: str,
        source: str = "",
        icc: bytes | None = None,
        exif: bytes | None = None,
        notes: Sequence[str] = (),
    ) -> Session:
        """Begin a session with `photo` as its turn 0."""

        def write(rows: sqlite3.Connection, batch: Batch) -> Session:
            at, ident = now(), new_id()
            profile, camera = put_blob(rows, icc), put_blob(rows, exif)
            root = new_id()
            session = Session(ident, name, root, root, FIRST_BRANCH, profile, camera, (), at, at, source)
            put_session(rows, session)
            draft = TurnDraft("", photo, author="photograph")
            put_turn(rows, _turn(draft, session, root, None, 0, batch.by_identity[id(photo)].digest))
            put_move(rows, session, "open", to_id=root, from_id=None, detail={"notes": list(notes)})
            return find_session(rows, ident)

        return self._write_pictures(write, lambda afresh: self._gallery.prepare([photo], previewed=True, afresh=afresh))

    def session(self, ref: str) -> Session:
        """By full id, unique prefix, or "last" (the one used last); raises SessionNotFound."""
        with self._database.read() as rows:
            return find_session(rows, ref)

    def sessions(self) -> list[SessionSummary]:
        """All sessions, the one used last first."""
        with self._database.read() as rows:
            return [SessionSummary(**dict(row)) for row in rows.execute(SUMMARIES)]

    def rename(self, session_id: str, name: str) -> Session:
        return self._set(session_id, "UPDATE sessions SET name = :value WHERE id = :id", name)

    def set_rules(self, session_id: str, rules: Sequence[str]) -> Session:
        """Replace the session's standing rules."""
        return self._set(session_id, "UPDATE sessions SET rules = :value WHERE id = :id", dump(list(rules)))

    def _set(self, session_id: str, update: str, value: str) -> Session:
        with self._database.write() as rows:
            ident = find_session(rows, session_id).id
            rows.execute(update, {"value": value, "id": ident})
            return find_session(rows, ident)

    def remove(self, session_id: str) -> int:
        """Erase a session and every picture that no other session uses; the bytes by which the file shrank."""
        from memory.erase import erase_session

        before = self._database.size_bytes()
        with self._database.write() as rows:
            self._gallery.shelf.drop(erase_session(rows, find_session(rows, session_id).id))
        self._database.compact()
        return before - self._database.size_bytes()

    def verify(self, session_id: str | None = None) -> Report:
        """Hash every stored tile and picture again and check that turns, heads and masks hang together."""
        from memory.verify import verify

        chosen = self.session(session_id).id if session_id else None
        faults = self._database.faults()
        with self._database.read() as rows:
            return verify(rows, chosen, faults)

    def turn(self, session_id: str, ref: str | int) -> Turn:
        """By number on the path from the photograph (0) to the head, by id or by unique prefix of an id."""
        with self._database.read() as rows:
            return find_turn(rows, find_session(rows, session_id), ref)

    def path(self, session_id: str, turn_id: str | None = None) -> list[Turn]:
        """The turns from the photograph to the head, or to `turn_id`."""
        with self._database.read() as rows:
            session = find_session(rows, session_id)
            return path_to(rows, find_turn(rows, session, turn_id).id if turn_id else session.head_id)

    def turns(self, session_id: str) -> list[Turn]:
        """Every turn of the session, on whichever branch, in the order they were made."""
        with self._database.read() as rows:
            ident = find_session(rows, session_id).id
            return turns_from(
                rows, rows.execute(f"{TURN} WHERE turns.session_id = :id ORDER BY turns.id", {"id": ident})
            )

    def moves(self, session_id: str) -> list[Move]:
        """The whole log of the session, oldest first."""
        with self._database.read() as rows:
            return moves_of(rows, find_session(rows, session_id).id)

    def last_move(self, session_id: str) -> Move:
        """The latest line of the log; every session has one, of its opening."""
        with self._database.read() as rows:
            return last_move_of(rows, find_session(rows, session_id).id)

    def commit(
        self,
        session_id: str,
        draft: TurnDraft,
        *,
        expected_head: str,
        kind: str = "commit",
        detail: Detail | None = None,
    ) -> Turn:
        """Keep a turn made from `expected_head` and move the head to it, pictures and all in one transaction.

        If the head has moved meanwhile the turn is kept as a child of `expected_head`, the head stays, and HeadMoved
        carries the turn.
        """
        utterance, reply = draft.utterance, draft.reply
        return self._chain(
            session_id, expected_head, [draft], expected_head, kind, utterance=utterance, reply=reply, detail=detail
        )[-1]

    def commit_chain(
        self,
        session_id: str,
        parent_id: str,
        drafts: Sequence[TurnDraft],
        *,
        expected_head: str,
        kind: str = "amend",
        utterance: str = "",
        reply: str = "",
        detail: Detail | None = None,
    ) -> list[Turn]:
        """Keep several turns, each the child of the one before, the first of `parent_id`; the head moves to the last.

        All in one transaction; undoing goes back to the head as it was. With no drafts the head moves to `parent_id`,
        and redo leads back. HeadMoved as in `commit`.
        """
        return self._chain(
            session_id, parent_id, drafts, expected_head, kind, utterance=utterance, reply=reply, detail=detail
        )

    def _chain(
        self,
        session_id: str,
        parent_id: str,
        drafts: Sequence[TurnDraft],
        expected_head: str,
        kind: str,
        *,
        utterance: str,
        reply: str,
        detail: Detail | None,
    ) -> list[Turn]:
        def write(rows: sqlite3.Connection, batch: Batch) -> tuple[list[Turn], bool]:
            session = find_session(rows, session_id)
            parent = find_turn(rows, session, parent_id)
            turns: list[Turn] = []
            for draft in drafts:
                before = turns[-1] if turns else parent
                digest = batch.by_identity[id(draft.picture)].digest
                turns.append(_turn(draft, session, new_id(), before.id, before.depth + 1, digest))
                put_turn(rows, turns[-1])
            kept = {**(detail or {}), "turns": [turn.id for turn in turns]}
            came = session.head_id == expected_head
            put_move(
                rows,
                session,
                kind,
                from_id=session.head_id,
                to_id=(turns[-1] if turns else parent).id if came else session.head_id,
                utterance=utterance,
                reply=reply,
                detail=kept,
            )
            return turns, came

        turns, came = self._write_pictures(write, lambda afresh: self._prepare(parent_id, drafts, afresh))
        if not came and turns:
            raise HeadMoved(turns[-1])
        return turns

    def _prepare(self, parent_id: str, drafts: Sequence[TurnDraft], afresh: bool) -> Batch:
        with self._database.read() as rows:
            row = rows.execute("SELECT picture FROM turns WHERE id = :id", {"id": parent_id}).fetchone()
        base, batch = (row["picture"] if row else None), Batch()
        for draft in drafts:
            self._gallery.prepare(draft.pictures, base, batch=batch, afresh=afresh)
            self._gallery.prepare([draft.picture], base, batch=batch, previewed=True, afresh=afresh)
        return batch

    def record(
        self, session_id: str, kind: str, utterance: str = "", reply: str = "", detail: Detail | None = None
    ) -> Move:
        """Log an utterance that moved nothing: a question, praise, an export."""
        with self._database.write() as rows:
            session = find_session(rows, session_id)
            head = session.head_id
            return put_move(
                rows, session, kind, to_id=head, from_id=head, utterance=utterance, reply=reply, detail=detail
            )

    def picture(self, digest: str) -> Image:
        """The stored picture; what is done to it never reaches the store. Raises PictureDamaged."""
        return self._gallery.picture(digest)

    def preview(self, digest: str, max_side: int = 1024) -> Image:
        """The picture with no side over `max_side`, quickly and not exactly: for showing only."""
        return self._gallery.preview(digest, max_side)

    def has_picture(self, digest: str) -> bool:
        return self._gallery.has(digest)

    def put_picture(self, image: Image) -> str:
        """Keep a picture that a later turn will name; unless one does within a day it may be erased again."""
        prepare = self._gallery.prepare
        return self._write_pictures(
            lambda rows, batch: batch.made[0].digest, lambda afresh: prepare([image], afresh=afresh)
        )

    def blob(self, digest: str) -> bytes:
        """The bytes of an ICC profile or EXIF block; raises PictureDamaged."""
        with self._database.read() as rows:
            row = rows.execute("SELECT data FROM blobs WHERE digest = :digest", {"digest": digest}).fetchone()
        if row is None:
            raise PictureDamaged(f"There is no stored profile {digest[:12]}.")
        return bytes(row["data"])

    def _write_pictures(self, write: Callable[[sqlite3.Connection, Batch], T], prepare: Callable[[bool], Batch]) -> T:
        """Encode pictures, then write them and what names them in one transaction.

        Encoding relies on what is stored already; if somebody erases that before the transaction begins, everything is
        encoded afresh.
        """
        batch = prepare(False)
        try:
            with self._database.write() as rows:
                self._gallery.write(rows, batch)
                result = write(rows, batch)
        except Vanished:
            batch = prepare(True)
            with self._database.write() as rows:
                self._gallery.write(rows, batch)
                result = write(rows, batch)
        self._gallery.keep(batch)
        return result


def _turn(draft: TurnDraft, session: Session, ident: str, parent: str | None, depth: int, picture: str) -> Turn:
    image = draft.picture
    return Turn(
        id=ident,
        session_id=session.id,
        parent_id=parent,
        depth=depth,
        utterance=draft.utterance,
        plan=draft.plan,
        picture=picture,
        width=image.width,
        height=image.height,
        mode=image.mode,
        reply=draft.reply,
        author=draft.author,
        created_at=now(),
        steps=draft.steps,
    )
