"""Checkpoints as they are found in the wild: older names, tied embeddings, parts left out that nobody needs."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from langchain_core.messages import HumanMessage, SystemMessage
from PIL import Image
from safetensors.torch import load_file, save_file

from agent.errors import PlannerUnavailable
from agent.planners.vision.folder import INDEX, WEIGHTS
from agent.planners.vision.loading import load
from agent.planners.vision.local import LocalVision

Tiny = Callable[[str], Path]


def copied(folder: Path, to: Path) -> tuple[Path, dict[str, torch.Tensor]]:
    """A copy of the folder, and its weights, to be written back changed."""
    copy = Path(shutil.copytree(folder, to / "model"))
    return copy, load_file(copy / WEIGHTS)


def answer(folder: Path) -> str:
    return LocalVision(model=str(folder), max_tokens=12).invoke([HumanMessage("make it brighter")]).text


@pytest.mark.parametrize("family", ["llava", "llava_next", "llava_onevision"])
def test_the_names_of_weights_on_the_hub_are_understood(family: str, tiny: Tiny, tmp_path: Path) -> None:
    folder, weights = copied(tiny(family), tmp_path)
    renamed = {key.replace("vision_tower.", "vision_tower.vision_model."): value for key, value in weights.items()}
    assert renamed.keys() != weights.keys()
    save_file(renamed, folder / WEIGHTS, {"format": "pt"})
    ours, theirs = (dict(load(str(path)).model.named_parameters()) for path in (tiny(family), folder))
    assert all(torch.equal(ours[key], theirs[key]) for key in ours)


def test_a_shared_output_layer_is_no_gap(tiny: Tiny, tmp_path: Path) -> None:
    folder, weights = copied(tiny("qwen2_5_vl"), tmp_path)
    config = json.loads((folder / "config.json").read_text())
    config["tie_word_embeddings"] = config["text_config"]["tie_word_embeddings"] = True
    (folder / "config.json").write_text(json.dumps(config))
    save_file(
        {key: value for key, value in weights.items() if "lm_head" not in key}, folder / WEIGHTS, {"format": "pt"}
    )
    model = load(str(folder)).model
    assert torch.equal(model.get_output_embeddings().weight, model.get_input_embeddings().weight)


def test_what_no_answer_depends_on_may_be_left_out(tiny: Tiny, tmp_path: Path) -> None:
    folder, weights = copied(tiny("llava_onevision"), tmp_path)
    kept = {key: value for key, value in weights.items() if ".head." not in key and ".post_layernorm." not in key}
    assert len(kept) < len(weights)
    save_file(kept, folder / WEIGHTS, {"format": "pt"})
    assert answer(folder) == answer(tiny("llava_onevision"))


@pytest.mark.parametrize("family", ["llava", "llava_onevision", "qwen2_5_vl"])
def test_the_files_of_older_folders_are_understood(family: str, tiny: Tiny, tmp_path: Path) -> None:
    """The image processor and the chat template each in a file of its own, as most folders on the hub have them."""
    folder, _ = copied(tiny(family), tmp_path)
    told = json.loads((folder / "processor_config.json").read_text())
    pixels = {**told.pop("image_processor"), "processor_class": told["processor_class"]}
    (folder / "preprocessor_config.json").write_text(json.dumps(pixels))
    (folder / "chat_template.json").write_text(
        json.dumps({"chat_template": (folder / "chat_template.jinja").read_text()})
    )
    (folder / "chat_template.jinja").unlink()
    if family.startswith("qwen"):
        (folder / "processor_config.json").unlink()
    else:
        (folder / "processor_config.json").write_text(json.dumps(told))
    ours, theirs = load(str(tiny(family))).processor, load(str(folder)).processor
    picture = Image.linear_gradient("L").resize((100, 76)).convert("RGB")
    said = [{"role": "user", "content": [{"type": "image", "image": picture}, {"type": "text", "text": "brighter"}]}]
    both = [
        one.apply_chat_template(said, tokenize=True, return_dict=True, return_tensors="pt") for one in (ours, theirs)
    ]
    assert both[0].keys() == both[1].keys()
    assert all(torch.equal(both[0][key], both[1][key]) for key in both[0])


def test_a_chat_template_that_refuses_system_messages(tiny: Tiny, tmp_path: Path) -> None:
    folder, _ = copied(tiny("llava"), tmp_path)
    template = (folder / "chat_template.jinja").read_text()
    strict = "{% if messages[0]['role'] == 'system' %}{{ raise_exception('no system here') }}{% endif %}"
    (folder / "chat_template.jinja").write_text(strict + template)
    model = LocalVision(model=str(folder), max_tokens=4)
    answered = model.invoke([SystemMessage("Plan."), HumanMessage("brighter")])
    assert answered.text == model.invoke([HumanMessage(["Plan.", "brighter"])]).text


def test_one_lost_weight_is_told(tiny: Tiny, tmp_path: Path) -> None:
    folder, weights = copied(tiny("llava"), tmp_path)
    lost = next(key for key in weights if key.endswith("mlp.up_proj.weight"))
    save_file({key: value for key, value in weights.items() if key != lost}, folder / WEIGHTS, {"format": "pt"})
    with pytest.raises(PlannerUnavailable, match=r"lacks 1 of its weights, such as .*mlp\.up_proj\.weight"):
        load(str(folder))


def test_weights_in_several_files(tiny: Tiny, tmp_path: Path) -> None:
    folder, weights = copied(tiny("llava"), tmp_path)
    names = sorted(weights)
    shards = {f"model-0000{n + 1}-of-00002.safetensors": names[n::2] for n in (0, 1)}
    for shard, keys in shards.items():
        save_file({key: weights[key] for key in keys}, folder / shard, {"format": "pt"})
    (folder / WEIGHTS).unlink()
    placed = {key: shard for shard, keys in shards.items() for key in keys}
    (folder / INDEX).write_text(json.dumps({"metadata": {}, "weight_map": placed}))
    assert answer(folder) == answer(tiny("llava"))


def test_half_precision_where_the_memory_is_short(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tools.models.device.memory_bytes", lambda: 1000)
    loaded = load(str(tiny("llava")))
    assert (loaded.device, loaded.dtype) == ("cpu", "bfloat16")
    assert loaded.model.dtype == torch.bfloat16
    assert answer(tiny("llava"))
