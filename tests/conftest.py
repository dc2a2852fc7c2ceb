"""What every level of tests shares: real photographs, a store on disk, an agent, and no way out to the network."""

from __future__ import annotations

import json
import os
import re
import socket
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from hashlib import sha1, sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import BaseServer
from threading import Thread
from typing import Any

import pytest
import skimage
from hypothesis import settings
from PIL import Image

from agent.agent import Agent
from agent.events import Asked, Committed, Event, Failed, State
from agent.plan import Plan, parse_plan
from agent.planners import Request, planner
from memory.store import Store
from tools.photo import Photo, open_photo

# The same examples at every run, so that a red test is a change of the program; the long counts look further.
settings.register_profile("steady", derandomize=True)
settings.register_profile("searching", derandomize=False)
settings.load_profile("searching" if os.environ.get("PENTIMENTO_SOAK") else "steady")

# No test sees the models that whoever runs it has downloaded; the library reads this once, when it is imported.
os.environ["HF_HUB_CACHE"] = str(Path(tempfile.gettempdir()) / "pentimento-no-models")

SAMPLES = Path(skimage.__file__).parent / "data"


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Connections leave this machine in no test; loopback is allowed."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        host = address[0] if isinstance(address, tuple) else "local"
        assert host in ("127.0.0.1", "localhost", "::1", "local"), f"a test tried to reach {host}"
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(autouse=True, scope="session")
def _clients_may_leave() -> Iterator[None]:
    """A client that hangs up in the middle is what several tests are about; their servers say nothing of it."""
    told = BaseServer.handle_error

    def handle_error(self: BaseServer, request: Any, address: Any) -> None:
        if not isinstance(sys.exc_info()[1], ConnectionError):
            told(self, request, address)

    BaseServer.handle_error = handle_error  # type: ignore[method-assign]
    yield
    BaseServer.handle_error = told  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def _own_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No test sees or touches the sessions and the configuration of whoever runs it."""
    monkeypatch.setenv("PENTIMENTO_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    for name in ("HF_ENDPOINT", "HF_TOKEN", "HUGGING_FACE_HUB_TOKEN", "PENTIMENTO_MODELS"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def sample() -> Callable[[str], Path]:
    """The path of one of scikit-image's sample photographs, which ship in its wheel."""

    def path(name: str) -> Path:
        return SAMPLES / name

    return path


@pytest.fixture(scope="session")
def coffee_photo() -> Photo:
    return open_photo(SAMPLES / "coffee.png")


@pytest.fixture
def coffee_image(coffee_photo: Photo) -> Image.Image:
    return coffee_photo.image.copy()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "pentimento.db") as opened:
        yield opened


class Told:
    """A planner for tests: an utterance that is JSON is the plan itself, everything else goes to the rules."""

    name = "told"

    def __init__(self) -> None:
        self.requests: list[Request] = []

    def propose(self, request: Request) -> Plan:
        self.requests.append(request)
        said = request.utterance
        return parse_plan(said) if said.startswith("{") else planner("rules").propose(request)


class Talk:
    """A conversation: `say` returns the final event's state and raises nothing; `last` is the event itself."""

    def __init__(self, store: Store, photo: Photo, **options: object) -> None:
        self.store = store
        self.planner = Told()
        self.agent = Agent(store, planner=self.planner, seed=7, **options)  # type: ignore[arg-type]
        self.session = self.agent.open(photo)
        self.events: list[Event] = []

    @property
    def last(self) -> Committed | Asked | Failed:
        event = self.events[-1]
        assert isinstance(event, Committed | Asked | Failed)
        return event

    def say(self, said: str | dict[str, object], **options: object) -> State:
        text = said if isinstance(said, str) else json.dumps(said)
        self.events = list(self.agent.say(self.session.id, text, **options))  # type: ignore[arg-type]
        return self.last.state

    def edit(self, *operations: dict[str, object], **options: object) -> State:
        return self.say({"act": "edit", "operations": list(operations)}, **options)

    @property
    def picture(self) -> Image.Image:
        head = self.store.turn(self.session.id, self.store.session(self.session.id).head_id)
        return self.store.picture(head.picture)


@pytest.fixture
def talk(store: Store, coffee_photo: Photo) -> Talk:
    return Talk(store, coffee_photo)


@pytest.fixture
def talk_about(store: Store) -> Callable[..., Talk]:
    def begin(photo: Photo | Image.Image, **options: object) -> Talk:
        opened = photo if isinstance(photo, Photo) else Photo(photo, None, None, "test", "PNG", ())
        return Talk(store, opened, **options)

    return begin


class FakeHub(ThreadingHTTPServer):
    """A real HTTP server with the hub's layout, for one repository. What goes wrong with it is set by its fields.

    `cut` and `pause` are (path, bytes, times): the line breaks, or waits `pause_s`, after so many bytes of that file;
    `spoil` maps a path to how often its content comes damaged; `refuse` maps a path to (status, error code, times).
    """

    daemon_threads = True

    def __init__(self, repo: str, files: dict[str, bytes]) -> None:
        super().__init__(("127.0.0.1", 0), _HubAnswers)
        self.repo, self.files, self.commit = repo, dict(files), "c0ffee" + "0" * 34
        self.told: dict[str, Any] = {"gated": False, "cardData": {"license": "apache-2.0"}}
        self.listed: dict[str, dict[str, Any]] = {}  # changes to what is listed of a file
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.cut: tuple[str, int, int] = ("", 0, 0)
        self.pause: tuple[str, int, int] = ("", 0, 0)
        self.pause_s = 1.0
        self.spoil: dict[str, int] = {}
        self.refuse: dict[str, tuple[int, str, int]] = {}
        self.token: str | None = None
        self.elsewhere: FakeHub | None = None  # weights are redirected there
        self.etag = "one"
        self.ranges = True
        self.length: dict[str, int] = {}

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def asked_for(self, path: str) -> list[dict[str, str]]:
        """The headers of every request for a file."""
        return [headers for asked, headers in self.asked if asked.endswith(f"/{path}")]

    def listing(self) -> dict[str, Any]:
        def one(path: str, content: bytes) -> dict[str, Any]:
            found: dict[str, Any] = {"rfilename": path, "size": len(content)}
            if path.endswith((".safetensors", ".bin", ".onnx")):
                found["lfs"] = {"size": len(content), "sha256": sha256(content).hexdigest(), "pointerSize": 130}
            found["blobId"] = sha1(b"blob %d\0" % len(content) + content).hexdigest()
            return found | self.listed.get(path, {})

        return {
            "id": self.repo,
            "sha": self.commit,
            "siblings": [one(*item) for item in self.files.items()],
            **self.told,
        }


class _HubAnswers(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: FakeHub

    def log_message(self, *told: object) -> None:
        pass

    def do_GET(self) -> None:
        hub, path = self.server, self.path.split("?")[0]
        hub.asked.append((path, dict(self.headers.items())))
        if hub.token is not None and self.headers.get("Authorization") != f"Bearer {hub.token}":
            return self._say(401 if "/api/" in path else 403, "GatedRepo" if "/resolve/" in path else "")
        if path.startswith(f"/api/models/{hub.repo}/revision/"):
            known = path.rsplit("/", 1)[1] in ("main", hub.commit)
            return self._json(hub.listing()) if known else self._say(404, "RevisionNotFound")
        start = f"/{hub.repo}/resolve/{hub.commit}/"
        name = path.removeprefix(start)
        if not path.startswith(start) or name not in hub.files:
            return self._say(404, "RepoNotFound")
        status, why, times = hub.refuse.get(name, (0, "", 0))
        if times:
            hub.refuse[name] = status, why, times - 1
            return self._say(status, why)
        if hub.elsewhere is not None and name.endswith(".safetensors"):
            return self._say(302, "", f"{hub.elsewhere.address}{path}")
        return self._file(name)

    def _json(self, told: Any) -> None:
        body = json.dumps(told).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _say(self, status: int, why: str, location: str = "") -> None:
        self.send_response(status)
        for name, value in (
            ("X-Error-Code", why),
            ("Location", location),
            ("Retry-After", "0"),
            ("Content-Length", "0"),
        ):
            if value:
                self.send_header(name, value)
        self.end_headers()

    def _file(self, name: str) -> None:
        hub, content = self.server, self.server.files[name]
        if hub.spoil.get(name):
            hub.spoil[name] -= 1
            content = bytes(byte ^ 1 for byte in content)
        etag, start = f'"{hub.etag}"', 0
        asked = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        if asked and hub.ranges and self.headers.get("If-Range", etag) == etag:
            start = int(asked[1])
            if start >= len(content):
                return self._say(416, "")
            self.send_response(206)
            self.send_header("Content-Range", f"bytes {start}-{len(content) - 1}/{len(content)}")
        else:
            self.send_response(200)
        self.send_header("ETag", etag)
        self.send_header("Content-Length", str(hub.length.get(name, len(content) - start)))
        self.end_headers()
        return self._send(name, content[start:])

    def _send(self, name: str, content: bytes) -> None:
        for kind in ("cut", "pause"):
            path, count, times = getattr(self.server, kind)
            if path != name or not times:
                continue
            setattr(self.server, kind, (path, count, times - 1))
            self.wfile.write(content[:count])
            self.wfile.flush()
            content = content[count:]
            if kind == "cut":
                self.connection.close()
                self.close_connection = True
                return
            time.sleep(self.server.pause_s)
        with suppress(OSError):  # whoever asked may have left
            self.wfile.write(content)


@pytest.fixture
def hub_of() -> Iterator[Callable[[str, dict[str, bytes]], FakeHub]]:
    """`hub_of("owner/name", {"config.json": b"…"})` → a hub that runs, until the test ends."""
    running: list[FakeHub] = []

    def start(repo: str, files: dict[str, bytes]) -> FakeHub:
        hub = FakeHub(repo, files)
        Thread(target=hub.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        running.append(hub)
        return hub

    yield start
    for hub in running:
        hub.shutdown()
        hub.server_close()
