"""Tiny models of the large editors' families, with random weights; tests/models/tiny.py says what they prove."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from tests.models.tiny import EIGHTH, SAID, WORDS, clip_text, clip_tokenizer, vae
from tools.canvas import Canvases

MARKS = (
    "<|im_start|>", "<|im_end|>", "<|vision_start|>", "<|vision_end|>", "<|vision_pad|>", "<|image_pad|>",
    "<|video_pad|>",
)  # fmt: skip
TEMPLATE = (
    "{% for said in messages %}<|im_start|>{{ said['role'] }}\n{{ said['content'] }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)


@cache
def t5_tokenizer(length: int = 64) -> Any:
    """A T5 tokenizer of letters and of the words that tiny models know; a word costs less than its letters."""
    from string import ascii_letters, digits, punctuation

    from transformers import T5Tokenizer

    marks, letters = ["<pad>", "</s>", "<unk>"], ["▁", *ascii_letters, *digits, *punctuation]
    told = [*((mark, 0.0) for mark in marks), *((letter, -9.0) for letter in letters)]
    told += [(f"▁{word}", -5.0) for word in WORDS]
    return T5Tokenizer(vocab=told, extra_ids=0, model_max_length=length)


def t5_text(width: int = 32) -> Any:
    import torch
    from transformers import T5Config, T5EncoderModel

    torch.manual_seed(0)
    config = T5Config(
        vocab_size=256, d_model=width, d_kv=8, d_ff=37, num_layers=2, num_heads=4, relative_attention_num_buckets=8,
        dropout_rate=0.0, decoder_start_token_id=0, pad_token_id=0, eos_token_id=1,
    )  # fmt: skip
    return T5EncoderModel(config).eval()


def flow(**more: Any) -> Any:
    """The scheduler of models that were trained on straight ways from noise to picture."""
    from diffusers import FlowMatchEulerDiscreteScheduler

    return FlowMatchEulerDiscreteScheduler(shift=3.0, use_dynamic_shifting=True, **more)


@cache
def qwen_tokenizer() -> Any:
    """Bytes in pairs, with the marks of a dialogue and of pictures in it."""
    from tokenizers import Tokenizer, models, pre_tokenizers, trainers
    from transformers import Qwen2Tokenizer

    usual = Qwen2Tokenizer().backend_tokenizer
    made = Tokenizer(models.BPE())
    made.pre_tokenizer, made.normalizer = usual.pre_tokenizer, usual.normalizer
    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    trainer = trainers.BpeTrainer(
        vocab_size=400, initial_alphabet=letters, special_tokens=["<|endoftext|>"], show_progress=False
    )
    made.train_from_iterator(SAID, trainer)
    told = json.loads(made.to_str())["model"]
    tokenizer = Qwen2Tokenizer(
        vocab=told["vocab"], merges=[tuple(pair) for pair in told["merges"]], eos_token="<|endoftext|>",
        pad_token="<|endoftext|>",
    )  # fmt: skip
    tokenizer.add_special_tokens({"additional_special_tokens": list(MARKS)})
    tokenizer.chat_template = TEMPLATE
    return tokenizer


def qwen_text(width: int = 16) -> Any:
    """Of 27 layers, since the ninth, the eighteenth and the twenty-seventh are what a picture is made after."""
    import torch
    from transformers import Qwen3Config, Qwen3ForCausalLM

    torch.manual_seed(0)
    config = Qwen3Config(
        vocab_size=len(qwen_tokenizer()) + 8, hidden_size=width, intermediate_size=width, num_hidden_layers=27,
        num_attention_heads=2, num_key_value_heads=1, head_dim=8, max_position_embeddings=512,
    )  # fmt: skip
    return Qwen3ForCausalLM(config).eval()


def qwen_vl(width: int = 32) -> Any:
    """A vision-language model: rows and columns of a picture have places of their own among its words."""
    import torch
    from transformers import Qwen2_5_VLConfig, Qwen2_5_VLForConditionalGeneration

    tokenizer = qwen_tokenizer()
    mark = tokenizer.convert_tokens_to_ids
    torch.manual_seed(0)
    config = Qwen2_5_VLConfig(
        text_config={
            "hidden_size": width, "intermediate_size": width, "num_hidden_layers": 2, "num_attention_heads": 2,
            "num_key_value_heads": 2, "max_position_embeddings": 4096, "vocab_size": len(tokenizer) + 8,
            "rope_parameters": {"rope_type": "default", "mrope_section": [1, 3, 4], "rope_theta": 1e6},
            "bos_token_id": mark("<|endoftext|>"), "eos_token_id": mark("<|im_end|>"),
            "pad_token_id": mark("<|endoftext|>"),
        },
        vision_config={
            "depth": 2, "hidden_size": width, "intermediate_size": width, "num_heads": 2, "out_hidden_size": width,
            "patch_size": 14, "spatial_merge_size": 2, "temporal_patch_size": 2, "window_size": 56,
            "fullatt_block_indexes": [1],
        },
        image_token_id=mark("<|image_pad|>"), video_token_id=mark("<|video_pad|>"),
        vision_start_token_id=mark("<|vision_start|>"), vision_end_token_id=mark("<|vision_end|>"),
    )  # fmt: skip
    return Qwen2_5_VLForConditionalGeneration(config).eval()


def qwen_processor() -> Any:
    from transformers import Qwen2VLImageProcessorPil, Qwen2VLProcessor

    from tools.models.processors import image_only

    sizes = {"shortest_edge": 28 * 28, "longest_edge": 84 * 84}
    eye = Qwen2VLImageProcessorPil(size=sizes, patch_size=14, merge_size=2, temporal_patch_size=2)
    return image_only(Qwen2VLProcessor)(image_processor=eye, tokenizer=qwen_tokenizer(), chat_template=TEMPLATE)


def qwen_edit(folder: Path, kind: str = "QwenImageEditPlusPipeline") -> Path:
    import diffusers
    import torch

    torch.manual_seed(0)
    eye = diffusers.AutoencoderKLQwenImage(
        base_dim=8, z_dim=4, dim_mult=[1, 1, 1, 1], num_res_blocks=1, temperal_downsample=[False, True, True],
        latents_mean=[0.0] * 4, latents_std=[1.0] * 4,
    ).eval()  # fmt: skip
    # As sure of what it sees as a trained one, since one of its pipelines draws from what it may have seen.
    eye.quant_conv.weight.data[4:], eye.quant_conv.bias.data[4:] = 0, -20
    transformer = diffusers.QwenImageTransformer2DModel(
        patch_size=2, in_channels=16, out_channels=4, num_layers=1, attention_head_dim=16, num_attention_heads=2,
        joint_attention_dim=32, axes_dims_rope=(4, 6, 6),
    ).eval()  # fmt: skip
    made = getattr(diffusers, kind)(
        scheduler=flow(), vae=eye, text_encoder=qwen_vl(), tokenizer=qwen_tokenizer(), processor=qwen_processor(),
        transformer=transformer,
    )  # fmt: skip
    made.save_pretrained(folder, max_shard_size="60KB")
    _as_on_the_hub(folder / "processor")
    return folder


def _as_on_the_hub(processor: Path) -> None:
    """As transformers 4 wrote it: one file for pictures, whose class needs torchvision, and one for videos."""
    told = processor / "processor_config.json"
    pictures = {**json.loads(told.read_text())["image_processor"], "processor_class": "Qwen2VLProcessor"}
    told.unlink()
    for name, kind in (("preprocessor", "image_processor_type"), ("video_preprocessor", "video_processor_type")):
        of = "Qwen2VLImageProcessorFast" if name == "preprocessor" else "Qwen2VLVideoProcessor"
        (processor / f"{name}_config.json").write_text(json.dumps({**pictures, kind: of}))


def qwen_edit_first(folder: Path) -> Path:
    return qwen_edit(folder, "QwenImageEditPipeline")


def small_qwen(patch: Any, area_px: int = 192 * 128) -> Canvases:
    """What its pipelines call a megapixel, made `area_px`; and the canvases for that."""
    from diffusers.pipelines.qwenimage import pipeline_qwenimage_edit as first
    from diffusers.pipelines.qwenimage import pipeline_qwenimage_edit_inpaint as inpainting
    from diffusers.pipelines.qwenimage import pipeline_qwenimage_edit_plus as plus

    from tools.engines.diffusion.families.qwen_edit import unsqueezed

    patch.setattr(plus, "VAE_IMAGE_SIZE", area_px)
    patch.setattr(plus, "CONDITION_IMAGE_SIZE", 64 * 64)
    for module in (first, inpainting):
        whole = module.calculate_dimensions
        patch.setattr(module, "calculate_dimensions", lambda _, ratio, whole=whole: whole(area_px, ratio))
    return Canvases(unsqueezed(area_px), 32, area_px / 1e6)


def klein(folder: Path) -> Path:
    import torch
    from diffusers import AutoencoderKLFlux2, Flux2KleinPipeline, Flux2Transformer2DModel

    torch.manual_seed(0)
    stages = len(EIGHTH)
    eye = AutoencoderKLFlux2(
        block_out_channels=EIGHTH, latent_channels=4, norm_num_groups=8, layers_per_block=1,
        down_block_types=("DownEncoderBlock2D",) * stages, up_block_types=("UpDecoderBlock2D",) * stages,
    ).eval()  # fmt: skip
    transformer = Flux2Transformer2DModel(
        in_channels=16, num_layers=1, num_single_layers=1, attention_head_dim=16, num_attention_heads=2,
        joint_attention_dim=48, timestep_guidance_channels=32, axes_dims_rope=(4, 4, 4, 4), guidance_embeds=False,
    ).eval()  # fmt: skip
    made = Flux2KleinPipeline(
        scheduler=flow(), vae=eye, text_encoder=qwen_text(), tokenizer=qwen_tokenizer(), transformer=transformer,
        is_distilled=True,
    )  # fmt: skip
    made.save_pretrained(folder, max_shard_size="60KB")
    return folder


def kontext(folder: Path) -> Path:
    import torch
    from diffusers import FluxKontextPipeline, FluxTransformer2DModel

    torch.manual_seed(0)
    transformer = FluxTransformer2DModel(
        patch_size=1, in_channels=16, num_layers=1, num_single_layers=1, attention_head_dim=16, num_attention_heads=2,
        joint_attention_dim=32, pooled_projection_dim=32, axes_dims_rope=(4, 4, 8), guidance_embeds=True,
    ).eval()  # fmt: skip
    made = FluxKontextPipeline(
        scheduler=flow(), vae=vae(EIGHTH, shift_factor=0.1, scaling_factor=0.4), text_encoder=clip_text(),
        tokenizer=clip_tokenizer(), text_encoder_2=t5_text(), tokenizer_2=t5_tokenizer(), transformer=transformer,
    )  # fmt: skip
    made.save_pretrained(folder, max_shard_size="40KB")
    return folder
