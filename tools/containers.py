"""Walks a picture file's segments without decoding: is it whole, is it signed, does it ask for absurd work?

Decoders fill what is missing with grey and say nothing, so a file that was cut off is found out here. It knows the
outer structure of JPEG, PNG, WebP and ISO media files (AVIF, HEIC) and nothing of pixels. Every walk is bounded.
"""

from __future__ import annotations

import io
import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

MAX_SEGMENTS = 20_000
MAX_SCANS = 100
_BLOCK = 1 << 20
_C2PA_UUID = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")


@dataclass(frozen=True)
class Findings:
    """`cut`: the file ends before the picture does. `signed`: it carries Content Credentials (C2PA 2.1, annex A)."""

    cut: bool = False
    signed: bool = False
    scans: int = 1
    canvas: tuple[int, int] | None = None


def inspect(file: BinaryIO, picture_format: str) -> Findings:
    """What the segments of `file` tell; the file is left at its start."""
    walk = {"JPEG": _jpeg, "PNG": _png, "WEBP": _webp, "AVIF": _boxes, "HEIC": _boxes}.get(picture_format)
    if walk is None:
        return Findings()
    size = file.seek(0, os.SEEK_END)
    findings = walk(file, size)
    file.seek(0)
    return findings


def _jpeg(file: BinaryIO, size: int) -> Findings:
    at, signed = 2, False
    for _ in range(MAX_SEGMENTS):
        file.seek(at)
        head = file.read(4)
        if len(head) < 4 or head[0] != 0xFF:
            break
        if head[1] == 0xFF or head[1] == 0x01 or 0xD0 <= head[1] <= 0xD8:  # padding and markers without a length
            at += 1 if head[1] == 0xFF else 2
            continue
        length = int.from_bytes(head[2:], "big")
        if head[1] == 0xEB:
            signed = signed or b"jumb" in file.read(min(length, 64))
        if head[1] == 0xDA:
            scans, ended = _scans(file, at + 2 + length)
            return Findings(cut=not ended, signed=signed, scans=scans)
        at += 2 + length
    return Findings(cut=at >= size, signed=signed)


def _scans(file: BinaryIO, start: int) -> tuple[int, bool]:
    """How many scans follow up to the end of the image, and whether that end is there."""
    file.seek(start)
    scans, last = 1, b""
    while block := file.read(_BLOCK):
        data = last + block
        end = data.find(b"\xff\xd9")
        scans += data.count(b"\xff\xda", 0, end if end >= 0 else len(data))
        if end >= 0:
            return scans, True
        last = data[-1:]
    return scans, False


def _png(file: BinaryIO, size: int) -> Findings:
    signed = False
    for kind, start, length in _chunks(file, size, 8, ">I4s", trailer=4):
        signed = signed or kind == b"caBX"
        if start + length + 4 > size:
            return Findings(cut=True, signed=signed)
        if kind == b"IEND":
            return Findings(signed=signed)
    return Findings(cut=True, signed=signed)


def _webp(file: BinaryIO, size: int) -> Findings:
    signed, canvas = False, None
    file.seek(4)
    claimed = int.from_bytes(file.read(4), "little") + 8
    for kind, start, length in _chunks(file, size, 12, "<4sI"):
        signed = signed or kind == b"C2PA"
        if kind == b"VP8X":
            file.seek(start)
            head = file.read(10).ljust(10, b"\0")
            canvas = (1 + int.from_bytes(head[4:7], "little"), 1 + int.from_bytes(head[7:10], "little"))
        if start + length > size:
            break
    return Findings(cut=claimed > size + 1, signed=signed, canvas=canvas)


def _boxes(file: BinaryIO, size: int) -> Findings:
    at, signed = 0, False
    for _ in range(MAX_SEGMENTS):
        file.seek(at)
        head = file.read(32)
        if len(head) < 8:
            break
        length, kind = struct.unpack(">I4s", head[:8])
        if length == 1:
            length = int.from_bytes(head[8:16], "big")
        signed = signed or (kind == b"uuid" and head[8:24] == _C2PA_UUID)
        if length and at + length > size:
            return Findings(cut=True, signed=signed)
        if length < 8:  # 0: the last box goes on to the end
            break
        at += length
    return Findings(signed=signed)


def _chunks(file: BinaryIO, size: int, at: int, layout: str, trailer: int = 0) -> Iterator[tuple[bytes, int, int]]:
    """Kind, start and length of each chunk from offset `at`; `layout` is that of an 8-byte header, either order."""
    for _ in range(MAX_SEGMENTS):
        file.seek(at)
        head = file.read(8)
        if len(head) < 8:
            return
        one, two = struct.unpack(layout, head)
        kind, length = (one, two) if isinstance(one, bytes) else (two, one)
        yield kind, at + 8, length
        at += 8 + length + trailer + (length & 1 if not trailer else 0)
        if at > size + io.DEFAULT_BUFFER_SIZE:
            return
