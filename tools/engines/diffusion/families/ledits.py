"""Stable Diffusion with LEDITS++ (Brack et al. 2024, https://arxiv.org/abs/2311.16711): edits by inversion.

The picture is taken back to noise that gives it again, and made anew from that noise with some concepts added and some
taken away. What is measured is the peak signal-to-noise ratio of the picture made anew *without* any concept, against
the picture itself: inversion, sampling and autoencoder together. (What `invert` calls its reconstruction never was
noise, and tells of the autoencoder alone.) That costs up to a third more passes; diffusers does not promise that its
inversion is exact. Where it is bad, the edit starts from the picture under noise instead: SDEdit (Meng et al. 2022,
https://arxiv.org/abs/2108.01073).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from math import log10
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np

from tools.canvas import Canvases
from tools.engines.diffusion.describing import Concept, concepts, styled
from tools.engines.diffusion.family import Family, Job, known
from tools.engines.diffusion.inpainting import stepping
from tools.engines.diffusion.inverting import inverter, solver
from tools.engines.diffusion.running import calling, checked
from tools.types import Sampling

if TYPE_CHECKING:
    from PIL.Image import Image

    from tools.engines.diffusion.loading import Loaded
    from tools.models.shelf import Installed

# The autoencoder alone is said to give photographs back at 25 dB or more, and SDEdit to keep 15 dB of them; neither
# was measured here. An inversion below this holds on to the picture no better than noise, and is not worth its passes.
FLOOR_DB = 17.0
FROM_NOISE = 0.7  # of the strength, for SDEdit: with nothing to hold it, the same noise changes more
LATEST = 998  # steps that a way to sample can be cut into, of the 1000 that the model was trained on
# The share of the picture that a concept leaves alone, and of the steps before it sets in; presets in use for it.
STYLE, THING = {"threshold": 0.5, "warmup": 0.04}, {"threshold": 0.9, "warmup": 0.1}
CALLS = 3  # there, back without a change, and the edit


class Ledits(Family):
    """`guidance` is how far each concept is followed (`edit_guidance_scale`), `strength` how much noise is gone back
    to, of all that there is. Trained at 512 × 512; sides are multiples of 32 at least, and not over 4 to 1.
    """

    name: ClassVar[str] = "ledits"
    pipelines: ClassVar[tuple[str, ...]] = ("StableDiffusionPipeline",)
    skills: ClassVar[frozenset[str]] = frozenset({"instruct", "restyle"})
    canvases: ClassVar[Canvases] = Canvases((), 64, 0.2622, 4.0)
    defaults: ClassVar[Sampling] = Sampling(steps=50, guidance=7.5, strength=0.85)

    def prepare(self, loaded: Loaded, job: Job, parts: Sequence[Installed]) -> Any:
        pipe = inverter(loaded)
        pipe.plain = loaded.variant("StableDiffusionImg2ImgPipeline")
        return pipe

    def arguments(self, job: Job) -> dict[str, Any]:
        """What the edit is called with, after an inversion; a mask is for `run`, which knows the latents' size.

        Where a place was pointed at, all of it may change, and nothing is left to what the model takes for it.
        """
        wanted, kind = _wanted(job), STYLE if job.skill == "restyle" else THING
        return known({
            "editing_prompt": [one.words for one in wanted],
            "reverse_editing_direction": [one.away for one in wanted],
            "edit_guidance_scale": job.sampling.guidance,
            "edit_warmup_steps": int(kind["warmup"] * (job.sampling.steps or 0)),
            "edit_threshold": 0.0 if job.mask is not None else kind["threshold"],
            "use_intersect_mask": job.mask is None,
            "generator": job.generator,
        })  # fmt: skip

    def run(self, pipe: Any, job: Job) -> Image:
        assert job.image is not None
        with _inverting(pipe):
            calling(pipe, 0, CALLS)
            pipe.invert(image=job.image, generator=job.generator, **inversion(job.sampling))
            calling(pipe, 1, CALLS)
            again = checked(pipe(editing_prompt=None, use_intersect_mask=False, generator=job.generator))
            quality = psnr(again, job.image)
            if quality >= FLOOR_DB:
                job.note(f"inversion: gives the picture back at {quality:.1f} dB")
                calling(pipe, 2, CALLS)
                return checked(pipe(user_mask=_user_mask(pipe, job), **self.arguments(job)))
        job.note(f"inversion: gives the picture back at {quality:.1f} dB only; edited from the picture under noise")
        return _from_noise(pipe, job)


def inversion(how: Sampling) -> dict[str, Any]:
    """The steps, and the `skip` that starts them at a noise of `strength`.

    Of `steps` × (1 + skip) over all of the noise the last `steps` are made, so they begin at 1 / (1 + skip) of it.
    """
    steps = how.steps or 50
    skip = 1 / max(how.strength or 0.0, 0.05) - 1
    return {"num_inversion_steps": steps, "skip": min(skip, LATEST / steps - 1)}


def psnr(made: Image, image: Image) -> float:
    """The peak signal-to-noise ratio of two RGB pictures of one size, in dB; at most 99."""
    apart = np.asarray(made, np.float64) - np.asarray(image, np.float64)
    return min(99.0, 10 * log10(255**2 / max(float(np.mean(apart**2)), 1e-9)))


def _wanted(job: Job) -> tuple[Concept, ...]:
    return (Concept(styled(job.words)),) if job.skill == "restyle" else concepts(job.words)


def _user_mask(pipe: Any, job: Job) -> Any:
    """The mask as the edit's guidance is multiplied by it: (1, 1, h, w) of the latents, 1 where anything under a latent
    may change; None without one.
    """
    if job.mask is None:
        return None
    import torch

    each = pipe.vae_scale_factor
    whole = torch.from_numpy(np.asarray(job.mask) > 0).to(pipe.unet.dtype)
    return torch.nn.functional.max_pool2d(whole[None, None], each)


@contextmanager
def _inverting(pipe: Any) -> Iterator[None]:
    """The pipeline with the scheduler that it needs; afterwards the U-Net, which others share, is as it was."""
    own, attention = pipe.scheduler, pipe.unet.attn_processors
    pipe.scheduler = solver(pipe.plain.scheduler)
    try:
        yield
    finally:
        pipe.scheduler = own
        pipe.unet.set_attn_processor(attention)
        pipe.init_latents = pipe.zs = pipe.attention_store = None


def _from_noise(pipe: Any, job: Job) -> Image:
    """SDEdit by the same parts: towards what is wanted, and away from the rest."""
    plain, how, wanted = pipe.plain, job.sampling, _wanted(job)
    plain.progress_bar = pipe.progress_bar
    calling(plain, 2, CALLS)
    try:
        output = plain(**known({
            "prompt": ", ".join(one.words for one in wanted if not one.away),
            "negative_prompt": ", ".join(one.words for one in wanted if one.away) or None,
            "image": job.image, "num_inference_steps": how.steps, "guidance_scale": how.guidance,
            "strength": stepping(FROM_NOISE * (how.strength or 0.0), how.steps), "generator": job.generator,
        }))  # fmt: skip
    finally:
        del plain.progress_bar
    return checked(output)
