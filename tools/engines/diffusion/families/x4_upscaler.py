"""Stable Diffusion x4 upscaler: a picture four times as large, with detail that it makes up, tile by tile.

All tiles start from one field of noise, so that what two of them share begins the same in both; the noise that is laid
over a tile's own pixels is seeded for each. The factor asked for is reached from four times by plain resizing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from PIL import Image as PILImage

from tools.canvas import Canvases
from tools.engines.diffusion.family import Family, Job, known
from tools.engines.diffusion.running import calling, checked
from tools.engines.diffusion.schedulers import scheduled
from tools.engines.diffusion.tiling import Grid
from tools.errors import EditRejected
from tools.types import Sampling

if TYPE_CHECKING:
    from PIL.Image import Image

    from tools.engines.diffusion.loading import Loaded
    from tools.models.shelf import Installed

FACTOR = 4
TILE_PX = 192  # of the small picture; it was trained on 128 and is used on larger ones too
OVERLAP_PX = 32
STEP_PX = 8  # its U-Net halves a tile three times
# A tile is two passes of half a billion weights for each step: seconds on a card, minutes on a processor. What is
# beyond these would take an hour or more, so it is not begun.
MOST_TILES = 100
MOST_TILES_CPU = 16


class X4Upscaler(Family):
    """It wants words, but hardly heeds them. Gets the picture itself: a canvas would change its size first."""

    name: ClassVar[str] = "x4-upscaler"
    pipelines: ClassVar[tuple[str, ...]] = ("StableDiffusionUpscalePipeline",)
    skills: ClassVar[frozenset[str]] = frozenset({"upscale"})
    whole: ClassVar[frozenset[str]] = frozenset({"upscale"})
    canvases: ClassVar[Canvases] = Canvases((), STEP_PX, 0.0369)
    defaults: ClassVar[Sampling] = Sampling(steps=30, guidance=9.0)
    schedulers: ClassVar[bool] = True

    def prepare(self, loaded: Loaded, job: Job, parts: Sequence[Installed]) -> Any:
        scheduled(loaded.pipe, loaded, job.sampling.scheduler, parts)
        return loaded.pipe

    def arguments(self, job: Job) -> dict[str, Any]:
        return known({
            "prompt": "a sharp, finely detailed photograph",
            "negative_prompt": "blurry, noise, compression artifacts, oversharpened",
            "num_inference_steps": job.sampling.steps, "guidance_scale": job.sampling.guidance,
        })  # fmt: skip

    def run(self, pipe: Any, job: Job) -> Image:
        """Raises EditRejected for more tiles than anybody would wait for."""
        import torch

        assert job.image is not None
        padded = _padded(job.image)
        grid = Grid.of(padded.size, TILE_PX, OVERLAP_PX)
        _within(len(grid), pipe)
        channels = pipe.vae.config.latent_channels
        field = torch.randn((1, channels, *padded.size[::-1]), generator=job.generator)
        seeds = torch.randint(2**62, (len(grid),), generator=job.generator).tolist()
        boxes, arguments = list(grid.boxes()), self.arguments(job)

        def enlarge(tile: Image, number: int) -> Image:
            x0, y0, x1, y1 = boxes[number]
            noise = field[:, :, y0:y1, x0:x1].to(pipe.unet.dtype)
            calling(pipe, number, len(grid))
            generator = torch.Generator("cpu").manual_seed(seeds[number])
            return checked(pipe(image=tile, latents=noise, generator=generator, **arguments))

        if job.factor > FACTOR:
            job.note(f"{self.name} enlarges {FACTOR} times; the rest is plain enlargement")
        return _sized(grid.enlarged(padded, FACTOR, enlarge), job)


def _within(tiles: int, pipe: Any) -> None:
    most = MOST_TILES if pipe._execution_device.type != "cpu" else MOST_TILES_CPU
    if tiles > most:
        raise EditRejected(
            f"This picture is too large to be enlarged by a model here: {tiles} tiles, and {most} at most.",
            "Crop it to the part that matters, or say “make it twice as big” for a plain enlargement.",
        )


def _padded(image: Image) -> Image:
    """With a few mirrored pixels to the right and below, up to whole steps of the U-Net."""
    import cv2

    right, below = (-length % STEP_PX for length in image.size)
    whole = cv2.copyMakeBorder(np.asarray(image), 0, below, 0, right, cv2.BORDER_REFLECT)
    return PILImage.fromarray(np.asarray(whole, np.uint8))


def _sized(made: Image, job: Job) -> Image:
    """Without what was padded, at the factor asked for."""
    width, height = job.size
    size = round(width * job.factor), round(height * job.factor)
    whole = made.crop((0, 0, width * FACTOR, height * FACTOR))
    return whole if whole.size == size else whole.resize(size, PILImage.Resampling.LANCZOS)
