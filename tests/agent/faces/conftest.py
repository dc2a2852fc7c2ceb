"""A picture to show, a conversation, a recorded console, and a real browser spoken to in plain WebDriver."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from functools import partial
from importlib.util import find_spec
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw, ImageOps
from rich.console import Console

from agent.agent import Agent
from agent.faces.chat import Chat
from agent.faces.view import View
from agent.planners import planner
from memory.pictures import digest
from memory.schema import MaskRef, Step, Turn, TurnDraft
from memory.store import Store
from tools.photo import open_photo
from tools.selection import Selection

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # the key under which WebDriver hands out elements


def sample(name: str) -> Path:
    """A photograph that ships with scikit-image."""
    spec = find_spec("skimage")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "data" / name


@pytest.fixture(scope="session")
def coffee() -> Image.Image:
    with Image.open(sample("coffee.png")) as image:
        return image.convert("RGB")


@pytest.fixture
def disc() -> Selection:
    """A disc in the middle of a 60×40 picture."""
    mask = Image.new("L", (60, 40))
    ImageDraw.Draw(mask).ellipse((20, 10, 40, 30), fill=255)
    found = Selection.of_mask(mask)
    assert found is not None
    return found


@pytest.fixture
def console() -> Console:
    """A true-colour terminal of 80 columns that only remembers what it was told."""
    return Console(
        file=StringIO(), force_terminal=True, color_system="truecolor", width=80, record=True, highlight=False
    )


class Browser:
    """Just enough of WebDriver: load, look, click, type, drag, photograph."""

    def __init__(self, endpoint: str, binary: str) -> None:
        self.endpoint = endpoint
        flags = [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--window-size=1000,800",
            "--disable-background-networking", "--disable-component-update", "--no-first-run", "--disable-sync",
        ]  # fmt: skip
        options = {"binary": binary, "args": flags}
        asked = {"capabilities": {"alwaysMatch": {"browserName": "chrome", "goog:chromeOptions": options}}}
        self.session = self._ask("POST", "/session", asked)["sessionId"]

    def _ask(self, method: str, path: str, body: object = None) -> Any:
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.endpoint + path, data, method=method)
        request.add_header("Content-Type", "application/json")
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)["value"]

    def call(self, method: str, path: str, body: object = None) -> Any:
        return self._ask(method, f"/session/{self.session}{path}", body)

    def load(self, url: str) -> None:
        self.call("POST", "/url", {"url": url})

    def find(self, css: str) -> str:
        found: str = self.call("POST", "/element", {"using": "css selector", "value": css})[ELEMENT]
        return found

    def click(self, css: str) -> None:
        self.call("POST", f"/element/{self.find(css)}/click", {})

    def run(self, script: str) -> Any:
        return self.call("POST", "/execute/sync", {"script": script, "args": []})

    def keys(self, *names: str) -> None:
        """Keys one after another, to whatever has the focus."""
        actions = [{"type": kind, "value": key} for key in names for kind in ("keyDown", "keyUp")]
        self.call("POST", "/actions", {"actions": [{"type": "key", "id": "keyboard", "actions": actions}]})

    def drag(self, css: str, path: list[tuple[float, float]], pointer: str = "mouse") -> None:
        """Press at the first place, move along, lift at the last; places are fractions of the element's box."""
        x, y, width, height = self.run(
            f"const b = document.querySelector('{css}').getBoundingClientRect(); return [b.x, b.y, b.width, b.height]"
        )
        places = [(round(x + fx * width), round(y + fy * height)) for fx, fy in path]
        moves = [{"type": "pointerMove", "duration": 20, "x": px, "y": py} for px, py in places]
        actions = [moves[0], {"type": "pointerDown", "button": 0}, *moves[1:], {"type": "pointerUp", "button": 0}]
        source = {"type": "pointer", "id": pointer, "parameters": {"pointerType": pointer}, "actions": actions}
        self.call("POST", "/actions", {"actions": [source]})

    def photograph(self, file: Path) -> None:
        file.write_bytes(base64.b64decode(self.call("GET", "/screenshot")))

    def wait(self, script: str, seconds: float = 10) -> None:
        """Until the script returns something true."""
        end = time.monotonic() + seconds
        while not self.run(script):
            assert time.monotonic() < end, f"never came true: {script}"
            time.sleep(0.05)


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    binary = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    driver = shutil.which("chromedriver")
    if binary is None or driver is None:
        pytest.skip("no Chromium with its chromedriver on this machine")
    log = (tmp_path_factory.mktemp("browser") / "log").open("w+")
    process = subprocess.Popen([driver, "--port=0"], stdout=log, stderr=subprocess.STDOUT)
    try:
        yield Browser(f"http://127.0.0.1:{_port(Path(log.name))}", binary)
    finally:
        process.terminate()
        process.wait(10)
        log.close()


def _port(log: Path) -> int:
    end = time.monotonic() + 20
    while time.monotonic() < end:
        for line in log.read_text().splitlines():
            if "successfully on port" in line:
                return int(line.rstrip(".").rsplit(" ", 1)[1])
        time.sleep(0.05)
    raise AssertionError("chromedriver did not start")


class Story:
    """A session that grows by hand-made turns, without agent or operations."""

    def __init__(self, store: Store, photo: Image.Image, name: str = "coffee") -> None:
        self.store = store
        self.session = store.open_session(photo, name=name, source=f"{name}.png")
        self.id = self.session.id

    def turn(self, said: str, change: Callable[[Image.Image], Image.Image] | None = None, *, box: Any = None) -> Turn:
        """One more turn on the head: `change` makes the picture, `box` (pixels) is where it says it wrote."""
        head = self.store.turn(self.id, self.store.session(self.id).head_id)
        before = self.store.picture(head.picture)
        after = change(before) if change else ImageOps.autocontrast(before, cutoff=head.depth + 1)
        masks, pictures = {}, []
        if box is not None:
            mask = Image.new("L", (box[2] - box[0], box[3] - box[1]), 255)
            masks, pictures = {"written": MaskRef(digest(mask), box, before.size)}, [mask]
        inside = (box[2] - box[0]) * (box[3] - box[1]) if box else before.width * before.height
        receipt = {
            "changed_inside": inside,
            "changed_outside": 0 if box else None,
            "seconds": 0.1,
            "engine": "embedded",
        }
        operation = {"op": "adjust", "exposure": 10.0, "region": {"phrase": "the cup"} if box else None}
        step = Step(0, operation, operation, 1, head.picture, head.picture, digest(after), masks, receipt=receipt)
        draft = TurnDraft(said, after, steps=(step,), pictures=tuple(pictures))
        return self.store.commit(self.id, draft, expected_head=head.id)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "home" / "pentimento.db") as opened:
        yield opened


@pytest.fixture
def photo(tmp_path: Path, coffee: Image.Image) -> Path:
    path = tmp_path / "cup.png"
    coffee.resize((120, 80)).save(path)
    return path


@pytest.fixture
def chat(store: Store, photo: Path) -> Chat:
    agent = Agent(store, planner=planner("rules"), seed=1)
    console = Console(file=StringIO(), width=100, highlight=False)
    view = View(console, picture=store.preview, utterances=True)
    return Chat(agent, store, agent.open(open_photo(photo)).id, view)


@pytest.fixture
def begin(store: Store) -> Callable[..., Story]:
    """A new story: begin(photo, name)."""
    return partial(Story, store)


@pytest.fixture
def story(store: Store, coffee: Image.Image) -> Story:
    """Four turns, two of them undone and left behind, and a branch."""
    story = Story(store, coffee.resize((300, 200)))
    story.turn("make it a little brighter")
    story.turn("crop the bottom third", lambda image: image.crop((0, 0, 300, 134)))
    store.undo(story.id, 1, "undo")
    story.turn("darken the left half", box=(0, 0, 150, 200))
    story.turn("make it warmer", lambda image: ImageOps.colorize(image.convert("L"), "black", "#ffddaa"))
    store.goto(story.id, 1)
    store.branch(story.id, "gray")
    story.turn("make it black and white", lambda image: image.convert("L").convert("RGB"))
    return story
