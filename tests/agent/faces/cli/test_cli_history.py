"""The commands that move through history and show it, on sessions that the command line itself made."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from memory.schema import Turn
from memory.store import Store

Call = Callable[..., Any]


def test_undo_and_redo_walk_back_and_forth(cli: Call, session: str) -> None:
    before = cli("show", session, "--json").lines[0]["picture"]
    assert [cli("undo", session, n, "--json").lines[0]["turn"] for n in (1, 2)] == [2, 0]
    assert cli("undo", session).code == 1
    assert cli("redo", session, 3, "--json").lines[0]["picture"] == before
    answer = cli("redo", session)
    assert answer.code == 1
    assert "redo" in answer.err


def test_undo_tells_what_and_where_and_takes_the_last_session_unless_told(cli: Call, session: str) -> None:
    answer = cli("undo")
    assert answer.out == "Undone: “darken the left half”. Now at turn 2, “crop the bottom third”.\n"
    assert cli("redo").out == "Redone. Now at turn 3, “darken the left half”.\n"
    assert "the photograph" in cli("undo", "last", 3).out


def test_a_move_is_told_with_the_keys_of_an_utterance(cli: Call, session: str, photo: Path) -> None:
    edited = cli("edit", "--session", session, "brighten it a little", "--json").lines[0]
    for call in (("undo", session), ("redo", session), ("goto", session, 1), ("branch", session, "b")):
        (line,) = cli(*call, "--json").lines
        assert line.keys() == edited.keys()
        assert line["act"] == call[0]
        assert line["operations"] == []
        assert line["id"] is None


@pytest.mark.parametrize("count", ["0", "-1", "two", "1.5", "²", "9" * 30])
def test_a_number_of_turns_is_a_number(cli: Call, session: str, count: str) -> None:
    assert cli("undo", session, "--", count).code == 2


def test_goto_takes_a_number_an_id_and_a_branch(cli: Call, session: str) -> None:
    turns = cli("log", session, "--json").lines
    assert cli("goto", session, 1, "--json").lines[0]["head"] == turns[1]["id"]
    assert cli("goto", session, turns[3]["id"], "--json").lines[0]["turn"] == 3
    cli("goto", session, 1)
    cli("branch", session, "warm")
    cli("edit", "--session", session, "make it warmer")
    assert cli("goto", session, "main", "--json").lines[0]["turn"] == 1
    assert cli("goto", session, "warm", "--json").lines[0]["turn"] == 2
    assert cli("goto", session, 99).code == 1


def test_sessions_that_are_not_there_are_told_with_the_nearest_hint(cli: Call, photo: Path) -> None:
    for command in ("log", "undo", "redo", "show", "replay", "export"):
        answer = cli(command, "last", *(("-o", "x.png") if command == "export" else ()))
        assert answer.code == 1
        assert "There is no session yet" in answer.err
    cli("edit", photo, "brighten it a little")
    answer = cli("log", "zzzz", "--json")
    assert answer.lines[0]["error"]["type"] == "SessionNotFound"
    assert "last" in answer.lines[0]["error"]["hint"]


def test_log_prints_every_turn_with_number_and_full_id_whatever_the_width(
    cli: Call, session: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "20")
    cli("undo", session, 2)
    cli("edit", "--session", session, "make it warmer", "make it sharper " + "please " * 30)
    told = cli("log", session).out
    rows = cli("log", session, "--json").lines
    assert len(rows) == 6
    for row in rows:
        assert len(row["id"]) == 26
        assert row["id"] in told
        if row["turn"]:
            assert re.search(rf"[●○] {row['turn']} +{re.escape(row['utterance'].strip())}", told)
    assert told.count("●") == 1
    assert "← head" in next(line for line in told.splitlines() if "●" in line)
    assert "another course" in told
    assert not any(line != line.rstrip() for line in told.splitlines())


def test_log_as_json_tells_parents_path_head_and_branches(cli: Call, session: str) -> None:
    cli("goto", session, 1)
    cli("branch", session, "warm")
    cli("edit", "--session", session, "make it warmer")
    rows = {row["id"]: row for row in cli("log", session, "--json").lines}
    heads = [row for row in rows.values() if row["head"]]
    assert len(heads) == 1
    assert heads[0]["branches"] == ["warm"]
    walk, path = heads[0], []
    while walk is not None:
        path.append(walk["id"])
        walk = rows.get(walk["parent"])
    assert {row["id"] for row in rows.values() if row["on_path"]} == set(path)
    assert len(path) == 3
    assert sum("main" in row["branches"] for row in rows.values()) == 1


def test_a_deep_tree_of_courses_is_drawn(cli: Call) -> None:
    from rich.console import Console

    from agent.faces.log import tree

    def turn(number: int, parent: int | None) -> Turn:
        above = None if parent is None else f"{parent:026}"
        depth = 0 if parent is None else parent + 1
        return Turn(f"{number:026}", "s", above, depth, f"turn {number}", {}, "d", 4, 3, "RGB", "", "person", "2026")

    # Every turn is left by the next one and by another that ends at once: forks within forks.
    turns = [turn(0, None)] + [turn(n, (n - 1) // 2) for n in range(1, 400)]
    console = Console(width=2000, record=True, quiet=True)
    console.quiet = False
    with console.capture() as capture:
        console.print(
            tree(turns, head=turns[9].id, path=frozenset(t.id for t in turns[:3]), branches={"main": turns[9].id})
        )
    told = capture.get()
    for one in turns:
        assert told.count(one.id) == 1


def test_show_tells_one_turn_whole(cli: Call, session: str) -> None:
    told = cli("show", session, 3).out
    for word in ("Turn 3", "darken the left half", "adjust", "0 px outside", "seed 1", "150×67"):
        assert word in told
    (row,) = cli("show", session, 3, "--json").lines
    (step,) = row["steps"]
    assert row["plan"]["act"] == "edit"
    assert step["engine"] == "embedded"
    assert step["output"] == row["picture"]["digest"]
    assert len(step["transform"]) == 9
    assert "numpy" in step["versions"]
    assert step["masks"]["written"]["box"][2] <= 0.5
    assert cli("show", session, "--json").lines == [row]
    assert cli("show", session, 0, "--json").lines[0]["steps"] == []
    assert cli("show", session, 9).code == 1


def test_amend_changes_a_turn_and_keeps_the_numbers(cli: Call, session: str) -> None:
    before = cli("log", session, "--json").lines
    answer = cli("amend", session, 1, "make it much darker", "--json")
    assert answer.code == 0, answer.err
    (line,) = answer.lines
    assert (line["act"], line["turn"]) == ("amend", 3)
    assert line["picture"]["digest"] != before[3]["picture"]["digest"]
    after = cli("log", session, "--json").lines
    assert len(after) == 7
    assert {row["id"] for row in before} < {row["id"] for row in after}
    assert cli("undo", session, "--json").lines[0]["head"] == before[3]["id"]


def test_amend_of_what_is_not_there_fails(cli: Call, session: str) -> None:
    answer = cli("amend", session, 9, "make it darker", "--json")
    assert answer.code == 1
    assert answer.lines[0]["error"]["message"]


def test_a_session_has_one_line_however_much_was_said(cli: Call, session: str, monkeypatch: pytest.MonkeyPatch) -> None:
    cli("edit", "--session", session, "make it brighter and much warmer, then darken the left half a little, please")
    monkeypatch.setenv("COLUMNS", "80")
    head, row = cli("sessions").out.splitlines()
    assert row.startswith(session)
    assert max(len(head), len(row)) <= 80


def test_sessions_are_listed_renamed_and_erased(cli: Call, session: str, photo: Path) -> None:
    (other,) = {row["session"] for row in cli("edit", photo, "flip it horizontally", "--json").lines}
    assert [row["session"] for row in cli("sessions", "--json").lines] == [other, session]
    assert "morning" in cli("sessions", "rename", session, "morning").out
    told = cli("sessions").out
    assert session in told
    assert "morning" in told
    assert cli("sessions", "rm", session, given="n\n").code == 1
    assert len(cli("sessions", "--json").lines) == 2
    answer = cli("sessions", "rm", session, given="y\n")
    assert answer.code == 0
    assert "freed" in answer.out
    assert cli("sessions", "rm", other, "--yes", "--json").lines[0]["bytes_freed"] > 0
    assert cli("sessions", "--json").out == ""
    assert "no session yet" in cli("sessions").out


def test_erasing_a_session_keeps_pictures_that_another_uses(cli: Call, session: str, photo: Path, home: Path) -> None:
    cli("edit", photo, "brighten it a little")
    assert cli("sessions", "rm", session, "--yes").code == 0
    assert cli("verify").code == 0
    with Store(home / "pentimento.db") as store:
        assert store.picture(store.turn("last", 0).picture).size == (150, 100)
    assert cli("undo").code == 0


@pytest.mark.parametrize(
    ("count", "told"), [(0, "0 bytes"), (999, "999 bytes"), (1500, "1.5 kB"), (2_500_000_000, "2.5 GB")]
)
def test_sizes_are_told_in_thousands(count: int, told: str) -> None:
    from agent.faces.sessions import size

    assert size(count) == told
