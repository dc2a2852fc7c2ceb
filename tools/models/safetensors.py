"""Whether a safetensors file is what its header says: every byte of it belongs to exactly one tensor.

The format (https://github.com/huggingface/safetensors): eight bytes with the length of a JSON header, the header with
type, shape and place of each tensor, then the numbers without gaps. Only the header is read.
"""

from __future__ import annotations

import json
from math import prod
from pathlib import Path
from typing import Any

from tools.errors import ModelRefused

HEADER_BYTES = 25_000_000  # the libraries allow 100 MB; the largest known have less than one
BITS = {
    **dict.fromkeys(("BOOL", "U8", "I8", "F8_E5M2", "F8_E4M3", "F8_E8M0", "F8_E4M3FNUZ", "F8_E5M2FNUZ"), 8),
    **dict.fromkeys(("I16", "U16", "F16", "BF16"), 16),
    **dict.fromkeys(("I32", "U32", "F32"), 32),
    **dict.fromkeys(("I64", "U64", "F64", "C64"), 64),
    **dict.fromkeys(("F6_E2M3", "F6_E3M2"), 6),
    "F4": 4,
}


def check(file: Path, name: str) -> set[str]:
    """The names of the tensors in a file of the model `name`. Raises ModelRefused where header and size disagree."""
    return set(tensors(file, name))


def tensors(file: Path, name: str) -> dict[str, tuple[str, tuple[int, ...]]]:
    """Type and shape of every tensor in a file of the model `name`. Raises ModelRefused as `check` does."""
    size = file.stat().st_size
    try:
        with file.open("rb") as stream:
            length = int.from_bytes(stream.read(8), "little")
            if size < 8 or length > min(HEADER_BYTES, size - 8):
                raise ValueError("the header is longer than the file")
            header = json.loads(stream.read(length))
        return _tensors(header, size - 8 - length)
    except (OSError, ValueError, RecursionError, TypeError, KeyError, AttributeError) as error:
        reason = f" ({error})" if type(error) is ValueError else ""
        raise ModelRefused(
            f"{name} can't be read: {file.name} is cut off or damaged{reason}.", "Download it again."
        ) from error


def _tensors(header: Any, room: int) -> dict[str, tuple[str, tuple[int, ...]]]:
    """What a header tells, whose tensors fill `room` bytes without gaps. Raises ValueError and its like."""
    tensors = {key: told for key, told in header.items() if key != "__metadata__"}
    end = 0
    for key, told in sorted(tensors.items(), key=lambda item: tuple(item[1]["data_offsets"])):
        start, stop = told["data_offsets"]
        shape = told["shape"]
        if not all(type(number) is int and number >= 0 for number in (start, stop, *shape)):
            raise ValueError(f"{key[:60]} has no proper shape or place")
        if start != end or stop < start:
            raise ValueError(f"{key[:60]} overlaps another tensor or leaves a gap")
        if (bits := BITS.get(told["dtype"])) is None:
            raise ValueError(f"{key[:60]} has the unknown type {str(told['dtype'])[:20]}")
        if (prod(shape) * bits + 7) // 8 != stop - start:
            raise ValueError(f"{key[:60]} has another size than its shape")
        end = stop
    if end != room:
        raise ValueError(f"{end} bytes of tensors are promised, {room} are there")
    return {key: (told["dtype"], tuple(told["shape"])) for key, told in tensors.items()}
