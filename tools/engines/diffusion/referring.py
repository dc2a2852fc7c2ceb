"""IP-Adapters (Ye et al. 2023, https://arxiv.org/abs/2308.06721): a model sees other pictures beside the words.

The adapter works inside the model's own U-Net, so it is put in for edits with references and taken out for others,
which are then the same to the bit as if there were none.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tools.engines.diffusion import parts as added
from tools.errors import ModelUnavailable
from tools.models.safetensors import tensors

if TYPE_CHECKING:
    from tools.engines.diffusion.family import Job
    from tools.engines.diffusion.loading import Loaded
    from tools.models.shelf import Installed

SCALE = 0.6  # of the adapter's attention beside that of the words; more copies the picture, less ignores it
_IN, _PROCESSOR = "references", "processor"  # in `Loaded.added`: the adapter that is in the U-Net now, and its eye
_FIRST = "ip_adapter.1.to_k_ip.weight"  # (channels, width of what the U-Net attends to)
_NONE: tuple[str, tuple[int, ...]] = ("", ())


def referred(pipe: Any, loaded: Loaded, job: Job, parts: Sequence[Installed]) -> None:
    """Make `pipe`, whose U-Net is the loaded one, see the job's references; nothing else where there are none.

    Raises ModelUnavailable where no adapter for this U-Net is installed.
    """
    part = added.adapter(parts) if job.references else None
    if job.references and part is None:
        raise ModelUnavailable(
            "This model sees no other pictures.", "Get what lets it: pentimento models pull ip-adapter"
        )
    if part is None or loaded.added.get(_IN) != added.called(part):
        _taken_out(pipe, loaded)
    if part is None:
        return
    if loaded.memory == "small" and loaded.device != "cpu":  # its layers would not move along with the model's
        raise ModelUnavailable(
            "Another picture as example takes more memory than this way of holding the model leaves.",
            "Set PENTIMENTO_MEMORY=balanced, or say it in words.",
        )
    pipe.register_modules(image_encoder=_encoder(loaded, part))
    if pipe.feature_extractor is None:
        pipe.register_modules(feature_extractor=_processor(loaded, pipe.image_encoder.config.image_size))
    if loaded.added.get(_IN) is None:
        loaded.added[_IN] = "half of one"  # until it is whole: what fails in between is taken out again
        pipe.load_ip_adapter(_weights(loaded, part), subfolder="", weight_name="", image_encoder_folder=None)
        loaded.added[_IN] = added.called(part)
    pipe.set_ip_adapter_scale(SCALE)
    job.note(f"shown the other picture by {added.called(part)}")


def arguments(job: Job) -> dict[str, Any]:
    """What the pipeline is told of the references; nothing where there are none."""
    return {"ip_adapter_image": [list(job.references)]} if job.references else {}


def _taken_out(pipe: Any, loaded: Loaded) -> None:
    if loaded.added.pop(_IN, None) is not None:
        pipe.unload_ip_adapter()


def _processor(loaded: Loaded, size_px: int) -> Any:
    """What makes a picture fit for the encoder."""
    if _PROCESSOR not in loaded.added:
        from transformers import CLIPImageProcessorPil

        square = {"height": size_px, "width": size_px}
        loaded.added[_PROCESSOR] = CLIPImageProcessorPil(size={"shortest_edge": size_px}, crop_size=square)
    return loaded.added[_PROCESSOR]


def _encoder(loaded: Loaded, part: Installed) -> Any:
    key = added.called(part)
    if key not in loaded.added:
        import torch
        from transformers import CLIPVisionModelWithProjection

        from tools.models.parts import judge_part

        judge_part(part.path, part.name)
        folder = next(config.parent for config in sorted(part.path.rglob("config.json")))
        net = CLIPVisionModelWithProjection.from_pretrained(
            folder, dtype=getattr(torch, loaded.dtype), use_safetensors=True, local_files_only=True
        )
        loaded.added[key] = added.joined(loaded, net)
    return loaded.added[key]


def _weights(loaded: Loaded, part: Installed) -> dict[str, dict[str, Any]]:
    """The adapter's tensors, of that file whose attention is as wide as the U-Net's."""
    from diffusers.models.model_loading_utils import load_state_dict

    file = _fitting(part, int(loaded.pipe.unet.config.cross_attention_dim))
    if file is None:
        raise ModelUnavailable(f"{part.name} holds no adapter for {loaded.path.name}.", "Say it in words instead.")
    tensors = load_state_dict(file)
    rooms = ("image_proj", "ip_adapter")
    return {
        room: {name.removeprefix(f"{room}."): tensor for name, tensor in tensors.items() if name.startswith(f"{room}.")}
        for room in rooms
    }


def _fitting(part: Installed, width: int) -> Path | None:
    files = sorted(part.path.rglob("*.safetensors"))
    return next((file for file in files if tensors(file, part.name).get(_FIRST, _NONE)[1][1:] == (width,)), None)
