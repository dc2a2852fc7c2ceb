"""What lies outside a mask is held to the picture while a pipeline that takes no mask samples.

After every step the latents there become the picture's own, with as much of the first noise as belongs to that step:
what the inpainting pipelines of diffusers do. It knows only models that were trained on straight ways from noise to
picture, whose latents are packed by the pipeline's own `_pack_latents`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from PIL.Image import Image


def held(pipe: Any, image: Image, mask: Image, generator: Any) -> dict[str, Any]:
    """The arguments that make `pipe` sample only where `mask` (L) is not 0; it is of `image`'s size and whole cells."""
    import torch

    with torch.no_grad():
        picture = _encoded(pipe, image, generator)
        noise = _noise(pipe, picture, generator)
        free = _packed(pipe, _latent_mask(pipe, picture, mask))
        picture, first = _packed(pipe, picture), _packed(pipe, noise)

    def put_back(_: Any, step: int, timestep: Any, now: dict[str, Any]) -> dict[str, Any]:
        latents = now["latents"]
        part = float(pipe.scheduler.sigmas[step + 1])
        outside = ((1 - part) * picture + part * first).to(latents)
        return {"latents": torch.where(free.to(latents.device) > 0, latents, outside)}

    return {"latents": first, "callback_on_step_end": put_back, "callback_on_step_end_tensor_inputs": ["latents"]}


def _encoded(pipe: Any, image: Image, generator: Any) -> Any:
    """The picture as the pipeline's own code encodes it: (1, channels, 1, rows, columns)."""
    values = pipe.image_processor.preprocess(image, image.height, image.width).unsqueeze(2)
    return pipe._encode_vae_image(values.to(pipe._execution_device, pipe.vae.dtype), generator)


def _noise(pipe: Any, like: Any, generator: Any) -> Any:
    from diffusers.utils.torch_utils import randn_tensor

    return randn_tensor(like.shape, generator=generator, device=like.device, dtype=like.dtype)


def _latent_mask(pipe: Any, like: Any, mask: Image) -> Any:
    import torch

    cell = pipe.vae_scale_factor
    taken = torch.from_numpy(np.array(mask)[::cell, ::cell].copy()).to(like)
    return taken.expand(like.shape)


def _packed(pipe: Any, latents: Any) -> Any:
    batch, channels, _, rows, columns = latents.shape
    return pipe._pack_latents(latents.contiguous(), batch, channels, rows, columns)
