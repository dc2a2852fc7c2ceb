"""`pentimento replay` and `verify`: verdicts and exit codes."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image

from memory.pictures import digest

Call = Callable[..., Any]


def test_a_session_replays_identically(cli: Call, session: str) -> None:
    answer = cli("replay", session, "-o", "again.png", "--json")
    assert answer.code == 0, answer.err
    assert [(row["turn"], row["verdict"], row["max_delta"]) for row in answer.lines] == [
        (1, "identical", 0),
        (2, "identical", 0),
        (3, "identical", 0),
    ]
    head = cli("show", session, "--json").lines[0]["picture"]["digest"]
    with Image.open("again.png") as image:
        assert digest(image.convert("RGB")) == head


def test_people_get_a_table(cli: Call, session: str) -> None:
    told = cli("replay", session).out
    assert told.count("identical") == 3
    assert "3 of 3 steps came out right." in told


def test_a_step_that_comes_out_otherwise_is_told_and_exits_with_1(cli: Call, session: str, home: Path) -> None:
    with sqlite3.connect(home / "pentimento.db") as rows:
        rows.execute("UPDATE steps SET asked = replace(asked, '-25', '-24') WHERE asked LIKE '%-25%'")
    rows.close()
    answer = cli("replay", session, "--json")
    assert answer.code == 1
    assert [row["verdict"] for row in answer.lines] == ["identical", "identical", "differs"]
    assert 0 < answer.lines[2]["max_delta"] < 20
    assert answer.lines[2]["because"]


def test_a_session_is_a_recipe_for_another_photograph(cli: Call, session: str) -> None:
    Image.linear_gradient("L").convert("RGB").save("other.png")
    answer = cli("replay", session, "--on", "other.png", "-o", "other-out.png", "--json")
    assert answer.code == 0, answer.err
    assert [row["verdict"] for row in answer.lines] == ["done"] * 3
    with Image.open("other-out.png") as image:
        assert image.size[0] == 256
        assert image.size[1] < 200
    assert len(cli("sessions", "--json").lines) == 2
    assert cli("replay", session, "--on", "missing.png").code == 1


def test_nothing_to_replay_is_told(cli: Call, session: str) -> None:
    cli("undo", session, 3)
    answer = cli("replay", session, "-o", "none.png")
    assert answer.code == 0
    assert "no step" in answer.out
    assert not Path("none.png").exists()


def test_verify_reads_everything_again(cli: Call, session: str) -> None:
    (row,) = cli("verify", session, "--json").lines
    assert row["clean"]
    assert row["problems"] == []
    assert row["session"] == session
    assert row["pictures"] >= 4
    assert "All is well" in cli("verify").out


def test_verify_tells_damage_and_exits_with_1(cli: Call, session: str, home: Path) -> None:
    with sqlite3.connect(home / "pentimento.db") as rows:
        rows.execute("UPDATE tiles SET data = zeroblob(length(data)) WHERE rowid = (SELECT min(rowid) FROM tiles)")
    rows.close()
    answer = cli("verify", session, "--json")
    assert answer.code == 1
    assert not answer.lines[0]["clean"]
    assert answer.lines[0]["problems"]
    told = cli("verify")
    assert told.code == 1
    assert "✗" in told.out
