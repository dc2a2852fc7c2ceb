"""Files of other versions. A file of version 1 is written here as the first release wrote it."""

import sqlite3
from pathlib import Path

import pytest
from PIL import Image

from memory import Store, StoreError
from memory.database import APPLICATION_ID, Database, create
from memory.migrations import MIGRATIONS, Migration
from memory.schema import VERSION
from memory.tables import tables

VERSION_1 = """
CREATE TABLE tiles (digest BLOB NOT NULL, codec TEXT NOT NULL, data BLOB NOT NULL, PRIMARY KEY (digest));
CREATE TABLE pictures (digest TEXT NOT NULL, mode TEXT NOT NULL, width INTEGER NOT NULL, height INTEGER NOT NULL,
    tile_px INTEGER NOT NULL, tiles BLOB NOT NULL, bytes INTEGER NOT NULL, created_at TEXT NOT NULL,
    PRIMARY KEY (digest));
CREATE TABLE previews (picture TEXT NOT NULL, format TEXT NOT NULL, data BLOB NOT NULL, PRIMARY KEY (picture),
    FOREIGN KEY(picture) REFERENCES pictures (digest));
CREATE TABLE blobs (digest TEXT NOT NULL, data BLOB NOT NULL, PRIMARY KEY (digest));
CREATE TABLE sessions (id TEXT NOT NULL, name TEXT NOT NULL, source TEXT NOT NULL, branch TEXT NOT NULL,
    rules TEXT NOT NULL, icc TEXT, exif TEXT, created_at TEXT NOT NULL, used_at TEXT NOT NULL, PRIMARY KEY (id),
    FOREIGN KEY(icc) REFERENCES blobs (digest), FOREIGN KEY(exif) REFERENCES blobs (digest));
CREATE TABLE turns (id TEXT NOT NULL, session_id TEXT NOT NULL, parent_id TEXT, depth INTEGER NOT NULL,
    utterance TEXT NOT NULL, plan TEXT NOT NULL, picture TEXT NOT NULL, reply TEXT NOT NULL, author TEXT NOT NULL,
    created_at TEXT NOT NULL, PRIMARY KEY (id), FOREIGN KEY(session_id) REFERENCES sessions (id),
    FOREIGN KEY(parent_id) REFERENCES turns (id), FOREIGN KEY(picture) REFERENCES pictures (digest));
CREATE INDEX turns_of_parent ON turns (parent_id);
CREATE INDEX turns_of_session ON turns (session_id);
CREATE TABLE steps (turn_id TEXT NOT NULL, place INTEGER NOT NULL, asked TEXT NOT NULL, operation TEXT NOT NULL,
    version INTEGER NOT NULL, base TEXT NOT NULL, input TEXT NOT NULL, output TEXT NOT NULL, transform TEXT NOT NULL,
    seed TEXT, engine TEXT NOT NULL, model TEXT, model_revision TEXT, model_hash TEXT, versions TEXT NOT NULL,
    device TEXT NOT NULL, dtype TEXT NOT NULL, receipt TEXT NOT NULL, PRIMARY KEY (turn_id, place),
    FOREIGN KEY(turn_id) REFERENCES turns (id), FOREIGN KEY(base) REFERENCES pictures (digest),
    FOREIGN KEY(input) REFERENCES pictures (digest), FOREIGN KEY(output) REFERENCES pictures (digest));
CREATE TABLE masks (turn_id TEXT NOT NULL, place INTEGER NOT NULL, name TEXT NOT NULL, picture TEXT NOT NULL,
    box TEXT NOT NULL, size TEXT NOT NULL, PRIMARY KEY (turn_id, place, name),
    FOREIGN KEY(turn_id, place) REFERENCES steps (turn_id, place),
    FOREIGN KEY(picture) REFERENCES pictures (digest));
CREATE TABLE branches (session_id TEXT NOT NULL, name TEXT NOT NULL, turn_id TEXT NOT NULL,
    PRIMARY KEY (session_id, name), FOREIGN KEY(session_id) REFERENCES sessions (id),
    FOREIGN KEY(turn_id) REFERENCES turns (id));
CREATE TABLE moves (session_id TEXT NOT NULL, number INTEGER NOT NULL, kind TEXT NOT NULL, utterance TEXT NOT NULL,
    from_id TEXT, to_id TEXT, reply TEXT NOT NULL, detail TEXT NOT NULL, created_at TEXT NOT NULL,
    PRIMARY KEY (session_id, number), FOREIGN KEY(session_id) REFERENCES sessions (id),
    FOREIGN KEY(from_id) REFERENCES turns (id), FOREIGN KEY(to_id) REFERENCES turns (id));
CREATE TABLE uses (session_id TEXT NOT NULL, picture TEXT NOT NULL, PRIMARY KEY (session_id, picture),
    FOREIGN KEY(session_id) REFERENCES sessions (id), FOREIGN KEY(picture) REFERENCES pictures (digest));
"""


def column(connection: sqlite3.Connection) -> None:
    connection.execute("ALTER TABLE turns ADD COLUMN mood TEXT NOT NULL DEFAULT 'calm'")


def rename(connection: sqlite3.Connection) -> None:
    connection.execute("ALTER TABLE turns RENAME COLUMN mood TO temper")


def fail(connection: sqlite3.Connection) -> None:
    connection.execute("DELETE FROM moves")
    raise RuntimeError("a migration that fails")


LATER = (Migration(2, column), Migration(3, rename))


@pytest.fixture
def old(path: Path) -> Path:
    """A file of version 1 that holds one session with one turn, of one grey pixel made lighter."""
    from memory.codecs import encode
    from memory.pictures import digest

    connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript(VERSION_1)
    for grey in (10, 20):
        image = Image.new("L", (1, 1), grey)
        name = digest(image)
        tile = bytes.fromhex(name)
        stored = encode(bytes([grey]), "L", (1, 1))
        connection.execute("INSERT INTO tiles VALUES (?, 'planes-zstd/1', ?)", (tile, stored))
        connection.execute("INSERT INTO pictures VALUES (?, 'L', 1, 1, 256, ?, 20, '2026')", (name, tile))
        connection.execute("INSERT INTO blobs VALUES (?, ?)", (f"{grey}", name))
    names = [row[0] for row in connection.execute("SELECT data FROM blobs ORDER BY digest")]
    connection.execute("DELETE FROM blobs")
    connection.execute("INSERT INTO sessions VALUES ('s1', 'old', '', 'main', '[]', NULL, NULL, '2026', '2026')")
    connection.execute("INSERT INTO turns VALUES ('t1','s1',NULL,0,'','{}',?,'','photograph','2026')", names[:1])
    connection.execute("INSERT INTO turns VALUES ('t2','s1','t1',1,'lighter','{}',?,'','person','2026')", names[1:])
    connection.execute("INSERT INTO branches VALUES ('s1', 'main', 't2')")
    connection.execute("INSERT INTO moves VALUES ('s1', 0, 'open', '', NULL, 't1', '', '{}', '2026')")
    connection.execute(
        """INSERT INTO moves VALUES ('s1',1,'commit','lighter','t1','t2','','{"turns":["t2"]}','2026')"""
    )
    connection.executemany("INSERT INTO uses VALUES ('s1', ?)", [(name,) for name in names])
    connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
    connection.execute("PRAGMA user_version=1")
    connection.close()
    return path


def columns(path: Path) -> dict[str, list[tuple[object, ...]]]:
    connection = sqlite3.connect(path)
    names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    found = {name: connection.execute(f"PRAGMA table_info({name})").fetchall() for name in names}
    found |= {f"{name} →": sorted(connection.execute(f"PRAGMA foreign_key_list({name})").fetchall()) for name in names}
    connection.close()
    return found


def test_a_file_of_version_1_opens_goes_on_and_verifies(old: Path) -> None:
    with Store(old) as store:
        assert store.session("last").name == "old"
        assert [turn.utterance for turn in store.path("s1")] == ["", "lighter"]
        assert store.picture(store.turn("s1", 1).picture).getpixel((0, 0)) == 20
        assert store.undo("s1").id == "t1"
        assert store.verify().clean


def test_a_file_of_version_1_brought_up_equals_a_new_one(old: Path, tmp_path: Path) -> None:
    Database(old).close()
    new = tmp_path / "new.db"
    Database(new).close()
    assert columns(old) == columns(new)


def test_migrations_run_in_order_and_once(old: Path) -> None:
    for _ in range(2):
        database = Database(old, migrations=LATER)
        with database.read() as rows:
            assert rows.execute("SELECT DISTINCT temper FROM turns").fetchall()[0][0] == "calm"
            assert rows.execute("PRAGMA user_version").fetchone()[0] == 3
        database.close()


def test_a_new_file_goes_through_the_same_migrations(old: Path, tmp_path: Path) -> None:
    new = tmp_path / "new.db"
    Database(old, migrations=LATER).close()
    Database(new, migrations=LATER).close()
    assert columns(old) == columns(new)


def test_a_migration_that_fails_changes_nothing(old: Path) -> None:
    with pytest.raises(RuntimeError):
        Database(old, migrations=(*LATER, Migration(4, fail)))
    with Store(old) as store:
        assert len(store.moves("s1")) == 2
        assert store.verify().clean


def test_a_newer_file_is_refused_in_a_sentence(old: Path) -> None:
    Database(old, migrations=LATER).close()
    with pytest.raises(StoreError, match="newer Pentimento") as caught:
        Store(old)
    assert caught.value.hint
    assert Database(old, migrations=LATER).path == old


def test_an_older_file_can_not_be_brought_up_while_reading_only(old: Path) -> None:
    Database(old).close()
    with pytest.raises(StoreError, match="older"):
        Database(old, read_only=True, migrations=LATER)


def test_the_migrations_lead_to_the_version_of_the_tables() -> None:
    assert [step.to_version for step in MIGRATIONS] == list(range(2, VERSION + 1))


def test_every_table_can_be_made_on_postgresql() -> None:
    from sqlalchemy.dialects import postgresql
    from sqlalchemy.schema import CreateTable

    dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
    made = [str(CreateTable(table).compile(dialect=dialect)) for table in tables().sorted_tables]
    assert len(made) == 11
    assert any("BYTEA" in statement for statement in made)


def test_sqlalchemy_reads_the_tables_it_described(path: Path) -> None:
    from sqlalchemy import create_engine, inspect

    Database(path).close()
    engine = create_engine(f"sqlite:///{path}")
    found = inspect(engine)
    for table in tables().sorted_tables:
        assert [column["name"] for column in found.get_columns(table.name)] == [one.name for one in table.columns]
        assert set(found.get_pk_constraint(table.name)["constrained_columns"]) == {c.name for c in table.primary_key}
    engine.dispose()


def test_creation_is_all_or_nothing(path: Path) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("BEGIN")
    create(connection)
    connection.execute("ROLLBACK")
    connection.close()
    with Store(path) as store:
        assert store.sessions() == []
