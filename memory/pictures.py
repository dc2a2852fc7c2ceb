"""Pictures as tiles: their digests, what changed between two of them, and the way back from tiles to a picture.

Knows nothing of turns, sessions or the database. A picture is PIL, mode L, LA, RGB or RGBA, eight bits a band.
"""

from __future__ import annotations

import io
import os
from collections import deque
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from PIL import Image

from memory import codecs
from memory.errors import PictureDamaged, StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from concurrent.futures import ThreadPoolExecutor

Box = tuple[int, int, int, int]
T = TypeVar("T")

TILE_PX = 128
"""Side of a new tile. 256 is a few per cent quicker for a whole picture and as small, but a square of 2 % then reaches,
on average, into half as many pixels again at 12 megapixels. A stored picture keeps the side that it was cut with."""

STRIPE_PX = 64
"""Rows that are compared and hashed at a time: small enough to stay in the processor's cache. Divides TILE_PX."""

PREVIEW_PX = 1024
"""No side of a stored preview is longer."""

DIGEST_BYTES = 32

REMEMBERED_PX = 2**18
"""Smaller pictures are hashed again rather than remembered: they would push the large ones out."""


class Hashed(NamedTuple):
    """A digest and, for each stripe, the hash just before it, from which a later version of the picture goes on."""

    digest: str
    marks: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Traced:
    """A picture, its raw rows and its hash, which may still be in the making, and where it differs from another.

    `rows[i]` are the raw bytes of stripe i, shared with the other picture where they are equal; none for a picture
    fresh from the file. `changed` holds boxes, at most one a stripe, outside which the picture equals the other (None:
    there was no other).
    """

    image: Image.Image
    hashed: Callable[[], Hashed]
    rows: tuple[bytes, ...] = ()
    changed: tuple[Box, ...] | None = None

    @property
    def digest(self) -> str:
        """The digest; waits for it."""
        return self.hashed().digest


_recent: deque[Traced] = deque(maxlen=3)


def digest(image: Image.Image) -> str:
    """SHA-256, as hexadecimal, over the format's name, mode, width, height and raw rows.

    Marks `image` read-only, as `trace` does.
    """
    like = [one for one in list(_recent) if alike(image, one.image)]
    return trace(image, like[-1] if like else None).digest


def trace(image: Image.Image, against: Traced | None = None) -> Traced:
    """Begin to hash `image`, and find where it differs from `against` if that has the same mode and size.

    The digest covers every byte of the picture; the hash of what lies above the first difference is taken over from
    `against`. The last few pictures are remembered: `image` is marked read-only, so that Pillow gives it pixels of its
    own when it is changed later.
    """
    check_mode(image)
    image.load()
    before = next((one for one in list(_recent) if one.image.im is image.im), None)
    if image.readonly and not before:
        image = image.copy()  # it may lie in somebody's array, who may yet write to it
    rows = before.rows if before else (raw_rows(image, box) for box in _stripes(image))
    if against and alike(image, against.image):
        found = _compared(image, rows, before, against)
    else:
        rows = tuple(rows)
        found = Traced(image, before.hashed if before else _hashing(image, rows), rows)
    image.readonly = 1
    if before is None and image.width * image.height >= REMEMBERED_PX:
        _recent.append(replace(found, image=shared(image), changed=None))
    return found


def known(image: Image.Image, digest: str) -> Traced:
    """A picture whose digest is known already."""
    return Traced(image, partial(Hashed, digest))


def shared(image: Image.Image) -> Image.Image:
    """Another picture with the same pixels; whichever of the two is changed first gets its own copy of them."""
    image.load()
    twin = image._new(image.im)
    image.readonly = twin.readonly = 1
    return twin


def alike(image: Image.Image, other: Image.Image) -> bool:
    """Whether both have the same mode and size."""
    return (image.mode, image.size) == (other.mode, other.size)


def raw_rows(image: Image.Image, box: Box) -> bytes:
    """The raw rows of `box`: what `image.crop(box).tobytes()` gives, without the copy in between."""
    encoder = Image._getencoder(image.mode, "raw", (image.mode,))
    encoder.setimage(image.im, box)
    rows: bytes = encoder.encode((box[2] - box[0]) * (box[3] - box[1]) * codecs.BANDS[image.mode])[2]
    return rows


def _compared(image: Image.Image, fresh: Iterable[bytes], before: Traced | None, against: Traced) -> Traced:
    boxes = _stripes(image)
    theirs = against.rows or tuple(raw_rows(against.image, box) for box in boxes)
    # An equal stripe is let go before the next is made, so that all of them use the same few pages of memory.
    rows = tuple(old if new == old else new for new, old in zip(fresh, theirs, strict=True))
    places = [at for at, (new, old) in enumerate(zip(rows, theirs, strict=True)) if new is not old]
    if not places:
        return Traced(image, against.hashed, rows, ())
    hashed = before.hashed if before else _hashing(image, rows, against.hashed().marks[: places[0] + 1])
    bands = codecs.BANDS[image.mode]
    return Traced(image, hashed, rows, tuple(_difference(rows[at], theirs[at], bands, boxes[at]) for at in places))


def _hashing(image: Image.Image, rows: tuple[bytes, ...], marks: tuple[Any, ...] = ()) -> Callable[[], Hashed]:
    """Hash the stripes in a second thread, those before the last of `marks` being known; the call that waits for it."""
    state = marks[-1].copy() if marks else _header(image.mode, image.size)

    def run() -> Hashed:
        before = list(marks[:-1])
        for stripe in rows[len(before) :]:
            before.append(state.copy())
            state.update(stripe)
        return Hashed(state.hexdigest(), tuple(before))

    if image.width * image.height < REMEMBERED_PX:
        done = run()
        return lambda: done
    return _threads("hash", 1).submit(run).result


def _header(mode: str, size: tuple[int, int]) -> Any:
    import hashlib

    return hashlib.sha256(f"pentimento picture 1\0{mode} {size[0]} {size[1]}\0".encode())


@cache
def _threads(name: str, count: int) -> ThreadPoolExecutor:
    from concurrent.futures import ThreadPoolExecutor

    return ThreadPoolExecutor(count, f"pentimento-{name}")


def _stripes(image: Image.Image) -> list[Box]:
    width, height = image.size
    return [(0, top, width, min(top + STRIPE_PX, height)) for top in range(0, height, STRIPE_PX)]


def _difference(new: bytes, old: bytes, bands: int, stripe: Box) -> Box:
    """The box of what differs between two versions of a stripe, which are not equal."""
    import numpy as np

    rows = stripe[3] - stripe[1]
    differs = np.frombuffer(new, np.uint8).reshape(rows, -1) != np.frombuffer(old, np.uint8).reshape(rows, -1)
    across, down = differs.any(axis=0).nonzero()[0], differs.any(axis=1).nonzero()[0]
    left, right, top, bottom = int(across[0]), int(across[-1]), int(down[0]), int(down[-1])
    return left // bands, stripe[1] + top, right // bands + 1, stripe[1] + bottom + 1


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
    return list(_threads("tile", min(4, os.cpu_count() or 1)).map(one, indices))


def shrink(image: Image.Image, changed: Sequence[Box] | None = None, before: Image.Image | None = None) -> Image.Image:
    """A copy with no side over PREVIEW_PX, each pixel the mean of a square.

    `before`, the same of the picture that differs only in `changed`, spares everything else.
    """
    factor = _shrink_factor(image.size)
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
        small.save(out, "JPEG", quality=80)
        return "JPEG", out.getvalue()
    small.save(out, "PNG", compress_level=1)
    return "PNG", out.getvalue()


def preview_image(form: str, data: bytes, mode: str, size: tuple[int, int]) -> Image.Image:
    """The stored preview of a picture of `mode` and `size`; raises OSError, ValueError or SyntaxError when damaged.

    A JPEG goes straight to Pillow's decoder: loading the plugins takes longer than decoding.
    """
    factor = _shrink_factor(size)
    if form == "JPEG":
        return Image.frombytes(mode, (-(-size[0] // factor), -(-size[1] // factor)), data, "jpeg", mode, "")
    image = Image.open(io.BytesIO(data), formats=(form,))
    image.load()
    return image


def _shrink_factor(size: tuple[int, int]) -> int:
    return max(1, -(-max(size) // PREVIEW_PX))
