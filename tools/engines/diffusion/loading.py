"""Loading a judged folder as an explicit pipeline class, onto a device, in as much memory as it may take.

Safetensors only, no code of a model, nothing from the network. It knows no skill and no prompt.
"""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from threading import RLock
from time import perf_counter
from typing import TYPE_CHECKING, Any

from tools.engines.diffusion.measuring import measure
from tools.errors import ModelRefused, ModelUnavailable
from tools.models.device import is_out_of_memory, memory_bytes, placement

if TYPE_CHECKING:
    from tools.engines.options import Memory, Options
    from tools.models.judging import Judged

NEEDED = ("torch", "diffusers", "transformers", "accelerate")
WORK_BYTES, LARGE_WORK_BYTES = 2_000_000_000, 3_500_000_000  # what a run takes beside the weights of a model
LARGE_BYTES = 5_000_000_000  # from which a model works on a megapixel
MOST = 0.85  # of a machine's memory that a model may fill
LARGE = (
    "transformer",
    "unet",
    "text_encoder",
    "text_encoder_2",
    "text_encoder_3",
)  # parts that four bits are worth it for
CHEAPER: dict[Memory, Memory] = {"fast": "balanced", "balanced": "small"}
_LIBRARIES = r"(accelerate|diffusers|peft|torch|transformers)(\.|$)"
log = logging.getLogger(__name__)


@dataclass
class Loaded:
    """A pipeline in memory. `kind` is its folder's class; variants share its parts, and `added` holds by name what
    other folders added to it. `lock` is held while it works.
    """

    path: Path
    pipe: Any
    kind: str
    device: str
    dtype: str
    memory: Memory
    size: int
    seconds: float = 0.0
    variants: dict[str, Any] = field(default_factory=dict)
    added: dict[str, Any] = field(default_factory=dict)
    lock: RLock = field(default_factory=RLock)

    def variant(self, kind: str, **more: Any) -> Any:
        """The pipeline of another class with the same parts, and `more`; made once."""
        if kind == self.kind and not more:
            return self.pipe
        key = " ".join([kind, *sorted(f"{name}:{id(part)}" for name, part in more.items())])
        if key not in self.variants:
            import diffusers
            import torch

            # Without a dtype, from_pipe turns the shared parts into float32; with one, also what a library keeps in it.
            formats = [(weight, weight.dtype) for part in self.modules for weight in part.parameters()]
            dtype = getattr(torch, self.dtype)
            self.variants[key] = getattr(diffusers, kind).from_pipe(self.pipe, dtype=dtype, **more)
            for weight, before in formats:
                if weight.dtype != before:
                    weight.data = weight.data.to(before)
        return self.variants[key]

    @property
    def modules(self) -> list[Any]:
        """The neural parts."""
        import torch

        return [part for part in self.pipe.components.values() if isinstance(part, torch.nn.Module)]

    def rest(self) -> None:
        """After a call, also one that broke off: what takes turns on the card leaves it."""
        if self.memory != "balanced" or self.device == "cpu":
            return
        import torch

        self.pipe.maybe_free_model_hooks()
        for part in self.added.values():
            if isinstance(part, torch.nn.Module):
                part.to("cpu")
        torch.cuda.empty_cache()

    @property
    def way(self) -> str:
        """Where and how it runs."""
        return f"{self.device}, {self.dtype}, {self.memory}"

    def __str__(self) -> str:
        return f"{self.path.name} on {self.way}, loaded in {self.seconds:.1f} s"


def missing() -> ModelUnavailable | None:
    """What keeps any pipeline from being loaded, with what mends it. Loads nothing."""
    if lacking := [name for name in NEEDED if find_spec(name) is None]:
        what = ", ".join(lacking)
        return ModelUnavailable(f"This model needs {what}, not installed here.", "pip install 'pentimento[diffusion]'")
    return None


def load(folder: Judged, options: Options, memory: Memory | None = None) -> Loaded:
    """The pipeline of a judged folder. Raises ModelUnavailable, ModelRefused, and MemoryError where it does not fit."""
    device, dtype, chosen = plan(folder, options, memory)
    _spare(folder, device, dtype, chosen)
    started = perf_counter()
    try:
        with hushed():
            measure(folder)
            pipe = _read(folder, dtype, _quantized(folder, device) if chosen == "small" else None, options.checked)
            _placed(pipe, device, chosen, folder)
    except (ModelRefused, ModelUnavailable):
        raise
    except Exception as error:
        if is_out_of_memory(error):
            raise MemoryError(f"{folder.path.name} does not fit {device}") from error
        text = " ".join(str(error).split())[:200]
        if "ignore_mismatched_sizes" in text:
            text = "its weights have other shapes than its configuration says"
        raise ModelRefused(
            f"{folder.path.name} can't be loaded: {type(error).__name__}: {text}",
            f"Get it again: pentimento models pull {folder.path.name}",
        ) from error
    made = Loaded(folder.path, pipe, folder.kind, device, dtype, chosen, 0, perf_counter() - started)
    made.size = sum(weight.nbytes for part in made.modules for weight in part.parameters())
    log.info("loaded %s", made)
    return made


def plan(folder: Judged, options: Options, memory: Memory | None = None) -> tuple[str, str, Memory]:
    """Device, number format and way of holding a model. Raises ModelUnavailable for a device that is not there."""
    device, dtype = placement(folder.halved(), options.device)
    chosen = memory or (options.memory if options.memory != "auto" else fitting(folder, device))
    return device, "bfloat16" if chosen == "small" and device == "cpu" else dtype, chosen


def taken(folder: Judged, options: Options, memory: Memory | None = None) -> int:
    """Bytes that a model will take once it is loaded, as far as can be told before."""
    return folder.halved() * (2 if plan(folder, options, memory)[1] == "float32" else 1)


def fitting(folder: Judged, device: str) -> Memory:
    """How a model is best held on a device: whole where it fits, else its parts in turn, else its layers."""
    size = folder.halved()
    room = memory_bytes(device) - (WORK_BYTES if size < LARGE_BYTES else LARGE_WORK_BYTES)
    if size <= room or device == "cpu":
        return "fast"
    largest = max(folder.halved(file.parent.name) for file in folder.weights)
    return "balanced" if largest <= room else "small"


def _spare(folder: Judged, device: str, dtype: str, memory: Memory) -> None:
    """Raises ModelUnavailable where this machine's own memory can't hold what has to be in it: it would be killed."""
    quantized = memory == "small" and device.startswith("cuda") and find_spec("bitsandbytes") is not None
    size = folder.halved() * (2 if dtype == "float32" else 1)
    here = memory_bytes()
    if (device != "cpu" and memory == "fast") or quantized or size <= MOST * here:
        return
    smaller = "pip install 'pentimento[quantized]'" if device.startswith("cuda") else "Choose a smaller model."
    raise ModelUnavailable(
        f"{folder.path.name} needs {size / 1e9:.0f} GB of memory here, this machine has {here / 1e9:.0f}.", smaller
    )


def _read(folder: Judged, dtype: str, quantized: Any, checked: bool) -> Any:
    import diffusers
    import torch

    given = _without_video(folder)
    if "safety_checker" in folder.config and not checked:
        given |= {"safety_checker": None, "requires_safety_checker": False}
    return getattr(diffusers, folder.kind).from_pretrained(
        folder.path, dtype=getattr(torch, dtype), use_safetensors=True, local_files_only=True, trust_remote_code=False,
        variant=variant_of(folder), **({"quantization_config": quantized} if quantized else {}), **given,
    )  # fmt: skip


def _without_video(folder: Judged) -> dict[str, Any]:
    """The processors that transformers would only load together with their half for videos."""
    import transformers

    from tools.models.judging import components
    from tools.models.processors import load_processor, wants_video

    found = {}
    for part, (library, kind) in components(folder.config, folder.path.name).items():
        if library == "transformers" and kind.endswith("Processor") and wants_video(getattr(transformers, kind)):
            found[part] = load_processor(folder.path / part, kind)
    return found


def variant_of(folder: Judged) -> str | None:
    """The variant that the weights' names carry, as the hub writes it: diffusion_pytorch_model.fp16.safetensors."""
    names = {file.name.split(".")[1].split("-")[0] for file in folder.weights if file.name.count(".") > 1}
    plain = any(file.name.count(".") == 1 for file in folder.weights)
    return names.pop() if len(names) == 1 and not plain else None


def _quantized(folder: Judged, device: str) -> Any:
    """Four bits for the large parts, where the library for it is there."""
    if not device.startswith("cuda") or find_spec("bitsandbytes") is None:
        return None
    import torch
    from diffusers.quantizers import PipelineQuantizationConfig

    large = [part for part in LARGE if (folder.path / part).is_dir()]
    return PipelineQuantizationConfig(
        quant_backend="bitsandbytes_4bit",
        quant_kwargs={"load_in_4bit": True, "bnb_4bit_quant_type": "nf4", "bnb_4bit_compute_dtype": torch.bfloat16},
        components_to_quantize=large,
    )


def _placed(pipe: Any, device: str, memory: Memory, folder: Judged) -> None:
    import torch

    tight = device.startswith("cuda") and folder.halved() > 0.5 * memory_bytes(device)
    if (memory != "fast" or tight) and getattr(pipe, "vae", None) is not None and hasattr(pipe.vae, "enable_tiling"):
        pipe.vae.enable_tiling()
    if memory == "fast" or device == "cpu":
        pipe.to(device)
    elif memory == "balanced":
        pipe.enable_model_cpu_offload(device=device)
    else:
        pipe.enable_group_offload(
            onload_device=torch.device(device), offload_device=torch.device("cpu"),
            offload_type="leaf_level", use_stream=device.startswith("cuda"),
            low_cpu_mem_usage=2 * folder.halved() > memory_bytes(),
            exclude_modules="vae",  # pipelines turn it into float32 for a while, which layers on the way would undo
        )  # fmt: skip


@contextmanager
def hushed() -> Iterator[None]:
    """Keep the libraries' bars and remarks off a person's terminal; what matters becomes an error of ours."""
    import transformers.utils.logging as transformers_told
    from diffusers.utils import logging as diffusers_told

    levels = [(told, told.get_verbosity()) for told in (diffusers_told, transformers_told)]
    for told, _ in levels:
        told.set_verbosity_error()
        told.disable_progress_bar()
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", module=_LIBRARIES)
            yield
    finally:
        for told, level in levels:
            told.set_verbosity(level)
            told.enable_progress_bar()
