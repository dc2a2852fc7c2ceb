"""The tables that the records of `memory.schema` are kept in, as SQLAlchemy describes them.

Built when first asked for, because reading and undoing must not wait for that library to load. Knows nothing of rows:
the statements are `memory.rows`' and `memory.gallery`'s.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy import Column, MetaData


@cache
def tables() -> MetaData:
    """The tables of `memory.schema.VERSION`."""
    from sqlalchemy import MetaData

    meta = MetaData()
    _picture_tables(meta)
    _session_tables(meta)
    _turn_tables(meta)
    return meta


def _picture_tables(meta: MetaData) -> None:
    """Pictures and what is kept beside them.

    A picture's tiles are one blob of 32-byte digests, row by row, rather than a row each: 12 megapixels have 768 of
    them, of which a local edit changes two dozen, and 24 KB in one row are read and written at once. The price, that
    freeing tiles must read the maps of all pictures left, is paid only when a session is erased.
    """
    from sqlalchemy import Table

    Table("tiles", meta, _octets("digest", key=True), _text("codec"), _octets("data"))
    Table(
        "pictures",
        meta,
        *(_text("digest", key=True), _text("mode"), _number("width"), _number("height"), _number("tile_px")),
        *(_octets("tiles"), _number("bytes"), _text("created_at")),
    )
    Table("previews", meta, _picture("picture", key=True), _text("format"), _octets("data"))
    Table("blobs", meta, _text("digest", key=True), _octets("data"))


def _session_tables(meta: MetaData) -> None:
    from sqlalchemy import Table

    Table(
        "sessions",
        meta,
        *(_text("id", key=True), _text("name"), _text("source"), _text("branch"), _text("rules")),
        *(_text("icc", "blobs.digest", null=True), _text("exif", "blobs.digest", null=True)),
        *(_text("created_at"), _text("used_at")),
    )
    Table(
        "branches",
        meta,
        *(_text("session_id", "sessions.id", key=True), _text("name", key=True), _text("turn_id", "turns.id")),
    )
    Table(
        "moves",
        meta,
        *(_text("session_id", "sessions.id", key=True), _number("number", key=True), _text("kind")),
        *(_text("utterance"), _text("from_id", "turns.id", null=True), _text("to_id", "turns.id", null=True)),
        *(_text("reply"), _text("detail"), _text("created_at")),
    )
    Table("uses", meta, _text("session_id", "sessions.id", key=True), _picture("picture", key=True))


def _turn_tables(meta: MetaData) -> None:
    from sqlalchemy import ForeignKeyConstraint, Index, Table

    Table(
        "turns",
        meta,
        *(_text("id", key=True), _text("session_id", "sessions.id"), _text("parent_id", "turns.id", null=True)),
        *(_number("depth"), _text("utterance"), _text("plan"), _picture("picture"), _text("reply"), _text("author")),
        *(_text("created_at"), Index("turns_of_session", "session_id"), Index("turns_of_parent", "parent_id")),
    )
    Table(
        "steps",
        meta,
        *(_text("turn_id", "turns.id", key=True), _number("place", key=True)),
        *(_text("asked"), _text("operation"), _number("version")),
        *(_picture("base"), _picture("input"), _picture("output")),
        *(_text("transform"), _text("seed", null=True), _text("engine"), _text("model", null=True)),
        *(_text("model_revision", null=True), _text("model_hash", null=True), _text("versions"), _text("device")),
        *(_text("dtype"), _text("receipt")),
    )
    Table(
        "masks",
        meta,
        *(_text("turn_id", key=True), _number("place", key=True), _text("name", key=True), _picture("picture")),
        *(_text("box"), _text("size")),
        ForeignKeyConstraint(["turn_id", "place"], ["steps.turn_id", "steps.place"]),
    )


def _text(name: str, names: str = "", *, null: bool = False, key: bool = False) -> Column[str]:
    """A column of words, which may be the key of another table's row (`names`, such as "turns.id")."""
    from sqlalchemy import Column, ForeignKey, Text

    other: tuple[Any, ...] = (ForeignKey(names),) if names else ()
    return Column(name, Text, *other, nullable=null, primary_key=key)


def _number(name: str, *, key: bool = False) -> Column[int]:
    from sqlalchemy import Column, Integer

    return Column(name, Integer, nullable=False, primary_key=key, autoincrement=False)


def _octets(name: str, *, key: bool = False) -> Column[bytes]:
    from sqlalchemy import Column, LargeBinary

    return Column(name, LargeBinary, nullable=False, primary_key=key)


def _picture(name: str, *, key: bool = False) -> Column[str]:
    return _text(name, "pictures.digest", key=key)
