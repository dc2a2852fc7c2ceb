"""Whether a folder may be opened as a part that is added to a model: a ControlNet, an adapter or a LoRA.

Such a part often is weights alone, without a configuration; it is judged by what its tensors are called. Everything
that holds for whole models (tools/models/judging.py) holds here.
"""

from __future__ import annotations

from pathlib import Path

from tools.errors import ModelRefused
from tools.models import safetensors
from tools.models.configs import check, incomplete
from tools.models.judging import Judged, judge, words

_LORA = (".lora_A.", ".lora_B.", ".lora_down.", ".lora_up.", ".lora.down.", ".lora.up.", ".alpha.")
_ADAPTER = ("image_proj.", "ip_adapter.")


def judge_part(path: Path, name: str = "") -> Judged:
    """The folder as a part; `kind` is a model's class, "ip-adapter" or "lora". Raises ModelRefused, one sentence."""
    name = name or path.name
    if (path / "config.json").is_file():
        return judge(path, name)
    words(path, name)
    files = sorted(path.rglob("*.safetensors"))
    if not files:
        raise incomplete(name, "any of its weights")
    kinds = [_kind(file, name) for file in files]
    if set(kinds) - {"encoder"} == {"ip-adapter"} and kinds.count("encoder") == 1:
        return Judged(path, "weights", "ip-adapter", {}, tuple(files))
    if kinds == ["lora"]:
        return Judged(path, "weights", "lora", {}, tuple(files))
    raise ModelRefused(
        f"{name} is no part that can be added to a model: it holds {', '.join(sorted(set(kinds)))}.",
        "Choose another one: pentimento models list",
    )


def _kind(file: Path, name: str) -> str:
    """What a file of weights is, by the names of its tensors; those beside a configuration are an encoder's."""
    tensors = safetensors.check(file, name)
    if (file.parent / "config.json").is_file():
        config = check(file.parent / "config.json", name)
        return "encoder" if config.get("architectures") == ["CLIPVisionModelWithProjection"] else "another model"
    if tensors and all(tensor.startswith(_ADAPTER) for tensor in tensors):
        return "ip-adapter"
    if tensors and all(any(mark in f"{tensor}." for mark in _LORA) for tensor in tensors):
        return "lora"
    return "other weights"
