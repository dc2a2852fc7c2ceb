"""The conversation as a program of its own: from a pipe, and on a terminal."""

from __future__ import annotations

import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PIL import Image

ROOT = Path(__file__).parents[3]


def program(home: Path, *arguments: str) -> tuple[list[str], dict[str, str]]:
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG", "VIRTUAL_ENV")}
    environment = {
        **kept,
        "PENTIMENTO_HOME": str(home),
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "PYTHONPATH": str(ROOT),
    }
    return [sys.executable, "-m", "agent.faces.cli", "chat", *arguments], environment


def test_the_program_reads_a_pipe(photo: Path, tmp_path: Path) -> None:
    command, environment = program(tmp_path / "home", str(photo))
    lines = "make it brighter\n/undo\n"
    done = subprocess.run(
        command, input=lines, text=True, capture_output=True, env=environment, cwd=tmp_path, timeout=60
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "pent › 1 adjust exposure" in done.stdout
    assert "\x1b" not in done.stdout


class Terminal:
    """The program on a pseudo-terminal, as a person has it."""

    def __init__(self, command: list[str], environment: dict[str, str], folder: Path) -> None:
        self.screen = ""
        self.pid, self.descriptor = pty.fork()
        if self.pid == 0:
            os.chdir(folder)
            os.execvpe(command[0], command, environment)

    def until(self, words: str, seconds: float = 30) -> None:
        end = time.monotonic() + seconds
        while words not in self.screen:
            assert time.monotonic() < end, f"“{words}” never came:\n{self.screen[-3000:]}"
            self._read(0.1)

    def _read(self, seconds: float) -> None:
        if select.select([self.descriptor], [], [], seconds)[0]:
            try:
                chunk = os.read(self.descriptor, 65536).decode("utf-8", "replace")
            except OSError:  # the program has left
                time.sleep(seconds)
                return
            if "\x1b[6n" in chunk:  # where is the cursor?
                os.write(self.descriptor, b"\x1b[1;1R")
            self.screen += re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", chunk)

    def type(self, keys: str) -> None:
        self.screen = ""
        os.write(self.descriptor, keys.encode())

    def end(self) -> int:
        """Its exit code, once it has left by itself."""
        end = time.monotonic() + 20
        while time.monotonic() < end:
            done, status = os.waitpid(self.pid, os.WNOHANG)
            if done:
                os.close(self.descriptor)
                return os.waitstatus_to_exitcode(status)
            self._read(0.1)
        os.kill(self.pid, signal.SIGKILL)
        raise AssertionError(f"it did not leave:\n{self.screen[-2000:]}")


@pytest.mark.filterwarnings("ignore:This process.*is multi-threaded:DeprecationWarning")
def test_the_program_on_a_terminal(photo: Path, tmp_path: Path) -> None:
    command, environment = program(tmp_path / "home", str(photo), "--live", "now.png")
    terminal = Terminal(command, environment, tmp_path)
    terminal.until("you  ›")
    assert "▀" in terminal.screen
    terminal.type("make it brighter\r")
    terminal.until("embedded")
    terminal.until("turn 1")
    terminal.type("rubbish\x03")
    terminal.type("/undo\r")
    terminal.until("Now at 0")
    terminal.until("turn 0")
    terminal.type("\x04")
    terminal.until("goes on from here")
    assert terminal.end() == 0
    with Image.open(tmp_path / "now.png") as image, Image.open(photo) as original:
        assert image.convert("RGB").tobytes() == original.convert("RGB").tobytes()
