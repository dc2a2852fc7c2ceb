"""The file kept at the head: whole at every moment, written only when the head's picture is another one."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PIL import Image

from agent.faces.live import Live
from tools.errors import PictureError


def shown(path: Path) -> bytes:
    with Image.open(path) as image:
        return image.convert("RGB").tobytes()


def head(store, story) -> bytes:
    return store.picture(store.turn(story.id, store.session(story.id).head_id).picture).tobytes()


def test_the_file_follows_the_head(store, story, tmp_path: Path) -> None:
    live = Live(tmp_path / "now.png", store, story.id)
    assert live.update()
    assert shown(live.path) == head(store, story)
    story.turn("once more")
    assert live.update()
    assert shown(live.path) == head(store, story)
    store.undo(story.id)
    assert live.update()
    assert shown(live.path) == head(store, story)


def test_an_unchanged_head_is_not_written_again(store, story, tmp_path: Path) -> None:
    live = Live(tmp_path / "now.png", store, story.id)
    live.update()
    stamp = live.path.stat().st_ino
    assert not live.update()
    assert live.path.stat().st_ino == stamp


def test_a_file_that_was_taken_away_comes_back(store, story, tmp_path: Path) -> None:
    live = Live(tmp_path / "now.png", store, story.id)
    live.update()
    live.path.unlink()
    assert live.update()
    assert live.path.exists()


def test_the_photograph_itself_is_never_replaced(store, story, tmp_path: Path) -> None:
    photo = tmp_path / "coffee.png"
    photo.write_bytes(b"the original")
    with pytest.raises(PictureError, match="replaced") as caught:
        Live(photo, store, story.id)
    assert "coffee-now.png" in caught.value.hint
    assert photo.read_bytes() == b"the original"


@pytest.mark.parametrize("suffix", [".png", ".jpg", ".webp"])
def test_any_format_and_nothing_left_beside_it(store, story, tmp_path: Path, suffix: str) -> None:
    folder = tmp_path / "shown"
    folder.mkdir()
    live = Live(folder / f"now{suffix}", store, story.id)
    live.update()
    assert [file.name for file in folder.iterdir()] == [f"now{suffix}"]


def test_a_reader_never_sees_half_a_picture(store, story, tmp_path: Path) -> None:
    live = Live(tmp_path / "now.png", store, story.id)
    live.update()
    seen, stop = [], threading.Event()

    def watch() -> None:
        while not stop.is_set():
            with Image.open(live.path) as image:
                seen.append(len(image.convert("RGB").tobytes()))

    watcher = threading.Thread(target=watch)
    watcher.start()
    for _ in range(6):
        store.undo(story.id)
        live.update()
        store.redo(story.id)
        live.update()
    stop.set()
    watcher.join()
    assert seen
    assert set(seen) == {300 * 200 * 3}
