"""Tiny models with random weights, built offline from the libraries' own classes and saved in the hub's layout.

They prove the plumbing (loading, sizes, seeds, masks), and say nothing of what a trained model would paint. Each
builder takes a folder that need not exist and returns it.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any

SAID = [
    "add a red hat to the dog", "remove the car from the street", "make the sky pink and cloudy", "replace the mug",
    "turn it into a watercolor painting", "make the boat blue", "a photograph of a cat", "0 1 2 3 4 5 6 7 8 9 , . ! ?",
] * 4  # fmt: skip
EIGHTH = (16, 16, 16, 32)  # channels of an autoencoder whose latents are an eighth of the picture, as real ones are


WORDS = sorted({word for said in SAID for word in re.findall(r"[a-z]+", said)})


@cache
def clip_tokenizer(length: int = 77) -> Any:
    """A CLIP tokenizer of bytes and of the words above, with </w>; the end token has the highest id.

    Put together rather than trained: the library's training breaks ties at random, and no two runs had the same model.
    """
    from tokenizers import pre_tokenizers
    from transformers import CLIPTokenizer

    letters = sorted(pre_tokenizers.ByteLevel.alphabet())
    merges: dict[tuple[str, str], None] = {}
    for word in WORDS:
        pieces = [*word[:-1], f"{word[-1]}</w>"]
        while len(pieces) > 1:
            merges[(pieces[0], pieces[1])] = None
            pieces[:2] = ["".join(pieces[:2])]
    known = [*letters, *(f"{letter}</w>" for letter in letters), *("".join(pair) for pair in merges)]
    known += ["<|startoftext|>", "<|endoftext|>"]
    vocabulary = {piece: number for number, piece in enumerate(dict.fromkeys(known))}
    return CLIPTokenizer(vocab=vocabulary, merges=list(merges), model_max_length=length)


def clip_text(width: int = 32, *, projected: bool = False) -> Any:
    import torch
    from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection

    tokenizer = clip_tokenizer()
    config = CLIPTextConfig(
        vocab_size=len(tokenizer), hidden_size=width, intermediate_size=64, num_hidden_layers=2, num_attention_heads=4,
        max_position_embeddings=77, projection_dim=width, bos_token_id=tokenizer.bos_token_id,
        eos_token_id=tokenizer.eos_token_id, pad_token_id=tokenizer.pad_token_id,
    )  # fmt: skip
    torch.manual_seed(0)
    return (CLIPTextModelWithProjection if projected else CLIPTextModel)(config).eval()


def vae(channels: tuple[int, ...] = (32, 64), latent: int = 4, **more: Any) -> Any:
    """As lossy as any: what it gives back of a picture is another one."""
    import torch
    from diffusers import AutoencoderKL

    torch.manual_seed(0)
    return AutoencoderKL(
        block_out_channels=list(channels), in_channels=3, out_channels=3, latent_channels=latent, norm_num_groups=8,
        down_block_types=["DownEncoderBlock2D"] * len(channels), up_block_types=["UpDecoderBlock2D"] * len(channels),
        **more,
    ).eval()  # fmt: skip


def unet(channels_in: int = 4, width: int = 32, **more: Any) -> Any:
    import torch
    from diffusers import UNet2DConditionModel

    torch.manual_seed(0)
    given = {
        "block_out_channels": (32, 64), "layers_per_block": 1, "sample_size": 32, "in_channels": channels_in,
        "out_channels": 4, "norm_num_groups": 8, "down_block_types": ("DownBlock2D", "CrossAttnDownBlock2D"),
        "up_block_types": ("CrossAttnUpBlock2D", "UpBlock2D"), "cross_attention_dim": width,
    }  # fmt: skip
    return UNet2DConditionModel(**{**given, **more}).eval()


def ddim() -> Any:
    from diffusers import DDIMScheduler

    return DDIMScheduler(
        beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", clip_sample=False, set_alpha_to_one=False,
        steps_offset=1,
    )  # fmt: skip


def checker(threshold: float) -> Any:
    """A safety checker that holds back what is nearer than `threshold` (a cosine) to any of its concepts."""
    import torch
    from diffusers.pipelines.stable_diffusion.safety_checker import StableDiffusionSafetyChecker
    from transformers import CLIPConfig

    torch.manual_seed(0)
    made = StableDiffusionSafetyChecker(
        CLIPConfig(
            vision_config={
                "hidden_size": 32, "intermediate_size": 37, "num_hidden_layers": 1, "num_attention_heads": 4,
                "image_size": 32, "patch_size": 8,
            },
            projection_dim=16,
        )
    ).eval()  # fmt: skip
    for name in ("concept_embeds", "special_care_embeds"):
        getattr(made, name).data = torch.randn(getattr(made, name).shape)
        getattr(made, f"{name}_weights").data.fill_(threshold)
    return made


def sd_inpaint(folder: Path, channels_in: int = 9, checker: Any = None) -> Path:
    from diffusers import StableDiffusionInpaintPipeline
    from transformers import CLIPImageProcessor

    square = {"height": 32, "width": 32}
    eye = CLIPImageProcessor(size={"shortest_edge": 32}, crop_size=square) if checker is not None else None
    made = StableDiffusionInpaintPipeline(
        vae=vae(EIGHTH), text_encoder=clip_text(), tokenizer=clip_tokenizer(), unet=unet(channels_in), scheduler=ddim(),
        safety_checker=checker, feature_extractor=eye, requires_safety_checker=checker is not None,
    )  # fmt: skip
    made.save_pretrained(folder)
    return folder


def unet_xl(channels_in: int = 4) -> Any:
    """Attends to both text encoders at once: 32 + 32 channels; it is also told sizes, and the second's summary."""
    return unet(
        channels_in, 64, attention_head_dim=(2, 4), use_linear_projection=True, addition_embed_type="text_time",
        addition_time_embed_dim=8, transformer_layers_per_block=(1, 2),
        projection_class_embeddings_input_dim=32 + 6 * 8,
    )  # fmt: skip


def xl_parts(channels_in: int) -> dict[str, Any]:
    return {
        "vae": vae(EIGHTH), "text_encoder": clip_text(), "text_encoder_2": clip_text(projected=True),
        "tokenizer": clip_tokenizer(), "tokenizer_2": clip_tokenizer(), "unet": unet_xl(channels_in),
        "scheduler": ddim(), "add_watermarker": False,
    }  # fmt: skip


def sdxl_inpaint(folder: Path, channels_in: int = 9) -> Path:
    from diffusers import StableDiffusionXLInpaintPipeline

    StableDiffusionXLInpaintPipeline(**xl_parts(channels_in)).save_pretrained(folder)
    return folder


def ip2p(folder: Path) -> Path:
    from diffusers import StableDiffusionInstructPix2PixPipeline

    made = StableDiffusionInstructPix2PixPipeline(
        vae=vae(EIGHTH), text_encoder=clip_text(), tokenizer=clip_tokenizer(), unet=unet(8), scheduler=ddim(),
        safety_checker=None, feature_extractor=None, requires_safety_checker=False,
    )  # fmt: skip
    made.save_pretrained(folder)
    return folder


def ip2p_xl(folder: Path) -> Path:
    from diffusers import StableDiffusionXLInstructPix2PixPipeline

    StableDiffusionXLInstructPix2PixPipeline(**xl_parts(8)).save_pretrained(folder)
    return folder
