"""Tiny models of the text-to-image and enlarging kinds, built like those of tiny.py: Stable Diffusion (XL), x4."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.models import tiny


def sdxl(folder: Path) -> Path:
    from diffusers import StableDiffusionXLPipeline

    StableDiffusionXLPipeline(**tiny.xl_parts(4)).save_pretrained(folder)
    return folder


def x4_upscaler(folder: Path) -> Path:
    """Its U-Net sees noise and the small picture, 4 + 3 channels, and is told how much noise is on the latter."""
    from diffusers import DDPMScheduler, StableDiffusionUpscalePipeline

    unet = tiny.unet(7, num_class_embeds=1000, only_cross_attention=True)
    made = StableDiffusionUpscalePipeline(
        vae=tiny.vae(tiny.EIGHTH[1:], scaling_factor=0.08333), text_encoder=tiny.clip_text(), unet=unet,
        tokenizer=tiny.clip_tokenizer(), low_res_scheduler=DDPMScheduler(beta_schedule="squaredcos_cap_v2"),
        scheduler=tiny.ddim(),
    )  # fmt: skip
    made.save_pretrained(folder)
    return folder


def sd(folder: Path, checker: Any = None) -> Path:
    """Three levels, since LEDITS++ looks at the attention of the third; with the scheduler of Stable Diffusion 1.5."""
    from diffusers import PNDMScheduler, StableDiffusionPipeline
    from transformers import CLIPImageProcessor

    unet = tiny.unet(
        block_out_channels=(32, 32, 64), down_block_types=("DownBlock2D", "DownBlock2D", "CrossAttnDownBlock2D"),
        up_block_types=("CrossAttnUpBlock2D", "UpBlock2D", "UpBlock2D"),
    )  # fmt: skip
    scheduler = PNDMScheduler(
        beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", skip_prk_steps=True, steps_offset=1
    )
    square = {"height": 32, "width": 32}
    eye = CLIPImageProcessor(size={"shortest_edge": 32}, crop_size=square) if checker is not None else None
    made = StableDiffusionPipeline(
        vae=tiny.vae(tiny.EIGHTH), text_encoder=tiny.clip_text(), tokenizer=tiny.clip_tokenizer(), unet=unet,
        scheduler=scheduler, safety_checker=checker, feature_extractor=eye,
        requires_safety_checker=checker is not None,
    )  # fmt: skip
    made.save_pretrained(folder)
    return folder
