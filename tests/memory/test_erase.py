import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image

from memory import SessionNotFound, Store, Turn, erase
from memory.codecs import encode
from memory.pictures import TILE_PX, raw_rows

Edit = Callable[..., Turn]


def noise(seed: int) -> Image.Image:
    import random

    return Image.frombytes("RGB", (256, 256), random.Random(seed).randbytes(256 * 256 * 3))


def on_disk(path: Path) -> bytes:
    return b"".join(part.read_bytes() for part in sorted(path.parent.glob(path.name + "*")))


def test_erased_bytes_are_gone_from_the_disk(store: Store, path: Path, photograph: Image.Image) -> None:
    kept = store.open_session(photograph, name="kept")
    secret = noise(1)
    trace = encode(raw_rows(secret, (0, 0, TILE_PX, TILE_PX)), "RGB", (TILE_PX, TILE_PX))[1000:1200]
    session = store.open_session(secret, name="a name to forget", exif=b"camera of a secret place")
    assert trace in on_disk(path)
    before = path.stat().st_size + (path.parent / "store.db-wal").stat().st_size
    freed = store.remove(session.id)
    after = on_disk(path)
    assert trace not in after
    assert b"secret place" not in after
    assert b"a name to forget" not in after
    assert freed > 150_000
    assert len(after) < before
    assert not store.verify().problems
    assert store.picture(store.turn(kept.id, 0).picture).tobytes() == photograph.tobytes()
    with pytest.raises(SessionNotFound):
        store.session(session.id)


def test_pictures_of_other_sessions_stay(store: Store, path: Path, photograph: Image.Image, edit: Edit) -> None:
    one, two = store.open_session(photograph, name="one"), store.open_session(photograph, name="two")
    edit(one.id)
    turn = edit(two.id, 77)
    store.remove(one.id)
    with Store(path) as other:
        assert [summary.id for summary in other.sessions()] == [two.id]
        assert not other.verify().problems
        assert other.undo(two.id).id == two.root_id
        assert other.picture(turn.picture).getpixel((50, 50)) == (77, 77, 77)


def test_a_reference_named_in_an_operation_lives_as_long_as_the_turn(
    store: Store, path: Path, photograph: Image.Image, edit: Edit
) -> None:
    reference = store.put_picture(noise(2))
    one, two = store.open_session(photograph, name="one"), store.open_session(photograph, name="two")
    edit(one.id, reference=reference)
    edit(two.id, reference=reference)
    store.remove(one.id)
    assert store.has_picture(reference)
    store.remove(two.id)
    assert not store.has_picture(reference)


def test_a_picture_that_only_a_question_names_is_kept_too(store: Store, photograph: Image.Image) -> None:
    session, mask = store.open_session(photograph, name="one"), store.put_picture(Image.new("L", (9, 9), 255))
    other = store.open_session(photograph, name="two")
    store.record(session.id, "ask", "the bin", "which?", {"candidates": [{"mask": mask}]})
    store.remove(other.id)
    assert store.has_picture(mask)
    store.remove(session.id)
    assert not store.has_picture(mask)


def test_pictures_that_no_turn_ever_named_go_after_a_while(
    store: Store, photograph: Image.Image, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = store.put_picture(noise(3))
    one, two = store.open_session(photograph, name="one"), store.open_session(photograph, name="two")
    store.remove(one.id)
    assert store.has_picture(picture)
    monkeypatch.setattr(erase, "GRACE", timedelta(0))
    time.sleep(0.001)
    store.remove(two.id)
    assert not store.has_picture(picture)


def test_erasing_everything_leaves_an_empty_store(
    store: Store, path: Path, photograph: Image.Image, edit: Edit
) -> None:
    for name in ("one", "two"):
        session = store.open_session(photograph, name=name, icc=b"profile")
        edit(session.id)
    for summary in store.sessions():
        store.remove(summary.id)
    report = store.verify()
    assert (report.sessions, report.turns, report.pictures, report.tiles, report.problems) == (0, 0, 0, 0, [])
    assert path.stat().st_size < 400_000


def test_a_picture_erased_by_another_program_is_put_again(
    store: Store, path: Path, photograph: Image.Image, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other program erases it between our looking it up and our transaction."""
    first = store.open_session(photograph, name="one")
    prepare = store._gallery.prepare
    calls: list[object] = []

    def slow(*arguments: object, **options: object) -> object:
        batch = prepare(*arguments, **options)  # type: ignore[arg-type]
        if not calls:
            with Store(path) as other:
                other.remove(first.id)
        calls.append(options["afresh"])
        return batch

    monkeypatch.setattr(store._gallery, "prepare", slow)
    second = store.open_session(photograph, name="two")
    assert calls == [False, True]
    assert not store.verify().problems
    with Store(path) as other:
        assert other.picture(other.turn(second.id, 0).picture).tobytes() == photograph.tobytes()
