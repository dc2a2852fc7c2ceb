"""Pictures in the database: put once by digest, got back whole or as a preview. Knows no turns or sessions."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PIL import Image

from memory.codecs import CODEC
from memory.errors import PictureDamaged
from memory.failpoints import reach
from memory.identity import now
from memory.pictures import (
    PREVIEW_PX,
    TILE_PX,
    Tiled,
    Traced,
    alike,
    cut,
    join,
    known,
    preview_bytes,
    preview_image,
    shared,
    shrink,
    split_map,
    trace,
)
from memory.shelf import Kept, Shelf

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Sequence

    from memory.database import Database

SHELF_BYTES = 512 * 2**20


class Vanished(Exception):
    """A stored picture that a write relies on was erased by somebody since it was looked up."""


@dataclass(frozen=True)
class Prepared:
    """A picture ready to be written: what is new about it, and the stored picture that the rest relies on."""

    traced: Traced
    tiled: Tiled | None = None
    preview: tuple[str, bytes] | None = None
    small: Image.Image | None = None
    relies_on: str | None = None

    @property
    def digest(self) -> str:
        return self.traced.digest


@dataclass
class Batch:
    """Pictures prepared for one transaction, each once, in the order they came."""

    made: list[Prepared] = field(default_factory=list)
    by_identity: dict[int, Prepared] = field(default_factory=dict)

    def latest_like(self, image: Image.Image) -> Prepared | None:
        found = [one for one in self.made if alike(one.traced.image, image)]
        return found[-1] if found else None


class Gallery:
    """The pictures of one database and the shelf of those used last."""

    def __init__(self, database: Database, shelf_bytes: int = SHELF_BYTES) -> None:
        self._database = database
        self.shelf = Shelf(shelf_bytes)

    def picture(self, digest: str) -> Image.Image:
        """The stored picture, as decoded or from the shelf; changing it never changes what is stored."""
        kept = self.shelf.get(digest) or self._load(digest)
        return shared(kept.traced.image)

    def has(self, digest: str) -> bool:
        with self._database.read() as rows:
            return rows.execute(_HAS_PICTURE, {"digest": digest}).fetchone() is not None

    def preview(self, digest: str, max_side: int) -> Image.Image:
        """The picture with no side over `max_side`, to be shown; up to PREVIEW_PX from a small copy made at commit."""
        kept = self.shelf.get(digest)
        if max_side > PREVIEW_PX:
            image = self.picture(digest).copy()
        elif kept and kept.small:
            image = kept.small.copy()
        else:
            image = self._stored_preview(digest) or self.picture(digest).copy()
        if max(image.size) > max_side:
            image.thumbnail((max_side, max_side), Image.Resampling.BILINEAR, reducing_gap=2.0)
        return image

    def prepare(
        self,
        images: Iterable[Image.Image],
        base: str | None = None,
        *,
        batch: Batch | None = None,
        previewed: bool = False,
        afresh: bool = False,
    ) -> Batch:
        """Hash and encode `images` outside any transaction, adding them to `batch`.

        Each is compared with the last one of its mode and size, or with the stored picture `base` if that is on the
        shelf, so that only tiles that differ are encoded. `afresh` relies on nothing stored.
        """
        batch = batch or Batch()
        for image in images:
            if id(image) in batch.by_identity and not previewed:
                continue
            one = self._prepared(image, batch, None if afresh else base, previewed=previewed, afresh=afresh)
            batch.by_identity[id(image)] = one
            batch.made.append(one)
        return batch

    def _prepared(
        self, image: Image.Image, batch: Batch, base: str | None, *, previewed: bool, afresh: bool
    ) -> Prepared:
        already = batch.by_identity.get(id(image))
        if already and already.tiled:
            whole = shrink(image)
            return Prepared(already.traced, already.tiled, preview_bytes(whole), whole, already.relies_on)
        before = batch.latest_like(image)
        kept = self.shelf.get(base) if base and not before else None
        against = before.traced if before else kept.traced if kept else None
        traced = already.traced if already else trace(image, against)
        found = before.tiled.map if before and before.tiled else self._map(against) if against else None
        local = traced.changed is not None and found is not None
        tiled = cut(traced, found) if local else None
        small = shrink(image, traced.changed, kept.small if kept else None) if previewed else None
        preview = preview_bytes(small) if small else None
        if not afresh and self.has(traced.digest):
            return Prepared(traced, None, preview, small, traced.digest)
        if not tiled or not against:
            return Prepared(traced, cut(traced), preview, small)
        if before and before.tiled:
            both = Tiled(tiled.map, {**before.tiled.tiles, **tiled.tiles})
            return Prepared(traced, both, preview, small, before.relies_on)
        return Prepared(traced, tiled, preview, small, against.digest)

    def write(self, rows: sqlite3.Connection, batch: Batch) -> None:
        """Insert what is new of `batch` within the caller's transaction; raises Vanished."""
        for one in batch.made:
            self._write(rows, one)

    def _write(self, rows: sqlite3.Connection, one: Prepared) -> None:
        if one.relies_on and not rows.execute(_HAS_PICTURE, {"digest": one.relies_on}).fetchone():
            raise Vanished
        if one.tiled:
            brought = 0
            for name, data in one.tiled.tiles.items():
                put = rows.execute(_PUT_TILE, {"digest": name, "codec": CODEC, "data": data})
                brought += len(data) * max(0, put.rowcount)
                reach("tile")
            image = one.traced.image
            rows.execute(
                _PUT_PICTURE,
                {
                    "digest": one.digest,
                    "mode": image.mode,
                    "width": image.width,
                    "height": image.height,
                    "tile_px": TILE_PX,
                    "tiles": one.tiled.map,
                    "bytes": brought,
                    "created_at": now(),
                },
            )
            reach("picture")
        if one.preview:
            kind, data = one.preview
            rows.execute(_PUT_PREVIEW, {"picture": one.digest, "format": kind, "data": data})
            reach("preview")

    def keep(self, batch: Batch) -> None:
        """Lay the pictures of a committed batch on the shelf."""
        for one in batch.made:
            self.shelf.put(one.traced, one.small)

    def _load(self, digest: str) -> Kept:
        with self._database.read() as rows:
            row = rows.execute(_GET_PICTURE, {"digest": digest}).fetchone()
            if row is None:
                raise PictureDamaged(f"There is no stored picture {digest[:12]}.")
            tiles = get_tiles(rows, split_map(row["tiles"]))
        image = join(row["mode"], (row["width"], row["height"]), row["tile_px"], tiles)
        return self.shelf.put(known(image, digest))

    def _map(self, picture: Traced) -> bytes | None:
        with self._database.read() as rows:
            row = rows.execute(_GET_PICTURE, {"digest": picture.digest}).fetchone()
        return bytes(row["tiles"]) if row and row["tile_px"] == TILE_PX else None

    def _stored_preview(self, digest: str) -> Image.Image | None:
        with self._database.read() as rows:
            row = rows.execute(_GET_PREVIEW, {"digest": digest}).fetchone()
        if row is None:
            return None
        try:
            return preview_image(row["format"], row["data"], row["mode"], (row["width"], row["height"]))
        except (OSError, SyntaxError, ValueError):
            return None


def get_tiles(rows: sqlite3.Connection, names: Sequence[bytes]) -> list[tuple[str, bytes]]:
    """(codec, data) of each named tile; raises PictureDamaged where one is missing."""
    found: dict[bytes, tuple[str, bytes]] = {}
    for name in names:
        if name not in found:
            row = rows.execute(_GET_TILE, {"digest": name}).fetchone()
            if row is None:
                raise PictureDamaged(
                    "A tile of a stored picture is missing.", hint="The command verify tells which are affected."
                )
            found[name] = row["codec"], row["data"]
    return [found[name] for name in names]


_HAS_PICTURE = "SELECT 1 FROM pictures WHERE digest = :digest"
_GET_PICTURE = "SELECT mode, width, height, tile_px, tiles FROM pictures WHERE digest = :digest"
_GET_TILE = "SELECT codec, data FROM tiles WHERE digest = :digest"
_GET_PREVIEW = """
    SELECT previews.format, previews.data, pictures.mode, pictures.width, pictures.height
    FROM previews JOIN pictures ON pictures.digest = previews.picture WHERE previews.picture = :digest"""
_PUT_TILE = "INSERT INTO tiles (digest, codec, data) VALUES (:digest, :codec, :data) ON CONFLICT DO NOTHING"
_PUT_PICTURE = """
    INSERT INTO pictures (digest, mode, width, height, tile_px, tiles, bytes, created_at)
    VALUES (:digest, :mode, :width, :height, :tile_px, :tiles, :bytes, :created_at) ON CONFLICT DO NOTHING"""
_PUT_PREVIEW = """
    INSERT INTO previews (picture, format, data) VALUES (:picture, :format, :data) ON CONFLICT DO NOTHING"""
