"""One request over HTTP: it can be stopped at once, never waits longer than it may, and takes in no more than a limit.

The client library is loaded with the first request. It knows nothing of pictures.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from queue import Empty, SimpleQueue
from threading import Thread
from time import monotonic
from typing import TYPE_CHECKING, Any

from tools.errors import ModelUnavailable

if TYPE_CHECKING:
    from tools.engines.remote.endpoint import Endpoint

POLL_S = 0.05
LARGEST_BYTES = 96 * 2**20  # a 4096 × 4096 PNG of noise in base64
_CONNECT_S = 15.0

File = tuple[str, tuple[str, bytes, str]]


@dataclass(frozen=True)
class Request:
    """`fields` and `files` go as a form, `json` as JSON, neither is a GET."""

    url: str
    fields: Mapping[str, str] = field(default_factory=dict)
    files: Sequence[File] = ()
    json: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Reply:
    """What came back: status, content type in lower case, the body, and how long to wait if that was said."""

    status: int
    kind: str
    body: bytes
    retry_after: str = ""


class TooMuch(Exception):
    """The body is longer than the limit."""


class TooLong(Exception):
    """The time is up."""


def client_version() -> str:
    try:
        return version("httpx2")
    except PackageNotFoundError:
        return ""


def need_client() -> None:
    """Raises ModelUnavailable where the client library is not installed."""
    if find_spec("httpx2") is None:
        raise ModelUnavailable("The remote engine needs an HTTP client.", "pip install 'pentimento[remote]'")


def exchange(endpoint: Endpoint, request: Request, watch: Callable[[float], None]) -> Reply:
    """Send one request and wait for the whole answer.

    `watch(seconds)` is called again and again while waiting and may raise to stop; the connection is cut then. Raises
    TooMuch, TooLong and whatever the client raises.
    """
    line = _Line(endpoint, request)
    results: SimpleQueue[Reply | BaseException] = SimpleQueue()

    def body() -> None:
        try:
            results.put(line.reply())
        except BaseException as error:
            results.put(error)

    begun = monotonic()
    Thread(target=body, name="pentimento-remote", daemon=True).start()
    try:
        while True:
            with suppress(Empty):
                found = results.get(timeout=POLL_S)
                break
            watch(monotonic() - begun)
            if monotonic() - begun > endpoint.timeout_s:
                raise TooLong
    finally:
        line.cut()
    if isinstance(found, BaseException):
        raise found
    return found


class _Line:
    """A connection for one request, which another thread may cut."""

    def __init__(self, endpoint: Endpoint, request: Request) -> None:
        self._endpoint = endpoint
        self._request = request
        self._sockets: list[socket.socket] = []
        self._over = False

    def reply(self) -> Reply:
        import httpx2

        ours = self._endpoint.same_origin(self._request.url)
        headers = {"accept": "*/*", "accept-encoding": "identity"}
        if ours and self._endpoint.api_key:
            headers["authorization"] = f"Bearer {self._endpoint.api_key}"
        timeout = httpx2.Timeout(self._endpoint.timeout_s, connect=min(_CONNECT_S, self._endpoint.timeout_s))
        with (
            httpx2.Client(timeout=timeout, follow_redirects=False, trust_env=not self._endpoint.here) as client,
            client.stream(self._method, self._request.url, headers=headers, **self._content()) as response,
        ):
            body = bytearray()
            for piece in response.iter_bytes():
                body += piece
                if self._over or len(body) > LARGEST_BYTES:
                    raise TooMuch
            told = response.headers
            kind = str(told.get("content-type", "")).split(";")[0].strip().lower()
            return Reply(response.status_code, kind, bytes(body), str(told.get("retry-after", "")))

    def cut(self) -> None:
        """End the connection, also while the other thread waits on it."""
        self._over = True
        for one in self._sockets:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    @property
    def _method(self) -> str:
        return "POST" if self._request.json is not None or self._request.files else "GET"

    def _content(self) -> dict[str, Any]:
        given: dict[str, Any] = {"extensions": {"trace": self._trace}}
        if self._request.json is not None:
            given["json"] = dict(self._request.json)
        elif self._request.files:
            given |= {"data": dict(self._request.fields), "files": list(self._request.files)}
        return given

    def _trace(self, event: str, told: Mapping[str, Any]) -> None:
        """Hears of every connection that the client makes, so that it can be cut."""
        if event in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            found = told["return_value"].get_extra_info("socket")
            if isinstance(found, socket.socket):
                self._sockets.append(found)
