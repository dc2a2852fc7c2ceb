"""Loading a judged folder once, onto the best device there is, and keeping it.

cuda in bfloat16 (float16 where the card has none), mps in float16, else cpu in float32, or in bfloat16 when float32
would not fit the memory. Weights come from safetensors only and have to be complete: transformers would fill a gap with
noise. It knows no messages and no schema.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from importlib.util import find_spec
from threading import Lock, RLock
from typing import TYPE_CHECKING, Any

from agent.errors import PlannerUnavailable
from agent.planners.vision.dialogue import control_tokens
from agent.planners.vision.folder import ModelFolder, find
from agent.planners.vision.grammar import wrap
from tools.errors import ModelUnavailable
from tools.models.device import is_out_of_memory
from tools.models.device import placement as device_for
from tools.models.processors import load_processor
from tools.models.quiet import hushed

if TYPE_CHECKING:
    import llguidance

Progress = Callable[[float, str], None]
NEEDED = ("torch", "transformers", "llguidance", "langchain_core", "jinja2")
UNUSED = re.compile(r"vision_tower\.(\w+\.)?(head|post_layernorm)\.")  # the features are taken before these
log = logging.getLogger(__name__)
_kept: dict[tuple[str, str, str], LoadedModel] = {}
_loading = Lock()


def quiet(fraction: float, label: str) -> None:
    """Progress that nobody watches."""


@dataclass
class LoadedModel:
    """A model in memory with all that one answer needs. `lock` is held while it answers: one at a time."""

    folder: ModelFolder
    model: Any
    processor: Any
    device: str
    dtype: str
    seconds: float
    lock: RLock = field(default_factory=RLock)

    @cached_property
    def ends(self) -> list[int]:
        """The tokens that end an answer, by every place where a model's authors write them down."""
        tokenizer, configs = (
            self.processor.tokenizer,
            (self.model.generation_config, self.model.config.get_text_config()),
        )
        named = [tokenizer.eos_token_id, *(_ids(config.eos_token_id) for config in configs)]
        ends = sorted({token for one in named for token in _ids(one) if 0 <= token < len(tokenizer)})
        if not ends:
            raise PlannerUnavailable(f"{self.folder.name} names no token that ends an answer.", "Choose another model.")
        return ends

    @cached_property
    def grammar_tokenizer(self) -> llguidance.LLTokenizer:
        """The tokenizer for grammars; about two seconds for a vocabulary of 150,000, once."""
        return wrap(self.processor.tokenizer, self.ends)

    @cached_property
    def control(self) -> set[str]:
        """The words that a message must not smuggle in."""
        return control_tokens(self.processor.tokenizer)

    @property
    def context(self) -> int:
        """How many tokens prompt and answer may have together."""
        return int(getattr(self.model.config.get_text_config(), "max_position_embeddings", 0) or 4096)

    def __str__(self) -> str:
        size = f"{self.folder.size / 1e9:.1f} GB" if self.folder.size >= 1e8 else f"{self.folder.size / 1e6:.1f} MB"
        return f"{self.folder.name} on {self.device} in {self.dtype} ({size}, loaded in {self.seconds:.1f} s)"


def _ids(value: object) -> list[int]:
    if isinstance(value, int):
        return [value]
    return [one for one in value if isinstance(one, int)] if isinstance(value, list | tuple) else []


def load(model: str, device: str = "", progress: Progress = quiet) -> LoadedModel:
    """The model of that id or folder, from memory if it was loaded before. Raises PlannerUnavailable."""
    if trouble := missing(model):
        raise trouble
    folder = find(model)
    chosen, dtype = placement(folder, device)
    key = str(folder.path), chosen, dtype
    with _loading:
        if key not in _kept:
            progress(0.0, f"loading {folder.name}")
            _kept[key] = _load(folder, chosen, dtype)
            log.info("loaded %s", _kept[key])
        return _kept[key]


def unload() -> None:
    """Let go of every loaded model."""
    with _loading:
        _kept.clear()


def missing(model: str) -> PlannerUnavailable | None:
    """What keeps a model from being loaded, with what mends it; None if nothing is missing. Loads no torch."""
    if lacking := [name.replace("_", "-") for name in NEEDED if find_spec(name) is None]:
        what = ", ".join(lacking)
        return PlannerUnavailable(f"A local model needs {what}, not installed here.", "pip install 'pentimento[llava]'")
    try:
        find(model)
    except PlannerUnavailable as trouble:
        return trouble
    return None


def placement(folder: ModelFolder, device: str = "") -> tuple[str, str]:
    """Device and number format for a model. Raises PlannerUnavailable for a device that is not there."""
    try:
        return device_for(folder.size, device)
    except ModelUnavailable as error:
        told = f"There is no device “{device}” for {folder.name} here."
        raise PlannerUnavailable(told, "Leave `device` empty.") from error


def _load(folder: ModelFolder, device: str, dtype: str) -> LoadedModel:
    """Everything that goes wrong in here is the folder's fault or the machine's: one sentence."""
    start = time.perf_counter()
    try:
        with hushed():
            processor, model = load_processor(folder.path, folder.processor), _load_model(folder, device, dtype)
    except PlannerUnavailable:
        raise
    except Exception as error:
        if is_out_of_memory(error):
            raise too_large(folder.name, device) from error
        text = " ".join(str(error).split())[:200]
        raise PlannerUnavailable(
            f"{folder.name} can't be loaded: {type(error).__name__}: {text}",
            "Download it again, or choose another model.",
        ) from error
    if not (getattr(processor, "chat_template", None) or getattr(processor.tokenizer, "chat_template", None)):
        raise PlannerUnavailable(
            f"{folder.name} has no chat template, so it can't be talked to.", "Choose a chat model."
        )
    return LoadedModel(folder, model, processor, device, dtype, time.perf_counter() - start)


def too_large(name: str, device: str) -> PlannerUnavailable:
    return PlannerUnavailable(
        f"{name} does not fit the memory of {device}.",
        "Choose a smaller model, lower llava_picture_px, or set llava_device to cpu.",
    )


def _load_model(folder: ModelFolder, device: str, dtype: str) -> Any:
    import torch
    from transformers import AutoModelForImageTextToText, GenerationConfig

    model, told = AutoModelForImageTextToText.from_pretrained(
        folder.path, dtype=getattr(torch, dtype), use_safetensors=True, local_files_only=True, trust_remote_code=False,
        attn_implementation="sdpa", output_loading_info=True,
    )  # fmt: skip
    if gaps := [key for key in map(str, (*told["missing_keys"], *told["mismatched_keys"])) if not UNUSED.search(key)]:
        raise PlannerUnavailable(
            f"{folder.name} lacks {len(gaps)} of its weights, such as {gaps[0][:120]}.", "Download it again."
        )
    ends = model.generation_config.eos_token_id  # of the authors' settings for sampling only the end is wanted
    model.generation_config = GenerationConfig(eos_token_id=ends)
    return model.eval().to(device)
