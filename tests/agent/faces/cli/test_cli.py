"""The program around the commands: help, version, wrong usage, errors, settings."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_group

import agent
from agent.faces import cli as program

Call = Callable[..., Any]

DAILY = ["chat", "edit", "log", "undo", "redo", "export"]
HISTORY = ["show", "goto", "branch", "amend", "replay", "verify", "sessions"]
MORE = ["plan", "models", "doctor", "eval", "train", "demo"]


def test_the_version_is_the_packages(cli: Call) -> None:
    assert cli("--version").out == f"pentimento {agent.__version__}\n"
    assert re.fullmatch(r"\d+\.\d+\.\d+", agent.__version__)


def test_help_shows_daily_commands_first_then_history_then_more(cli: Call) -> None:
    told = cli("--help").out
    assert list(program.COMMANDS) == DAILY + HISTORY + MORE
    places = [told.index(f"─ {panel} ─") for panel in ("Daily", "History", "More")]
    assert places == sorted(places)
    for panel, names in (("Daily", DAILY), ("History", HISTORY), ("More", MORE)):
        box = told[told.index(f"─ {panel} ─") :].split("╰")[0]
        assert re.findall(r"^│ (\w+) ", box, re.MULTILINE) == names
    assert 'pentimento edit cup.png "make it look better"' in told
    assert cli("-h").out == told


@pytest.mark.parametrize("name", DAILY + HISTORY + MORE)
def test_every_command_explains_itself(cli: Call, name: str) -> None:
    told = cli(name, "--help")
    assert told.code == 0
    assert f"Usage: pentimento {name}" in told.out
    said = told.out.split("\n", 4)[3]
    assert len(said.strip()) > 20


def test_no_command_at_all_shows_the_help(cli: Call) -> None:
    answer = cli()
    assert answer.code == 2
    assert "Daily" in answer.out + answer.err


def test_the_table_of_modules_names_every_command_that_they_hold() -> None:
    held = {
        name
        for module in set(program.COMMANDS.values())
        for name in get_group(importlib.import_module(f"agent.faces.{module}").app).commands
    }
    assert held == set(program.COMMANDS)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("edti",), "Did you mean “edit”"),
        (("coffee.png", "brighten it"), "pentimento edit coffee.png"),
        (("xyzzy",), "xyzzy"),
        (("--wrong",), "--wrong"),
        (("goto", "last"), "TURN"),
        (("branch", "last"), "NAME"),
        (("edit", "--session"), "--session"),
        (("export", "last"), "-o"),
        (("plan",), "--file"),
    ],
)
def test_wrong_usage_exits_with_2_on_standard_error(
    cli: Call, photo: Path, arguments: tuple[str, ...], told: str
) -> None:
    answer = cli(*arguments)
    assert answer.code == 2
    assert answer.out == ""
    assert told in answer.err


def test_an_error_is_one_sentence_and_a_hint_without_a_traceback(cli: Call, home: Path) -> None:
    Path("text.png").write_text("no picture")
    answer = cli("edit", "text.png", "brighten it")
    assert answer.code == 1
    assert answer.out == ""
    assert len(answer.err.splitlines()) == 2
    assert answer.err.startswith("✗ text.png ")
    debugged = cli("edit", "text.png", "brighten it", "--debug")
    assert debugged.code == 1
    assert "Traceback" in debugged.err
    assert debugged.err.endswith(answer.err)


def test_under_json_an_error_before_any_utterance_is_one_line(cli: Call, home: Path) -> None:
    answer = cli("edit", "nowhere.jpg", "brighten it", "--json")
    assert answer.code == 1
    (line,) = answer.lines
    assert line.keys() == {"error"}
    assert line["error"].keys() == {"type", "message", "hint"}
    assert line["error"]["message"] in answer.err


class Broken:
    name = "broken"

    def propose(self, request: object) -> None:
        raise ZeroDivisionError("oh")


class Impatient:
    name = "impatient"

    def propose(self, request: object) -> None:
        raise KeyboardInterrupt


@pytest.fixture
def planners(monkeypatch: pytest.MonkeyPatch) -> None:
    """Planners that misbehave, under their own names."""
    from agent import planners

    known = planners.planner
    odd = {"broken": Broken(), "impatient": Impatient()}
    monkeypatch.setattr(planners, "planner", lambda name, settings=None: odd.get(name) or known(name))


@pytest.mark.usefixtures("planners")
def test_a_bug_is_called_a_bug(cli: Call, photo: Path) -> None:
    answer = cli("edit", photo, "brighten it", "--planner", "broken", "--json")
    assert answer.code == 1
    (line,) = answer.lines
    assert line["error"]["message"] == "This is a bug in Pentimento: ZeroDivisionError: oh"
    assert "--debug" in line["error"]["hint"]
    assert line["utterance"] == "brighten it"
    assert line["turn"] == 0
    assert "Traceback" not in answer.err
    assert "propose" in cli("--debug", "edit", photo, "brighten it", "--planner", "broken").err


@pytest.mark.usefixtures("planners")
def test_control_c_leaves_the_history_and_exits_with_130(cli: Call, photo: Path) -> None:
    answer = cli("edit", photo, "brighten it", "--planner", "impatient")
    assert answer.code == 130
    assert "Stopped" in answer.err
    assert len(cli("log", "last", "--json").lines) == 1


def test_the_configuration_file_is_read_and_has_to_be_there(
    cli: Call, photo: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("PENTIMENTO_HOME")
    other = tmp_path / "elsewhere"
    Path("mine.toml").write_text(f'home = "{other}"\nmax_pixels = 100\n')
    assert cli("--config", "mine.toml", "sessions", "--json").code == 0
    assert (other / "pentimento.db").is_file()
    answer = cli("--config", "mine.toml", "edit", photo, "brighten it", "--json")
    assert answer.lines[0]["error"]["type"] == "PictureTooLarge"
    assert cli("--config", "none.toml", "sessions").code == 1
    Path("odd.toml").write_text("home = 3\n")
    assert "quotes" in cli("--config", "odd.toml", "sessions").err
    Path("bad.toml").write_text("home = ")
    assert "can't be read" in cli("--config", "bad.toml", "sessions").err


def test_a_configuration_in_the_current_folder_is_never_read(
    cli: Call, photo: Path, home: Path, tmp_path: Path
) -> None:
    Path("pentimento.toml").write_text(f'home = "{tmp_path / "trap"}"\n')
    assert cli("edit", photo, "brighten it a little").code == 0
    assert (home / "pentimento.db").is_file()
    assert not (tmp_path / "trap").exists()


def test_the_log_level_is_honoured_and_checked(cli: Call, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PENTIMENTO_LOG", "chatty")
    answer = cli("sessions")
    assert answer.code == 1
    assert "chatty" in answer.err


def test_a_folder_that_cannot_be_made_is_told(cli: Call, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("PENTIMENTO_HOME", str(tmp_path / "file" / "home"))
    answer = cli("sessions", "--json")
    assert answer.code == 1
    assert "bug" not in answer.err
    assert answer.lines[0]["error"]["message"]
