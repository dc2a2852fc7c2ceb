"""The command line, called in this process and in real ones; each test has a folder and a home of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from typer.testing import CliRunner

ROOT = Path(__file__).parents[4]
PROGRAM = (sys.executable, "-c", "from agent.faces.cli import main; main()")


@dataclass(frozen=True)
class Answer:
    """How a call of the command line ended."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[Any]:
        """Standard output as JSON, one value a line; nothing else may be on it."""
        return [json.loads(line) for line in self.out.splitlines()]


Call = Callable[..., Answer]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where sessions go, empty; the current folder is another one, empty too."""
    for name in ("PENTIMENTO_LOG", "PENTIMENTO_PLANNER", "PENTIMENTO_ENGINE", "PENTIMENTO_SEED", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PENTIMENTO_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("COLUMNS", "100")
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    return tmp_path / "home"


@pytest.fixture
def photo(home: Path, sample: Callable[[str], Path]) -> Path:
    """A small real photograph in the current folder."""
    path = Path("coffee.png")
    with Image.open(sample("coffee.png")) as image:
        image.convert("RGB").resize((150, 100)).save(path)
    return path


@pytest.fixture
def cli(home: Path) -> Call:
    """Call the program in this process; it has to end by an exit code, never by an exception."""
    from agent.faces.cli import app

    def call(*arguments: object, given: str | bytes | None = None) -> Answer:
        found = CliRunner().invoke(app, [str(argument) for argument in arguments], input=given)
        if found.exception is not None and not isinstance(found.exception, SystemExit):
            raise found.exception
        return Answer(found.exit_code, found.stdout, found.stderr)

    return call


@pytest.fixture
def process(home: Path) -> Callable[..., subprocess.Popen[bytes]]:
    """Start the program in a process of its own, with pipes."""

    def start(*arguments: object, **environment: str) -> subprocess.Popen[bytes]:
        pipe = subprocess.PIPE
        own = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
        return subprocess.Popen([*PROGRAM, *map(str, arguments)], stdin=pipe, stdout=pipe, stderr=pipe, env=own)

    return start


@pytest.fixture
def session(cli: Call, photo: Path) -> str:
    """A session of three turns on the photograph; its id."""
    said = ("brighten it a little", "crop the bottom third", "darken the left half")
    answer = cli("edit", photo, *said, "--json", "--seed", 1)
    assert answer.code == 0, answer.err
    found: str = answer.lines[0]["session"]
    return found
