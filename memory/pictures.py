"""Pictures as tiles: their digests, what changed between two of them, and the way back from tiles to a picture.

Knows nothing of turns, sessions or the database. A picture is PIL, mode L, LA, RGB or RGBA, eight bits a band.
"""

from __future__ import annotations

import hashlib
import io
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

from PIL import Image, ImageChops

from memory import codecs
from memory.errors import PictureDamaged, StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

Box = tuple[int, int, int, int]
T = TypeVar("T")

TILE_PX = 256
"""Side of a tile. 512 is 5 % quicker for a whole picture but makes a local edit write up to twice as much."""

STRIPE_PX = 64
"""Rows that are compared and hashed at a time: small enough to stay in the processor's cache. Divides TILE_PX."""

PREVIEW_PX = 1024
"""No side of a stored preview is longer."""

DIGEST_BYTES = 32


@dataclass(frozen=True)
class Traced:
    """A picture with its digest and what comparing it with another on the way found.

    `rows[i]` are the raw bytes of stripe i, shared with the other picture where they are equal; `marks[i]` is the hash
    just before that stripe, from which a later version goes on; both are empty for a picture fresh from the file.
    `changed` holds boxes, at most one a stripe, outside which the picture equals the other (None: there was no such).
    """

    image: Image.Image
    digest: str
    rows: tuple[bytes, ...] = ()
    marks: tuple[Any, ...] = ()
    changed: tuple[Box, ...] | None = None


def digest(image: Image.Image) -> str:
    """SHA-256, as hexadecimal, over the format's name, mode, width, height and raw rows."""
    return trace(image).digest


def trace(image: Image.Image, against: Traced | None = None) -> Traced:
    """Hash `image`, and find where it differs from `against` if that has the same mode and size.

    The digest covers every byte of the picture; the hash of what lies above the first difference is taken over from
    `against`. Hashing runs in a second thread while this one compares.
    """
    check_mode(image)
    boxes = _stripes(image)
    if against is None or not alike(image, against.image):
        return _hashed(image, (raw_rows(image, box) for box in boxes))
    known = against.rows or tuple(raw_rows(against.image, box) for box in boxes)
    rows = _reused(image, boxes, known)
    if all(ours is theirs for ours, theirs in zip(rows, known, strict=True)):
        return replace(against, image=image, rows=known, changed=())
    changed = [
        _difference(image, against.image, box)
        for box, ours, theirs in zip(boxes, rows, known, strict=True)
        if ours is not theirs
    ]
    return replace(_hashed(image, rows, against.marks[: changed[0][1] // STRIPE_PX + 1]), changed=tuple(changed))


def alike(image: Image.Image, other: Image.Image) -> bool:
    """Whether both have the same mode and size."""
    return (image.mode, image.size) == (other.mode, other.size)


def raw_rows(image: Image.Image, box: Box) -> bytes:
    """The raw rows of `box`: what `image.crop(box).tobytes()` gives, without the copy in between."""
    encoder = Image._getencoder(image.mode, "raw", (image.mode,))
    image.load()
    encoder.setimage(image.im, box)
    rows: bytes = encoder.encode((box[2] - box[0]) * (box[3] - box[1]) * codecs.BANDS[image.mode])[2]
    return rows


def _reused(image: Image.Image, boxes: Sequence[Box], known: Sequence[bytes]) -> list[bytes]:
    """The stripes of `image`, as the very objects in `known` where they are equal."""
    rows = []
    for box, theirs in zip(boxes, known, strict=True):
        ours = raw_rows(image, box)
        rows.append(theirs if ours == theirs else ours)
    return rows


def _hashed(image: Image.Image, rows: Iterable[bytes], marks: Sequence[Any] = ()) -> Traced:
    """Hash the stripes, those before the last of `marks` being known."""
    state = marks[-1].copy() if marks else _header(image.mode, image.size)
    before, taken = list(marks[:-1]), []

    def take(stripe: bytes) -> None:
        before.append(state.copy())
        state.update(stripe)

    known = len(before)
    with ThreadPoolExecutor(1) as hasher:
        for stripe in rows:
            taken.append(stripe)
            if len(taken) > known:
                hasher.submit(take, stripe)
    return Traced(image, state.hexdigest(), tuple(taken), tuple(before))


def _header(mode: str, size: tuple[int, int]) -> Any:
    return hashlib.sha256(f"pentimento picture 1\0{mode} {size[0]} {size[1]}\0".encode())


def _stripes(image: Image.Image) -> list[Box]:
    width, height = image.size
    return [(0, top, width, min(top + STRIPE_PX, height)) for top in range(0, height, STRIPE_PX)]


def _difference(image: Image.Image, other: Image.Image, box: Box) -> Box:
    """The box of what differs within `box`, in which something does."""
    left, top, right, bottom = ImageChops.difference(image.crop(box), other.crop(box)).getbbox(alpha_only=False) or box
    return left, box[1] + top, right, box[1] + bottom


def check_mode(image: Image.Image) -> None:
    """Raise StoreError unless the picture is one that can be kept without loss."""
    if image.mode not in codecs.BANDS:
        raise StoreError(f"A picture of mode {image.mode} can't be kept: convert it to L, LA, RGB or RGBA first.")
    if not image.width or not image.height:
        raise StoreError("A picture without pixels can't be kept.")


def tile_boxes(size: tuple[int, int], tile_px: int = TILE_PX) -> list[Box]:
    """Boxes of the tiles of a picture of `size`, row by row; those at the right and the bottom may be smaller."""
    width, height = size
    return [
        (left, top, min(left + tile_px, width), min(top + tile_px, height))
        for top in range(0, height, tile_px)
        for left in range(0, width, tile_px)
    ]


def touched_tiles(size: tuple[int, int], changed: Iterable[Box]) -> list[int]:
    """Which of `tile_boxes(size)` the changed boxes reach into, as indices in ascending order."""
    across = -(-size[0] // TILE_PX)
    return sorted(
        {
            row * across + column
            for left, top, right, bottom in changed
            for row in range(top // TILE_PX, -(-bottom // TILE_PX))
            for column in range(left // TILE_PX, -(-right // TILE_PX))
        }
    )


@dataclass(frozen=True)
class Tiled:
    """A picture cut into tiles: `map` is their digests one after another, `tiles` the encoded ones among them."""

    map: bytes
    tiles: dict[bytes, bytes]


def cut(picture: Traced, base_map: bytes | None = None) -> Tiled:
    """Encode the tiles of `picture`: all, or only the changed ones when `base_map` is the map it was traced against."""
    image, boxes = picture.image, tile_boxes(picture.image.size)
    renew: Sequence[int] = range(len(boxes))
    if base_map is not None and picture.changed is not None:
        renew = touched_tiles(image.size, picture.changed)

    def one(index: int) -> tuple[bytes, bytes]:
        box = boxes[index]
        size = box[2] - box[0], box[3] - box[1]
        raw = raw_rows(image, box)
        state = _header(image.mode, size)
        state.update(raw)
        return state.digest(), codecs.encode(raw, image.mode, size)

    made = _several(one, renew)
    digests = bytearray(base_map or bytes(len(boxes) * DIGEST_BYTES))
    for index, (name, _) in zip(renew, made, strict=True):
        digests[index * DIGEST_BYTES : (index + 1) * DIGEST_BYTES] = name
    return Tiled(bytes(digests), dict(made))


def split_map(tiles: bytes) -> list[bytes]:
    """The digests of a picture's tiles, row by row."""
    return [tiles[at : at + DIGEST_BYTES] for at in range(0, len(tiles), DIGEST_BYTES)]


def join(mode: str, size: tuple[int, int], tile_px: int, tiles: Sequence[tuple[str, bytes]]) -> Image.Image:
    """The picture made of (codec, data) for each of its tile boxes; raises PictureDamaged."""
    boxes = tile_boxes(size, tile_px)
    if len(tiles) != len(boxes):
        raise PictureDamaged("A stored picture has the wrong number of tiles.")

    def one(index: int) -> Image.Image:
        left, top, right, bottom = boxes[index]
        return codecs.decode(*tiles[index], mode, (right - left, bottom - top))

    whole = Image.new(mode, size)
    for box, tile in zip(boxes, _several(one, range(len(boxes))), strict=True):
        whole.paste(tile, box)
    return whole


def _several(one: Callable[[int], T], indices: Sequence[int]) -> list[T]:
    """`one` for each index, in several threads when there are enough: the codecs let go of the interpreter's lock."""
    if len(indices) < 4:
        return [one(index) for index in indices]
    with ThreadPoolExecutor(min(4, os.cpu_count() or 1)) as workers:
        return list(workers.map(one, indices))


def shrink(image: Image.Image, changed: Sequence[Box] | None = None, before: Image.Image | None = None) -> Image.Image:
    """A copy with no side over PREVIEW_PX, each pixel the mean of a square.

    `before`, the same of the picture that differs only in `changed`, spares everything else.
    """
    factor = max(1, -(-max(image.size) // PREVIEW_PX))
    if changed is None or before is None:
        return image.reduce(factor)
    small = before.copy()
    for left, top, right, bottom in changed:
        at = left // factor * factor, top // factor * factor
        end = min(-(-right // factor) * factor, image.width), min(-(-bottom // factor) * factor, image.height)
        small.paste(image.reduce(factor, (*at, *end)), (at[0] // factor, at[1] // factor))
    return small


def preview_bytes(small: Image.Image) -> tuple[str, bytes]:
    """A preview to store: JPEG, or PNG where there is alpha; for showing only, never to compute with."""
    out = io.BytesIO()
    if small.mode in ("L", "RGB"):
        small.save(out, "JPEG", quality=85)
        return "JPEG", out.getvalue()
    small.save(out, "PNG", compress_level=1)
    return "PNG", out.getvalue()


def preview_image(data: bytes) -> Image.Image:
    """The picture of a stored preview; raises OSError or SyntaxError when it is damaged."""
    image = Image.open(io.BytesIO(data), formats=("JPEG", "PNG"))
    image.load()
    return image
