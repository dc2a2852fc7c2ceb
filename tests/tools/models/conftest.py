"""What tests of models share: folders written by hand, in the hub's layouts, with real headers and no library."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Files = dict[str, bytes]


def tensors(**shapes: list[int]) -> bytes:
    """A safetensors file of zeros in float32."""
    header: dict[str, Any] = {"__metadata__": {"format": "pt"}}
    end = 0
    for name, shape in shapes.items():
        size = 4 * math.prod(shape)
        header[name] = {"dtype": "F32", "shape": shape, "data_offsets": [end, end + size]}
        end += size
    told = json.dumps(header).encode()
    return len(told).to_bytes(8, "little") + told + bytes(range(256)) * (end // 256) + bytes(end % 256)


@pytest.fixture
def weights() -> Callable[..., bytes]:
    """`weights(layer=[4, 4])` → a safetensors file."""
    return tensors


@pytest.fixture
def whole() -> Files:
    """A model of transformers, as files."""
    config = {"model_type": "llava", "architectures": ["LlavaForConditionalGeneration"], "num_hidden_layers": 2}
    return {
        "config.json": json.dumps(config).encode(),
        "tokenizer.json": b'{"version": "1.0"}',
        "tokenizer_config.json": b'{"tokenizer_class": "LlamaTokenizer"}',
        "model.safetensors": tensors(layer=[200, 300], other=[7]),
        "LICENSE": b"do what you like",
    }


@pytest.fixture
def pipeline() -> Files:
    """A pipeline of diffusers, as files."""
    index = {
        "_class_name": "StableDiffusionInpaintPipeline",
        "_diffusers_version": "0.36.0",
        "unet": ["diffusers", "UNet2DConditionModel"],
        "vae": ["diffusers", "AutoencoderKL"],
        "text_encoder": ["transformers", "CLIPTextModel"],
        "tokenizer": ["transformers", "CLIPTokenizer"],
        "scheduler": ["diffusers", "PNDMScheduler"],
        "safety_checker": [None, None],
        "requires_safety_checker": False,
    }
    return {
        "model_index.json": json.dumps(index).encode(),
        "unet/config.json": b'{"_class_name": "UNet2DConditionModel", "_diffusers_version": "0.36.0"}',
        "unet/diffusion_pytorch_model.safetensors": tensors(weight=[10, 10]),
        "vae/config.json": b'{"_class_name": "AutoencoderKL", "_diffusers_version": "0.36.0"}',
        "vae/diffusion_pytorch_model.safetensors": tensors(weight=[5, 5]),
        "text_encoder/config.json": b'{"architectures": ["CLIPTextModel"]}',
        "text_encoder/model.safetensors": tensors(weight=[3]),
        "tokenizer/tokenizer_config.json": b"{}",
        "tokenizer/vocab.json": b"{}",
        "scheduler/scheduler_config.json": b"{}",
    }


@pytest.fixture
def laid(tmp_path: Path) -> Callable[[Files], Path]:
    """`laid(files)` → a folder that holds them."""

    def write(files: Files) -> Path:
        folder = tmp_path / "laid"
        for name, content in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)
        return folder

    return write
