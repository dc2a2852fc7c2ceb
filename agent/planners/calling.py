"""Calling a chat model: one question, one text back, whatever stands between the two.

It waits no longer than it may, can be stopped, repeats what failed for a passing reason, and asks in a plainer way
where a server knows no structured output or no pictures. It knows LangChain's messages, and neither plans nor makers.
"""

from __future__ import annotations

import json
import logging
import random
import warnings
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from queue import Empty, Queue
from threading import Thread
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any

from agent.errors import PlannerUnavailable
from agent.planners.trouble import MORE_TIME, SLOW, NoAnswer, NoSuchMode, Trouble, read
from tools.errors import Cancelled

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage
    from langchain_core.runnables import Runnable

POLL_S = 0.02
BACK_OFF_S = 0.5
LONGEST_WAIT_S = 60.0
MODES = ("json_schema", "json_mode", "text")
_SEES = ("image", "vision", "multimodal", "picture", "http 413")


@dataclass(frozen=True)
class Limits:
    """`timeout_s` for one call, `deadline_s` for all of an utterance; how often to repeat and to have mended."""

    timeout_s: float = 60.0
    deadline_s: float = 180.0
    retries: int = 3
    repairs: int = 2


@dataclass
class Bill:
    """What was asked and what it cost, counted as it happens."""

    model: str = ""
    input_tokens: int = 0
    output_tokens: int = 0
    calls: int = 0
    repairs: int = 0
    retries: int = 0


@dataclass
class Watch:
    """How long there is still to wait, and whether the person still wants it."""

    deadline_s: float
    cancelled: Callable[[], bool] = lambda: False
    begun: float = field(default_factory=monotonic)

    @property
    def passed_s(self) -> float:
        return monotonic() - self.begun

    @property
    def left_s(self) -> float:
        return self.deadline_s - self.passed_s

    def restart(self) -> None:
        """Begin anew: loading a model is not what is waited for."""
        self.begun = monotonic()

    def check(self) -> None:
        if self.cancelled():
            raise Cancelled("Stopped; nothing was changed.")

    def pause(self, seconds: float) -> None:
        """Sleep, unless stopped meanwhile."""
        end = monotonic() + seconds
        while (left := end - monotonic()) > 0:
            self.check()
            sleep(min(POLL_S, left))


@dataclass(frozen=True)
class Said:
    """What the model said; `cut_off` when it had more to say than it was allowed to."""

    text: str
    cut_off: bool = False


class Line:
    """The line to one model. What its server turned out not to know is remembered as long as the line lives."""

    def __init__(self, model: Callable[[], BaseChatModel], limits: Limits) -> None:
        self._make = model
        self._model: BaseChatModel | None = None
        self._limits = limits
        self._modes = list(MODES)
        self.sees = True

    @property
    def model(self) -> BaseChatModel:
        """The model, made at the first use. Raises PlannerUnavailable."""
        if self._model is None:
            self._model = self._make()
        return self._model

    def ask(self, messages: list[BaseMessage], schema: dict[str, Any], watch: Watch, bill: Bill) -> Said:
        """The model's answer to `messages`. Raises NoAnswer, PlannerUnavailable and Cancelled."""
        tried = 0
        while True:
            watch.check()
            if watch.left_s <= 0:
                raise NoAnswer(SLOW, MORE_TIME)
            try:
                bill.calls += 1
                return self._once(self.model, self._shown(messages), schema, watch, bill)
            except (Cancelled, PlannerUnavailable):
                raise
            except Exception as error:
                trouble = read(error)
                logging.getLogger(__name__).info("a call failed: %s", trouble.sentence, exc_info=error)
            if trouble.kind == "cut off":
                return Said("", cut_off=True)
            if trouble.kind == "refused" and self._plainer(trouble, any(map(_pictured, messages))):
                continue
            if trouble.kind != "again" or tried >= self._limits.retries:
                raise NoAnswer(trouble.sentence, trouble.hint)
            self._wait(trouble, tried, watch)
            tried, bill.retries = tried + 1, bill.retries + 1

    def _wait(self, trouble: Trouble, tried: int, watch: Watch) -> None:
        """As long as the server asks for, else twice as long every time, shaken so that not all come back at once."""
        wait = BACK_OFF_S * 2**tried * random.uniform(0.5, 1.5) if trouble.wait_s is None else trouble.wait_s
        if wait > min(LONGEST_WAIT_S, watch.left_s):
            raise NoAnswer(trouble.sentence, trouble.hint)
        watch.pause(wait)

    def _plainer(self, trouble: Trouble, pictured: bool) -> bool:
        """Ask in a plainer way from now on; False where there is none left."""
        if "temperature" in trouble.sentence and getattr(self.model, "temperature", None) is not None:
            self._model = self.model.model_copy(update={"temperature": None})  # some reason at their own only
            return True
        if self.sees and pictured and any(word in trouble.sentence.lower() for word in _SEES):
            self.sees = False
        elif len(self._modes) > 1:
            self._modes.pop(0)
        elif self.sees and pictured:
            self.sees, self._modes = False, list(MODES)
        else:
            return False
        return True

    def _shown(self, messages: list[BaseMessage]) -> list[BaseMessage]:
        """Without the pictures for a model that can't see."""
        if self.sees:
            return messages
        return [one if isinstance(one.content, str) else _worded(one) for one in messages]

    def _once(
        self, model: BaseChatModel, messages: list[BaseMessage], schema: dict[str, Any], watch: Watch, bill: Bill
    ) -> Said:
        mode = self._modes[0]

        @_private
        def call() -> Any:
            if mode == "text":
                return model.invoke(messages)
            return _structured(model, schema, mode).invoke(messages)

        try:
            found = waited(call, min(self._limits.timeout_s, watch.left_s), watch)
        except (Cancelled, TimeoutError):
            with suppress(Exception):
                getattr(model, "cancel", lambda: None)()
            raise
        return _said(found, bill)


def _structured(model: BaseChatModel, schema: dict[str, Any], mode: str) -> Runnable[Any, Any]:
    """The model bound to the schema, without the parser that LangChain puts behind it: answers are read here, and its
    `include_raw` would ask in a thread that keeps a stopped program from ending. Raises NoSuchMode where the model's
    maker offers none.
    """
    from langchain_core.runnables import RunnableSequence

    try:
        bound = model.with_structured_output(schema, method=mode)
    except Exception as error:
        raise NoSuchMode(str(error)) from error
    if not isinstance(bound, RunnableSequence):
        raise NoSuchMode("it parses its answers by itself")
    return bound.first


def _private(call: Callable[[], Any]) -> Callable[[], Any]:
    """Without telling anybody else: whatever the environment says, no tracing service gets a copy of what is sent."""

    def unheard() -> Any:
        from langsmith import tracing_context

        with tracing_context(enabled=False), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # clients give advice to programmers; a person can't use it
            return call()

    return unheard


def waited(call: Callable[[], Any], limit_s: float, watch: Watch) -> Any:
    """What `call` returns or raises, or TimeoutError after `limit_s`; a call that is given up ends by itself."""
    results: Queue[tuple[Any, BaseException | None]] = Queue()

    def work() -> None:
        try:
            results.put((call(), None))
        except BaseException as error:
            results.put((None, error))

    Thread(target=work, daemon=True, name="model").start()
    end = monotonic() + limit_s
    while True:
        watch.check()
        try:
            result, error = results.get(timeout=POLL_S)
        except Empty:
            if monotonic() >= end:
                raise TimeoutError from None
            continue
        if error is not None:
            raise error
        return result


def _pictured(message: BaseMessage) -> bool:
    return any(isinstance(block, dict) and block.get("type") == "image" for block in message.content)


def _worded(message: BaseMessage) -> BaseMessage:
    blocks = [block for block in message.content if isinstance(block, dict) and block.get("type") == "text"]
    return message.model_copy(update={"content": "\n\n".join(str(block["text"]) for block in blocks)})


def _said(message: Any, bill: Bill) -> Said:
    """The text of a message, or what it calls a tool with; its tokens go on the bill."""
    usage = message.usage_metadata or {}
    bill.input_tokens += usage.get("input_tokens", 0)
    bill.output_tokens += usage.get("output_tokens", 0)
    told = message.response_metadata
    bill.model = str(told.get("model_name") or told.get("model") or bill.model)[:200]
    finish = str(told.get("finish_reason") or told.get("stop_reason") or told.get("done_reason") or "").lower()
    text = str(message.text)
    if not text and message.tool_calls:
        text = json.dumps(message.tool_calls[0]["args"])
    return Said(text, finish in ("length", "max_tokens"))
