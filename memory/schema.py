"""What is remembered: the records that callers see and the tables they are kept in.

Knows nothing of pixels or of what an operation means: plans, operations and receipts are JSON objects here. The tables
are SQLAlchemy's, built when first asked for, because reading and undoing must not wait for that library to load.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL.Image import Image
    from sqlalchemy import MetaData

VERSION = 1
"""The version of the tables below, kept in the file's `user_version`."""

IDENTITY = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)

Json = dict[str, Any]


@dataclass(frozen=True)
class MaskRef:
    """A mask as stored: an L picture of `box` (x0, y0, x1, y1 in pixels), zero elsewhere in a picture of `size`."""

    digest: str
    box: tuple[int, int, int, int]
    size: tuple[int, int]


@dataclass(frozen=True)
class Step:
    """One operation as asked and as done; `base`, `input` and `output` are digests of stored pictures.

    `base` is the picture it started from, earlier than `input` when it was re-derived; `transform` is the 3×3 matrix,
    row by row, from input to output pixels.
    """

    index: int
    asked: Json
    operation: Json
    version: int
    base: str
    input: str
    output: str
    masks: dict[str, MaskRef] = field(default_factory=dict)
    transform: tuple[float, ...] = IDENTITY
    seed: int | None = None
    engine: str = ""
    model: str | None = None
    model_revision: str | None = None
    model_hash: str | None = None
    versions: dict[str, str] = field(default_factory=dict)
    device: str = ""
    dtype: str = ""
    receipt: Json = field(default_factory=dict)


@dataclass(frozen=True)
class Turn:
    """One change of the picture, never altered; turn 0 (`parent_id` None, `depth` 0) is the photograph."""

    id: str
    session_id: str
    parent_id: str | None
    depth: int
    utterance: str
    plan: Json
    picture: str
    width: int
    height: int
    mode: str
    reply: str
    author: str
    created_at: str
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True)
class TurnDraft:
    """A turn before it is committed: `picture` is its result, `pictures` are all others that its steps name."""

    utterance: str
    picture: Image
    plan: Json = field(default_factory=dict)
    reply: str = ""
    author: str = "person"
    steps: tuple[Step, ...] = ()
    pictures: tuple[Image, ...] = ()


@dataclass(frozen=True)
class Move:
    """One line of the log: what was said and where the head went; `from_id` equals `to_id` when it stayed."""

    number: int
    session_id: str
    kind: str
    utterance: str
    from_id: str | None
    to_id: str | None
    reply: str
    detail: Json
    created_at: str


@dataclass(frozen=True)
class Session:
    """One photograph's conversation; `icc` and `exif` are blobs' digests, `source` is a name to show, never opened."""

    id: str
    name: str
    head_id: str
    root_id: str
    branch: str
    icc: str | None
    exif: str | None
    rules: tuple[str, ...]
    created_at: str
    used_at: str
    source: str


@dataclass(frozen=True)
class SessionSummary:
    """A session in a list; `turns` leaves the photograph out, `bytes` counts what its pictures brought to the file."""

    id: str
    name: str
    source: str
    turns: int
    first: str
    last: str
    head_id: str
    created_at: str
    used_at: str
    bytes: int


@dataclass(frozen=True)
class Report:
    """What a verification found: `problems` are sentences, the rest counts what was read and hashed again."""

    problems: list[str]
    sessions: int
    turns: int
    pictures: int
    tiles: int
    bytes: int

    @property
    def clean(self) -> bool:
        return not self.problems


@cache
def tables() -> MetaData:
    """The tables of `VERSION`.

    A picture's tiles are one blob of 32-byte digests, row by row, rather than a row each: 12 megapixels have 768 of
    them, of which a local edit changes two dozen, and 24 KB in one row are read and written at once. The price, that
    freeing tiles must read the maps of all pictures left, is paid only when a session is erased.
    """
    from sqlalchemy import Column, ForeignKey, ForeignKeyConstraint, Index, Integer, LargeBinary, MetaData, Table, Text

    def text(name: str, *constraints: Any, null: bool = False, key: bool = False) -> Column[str]:
        return Column(name, Text, *constraints, nullable=null, primary_key=key)

    def number(name: str, *, null: bool = False, key: bool = False) -> Column[int]:
        return Column(name, Integer, nullable=null, primary_key=key, autoincrement=False)

    def octets(name: str, *, key: bool = False) -> Column[bytes]:
        return Column(name, LargeBinary, nullable=False, primary_key=key)

    def picture(name: str, *, key: bool = False) -> Column[str]:
        return text(name, ForeignKey("pictures.digest"), key=key)

    meta = MetaData()
    Table("tiles", meta, octets("digest", key=True), text("codec"), octets("data"))
    Table(
        "pictures",
        meta,
        *(text("digest", key=True), text("mode"), number("width"), number("height"), number("tile_px")),
        *(octets("tiles"), number("bytes"), text("created_at")),
    )
    Table("previews", meta, picture("picture", key=True), text("format"), octets("data"))
    Table("blobs", meta, text("digest", key=True), octets("data"))
    Table(
        "sessions",
        meta,
        *(text("id", key=True), text("name"), text("source"), text("branch"), text("rules")),
        *(text("icc", ForeignKey("blobs.digest"), null=True), text("exif", ForeignKey("blobs.digest"), null=True)),
        *(text("created_at"), text("used_at")),
    )
    session = ForeignKey("sessions.id")
    Table(
        "turns",
        meta,
        *(text("id", key=True), text("session_id", session), text("parent_id", ForeignKey("turns.id"), null=True)),
        *(number("depth"), text("utterance"), text("plan"), picture("picture"), text("reply"), text("author")),
        *(text("created_at"), Index("turns_of_session", "session_id"), Index("turns_of_parent", "parent_id")),
    )
    Table(
        "steps",
        meta,
        *(text("turn_id", ForeignKey("turns.id"), key=True), number("place", key=True)),
        *(text("asked"), text("operation"), number("version"), picture("base"), picture("input"), picture("output")),
        *(text("transform"), text("seed", null=True), text("engine"), text("model", null=True)),
        *(text("model_revision", null=True), text("model_hash", null=True), text("versions"), text("device")),
        *(text("dtype"), text("receipt")),
    )
    Table(
        "masks",
        meta,
        *(text("turn_id", key=True), number("place", key=True), text("name", key=True), picture("picture")),
        *(text("box"), text("size")),
        ForeignKeyConstraint(["turn_id", "place"], ["steps.turn_id", "steps.place"]),
    )
    Table(
        "branches",
        meta,
        *(text("session_id", ForeignKey("sessions.id"), key=True), text("name", key=True)),
        text("turn_id", ForeignKey("turns.id")),
    )
    Table(
        "moves",
        meta,
        *(text("session_id", ForeignKey("sessions.id"), key=True), number("number", key=True), text("kind")),
        *(text("utterance"), text("from_id", ForeignKey("turns.id"), null=True)),
        *(text("to_id", ForeignKey("turns.id"), null=True), text("reply"), text("detail"), text("created_at")),
    )
    Table("uses", meta, text("session_id", ForeignKey("sessions.id"), key=True), picture("picture", key=True))
    return meta
