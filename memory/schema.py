"""What is remembered: the records that callers see. The tables they are kept in are `memory.tables`.

Knows nothing of pixels or of what an operation means: plans, operations and receipts are JSON objects here.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL.Image import Image

VERSION = 1
"""The version of `memory.tables`, kept in the file's `user_version`."""

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
