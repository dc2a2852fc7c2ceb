"""What an ONNX file declares of itself: its inputs and outputs by name, with shapes and number formats.

Read from the file's structure as tools/models/onnx.py reads it, so that a network which is not the one expected is
refused before any library builds it. A declaration is a promise: what a network really answers is checked again.
"""

from __future__ import annotations

import mmap
from dataclasses import dataclass
from pathlib import Path

from tools.errors import ModelRefused
from tools.models.onnx import Buffer, fields

FLOAT32 = 1  # onnx.proto's TensorProto.DataType
MOST_DIMENSIONS = 12
Shape = tuple[int | None, ...]  # None: any length, which a run decides


@dataclass(frozen=True)
class Port:
    """An input or an output. `format` is onnx.proto's number for that of its numbers, `shape` None if not declared."""

    name: str
    format: int
    shape: Shape | None


@dataclass(frozen=True)
class Signature:
    """`inputs` without those that the file fills itself."""

    inputs: tuple[Port, ...]
    outputs: tuple[Port, ...]


def signature(file: Path, name: str) -> Signature:
    """What an ONNX file of the model `name` takes and gives. Raises ModelRefused where it is damaged."""
    try:
        with file.open("rb") as stream, mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) as whole:
            (graph,) = _parts(whole, 0, len(whole), 7)
            filled = {_name(whole, *place, 8) for place in _parts(whole, *graph, 5)}
            inputs = [_port(whole, *place) for place in _parts(whole, *graph, 11)]
            outputs = [_port(whole, *place) for place in _parts(whole, *graph, 12)]
    except (OSError, ValueError) as error:
        raise ModelRefused(f"{name} can't be read: {file.name} is damaged.", "Download it again.") from error
    return Signature(tuple(port for port in inputs if port.name not in filled), tuple(outputs))


def _parts(whole: Buffer, start: int, end: int, wanted: int) -> list[tuple[int, int]]:
    """Where the messages of one field of a message lie."""
    return [(first, last) for number, wire, first, last in fields(whole, start, end) if (number, wire) == (wanted, 2)]


def _name(whole: Buffer, start: int, end: int, field: int) -> str:
    found = _parts(whole, start, end, field)
    return whole[slice(*found[-1])].decode("utf-8") if found else ""


def _port(whole: Buffer, start: int, end: int) -> Port:
    """One ValueInfoProto: name 1, type 2 → tensor_type 1 → elem_type 1, shape 2 → dim 1 → dim_value 1."""
    kinds = [tensor for kind in _parts(whole, start, end, 2) for tensor in _parts(whole, *kind, 1)]
    if len(kinds) != 1:
        raise ValueError("no tensor")
    told = [first for number, wire, first, _ in fields(whole, *kinds[0]) if (number, wire) == (1, 0)]
    shapes = _parts(whole, *kinds[0], 2)
    lengths = [_length(whole, *one) for one in _parts(whole, *shapes[-1], 1)] if shapes else None
    if lengths is not None and len(lengths) > MOST_DIMENSIONS:
        raise ValueError("too many dimensions")
    return Port(_name(whole, start, end, 1), told[-1] if told else 0, None if lengths is None else tuple(lengths))


def _length(whole: Buffer, start: int, end: int) -> int | None:
    told = [first for number, wire, first, _ in fields(whole, start, end) if (number, wire) == (1, 0)]
    return told[-1] if told and 0 < told[-1] < 1 << 31 else None
