"""ControlNets (Zhang et al. 2023, https://arxiv.org/abs/2302.05543): a picture that a model's shapes follow.

Their networks are parts of their own, loaded once beside the model that they steer. Where the pictures come from,
others know.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tools.engines.diffusion import parts as added
from tools.engines.diffusion.loading import variant_of
from tools.errors import ModelRefused

if TYPE_CHECKING:
    from tools.engines.diffusion.family import Job
    from tools.engines.diffusion.loading import Loaded
    from tools.models.shelf import Installed

SCALE = 0.8  # of what a guide adds to each layer; at 1 a rough sketch is followed to its last wobble


def guided(loaded: Loaded, job: Job, parts: Sequence[Installed], kind: str) -> Any:
    """The pipeline of class `kind` with a ControlNet for each of the job's controls, of which each has its part."""
    found = [part for control in job.controls if (part := added.guide(parts, control)) is not None]
    for part in found:
        job.note(f"guided by {added.called(part)}")
    nets = [_net(loaded, part) for part in found]
    if len(nets) == 1:
        return loaded.variant(kind, controlnet=nets[0])
    return loaded.variant(kind, controlnet=_several(loaded, found, nets))


def arguments(job: Job) -> dict[str, Any]:
    """What the pipeline is told of the guiding pictures; nothing where there are none."""
    pictures = list(job.controls.values())
    if not pictures:
        return {}
    if len(pictures) == 1:
        return {"control_image": pictures[0], "controlnet_conditioning_scale": SCALE}
    return {"control_image": pictures, "controlnet_conditioning_scale": [SCALE] * len(pictures)}


def _net(loaded: Loaded, part: Installed) -> Any:
    key = added.called(part)
    if key not in loaded.added:
        import torch
        from diffusers import ControlNetModel

        from tools.models.parts import judge_part

        folder = judge_part(part.path, part.name)
        if folder.kind != "ControlNetModel":
            raise ModelRefused(f"{part.name} is a {folder.kind}; ControlNetModel was expected.")
        net = ControlNetModel.from_pretrained(
            part.path, dtype=getattr(torch, loaded.dtype), use_safetensors=True, local_files_only=True,
            variant=variant_of(folder),
        )  # fmt: skip
        width, ours = net.config.cross_attention_dim, loaded.pipe.unet.config.cross_attention_dim
        if width != ours:
            raise ModelRefused(
                f"{part.name} was made for another kind of model ({width} channels of words, not {ours})."
            )
        loaded.added[key] = added.joined(loaded, net)
    return loaded.added[key]


def _several(loaded: Loaded, found: Sequence[Installed], nets: Sequence[Any]) -> Any:
    """One object for the same networks every time: a pipeline is kept for it."""
    from diffusers.models.controlnets.multicontrolnet import MultiControlNetModel

    key = "+".join(added.called(part) for part in found)
    if key not in loaded.added:
        loaded.added[key] = MultiControlNetModel(list(nets))
    return loaded.added[key]
