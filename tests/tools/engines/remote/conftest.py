"""A real HTTP server on this machine with OpenAI's images endpoints, as well or badly behaved as a test wants it."""

from __future__ import annotations

import base64
import io
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from PIL import Image, ImageDraw

from tools.engines.remote import Endpoint, Remote
from tools.studio import Studio


@dataclass(frozen=True)
class Asked:
    """One request: form fields or JSON, and the files by field name, in order."""

    path: str
    fields: dict[str, str]
    files: list[tuple[str, bytes]]
    headers: dict[str, str]

    @property
    def images(self) -> list[Image.Image]:
        return [Image.open(io.BytesIO(data)) for name, data in self.files if name.startswith("image")]

    @property
    def mask(self) -> Image.Image | None:
        return next((Image.open(io.BytesIO(data)) for name, data in self.files if name == "mask"), None)

    @property
    def size(self) -> tuple[int, int]:
        width, height = self.fields["size"].split("x")
        return int(width), int(height)


@dataclass(frozen=True)
class Answer:
    """What the server sends back, after `delay_s`; `length` is what it says the length is."""

    body: bytes | dict[str, Any]
    status: int = 200
    kind: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)
    delay_s: float = 0.0
    length: int | None = None


Behave = Callable[[Asked], Image.Image | bytes | Answer]


def png(image: Image.Image) -> bytes:
    file = io.BytesIO()
    image.save(file, "PNG", compress_level=1)
    return file.getvalue()


def held(data: bytes) -> Answer:
    """An answer that holds a file."""
    return Answer({"created": 1, "data": [{"b64_json": base64.b64encode(data).decode()}]})


def well(asked: Asked) -> Image.Image:
    """A model as one wishes it: a blue ellipse where the mask is transparent, everything else as it came."""
    if not asked.images:
        return Image.new("RGB", asked.size, (20, 120, 60))
    out = asked.images[0].convert("RGB")
    box = asked.mask.getchannel("A").point([255, *[0] * 255]).getbbox() if asked.mask else None
    middle = out.width // 3, out.height // 3, out.width // 2, out.height // 2
    ImageDraw.Draw(out).ellipse(box or middle, (20, 60, 240))
    return out


class Cloud:
    """Answers every request as `behave` says, or first with those of `first`; keeps what it was asked."""

    def __init__(self) -> None:
        self.behave: Behave = well
        self.first: list[Answer] = []
        self.asked: list[Asked] = []
        self.hung_up = threading.Event()
        self.closing = threading.Event()
        self.pages: dict[str, bytes] = {}
        self.http = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.http.daemon_threads = True
        threading.Thread(target=self.http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.http.server_address[1]}/v1"

    def close(self) -> None:
        self.closing.set()
        self.http.shutdown()
        self.http.server_close()

    def answer(self, asked: Asked) -> Answer:
        self.asked.append(asked)
        if self.first:
            return self.first.pop(0)
        made = self.behave(asked)
        made = png(made) if isinstance(made, Image.Image) else made
        return held(made) if isinstance(made, bytes) else made

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        cloud = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                headers = {key.lower(): value for key, value in self.headers.items()}
                self.send(cloud.answer(parsed(self.path, headers, body)))

            def do_GET(self) -> None:
                page = cloud.pages.get(self.path)
                self.send(Answer(page or b"", 200 if page else 404, "image/png"))

            def send(self, answer: Answer) -> None:
                data = answer.body if isinstance(answer.body, bytes) else json.dumps(answer.body).encode()
                try:
                    if answer.delay_s:
                        self.wait(answer.delay_s)
                    self.send_response(answer.status)
                    length = len(data) if answer.length is None else answer.length
                    for name, value in {"content-type": answer.kind, "content-length": str(length)}.items():
                        self.send_header(name, value)
                    for name, value in answer.headers.items():
                        self.send_header(name, value)
                    self.end_headers()
                    self.wfile.write(data)
                    self.close_connection = self.close_connection or length != len(data)
                except OSError:  # the other side has hung up
                    self.close_connection = True

            def wait(self, seconds: float) -> None:
                """Until the time is up, the test is over, or the other side hangs up."""
                self.connection.settimeout(0.02)
                for _ in range(int(seconds / 0.02)):
                    if cloud.closing.is_set():
                        return
                    try:
                        if self.connection.recv(1) == b"":
                            cloud.hung_up.set()
                            return
                    except TimeoutError:
                        continue

            def log_message(self, *args: object) -> None:
                pass

        return Handler


def parsed(path: str, headers: dict[str, str], body: bytes) -> Asked:
    kind = headers.get("content-type", "")
    if kind.startswith("application/json"):
        return Asked(path, {key: str(value) for key, value in json.loads(body).items()}, [], headers)
    message: Any = message_from_bytes(f"Content-Type: {kind}\r\n\r\n".encode() + body, policy=HTTP)
    fields, files = {}, []
    for part in message.iter_parts():
        name = part.get_param("name", header="content-disposition")
        data = part.get_payload(decode=True)
        if part.get_filename():
            files.append((name, data))
        else:
            fields[name] = data.decode()
    return Asked(path, fields, files, headers)


@pytest.fixture
def cloud() -> Iterator[Cloud]:
    made = Cloud()
    yield made
    made.close()


@pytest.fixture
def remote(cloud: Cloud) -> Callable[..., Remote]:
    """The engine at that server, whose model paints small pictures; it waits hardly at all between tries."""
    usual = {"back_off_s": 0.01, "timeout_s": 20.0, "sizes": "320x320,384x256,256x384"}

    def make(permit: Callable[[], None] = lambda: None, **options: Any) -> Remote:
        return Remote(Endpoint("painter-1", cloud.url, **{**usual, **options}), permit)

    return make


@pytest.fixture
def remote_studio(remote: Callable[..., Remote]) -> Callable[..., Studio]:
    def make(**options: Any) -> Studio:
        return Studio(engines=[remote(**options)], chosen="remote")

    return make


@pytest.fixture(name="Answer")
def _answer() -> type[Answer]:
    return Answer


@pytest.fixture(name="held")
def _held() -> Callable[[bytes], Answer]:
    return held


@pytest.fixture(name="well")
def _well() -> Behave:
    return well
