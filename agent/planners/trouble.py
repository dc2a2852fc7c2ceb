"""What went wrong when a model was asked: try again, ask in another way, or give up; read from the exception itself.

Client libraries of many makers raise many classes; status codes, headers and class names are what they have in common,
so none of them is imported here. It knows nothing of plans.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from json import JSONDecodeError
from math import isnan
from typing import Any, Literal

from agent.errors import PlanError

Kind = Literal["again", "refused", "cut off", "closed", "broken"]

_AGAIN = {408, 409, 425, 429}
_REFUSED = {400, 413, 415, 422, 501}
_URL = "PENTIMENTO_{planner}_BASE_URL"
_ADDRESS = f"{_URL}, which mostly ends in /v1"
_PREFIX = re.compile(r"Error code: \d+ - ")  # openai's, before the server's own words
_SHAPE = (AttributeError, TypeError, LookupError, JSONDecodeError)  # a client that reads what is no chat completion
SLOW, MORE_TIME = "it took too long to answer", "A higher PENTIMENTO_{planner}_TIMEOUT_S gives it more time."
_TOO_LONG = re.compile(r"context.{0,20}(?:length|window|size)|too many tokens|prompt is too long", re.IGNORECASE)
_TIMEOUT, _CONNECTION = ("timeout",), ("connect", "protocolerror", "readerror", "writeerror")


class NoSuchMode(Exception):
    """A model's maker does not offer this way of holding answers to a schema; another is tried."""


class NoAnswer(PlanError):
    """The model gave no answer that can be used; the sentence says why."""

    mend = "operator"


@dataclass(frozen=True)
class Trouble:
    """`again`: wait and repeat (`wait_s` if the server said how long); `refused`: the request is not to its liking;
    `cut off`: the answer was too long; `closed`: it will not serve us; `broken`: what came back makes no sense.
    In the hint {planner} stands for the name that its settings begin with, {at} for the address that was asked.
    """

    kind: Kind
    sentence: str
    hint: str = ""
    wait_s: float | None = None


def read(error: BaseException) -> Trouble:
    """The trouble that an exception from a model's client tells of."""
    status = status_of(error)
    names = [kind.__name__.lower() for kind in type(error).__mro__]
    if status is not None:
        return _of_status(status, error)
    if "lengthfinishreasonerror" in names:
        return Trouble("cut off", "the answer was cut off")
    if isinstance(error, TimeoutError) or any(word in name for name in names for word in _TIMEOUT):
        return Trouble("again", SLOW, MORE_TIME)
    if isinstance(error, OSError) or any(word in name for name in names for word in _CONNECTION):
        return Trouble("again", "it can't be reached", f"Start the server at {{at}}, or set {_URL}.")
    if isinstance(error, NoSuchMode):
        return Trouble("refused", "it has no structured output")
    if isinstance(error, _SHAPE) or "apiresponsevalidationerror" in names:
        return Trouble("broken", "what came back is no chat completion", f"Check {_ADDRESS}.")
    return Trouble("broken", f"its answer can't be read ({_brief(error)})")


def status_of(error: BaseException) -> int | None:
    """The HTTP status that an exception carries."""
    for holder in (error, getattr(error, "response", None)):
        status = getattr(holder, "status_code", None)
        if isinstance(status, int):
            return status if status >= 300 else None
    return None


def _of_status(status: int, error: BaseException) -> Trouble:
    if status in _AGAIN or (status >= 500 and status not in _REFUSED):
        busy = "it is asked too often" if status == 429 else f"it has trouble (HTTP {status})"
        return Trouble("again", busy, wait_s=retry_after(error))
    if status in _REFUSED and _TOO_LONG.search(str(error)):
        return Trouble("closed", "the prompt is too long for it", "Lower PENTIMENTO_{planner}_CONTEXT_TOKENS.")
    if status in _REFUSED:
        return Trouble("refused", f"it refused the request ({_status(status, error)})")
    if status in (401, 403):
        return Trouble("closed", f"it refused the key (HTTP {status})", "Set the key in PENTIMENTO_{planner}_API_KEY.")
    if status == 404:
        hint = f"Check PENTIMENTO_{{planner}}_MODEL, and {_ADDRESS}."
        return Trouble("closed", f"there is no such model or address ({_status(status, error)})", hint)
    if status < 400:
        hint = f"Set {_URL} to the address that it has now."
        return Trouble("closed", f"it sends us elsewhere (HTTP {status}), where nothing is sent", hint)
    return Trouble("closed", f"it answered with HTTP {status}")


def retry_after(error: BaseException) -> float | None:
    """Seconds that the server asks to wait for, by number or by date; None where it says nothing sensible."""
    headers: Any = getattr(getattr(error, "response", None), "headers", None) or {}
    told = str(headers.get("retry-after") or headers.get("Retry-After") or "").strip()
    if not told:
        return None
    try:
        seconds = float(told)
    except ValueError:
        try:
            seconds = (parsedate_to_datetime(told).astimezone(UTC) - datetime.now(UTC)).total_seconds()
        except (ValueError, TypeError):
            return None
    return None if isnan(seconds) else max(0.0, seconds)


def _status(status: int, error: BaseException) -> str:
    """The status with the server's own words, unless these are a page."""
    told = _brief(error)
    return f"HTTP {status}" if told.startswith(("<", "Error code:")) else f"HTTP {status}: {told}"


def _brief(error: BaseException) -> str:
    text = " ".join("".join(letter if letter.isprintable() else " " for letter in str(error)).split())
    text = _PREFIX.sub("", text)
    return (text[:160] + "…" if len(text) > 160 else text) or type(error).__name__
