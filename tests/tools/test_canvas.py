"""Canvases: the sizes that a model likes, and pictures that come back from them to the pixel."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from tools.canvas import Canvases, Layout, parse_canvases
from tools.engines.remote import Endpoint
from tools.errors import ToolError

SIDE = st.integers(1, 400)


@settings(max_examples=40, deadline=None)
@given(width=SIDE, height=SIDE, canvas=st.sampled_from([(96, 96), (144, 96), (96, 144), (64, 200)]))
def test_a_picture_comes_back_at_its_size_and_in_its_place(width: int, height: int, canvas: tuple[int, int]) -> None:
    image = Image.new("RGB", (width, height), (10, 200, 90))
    layout = Layout.of(image.size, canvas)
    laid = layout.laid(image)
    assert (laid.size, laid.mode) == (canvas, "RGB")
    assert layout.taken(laid).size == image.size
    assert layout.taken(laid).tobytes() == image.tobytes()
    x0, y0, x1, y1 = layout.box
    assert 0 <= x0 < x1 <= canvas[0]
    assert 0 <= y0 < y1 <= canvas[1]


def test_a_picture_of_a_canvas_size_is_sent_and_taken_as_it_is(rocket: Image.Image) -> None:
    layout = Layout.of(rocket.size, rocket.size)
    assert layout.laid(rocket) is rocket
    assert layout.taken(rocket).tobytes() == rocket.tobytes()
    smaller = Layout.of((600, 400), (640, 427))
    assert smaller.scale == pytest.approx(640 / 600, abs=0.01)


def test_the_mask_is_transparent_where_it_is_to_be_edited() -> None:
    mask = Image.new("L", (100, 50), 0)
    mask.paste(1, (20, 10, 40, 30))
    layout = Layout.of(mask.size, (200, 200))
    alpha = np.asarray(layout.masked(mask).getchannel("A"))
    assert (alpha[70:110, 40:80] == 0).all()
    assert (alpha[:60] == 255).all()
    assert (alpha[:, 84:] == 255).all()


@pytest.mark.parametrize(
    ("sizes", "size", "canvas"),
    [
        ("1024x1024,1536x1024,1024x1536", (600, 400), (1536, 1024)),
        ("1024x1024,1536x1024,1024x1536", (400, 600), (1024, 1536)),
        ("1024x1024,1536x1024,1024x1536", (3000, 2800), (1024, 1024)),
        ("256×256, 512x512", (90, 90), (512, 512)),
        ("multiple:16:1.05", (1000, 1000), (1024, 1024)),
        ("multiple:64:0.25", (4000, 1000), (1024, 256)),
        ("multiple:8", (10, 10), (40, 40)),
    ],
)
def test_the_canvas_fits_the_shape(sizes: str, size: tuple[int, int], canvas: tuple[int, int]) -> None:
    assert parse_canvases(sizes).of(size) == canvas


def test_a_canvas_no_longer_and_no_smaller_than_wished() -> None:
    """What is missing to its shape is filled around the picture, which is never squeezed."""
    canvases = Canvases((), 16, 1.0, 4.0, 64)
    assert canvases.of((6000, 500)) == (2000, 496)
    assert canvases.of((500, 6000)) == (496, 2000)
    assert canvases.of((5, 5)) == (64, 64)
    assert canvases.of((2000, 500)) == Canvases((), 16, 1.0).of((2000, 500))
    layout = Layout.of((6000, 500), canvases.of((6000, 500)))
    assert layout.scale == pytest.approx((layout.box[3] - layout.box[1]) / 500, rel=0.01)


@pytest.mark.parametrize("said", ["", "big", "1024", "10x", "multiple:0", "multiple:x", "1024x1024;512x512"])
def test_what_names_no_size_is_refused(said: str) -> None:
    with pytest.raises(ToolError, match="names no sizes"):
        parse_canvases(said)


def test_an_endpoint_knows_whether_it_is_here() -> None:
    assert Endpoint("m", "http://127.0.0.1:1/v1").here
    assert Endpoint("m", "http://localhost:8080").here
    assert Endpoint("m", "http://[::1]:8080/v1").here
    assert not Endpoint("m").here
    assert not Endpoint("m", "https://127.0.0.1.example.org").here
    assert Endpoint("m", "https://Images.Example.org/v1").host == "images.example.org"


def test_only_the_very_same_server_is_the_same() -> None:
    endpoint = Endpoint("m", "https://a.example/v1")
    assert endpoint.same_origin("https://a.example:443/files/1.png")
    for other in (
        "http://a.example/1.png",
        "https://b.a.example/1.png",
        "https://a.example:8443/x",
        "file:///etc/passwd",
    ):
        assert not endpoint.same_origin(other)
    assert not endpoint.same_origin("https://a.example:99999999/x")


@pytest.mark.parametrize("url", ["", "example.org/v1", "ftp://example.org", "https://"])
def test_an_address_has_to_be_one(url: str) -> None:
    with pytest.raises(ToolError, match="no address"):
        Endpoint("m", url)


def test_options_are_the_servers_and_not_ours() -> None:
    assert Endpoint("m", options={"quality": "high"}).options == {"quality": "high"}
    with pytest.raises(ToolError, match="size"):
        Endpoint("m", options={"size": "9x9"})


def test_the_key_is_shown_nowhere() -> None:
    endpoint = Endpoint("m", api_key="sk-very-secret")
    assert "secret" not in repr(endpoint)
    assert endpoint.hidden("no: sk-very-secret") == "no: …"
