"""What every level of tests shares: real photographs, a store on disk, an agent, and no way out to the network."""

from __future__ import annotations

import json
import os
import socket
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

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


@pytest.fixture(autouse=True)
def _own_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No test sees or touches the sessions and the configuration of whoever runs it."""
    monkeypatch.setenv("PENTIMENTO_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))


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
