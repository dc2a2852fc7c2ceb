"""Edits an EXIF block where it stands, so that all it does not touch stays valid, MakerNotes with their offsets too.

A block is the TIFF structure of the Exif 3.0 standard, without the "Exif\\0\\0" that JPEG puts before it. Damaged
blocks become None: what can't be read can't be promised to hold no position. A photograph's XMP packet travels in the
block, under the tag that TIFF has for it, and leaves it when a file is written. It knows nothing of pictures.
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass

_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 129: 1}
_ORIENTATION, _X_RESOLUTION, _UNIT, _XMP, _EXIF, _GPS, _INTEROP = 0x0112, 0x011A, 0x0128, 0x02BC, 0x8769, 0x8825, 0xA005
_WIDTHS, _HEIGHTS = (0x0100, 0xA002), (0x0101, 0xA003)
_THUMBNAIL, _THUMBNAIL_LENGTH = 0x0201, 0x0202


@dataclass(frozen=True)
class _Entry:
    tag: int
    kind: int
    count: int
    at: int  # offset of the 12-byte row
    start: int  # where the value lies
    length: int  # its bytes


class _Block:
    """Directories of one block, with rows that can be rewritten or dropped. Impossible offsets raise ValueError."""

    def __init__(self, block: bytes) -> None:
        self.data = bytearray(block)
        self.order = {b"II*\0": "<", b"MM\0*": ">"}.get(block[:4], "")
        if not self.order:
            raise ValueError("no TIFF structure")
        self.first = self.number(4, "I")

    def number(self, at: int, letter: str) -> int:
        try:
            return int(struct.unpack_from(self.order + letter, self.data, at)[0])
        except struct.error as error:
            raise ValueError("offset outside the block") from error

    def entries(self, directory: int) -> list[_Entry]:
        rows = [directory + 2 + 12 * i for i in range(self.number(directory, "H"))]
        return [self._entry(at) for at in rows]

    def _entry(self, at: int) -> _Entry:
        tag, kind, count = self.number(at, "H"), self.number(at + 2, "H"), self.number(at + 4, "I")
        length = _SIZES.get(kind, 1) * count
        start = at + 8 if length <= 4 else self.number(at + 8, "I")
        if start + length > len(self.data):
            raise ValueError("value outside the block")
        return _Entry(tag, kind, count, at, start, length)

    def entry(self, directory: int, tag: int) -> _Entry | None:
        return next((entry for entry in self.entries(directory) if entry.tag == tag), None)

    def child(self, directory: int, tag: int) -> int | None:
        entry = self.entry(directory, tag)
        return self.number(entry.start, "I") if entry and entry.kind in (4, 13) else None

    def next_field(self, directory: int) -> int:
        return directory + 2 + 12 * self.number(directory, "H")

    def put(self, entry: _Entry, value: int) -> None:
        """Set a whole number of one SHORT or LONG; other kinds are left."""
        if entry.count == 1 and entry.kind in (3, 4):
            struct.pack_into(self.order + ("H" if entry.kind == 3 else "I"), self.data, entry.start, value)

    def erase(self, start: int, length: int) -> None:
        end = min(start + length, len(self.data))
        self.data[start:end] = bytes(max(end - start, 0))

    def drop(self, directory: int, tag: int) -> None:
        """Take one row out of a directory; the rows after it and the next offset move up, nothing else does."""
        entry = self.entry(directory, tag)
        if entry is None:
            return
        end = self.next_field(directory) + 4
        self.erase(entry.start, entry.length)
        self.data[entry.at : end - 12] = self.data[entry.at + 12 : end]
        self.erase(end - 12, 12)
        struct.pack_into(self.order + "H", self.data, directory, self.number(directory, "H") - 1)

    def spans(self, directory: int) -> list[tuple[int, int]]:
        """Start and length of the directory's rows and of every value."""
        rows = self.next_field(directory) + 4 - directory
        return [(directory, rows), *((entry.start, entry.length) for entry in self.entries(directory))]


def plain(exif: bytes | None) -> bytes | None:
    """The block without JPEG's prefix; None where there is none or its first directory can't be read."""
    block = re.sub(rb"^(Exif\x00\x00)+", b"", exif or b"")
    try:
        opened = _Block(block)
        opened.entries(opened.first)
    except ValueError:
        return None
    return block


def orientation(exif: bytes | None) -> int:
    """1–8 as in the Exif standard; 1 where it is not told."""
    block = plain(exif)
    if block is None:
        return 1
    opened = _Block(block)
    entry = opened.entry(opened.first, _ORIENTATION)
    value = opened.number(entry.start, "H") if entry and entry.kind == 3 and entry.count == 1 else 1
    return value if 1 <= value <= 8 else 1


def upright(exif: bytes | None) -> bytes | None:
    """The block with its orientation set to 1."""
    block = plain(exif)
    if block is None:
        return None
    opened = _Block(block)
    entry = opened.entry(opened.first, _ORIENTATION)
    if entry:
        opened.put(entry, 1)
    return bytes(opened.data)


def xmp(exif: bytes | None) -> bytes | None:
    """The XMP packet that travels in a block."""
    block = plain(exif)
    if block is None:
        return None
    opened = _Block(block)
    entry = opened.entry(opened.first, _XMP)
    return bytes(opened.data[entry.start : entry.start + entry.length]) if entry else None


def with_xmp(exif: bytes | None, packet: bytes) -> bytes:
    """The block, or an empty one, with an XMP packet. The first directory goes to the end; nothing else moves."""
    opened = _Block(plain(exif) or b"MM\0*" + struct.pack(">IHI", 8, 0, 0))
    opened.drop(opened.first, _XMP)
    old, length = opened.first, opened.next_field(opened.first) + 4 - opened.first
    rows = [bytes(opened.data[entry.at : entry.at + 12]) for entry in opened.entries(old)]
    following = opened.number(opened.next_field(old), "I")
    opened.data += bytes(len(opened.data) % 2)
    place = len(opened.data)
    packet = packet.ljust(5)  # a value of four bytes or less would have to lie in its row
    start = place + 2 + 12 * (len(rows) + 1) + 4
    rows.append(struct.pack(opened.order + "HHII", _XMP, 1, len(packet), start))
    rows.sort(key=lambda row: int(struct.unpack(opened.order + "H", row[:2])[0]))
    opened.erase(old, length)
    opened.data += struct.pack(opened.order + "H", len(rows)) + b"".join(rows)
    opened.data += struct.pack(opened.order + "I", following) + packet
    struct.pack_into(opened.order + "I", opened.data, 4, place)
    return bytes(opened.data)


def without_orientation(exif: bytes) -> bytes:
    """The block with no orientation at all (AVIF tells it elsewhere)."""
    opened = _Block(exif)
    opened.drop(opened.first, _ORIENTATION)
    return bytes(opened.data)


def for_export(exif: bytes | None, size: tuple[int, int], *, keep_gps: bool = False) -> bytes | None:
    """The block for a picture of `size` (width, height) pixels: upright, without the thumbnail of the unedited picture,
    and without XMP, which is written beside it. Unless `keep_gps`, the position is erased and not only unlinked.
    """
    block = upright(exif)
    if block is None:
        return None
    try:
        opened = _Block(block)
        directories = _directories(opened)
        for directory in directories:
            _resize(opened, directory, size)
        _drop_thumbnail(opened)
        for directory in directories:
            opened.drop(directory, _XMP)
        if not keep_gps:
            _drop_position(opened, directories)
        return _trimmed(opened, directories) if opened.entries(opened.first) else None
    except ValueError:
        return None


def dpi(exif: bytes | None) -> tuple[float, float] | None:
    """Horizontal and vertical resolution in dots per inch, if told."""
    block = plain(exif)
    if block is None:
        return None
    opened = _Block(block)
    unit = opened.entry(opened.first, _UNIT)
    scale = 2.54 if unit and opened.number(unit.start, "H") == 3 else 1.0
    values = [_ratio(opened, opened.entry(opened.first, tag)) * scale for tag in (_X_RESOLUTION, _X_RESOLUTION + 1)]
    return (values[0], values[1]) if all(0 < value < 1e6 for value in values) else None


def with_dpi(resolution: tuple[float, float]) -> bytes:
    """A new block that tells nothing but a resolution in dots per inch."""
    parts = [round(value * 1000) for value in resolution]
    rows = b"".join(
        struct.pack(">HHII", tag, 5, 1, 50 + 8 * i) for i, tag in enumerate((_X_RESOLUTION, _X_RESOLUTION + 1))
    )
    rows += struct.pack(">HHIHH", _UNIT, 3, 1, 2, 0)
    return b"MM\0*" + struct.pack(">IH", 8, 3) + rows + struct.pack(">I4I", 0, parts[0], 1000, parts[1], 1000)


def _ratio(opened: _Block, entry: _Entry | None) -> float:
    if entry is None or entry.kind != 5 or entry.count != 1:
        return 0.0
    over, under = opened.number(entry.start, "I"), opened.number(entry.start + 4, "I")
    return over / under if under else 0.0


def _directories(opened: _Block) -> list[int]:
    """The directories that are kept: the picture's, the camera's and the interoperability one."""
    camera = opened.child(opened.first, _EXIF)
    interop = opened.child(camera, _INTEROP) if camera is not None else None
    return [offset for offset in (opened.first, camera, interop) if offset is not None]


def _resize(opened: _Block, directory: int, size: tuple[int, int]) -> None:
    for tags, value in ((_WIDTHS, size[0]), (_HEIGHTS, size[1])):
        for entry in opened.entries(directory):
            if entry.tag in tags and value < 65536:
                opened.put(entry, value)


def _drop_thumbnail(opened: _Block) -> None:
    field = opened.next_field(opened.first)
    second = opened.number(field, "I")
    opened.erase(field, 4)
    if not second:
        return
    _erase_position(opened, opened.child(second, _GPS))
    start, length = opened.entry(second, _THUMBNAIL), opened.entry(second, _THUMBNAIL_LENGTH)
    if start and length and start.kind == length.kind == 4:
        opened.erase(opened.number(start.start, "I"), opened.number(length.start, "I"))
    rows = opened.next_field(second) + 4 - second
    opened.erase(second, rows)


def _drop_position(opened: _Block, directories: list[int]) -> None:
    for directory in directories:
        _erase_position(opened, opened.child(directory, _GPS))
        opened.drop(directory, _GPS)


def _erase_position(opened: _Block, directory: int | None) -> None:
    if directory is not None:
        for start, length in reversed(opened.spans(directory)):
            opened.erase(start, length)


def _trimmed(opened: _Block, directories: list[int]) -> bytes:
    """Zeros that nothing points to are cut from the end: a thumbnail usually lay there."""
    position = [place for directory in directories if (place := opened.child(directory, _GPS)) is not None]
    needed = max(start + length for place in (*directories, *position) for start, length in opened.spans(place))
    kept = bytes(opened.data)
    return kept[:needed] + kept[needed:].rstrip(b"\0")
