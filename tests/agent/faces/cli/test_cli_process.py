"""The command line as real processes: two at once, Ctrl-C, pipes that close, terminals of another age."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Call = Callable[..., Any]
Start = Callable[..., "subprocess.Popen[bytes]"]

PLUGIN = '''
import time
from pathlib import Path
from typing import Literal

from PIL import ImageOps

from agent.plan import parse_plan
from tools.types import Operation


class Wait(Operation):
    """Turn the picture to its negative, but not before somebody says go."""

    op: Literal["wait"] = "wait"

    def apply(self, image, mask, frame, studio):
        Path("started").touch()
        while not Path("go").exists():
            studio.progress(0.5, "waiting")
            time.sleep(0.005)
        return ImageOps.invert(image)


class Waiter:
    name = "waiter"

    def propose(self, request):
        return parse_plan({"act": "edit", "operations": [{"op": "wait"}]})
'''


@pytest.fixture
def waiting(process: Start, tmp_path: Path) -> Start:
    """Processes that know one more planner and one more operation, from a package of its own, which waits for “go”."""
    site = tmp_path / "site"
    info = site / "waiting-1.0.dist-info"
    info.mkdir(parents=True)
    (site / "waiting.py").write_text(PLUGIN)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: waiting\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(
        "[pentimento.operations]\nwait = waiting:Wait\n[pentimento.planners]\nwaiter = waiting:Waiter\n"
    )

    def start(*arguments: object) -> subprocess.Popen[bytes]:
        from os import pathsep

        root = Path(__file__).parents[4]
        return process(*arguments, "--planner", "waiter", PYTHONPATH=f"{root}{pathsep}{site}")

    return start


def wait_for(path: Path, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not path.exists():
        assert time.monotonic() < end, f"{path} never came"
        time.sleep(0.005)


def end(started: subprocess.Popen[bytes]) -> tuple[int, list[Any], str]:
    out, err = started.communicate(timeout=60)
    return started.returncode, [json.loads(line) for line in out.splitlines()], err.decode()


def test_control_c_ends_the_edit_and_not_the_history(waiting: Start, cli: Call, session: str) -> None:
    before = cli("log", session, "--json").lines
    started = waiting("edit", "--session", session, "wait", "wait", "--json")
    wait_for(Path("started"))
    started.send_signal(signal.SIGINT)
    code, lines, err = end(started)
    assert code == 130
    assert lines == []
    assert "Stopped" in err
    assert "Traceback" not in err
    assert cli("log", session, "--json").lines == before
    assert cli("verify").code == 0


def test_of_two_writers_nothing_is_lost_and_the_later_one_is_told(waiting: Start, cli: Call, session: str) -> None:
    slow = waiting("edit", "--session", session, "wait", "--json")
    wait_for(Path("started"))
    quick = cli("edit", "--session", session, "make it warmer", "--json")
    assert quick.code == 0
    Path("go").touch()
    code, (line,), err = end(slow)
    assert code == 1
    assert line["error"]["type"] == "HeadMoved"
    assert line["error"]["message"] in err
    assert line["head"] == quick.lines[0]["head"]
    rows = cli("log", session, "--json").lines
    kept = [row for row in rows if row["utterance"] == "wait"]
    assert len(rows) == 6
    assert len(kept) == 1
    assert not kept[0]["on_path"]
    assert cli("goto", session, kept[0]["id"]).code == 0
    assert cli("verify").code == 0


def test_another_process_resumes_undoes_and_replays(process: Start, cli: Call, session: str) -> None:
    assert cli("undo", "last", "--json").lines[0]["turn"] == 2
    code, (line,), _ = end(process("edit", "--session", "last", "brighten it a little", "--json"))
    assert (code, line["turn"], line["session"]) == (0, 3, session)
    code, rows, err = end(process("replay", "last", "--json"))
    assert (code, [row["verdict"] for row in rows]) == (0, ["identical"] * 3), err


def test_a_reader_that_leaves_early_is_no_error(process: Start, session: str) -> None:
    for arguments in (("log", session, "--json"), ("log", session), ("--help",)):
        started = process(*arguments)
        assert started.stdout is not None
        started.stdout.close()
        assert started.stderr is not None
        err = started.stderr.read()
        started.stderr.close()
        assert started.stdin is not None
        started.stdin.close()
        assert started.wait(60) in (0, 1, 141)
        assert err == b""


def test_an_encoding_without_our_letters_is_no_reason_to_stop(process: Start, session: str) -> None:
    started = process("log", session, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    out, err = started.communicate(timeout=60)
    assert started.returncode == 0, err
    assert session.encode() in out
    started = process("branch", session, "变亮", "--json", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    code, (line,), _ = end(started)
    assert code == 0
    assert "变亮" in line["reply"]


def test_the_photograph_may_come_through_a_pipe(process: Start, photo: Path) -> None:
    started = process("edit", "-", "crop the bottom third", "-o", "out.png", "--json")
    out, err = started.communicate(photo.read_bytes(), timeout=60)
    assert started.returncode == 0, err
    assert json.loads(out)["picture"]["height"] == 67
    assert Path("out.png").is_file()


def test_debug_messages_go_to_standard_error(process: Start, photo: Path) -> None:
    code, lines, _ = end(process("edit", photo, "brighten it a little", "--json", PENTIMENTO_LOG="debug"))
    assert (code, len(lines)) == (0, 1)
