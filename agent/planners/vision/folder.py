"""A planner's model: where its folder lies on this machine, and whether it is one of a family that can plan.

That a folder may be opened at all (safetensors only, no code, every shard there and whole) is judged by tools/models;
here its family and its tokenizer are. It loads no torch and downloads nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from agent.errors import PlannerUnavailable
from tools.errors import ModelRefused
from tools.models.catalog import REPOSITORY, named
from tools.models.configs import incomplete
from tools.models.judging import judge as judged
from tools.models.shelf import Shelf

INDEX = "model.safetensors.index.json"
WEIGHTS = "model.safetensors"
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
    """The command with which a person fetches a model; the program itself never downloads one unasked."""
    entry = named(model)
    return f"pentimento models pull {entry.name if entry else model}"


def located(model: str, models: Path) -> str:
    """`model` as the folder that it was pulled into; a name of the catalogue that was not pulled as its repository."""
    entry = named(model)
    pulled = Shelf(models).get(entry.name if entry else model)
    if pulled is not None:
        return str(pulled.path)
    return entry.repo if entry else model


def judge(path: Path, name: str) -> ModelFolder:
    """The folder as a model that may be opened. Raises PlannerUnavailable, in one sentence, for any other."""
    try:
        found = judged(path, name)
        family = str(found.config.get("model_type", ""))[:60]
        if family not in PROCESSORS:
            raise PlannerUnavailable(
                f"{name} is a model of the kind “{family or found.kind or 'unknown'}”, which can't be a planner here.",
                f"These can: {', '.join(PROCESSORS)}.",
            )
        for needed in ("tokenizer.json", "tokenizer_config.json"):
            if not (path / needed).is_file():
                raise incomplete(name, needed)
    except ModelRefused as refusal:
        again = refusal.missing and (named(name) or REPOSITORY.fullmatch(name))
        hint = f"Get it with: {pull_command(name)}" if again else refusal.hint
        raise PlannerUnavailable(refusal.message, hint) from refusal
    return ModelFolder(path, name, family, found.size)
