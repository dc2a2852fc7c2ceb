"""One SQLite file: opened, brought to the current version, read and written in transactions. Knows no rows.

The tables are SQLAlchemy's (`memory.tables`), which makes new files and checks old ones. The statements are
portable SQL sent straight to the driver: loading SQLAlchemy takes longer than undoing a turn and showing it.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from memory.errors import DiskFull, StoreError, StoreLocked
from memory.migrations import MIGRATIONS, Migration
from memory.schema import VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from memory.schema import Turn

APPLICATION_ID = 0x50454E54
"""Spells PENT in the file's header, so that another program's database is never taken for ours."""

PAGE_BYTES = 8192


class Connection(sqlite3.Connection):
    """Remembers the turns that were read, by id: turns never change, and a long session is read at every utterance."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.known: dict[str, Turn] = {}


class Database:
    """A connection that any thread may use, one at a time; raises StoreError and its kin, never the driver's errors."""

    def __init__(
        self,
        path: Path,
        *,
        read_only: bool = False,
        wait_seconds: float = 10.0,
        migrations: Sequence[Migration] = MIGRATIONS,
    ) -> None:
        self.path = path
        self.read_only = read_only or _locked_away(path)
        self._lock = threading.RLock()
        self._wait_seconds = wait_seconds
        with self._told():
            self._connection = self._open()
        try:
            with self._told():
                self._prepare(migrations)
        except BaseException:
            self._connection.close()
            raise

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """One consistent view of the file; joins the transaction of this thread if there is one."""
        with self._lock, self._told():
            if self._connection.in_transaction:
                yield self._connection
                return
            with self._transaction("BEGIN"):
                yield self._connection

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """All of the block's writes or none of them; on the disk for good when the block is left."""
        if self.read_only:
            raise StoreError(f"{self.path} can't be written: it was opened for reading only, or is read-only.")
        with self._lock, self._told(), self._transaction("BEGIN IMMEDIATE"):
            yield self._connection

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[None]:
        self._connection.execute(begin)
        try:
            yield
            self._connection.execute("COMMIT")
        except BaseException:
            # SQLite has already rolled back by itself after some errors, a full disk among them.
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise

    def compact(self) -> None:
        """Give freed pages back to the file system and empty the log, so that erased bytes leave the disk's files."""
        with self._lock, self._told():
            # Frees one page a step and returns no rows, so that `execute` would stop after the first.
            self._connection.executescript("PRAGMA incremental_vacuum")
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def size_bytes(self) -> int:
        with self.read() as rows:
            return int(rows.execute("PRAGMA page_count").fetchone()[0]) * PAGE_BYTES

    def faults(self) -> list[str]:
        """What SQLite's own check of the whole file finds, and rows whose references lead nowhere."""
        with self.read() as rows:
            found = [row[0] for row in rows.execute("PRAGMA integrity_check") if row[0] != "ok"]
            broken = [f"a row of {row[0]} names a missing row of {row[2]}" for row in rows.execute(_FOREIGN_KEYS)]
        return found + broken

    def _open(self) -> sqlite3.Connection:
        if self.read_only and not self.path.exists():
            raise StoreError(f"There is no store at {self.path}.")
        if not self.read_only:
            try:
                self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)  # photographs are nobody else's
            except OSError as fault:
                raise StoreError(f"The folder {self.path.parent} can't be made: {fault.strerror}.") from fault
        connection = sqlite3.connect(
            self._read_only_address() if self.read_only else self.path,
            uri=self.read_only,
            timeout=self._wait_seconds,
            isolation_level=None,  # transactions are begun by us: the driver would begin them late and not IMMEDIATE
            check_same_thread=False,
            factory=Connection,
        )
        connection.row_factory = sqlite3.Row
        return connection

    def _read_only_address(self) -> str:
        """SQLite wants to make files beside a database in WAL even to read it, unless told that nobody writes to it."""
        log = self.path.with_name(f"{self.path.name}-wal")
        still = _locked_away(self.path) and not (log.exists() and log.stat().st_size)
        return f"{self.path.absolute().as_uri()}?mode=ro{'&immutable=1' if still else ''}"

    def _prepare(self, migrations: Sequence[Migration]) -> None:
        run = self._connection.execute
        version = run("PRAGMA user_version").fetchone()[0]
        if version == 0 and not self.read_only:
            run(f"PRAGMA page_size={PAGE_BYTES}")
            run("PRAGMA auto_vacuum=INCREMENTAL")
        if not self.read_only:
            self._turn_on_wal()
        run("PRAGMA synchronous=FULL")
        run("PRAGMA foreign_keys=ON")
        run("PRAGMA secure_delete=ON")
        newest = max((step.to_version for step in migrations), default=VERSION)
        if version != newest or run("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            self._upgrade(newest, migrations)

    def _turn_on_wal(self) -> None:
        # Two programs that open a new file at once may collide here, where SQLite does not wait by itself.
        deadline = time.monotonic() + self._wait_seconds
        while True:
            try:
                self._connection.execute("PRAGMA journal_mode=WAL").fetchall()
                return
            except sqlite3.OperationalError as fault:
                if "locked" not in str(fault) or time.monotonic() > deadline:
                    raise
                time.sleep(0.01)

    def _upgrade(self, newest: int, migrations: Sequence[Migration]) -> None:
        begin = "BEGIN" if self.read_only else "BEGIN IMMEDIATE"
        with self._transaction(begin):
            run = self._connection.execute
            version = run("PRAGMA user_version").fetchone()[0]
            empty = run("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0
            if not empty and run("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
                raise StoreError(f"{self.path} is a database of another program.")
            if version > newest:
                raise StoreError(
                    f"{self.path} was written by a newer Pentimento (version {version}; this one knows {newest}).",
                    hint="Install a newer Pentimento.",
                )
            if version == newest:
                return
            if self.read_only:
                raise StoreError(f"{self.path} is older than this Pentimento.", hint="Open it once for writing.")
            if empty:
                create(self._connection)
                version = VERSION
            for step in migrations:
                if step.to_version > version:
                    step.apply(self._connection)
            run(f"PRAGMA application_id={APPLICATION_ID}")
            run(f"PRAGMA user_version={newest}")

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.DatabaseError as fault:
            raise _sentence(fault, self.path) from fault


def _locked_away(path: Path) -> bool:
    """Whether a store is there that nobody can write to: a read-only disk, or somebody else's folder."""
    return path.exists() and not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK))


_FOREIGN_KEYS = "PRAGMA foreign_key_check"


def create(connection: sqlite3.Connection) -> None:
    """Make the tables of `VERSION` in an empty file, as SQLAlchemy describes them, within the open transaction."""
    from sqlalchemy.dialects import sqlite
    from sqlalchemy.schema import CreateIndex, CreateTable

    from memory.tables import tables

    dialect = sqlite.dialect()
    for table in tables().sorted_tables:
        connection.execute(str(CreateTable(table).compile(dialect=dialect)))
        for index in table.indexes:
            connection.execute(str(CreateIndex(index).compile(dialect=dialect)))


def _sentence(fault: sqlite3.DatabaseError, path: Path) -> StoreError:
    """The one clear sentence for what the driver reports."""
    said = str(fault)
    if "FOREIGN KEY" in said:
        return StoreError("A step names a picture that was neither given with its turn nor stored before.")
    if "full" in said:
        return DiskFull(
            f"The disk that holds {path} is full, so nothing was changed.", hint="Free some space and say it again."
        )
    if "locked" in said or "busy" in said:
        return StoreLocked(f"Another program is using {path} and did not finish in time.", hint="Try again.")
    if "not a database" in said:
        return StoreError(f"{path} is not a Pentimento store.")
    if "malformed" in said:
        return StoreError(f"{path} is damaged: part of it is missing or overwritten.", hint="Restore it from a backup.")
    if "readonly" in said:
        return StoreError(f"{path} can't be written: the file or its folder is read-only.")
    if "unable to open" in said:
        return StoreError(f"{path} can't be opened: is its folder there, readable and writable?")
    if "disk I/O" in said:
        return DiskFull(f"Writing to {path} failed, so nothing was changed.", hint="Is the disk full or unplugged?")
    return StoreError(f"{path} can't be used: {said}.")
