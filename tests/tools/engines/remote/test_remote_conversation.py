"""Whole conversations through the command line, with a remote engine at a real local server."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from typer.testing import CliRunner

from agent.consent import FILE
from agent.faces.cli import app
from tools.registration import Shift, undone

ROOT = Path(__file__).parents[4]


def read(path: Path) -> Image.Image:
    with Image.open(path) as opened:
        return opened.convert("RGB")


class Line:
    """Calls the program and reads its JSON."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.photo = folder / "photo.png"
        self.out = folder / "out.png"
        self.code = 0

    def edit(self, *said: str, code: int = 0, **options: Any) -> dict[str, Any]:
        given = [part for name, value in options.items() for part in (f"--{name}", str(value))]
        subject = () if "session" in options else (str(self.photo),)
        found = CliRunner().invoke(app, ["edit", *subject, *said, "--json", "--seed", "1", *given, "-o", str(self.out)])
        assert found.exit_code == code, found.output
        line: dict[str, Any] = json.loads(found.stdout.splitlines()[-1])
        return line

    def receipt(self, *said: str, **options: Any) -> dict[str, Any]:
        (operation,) = self.edit(*said, **options)["operations"]
        assert read(self.out).size == read(self.photo).size
        return {"op": operation["op"], **operation["receipt"]}

    def changed(self) -> np.ndarray[Any, Any]:
        before, after = (np.asarray(read(path)) for path in (self.photo, self.out))
        return np.asarray((before != after).any(axis=2))


@pytest.fixture
def line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cloud: Any, rocket: Image.Image) -> Line:
    """A small photograph in a folder, and a remote engine set at the local server."""
    monkeypatch.setenv("PENTIMENTO_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PENTIMENTO_REMOTE_BASE_URL", cloud.url)
    monkeypatch.setenv("PENTIMENTO_REMOTE_MODEL", "painter-1")
    monkeypatch.setenv("PENTIMENTO_REMOTE_API_KEY", "sk-secret-7")
    monkeypatch.setenv("PENTIMENTO_REMOTE_SIZES", "192x128,160x160,128x192")
    monkeypatch.delenv("PENTIMENTO_ENGINE", raising=False)
    rocket.resize((320, 214)).save(tmp_path / "photo.png")
    return Line(tmp_path)


def test_a_hat_is_put_on_within_the_region(line: Line, cloud: Any, well: Any, rocket: Image.Image) -> None:
    rocket.save(line.photo)
    cloud.behave = lambda asked: undone(well(asked), Shift(-7.0, 0.0)).resize((300, 300))
    receipt = line.receipt("put a hat on the man", region="0.4,0.2,0.6,0.5", engine="remote")
    assert (receipt["op"], receipt["engine"], receipt["model"]) == ("add", "remote", "painter-1")
    assert receipt["changed_outside"] == 0
    assert receipt["shift_px"] > 2
    told = "; ".join(receipt["notes"])
    assert "shifted the picture by" in told
    assert "returned 300 × 300 instead of" in told
    changed = line.changed()
    inside = changed[int(427 * 0.2) : int(427 * 0.5) + 1, int(640 * 0.4) : int(640 * 0.6)]
    assert changed.sum() == inside.sum() > 1000
    assert "hat" in cloud.asked[0].fields["prompt"]


@pytest.mark.parametrize(
    ("said", "op", "options"),
    [
        ("generate a lighthouse in a storm", "generate", {}),
        ("make it look like a linocut of the twenties", "restyle", {}),
        ("make it look like a watercolor", "restyle", {"engine": "remote"}),
        ("replace the rocket with a balloon", "replace", {"region": "0.4,0.2,0.6,0.8"}),
        ("change the background to a beach at sunset", "background", {"region": "0.0,0.0,1.0,0.5"}),
        ("remove it", "remove", {"region": "0.4,0.2,0.6,0.5", "engine": "remote"}),
    ],
)
def test_what_a_model_can_do_it_is_asked_to(
    said: str, op: str, options: dict[str, str], line: Line, cloud: Any
) -> None:
    receipt = line.receipt(said, **options)
    assert (receipt["op"], receipt["engine"]) == (op, "remote")
    assert len(cloud.asked) == 1
    assert receipt["same_size"]
    assert receipt["changed_outside"] in (0, None)


@pytest.mark.parametrize(
    ("said", "options"),
    [("remove it", {"region": "0.4,0.2,0.6,0.5"}), ("make it look like a watercolor", {}), ("brighten it", {})],
)
def test_what_can_be_done_here_is_done_here(said: str, options: dict[str, str], line: Line, cloud: Any) -> None:
    assert line.receipt(said, **options)["engine"] == "embedded"
    assert cloud.asked == []


def test_the_setting_names_the_engine_too(line: Line, cloud: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PENTIMENTO_ENGINE", "remote")
    assert line.receipt("remove it", region="0.4,0.2,0.6,0.5")["engine"] == "remote"
    assert len(cloud.asked) == 1


def test_a_refusal_leaves_everything_as_it_was(line: Line, cloud: Any, Answer: Any) -> None:
    refusal = {"error": {"code": "moderation_blocked", "message": "no"}}
    cloud.behave = lambda asked: Answer(refusal, 400)
    told = line.edit("put a hat on the man", region="0.4,0.2,0.6,0.5", engine="remote", code=1)
    assert told["error"]["message"] == "127.0.0.1 made no picture: its content rules do not allow this."
    assert told["turn"] == 0
    assert not line.out.exists()


def test_the_key_is_stored_nowhere(line: Line) -> None:
    line.receipt("put a hat on the man", region="0.4,0.2,0.6,0.5", engine="remote")
    kept = [path for path in (line.folder / "home").rglob("*") if path.is_file()]
    assert kept
    assert all(b"sk-secret-7" not in path.read_bytes() for path in kept)


class TestLeave:
    """Another machine: nothing goes there before a yes, which is asked for once."""

    SAID = "put a hat on the man"
    WHERE = "0.4,0.2,0.6,0.5"

    @pytest.fixture(autouse=True)
    def _elsewhere(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("tools.engines.remote.endpoint.Endpoint.here", property(lambda endpoint: False))
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")

    def test_yes_sends_and_is_remembered(self, line: Line, cloud: Any) -> None:
        asked = line.edit(self.SAID, region=self.WHERE, engine="remote", code=3)
        assert asked["act"] == "ask"
        assert "127.0.0.1" in asked["reply"]
        assert "without its EXIF" in asked["reply"]
        assert cloud.asked == []
        done = line.edit("yes", session="last", engine="remote")
        assert done["operations"][0]["receipt"]["engine"] == "remote"
        assert done["operations"][0]["receipt"]["changed_outside"] == 0
        line.edit(self.SAID, region=self.WHERE, engine="remote")
        assert len(cloud.asked) == 2
        assert json.loads((line.folder / "home" / FILE).read_text()) == {"127.0.0.1/images": True}

    def test_no_sends_nothing_now_and_later(self, line: Line, cloud: Any) -> None:
        line.edit(self.SAID, region=self.WHERE, engine="remote", code=3)
        told = line.edit("no", session="last", engine="remote", code=1)
        assert told["error"]["message"] == "Nothing is sent to 127.0.0.1, as you said."
        line.edit(self.SAID, region=self.WHERE, engine="remote", code=1)
        assert cloud.asked == []

    def test_it_is_asked_before_anything_is_looked_for(self, line: Line, cloud: Any) -> None:
        asked = line.edit("replace the zeppelin with a balloon", engine="remote", code=3)
        assert "may the part of the picture" in asked["reply"]

    def test_the_setting_answers_for_good(self, line: Line, cloud: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PENTIMENTO_REMOTE_SEND_PICTURES", "never")
        line.edit(self.SAID, region=self.WHERE, engine="remote", code=1)
        monkeypatch.setenv("PENTIMENTO_REMOTE_SEND_PICTURES", "always")
        line.edit(self.SAID, region=self.WHERE, engine="remote")
        assert len(cloud.asked) == 1

    def test_words_alone_need_no_leave(self, line: Line, cloud: Any) -> None:
        assert line.receipt("generate a lighthouse in a storm", engine="remote")["engine"] == "remote"

    def test_a_step_run_again_asks_as_well(self, line: Line, cloud: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PENTIMENTO_REMOTE_SEND_PICTURES", "always")
        line.edit("crop the bottom third", self.SAID, region=self.WHERE, engine="remote")
        monkeypatch.delenv("PENTIMENTO_REMOTE_SEND_PICTURES")
        asked = line.edit("undo the crop but keep the rest", session="last", engine="remote", code=3)
        assert "may the part of the picture" in asked["reply"]
        assert len(cloud.asked) == 1


def test_a_replay_keeps_what_the_model_made(line: Line, cloud: Any) -> None:
    line.edit("crop the bottom third", "put a hat on the man", "brighten it", region=TestLeave.WHERE)
    assert len(cloud.asked) == 1
    found = CliRunner().invoke(app, ["replay", "last", "--json"])
    assert found.exit_code == 0, found.output
    verdicts = [json.loads(said) for said in found.stdout.splitlines()]
    steps = [said for said in verdicts if "verdict" in said]
    assert [said["verdict"] for said in steps] == ["identical"] * 3
    assert "kept" in steps[1]["because"]
    assert len(cloud.asked) == 1


@pytest.mark.parametrize(
    ("settings", "message", "hint"),
    [
        ({"MODEL": ""}, "No remote engine is set.", "PENTIMENTO_REMOTE_MODEL"),
        ({"BASE_URL": "", "API_KEY": ""}, "OpenAI's images need a key.", "PENTIMENTO_REMOTE_API_KEY"),
        ({"BASE_URL": "example.org"}, "“example.org” is no address of a server.", "https://"),
        ({"SIZES": "huge"}, "“huge” names no sizes.", "1024x1024"),
    ],
)
def test_what_is_missing_is_told(
    settings: dict[str, str], message: str, hint: str, line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    for name, value in settings.items():
        monkeypatch.setenv(f"PENTIMENTO_REMOTE_{name}", value)
    told = line.edit("put a hat on the man", region="0.4,0.2,0.6,0.5", engine="remote", code=1)
    assert told["error"]["message"] == message
    assert hint in told["error"]["hint"]
    assert line.edit("brighten it")["act"] == "edit"
    found = CliRunner().invoke(app, ["doctor", "--json"])
    remote = json.loads(found.stdout)["remote"]
    assert (remote["ready"], remote["message"]) == (False, message)
    assert hint in remote["hint"]


def test_the_doctor_says_that_it_is_ready(line: Line, cloud: Any) -> None:
    found = CliRunner().invoke(app, ["doctor", "--json"])
    told = json.loads(found.stdout)
    assert told["remote"] == {"ready": True, "message": "painter-1 at 127.0.0.1; pictures: here", "hint": ""}
    assert "paint" in told["engines"]["remote"]
    assert "paint" not in told["missing_skills"]
    assert "sk-secret-7" not in found.stdout
    table = CliRunner().invoke(app, ["doctor"]).stdout
    assert "painter-1 at 127.0.0.1" in " ".join(table.split())
    assert cloud.asked == []


def test_openais_own_key_goes_to_openai_alone(line: Line, cloud: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PENTIMENTO_REMOTE_API_KEY")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-openai-9")
    line.receipt("put a hat on the man", region="0.4,0.2,0.6,0.5", engine="remote")
    assert "authorization" not in cloud.asked[0].headers


def test_a_large_picture_is_not_sent_twice_for_a_preview(line: Line, cloud: Any) -> None:
    read(line.photo).resize((3000, 2001)).save(line.photo, compress_level=1)
    line.receipt("make it look like a linocut of the twenties")
    assert len(cloud.asked) == 1


def test_the_program_loads_no_client_before_it_is_needed() -> None:
    code = """
import sys
from agent.agent import Agent
from agent.engines import Engines
from agent.settings import Settings
Engines(Settings(remote_model="m", remote_base_url="http://localhost:1/v1")).called(None)
print(*sys.modules)
"""
    found = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert not {"httpx", "httpx2", "openai"} & set(found.stdout.split())
