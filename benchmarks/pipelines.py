"""Inpainting pipelines to measure with, built here: nothing is downloaded, and nothing of them ships.

`lossy` has a small VAE that was trained for a minute on scikit-image's samples, so that it loses about as much of a
photograph as a real one does; its U-Net stays random. `sized` is random all through and as heavy as asked.
"""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.photographs import samples
from tests.models.tiny import clip_text, clip_tokenizer, ddim, unet, vae

STEPS, BATCH, SIDE_PX = 1500, 4, 64


def lossy(folder: Path) -> Path:
    """A pipeline whose U-Net has four channels: what lies outside the mask only goes through the VAE."""
    coder = vae(channels=(16, 32), mid_block_add_attention=False)
    trained(coder)
    return saved(folder, coder, deep(4, (16, 32, 64)))


def sized(folder: Path, channels: tuple[int, ...] = (96, 192, 192)) -> Path:
    """A nine-channel inpainting pipeline at an eighth of the picture's size, as the real ones work."""
    return saved(folder, vae(channels=(16, 16, 32, 32), mid_block_add_attention=False), deep(9, channels))


def deep(channels_in: int, channels: tuple[int, ...]) -> Any:
    """A U-Net that attends only where the picture is smallest."""
    plain = len(channels) - 1
    downs, ups = (*["DownBlock2D"] * plain, "CrossAttnDownBlock2D"), ("CrossAttnUpBlock2D", *["UpBlock2D"] * plain)
    return unet(channels_in, block_out_channels=channels, down_block_types=downs, up_block_types=ups)


def saved(folder: Path, coder: Any, painter: Any) -> Path:
    from diffusers import StableDiffusionInpaintPipeline

    StableDiffusionInpaintPipeline(
        vae=coder, text_encoder=clip_text(), tokenizer=clip_tokenizer(), unet=painter, scheduler=ddim(),
        safety_checker=None, feature_extractor=None, requires_safety_checker=False,
    ).save_pretrained(folder)  # fmt: skip
    return folder


def trained(coder: Any) -> None:
    """A VAE taught to give photographs back: mean absolute error and a little KL (Rombach et al. 2022)."""
    import torch

    torch.manual_seed(0)
    chance, pictures = random.Random(0), [np.asarray(one) for one in samples()]
    optimiser = torch.optim.AdamW(coder.train().parameters(), lr=3e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 3e-3, total_steps=STEPS)
    for _ in range(STEPS):
        batch = torch.stack([_crop(chance, pictures) for _ in range(BATCH)])
        latent = coder.encode(batch).latent_dist
        back = coder.decode(latent.sample()).sample
        loss = (back - batch).abs().mean() + 1e-6 * latent.kl().mean()
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(coder.parameters(), 1.0)
        optimiser.step()
        schedule.step()
    coder.eval()
    with torch.no_grad():
        spread = coder.encode(batch).latent_dist.mean.std()
    coder.register_to_config(scaling_factor=float(1 / spread))


def _crop(chance: random.Random, pictures: list[Any]) -> Any:
    import torch

    whole = chance.choice(pictures)
    top, left = (chance.randrange(length - SIDE_PX + 1) for length in whole.shape[:2])
    crop = whole[top : top + SIDE_PX, left : left + SIDE_PX].astype(np.float32) / 127.5 - 1
    return torch.from_numpy(crop).permute(2, 0, 1)
