"""Pointing at a part of the picture in a browser: click, box or brush on one page that never leaves this computer.

The page is served on the loopback address under a random token, to one host name, until something is picked, the
person gives up or the time is over. It knows nothing of sessions; it hands back a Region, and a mask where one was
painted.
"""

from __future__ import annotations

import hmac
import json
import os
import secrets
import sys
import threading
import time
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from io import BytesIO
from socketserver import TCPServer
from typing import TYPE_CHECKING

from pydantic import ValidationError

from agent.faces.terminal import flat, shrunk
from tools.errors import Cancelled
from tools.types import Region

if TYPE_CHECKING:
    from collections.abc import Callable

    from PIL.Image import Image

SHOWN_PX = 2400  # longest side of the picture that the page shows; the mask always has the picture's own size
MAX_JSON = 64 * 1024
MAX_MASK = 48 * 1024 * 1024
IDLE_S = 20.0  # a connection that says nothing is closed


@dataclass(frozen=True)
class Picked:
    """What the person pointed at. `mask`, mode L and of the picture's own size, is there where they painted;
    `region` is then empty until the mask is stored and its digest is filled in.
    """

    region: Region
    mask: Image | None = None


class Refused(Exception):
    """A request that the page would never send."""

    def __init__(self, status: HTTPStatus, why: str) -> None:
        super().__init__(why)
        self.status = status


@dataclass
class Session:
    """One picture to point at, and what has been picked so far."""

    image: Image
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    nonce: str = field(default_factory=lambda: secrets.token_urlsafe(16))
    done: threading.Event = field(default_factory=threading.Event)
    picked: Picked | None = None
    first: threading.Lock = field(default_factory=threading.Lock)
    ended: bool = False

    def page(self) -> bytes:
        width, height = self.image.size
        text = files("agent.faces").joinpath("pick.html").read_text("utf-8")
        for name, value in {"NONCE": self.nonce, "WIDTH": str(width), "HEIGHT": str(height)}.items():
            text = text.replace(f"__{name}__", value)
        return text.encode()

    def picture(self) -> bytes:
        """The picture as the page shows it: a JPEG of at most SHOWN_PX."""
        scale = min(1.0, SHOWN_PX / max(self.image.size))
        size = max(1, round(self.image.width * scale)), max(1, round(self.image.height * scale))
        file = BytesIO()
        (shrunk(flat(self.image), size) if scale < 1 else flat(self.image)).save(file, "JPEG", quality=90)
        return file.getvalue()

    def take(self, kind: str, body: bytes) -> None:
        """What the page sent, checked; the first valid answer counts. Raises Refused."""
        if kind == "image/png":
            answer: Picked | None = Picked(Region(), read_mask(body, self.image.size))
        elif kind == "application/json":
            answer = read_region(body)
        else:
            raise Refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "send a PNG mask or JSON")
        if not self.first.acquire(blocking=False):
            raise Refused(HTTPStatus.CONFLICT, "something was picked already")
        self.picked = answer


def read_mask(body: bytes, size: tuple[int, int]) -> Image:
    """A painted mask from PNG bytes, mode L. The size in its header is checked before anything is decompressed."""
    from PIL import Image as PILImage
    from PIL.PngImagePlugin import PngImageFile

    header = body[:33]
    stated = int.from_bytes(header[16:20], "big"), int.from_bytes(header[20:24], "big")
    if header[:8] != b"\x89PNG\r\n\x1a\n" or header[12:16] != b"IHDR":
        raise Refused(HTTPStatus.BAD_REQUEST, "that is no PNG")
    if stated != size:
        raise Refused(HTTPStatus.BAD_REQUEST, f"the mask has to be {size[0]}×{size[1]}, the picture's own size")
    try:
        # Image.open would also try other formats, and warn of large pictures, whose size is known to be right here.
        mask: Image = PngImageFile(BytesIO(body))
        mask.load()
    except (OSError, SyntaxError, ValueError) as error:
        raise Refused(HTTPStatus.BAD_REQUEST, "the PNG is damaged") from error
    if "A" in mask.getbands() or mask.mode == "P":
        over = mask.convert("RGBA")
        mask = PILImage.alpha_composite(PILImage.new("RGBA", size, (0, 0, 0, 255)), over)
    # A brush has soft rims, which would leave a ghost where paint was erased: half covered is selected, less is not.
    mask = mask.convert("L").point(lambda value: 255 if value > 127 else 0)
    if mask.getbbox() is None:
        raise Refused(HTTPStatus.BAD_REQUEST, "nothing is painted")
    return mask


def read_region(body: bytes) -> Picked | None:
    """Points or a box from JSON; None for {"cancel": true}. Raises Refused for anything else."""
    try:
        said = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Refused(HTTPStatus.BAD_REQUEST, "that is no JSON") from error
    if said == {"cancel": True}:
        return None
    if not isinstance(said, dict) or len(said) != 1 or not {"points", "box"} & said.keys():
        raise Refused(HTTPStatus.BAD_REQUEST, "send points, or a box, or cancel")
    try:
        region = Region.model_validate_json(body)
    except ValidationError as error:
        raise Refused(HTTPStatus.BAD_REQUEST, "points and boxes are fractions of the picture") from error
    if not region.drawn:
        raise Refused(HTTPStatus.BAD_REQUEST, "nothing is picked")
    return Picked(region)


class Page(BaseHTTPRequestHandler):
    """The three things that the page may ask for; everything else is refused."""

    server_version = "Pentimento"
    sys_version = ""
    timeout = IDLE_S
    server: ThreadingHTTPServer

    def __init__(self, session: Session, *args: object) -> None:
        self.session = session
        super().__init__(*args)  # type: ignore[arg-type]  # the three arguments of a socket server's handler

    def do_GET(self) -> None:
        self._answer(self._get)

    def do_POST(self) -> None:
        self._answer(self._post)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: a page in a terminal program has no access log."""

    def _answer(self, act: Callable[[], None]) -> None:
        try:
            self._check()
            act()
        except Refused as refused:
            self.close_connection = True
            self._send(refused.status, "text/plain; charset=utf-8", str(refused).encode())
        except (BrokenPipeError, ConnectionResetError, TimeoutError):
            self.close_connection = True

    def _check(self) -> None:
        """Only this page on this computer: a rebound host name, another site or a guessed token gets nothing."""
        if self.session.ended:  # a connection that the browser had opened in advance
            raise Refused(HTTPStatus.GONE, "the program no longer listens; ask for a new page there (/pick)")
        port = self.server.server_address[1]
        hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}
        if self.headers.get("Host") not in hosts or len(self.headers.get_all("Host", [])) != 1:
            raise Refused(HTTPStatus.MISDIRECTED_REQUEST, "wrong host")
        if (origin := self.headers.get("Origin")) is not None and origin.removeprefix("http://") not in hosts:
            raise Refused(HTTPStatus.FORBIDDEN, "wrong origin")
        token = self.path.split("/")[1] if self.path.startswith("/") else ""
        if not hmac.compare_digest(token.encode("utf-8", "replace"), self.session.token.encode()):
            raise Refused(HTTPStatus.NOT_FOUND, "nothing here")

    def _get(self) -> None:
        pages = {"": ("text/html; charset=utf-8", self.session.page), "picture": ("image/jpeg", self.session.picture)}
        name = self.path.split("/", 2)[2] if self.path.count("/") > 1 else None
        if name not in pages:
            raise Refused(HTTPStatus.NOT_FOUND, "nothing here")
        kind, made = pages[name]
        self._send(HTTPStatus.OK, kind, made())

    def _post(self) -> None:
        if self.path.split("/")[2:] != ["done"]:
            raise Refused(HTTPStatus.NOT_FOUND, "nothing here")
        kind = self.headers.get("Content-Type", "").partition(";")[0].strip().lower()
        length = self._length(MAX_MASK if kind == "image/png" else MAX_JSON)
        body = self.rfile.read(length)
        if len(body) != length:
            raise Refused(HTTPStatus.BAD_REQUEST, "the request broke off")
        self.session.take(kind, body)
        try:
            self._send(HTTPStatus.OK, "text/plain; charset=utf-8", b"ok")
        finally:
            self.session.done.set()  # not before the answer is out: the program may end right then

    def _length(self, limit: int) -> int:
        stated = self.headers.get("Content-Length", "")
        if "Transfer-Encoding" in self.headers or not (stated.isascii() and stated.isdecimal()):
            raise Refused(HTTPStatus.LENGTH_REQUIRED, "the length has to be stated")
        if len(stated) > 12 or int(stated) > limit:
            raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"at most {limit} bytes")
        return int(stated)

    def _send(self, status: HTTPStatus, kind: str, body: bytes) -> None:
        self.send_response(status)
        own = f"'nonce-{self.session.nonce}'"
        policy = f"default-src 'none'; img-src 'self' data:; script-src {own}; style-src {own}; connect-src 'self'"
        for name, value in {
            "Content-Type": kind,
            "Content-Length": str(len(body)),
            "Content-Security-Policy": f"{policy}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            "Cache-Control": "no-store",
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
            "Cross-Origin-Resource-Policy": "same-origin",
        }.items():
            self.send_header(name, value)
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)


class Server(ThreadingHTTPServer):
    """One page on a free port of the loopback address; its threads never outlive the program."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, session: Session) -> None:
        super().__init__(("127.0.0.1", 0), partial(Page, session))
        self.url = f"http://127.0.0.1:{self.server_address[1]}/{session.token}/"

    def server_bind(self) -> None:
        """Without HTTPServer's look-up of the host's full name, which can wait for a name server."""
        TCPServer.server_bind(self)

    def handle_error(self, request: object, client_address: object) -> None:
        """Nothing: a client that breaks off is no event for the person at the terminal."""


def pick(
    image: Image,
    *,
    open_browser: bool = True,
    timeout_s: float = 600.0,
    say: Callable[[str], None] = lambda url: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Picked:
    """Let the person point at a part of `image` in a browser; `say` is told the page's address.

    Raises Cancelled when they give up, when `cancelled()` becomes true, or after `timeout_s`.
    """
    session = Session(image)
    with Server(session) as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        try:
            say(server.url)
            if open_browser:
                _open(server.url)
            _wait(session, time.monotonic() + timeout_s, cancelled)
        finally:
            session.ended = True
            server.shutdown()
    if session.picked is None:
        raise Cancelled("Nothing was picked; nothing was changed.")
    return session.picked


def _wait(session: Session, deadline: float, cancelled: Callable[[], bool]) -> None:
    while not session.done.wait(0.1):
        if cancelled():
            raise Cancelled("Stopped; nothing was picked.")
        if time.monotonic() > deadline:
            raise Cancelled("Nothing was picked in time.", "Say /pick again to get a new page.")


def _open(url: str) -> None:
    """The person's browser, in a thread: some systems wait until it is closed.

    Without a desktop there would only be a browser in the terminal, which would take it over; the address is told.
    """
    import webbrowser

    if sys.platform == "linux" and not any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER")):
        return
    threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()
