"""Tells what a file is from its first bytes, and says in one sentence why it can't be opened as a photograph.

It knows signatures only: it decodes no pixels, never trusts a file's extension over its bytes, and reads at most a few
kilobytes. The one exception is camera raw: most raw files are TIFFs whose small preview would open happily, so their
directories are walked (and an extension such as .nef is believed).
"""

from __future__ import annotations

import os
import re
import shlex
import struct
from dataclasses import dataclass
from pathlib import PurePath
from typing import BinaryIO

HEAD_BYTES = 4096
OPENED = "JPEG, PNG, WebP, TIFF, GIF, AVIF, HEIC, BMP or PPM"

_SIGNATURES = (
    ("JPEG", rb"\xff\xd8\xff"),
    ("PNG", rb"\x89PNG\r\n\x1a\n"),
    ("GIF", rb"GIF8[79]a"),
    ("WEBP", rb"RIFF....WEBP"),
    ("AVIF", rb"....ftyp(avif|avis|(mif1|msf1)....(....)*?avi[fs])"),
    ("HEIC", rb"....ftyp(hei[cxms]|hev[cxms]|mif1|msf1|miaf)"),
    ("BMP", rb"BM.{12}[\x0c\x28\x34\x38\x40\x6c\x7c]\x00\x00\x00"),
    ("PPM", rb"P[1-6fF][\s#]"),
    ("TIFF", rb"II\*\x00|MM\x00\*|II\+\x00|MM\x00\+"),
)

_RAW = (
    ("Canon CR3", rb"....ftypcrx "),
    ("Canon CR2", rb"(II\*\x00|MM\x00\*)....CR"),
    ("Canon CRW", rb"II....HEAPCCDR"),
    ("Fujifilm RAF", rb"FUJIFILMCCD-RAW"),
    ("Olympus ORF", rb"IIR[OS]|MMOR"),
    ("Panasonic RW2", rb"IIU\x00"),
    ("Sigma X3F", rb"FOVb"),
    ("Minolta MRW", rb"\x00MRM"),
    ("Phase One IIQ", rb"(II\*\x00|MM\x00\*)....(IIII|MMMM)"),
)
_RAW_SUFFIXES = re.compile(
    r"\.(3fr|arw|cr[23w]|dcr|dng|erf|fff|iiq|kdc|mef|mos|mrw|n[er][fw]|orf|pef|raf|raw|rw[2l]|sr[2fw]|x3f)$"
)

_OTHERS = (
    ("a PDF document", rb"%PDF", "Export the page as PNG first, for example: pdftoppm -png -r 300 FILE page"),
    ("a PostScript drawing", rb"%!PS|\xc5\xd0\xd3\xc6", "Export it as PNG first."),
    ("a Photoshop document", rb"8BPS", "Export it from the program that made it, as TIFF or PNG."),
    ("a GIMP document", rb"gimp xcf", "Export it from GIMP, as TIFF or PNG."),
    ("a JPEG XL picture", rb"\xff\x0a|\x00\x00\x00\x0cJXL ", "Convert it first, for example: djxl FILE photo.png"),
    ("a JPEG 2000 picture", rb"\x00\x00\x00\x0cjP  |\xff\x4f\xff\x51", "Convert it to TIFF or PNG first."),
    ("an icon file", rb"\x00\x00[\x01\x02]\x00[\x01-\x40]\x00", "Convert it to PNG first."),
    ("an OpenEXR picture", rb"\x76\x2f\x31\x01", "Convert it to TIFF or PNG first."),
    (
        "a video",
        rb"....(ftyp|moov|mdat|wide)|\x1a\x45\xdf\xa3|RIFF....AVI |\x00\x00\x01[\xba\xb3]|OggS|FLV\x01",
        "Take one frame out of it first, for example: ffmpeg -ss 1 -i FILE -frames:v 1 frame.png",
    ),
    ("a sound file", rb"RIFF....WAVE|ID3|fLaC", ""),
    ("an archive or an office document", rb"PK[\x03\x05]\x04?|Rar!|7z\xbc\xaf|\x1f\x8b", "Unpack it first."),
    ("a program", rb"\x7fELF|MZ|\xcf\xfa\xed\xfe", ""),
)


@dataclass(frozen=True)
class Kind:
    """`format` is Pillow's name of a format that is opened, or HEIC; "" where `reason` says what the file is."""

    format: str
    reason: str = ""
    hint: str = ""


def recognise(file: BinaryIO, name: str) -> Kind:
    """Say what `file` holds; it is left at its start. `name` is used in hints and, for TIFFs, for its extension."""
    file.seek(0)
    head = file.read(HEAD_BYTES)
    kind = _recognise(head, file, name)
    file.seek(0)
    return kind


def _recognise(head: bytes, file: BinaryIO, name: str) -> Kind:
    if not head:
        return Kind("", "is empty", "Copy or download it again.")
    raw = next((label for label, pattern in _RAW if _begins(head, pattern)), "")
    if raw:
        return _raw(raw, name)
    found = next((label for label, pattern in _SIGNATURES if _begins(head, pattern)), "")
    if found == "TIFF" and (_RAW_SUFFIXES.search(name.lower()) or holds_sensor_data(file)):
        return _raw(PurePath(name).suffix.lstrip(".").upper() or "DNG", name)
    if found:
        return Kind(found)
    for label, pattern, hint in _OTHERS:
        if _begins(head, pattern):
            what = "a format that is not opened" if label.endswith("picture") else "not a picture"
            return Kind("", f"is {label}, {what}", hint.replace("FILE", shlex.quote(name)))
    return _text(head, name) or Kind("", "is in no picture format that can be opened", f"Convert it to {OPENED} first.")


def _begins(head: bytes, pattern: bytes) -> bool:
    return re.match(pattern, head[:256], re.DOTALL) is not None


def _raw(label: str, name: str) -> Kind:
    stem = PurePath(name).stem or "photo"
    reason = f"is a camera raw file ({label}), which has to be developed into a picture first"
    return Kind(
        "",
        reason,
        f"Develop it to TIFF or JPEG, for example: darktable-cli {shlex.quote(name)} {shlex.quote(stem)}.tif",
    )


def _text(head: bytes, name: str) -> Kind | None:
    """SVG, HTML and plain text are told apart; None where the bytes are no text."""
    try:
        text = head[: len(head) - 3].decode("utf-8") if len(head) == HEAD_BYTES else head.decode("utf-8")
    except UnicodeDecodeError:
        return None
    if re.search(r"[\x00-\x08\x0e-\x1a]", text):
        return None
    low = text.lower()
    if "<svg" in low:
        hint = "Render it to PNG first, for example: rsvg-convert -w 2000 -o picture.png FILE"
        return Kind("", "is an SVG drawing, not a picture of pixels", hint.replace("FILE", shlex.quote(name)))
    if re.match(r"\s*(<!doctype html|<html|<head|<body)", low):
        return Kind(
            "", "is a web page, not a picture", "Save the picture itself: open it in the browser, then save it."
        )
    return Kind("", "holds text, not a picture", "Check that it is the file you meant.")


def holds_sensor_data(file: BinaryIO) -> bool:
    """Whether a TIFF holds a camera's undeveloped sensor data (DNG, NEF, ARW, PEF, SRW …) in any directory.

    Tags are those of the DNG specification 1.7 and TIFF/EP (ISO 12234-2): DNGVersion 50706, SubIFDs 330 and the
    photometric interpretations 32803 (colour filter array) and 34892 (linear raw).
    """
    file.seek(0, os.SEEK_END)
    size = file.tell()
    file.seek(0)
    head = file.read(8)
    order = "<" if head[:2] == b"II" else ">"
    if len(head) < 8 or struct.unpack(order + "H", head[2:4])[0] != 42:
        return False
    waiting, seen = [struct.unpack(order + "I", head[4:])[0]], set[int]()
    while waiting and len(seen) < 24:
        offset = waiting.pop()
        if offset in seen or not 8 <= offset < size:
            continue
        seen.add(offset)
        tags, following = _directory(file, order, offset)
        if 50706 in tags or {32803, 34892} & set(tags.get(262, ())):
            return True
        waiting += [following, *tags.get(330, ())]
    return False


def _directory(file: BinaryIO, order: str, offset: int) -> tuple[dict[int, tuple[int, ...]], int]:
    """The tags 262, 330 and 50706 of one directory with their whole numbers, and the next directory's offset."""
    file.seek(offset)
    count = int.from_bytes(file.read(2), "little" if order == "<" else "big")
    rows = file.read(12 * count + 4)
    tags: dict[int, tuple[int, ...]] = {}
    for start in range(0, len(rows) - 11, 12):
        tag, kind, number = struct.unpack_from(order + "HHI", rows, start)
        if tag in (262, 330, 50706):
            tags[tag] = _values(file, order, kind, min(number, 16), rows[start + 8 : start + 12])
    following = struct.unpack(order + "I", rows[12 * count :])[0] if len(rows) == 12 * count + 4 else 0
    return tags, following


def _values(file: BinaryIO, order: str, kind: int, number: int, field: bytes) -> tuple[int, ...]:
    letter = {1: "B", 3: "H", 4: "I", 13: "I"}.get(kind)
    if letter is None:
        return ()
    length = struct.calcsize(letter) * number
    if length > 4:
        file.seek(struct.unpack(order + "I", field)[0])
        field = file.read(length)
    return struct.unpack(order + letter * number, field[:length]) if len(field) >= length else ()
