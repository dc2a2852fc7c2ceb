"""Which folders may be added to a model: ControlNets, adapters and LoRAs, told by what they hold and nothing else."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable
from pathlib import Path

import pytest

from agent.fitting import users
from tools.engines.diffusion import FAMILIES
from tools.errors import ModelRefused
from tools.models import judge
from tools.models.catalog import entries, known
from tools.models.parts import judge_part
from tools.models.pulling import adopt
from tools.models.shelf import Shelf

Files = dict[str, bytes]
Laid = Callable[[Files], Path]
Weights = Callable[..., bytes]
ENCODER = "models/image_encoder"


@pytest.fixture
def controlnet(weights: Weights) -> Files:
    return {
        "config.json": b'{"_class_name": "ControlNetModel", "_diffusers_version": "0.16.0"}',
        "diffusion_pytorch_model.fp16.safetensors": weights(weight=[3]),
    }


@pytest.fixture
def adapter(weights: Weights) -> Files:
    return {
        f"{ENCODER}/config.json": b'{"architectures": ["CLIPVisionModelWithProjection"]}',
        f"{ENCODER}/model.safetensors": weights(weight=[3]),
        "models/ip-adapter_sd15.safetensors": weights(
            **{"image_proj.proj.weight": [3], "ip_adapter.1.to_k_ip.weight": [2, 2]}
        ),
        "sdxl_models/ip-adapter_sdxl_vit-h.safetensors": weights(**{"ip_adapter.1.to_k_ip.weight": [2, 4]}),
    }


@pytest.fixture
def lora(weights: Weights) -> Files:
    stem = "lora_unet_mid_block_attentions_0_proj_in"
    tensors = {f"{stem}.lora_down.weight": [2, 4], f"{stem}.lora_up.weight": [4, 2], f"{stem}.alpha": []}
    return {"pytorch_lora_weights.safetensors": weights(**tensors)}


def refused(folder: Path) -> str:
    with pytest.raises(ModelRefused) as caught:
        judge_part(folder, "the-part")
    assert "the-part" in caught.value.message
    return caught.value.message


def test_each_kind_passes(laid: Laid, controlnet: Files) -> None:
    found = judge_part(laid(controlnet))
    assert (found.kind, len(found.weights)) == ("ControlNetModel", 1)
    assert judge(found.path, classes=("ControlNetModel",)).kind == "ControlNetModel"


def test_an_adapter_passes(laid: Laid, adapter: Files) -> None:
    found = judge_part(laid(adapter))
    assert (found.kind, found.layout, len(found.weights)) == ("ip-adapter", "weights", 3)


def test_a_lora_passes(laid: Laid, lora: Files) -> None:
    assert judge_part(laid(lora)).kind == "lora"


@pytest.mark.parametrize("key", ["unet.to_q.lora_A.weight", "unet.to_q.lora_B.weight", "unet.to_q_lora.down.weight"])
def test_other_ways_to_write_a_lora(laid: Laid, weights: Weights, key: str) -> None:
    if key.endswith("_lora.down.weight"):
        assert "other weights" in refused(laid({"x.safetensors": weights(**{key: [2]})}))
    else:
        assert judge_part(laid({"x.safetensors": weights(**{key: [2]})})).kind == "lora"


def test_weights_of_anything_else(laid: Laid, lora: Files, weights: Weights) -> None:
    assert "other weights" in refused(laid({**lora, "more.safetensors": weights(layer=[3])}))


def test_only_an_encoder_of_pictures_belongs_to_an_adapter(laid: Laid, adapter: Files) -> None:
    other = {f"{ENCODER}/config.json": b'{"architectures": ["LlamaForCausalLM"]}'}
    assert "another model" in refused(laid({**adapter, **other}))


def test_an_adapter_without_its_encoder(laid: Laid, adapter: Files) -> None:
    assert "no part" in refused(laid({name: held for name, held in adapter.items() if ENCODER not in name}))


def test_pickles_and_code_and_lies(laid: Laid, lora: Files) -> None:
    assert "any of its weights is missing" in refused(laid({"pytorch_lora_weights.bin": pickle.dumps(1)}))
    folder = laid(lora)
    (folder / "pytorch_lora_weights.safetensors").write_bytes(lora["pytorch_lora_weights.safetensors"][:-5])
    assert "cut off" in refused(folder)
    (folder / "evil.py").write_text("")
    assert "its own code" in refused(folder)


def test_code_that_the_encoders_configuration_asks_for(laid: Laid, adapter: Files) -> None:
    told = {"architectures": ["CLIPVisionModelWithProjection"], "auto_map": {"AutoModel": "evil.Model"}}
    assert "auto_map" in refused(laid({**adapter, f"{ENCODER}/config.json": json.dumps(told).encode()}))


def test_weights_alone_are_a_part_only_where_the_catalogue_says_so(laid: Laid, lora: Files, tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "models")
    assert adopt("lcm-lora", laid(lora), shelf).missing() == []
    with pytest.raises(ModelRefused, match=r"config\.json is missing"):
        adopt("someone/lora", laid(lora), shelf)
    with pytest.raises(ModelRefused, match=r"config\.json is missing"):
        judge(laid(lora))


def test_parts_of_the_catalogue_fit_engines_models() -> None:
    parts = [entry for entry in entries() if entry.role == "part"]
    engines = {entry.family for entry in entries() if entry.role == "engine"}
    for part in parts:
        assert set(part.fits) <= engines, part.name
        assert (part.family == "controlnet") == (part.guide is not None), part.name
        assert set(part.fits) & set(FAMILIES), part.name
    assert users(known("controlnet-canny")) == ["engine sd-inpaint"]
    assert users(known("ip-adapter")) == ["engine sdxl-inpaint", "engine sd-inpaint"]
