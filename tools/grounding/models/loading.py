"""Loading the judged folder of a grounder or segmenter once, and keeping it: safetensors only, nothing from the
network, none of a model's own code, and no weight that is missing or made up.

Always in 32 bits: these models have well under a gigabyte, and sixteen bits would round the borders of a box to whole
pixels of a small picture. It knows no phrase and no picture.
"""

from __future__ import annotations

import gc
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from math import prod
from pathlib import Path
from threading import Lock, RLock
from time import perf_counter
from typing import Any

from tools.errors import DeviceExhausted, ModelRefused, ModelUnavailable, PentimentoError
from tools.models import safetensors
from tools.models.device import is_out_of_memory, placement
from tools.models.judging import Judged, judge
from tools.models.quiet import hushed

NEEDED = ("torch", "transformers")
MOST = 1.5  # times the numbers of its files that a model may have: some are tied, and written once
log = logging.getLogger(__name__)
_kept: dict[tuple[str, str], Loaded] = {}
_loading = Lock()


@dataclass(frozen=True)
class Kind:
    """How a family is opened: classes of transformers by name. `claims` are the architectures its config may name."""

    model: str
    claims: tuple[str, ...]
    tokenizer: str = ""
    given: Mapping[str, Any] = field(default_factory=dict)


@dataclass
class Loaded:
    """A model in memory with its tokenizer. `seen` is what it keeps of the picture it saw last."""

    folder: Judged
    model: Any
    tokenizer: Any
    device: str
    seconds: float = 0.0
    lock: RLock = field(default_factory=RLock)
    seen: tuple[Any, Any] | None = None

    @property
    def name(self) -> str:
        return self.folder.path.name

    @contextmanager
    def asked(self) -> Iterator[None]:
        """One question at a time, without gradients. Raises DeviceExhausted, and ModelRefused for all that fails."""
        import torch

        try:
            with self.lock, torch.inference_mode(), hushed():
                yield
        except PentimentoError:
            raise
        except Exception as error:
            raise _trouble(error, self.name, self.device, "used") from error

    def __str__(self) -> str:
        return f"{self.name} on {self.device} ({self.folder.size / 1e6:.0f} MB, loaded in {self.seconds:.1f} s)"


def missing() -> ModelUnavailable | None:
    """What keeps any of these models from being loaded, with what mends it. Loads nothing."""
    if lacking := [name for name in NEEDED if find_spec(name) is None]:
        what = ", ".join(lacking)
        return ModelUnavailable(f"This model needs {what}, not installed here.", "pip install 'pentimento[ground]'")
    return None


def kept(path: Path, device: str, kind: Kind) -> Loaded:
    """The model of a folder, from memory if it was loaded before.

    Raises ModelUnavailable where a library is missing, ModelRefused for a folder that can't be opened, DeviceExhausted.
    """
    if trouble := missing():
        raise trouble
    key = str(path), device
    with _loading:
        if key not in _kept:
            _kept[key] = _load(judge(path, classes=kind.claims), device, kind)
            log.info("loaded %s", _kept[key])
        return _kept[key]


def unload() -> None:
    """Let go of every loaded model."""
    with _loading:
        _kept.clear()
    gc.collect()


def _load(folder: Judged, device: str, kind: Kind) -> Loaded:
    started, name = perf_counter(), folder.path.name
    chosen, _ = placement(folder.size, device)
    try:
        with hushed():
            _measure(folder, kind)
            model = _model(folder, kind).eval().to(chosen)
            tokenizer = _tokenizer(folder, kind) if kind.tokenizer else None
    except PentimentoError:
        raise
    except Exception as error:
        raise _trouble(error, name, chosen, "loaded") from error
    return Loaded(folder, model, tokenizer, chosen, perf_counter() - started)


def _trouble(error: Exception, name: str, device: str, done: str) -> PentimentoError:
    """Whatever goes wrong inside a library is the folder's fault or the machine's: one sentence."""
    if is_out_of_memory(error):
        return DeviceExhausted(f"There is not enough memory for {name} on {device}.", "Set PENTIMENTO_DEVICE=cpu.")
    text = " ".join(str(error).split())[:200]
    return ModelRefused(
        f"{name} can't be {done}: {type(error).__name__}: {text}", f"Get it again: pentimento models pull {name}"
    )


def _measure(folder: Judged, kind: Kind) -> None:
    """Before any of it takes memory: a config that asks for far more numbers than the files hold is refused."""
    import torch
    import transformers

    made = getattr(transformers, kind.model)
    files = (safetensors.tensors(file, folder.path.name) for file in folder.weights)
    there = sum(prod(shape) for tensors in files for _, shape in tensors.values())
    with torch.device("meta"):
        model = made(made.config_class.from_pretrained(folder.path, local_files_only=True, trust_remote_code=False))
        model.tie_weights()
    needed = sum(one.numel() for one in model.parameters())
    if needed > MOST * there:
        raise ModelRefused(
            f"{folder.path.name} is described as having {needed:,} numbers, and its files hold {there:,}.",
            "Choose another model.",
        )


def _model(folder: Judged, kind: Kind) -> Any:
    import torch
    import transformers

    model, told = getattr(transformers, kind.model).from_pretrained(
        folder.path, dtype=torch.float32, use_safetensors=True, local_files_only=True, trust_remote_code=False,
        output_loading_info=True, **kind.given,
    )  # fmt: skip
    if gaps := [str(key) for key in (*told["missing_keys"], *told["mismatched_keys"])]:
        raise ModelRefused(
            f"{folder.path.name} lacks {len(gaps)} of its weights, such as {gaps[0][:120]}.",
            f"Get it again: pentimento models pull {folder.path.name}",
        )
    return model


def _tokenizer(folder: Judged, kind: Kind) -> Any:
    import transformers

    made = getattr(transformers, kind.tokenizer)
    return made.from_pretrained(folder.path, local_files_only=True, trust_remote_code=False)
