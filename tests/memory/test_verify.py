import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from memory import Session, Store, Turn

Edit = Callable[..., Turn]


@pytest.fixture
def session(store: Store, photograph: Image.Image, edit: Edit) -> Session:
    opened = store.open_session(photograph, name="coffee", icc=b"profile")
    edit(opened.id)
    edit(opened.id, 10)
    return store.session(opened.id)


def tamper(path: Path, statement: str, *values: object) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    assert connection.execute(statement, values).rowcount > 0
    connection.close()


def test_a_sound_store_is_clean(store: Store, session: Session) -> None:
    report = store.verify()
    assert report.clean
    assert (report.sessions, report.turns, report.pictures) == (1, 3, 4)
    assert report.bytes > 100_000
    assert store.verify(session.id) == report


SPOILED = {
    "a tile's bytes": ("UPDATE tiles SET data = zeroblob(length(data)) WHERE length(data) > 9000", "damaged"),
    "a tile gone": ("DELETE FROM tiles WHERE length(data) > 9000", "missing"),
    "a tile of another codec": ("UPDATE tiles SET codec = 'gone/1'", "gone/1"),
    "tiles swapped": (
        "UPDATE tiles SET data = (SELECT data FROM tiles AS t WHERE length(t.data) > 9000 ORDER BY t.digest LIMIT 1) "
        "WHERE length(data) > 9000",
        "",
    ),
    "a tile map": (
        "UPDATE pictures SET tiles = CAST(substr(tiles, 33) || substr(tiles, 1, 32) AS BLOB) WHERE width = 600",
        "",
    ),
    "a tile map cut short": ("UPDATE pictures SET tiles = substr(tiles, 33) WHERE width = 600", "number of tiles"),
    "a preview": ("UPDATE previews SET data = zeroblob(90)", "preview"),
    "a profile": ("UPDATE blobs SET data = x'00'", "profile"),
    "a parent": ("UPDATE turns SET parent_id = id WHERE depth = 2", "depth"),
    "a depth": ("UPDATE turns SET depth = 7 WHERE depth = 1", "depth"),
    "the photograph's depth": ("UPDATE turns SET depth = 3 WHERE depth = 0", "photograph"),
    "the head gone": ("UPDATE branches SET turn_id = 'nothing'", "head"),
    "a second photograph": ("UPDATE turns SET parent_id = NULL, depth = 0 WHERE depth = 1", "photograph"),
    "a gap in the log": ("DELETE FROM moves WHERE number = 1", "gaps"),
    "a log that ends elsewhere": (
        "UPDATE moves SET to_id = from_id WHERE number = 2",
        "head",
    ),
    "a mask's box": ("UPDATE masks SET box = '[0,0,1,1]'", "mask"),
    "a mask outside": ("UPDATE masks SET size = '[20,20]'", "outside"),
    "an unnoted picture": ("DELETE FROM uses WHERE picture = (SELECT picture FROM turns WHERE depth = 1)", "noted"),
    "a dangling step": ("UPDATE steps SET base = 'nothing'", "missing row"),
}


@pytest.mark.parametrize("spoiled", sorted(SPOILED))
def test_whatever_is_spoiled_is_found(store: Store, session: Session, path: Path, spoiled: str) -> None:
    statement, told = SPOILED[spoiled]
    tamper(path, statement)
    problems = store.verify().problems
    assert problems
    assert told in " ".join(problems)


def test_one_session_is_verified_without_the_others(
    store: Store, session: Session, path: Path, photograph: Image.Image
) -> None:
    other = store.open_session(photograph.crop((0, 0, 99, 99)), name="other")
    tamper(path, "UPDATE pictures SET tiles = x'' WHERE width = 99")
    assert store.verify(session.id).clean
    assert not store.verify(other.id).clean


def test_previews_are_never_trusted(store: Store, session: Session, path: Path, photograph: Image.Image) -> None:
    tamper(path, "UPDATE previews SET data = zeroblob(90)")
    with Store(path) as other:
        assert other.preview(other.turn(session.id, 0).picture, 100).size == (100, 67)
        assert other.picture(other.turn(session.id, 0).picture).tobytes() == photograph.tobytes()
