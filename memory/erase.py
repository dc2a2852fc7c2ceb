"""Erasing a session and everything that only it used. Knows the tables, not the file: see `Database.compact`."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from memory.failpoints import reach
from memory.pictures import split_map

if TYPE_CHECKING:
    import sqlite3

GRACE = timedelta(days=1)
"""How long a picture that no session uses is left alone: it may be about to be named by a turn."""


def erase_session(rows: sqlite3.Connection, session_id: str) -> set[str]:
    """Delete the session's rows and the pictures nobody else uses, within the open transaction; their digests."""
    ours = {
        row["picture"] for row in rows.execute("SELECT picture FROM uses WHERE session_id = :id", {"id": session_id})
    }
    blobs = rows.execute("SELECT icc, exif FROM sessions WHERE id = :id", {"id": session_id}).fetchone()
    for statement in _ROWS:
        rows.execute(statement, {"id": session_id})
        reach("erased rows")
    before = (datetime.now(UTC) - GRACE).isoformat(timespec="microseconds")
    old = {row["digest"] for row in rows.execute(_ORPHANS, {"before": before})}
    gone = {digest for digest in ours if not rows.execute(_USED, {"digest": digest}).fetchone()} | old
    _erase_pictures(rows, gone)
    for digest in {blob for blob in tuple(blobs) if blob}:
        rows.execute(_FREE_BLOB, {"digest": digest})
        reach("erased blob")
    return gone


def _erase_pictures(rows: sqlite3.Connection, gone: set[str]) -> None:
    tiles: set[bytes] = set()
    for digest in gone:
        row = rows.execute("SELECT tiles FROM pictures WHERE digest = :digest", {"digest": digest}).fetchone()
        tiles.update(split_map(row["tiles"]))
        rows.execute("DELETE FROM previews WHERE picture = :digest", {"digest": digest})
        rows.execute("DELETE FROM pictures WHERE digest = :digest", {"digest": digest})
        reach("erased picture")
    for row in rows.execute("SELECT tiles FROM pictures"):
        tiles.difference_update(split_map(row["tiles"]))
    for name in tiles:
        rows.execute("DELETE FROM tiles WHERE digest = :digest", {"digest": name})
        reach("erased tile")


_ROWS = (
    "DELETE FROM uses WHERE session_id = :id",
    "DELETE FROM moves WHERE session_id = :id",
    "DELETE FROM branches WHERE session_id = :id",
    "DELETE FROM masks WHERE turn_id IN (SELECT id FROM turns WHERE session_id = :id)",
    "DELETE FROM steps WHERE turn_id IN (SELECT id FROM turns WHERE session_id = :id)",
    "DELETE FROM turns WHERE session_id = :id",
    "DELETE FROM sessions WHERE id = :id",
)
_ORPHANS = """
    SELECT digest FROM pictures WHERE created_at < :before
    AND NOT EXISTS (SELECT 1 FROM uses WHERE uses.picture = pictures.digest)"""
_USED = "SELECT 1 FROM uses WHERE picture = :digest"
_FREE_BLOB = """
    DELETE FROM blobs WHERE digest = :digest
    AND NOT EXISTS (SELECT 1 FROM sessions WHERE sessions.icc = :digest OR sessions.exif = :digest)"""
