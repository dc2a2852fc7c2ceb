"""Tiny models of the text-to-image and enlarging kinds, built like those of tiny.py: Stable Diffusion (XL), x4."""

from __future__ import annotations

from pathlib import Path

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
