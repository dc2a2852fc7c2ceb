"""Pixels to few bytes and back, exactly: the codecs of stored tiles. Knows nothing of databases or whole pictures.

A stored tile names the codec that wrote it, and `DECODERS` keeps every codec ever written, so an old file always opens.

`planes-zstd/1`, measured against QOI, PNG, TIFF and others in `benchmarks/codecs.py`: bands as separate planes, red and
blue as their difference from green, every row as its difference from the row above (all modulo 256), then one zstd
frame of level 1 with its checksum. The difference from green saves a seventh of the bytes; a difference from the left
pixel instead of the row above came out about as small, and in most runs slower to undo.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from PIL import Image

from memory.errors import PictureDamaged

if TYPE_CHECKING:
    from collections.abc import Callable

BANDS = {"L": 1, "LA": 2, "RGB": 3, "RGBA": 4}
"""The modes that pictures are kept in and how many bytes a pixel has, eight bits a band."""

CODEC = "planes-zstd/1"
"""The codec that new tiles are written with."""

_own = threading.local()


def encode(raw: bytes, mode: str, size: tuple[int, int]) -> bytes:
    """The raw rows of a tile of `size` (width, height) in `CODEC`."""
    import numpy as np

    width, height = size
    rows = np.frombuffer(raw, np.uint8).reshape(height, width, BANDS[mode])
    planes = np.array(rows.transpose(2, 0, 1), order="C")  # a copy even where the rows lie right already (one pixel)
    if BANDS[mode] >= 3:
        planes[0] -= planes[1]
        planes[2] -= planes[1]
    deltas = planes.copy()
    deltas[:, 1:] -= planes[:, :-1]
    return bytes(_zstd()[0].compress(deltas))


def decode(codec: str, data: bytes, mode: str, size: tuple[int, int]) -> Image.Image:
    """The tile of `size` (width, height) that `codec` wrote as `data`; raises PictureDamaged."""
    if codec not in DECODERS:
        raise PictureDamaged(
            f"A stored tile needs the codec {codec}, which this program does not have.", "install a newer Pentimento"
        )
    try:
        return DECODERS[codec](data, mode, size)
    except _failures() as fault:
        raise PictureDamaged(
            "A stored tile is damaged.", hint="The command verify tells which pictures are affected."
        ) from fault


def _from_planes(data: bytes, mode: str, size: tuple[int, int]) -> Image.Image:
    import numpy as np

    width, height = size
    length = BANDS[mode] * height * width
    deltas = np.frombuffer(_zstd()[1].decompress(data, max_output_size=length), np.uint8)
    planes = np.add.accumulate(deltas.reshape(BANDS[mode], height, width), axis=1, dtype=np.uint8)
    if BANDS[mode] >= 3:
        planes[0] += planes[1]
        planes[2] += planes[1]
    bands = [Image.frombuffer("L", size, plane, "raw", "L", 0, 1) for plane in planes]
    return bands[0] if mode == "L" else Image.merge(mode, bands)


def _zstd() -> tuple[Any, Any]:
    """The thread's own compressor and decompressor; neither may be shared between threads."""
    if not hasattr(_own, "pair"):
        import zstandard

        _own.pair = zstandard.ZstdCompressor(level=1, write_checksum=True), zstandard.ZstdDecompressor()
    pair: tuple[Any, Any] = _own.pair
    return pair


def _failures() -> tuple[type[Exception], ...]:
    import zstandard

    return zstandard.ZstdError, ValueError


DECODERS: dict[str, Callable[[bytes, str, tuple[int, int]], Image.Image]] = {CODEC: _from_planes}
