"""Which folders may be opened. Hostile ones are refused with one sentence, and nothing in them runs."""

from __future__ import annotations

import json
import os
import pickle
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tools.errors import ModelRefused
from tools.models import judge

Files = dict[str, bytes]
Laid = Callable[[Files], Path]
Weights = Callable[..., bytes]


def refused(folder: Path, classes: tuple[str, ...] = ()) -> str:
    """The one sentence with which a folder is refused."""
    with pytest.raises(ModelRefused) as caught:
        judge(folder, "the-model", classes)
    said = caught.value.message
    assert "the-model" in said
    assert "\n" not in said
    assert len(said) < 300
    return said


def changed(files: Files, name: str, **fields: Any) -> Files:
    return {**files, name: json.dumps({**json.loads(files[name]), **fields}).encode()}


def test_a_whole_model_passes(laid: Laid, whole: Files) -> None:
    found = judge(laid(whole))
    assert (found.layout, found.kind) == ("transformers", "LlavaForConditionalGeneration")
    assert found.size == len(whole["model.safetensors"])


def test_a_whole_pipeline_passes(laid: Laid, pipeline: Files) -> None:
    found = judge(laid(pipeline), classes=("StableDiffusionInpaintPipeline",))
    assert (found.layout, found.kind, len(found.weights)) == ("diffusers", "StableDiffusionInpaintPipeline", 3)


def test_the_hubs_own_cache_passes_though_it_is_full_of_links(tmp_path: Path, whole: Files) -> None:
    cache = tmp_path / "models--someone--model"
    snapshot = cache / "snapshots" / ("0" * 40)
    for folder in (cache / "blobs", snapshot):
        folder.mkdir(parents=True)
    for number, (name, content) in enumerate(whole.items()):
        (cache / "blobs" / str(number)).write_bytes(content)
        (snapshot / name).symlink_to(f"../../blobs/{number}")
    assert judge(snapshot).layout == "transformers"


class Trap:
    """A pickle that leaves a file behind when it is opened."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> Any:
        return Path.touch, (self.path,)


@pytest.mark.parametrize("name", ["pytorch_model.bin", "model.pt", "model.ckpt", "weights.pkl"])
def test_pickles(laid: Laid, whole: Files, tmp_path: Path, name: str) -> None:
    trace = tmp_path / "opened"
    del whole["model.safetensors"]
    assert f"only pickled weights ({name})" in refused(laid({**whole, name: pickle.dumps(Trap(trace))}))
    assert not trace.exists()


@pytest.mark.parametrize("name", ["modeling_evil.py", "unet/evil.py", "libevil.so", "run.sh"])
def test_files_of_code(laid: Laid, whole: Files, tmp_path: Path, name: str) -> None:
    trace = tmp_path / "ran"
    assert "its own code" in refused(laid({**whole, name: f"open({str(trace)!r}, 'w')".encode()}))
    assert not trace.exists()


@pytest.mark.parametrize("name", ["config.json", "tokenizer_config.json"])
def test_code_that_a_configuration_asks_for(laid: Laid, whole: Files, name: str) -> None:
    files = changed(whole, name, nested={"auto_map": {"AutoModel": "someone/else--evil.Model"}})
    assert f"auto_map in {name}" in refused(laid(files))


@pytest.mark.parametrize(
    "part", [["os", "system"], ["subprocess", "Popen"], ["pipeline_evil", "Model"], ["diffusers", "_Evil"],
             ["transformers", "pipeline"], ["diffusers", "loaders.Model"], ["diffusers"], ["builtins", "evalModel"]]
)  # fmt: skip
def test_wrong_classes_of_a_part(laid: Laid, pipeline: Files, part: list[str]) -> None:
    assert "which is no part of a pipeline" in refused(laid(changed(pipeline, "model_index.json", unet=part)))


def test_parts_outside_the_folder(laid: Laid, pipeline: Files) -> None:
    index = {"model_index.json": {"../unet": ["diffusers", "UNet2DConditionModel"]}}
    assert "no part of" in refused(laid(changed(pipeline, "model_index.json", **index["model_index.json"])))


def test_wrong_classes_of_the_whole(laid: Laid, pipeline: Files) -> None:
    folder = laid(pipeline)
    assert "FluxKontextPipeline was expected" in refused(folder, ("FluxKontextPipeline",))
    assert "no pipeline" in refused(laid(changed(pipeline, "model_index.json", _class_name="Popen")))
    evil = changed(pipeline, "model_index.json", _class_name=["evil", "EvilPipeline"])
    assert "its own code" in refused(laid(evil))


@pytest.mark.parametrize(
    "shard", ["../outside.safetensors", "/etc/passwd", "pytorch_model.bin", "a\\b.safetensors", ""]
)
def test_weights_elsewhere(laid: Laid, whole: Files, shard: str) -> None:
    index = json.dumps({"weight_map": {"a": shard}}).encode()
    assert "no file of its own folder" in refused(laid({**whole, "model.safetensors.index.json": index}))


def test_links_out_of_the_folder(laid: Laid, whole: Files, tmp_path: Path) -> None:
    folder = laid(whole)
    (tmp_path / "secret").write_text("key")
    (folder / "extra.txt").symlink_to(tmp_path / "secret")
    assert "leads out of its folder" in refused(folder)
    (folder / "extra.txt").unlink()
    (folder / "extra").symlink_to(tmp_path, target_is_directory=True)
    assert "leads out of its folder" in refused(folder)


def test_what_is_no_file_is_not_waited_for(laid: Laid, whole: Files) -> None:
    folder = laid(whole)
    os.mkfifo(folder / "extra.json")
    assert "which is no file" in refused(folder)


def test_a_huge_index(laid: Laid, whole: Files) -> None:
    folder = laid(whole)
    with (folder / "model.safetensors.index.json").open("wb") as stream:
        stream.truncate(25_000_000)  # a hole: nothing is written
    assert "too large (25 MB)" in refused(folder)


def test_a_folder_without_end(laid: Laid, whole: Files) -> None:
    folder = laid(whole)
    for number in range(5001):
        (folder / f"{number}.txt").touch()
    assert "more than 5000 files" in refused(folder)


def test_missing_shards(laid: Laid, whole: Files, weights: Weights) -> None:
    shards = {"a": "model-00001-of-00003.safetensors", "b": "model-00002-of-00003.safetensors"}
    files = {**whole, "model.safetensors.index.json": json.dumps({"weight_map": shards}).encode()}
    del files["model.safetensors"]
    files[shards["a"]] = weights(a=[2])
    assert "model-00002-of-00003.safetensors is missing" in refused(laid(files))
    files[shards["b"]] = weights(b=[2])
    assert "model-00003-of-00003.safetensors is missing" in refused(laid(files))  # the index does not tell of it


def _header(told: object, rest: int, length: int | None = None) -> bytes:
    text = json.dumps(told).encode()
    return (len(text) if length is None else length).to_bytes(8, "little") + text + bytes(rest)


LIES = {
    "longer header": _header({}, 0, 1 << 40),
    "beyond the end": _header({"a": {"dtype": "F32", "shape": [100], "data_offsets": [0, 400]}}, 40),
    "another size": _header({"a": {"dtype": "F32", "shape": [100], "data_offsets": [0, 40]}}, 40),
    "a gap": _header({"a": {"dtype": "U8", "shape": [4], "data_offsets": [8, 12]}}, 12),
    "overlap": _header({n: {"dtype": "U8", "shape": [4], "data_offsets": [0, 4]} for n in "ab"}, 4),
    "negative": _header({"a": {"dtype": "U8", "shape": [-4], "data_offsets": [0, -4]}}, 4),
    "more bytes": _header({"a": {"dtype": "U8", "shape": [4], "data_offsets": [0, 4]}}, 400),
    "no number": _header({"a": {"dtype": "U8", "shape": [4], "data_offsets": ["0", "4"]}}, 4),
    "no type": _header({"a": {"dtype": "PICKLE", "shape": [4], "data_offsets": [0, 4]}}, 4),
    "no tensor": _header({"a": 1}, 0),
    "a list": _header([], 0),
    "deep": (200_000).to_bytes(8, "little") + b"[" * 200_000,
    "empty": b"",
    "no tensors at all": _header({}, 0),
}


@pytest.mark.parametrize("lie", LIES)
def test_headers_that_lie(laid: Laid, whole: Files, lie: str) -> None:
    said = refused(laid({**whole, "model.safetensors": LIES[lie]}))
    assert "cut off or damaged" in said or "is empty" in said


@pytest.mark.parametrize("rest", [0, 5, 100, -1])
def test_weights_that_were_cut_off(laid: Laid, whole: Files, rest: int) -> None:
    assert "cut off" in refused(laid({**whole, "model.safetensors": whole["model.safetensors"][:rest]}))


def test_configuration_bombs(laid: Laid, whole: Files) -> None:
    deep = b'{"a": ' * 60 + b"1" + b"}" * 60
    assert "nested too deeply" in refused(laid({**whole, "config.json": deep}))
    assert "damaged" in refused(laid({**whole, "config.json": b"[" * 100_000}))
    assert "damaged" in refused(laid({**whole, "config.json": b'{"a": 1' + b"0" * 5000 + b"}"}))
    for name in ("num_hidden_layers", "n_layer", "depth", "num_layers", "depths"):
        value: Any = [10**9] if name == "depths" else 10**9
        assert "1e+09 layers" in refused(laid(changed(whole, "config.json", vision_config={name: value})))


def test_kernels_and_adapters(laid: Laid, whole: Files) -> None:
    assert "someone/kernel" in refused(laid(changed(whole, "config.json", _attn_implementation="someone/kernel")))
    assert "adapter" in refused(laid({**whole, "adapter_config.json": b"{}"}))


@pytest.mark.parametrize("name", ["unet", "text_encoder/model.safetensors", "unet/config.json"])
def test_incomplete_pipelines(laid: Laid, pipeline: Files, name: str) -> None:
    files = {path: content for path, content in pipeline.items() if not path.startswith(name)}
    assert f"{name.split('/')[-1]} is missing" in refused(laid(files))


def test_an_empty_folder_and_none(tmp_path: Path) -> None:
    assert "config.json is missing" in refused(tmp_path)
    assert "no folder" in refused(tmp_path / "nowhere")
