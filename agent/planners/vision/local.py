"""LocalVision: a vision-language model in this process, spoken to through LangChain.

Text and pictures in, text out; with a JSON schema bound to it, valid JSON out. One answer at a time, greedy unless a
temperature is set, repeatable by its seed. It knows nothing of plans; whoever calls it decides what the answer means.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from operator import itemgetter
from threading import Event as Flag
from typing import TYPE_CHECKING, Any

from langchain_core.exceptions import OutputParserException
from langchain_core.language_models.chat_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage
from langchain_core.messages.ai import UsageMetadata
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.runnables import Runnable, RunnableLambda, RunnablePassthrough
from pydantic import BaseModel, Field, PrivateAttr

from agent.errors import PlannerUnavailable
from agent.planners.vision.dialogue import conversation, without_system
from agent.planners.vision.grammar import JsonGrammar, bounded
from agent.planners.vision.loading import LoadedModel, Progress, load, quiet, too_large
from tools.errors import Cancelled
from tools.models.device import is_out_of_memory

if TYPE_CHECKING:
    import torch


def never() -> bool:
    """A question whether to stop that nobody answers with yes."""
    return False


class PromptTooLong(PlannerUnavailable):
    """The prompt leaves no room for an answer."""


class Watch:
    """A stopping criterion asked after every token: tells how far it is, and stops when told to."""

    def __init__(self, start: int, most: int, cancelled: Callable[[], bool], progress: Progress) -> None:
        self.start, self.most, self.stopped = start, most, False
        self._cancelled, self._progress = cancelled, progress

    def __call__(self, input_ids: torch.Tensor, scores: object, **given: object) -> torch.Tensor:
        import torch

        made = input_ids.shape[-1] - self.start
        self._progress(made / self.most, f"thinking: {made} tokens")
        self.stopped = self.stopped or self._cancelled()
        return torch.full((input_ids.shape[0],), self.stopped, device=input_ids.device, dtype=torch.bool)


class LocalVision(BaseChatModel):
    """A chat model over transformers. `model` is a folder or a repository's id that is on this machine already.

    `longest_text` (characters) and `longest_list` shorten what a schema allows, so that an answer fits `max_tokens`;
    0 leaves the schema as it is. `seed` matters only with a temperature. `cancel` may be called from any thread.
    """

    model: str
    device: str = ""
    max_tokens: int = Field(default=1024, ge=1)
    temperature: float = Field(default=0.0, ge=0)
    seed: int | None = None
    longest_text: int = Field(default=0, ge=0)
    longest_list: int = Field(default=0, ge=0)
    on_progress: Progress = Field(default=quiet, exclude=True)
    cancelled: Callable[[], bool] = Field(default=never, exclude=True)
    _answering: set[Flag] = PrivateAttr(default_factory=set)

    @property
    def _llm_type(self) -> str:
        return "pentimento-local-vision"

    @property
    def _identifying_params(self) -> dict[str, Any]:
        return {"model": self.model, "temperature": self.temperature, "seed": self.seed, "max_tokens": self.max_tokens}

    def loaded(self) -> LoadedModel:
        """The model in memory; loads it at the first call. Raises PlannerUnavailable."""
        return load(self.model, self.device, self.on_progress)

    @property
    def room(self) -> int:
        """How many tokens a prompt may have, pictures included."""
        return self.loaded().context - self.max_tokens

    def picture_tokens(self, size: tuple[int, int]) -> int:
        """How many tokens of a prompt a picture of that size takes."""
        from PIL import Image

        blank = [{"role": "user", "content": [{"type": "image", "image": Image.new("RGB", size)}]}]
        return int(self._tokens(self.loaded(), blank)["input_ids"].shape[-1])

    def cancel(self) -> None:
        """End every answer under way at its next token; whoever waits for it gets Cancelled."""
        for flag in tuple(self._answering):
            flag.set()

    def with_structured_output(
        self, schema: dict[str, Any] | type, *, include_raw: bool = False, **given: Any
    ) -> Runnable[Any, Any]:
        """Answers that are instances of `schema`, a JSON schema or a pydantic class, enforced token by token.

        With `include_raw`, {"raw": message, "parsed": value or None, "parsing_error": exception or None}. An answer cut
        off at `max_tokens` is a parsing error, never half an answer.
        """
        kind = schema if isinstance(schema, type) and issubclass(schema, BaseModel) else None
        rules = kind.model_json_schema() if kind else schema
        if not isinstance(rules, dict):
            raise TypeError("a schema is a JSON schema or a pydantic class")

        def parse(message: AIMessage) -> Any:
            return _parsed(message, kind)

        speak = self.bind(json_schema=rules)
        if not include_raw:
            return speak | RunnableLambda(parse)
        careful = RunnablePassthrough.assign(
            parsed=itemgetter("raw") | RunnableLambda(parse), parsing_error=lambda _: None
        ).with_fallbacks([RunnablePassthrough.assign(parsed=lambda _: None)], exception_key="parsing_error")
        return {"raw": speak} | careful

    def _generate(
        self, messages: list[BaseMessage], stop: list[str] | None = None, run_manager: Any = None, **given: Any
    ) -> ChatResult:
        start, flag, loaded = time.perf_counter(), Flag(), self.loaded()
        self._answering.add(flag)
        try:
            with loaded.lock:
                inputs = self._inputs(loaded, messages)
                asked = int(inputs["input_ids"].shape[-1])
                most = min(self.max_tokens, loaded.context - asked)
                watch = Watch(asked, most, lambda: flag.is_set() or self.cancelled(), self.on_progress)
                text, tokens, finish = self._answer(loaded, inputs, given.get("json_schema"), watch)
        except (MemoryError, RuntimeError) as error:
            if not is_out_of_memory(error):
                raise
            raise too_large(loaded.folder.name, loaded.device) from error
        finally:
            self._answering.discard(flag)
        for end in stop or ():
            text = text.split(end)[0]
        message = AIMessage(
            text,
            usage_metadata=UsageMetadata(input_tokens=asked, output_tokens=tokens, total_tokens=asked + tokens),
            response_metadata={
                "finish_reason": finish, "model_name": loaded.folder.name, "seconds": time.perf_counter() - start,
                "device": loaded.device, "dtype": loaded.dtype,
            },
        )  # fmt: skip
        return ChatResult(generations=[ChatGeneration(message=message, generation_info={"finish_reason": finish})])

    def _inputs(self, loaded: LoadedModel, messages: Sequence[BaseMessage]) -> Any:
        """Tokens and pixels of a dialogue, on the model's device. Raises PromptTooLong, ValueError."""
        inputs = self._tokens(loaded, conversation(messages, loaded.control))
        asked = inputs["input_ids"].shape[-1]
        if asked + 1 > loaded.context:
            raise PromptTooLong(
                f"The prompt has {asked} tokens, {loaded.folder.name} takes {loaded.context}.",
                "Choose a model with a longer context, or lower llava_context_tokens or llava_picture_px.",
            )
        return inputs.to(loaded.device, dtype=loaded.model.dtype)

    def _tokens(self, loaded: LoadedModel, spoken: list[dict[str, Any]]) -> Any:
        """The dialogue through the model's own template; one that knows no system message gets it as the person's."""
        from jinja2 import TemplateError

        wanted = {"add_generation_prompt": True, "tokenize": True, "return_dict": True, "return_tensors": "pt"}
        try:
            return loaded.processor.apply_chat_template(spoken, **wanted)
        except TemplateError:
            return loaded.processor.apply_chat_template(without_system(spoken), **wanted)

    def _grammar(self, loaded: LoadedModel, schema: Mapping[str, Any], start: int) -> JsonGrammar:
        text, items = self.longest_text or sys.maxsize, self.longest_list or sys.maxsize
        return JsonGrammar(loaded.grammar_tokenizer, bounded(schema, text, items), start)

    def _answer(
        self, loaded: LoadedModel, inputs: Any, schema: Mapping[str, Any] | None, watch: Watch
    ) -> tuple[str, int, str]:
        """The text, how many tokens it took, and why it ended: stop or length. Raises Cancelled."""
        import torch

        grammar = self._grammar(loaded, schema, watch.start) if schema else None
        devices = [loaded.model.device] if loaded.device.startswith("cuda") else []
        with torch.random.fork_rng(devices), torch.inference_mode():
            torch.manual_seed(self.seed if self.seed is not None else torch.seed())
            whole = loaded.model.generate(
                **inputs, **self._sampling(loaded), max_new_tokens=watch.most, stopping_criteria=[watch],
                logits_processor=[grammar] if grammar else [],
            )  # fmt: skip
        if watch.stopped:
            raise Cancelled("Stopped; nothing was changed.")
        made = whole[0, watch.start :].tolist()
        ended = bool(made) and made[-1] in loaded.ends
        text = loaded.processor.tokenizer.decode(
            made[:-1] if ended else made, skip_special_tokens=True, clean_up_tokenization_spaces=False
        )
        if grammar and not ended:
            grammar.read(whole[0].tolist())
            ended = grammar.finished
        return text, len(made), "stop" if ended else "length"

    def _sampling(self, loaded: LoadedModel) -> dict[str, Any]:
        pad = loaded.processor.tokenizer.pad_token_id
        fixed = {"eos_token_id": loaded.ends, "pad_token_id": loaded.ends[0] if pad is None else pad}
        if not self.temperature:
            return {**fixed, "do_sample": False}
        return {**fixed, "do_sample": True, "temperature": self.temperature, "top_k": 0}


def _parsed(message: AIMessage, kind: type[BaseModel] | None) -> Any:
    """The value that an answer says, strictly."""
    text = str(message.content)
    if message.response_metadata.get("finish_reason") == "length":
        raise OutputParserException("the answer was cut off before its end", llm_output=text)
    try:
        return kind.model_validate_json(text) if kind else json.loads(text)
    except ValueError as error:
        raise OutputParserException(f"the answer is not what was asked for: {error}", llm_output=text) from error
