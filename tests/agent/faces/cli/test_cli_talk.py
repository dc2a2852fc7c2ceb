"""The commands that hand over: chat from a pipe, the demonstration, pointing in a browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from agent.faces import demo, pick
from memory.pictures import digest
from tools.errors import Cancelled
from tools.types import Region

Call = Callable[..., Any]


def test_a_chat_from_a_pipe_goes_line_by_line(cli: Call, photo: Path) -> None:
    answer = cli("chat", photo, "--live", "live.png", given="brighten it a little\ncrop the bottom third\nundo\n")
    assert answer.code == 0, answer.err
    rows = cli("log", "last", "--json").lines
    assert [row["utterance"] for row in rows[1:]] == ["brighten it a little", "crop the bottom third"]
    assert next(row["turn"] for row in rows if row["head"]) == 1
    assert "live.png shows every change\n" in answer.out
    assert "in the place of what was there" in cli("chat", photo, "--live", "live.png", given="").out
    with Image.open("live.png") as image:
        image.load()
    cli("chat", "--session", rows[0]["session"], "--live", "live.png", given="")
    with Image.open("live.png") as image:
        assert digest(image.convert("RGB")) == rows[1]["picture"]["digest"]


def test_a_chat_goes_on_with_a_session_or_the_last_one(cli: Call, session: str) -> None:
    assert cli("chat", given="undo\n").code == 0
    assert cli("chat", "--session", session, given="undo\n").code == 0
    assert next(row["turn"] for row in cli("log", session, "--json").lines if row["head"]) == 1


def test_a_chat_needs_one_thing_to_talk_about(cli: Call, photo: Path) -> None:
    assert cli("chat", photo, "--session", "last").code == 2
    assert cli("chat").code == 1
    assert cli("chat", "missing.jpg").code == 1
    assert cli("chat", photo, "--live", "live.xyz", given="undo\n").code == 1
    assert cli("chat", photo, given="undo the last 9\n").code == 1


def test_a_picture_attached_in_a_chat_obeys_the_limit_of_the_settings(
    cli: Call, photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PENTIMENTO_MAX_PIXELS", "20000")
    with Image.open(photo) as image:
        image.resize((300, 200)).save("large.png")
    answer = cli("chat", photo, given="/attach large.png\n")
    assert answer.code == 1
    assert "300 × 200" in answer.out


def test_the_demonstration_gets_its_folder_and_tells_its_exit_code(
    cli: Call, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []

    def run(folder: Path, console: object) -> int:
        seen.append(folder)
        return len(seen) - 1

    monkeypatch.setattr(demo, "run", run)
    assert cli("demo").code == 0
    assert cli("demo", "elsewhere").code == 1
    assert seen == [Path("demo"), Path("elsewhere")]


def test_what_was_picked_is_where_the_edit_happens(cli: Call, photo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    painted = Image.new("L", (150, 100))
    painted.paste(255, (15, 10, 30, 20))
    boxed = pick.Picked(Region(box=(0.1, 0.1, 0.2, 0.2)))
    results = [boxed, pick.Picked(Region(), painted)]
    shown = []

    def point(image: Image.Image, say: Callable[[str], None]) -> pick.Picked:
        shown.append(image.size)
        return results[len(shown) - 1]

    monkeypatch.setattr(pick, "pick", point)
    for _ in results:
        answer = cli("edit", photo, "darken it", "--pick", "--json")
        assert answer.code == 0, answer.err
        assert answer.lines[0]["operations"][0]["region"]["box"] == pytest.approx([0.1, 0.1, 0.2, 0.2])
        assert answer.lines[0]["operations"][0]["receipt"]["changed_outside"] == 0
    assert shown == [(150, 100)] * 2


def test_picking_nothing_stops_without_a_change(cli: Call, photo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def give_up(image: Image.Image, say: Callable[[str], None]) -> None:
        say("http://127.0.0.1:1/x/")
        raise Cancelled("Nothing was picked; nothing was changed.")

    monkeypatch.setattr(pick, "pick", give_up)
    answer = cli("edit", photo, "darken it", "--pick", "--json")
    assert answer.code == 130
    assert answer.out == ""
    assert "http://127.0.0.1:1/x/" in answer.err
