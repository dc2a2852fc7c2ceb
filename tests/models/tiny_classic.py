"""Tiny models of the text-to-image and enlarging kinds, built like those of tiny.py: Stable Diffusion (XL), x4."""

from __future__ import annotations

from pathlib import Path

from tests.models import tiny


def sdxl(folder: Path) -> Path:
    from diffusers import StableDiffusionXLPipeline

    StableDiffusionXLPipeline(**tiny.xl_parts(4)).save_pretrained(folder)
    return folder
