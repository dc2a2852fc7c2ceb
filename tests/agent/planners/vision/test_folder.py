"""Which folders may be opened: whole ones of a known family, with safetensors and no code. The others run nothing."""

from __future__ import annotations

import json
import pickle
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from agent.errors import PlannerUnavailable
from agent.planners.vision.folder import INDEX, WEIGHTS, find
from agent.planners.vision.loading import load, missing, unload

Tiny = Callable[[str], Path]


@pytest.fixture
def folder(tiny: Tiny, tmp_path: Path) -> Path:
    """A copy of a good folder, to be spoilt."""
    return Path(shutil.copytree(tiny("llava"), tmp_path / "model"))


def change(file: Path, **fields: Any) -> None:
    file.write_text(json.dumps({**json.loads(file.read_text()), **fields}))


def refused(folder: Path) -> str:
    """The sentence with which a folder is refused by the whole of loading; one sentence, not a traceback."""
    with pytest.raises(PlannerUnavailable) as caught:
        load(str(folder))
    assert "\n" not in caught.value.message
    assert len(caught.value.message) < 400
    return caught.value.message


def test_a_whole_folder_is_known_by_its_family_and_its_weight(tiny: Tiny) -> None:
    found = find(str(tiny("qwen2_5_vl")))
    assert (found.family, found.processor) == ("qwen2_5_vl", "Qwen2_5_VLProcessor")
    assert found.size == (found.path / WEIGHTS).stat().st_size


def test_an_id_is_found_in_the_cache_and_nowhere_else(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache, revision = tmp_path / "cache", "0" * 40
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(cache))
    with pytest.raises(PlannerUnavailable, match="not on this machine; nothing was downloaded") as caught:
        find("someone/tiny-llava")
    assert caught.value.hint == "Get it with: pentimento models pull someone/tiny-llava"
    kept = cache / "models--someone--tiny-llava"
    (kept / "refs").mkdir(parents=True)
    (kept / "refs" / "main").write_text(revision)
    shutil.copytree(folder, kept / "snapshots" / revision)
    assert find("someone/tiny-llava").family == "llava"
    (kept / "snapshots" / revision / WEIGHTS).unlink()  # a download that broke off
    with pytest.raises(PlannerUnavailable, match=r"incomplete: model\.safetensors is missing") as caught:
        find("someone/tiny-llava")
    assert "pentimento models pull someone/tiny-llava" in caught.value.hint


@pytest.mark.parametrize("name", ["no-such-model", "a/b/c", "../model", "~/nothing/here", "/nothing/here", "x y/z", ""])
def test_what_is_neither_a_folder_nor_an_id(name: str) -> None:
    with pytest.raises(PlannerUnavailable):
        find(name)


def test_an_id_is_no_folder_of_the_current_one(folder: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(folder.parent.parent)
    assert Path(folder.parent.name, "model").is_dir()
    with pytest.raises(PlannerUnavailable):
        find(f"{folder.parent.name}/model")


class Bomb:
    """A pickle that leaves a file behind when it is opened."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> Any:
        return Path.touch, (self.path,)


def test_pickled_weights_stay_closed(folder: Path, tmp_path: Path) -> None:
    trace = tmp_path / "opened"
    (folder / WEIGHTS).unlink()
    (folder / "pytorch_model.bin").write_bytes(pickle.dumps(Bomb(trace)))
    assert "only pickled weights (pytorch_model.bin)" in refused(folder)
    assert not trace.exists()
    pickle.loads((folder / "pytorch_model.bin").read_bytes())
    assert trace.exists()  # the trap does work


@pytest.mark.parametrize("file", ["config.json", "tokenizer_config.json", "processor_config.json"])
@pytest.mark.parametrize("kind", ["llava", "evil"])
def test_code_of_a_folder_is_never_run(folder: Path, tmp_path: Path, file: str, kind: str) -> None:
    trace = tmp_path / "ran"
    (folder / "evil.py").write_text(f"open({str(trace)!r}, 'w')\n")
    change(folder / "config.json", model_type=kind)
    parts = {"AutoConfig": "evil.Config", "AutoModelForImageTextToText": "evil.Model", "AutoProcessor": "evil.P"}
    change(folder / file, auto_map={**parts, "AutoTokenizer": ["evil.T", "evil.T"]})
    assert "brings its own code, which is never run" in refused(folder)
    assert not trace.exists()


def test_kernels_from_elsewhere_are_refused(folder: Path) -> None:
    config = json.loads((folder / "config.json").read_text())
    change(folder / "config.json", text_config={**config["text_config"], "_attn_implementation": "someone/kernel"})
    assert "someone/kernel" in refused(folder)


def test_an_adapter_is_refused(folder: Path) -> None:
    (folder / "adapter_config.json").write_text('{"base_model_name_or_path": "someone/else"}')
    assert "adapter" in refused(folder)


@pytest.mark.parametrize("kind", ["bert", "clip", "", "llama"])
def test_another_kind_of_model_is_refused(folder: Path, kind: str) -> None:
    change(folder / "config.json", model_type=kind)
    assert "can't be a planner" in refused(folder)


@pytest.mark.parametrize("file", ["config.json", "tokenizer.json", "tokenizer_config.json", WEIGHTS])
def test_a_missing_file_is_named(folder: Path, file: str) -> None:
    (folder / file).unlink()
    assert f"{file} is missing" in refused(folder)


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "\x00\x01", "[" * 100_000])
def test_a_damaged_configuration(folder: Path, text: str) -> None:
    (folder / "config.json").write_text(text)
    assert "damaged" in refused(folder)


def sharded(folder: Path, *shards: str) -> None:
    (folder / WEIGHTS).rename(folder / "model-00001-of-00002.safetensors")
    names = {f"weight{number}": shard for number, shard in enumerate(shards)}
    (folder / INDEX).write_text(json.dumps({"metadata": {}, "weight_map": names}))


def test_a_missing_shard_is_named(folder: Path) -> None:
    sharded(folder, "model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors")
    assert "model-00002-of-00002.safetensors is missing" in refused(folder)


@pytest.mark.parametrize("shard", ["../outside.safetensors", "/etc/passwd", "pytorch_model.bin"])
def test_weights_lie_in_their_own_folder(folder: Path, shard: str) -> None:
    sharded(folder, shard)
    assert "no file of its own folder" in refused(folder)


@pytest.mark.parametrize("rest", [0, 7, 1000])
def test_weights_that_were_cut_off(folder: Path, rest: int) -> None:
    whole = (folder / WEIGHTS).read_bytes()
    (folder / WEIGHTS).write_bytes(whole[:rest])
    assert "is cut off or damaged" in refused(folder)


def test_weights_of_another_model_are_not_filled_up_with_noise(folder: Path, tiny: Tiny) -> None:
    shutil.copy(tiny("qwen2_5_vl") / WEIGHTS, folder / WEIGHTS)
    assert "lacks" in refused(folder)


def test_a_folder_without_a_chat_template(folder: Path) -> None:
    (folder / "chat_template.jinja").unlink()
    assert "no chat template" in refused(folder)


def test_missing_libraries_are_named_with_the_command(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agent.planners.vision.loading.find_spec", lambda name: None if name == "llguidance" else name)
    trouble = missing(str(tiny("llava")))
    assert trouble is not None
    assert "llguidance" in trouble.message
    assert "torch" not in trouble.message
    assert trouble.hint == "pip install 'pentimento[llava]'"


def test_a_model_is_loaded_once(folder: Path) -> None:
    told: list[str] = []
    first = load(str(folder), "cpu", lambda fraction, label: told.append(label))
    assert load(str(folder), "cpu", lambda fraction, label: told.append(label)) is first
    assert told == ["loading model"]
    assert re.fullmatch(r"model on cpu in float32 \(0\.\d MB, loaded in \d+\.\d s\)", str(first))
    unload()
    assert load(str(folder)) is not first


@pytest.mark.parametrize("device", ["cuda", "mps"])
def test_a_device_that_is_not_there(folder: Path, device: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("torch.cuda.is_available", lambda: False)
    monkeypatch.setattr("torch.backends.mps.is_available", lambda: False)
    with pytest.raises(PlannerUnavailable, match=f"no device “{device}”"):
        load(str(folder), device)
