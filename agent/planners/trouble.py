"""What went wrong when a model was asked: try again, ask in another way, or give up; read from the exception itself.

Client libraries of many makers raise many classes; status codes, headers and class names are what they have in common,
so none of them is imported here. It knows nothing of plans.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from math import isnan
from typing import Any, Literal

from agent.errors import PlanError

Kind = Literal["again", "refused", "cut off", "closed", "broken"]

_AGAIN = {408, 409, 425, 429}
_REFUSED = {400, 413, 415, 422, 501}
_TOO_LONG = re.compile(r"context.{0,20}(?:length|window|size)|too many tokens|prompt is too long", re.IGNORECASE)
_TIMEOUT, _CONNECTION = ("timeout",), ("connect", "protocolerror", "readerror", "writeerror")


class NoAnswer(PlanError):
    """The model gave no answer that can be used; the sentence says why."""

    mend = "operator"


@dataclass(frozen=True)
class Trouble:
    """`again`: wait and repeat (`wait_s` if the server said how long); `refused`: the request is not to its liking;
    `cut off`: the answer was too long; `closed`: it will not serve us; `broken`: what came back makes no sense.
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
        return Trouble("again", "it took too long to answer")
    if isinstance(error, OSError) or any(word in name for name in names for word in _CONNECTION):
        return Trouble("again", "it can't be reached", "Is the server running, and is its address right?")
    if isinstance(error, NotImplementedError):
        return Trouble("refused", "it has no structured output")
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
        return Trouble("closed", "the prompt is too long for it", "Lower PENTIMENTO_CHAT_CONTEXT_TOKENS.")
    if status in _REFUSED:
        return Trouble("refused", f"it refused the request (HTTP {status}: {_brief(error)})")
    if status in (401, 403):
        return Trouble("closed", f"it refused the key (HTTP {status})", "Set the key in PENTIMENTO_CHAT_API_KEY.")
    if status == 404:
        return Trouble("closed", "there is no such model or address (HTTP 404)", "Check the model's name and base_url.")
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


def _brief(error: BaseException) -> str:
    text = " ".join("".join(letter if letter.isprintable() else " " for letter in str(error)).split())
    return (text[:160] + "…" if len(text) > 160 else text) or type(error).__name__
