"""ONNX files may keep their weights beside them, and nowhere else. The files are written field by field."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tools.errors import ModelRefused
from tools.models import judge

Laid = Callable[[dict[str, bytes]], Path]


def number(value: int) -> bytes:
    out = b""
    while value > 127:
        out += bytes([value & 127 | 128])
        value >>= 7
    return out + bytes([value])


def field(which: int, content: bytes | int) -> bytes:
    if isinstance(content, int):
        return number(which << 3) + number(content)
    return number(which << 3 | 2) + number(len(content)) + content


def external(**told: str) -> bytes:
    """A tensor that says its numbers lie in another file."""
    pairs = (field(13, field(1, key.encode()) + field(2, value.encode())) for key, value in told.items())
    return field(8, b"w") + b"".join(pairs) + field(14, 1)


def model(graph: bytes) -> bytes:
    return field(1, 8) + field(7, graph)


def initializer(tensor: bytes) -> bytes:
    return model(field(5, tensor))


def hidden(tensor: bytes) -> bytes:
    """The same tensor as an attribute of a node in a graph within a node."""
    inner = field(1, field(5, field(5, tensor)))
    return model(field(1, field(4, b"If") + field(5, field(6, inner))))


def test_what_lies_beside_it_passes(laid: Laid) -> None:
    graph = initializer(external(location="model.onnx_data", offset="8", length="92"))
    plain = initializer(field(8, b"w") + field(9, bytes(400)))
    folder = laid({"model.onnx": graph, "plain.onnx": plain, "model.onnx_data": bytes(100)})
    found = judge(folder)
    assert found.layout == "onnx"
    assert [file.name for file in found.weights] == ["model.onnx", "plain.onnx", "model.onnx_data"]


@pytest.mark.parametrize("place", ["../secret", "/etc/passwd", "a/../../secret", "..\\secret", "C:secret", ""])
@pytest.mark.parametrize("way", [initializer, hidden])
def test_weights_outside_the_folder(laid: Laid, tmp_path: Path, place: str, way: Callable[[bytes], bytes]) -> None:
    (tmp_path / "secret").write_bytes(bytes(100))
    folder = laid({"model.onnx": way(external(location=place))})
    with pytest.raises(ModelRefused, match="outside its own folder"):
        judge(folder)


def test_a_link_that_leads_out(laid: Laid, tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(bytes(100))
    folder = laid({"model.onnx": initializer(external(location="data"))})
    (folder / "data").symlink_to(tmp_path / "secret")
    with pytest.raises(ModelRefused, match="leads out"):
        judge(folder)


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"location": "none"}, "none is missing"),
        ({"location": "data", "length": "101"}, "cut off"),
        ({"location": "data", "offset": "-5"}, "damaged"),
        ({"offset": "5"}, "outside"),
    ],
)
def test_data_that_is_not_there(laid: Laid, told: dict[str, str], said: str) -> None:
    folder = laid({"model.onnx": initializer(external(**told)), "data": bytes(100)})
    with pytest.raises(ModelRefused, match=said):
        judge(folder)


@pytest.mark.parametrize(
    "content", [b"", b"\x00", b"not a model", model(b"")[:-1] + b"\xff" * 20, field(7, b"\xff" * 10), b"\xff" * 30]
)
def test_damaged_files(laid: Laid, content: bytes) -> None:
    with pytest.raises(ModelRefused, match="damaged"):
        judge(laid({"model.onnx": content}))


def test_graphs_in_graphs_without_end(laid: Laid) -> None:
    graph = b""
    for _ in range(100):
        graph = field(1, field(5, field(6, graph)))
    with pytest.raises(ModelRefused, match="damaged"):
        judge(laid({"model.onnx": model(graph)}))
