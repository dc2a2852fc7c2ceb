"""Servers in trouble and answers that are no pictures: tried again where that helps, else one clear sentence."""

from __future__ import annotations

import base64
import io
import json
import logging
import struct
import time
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any

import pytest
from PIL import Image

from tools.apply import apply
from tools.engines.remote import Endpoint, Remote, wire
from tools.errors import Cancelled, EditRejected, ModelUnavailable, ToolError
from tools.operations.add import Add
from tools.studio import Studio
from tools.types import Region, Sampling

HAT = Add(object="hat", region=Region(box=(0.3, 0.3, 0.6, 0.6)))
Make = Callable[..., Studio]


@pytest.fixture(scope="module")
def small(rocket: Image.Image) -> Image.Image:
    return rocket.crop((200, 100, 360, 220))


def encoded(image: Image.Image, kind: str, **options: Any) -> bytes:
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def bomb() -> bytes:
    """A PNG of a few hundred bytes that claims to be 60,000 pixels wide and high."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    )


def fails(studio: Studio, photo: Image.Image) -> ToolError:
    before = photo.tobytes()
    with pytest.raises(ToolError) as caught:
        apply(photo, HAT, studio)
    assert photo.tobytes() == before
    assert caught.value.message.endswith(".")
    assert "\n" not in caught.value.message
    return caught.value


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (bomb(), "60,000 × 60,000"),
        (b"<!doctype html><html><body>Log in</body></html>", "no sound picture"),
        (encoded(Image.new("RGB", (64, 64), "red"), "PNG")[:60], "cut off"),
        (b"", "no sound picture"),
        (b"\x00" * 5000, "no sound picture"),
    ],
    ids=["bomb", "html", "truncated", "empty", "zeros"],
)
def test_what_is_no_sound_picture_changes_nothing(
    data: bytes, told: str, cloud: Any, small: Image.Image, remote_studio: Make
) -> None:
    cloud.behave = lambda asked: data
    error = fails(remote_studio(), small)
    assert told in error.message
    assert "127.0.0.1" in error.message


def test_an_animation_gives_its_first_frame_and_says_so(cloud: Any, small: Image.Image, remote_studio: Make) -> None:
    frames = [Image.new("RGB", (64, 64), colour) for colour in ("red", "lime", "blue")]
    cloud.behave = lambda asked: encoded(frames[0], "GIF", save_all=True, append_images=frames[1:])
    edit = apply(small, HAT, remote_studio())
    assert "the model's picture: first of 3 frames" in edit.receipt.notes
    red, _, blue = edit.image.getpixel((72, 54))  # type: ignore[misc]
    assert red > blue
    assert edit.receipt.changed_outside == 0


def test_cmyk_is_converted_and_told(cloud: Any, small: Image.Image, remote_studio: Make) -> None:
    cloud.behave = lambda asked: encoded(Image.new("CMYK", (64, 64), (0, 255, 255, 0)), "JPEG")
    edit = apply(small, HAT, remote_studio())
    assert any("CMYK converted" in note for note in edit.receipt.notes)
    assert edit.receipt.changed_outside == 0


@pytest.mark.parametrize(
    ("body", "kind", "told"),
    [
        (b"<html>hello</html>", "text/html", "no JSON but text/html"),
        (b"", "application/json", "no JSON"),
        (b"[" * 100_000, "application/json", "no JSON"),
        ({"data": []}, "application/json", "holds no picture"),
        ({"data": [{"b64_json": None, "url": None}]}, "application/json", "holds no picture"),
        ({"data": "x"}, "application/json", "holds no picture"),
        ({"data": [{"b64_json": "!!!"}]}, "application/json", "base64"),
        ({"data": [{"url": "https://elsewhere.example/1.png"}]}, "application/json", "another server"),
        ({"data": [{"url": "file:///etc/passwd"}]}, "application/json", "another server"),
        ({"data": [{"url": "data:text/html,hello"}]}, "application/json", "holds no picture"),
    ],
)
def test_answers_without_a_picture(
    body: Any, kind: str, told: str, cloud: Any, Answer: Any, small: Image.Image, remote_studio: Make
) -> None:
    cloud.behave = lambda asked: Answer(body, kind=kind)
    assert told in fails(remote_studio(), small).message
    assert len(cloud.asked) == 1


def test_addresses_of_the_same_server_and_data_are_read(
    cloud: Any, Answer: Any, small: Image.Image, remote_studio: Make
) -> None:
    blue = encoded(Image.new("RGB", (64, 64), "blue"), "PNG")
    cloud.pages["/files/1.png"] = blue
    coded = base64.b64encode(blue).decode()
    for url in (cloud.url.replace("/v1", "/files/1.png"), f"data:image/png;base64,{coded}"):
        cloud.behave = lambda asked, url=url: Answer({"data": [{"url": url}]})
        assert apply(small, HAT, remote_studio()).receipt.changed_inside
    cloud.behave = lambda asked: Answer({"data": [{"url": cloud.url.replace("/v1", "/gone.png")}]})
    assert "404" in fails(remote_studio(), small).message


@pytest.mark.parametrize("status", [429, 500, 503])
def test_what_passes_is_tried_again_and_told(
    status: int, cloud: Any, Answer: Any, small: Image.Image, remote_studio: Make
) -> None:
    cloud.first = [Answer(b"busy", status, "text/plain")] * 2
    edit = apply(small, HAT, remote_studio())
    assert len(cloud.asked) == 3
    assert any(note.startswith("asked again, since") for note in edit.receipt.notes)


def test_a_server_says_how_long_to_wait(cloud: Any, Answer: Any, small: Image.Image, remote_studio: Make) -> None:
    cloud.first = [Answer(b"", 429, headers={"Retry-After": "0.3"})]
    begun = time.monotonic()
    apply(small, HAT, remote_studio())
    assert time.monotonic() - begun >= 0.3
    past = format_datetime(datetime(2020, 1, 1, tzinfo=UTC), usegmt=True)
    cloud.first = [Answer(b"", 503, headers={"Retry-After": past}), Answer(b"", 503, headers={"Retry-After": "soon"})]
    assert apply(small, HAT, remote_studio()).receipt.changed_inside
    cloud.first = [Answer(b"", 429, headers={"Retry-After": "3600"})]
    assert "asked too often" in fails(remote_studio(), small).message


def test_patience_ends(cloud: Any, Answer: Any, small: Image.Image, remote_studio: Make) -> None:
    cloud.behave = lambda asked: Answer(b"", 502)
    assert "HTTP 502" in fails(remote_studio(retries=2), small).message
    assert len(cloud.asked) == 3


@pytest.mark.parametrize(
    ("status", "error", "told", "kind"),
    [
        (400, {"code": "moderation_blocked", "message": "x"}, "content rules", EditRejected),
        (400, {"code": "content_policy_violation", "message": "x"}, "content rules", EditRejected),
        (400, {"message": "Your request was rejected by the safety system."}, "content rules", EditRejected),
        (429, {"code": "insufficient_quota", "message": "x"}, "no credit", ModelUnavailable),
        (401, {"message": "Incorrect key sk-secret-7"}, "refused the key", ModelUnavailable),
        (403, {"message": "no"}, "refused the key", ModelUnavailable),
        (404, {"message": "no"}, "no such model", ModelUnavailable),
        (307, {"message": "no"}, "not followed", ModelUnavailable),
        (400, {"message": "Unknown parameter\n sk-secret-7: 'seed'."}, "Unknown parameter …: 'seed'", ModelUnavailable),
        (413, "too large", "HTTP 413: too large", ModelUnavailable),
    ],
)
def test_refusals_are_one_sentence_and_not_repeated(
    status: int, error: Any, told: str, kind: type[ToolError],
    cloud: Any, Answer: Any, small: Image.Image, remote_studio: Make, caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    caplog.set_level(logging.DEBUG)
    cloud.behave = lambda asked: Answer({"error": error}, status, headers={"Location": "http://127.0.0.1:9/"})
    found = fails(remote_studio(api_key="sk-secret-7"), small)
    assert told in found.message
    assert isinstance(found, kind)
    assert len(cloud.asked) == 1
    assert "sk-secret-7" not in found.message + found.hint + caplog.text


def test_a_server_that_hangs_is_left_in_time(cloud: Any, Answer: Any, small: Image.Image, remote_studio: Make) -> None:
    cloud.behave = lambda asked: Answer(b"", delay_s=30)
    begun = time.monotonic()
    error = fails(remote_studio(timeout_s=0.4), small)
    assert time.monotonic() - begun < 5
    assert "took longer than 0.4 seconds" in error.message
    assert cloud.hung_up.wait(5)
    assert len(cloud.asked) == 1


def test_a_server_that_drips_is_left_in_time_too(
    cloud: Any, Answer: Any, small: Image.Image, remote_studio: Make
) -> None:
    cloud.behave = lambda asked: Answer(b'{"data": [', length=10_000_000)
    error = fails(remote_studio(timeout_s=0.5, retries=0), small)
    assert "took longer" in error.message or "connection broke" in error.message


def test_a_cancelled_edit_stops_at_once_and_hangs_up(
    cloud: Any, Answer: Any, small: Image.Image, remote_studio: Make
) -> None:
    cloud.behave = lambda asked: Answer(b"", delay_s=30)
    studio = remote_studio()
    told: list[str] = []
    studio.on_progress = lambda fraction, label: told.append(label)
    studio.cancelled = lambda: bool(cloud.asked and told)
    begun = time.monotonic()
    with pytest.raises(Cancelled):
        apply(small, HAT, studio)
    assert time.monotonic() - begun < 5
    assert cloud.hung_up.wait(5)
    assert "waiting for 127.0.0.1" in told


def test_no_server_at_all_is_one_sentence(small: Image.Image) -> None:
    engine = Remote(Endpoint("m", "http://127.0.0.1:9/v1", retries=1, back_off_s=0.01))
    error = fails(Studio(engines=[engine]), small)
    assert "can't be reached" in error.message
    assert "running" in error.hint


def test_an_endless_answer_is_cut_off(
    cloud: Any, small: Image.Image, remote_studio: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wire, "LARGEST_BYTES", 20_000)
    cloud.behave = lambda asked: bytes(200_000)
    assert "more than" in fails(remote_studio(), small).message


def test_without_the_client_it_says_what_to_install(
    small: Image.Image, monkeypatch: pytest.MonkeyPatch, remote_studio: Make
) -> None:
    monkeypatch.setattr(wire, "find_spec", lambda name: None)
    error = fails(remote_studio(), small)
    assert error.hint == "pip install 'pentimento[remote]'"


def test_nothing_is_sent_without_leave(cloud: Any, small: Image.Image, remote: Callable[..., Remote]) -> None:
    def no() -> None:
        raise ModelUnavailable("Nothing is sent.")

    engine = remote(permit=no)
    assert fails(Studio(engines=[engine]), small).message == "Nothing is sent."
    with pytest.raises(ModelUnavailable):
        engine.restyle(small, "winter")
    assert cloud.asked == []
    assert engine.generate("a fox", (64, 48), Sampling()).size == (64, 48)
    assert [asked.path for asked in cloud.asked] == ["/v1/images/generations"]


def test_several_pictures_and_options_go_along(cloud: Any, small: Image.Image, remote: Callable[..., Remote]) -> None:
    engine = remote(options={"quality": "high"})
    hat = Image.new("RGB", (30, 20), "yellow")
    engine.paint(small, Image.new("L", small.size, 255), "the hat of the second picture", references=[hat])
    (asked,) = cloud.asked
    assert [name for name, _ in asked.files] == ["image[]", "image[]", "mask"]
    assert asked.images[1].getpixel((5, 5)) == (255, 255, 0)
    assert asked.fields["quality"] == "high"
    assert json.dumps(asked.fields).count("painter-1") == 1
    dalle = Remote(Endpoint("dall-e-2", cloud.url))
    dalle.generate("a fox", (64, 64))
    assert cloud.asked[-1].fields["response_format"] == "b64_json"
