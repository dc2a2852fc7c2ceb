"""What went wrong with a request: whether to try again, and the one sentence that the person reads.

It knows status codes and what servers of this kind say with them, and nothing of pictures.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from math import isfinite
from typing import TYPE_CHECKING, Any, Literal

from tools.engines.remote.wire import LARGEST_BYTES, Reply, TooLong, TooMuch
from tools.errors import EditRejected, ModelUnavailable, ToolError

if TYPE_CHECKING:
    from tools.engines.remote.endpoint import Endpoint

_PASSING = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 520, 522, 524, 529})
_MODERATED = ("moderation", "content_policy", "content policy", "safety system", "safety_violation")
_SPENT = ("insufficient_quota", "billing_hard_limit", "billing hard limit")


@dataclass(frozen=True)
class Trouble:
    """`sentence` goes on after "since"; `passing`: it may be gone in a moment, after `wait_s` if that was said."""

    sentence: str
    hint: str = ""
    passing: bool = False
    wait_s: float | None = None
    who: Literal["person", "operator"] = "operator"

    def error(self, host: str) -> ToolError:
        message = f"{host} made no picture: {self.sentence}."
        return EditRejected(message, self.hint) if self.who == "person" else ModelUnavailable(message, self.hint)


def of_error(error: Exception, endpoint: Endpoint) -> Trouble:
    """What an exception on the way tells."""
    if isinstance(error, TooMuch):
        return Trouble(f"it sent more than {LARGEST_BYTES // 2**20} MB")
    names = {kind.__name__ for kind in type(error).__mro__}
    if isinstance(error, TooLong) or ("TimeoutException" in names and "ConnectTimeout" not in names):
        hint = "PENTIMENTO_REMOTE_TIMEOUT_S sets how long it may take."
        return Trouble(f"it took longer than {endpoint.timeout_s:g} seconds", hint)
    if names & {"ConnectError", "ConnectTimeout", "ProxyError"}:
        return Trouble("it can't be reached", "Is the server running, and is its address right?", passing=True)
    if "TransportError" in names:
        return Trouble("the connection broke", passing=True)
    return Trouble(f"its answer can't be read ({_brief(str(error), endpoint)})")


def of_reply(reply: Reply, endpoint: Endpoint) -> Trouble:
    """What a reply other than 200 tells."""
    code, said = _said(reply, endpoint)
    status, words = reply.status, f"{code} {said}".lower()
    if any(word in words for word in _MODERATED):
        return Trouble("its content rules do not allow this", "Say it in another way.", who="person")
    if any(word in words for word in _SPENT):
        return Trouble("the account has no credit left", "Look at its billing page.")
    if status in _PASSING:
        busy = "it is asked too often" if status == 429 else f"it has trouble (HTTP {status})"
        return Trouble(busy, "Try again in a while.", passing=True, wait_s=_seconds(reply.retry_after))
    if status in (401, 403):
        return Trouble(f"it refused the key (HTTP {status})", "Set the key in PENTIMENTO_REMOTE_API_KEY.")
    if status == 404:
        hint = "Check PENTIMENTO_REMOTE_MODEL and PENTIMENTO_REMOTE_BASE_URL."
        return Trouble("there is no such model or address (HTTP 404)", hint)
    if 300 <= status < 400:
        return Trouble(f"it sends on to another address (HTTP {status}), which is not followed", "Set its own address.")
    return Trouble(f"it refused the request (HTTP {status}{f': {said}' if said else ''})")


def _said(reply: Reply, endpoint: Endpoint) -> tuple[str, str]:
    """The code and the message of a JSON error; nothing of a page of HTML."""
    with suppress(ValueError, RecursionError):
        told: Any = json.loads(reply.body[:100_000])
        told = told.get("error", told) if isinstance(told, dict) else told
        if isinstance(told, str):
            return "", _brief(told, endpoint)
        if isinstance(told, dict):
            message = str(told.get("message") or told.get("detail") or "")
            return f"{told.get('code') or ''} {told.get('type') or ''}", _brief(message, endpoint)
    return "", ""


def _seconds(told: str) -> float | None:
    """Retry-After by number or by date; None where it says nothing sensible."""
    with suppress(ValueError):
        seconds = float(told)
        return max(0.0, seconds) if isfinite(seconds) else None
    with suppress(ValueError, TypeError):
        return max(0.0, (parsedate_to_datetime(told).astimezone(UTC) - datetime.now(UTC)).total_seconds())
    return None


def _brief(text: str, endpoint: Endpoint) -> str:
    """At most 160 printable characters, without the key, and with no stop at the end."""
    clean = " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
    clean = endpoint.hidden(clean).rstrip(".")
    return clean[:160] + "…" if len(clean) > 160 else clean
