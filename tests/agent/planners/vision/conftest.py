"""Tiny random vision-language models, built without the network, saved as hub folders are and loaded for real."""

from __future__ import annotations

import base64
import gc
import json
from collections.abc import Callable, Iterator
from functools import wraps
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

IMAGE_TOKEN = "<image>"
QWEN = ("<|im_start|>", "<|im_end|>", "<|vision_start|>", "<|vision_end|>", "<|image_pad|>", "<|video_pad|>")
TEMPLATE = (
    "{% for m in messages %}<|im_start|>{{ m['role'] }}\n{% for c in m['content'] %}"
    "{% if c['type'] == 'image' %}IMAGE{% else %}{{ c['text'] }}{% endif %}{% endfor %}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
WIDTH = 32  # of every hidden layer
CONTEXT = 32_768  # tokens of prompt and answer; the positions are computed, not stored, so they cost nothing
TOWER = {"hidden_size": WIDTH, "intermediate_size": WIDTH, "num_hidden_layers": 2, "num_attention_heads": 2}


def _tokenizer() -> Any:
    """Byte-level BPE over the plan's own words: every text can be written, usual ones in few tokens."""
    from tokenizers import Tokenizer, pre_tokenizers
    from tokenizers.models import BPE
    from tokenizers.trainers import BpeTrainer
    from transformers import Qwen2Tokenizer

    from tools.operations import operations

    said = ['{"acts":[{"act":"edit","operations":[', '}],"reply":"', "true", "false"] * 20
    for name, kind in operations().items():
        said += [str(kind.__doc__), " ".join(kind.model_fields), *(example.said for example in kind.examples)]
        said += [json.dumps({"op": name, **one.arguments}, separators=(",", ":")) for one in kind.examples]
    bare, alphabet = Tokenizer(BPE()), sorted(pre_tokenizers.ByteLevel.alphabet())
    bare.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)
    trainer = BpeTrainer(
        vocab_size=2000, initial_alphabet=alphabet, special_tokens=["<|endoftext|>"], show_progress=False
    )
    bare.train_from_iterator(said, trainer)
    learned = json.loads(bare.to_str())["model"]
    merges = [tuple(pair) if isinstance(pair, list) else tuple(pair.split(" ")) for pair in learned["merges"]]
    tokenizer = Qwen2Tokenizer(vocab=learned["vocab"], merges=merges, eos_token="<|im_end|>", pad_token="<|endoftext|>")
    tokenizer.add_special_tokens({"additional_special_tokens": [*QWEN, IMAGE_TOKEN]})
    return tokenizer


def _words(tokenizer: Any, **more: Any) -> dict[str, Any]:
    """The configuration of a tiny language model; its vocabulary is padded, as real ones are."""
    return {
        **TOWER, "num_hidden_layers": 1, "num_key_value_heads": 2, "max_position_embeddings": CONTEXT,
        "vocab_size": len(tokenizer) + 24,
        "bos_token_id": None, "eos_token_id": tokenizer.eos_token_id, "pad_token_id": tokenizer.pad_token_id, **more,
    }  # fmt: skip


def _clip() -> dict[str, Any]:
    return {"model_type": "clip_vision_model", **TOWER, "image_size": 56, "patch_size": 14, "projection_dim": WIDTH}


def _parts(family: str, tokenizer: Any) -> tuple[Any, Any, dict[str, Any]]:
    """Configuration, image processor, and what else the family's processor is told."""
    import transformers as hf

    image, video = (tokenizer.convert_tokens_to_ids(token) for token in ("<|image_pad|>", "<|video_pad|>"))
    square = {"height": 56, "width": 56}
    if family == "llava":
        config = hf.LlavaConfig(
            vision_config=_clip(), text_config=_words(tokenizer, model_type="llama"), image_seq_length=16,
            image_token_index=tokenizer.convert_tokens_to_ids(IMAGE_TOKEN), vision_feature_layer=-1,
        )  # fmt: skip
        pixels = hf.CLIPImageProcessorPil(size={"shortest_edge": 56}, crop_size=square)
        told = {"patch_size": 14, "vision_feature_select_strategy": "default", "num_additional_image_tokens": 1}
        return config, pixels, told
    if family == "llava_next":
        grid = [[56, 112], [112, 56], [112, 112]]
        config = hf.LlavaNextConfig(
            vision_config=_clip(), text_config=_words(tokenizer, model_type="mistral"), image_grid_pinpoints=grid,
            image_token_index=tokenizer.convert_tokens_to_ids(IMAGE_TOKEN), vision_feature_layer=-1,
        )  # fmt: skip
        pixels = hf.LlavaNextImageProcessorPil(size={"shortest_edge": 56}, crop_size=square, image_grid_pinpoints=grid)
        told = {"patch_size": 14, "vision_feature_select_strategy": "default", "num_additional_image_tokens": 1}
        return config, pixels, told
    if family == "llava_onevision":
        grid = [[56, 112], [112, 56], [112, 112]]
        tower = {"model_type": "siglip_vision_model", **TOWER, "image_size": 56, "patch_size": 14}
        config = hf.LlavaOnevisionConfig(
            vision_config=tower, text_config=_words(tokenizer, model_type="qwen2"), image_grid_pinpoints=grid,
            image_token_index=tokenizer.convert_tokens_to_ids(IMAGE_TOKEN), video_token_index=video,
            vision_feature_layer=-1, vision_feature_select_strategy="full",
        )  # fmt: skip
        pixels = hf.LlavaOnevisionImageProcessorPil(size=square, image_grid_pinpoints=grid)
        return config, pixels, {"num_image_tokens": 16, "vision_feature_select_strategy": "full"}
    common = {"image_token_id": image, "video_token_id": video,
              "vision_start_token_id": tokenizer.convert_tokens_to_ids("<|vision_start|>"),
              "vision_end_token_id": tokenizer.convert_tokens_to_ids("<|vision_end|>")}  # fmt: skip
    rope = {"rope_type": "default", "mrope_section": [2, 3, 3], "rope_theta": 10_000.0}
    words = _words(tokenizer, rope_parameters=rope)
    eyes = {"depth": 2, "hidden_size": WIDTH, "intermediate_size": WIDTH, "num_heads": 2, "patch_size": 14,
            "spatial_merge_size": 2, "temporal_patch_size": 2}  # fmt: skip
    limits = {"shortest_edge": 28 * 28, "longest_edge": 112 * 112}
    pixels = hf.Qwen2VLImageProcessorPil(size=limits, patch_size=14, merge_size=2, temporal_patch_size=2)
    if family == "qwen2_5_vl":
        eyes |= {"out_hidden_size": WIDTH, "window_size": 56, "fullatt_block_indexes": [1]}
        return hf.Qwen2_5_VLConfig(text_config=words, vision_config=eyes, **common), pixels, {}
    eyes |= {"out_hidden_size": WIDTH, "num_position_embeddings": 64, "deepstack_visual_indexes": [0]}
    words["head_dim"] = WIDTH // 2
    return hf.Qwen3VLConfig(text_config=words, vision_config=eyes, **common), pixels, {}


def build(family: str, folder: Path) -> Path:
    """A tiny random model of the family, saved with its processor."""
    import torch
    import transformers as hf

    from agent.planners.vision.folder import PROCESSORS
    from tools.models.processors import image_only

    tokenizer = _tokenizer()
    config, pixels, told = _parts(family, tokenizer)
    kind = getattr(hf, PROCESSORS[family])
    kind = kind if family in ("llava", "llava_next") else image_only(kind)
    picture = "<|vision_start|><|image_pad|><|vision_end|>" if family.startswith("qwen") else IMAGE_TOKEN
    processor = kind(
        image_processor=pixels, tokenizer=tokenizer, chat_template=TEMPLATE.replace("IMAGE", picture), **told
    )
    with torch.random.fork_rng([]):
        torch.manual_seed(0)
        model = hf.AutoModelForImageTextToText.from_config(config)
    model.save_pretrained(folder)
    processor.save_pretrained(folder)
    return folder


@pytest.fixture(autouse=True)
def _one_core(monkeypatch: pytest.MonkeyPatch) -> None:
    """So small a model is slower on several cores than on one; every thread that asks it has a count of its own."""
    import torch

    from agent.planners.vision.local import LocalVision

    generate = LocalVision._generate

    @wraps(generate)
    def alone(*args: Any, **given: Any) -> Any:
        before = torch.get_num_threads()
        torch.set_num_threads(1)
        try:
            return generate(*args, **given)
        finally:
            torch.set_num_threads(before)

    monkeypatch.setattr(LocalVision, "_generate", alone)


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Path]]:
    """`tiny("llava")` → the folder of a tiny random model, built once."""
    from agent.planners.vision.loading import unload

    built: dict[str, Path] = {}

    def folder(family: str) -> Path:
        if family not in built:
            built[family] = build(family, tmp_path_factory.mktemp("models") / f"tiny-{family}")
        return built[family]

    yield folder
    unload()
    gc.collect()


@pytest.fixture(scope="session")
def shown() -> Callable[..., dict[str, Any]]:
    """`shown(image)` → the block in which a message carries a picture."""

    def block(image: Image.Image, address: bool = False) -> dict[str, Any]:
        stream = BytesIO()
        image.save(stream, "PNG")
        encoded = base64.b64encode(stream.getvalue()).decode()
        if address:
            return {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{encoded}"}}
        return {"type": "image", "base64": encoded, "mime_type": "image/png"}

    return block


@pytest.fixture(scope="session")
def noise() -> Callable[..., Image.Image]:
    """`noise(seed)` → a small random picture."""

    def image(seed: int = 0, size: tuple[int, int] = (100, 76)) -> Image.Image:
        values = np.random.default_rng(seed).integers(0, 256, (size[1], size[0], 3), np.uint8)
        return Image.fromarray(values)

    return image
