"""A model's JSON files, read with limits before any library sees them: size, depth, counts, and what asks for code.

It reads text and judges it; it knows nothing of weights.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tools.errors import ModelRefused

CONFIG_BYTES = 8_000_000  # the largest tokenizer settings known have about two
INDEX_BYTES = 20_000_000  # a large index has some hundred kilobytes
DEEPEST = 40
MOST_LAYERS = 1000
MOST_ITEMS = 4096  # of a list in a model's own configuration, which may name a layer each
MOST_STEPS = 100_000  # that a scheduler was trained with: it keeps a number for each, and all known have 1000
MOST_WORDS = 1000  # that CLIP reads; its tokenizer fills every text up to as many
_LAYERS = re.compile(r"(num|n|text|vision|encoder|decoder)?_?(\w*_)?(layers?|blocks|depths?)(_per_block)?")


def read(file: Path, name: str, most: int = CONFIG_BYTES) -> dict[str, Any]:
    """The object in a JSON file of the model `name`. Raises ModelRefused where it is missing, too large or damaged."""
    if not file.is_file():
        raise incomplete(name, file.name)
    damaged = ModelRefused(f"{name} can't be read: {file.name} is damaged.", "Download it again.")
    try:
        size = file.stat().st_size
        if size > most:
            raise ModelRefused(f"{name} can't be read: {file.name} is too large ({size / 1e6:.0f} MB).")
        found = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise damaged from error
    if not isinstance(found, dict):
        raise damaged
    return found


def check(file: Path, name: str) -> dict[str, Any]:
    """The configuration in `file`, which asks for nothing but this folder's weights. Raises ModelRefused."""
    found = read(file, name)
    for key, value in _pairs(found, name, file):
        if key in ("auto_map", "custom_pipelines") and value:
            raise own_code(name, f"{key} in {file.name}")
        if key.rstrip("_").endswith(("implementation", "implementation_internal")) and "/" in str(value):
            raise ModelRefused(
                f"{name} asks for code from “{str(value)[:80]}”, which is never run here.", "Choose another model."
            )
        if key in ("backbone", "use_pretrained_backbone") and value:
            raise ModelRefused(
                f"{name} wants its backbone from elsewhere ({key} in {file.name}); nothing is fetched for it here.",
                "Choose another model.",
            )
        if _LAYERS.fullmatch(key) and _largest(value) > MOST_LAYERS:
            raise ModelRefused(
                f"{name} asks for {_largest(value):g} layers ({key} in {file.name}), which no model has."
            )
        if file.name == "config.json" and isinstance(value, list) and len(value) > MOST_ITEMS:
            raise ModelRefused(f"{name} can't be read: {key[:40]} in {file.name} has {len(value):,} entries.")
        if key == "num_train_timesteps" and _largest(value) > MOST_STEPS:
            raise ModelRefused(f"{name} asks for {_largest(value):g} steps ({key} in {file.name}), which no model has.")
    return found


def own_code(name: str, what: str) -> ModelRefused:
    """The refusal of a model that comes with code."""
    return ModelRefused(
        f"{name} brings its own code, which is never run here ({what[:120]}).",
        "Choose another model; `pentimento models pull` leaves such files out.",
    )


def incomplete(name: str, missing: str) -> ModelRefused:
    """The refusal of a model that lacks a file."""
    return ModelRefused(f"{name} is incomplete: {missing} is missing.", "Download the whole folder.", missing)


def _pairs(value: object, name: str, file: Path, depth: int = 0) -> Iterator[tuple[str, Any]]:
    if depth > DEEPEST:
        raise ModelRefused(f"{name} can't be read: {file.name} is nested too deeply.")
    if isinstance(value, dict):
        for key, inner in value.items():
            yield str(key), inner
            yield from _pairs(inner, name, file, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            yield from _pairs(inner, name, file, depth + 1)


def _largest(value: object) -> float:
    numbers = value if isinstance(value, list) else [value]
    return max((one for one in numbers if isinstance(one, int | float)), default=0)
