"""A real HTTP server on this machine that speaks OpenAI's chat-completions protocol and says what tests tell it to."""

from __future__ import annotations

import base64
import io
import json
import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from agent.planners.chat import ChatPlanner
from agent.settings import load


@dataclass(frozen=True)
class Reply:
    """What the server sends back to one call; `delay_s` is how long it takes for that."""

    body: bytes | str | dict[str, Any]
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    kind: str = "application/json"
    delay_s: float = 0.0


def said(text: str, finish: str = "stop", tokens: tuple[int, int] = (1200, 40)) -> Reply:
    """A chat completion that holds `text`."""
    message = {"role": "assistant", "content": text}
    usage = {"prompt_tokens": tokens[0], "completion_tokens": tokens[1], "total_tokens": sum(tokens)}
    choices = [{"index": 0, "message": message, "finish_reason": finish}]
    told = {"id": "c1", "object": "chat.completion", "created": 1, "model": "tiny-vl-7b"}
    return Reply({**told, "choices": choices, "usage": usage})


def planned(*acts: dict[str, Any], reply: str = "Done.") -> Reply:
    return said(json.dumps({"acts": list(acts), "reply": reply}))


def edited(*operations: dict[str, Any], reply: str = "Done.") -> Reply:
    return planned({"act": "edit", "operations": list(operations)}, reply=reply)


def refused(status: int, message: str = "no", **headers: str) -> Reply:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Reply({"error": {"message": message, "type": "error"}}, status, named)


class Server:
    """Answers each call with the next of `replies`, and keeps every request; with none left it fails."""

    def __init__(self) -> None:
        self.replies: list[Reply] = []
        self.requests: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.hanging = threading.Event()
        self.http = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.http.daemon_threads = True
        threading.Thread(target=self.http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.http.server_address[1]}/v1"

    def will(self, *replies: Reply) -> None:
        self.replies += replies

    def close(self) -> None:
        self.hanging.set()
        self.http.shutdown()
        self.http.server_close()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                server.requests.append({"path": self.path, **json.loads(body)})
                server.headers.append({key.lower(): value for key, value in self.headers.items()})
                reply = server.replies.pop(0) if server.replies else refused(400, "nothing is left to say")
                server.hanging.wait(reply.delay_s)
                sent = json.dumps(reply.body) if isinstance(reply.body, dict) else reply.body
                data = sent.encode() if isinstance(sent, str) else sent
                try:
                    self.send_response(reply.status)
                    for name, value in {"content-type": reply.kind, "content-length": str(len(data))}.items():
                        self.send_header(name, value)
                    for name, value in reply.headers.items():
                        self.send_header(name, value)
                    self.end_headers()
                    self.wfile.write(data)
                except (BrokenPipeError, ConnectionResetError):  # the other side has hung up
                    self.close_connection = True

            def log_message(self, *args: object) -> None:
                pass

        return Handler

    def texts(self, at: int = -1) -> list[str]:
        """Every text of a request's messages, in order."""
        contents = [message["content"] for message in self.requests[at]["messages"]]
        blocks = [one if isinstance(one, list) else [{"type": "text", "text": one}] for one in contents]
        return [block["text"] for some in blocks for block in some if block["type"] == "text"]

    def pictures(self, at: int = -1) -> list[Image.Image]:
        """Every picture of a request, decoded."""
        contents = [message["content"] for message in self.requests[at]["messages"]]
        found = [block for one in contents if isinstance(one, list) for block in one if block["type"] == "image_url"]
        return [_decoded(block["image_url"]["url"]) for block in found]


def _decoded(uri: str) -> Image.Image:
    assert uri.startswith("data:image/jpeg;base64,"), uri[:40]
    image = Image.open(io.BytesIO(base64.b64decode(uri.partition(",")[2], validate=True)))
    image.load()
    return image


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """No key, proxy or address of whoever runs the tests has a say here."""
    for name in list(os.environ):
        if name.startswith(("OPENAI_", "PENTIMENTO_CHAT", "LANGCHAIN_", "LANGSMITH_")) or name.lower().endswith(
            "_proxy"
        ):
            monkeypatch.delenv(name)
    monkeypatch.setattr("agent.planners.calling.BACK_OFF_S", 0.01)


@pytest.fixture
def server() -> Iterator[Server]:
    opened = Server()
    yield opened
    opened.close()


@pytest.fixture
def chat(server: Server, tmp_path: Path) -> Callable[..., ChatPlanner]:
    """`chat(timeout_s=0.2)` → a planner that asks the server, with settings of its own."""

    def make(**settings: Any) -> ChatPlanner:
        given = {"model": "tiny", "base_url": server.url, **settings}
        return ChatPlanner(load(home=tmp_path / "home", **{f"chat_{name}": value for name, value in given.items()}))

    return make


Say = type("Say", (), {"said": staticmethod(said), "planned": staticmethod(planned), "edited": staticmethod(edited),
                       "refused": staticmethod(refused), "Reply": Reply})  # fmt: skip


@pytest.fixture
def reply() -> Any:
    """Ways of answering: reply.edited({...}), reply.said("…"), reply.refused(429)."""
    return Say
