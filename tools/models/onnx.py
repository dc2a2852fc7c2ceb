"""Whether an ONNX file keeps to its own folder: the outside files that its tensors name are read from its structure.

Protocol buffers are walked as they are written (https://protobuf.dev/programming-guides/encoding), by the field numbers
of onnx.proto; no tensor is read and nothing is loaded.
"""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from tools.errors import ModelRefused

MOST_FIELDS = 3_000_000
DEEPEST = 40
Buffer = mmap.mmap | bytes
Field = tuple[int, int, int, int]  # number, wire type, where its content starts and ends (a varint: value, 0)

# message → its fields that lead to tensors, and the message that each of them is
_WAYS: dict[str, dict[int, str]] = {
    "model": {7: "graph", 20: "training", 25: "function"},
    "training": {1: "graph", 2: "graph"},
    "graph": {1: "node", 5: "tensor", 15: "sparse"},
    "function": {7: "node", 11: "attribute"},
    "node": {5: "attribute"},
    "attribute": {5: "tensor", 6: "graph", 10: "tensor", 11: "graph", 22: "sparse", 23: "sparse"},
    "sparse": {1: "tensor", 2: "tensor"},
    "tensor": {13: "entry"},
}


def check(file: Path, name: str) -> list[Path]:
    """The outside files of an ONNX file of the model `name`, all beside it. Raises ModelRefused for any other."""
    try:
        with file.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as whole:
            places = list(_places(whole))
    except (OSError, ValueError) as error:
        raise ModelRefused(f"{name} can't be read: {file.name} is damaged.", "Download it again.") from error
    return sorted({_beside(file, told, name) for told in places})


def _beside(file: Path, told: dict[str, str], name: str) -> Path:
    location = told.get("location", "")
    place = PurePosixPath(location)
    outside = not location or place.is_absolute() or ".." in place.parts or "\\" in location or ":" in location
    target = file.parent / location
    if outside or not target.resolve().is_relative_to(file.parent.resolve()):
        raise ModelRefused(f"{name} reads its weights from “{location[:80]}”, which is outside its own folder.")
    if not target.is_file():
        raise ModelRefused(f"{name} is incomplete: {location[:80]} is missing.", "Download the whole folder.", location)
    numbers = [told.get(key, "0") for key in ("offset", "length")]
    if not all(number.isascii() and number.isdigit() for number in numbers):
        raise ModelRefused(f"{name} can't be read: {file.name} is damaged.", "Download it again.")
    if sum(map(int, numbers)) > target.stat().st_size:
        raise ModelRefused(f"{name} can't be read: {location[:80]} is cut off.", "Download it again.")
    return target


def _places(whole: Buffer) -> Iterator[dict[str, str]]:
    """What each tensor that is stored elsewhere says about the place. Raises ValueError where the file is damaged."""
    todo: list[tuple[str, int, int, int]] = [("model", 0, len(whole), 0)]
    seen = 0
    graphs = 0
    while todo:
        kind, start, end, depth = todo.pop()
        told: dict[str, str] = {}
        elsewhere = False
        for number, wire, first, last in fields(whole, start, end):
            seen += 1
            way = _WAYS[kind].get(number) if wire == 2 else None
            if seen > MOST_FIELDS or depth > DEEPEST:
                raise ValueError("too large a structure")
            if way == "entry":
                told |= _entry(whole, first, last)
            elif way:
                graphs += way == "graph"
                todo.append((way, first, last, depth + 1))
            elsewhere = elsewhere or (kind == "tensor" and number == 14 and wire == 0 and first == 1)
        if told or elsewhere:
            yield told
    if not graphs:
        raise ValueError("no graph")


def _entry(whole: Buffer, start: int, end: int) -> dict[str, str]:
    pair = {
        number: whole[first:last].decode("utf-8")
        for number, wire, first, last in fields(whole, start, end)
        if wire == 2
    }
    return {pair.get(1, ""): pair.get(2, "")}


def fields(whole: Buffer, at: int, end: int) -> Iterator[Field]:
    """The fields of the message between two places. Raises ValueError where they make no sense."""
    while at < end:
        key, at = _varint(whole, at, end)
        number, wire = key >> 3, key & 7
        if wire == 0:
            value, at = _varint(whole, at, end)
            yield number, wire, value, 0
            continue
        if wire == 2:
            length, at = _varint(whole, at, end)
        elif wire in (1, 5):
            length = 8 if wire == 1 else 4
        else:
            raise ValueError("unknown wire type")
        if length > end - at:
            raise ValueError("cut off")
        yield number, wire, at, at + length
        at += length


def _varint(whole: Buffer, at: int, end: int) -> tuple[int, int]:
    value = 0
    for shift in range(0, 70, 7):
        if at >= end:
            raise ValueError("cut off")
        byte = whole[at]
        at += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return value, at
    raise ValueError("too long a number")
