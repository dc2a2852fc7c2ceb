"""Full disks, locked, foreign, truncated and read-only files: one clear sentence each, and nothing lost."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from memory import DiskFull, Session, Store, StoreError, StoreLocked, Turn, TurnDraft
from tools.errors import PentimentoError

Edit = Callable[..., Turn]


@pytest.fixture
def session(store: Store, photograph: Image.Image) -> Session:
    return store.open_session(photograph, name="coffee")


def noise(photograph: Image.Image) -> Image.Image:
    return Image.effect_noise(photograph.size, 90).convert("RGB")


def test_a_full_disk_is_told_and_nothing_is_lost(
    store: Store, session: Session, photograph: Image.Image, edit: Edit
) -> None:
    kept = edit(session.id)
    before = store.verify()
    with store._database.read() as rows:
        pages = rows.execute("PRAGMA page_count").fetchone()[0]
    store._database._connection.execute(f"PRAGMA max_page_count={pages + 3}")
    with pytest.raises(DiskFull, match="full") as caught:
        store.commit(session.id, TurnDraft("noise", noise(photograph)), expected_head=kept.id)
    assert caught.value.hint
    assert store.session(session.id).head_id == kept.id
    assert store.verify() == before
    store._database._connection.execute("PRAGMA max_page_count=1000000")
    assert store.commit(session.id, TurnDraft("noise", noise(photograph)), expected_head=kept.id).depth == 2
    assert store.verify().clean


FILE_LIMIT = """
import resource, signal, sys
from pathlib import Path
from PIL import Image
from memory import Store, StoreError, TurnDraft
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
with Store(Path(sys.argv[1])) as store:
    session = store.session("last")
    resource.setrlimit(resource.RLIMIT_FSIZE, (700_000, 700_000))
    try:
        for seed in range(20):
            image = Image.effect_noise((600, 400), 90).convert("RGB")
            head = store.session(session.id).head_id
            print(store.commit(session.id, TurnDraft("noise", image), expected_head=head).id, flush=True)
    except StoreError as told:
        print("told", type(told).__name__, told.message)
"""


def test_a_file_that_may_not_grow_is_told_and_nothing_is_lost(store: Store, session: Session, path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", FILE_LIMIT, str(path)], capture_output=True, text=True, check=True)
    *made, told = done.stdout.splitlines()
    assert told.startswith("told DiskFull")
    with Store(path) as other:
        assert [turn.id for turn in other.path(session.id)][1:] == made
        assert other.verify().clean


def test_a_locked_store_is_told_and_can_be_read(
    store: Store, session: Session, path: Path, photograph: Image.Image
) -> None:
    blocker = sqlite3.connect(path, isolation_level=None)
    blocker.execute("BEGIN IMMEDIATE")
    with Store(path, wait_seconds=0.05) as other:
        with pytest.raises(StoreLocked, match="did not finish"):
            other.record(session.id, "none", "nice")
        assert other.session(session.id) == session
    blocker.execute("ROLLBACK")
    blocker.close()
    assert store.record(session.id, "none", "nice").number == 1


@pytest.mark.parametrize(
    "content", [b"this is no database at all, but a letter to a friend\n" * 40, b"\x89PNG\r\n\x1a\n" * 90]
)
def test_a_file_that_is_no_database(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    with pytest.raises(StoreError, match="not a Pentimento store"):
        Store(path)
    assert path.read_bytes() == content


def test_a_database_of_another_program(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE recipes (name TEXT)")
    connection.close()
    with pytest.raises(StoreError, match="another program"):
        Store(path)


def test_a_truncated_store_is_told(store: Store, session: Session, path: Path) -> None:
    store.close()
    size = path.stat().st_size
    os.truncate(path, size // 2)
    with pytest.raises(StoreError) as caught, Store(path) as other:
        assert other.verify(), "either opening or verifying tells"
    assert "damaged" in caught.value.message


def test_an_empty_file_becomes_a_store(path: Path) -> None:
    path.touch()
    with Store(path) as store:
        assert store.sessions() == []


def test_a_folder_in_place_of_the_file(path: Path) -> None:
    path.mkdir()
    with pytest.raises(StoreError, match="can't be opened"):
        Store(path)


def test_a_file_in_place_of_the_folder(path: Path) -> None:
    path.write_bytes(b"x")
    with pytest.raises(StoreError, match="can't be made"):
        Store(path / "store.db")


def test_folders_are_made(tmp_path: Path) -> None:
    with Store(tmp_path / "a" / "b" / "store.db") as store:
        assert store.sessions() == []
    assert (tmp_path / "a" / "b").stat().st_mode & 0o077 == 0


def test_reading_only_reads_and_never_writes(
    store: Store, session: Session, path: Path, tmp_path: Path, photograph: Image.Image
) -> None:
    with Store(path, read_only=True) as other:
        assert other.picture(other.turn("last", 0).picture).tobytes() == photograph.tobytes()
        with pytest.raises(StoreError, match="reading only"):
            other.undo(session.id)
    with pytest.raises(StoreError, match="no store"):
        Store(tmp_path / "nothing.db", read_only=True)
    assert not (tmp_path / "nothing.db").exists()


READ_ONLY_FOLDER = """
import os, sys
from pathlib import Path
from memory import Store, StoreError
if os.getuid() == 0:
    os.setuid(65534)
try:
    with Store(Path(sys.argv[1])) as store:
        print(store.session("last").name, len(store.path("last")))
        store.record("last", "none", "nice")
    print("wrote")
except StoreError as told:
    print(told.message)
"""


def test_a_read_only_folder_is_read_and_told(store: Store, session: Session, path: Path) -> None:
    store.close()
    folders = [path.parent, *path.parent.parents[:2]]
    modes = [folder.stat().st_mode for folder in folders]
    for folder in folders:
        folder.chmod(0o555)
    path.chmod(0o444)
    try:
        done = subprocess.run([sys.executable, "-c", READ_ONLY_FOLDER, str(path)], capture_output=True, text=True)
    finally:
        for folder, mode in zip(folders, modes, strict=True):
            folder.chmod(mode)
    assert done.stderr == ""
    read, told = done.stdout.splitlines()
    assert read == "coffee 1"
    assert "read-only" in told


def test_every_error_is_one_sentence_of_the_projects_own_tree() -> None:
    import memory.errors

    kinds = [kind for kind in vars(memory.errors).values() if isinstance(kind, type) and issubclass(kind, StoreError)]
    assert len(kinds) == 9
    assert all(issubclass(kind, PentimentoError) for kind in kinds)
