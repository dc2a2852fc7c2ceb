"""From `pentimento models pull` to a plan: a tiny model behind a server with the hub's layout, then in this process."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from agent.faces.cli import app
from agent.planners import Request, planner
from agent.planners.vision.folder import located
from agent.settings import Settings
from tools.models import named

NAME = "llava-onevision-0.5b"


def call(*arguments: str) -> Any:
    found = CliRunner().invoke(app, arguments)
    assert found.exit_code == 0, found.stderr
    return found


def test_pulled_then_ready_then_planning(
    tiny: Callable[[str], Path], hub_of: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    entry, folder = named(NAME), tiny("llava_onevision")
    assert entry is not None
    hub = hub_of(entry.repo, {file.name: file.read_bytes() for file in folder.iterdir()})
    monkeypatch.setenv("HF_ENDPOINT", hub.address)
    before = json.loads(call("doctor", "--json").stdout)["planners"]["llava"]
    assert (before["ready"], before["hint"]) == (False, f"Get it with: pentimento models pull {NAME}")
    told = call("models", "pull", NAME)
    assert "Use it: pentimento chat PHOTO --planner llava" in told.stdout
    with monkeypatch.context() as bare:
        bare.setattr("agent.planners.vision.loading.find_spec", lambda name: None if name == "torch" else name)
        assert "pip install 'pentimento[llava]'" in call("models", "pull", NAME).stdout
    after = json.loads(call("doctor", "--json").stdout)["planners"]["llava"]
    assert after["ready"]
    assert after["message"].endswith(f"models/{NAME}")
    mind = planner("llava", Settings(llava_temperature=1.0))
    plan = mind.propose(Request(utterance="make the cup blue"))
    assert plan.origin is not None
    assert (plan.origin.model, plan.origin.planner) == (NAME, "llava")
    assert plan.origin.fell_back == ""


def test_a_name_is_a_pulled_folder_or_a_repository(tmp_path: Path) -> None:
    assert located(NAME, tmp_path) == "llava-hf/llava-onevision-qwen2-0.5b-ov-hf"
    assert located("someone/model", tmp_path) == "someone/model"
    assert located("/a/folder", tmp_path) == "/a/folder"
