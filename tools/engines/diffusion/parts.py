"""What was pulled to be added to a model: which of it there is for what, and how a network joins a loaded pipeline.

The catalogue's parts: a ControlNet (`guide`), an IP-Adapter, the LoRA of a way to sample. It knows no pipeline.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from typing import TYPE_CHECKING, Any

from tools.models.catalog import entries, named

if TYPE_CHECKING:
    from tools.engines.diffusion.loading import Loaded
    from tools.models.catalog import Entry
    from tools.models.shelf import Installed
    from tools.types import ControlKind

CONTROLNET, IP_ADAPTER, LORA = "controlnet", "ip-adapter", "lora"  # what the catalogue calls a part's `family`


def guide(parts: Iterable[Installed], kind: ControlKind) -> Installed | None:
    """The installed part that guides shapes by a picture of `kind`."""
    return _first(parts, lambda entry: entry.family == CONTROLNET and entry.guide == kind)


def adapter(parts: Iterable[Installed]) -> Installed | None:
    """The installed part that shows a model other pictures."""
    return _first(parts, lambda entry: entry.family == IP_ADAPTER)


def lora(parts: Iterable[Installed], stem: str) -> Installed | None:
    """The installed LoRA whose name in the catalogue begins with `stem`."""
    return _first(parts, lambda entry: entry.family == LORA and entry.name.startswith(stem))


def offered(family: str, kind: str, *, guide: ControlKind | None = None, stem: str = "") -> Entry | None:
    """The catalogue's part of `kind` for models of a family, installed or not."""
    fitting = (entry for entry in entries() if entry.family == kind and family in entry.fits)
    return next((entry for entry in fitting if entry.guide == guide and entry.name.startswith(stem)), None)


def called(part: Installed) -> str:
    """A part and which version of it, for the receipt."""
    return f"{part.name}@{part.manifest.revision[:12] or part.fingerprint}"


def joined(loaded: Loaded, net: Any) -> Any:
    """A network that works together with a loaded model's own: where they are, and away again where they go away."""
    loaded.size += sum(weight.nbytes for weight in net.parameters())
    net = net.eval()
    if loaded.memory == "balanced" and loaded.device != "cpu":
        return import_module("accelerate").cpu_offload_with_hook(net, loaded.device)[0]
    return net.to(loaded.device)


def _first(parts: Iterable[Installed], fits: Callable[[Entry], bool]) -> Installed | None:
    return next((part for part in parts if (entry := named(part.name)) is not None and fits(entry)), None)
