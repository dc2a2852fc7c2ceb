"""`pentimento doctor`: it looks, and makes nothing."""

from __future__ import annotations

import shutil
from collections import namedtuple
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import agent
from tests.pretended import Pretended

Call = Callable[..., Any]


def test_it_tells_what_is_there_and_what_is_missing(cli: Call, home: Path) -> None:
    answer = cli("doctor", "--json")
    assert answer.code == 0, answer.err
    (found,) = answer.lines
    assert found["pentimento"] == agent.__version__
    assert all(found["libraries"].values())
    assert found["database"]["path"] == str(home / "pentimento.db")
    assert not found["database"]["exists"]
    assert found["database"]["free_bytes"] > 0
    assert "rules" in found["planners"]
    assert "embedded" in found["engines"]
    offered = {skill for skills in found["engines"].values() for skill in skills}
    assert "fill" in offered
    assert "paint" in found["missing_skills"]
    assert not offered & found["missing_skills"].keys()
    assert all(row["models"] for row in found["missing_skills"].values())
    assert found["terminal"] == "off"
    assert found["machine"]["ram_gb"] > 0.5
    assert found["pulled"] == {"path": str(home / "models"), "models": {}}
    assert found["problems"] == []


def test_it_tells_who_serves_which_kind_of_edit(cli: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agent.engines.Engines.local", (Pretended("my-editor", "kontext"),))
    monkeypatch.setenv("PENTIMENTO_ENGINES", '{"instruct": "my-editor"}')
    (found,) = cli("doctor", "--json").lines
    rows = {row["kind"]: row for row in found["routes"]}
    assert rows["removal"]["here"] == ["embedded"]
    assert rows["removal"]["unlisted"] == ["my-editor"]
    local = rows["local change by instruction"]
    assert (local["installed"], local["preferred"]) == (["my-editor"], {"instruct": "my-editor"})
    told = " ".join(cli("doctor").out.split())
    assert "kontext ✓" in told
    assert "the settings want my-editor for instruct" in told
    assert "PENTIMENTO_ENGINES" in told


def test_it_makes_no_file(cli: Call, home: Path) -> None:
    cli("doctor")
    assert not home.exists()


def test_people_get_a_table_with_their_sessions(cli: Call, session: str, home: Path) -> None:
    told = " ".join(cli("doctor").out.split())
    assert "1 session, " in told
    assert "embedded" in told
    assert "heic" in told


def test_a_damaged_database_is_a_problem(cli: Call, home: Path) -> None:
    home.mkdir()
    (home / "pentimento.db").write_bytes(b"no database at all" * 100)
    answer = cli("doctor", "--json")
    assert answer.code == 1
    assert answer.lines[0]["problems"]


def test_a_full_disk_and_bad_settings_are_problems(cli: Call, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(10, 9, 1_000_000))
    monkeypatch.setenv("PENTIMENTO_SEED", "-4")
    answer = cli("doctor", "--json")
    assert answer.code == 1
    told = " ".join(answer.lines[0]["problems"])
    assert "1 MB" in told
    assert "seed" in told
