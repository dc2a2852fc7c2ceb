"""`pentimento models` against a real server with the hub's layout."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from agent.faces.downloading import words
from agent.faces.models import _purpose
from agent.fitting import Machine, fits, users
from tools.models import Progress, Shelf, named

Call = Callable[..., Any]
REPO, NAME = "CIDAS/clipseg-rd64-refined", "clipseg"
PLANNER = "Qwen/Qwen2.5-VL-3B-Instruct"


def tensors(size: int) -> bytes:
    told = json.dumps({"weight": {"dtype": "U8", "shape": [size], "data_offsets": [0, size]}}).encode()
    return len(told).to_bytes(8, "little") + told + bytes(size)


FILES = {"config.json": b'{"model_type": "clipseg"}', "model.safetensors": tensors(300_000)}


@pytest.fixture
def hub(home: Path, hub_of: Call, monkeypatch: pytest.MonkeyPatch) -> Any:
    found = hub_of(REPO, FILES)
    monkeypatch.setenv("HF_ENDPOINT", found.address)
    return found


@pytest.fixture
def shelf(home: Path) -> Shelf:
    return Shelf(home / "models")


def test_from_pull_to_remove(cli: Call, hub: Any, shelf: Shelf) -> None:
    answer = cli("models", "pull", NAME, "--yes")
    assert answer.code == 0, answer.err
    assert "Licence: apache-2.0" in answer.err
    assert str(shelf.folder / NAME) in answer.out
    assert cli("models", "path", NAME).out.strip() == str(shelf.folder / NAME)
    rows = {row["name"]: row for row in cli("models", "list", "--json").lines}
    assert rows[NAME]["installed"]
    assert rows[NAME]["installed_revision"] == hub.commit
    assert not rows["sam2"]["installed"]
    before = len(hub.asked)
    again = cli("models", "pull", NAME, "--json")
    assert [line["fetched"] for line in again.lines] == [False]
    assert len(hub.asked) == before  # what is here is checked without a network
    assert cli("models", "remove", NAME, given="n\n").code == 1
    assert shelf.get(NAME)
    answer = cli("models", "remove", NAME, "--yes", "--json")
    assert answer.lines[0]["bytes_freed"] > 300_000
    assert not (shelf.folder / NAME).exists()
    answer = cli("models", "path", NAME)
    assert (answer.code, "pentimento models pull clipseg" in answer.err) == (1, True)


def test_one_json_line_and_progress_beside_it(cli: Call, hub: Any, shelf: Shelf) -> None:
    (line,) = cli("models", "pull", REPO, "--json").lines
    assert line == {
        "name": NAME, "repo": REPO, "revision": hub.commit, "path": str(shelf.folder / NAME), "fetched": True,
        "bytes": sum(map(len, FILES.values())), "licence": "apache-2.0", "error": None,
    }  # fmt: skip


def test_what_fails_is_one_sentence_and_a_json_error(cli: Call, hub: Any) -> None:
    hub.spoil = {"model.safetensors": 9}
    answer = cli("models", "pull", NAME, "--json")
    assert answer.code == 1
    assert "arrived damaged twice" in answer.lines[-1]["error"]["message"]
    assert "Traceback" not in answer.err


def test_a_gated_licence(cli: Call, hub: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    hub.told, hub.token = {"gated": "auto", "cardData": {"license": "strict"}}, "hf_mine"
    monkeypatch.setenv("HF_TOKEN", "hf_mine")
    answer = cli("models", "pull", NAME, "--yes")
    assert answer.code == 1
    assert "Licence: strict" in answer.err
    assert "The catalogue calls it “Apache-2.0”" in answer.err
    assert "--accept-licence" in answer.err
    assert cli("models", "pull", NAME, "--yes", "--accept-licence").code == 0
    (found,) = cli("doctor", "--json").lines
    assert found["settings"]["hub_token"] == "**********"


def test_a_model_of_use_to_nobody_is_asked_about(
    cli: Call, hub: Any, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tools.grounding.models.GROUNDERS", {})
    assert cli("models", "pull", NAME, given="n\n").code == 1
    assert hub.asked == []
    assert cli("models", "pull", NAME, given="y\n").code == 0
    assert shelf.get(NAME)


def test_a_damaged_model_is_told_and_mended(cli: Call, hub: Any, shelf: Shelf) -> None:
    assert cli("models", "pull", NAME, "--yes").code == 0
    (shelf.folder / NAME / "model.safetensors").write_bytes(b"")
    assert "damaged" in cli("models", "list").out
    assert cli("doctor", "--json").lines[0]["pulled"]["models"][NAME]["missing"] == ["model.safetensors"]
    answer = cli("models", "pull", NAME, "--yes")
    assert answer.code == 0
    assert "what is wrong is fetched again" in answer.err
    assert not shelf.installed()[0].missing()


def test_a_folder_of_this_machine(cli: Call, home: Path, tmp_path: Path) -> None:
    for name, content in FILES.items():
        (tmp_path / "stick").mkdir(exist_ok=True)
        (tmp_path / "stick" / name).write_bytes(content)
    answer = cli("models", "pull", NAME, "--yes", "--from", tmp_path / "stick")
    assert answer.code == 0, answer.err
    rows = {row["name"]: row for row in cli("models", "list", "--json").lines}
    assert rows[NAME]["installed_revision"] == ""


def test_a_part_is_listed_and_pulled_like_a_model(
    cli: Call, hub_of: Call, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A LoRA is weights alone; what it is for is said where it is listed."""
    told = {"unet.to_q.lora_A.weight": {"dtype": "U8", "shape": [8], "data_offsets": [0, 8]}}
    header = json.dumps(told).encode()
    file = len(header).to_bytes(8, "little") + header + bytes(8)
    served = hub_of("latent-consistency/lcm-lora-sdv1-5", {"pytorch_lora_weights.safetensors": file})
    monkeypatch.setenv("HF_ENDPOINT", served.address)
    answer = cli("models", "pull", "lcm-lora")
    assert answer.code == 0, answer.err
    rows = {row["name"]: row for row in cli("models", "list", "--json").lines}
    assert rows["lcm-lora"]["installed"]
    assert rows["lcm-lora"]["usable_by"] == ["engine sd-inpaint"]
    purposes = {name: _purpose(rows[name]) for name in ("lcm-lora", "ip-adapter", "controlnet-pose", "sdxl-inpaint")}
    assert purposes == {
        "lcm-lora": "fewer steps for sd-inpaint",
        "ip-adapter": "other pictures for sd-inpaint, sdxl-inpaint",
        "controlnet-pose": "a pose guide for sd-inpaint",
        "sdxl-inpaint": "paint, fill",
    }


def test_the_folder_may_be_set(cli: Call, hub: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PENTIMENTO_MODELS", str(tmp_path / "elsewhere"))
    assert cli("models", "path").out.strip() == str(tmp_path / "elsewhere")
    assert cli("models", "pull", NAME, "--yes").code == 0
    assert (tmp_path / "elsewhere" / NAME / "config.json").is_file()


def test_listing_touches_nothing(cli: Call, home: Path) -> None:
    told = cli("models", "list").out
    assert "llava-onevision-0.5b" in told
    assert "not commercial" in told
    assert "later" in told
    assert not home.exists()
    assert cli("models", "pull", "lava-onevision-0.5b").code == 1


def test_interrupting_keeps_what_has_come(
    hub: Any, shelf: Shelf, cli: Call, process: Callable[..., subprocess.Popen[bytes]]
) -> None:
    hub.pause, hub.pause_s = ("model.safetensors", 200_000, 1), 20.0
    running = process("models", "pull", NAME, "--yes")
    for _ in range(200):
        if shelf.begun(NAME) >= 200_000:
            break
        time.sleep(0.05)
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=15)
    assert running.returncode == 130
    assert b"are kept" in err
    assert b"Traceback" not in err
    assert out == b""
    row = next(row for row in cli("models", "list", "--json").lines if row["name"] == NAME)
    assert row["partial_bytes"] >= 200_000
    assert cli("models", "pull", NAME, "--yes").code == 0
    assert [headers.get("Range") for headers in hub.asked_for("model.safetensors")] == [None, "bytes=200000-"]


def test_what_has_come_can_be_removed(cli: Call, hub: Any, shelf: Shelf) -> None:
    hub.refuse = {"model.safetensors": (404, "EntryNotFound", 1)}
    assert cli("models", "pull", NAME, "--yes").code == 1
    assert shelf.begun(NAME)
    assert cli("models", "remove", NAME, "--yes").code == 0
    assert not shelf.begun(NAME)
    assert cli("models", "remove", NAME, "--yes").code == 1


def moment(**given: Any) -> Progress:
    usual = {"doing": "fetching", "file": "a", "done": 250, "total": 1000, "rate": 0.0, "idle_s": 0.0, "stalled": False}
    return Progress(**{**usual, **given})


def test_progress_is_told_as_it_is() -> None:
    assert words(moment()) == "250 bytes of 1.0 kB (25%) · connecting"
    assert words(moment(rate=10.0)) == "250 bytes of 1.0 kB (25%) · 10 bytes/s · 1:15 min left"
    assert words(moment(rate=100.0)).endswith("100 bytes/s · 8 s left")
    assert words(moment(done=1000)) == "1.0 kB of 1.0 kB (100%)"
    assert words(moment(rate=0.1)).endswith("2 h 05 min left")
    assert words(moment(stalled=True, idle_s=12.3)) == "250 bytes of 1.0 kB (25%) · stalled: nothing came for 12 s"
    assert words(moment(doing="checking")).endswith("checking a")
    assert words(moment(doing="waiting", note="the hub answered 503")).endswith(
        "trying again soon · the hub answered 503"
    )


def test_what_fits_where() -> None:
    entry = named("sdxl-inpaint")
    assert entry is not None
    sizes = {(64, 24): "GPU", (64, 6): "GPU in 4 bits", (64, 0): "CPU", (64, 4): "CPU", (8, 0): "too large"}
    assert {size: fits(entry, Machine(size[0], "card", size[1], 99)) for size in sizes} == sizes


def test_only_what_can_be_loaded_here_counts_as_useful(monkeypatch: pytest.MonkeyPatch) -> None:
    planner, grounder, segmenter, engine = (entry for name in (PLANNER, NAME, "sam2", "lama") if (entry := named(name)))
    assert users(planner) == ["planner llava"]
    assert users(grounder) == users(segmenter) == ["finding things"]
    assert users(engine) == ["engine lama"]
    monkeypatch.setattr("tools.grounding.models.GROUNDERS", {})
    monkeypatch.setattr("tools.engines.BUILT", ())
    assert users(grounder) == users(engine) == []
    assert users(segmenter)


def test_a_card_that_is_asked_for_and_one_that_is_broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from agent.fitting import machine

    tool = tmp_path / "nvidia-smi"
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    tool.write_text("#!/bin/sh\necho '8192, Small'\necho '24576, Large Card'\n")
    tool.chmod(0o755)
    found = machine(tmp_path / "not" / "there")
    assert (found.gpu, round(found.gpu_gb)) == ("Large Card", 26)
    assert found.ram_gb > 0.5
    tool.write_text("#!/bin/sh\necho 'no devices were found'\nexit 9\n")
    assert machine(tmp_path).gpu == ""


def test_what_a_model_still_lacks_is_told_once_it_is_here(cli: Call, hub: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from tools.grounding.models import loading

    monkeypatch.setattr(loading, "find_spec", lambda name: None)
    answer = cli("models", "pull", NAME, "--yes")
    assert answer.code == 0, answer.err
    assert "This model needs torch, transformers, not installed here. pip install 'pentimento[ground]'" in answer.out
