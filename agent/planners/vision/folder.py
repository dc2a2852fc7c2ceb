"""A model's folder: where it lies on this machine, and whether it may be opened at all.

Everything is judged from the JSON files and the names beside them before a library sees the folder: weights are
safetensors (pickles run code when opened), no code comes along, every shard is there, and the family is one that is
known. It loads no torch and downloads nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from agent.errors import PlannerUnavailable

INDEX = "model.safetensors.index.json"
WEIGHTS = "model.safetensors"
MAX_JSON = 20_000_000  # bytes; a large index has some hundred kilobytes
REPOSITORY = re.compile(r"[A-Za-z0-9][\w.-]{0,95}/[\w.-]{1,96}")
PROCESSORS = {
    "llava": "LlavaProcessor",
    "llava_next": "LlavaNextProcessor",
    "llava_onevision": "LlavaOnevisionProcessor",
    "qwen2_vl": "Qwen2VLProcessor",
    "qwen2_5_vl": "Qwen2_5_VLProcessor",
    "qwen3_vl": "Qwen3VLProcessor",
}


@dataclass(frozen=True)
class ModelFolder:
    """A folder that passed: `family` is a key of PROCESSORS, `size` the bytes of its weights."""

    path: Path
    name: str
    family: str
    size: int

    @property
    def processor(self) -> str:
        """The name of the transformers class that prepares its input."""
        return PROCESSORS[self.family]


def find(model: str) -> ModelFolder:
    """The folder of `model`: a path (absolute, or begun with ~ or .) or a repository id. Raises PlannerUnavailable."""
    if model.startswith(("/", "~", ".")):
        path = Path(model).expanduser()
        if not path.is_dir():
            raise PlannerUnavailable(
                f"There is no folder “{model}” with a model.", "Set `llava_model` to one that exists."
            )
        return judge(path, path.name)
    return judge(_downloaded(model), model)


def _downloaded(model: str) -> Path:
    """What Hugging Face's cache has of a repository; nothing is fetched."""
    if not REPOSITORY.fullmatch(model):
        raise PlannerUnavailable(
            f"“{model[:80]}” is neither a folder nor a model's id.",
            "An id looks like `owner/name`, a folder begins with /.",
        )
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HfHubHTTPError, LocalEntryNotFoundError

    try:
        return Path(snapshot_download(model, local_files_only=True))
    except (LocalEntryNotFoundError, HfHubHTTPError, OSError, ValueError) as error:
        raise PlannerUnavailable(
            f"The model {model} is not on this machine; nothing was downloaded.", f"Get it with: {pull_command(model)}"
        ) from error


def pull_command(model: str) -> str:
    """The command with which a person fetches a repository; the program itself never downloads one."""
    return f"hf download {model}"


def judge(path: Path, name: str) -> ModelFolder:
    """The folder as a model that may be opened. Raises PlannerUnavailable, in one sentence, for any other."""
    config = _json(path / "config.json", name)
    _no_code(path, config, name)
    family = str(config.get("model_type", ""))[:60]
    if family not in PROCESSORS:
        raise PlannerUnavailable(
            f"{name} is a model of the kind “{family or 'unknown'}”, which can't be a planner here.",
            f"These can: {', '.join(PROCESSORS)}.",
        )
    for needed in ("tokenizer.json", "tokenizer_config.json"):
        if not (path / needed).is_file():
            raise _incomplete(name, needed)
    return ModelFolder(path, name, family, sum((path / shard).stat().st_size for shard in _shards(path, name)))


def _no_code(path: Path, config: Mapping[str, Any], name: str) -> None:
    """Refuse what would make a library load something else than this folder's weights: code, adapters, kernels."""
    configs = [config]
    for file in (
        "tokenizer_config.json",
        "processor_config.json",
        "preprocessor_config.json",
        "video_preprocessor_config.json",
    ):
        if (path / file).is_file():
            configs.append(_json(path / file, name))
    for key, value in (pair for one in configs for pair in _pairs(one)):
        if key == "auto_map" and value:
            raise PlannerUnavailable(f"{name} brings its own code, which is never run here.", "Choose another model.")
        if key.endswith("attn_implementation") and "/" in str(value):
            raise PlannerUnavailable(
                f"{name} asks for code from “{str(value)[:80]}”, which is never run here.", "Choose another model."
            )
    if (path / "adapter_config.json").exists():
        raise PlannerUnavailable(f"{name} is an adapter and no whole model.", "Merge it into its model first.")


def _pairs(value: object, depth: int = 0) -> Iterator[tuple[str, Any]]:
    if depth > 40:
        return
    if isinstance(value, dict):
        for key, inner in value.items():
            yield str(key), inner
            yield from _pairs(inner, depth + 1)
    elif isinstance(value, list):
        for inner in value:
            yield from _pairs(inner, depth + 1)


def _shards(path: Path, name: str) -> list[str]:
    """The names of the files with the weights, all of them there."""
    if (path / INDEX).is_file():
        weights = _json(path / INDEX, name).get("weight_map")
        shards = sorted({str(shard) for shard in weights.values()}) if isinstance(weights, dict) else []
    else:
        shards = [WEIGHTS] if (path / WEIGHTS).is_file() else []
    if not shards:
        pickled = sorted(
            file.name for file in path.glob("*") if file.suffix in (".bin", ".pt", ".pth", ".ckpt", ".pkl")
        )
        if pickled:
            raise PlannerUnavailable(
                f"{name} has only pickled weights ({pickled[0]}), which can run code when opened; they stay closed.",
                "Choose a model with safetensors.",
            )
        raise _incomplete(name, WEIGHTS)
    for shard in shards:
        if Path(shard).name != shard or not shard.endswith(".safetensors"):
            raise PlannerUnavailable(f"{name} names “{shard[:80]}” as its weights, which is no file of its own folder.")
        if not (path / shard).is_file():
            raise _incomplete(name, shard)
    return shards


def _json(file: Path, name: str) -> dict[str, Any]:
    if not file.is_file():
        raise _incomplete(name, file.name)
    try:
        if file.stat().st_size > MAX_JSON:
            raise ValueError("too large")
        read = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise PlannerUnavailable(f"{name} can't be read: {file.name} is damaged.", "Download it again.") from error
    if not isinstance(read, dict):
        raise PlannerUnavailable(f"{name} can't be read: {file.name} is damaged.", "Download it again.")
    return read


def _incomplete(name: str, missing: str) -> PlannerUnavailable:
    hint = f"Get it with: {pull_command(name)}" if REPOSITORY.fullmatch(name) else "Download the whole folder."
    return PlannerUnavailable(f"{name} is incomplete: {missing} is missing.", hint)
