"""Whether a pipeline's parts, as their configurations describe them, are what their weights are: told before any of it
takes memory.

A part is built on torch's meta device, where numbers have shapes and no place, and counted against the headers of its
files. A configuration that asks for more than the files hold would eat the memory before a library notices, or have the
rest made up as noise. It loads no weights and knows no skill.
"""

from __future__ import annotations

from importlib import import_module
from math import prod
from typing import TYPE_CHECKING, Any

from tools.errors import ModelRefused
from tools.models import safetensors
from tools.models.judging import WEIGHTLESS, components

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tools.models.judging import Judged

PACKED = 8  # numbers in one, at most, where weights are kept in fewer bits than a byte
_ROOMS = {"stable_diffusion": "diffusers.pipelines.stable_diffusion.safety_checker"}
Shapes = dict[str, tuple[int, ...]]


def measure(folder: Judged) -> None:
    """Raises ModelRefused, in one sentence, for a part that its weights do not fill."""
    name = folder.path.name
    for part, (library, kind) in components(folder.config, name).items():
        if WEIGHTLESS.fullmatch(kind) or not (folder.path / part).is_dir():
            continue
        shapes, packed = _shapes(folder, folder.path / part)
        if not shapes:
            continue  # ONNX, which tells the shapes of its weights by itself
        try:
            needed = _needed(library, kind, folder.path / part)
        except Exception as error:
            why = " ".join(str(error).split())[:120]
            raise ModelRefused(
                f"{name} can't be loaded: its {part} is described in a way that makes no {kind} ({why}).",
                "Choose another model.",
            ) from error
        _compare(name, part, needed, shapes, PACKED if packed else 1)


def _needed(library: str, kind: str, path: Path) -> Shapes:
    """Every parameter of a part with its shape; one that has two names has the first."""
    import torch

    made: Any = getattr(import_module(_ROOMS.get(library, library)), kind)
    with torch.device("meta"):
        if library == "diffusers":
            model = made.from_config(made.load_config(path, local_files_only=True))
        else:
            model = made(made.config_class.from_pretrained(path, local_files_only=True, trust_remote_code=False))
            model.tie_weights()
    spared = [*(getattr(model, "_keys_to_ignore_on_load_missing", None) or ())]
    return {key: tuple(one.shape) for key, one in model.named_parameters() if not _any(spared, key)}


def _any(patterns: list[str], key: str) -> bool:
    import re

    return any(re.search(pattern, key) for pattern in patterns)


def _shapes(folder: Judged, path: Path) -> tuple[Shapes, bool]:
    """The shapes in the headers of a part's files, and whether several numbers may lie in one."""
    found: Shapes = {}
    packed = False
    for file in folder.weights:
        if file.parent == path and file.suffix == ".safetensors":
            for key, (dtype, shape) in safetensors.tensors(file, folder.path.name).items():
                found[key] = shape
                packed = packed or dtype in ("U8", "I8", "F4", "I32")
    return found, packed


def _compare(name: str, part: str, needed: Shapes, there: Mapping[str, tuple[int, ...]], packed: int) -> None:
    """By numbers, for a library may know a weight by an older name, or in two parts: what is renamed stays as many."""
    lacking = {key: prod(shape) for key, shape in needed.items() if key not in there}
    left = sum(prod(shape) for key, shape in there.items() if key not in needed)
    other = next((key for key, shape in needed.items() if prod(there.get(key, shape)) * packed < prod(shape)), None)
    if other is not None:
        told, found = (" × ".join(map(str, shape)) for shape in (needed[other], there[other]))
        raise ModelRefused(
            f"{name} can't be loaded: its {part} is described as larger than its weights are "
            f"({other[:80]}: {told}, and {found} in the file).",
            "Choose another model.",
        )
    if sum(lacking.values()) > left * packed:
        first = max(lacking, key=lambda key: lacking[key])
        raise ModelRefused(
            f"{name} lacks {sum(lacking.values()) - left:,} of the numbers that its {part} consists of, "
            f"such as {first[:80]}.",
            f"Get it again: pentimento models pull {name}",
        )
