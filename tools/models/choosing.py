"""Which files of a repository are fetched: one set of weights, its configuration and its licence; no pickles, no code.

It looks at names alone, so that it serves a hub's listing and a local folder alike.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from fnmatch import fnmatchcase
from pathlib import PurePosixPath

from tools.errors import ModelRefused

WEIGHTS = (".safetensors", ".onnx", ".onnx_data")
WORDS = (".json", ".txt", ".model", ".jinja")
LICENCES = re.compile(r"(LICEN[CS]E|NOTICE|USE_POLICY)\w*(\.(md|txt))?", re.I)
PICKLES = (".bin", ".pt", ".pth", ".ckpt", ".pkl")
INDEX = "model_index.json"
_WEIGHT = re.compile(r"(?P<stem>[^.]+?)(\.(?P<variant>[a-z0-9_]+))?(-\d{5}-of-\d{5})?\.safetensors")
_INDEX = re.compile(r"(?P<stem>[^.]+)\.safetensors\.index(\.(?P<variant>[a-z0-9_]+))?\.json")
_STEMS = ("model", "diffusion_pytorch_model")


def chosen(
    paths: Collection[str],
    repo: str,
    variant: str = "",
    patterns: Collection[str] = (),
    parts: Collection[str] = (),
) -> list[str]:
    """The paths to fetch, sorted. `parts` are the folders of a pipeline, `variant` is preferred where every one of them
    has it, `patterns` choose instead of all that. Raises ModelRefused where there is neither safetensors nor ONNX.
    """
    allowed = [path for path in paths if allows(path)]
    if patterns:
        found = [path for path in allowed if any(fnmatchcase(path, pattern) for pattern in patterns)]
    elif INDEX in paths:
        found = [INDEX, *_in_folders(allowed, parts, variant)]
    else:
        found = _in_folders(allowed, {"."}, variant)
    if not any(path.endswith(WEIGHTS) for path in found):
        pickled = sorted(path for path in paths if path.endswith(PICKLES))
        if pickled:
            raise ModelRefused(
                f"{repo} has only pickled weights ({pickled[0][:80]}), which can run code when opened.",
                "Choose a model with safetensors.",
            )
        raise ModelRefused(f"{repo} has no weights in a format that is safe to open.", "Choose another model.")
    licences = [path for path in paths if LICENCES.fullmatch(path)]
    return sorted({*found, *licences})


def variant_of(paths: Collection[str]) -> str:
    """The variant of the weights among the paths; "" for plain ones, or where they differ."""
    found = {_variant(path) for path in paths if path.endswith(".safetensors")}
    return (found.pop() or "") if len(found) == 1 else ""


def allows(path: str) -> bool:
    """Whether a file may be fetched at all: weights that run nothing, words, or a licence."""
    name = PurePosixPath(path).name
    return not name.startswith(".") and (name.endswith((*WEIGHTS, *WORDS)) or bool(LICENCES.fullmatch(path)))


def _in_folders(allowed: Collection[str], folders: Collection[str], variant: str) -> list[str]:
    """Of each folder the words, and the weights of one variant."""
    inside = {folder: [path for path in allowed if str(PurePosixPath(path).parent) == folder] for folder in folders}
    weighty = [paths for paths in inside.values() if any(path.endswith(".safetensors") for path in paths)]
    everywhere = bool(weighty) and all(any(_variant(path) == variant for path in paths) for paths in weighty)
    wanted = variant if everywhere else ""
    return [path for paths in inside.values() for path in paths if _wanted(path, wanted, paths)]


def _wanted(path: str, variant: str, beside: Collection[str]) -> bool:
    name = PurePosixPath(path).name
    if name.endswith((".onnx", ".onnx_data")):
        return not any(other.endswith(".safetensors") for other in beside)  # the same weights once more
    if not (name.endswith(".safetensors") or ".safetensors.index" in name):
        return True
    usual = any(_stem(other) in _STEMS for other in beside)
    return _variant(path) == variant and (not usual or _stem(path) in _STEMS)


def _read(path: str) -> re.Match[str] | None:
    name = PurePosixPath(path).name
    return _WEIGHT.fullmatch(name) or _INDEX.fullmatch(name)


def _variant(path: str) -> str | None:
    found = _read(path)
    return (found["variant"] or "") if found else None


def _stem(path: str) -> str:
    found = _read(path)
    return found["stem"] if found else ""
