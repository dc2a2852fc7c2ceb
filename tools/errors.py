"""The error tree, sorted by who can mend what went wrong.

    PentimentoError                 message (one sentence), hint (the next step to take), mend (who can)
    ├── ToolError
    │   ├── UnknownOperation        planner: no operation has this name
    │   ├── BadArguments            planner: the arguments do not fit the operation
    │   ├── Unclear                 person: a question, with candidates to choose from or a field to fill
    │   │   └── RegionNotFound      person: the words do not say which part of the picture
    │   ├── EditRejected            person: the edit makes no sense on this picture
    │   ├── ModelUnavailable        operator: a skill that nothing installed offers
    │   ├── ModelRefused            operator: a model's folder that may not be opened: unsafe, damaged, incomplete
    │   ├── DownloadFailed          operator: a model that could not be fetched
    │   └── DeviceExhausted         operator: out of memory
    ├── PictureError
    │   ├── NotAPicture             person: the file is no picture, or a damaged one
    │   └── PictureTooLarge         person: more pixels than the limit
    └── Cancelled                   person: stopped on request, nothing changed

Every other package hangs its own branch on `PentimentoError` in its own `errors.py`. This file knows nothing of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tools.types import Candidate

Mender = Literal["planner", "person", "operator"]


class PentimentoError(Exception):
    """One clear sentence, a hint for the next step, and who can mend it."""

    mend: Mender = "person"

    def __init__(self, message: str, hint: str = "", mend: Mender | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        if mend is not None:
            self.mend = mend


class ToolError(PentimentoError):
    """An edit could not be carried out."""


class UnknownOperation(ToolError):
    """No operation has this name."""

    mend = "planner"


class BadArguments(ToolError):
    """The arguments do not fit the operation's schema."""

    mend = "planner"


class Unclear(ToolError):
    """The answer to one short question decides what the picture will be.

    `candidates` are places to choose from, best first; `field` names the argument that the answer fills otherwise.
    """

    def __init__(self, message: str, hint: str = "", candidates: Sequence[Candidate] = (), field: str = "") -> None:
        super().__init__(message, hint)
        self.candidates = tuple(candidates)
        self.field = field
        self.index = 0  # which operation of the plan asks; filled in by whoever carries the plan out


class RegionNotFound(Unclear):
    """The words do not say clearly enough which part of the picture is meant."""


class EditRejected(ToolError):
    """The edit makes no sense on this picture."""


class ModelUnavailable(ToolError):
    """Nothing that is installed offers the skill."""

    mend = "operator"

    def __init__(self, message: str, hint: str = "", skill: str = "") -> None:
        super().__init__(message, hint)
        self.skill = skill


class ModelRefused(ToolError):
    """A model's folder may not be opened. `missing` names the file that an incomplete one lacks."""

    mend = "operator"

    def __init__(self, message: str, hint: str = "", missing: str = "") -> None:
        super().__init__(message, hint)
        self.missing = missing


class DownloadFailed(ToolError):
    """A model could not be fetched."""

    mend = "operator"


class DeviceExhausted(ToolError):
    """The device ran out of memory."""

    mend = "operator"


class PictureError(PentimentoError):
    """A file could not be opened or written as a picture."""


class NotAPicture(PictureError):
    """The bytes are no picture, or a damaged one."""


class PictureTooLarge(PictureError):
    """The picture has more pixels than the limit."""


class Cancelled(PentimentoError):
    """Stopped on request; nothing changed."""
