"""The page for pointing: what it hands back, what it refuses, and that it works in a real browser."""

from __future__ import annotations

import http.client
import json
import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from io import BytesIO
from urllib.parse import urlsplit

import pytest
from PIL import Image

from agent.faces.pick import Picked, Refused, Session, pick
from tools.errors import Cancelled

SIZE = (90, 60)


def png(size: tuple[int, int] = SIZE, mode: str = "L", fill: object = 255) -> bytes:
    file = BytesIO()
    Image.new(mode, size, fill).save(file, "PNG")
    return file.getvalue()


class Client:
    """A running page and the picking that waits for it."""

    def __init__(self, url: str, picking: Future[Picked]) -> None:
        self.url, self.picking = url, picking
        self.host = urlsplit(url).netloc
        self.path = urlsplit(url).path

    def ask(
        self, method: str = "GET", path: str = "", body: bytes | None = None, **headers: str
    ) -> tuple[int, bytes, http.client.HTTPResponse]:
        connection = http.client.HTTPConnection(self.host, timeout=10)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path if path.startswith("/") else self.path + path, body, named)
            answer = connection.getresponse()
            return answer.status, answer.read(), answer
        finally:
            connection.close()

    def send(self, said: object) -> int:
        return self.ask("POST", "done", json.dumps(said).encode(), Content_Type="application/json")[0]


@contextmanager
def serving(size: tuple[int, int] = SIZE, timeout_s: float = 20, image: Image.Image | None = None) -> Iterator[Client]:
    stop, told = threading.Event(), Future[str]()
    with ThreadPoolExecutor(1) as pool:
        picking = pool.submit(
            pick, image or Image.new("RGB", size, "teal"), open_browser=False, timeout_s=timeout_s,
            say=told.set_result, cancelled=stop.is_set,
        )  # fmt: skip
        try:
            yield Client(told.result(10), picking)
        finally:
            stop.set()


@pytest.fixture
def page() -> Iterator[Client]:
    with serving() as client:
        yield client


def test_the_page_and_its_picture_are_served_with_strict_headers(page: Client) -> None:
    status, body, answer = page.ask()
    assert status == 200
    assert b'data-width="90" data-height="60"' in body
    assert b"__NONCE__" not in body
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"
    status, body, _ = page.ask(path="picture")
    with Image.open(BytesIO(body)) as shown:
        assert (status, shown.size) == (200, SIZE)


def test_the_page_uses_nothing_from_elsewhere(page: Client) -> None:
    body = page.ask()[1].decode()
    assert "http://" not in body
    assert "https://" not in body


def test_points_come_back_as_a_region(page: Client) -> None:
    assert page.send({"points": [[0.25, 0.5]]}) == 200
    assert page.picking.result(5).region.points == ((0.25, 0.5),)


def test_a_box_comes_back_as_a_region(page: Client) -> None:
    assert page.send({"box": [0.1, 0.2, 0.5, 0.6]}) == 200
    picked = page.picking.result(5)
    assert (picked.region.box, picked.mask) == ((0.1, 0.2, 0.5, 0.6), None)


def test_a_painted_mask_comes_back_at_the_pictures_size(page: Client) -> None:
    assert page.ask("POST", "done", png(), Content_Type="image/png")[0] == 200
    picked = page.picking.result(5)
    assert picked.mask is not None
    assert (picked.mask.mode, picked.mask.size, picked.mask.getextrema()) == ("L", SIZE, (255, 255))
    assert not picked.region.drawn


def test_giving_up_is_cancelled(page: Client) -> None:
    assert page.send({"cancel": True}) == 200
    with pytest.raises(Cancelled):
        page.picking.result(5)


def test_only_the_first_answer_counts() -> None:
    session = Session(Image.new("RGB", SIZE))
    session.take("application/json", b'{"points": [[0.5, 0.5]]}')
    with pytest.raises(Refused):
        session.take("application/json", b'{"points": [[0.1, 0.1]]}')
    assert session.picked is not None
    assert session.picked.region.points == ((0.5, 0.5),)


def test_waiting_ends_after_its_time() -> None:
    with serving(timeout_s=0.3) as client, pytest.raises(Cancelled, match="in time"):
        client.picking.result(5)


def test_waiting_can_be_stopped_and_the_port_is_closed_then() -> None:
    with serving() as client:
        address = client.host.split(":")
    with pytest.raises(Cancelled, match="Stopped"):
        client.picking.result(5)
    with pytest.raises(OSError), socket.create_connection((address[0], int(address[1])), timeout=2):
        pass


# ---- hostile requests ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", "/wrong/", "/wrong/picture", "//", "/%2e%2e/", "/é/"])
def test_without_the_token_there_is_nothing(page: Client, path: str) -> None:
    status = _raw(page, f"GET {path} HTTP/1.1\r\nHost: {page.host}\r\n\r\n".encode())
    assert status in (400, 404)


def test_another_page_of_the_session_does_not_exist(page: Client) -> None:
    assert page.ask(path="../../etc/passwd")[0] == 404
    assert page.ask(path="done")[0] == 404
    assert page.ask("POST", "picture", b"{}")[0] == 404
    assert page.ask("DELETE")[0] == 501


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1", "127.0.0.1:1", ""])
def test_a_rebound_host_name_is_refused(page: Client, host: str) -> None:
    assert page.ask(Host=host)[0] == 421


def test_two_host_headers_are_refused(page: Client) -> None:
    request = f"GET {page.path} HTTP/1.1\r\nHost: {page.host}\r\nHost: evil.example\r\n\r\n"
    assert _raw(page, request.encode()) == 421


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "https://127.0.0.1"])
def test_another_site_cannot_answer(page: Client, origin: str) -> None:
    body = b'{"points": [[0.5, 0.5]]}'
    assert page.ask("POST", "done", body, Content_Type="application/json", Origin=origin)[0] == 403
    assert not page.picking.done()


def test_the_page_itself_may_answer(page: Client) -> None:
    body = b'{"points": [[0.5, 0.5]]}'
    assert page.ask("POST", "done", body, Content_Type="application/json", Origin=f"http://{page.host}")[0] == 200


@pytest.mark.parametrize("length", [str(10**9), "9" * 400, "-1", "ten", ""])
def test_an_absurd_length_is_refused_before_anything_is_read(page: Client, length: str) -> None:
    request = f"POST {page.path}done HTTP/1.1\r\nHost: {page.host}\r\nContent-Type: image/png\r\n"
    assert _raw(page, f"{request}Content-Length: {length}\r\n\r\n".encode()) in (411, 413)


def test_chunks_are_refused(page: Client) -> None:
    request = f"POST {page.path}done HTTP/1.1\r\nHost: {page.host}\r\nTransfer-Encoding: chunked\r\n"
    assert _raw(page, f"{request}Content-Type: image/png\r\n\r\n1\r\nx\r\n0\r\n\r\n".encode()) == 411


def test_another_kind_of_body_is_refused(page: Client) -> None:
    assert page.ask("POST", "done", b"<svg/>", Content_Type="image/svg+xml")[0] == 415


def test_a_mask_of_another_size_is_refused_and_the_page_goes_on(page: Client) -> None:
    status, why, _ = page.ask("POST", "done", png((91, 60)), Content_Type="image/png")
    assert status == 400
    assert "90×60" in why.decode()
    assert page.send({"points": [[0.5, 0.5]]}) == 200


def test_a_client_that_says_nothing_holds_nobody_up(page: Client) -> None:
    host, port = page.host.split(":")
    with socket.create_connection((host, int(port))), socket.create_connection((host, int(port))) as half:
        half.sendall(b"POST / HTTP/1.1\r\n")
        assert page.ask()[0] == 200


def test_a_body_that_breaks_off_is_refused(page: Client) -> None:
    host, port = page.host.split(":")
    head = (
        f"POST {page.path}done HTTP/1.1\r\nHost: {page.host}\r\nContent-Type: image/png\r\nContent-Length: 500\r\n\r\n"
    )
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        connection.sendall(head.encode() + png()[:40])
        connection.shutdown(socket.SHUT_WR)
        assert connection.recv(4000).startswith(b"HTTP/1.0 400")
    assert not page.picking.done()


def test_a_large_picture_is_shown_smaller_but_its_mask_is_not() -> None:
    with serving(image=Image.new("RGB", (3000, 1500), "navy")) as client:
        with Image.open(BytesIO(client.ask(path="picture")[1])) as shown:
            assert shown.size == (2400, 1200)
        assert client.ask("POST", "done", png((2400, 1200)), Content_Type="image/png")[0] == 400
        assert client.ask("POST", "done", png((3000, 1500)), Content_Type="image/png")[0] == 200
        mask = client.picking.result(10).mask
    assert mask is not None
    assert mask.size == (3000, 1500)


def test_the_page_opens_in_the_persons_browser(monkeypatch) -> None:
    opened = Future[str]()
    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr("webbrowser.open", opened.set_result)
    with pytest.raises(Cancelled, match="in time"):
        pick(Image.new("RGB", SIZE), timeout_s=0.3)
    assert opened.result(5).startswith("http://127.0.0.1:")


def test_no_browser_takes_over_a_terminal_without_a_desktop(monkeypatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr("webbrowser.open", opened.append)
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"):
        monkeypatch.delenv(name, raising=False)
    told: list[str] = []
    with pytest.raises(Cancelled):
        pick(Image.new("RGB", SIZE), timeout_s=0.2, say=told.append)
    assert told[0].startswith("http://127.0.0.1:")
    assert opened == []


def _raw(page: Client, request: bytes) -> int:
    """The status of a request that no library would send."""
    host, port = page.host.split(":")
    with socket.create_connection((host, int(port)), timeout=10) as connection:
        connection.sendall(request)
        return int(connection.recv(4000).split(b" ", 2)[1])


def test_a_connection_opened_in_advance_gets_nothing_once_the_page_is_over() -> None:
    """Browsers open spare connections; an answer sent over one must not be thanked for when nobody waits for it."""
    with serving() as client:
        host, port = client.host.split(":")
        spare = socket.create_connection((host, int(port)), timeout=10)
        time.sleep(0.2)  # until the server has taken the connection
    with pytest.raises(Cancelled):
        client.picking.result(10)
    body = b'{"points": [[0.5, 0.5]]}'
    head = f"POST {client.path}done HTTP/1.1\r\nHost: {client.host}\r\nContent-Type: application/json\r\n"
    with spare:
        spare.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
        assert b" 410 " in spare.recv(4000).split(b"\r\n")[0]


# ---- a real browser ---------------------------------------------------------------------------------------------


@pytest.mark.browser
def test_click_in_a_browser(browser, coffee) -> None:
    with serving(image=coffee) as client:
        browser.load(client.url)
        browser.drag("#marks", [(0.5, 0.4)])
        browser.click("#done")
        picked = client.picking.result(10)
        browser.wait("return !document.querySelector('#over').hidden")
    assert picked.region.points is not None
    assert picked.region.points[0] == pytest.approx((0.5, 0.4), abs=0.01)


@pytest.mark.browser
def test_drag_a_box_in_a_browser(browser, coffee) -> None:
    with serving(image=coffee) as client:
        browser.load(client.url)
        browser.click("#tool-box")
        browser.drag("#marks", [(0.7, 0.6), (0.5, 0.4), (0.2, 0.1)])
        browser.click("#done")
        picked = client.picking.result(10)
    assert picked.region.box == pytest.approx((0.2, 0.1, 0.7, 0.6), abs=0.01)


@pytest.mark.browser
@pytest.mark.parametrize("pointer", ["mouse", "touch"])
def test_paint_undo_and_erase_in_a_browser(browser, coffee, pointer: str) -> None:
    with serving(image=coffee) as client:
        browser.load(client.url)
        browser.click("#tool-brush")
        browser.drag("#marks", [(0.9, 0.9), (0.95, 0.95)], pointer)
        browser.click("#undo")
        browser.drag("#marks", [(0.3, 0.5), (0.5, 0.5), (0.7, 0.5)], pointer)
        browser.click("#erase")
        browser.drag("#marks", [(0.7, 0.5), (0.65, 0.5)], pointer)
        browser.click("#done")
        mask = client.picking.result(10).mask
    assert mask is not None
    assert mask.size == coffee.size
    assert mask.getpixel((240, 200)) == 255
    assert mask.getpixel((420, 200)) == 0
    left, top, right, bottom = mask.getbbox()
    assert left == pytest.approx(180, abs=20)
    assert top > 170
    assert right < 400
    assert bottom < 230


@pytest.mark.browser
def test_everything_works_from_the_keyboard(browser, coffee) -> None:
    left, down, enter = "\ue012", "\ue015", "\ue007"
    with serving(image=coffee) as client:
        browser.load(client.url)
        browser.run("document.querySelector('#marks').focus()")
        browser.keys("2", left, " ", left, left, left, left, down, down, down, down, " ", enter)
        picked = client.picking.result(10)
    assert picked.region.box == pytest.approx((0.42, 0.5, 0.5, 0.58), abs=0.001)


@pytest.mark.browser
def test_escape_gives_up_in_a_browser(browser, coffee) -> None:
    with serving(image=coffee) as client:
        browser.load(client.url)
        browser.keys("\ue00c")
        with pytest.raises(Cancelled):
            client.picking.result(10)


@pytest.mark.browser
def test_a_page_whose_program_is_gone_says_so(browser, coffee) -> None:
    with serving(image=coffee) as client:
        browser.load(client.url)
        browser.drag("#marks", [(0.5, 0.5)])
    browser.click("#done")
    browser.wait("return document.querySelector('#status').textContent.includes('no longer listens')")
