"""What can go wrong with the memory, sorted by what can be done about it; knows nothing of how it is said to a person.

PentimentoError
└── StoreError            the file: missing, full, locked, read-only, foreign, damaged, or newer than this program
    ├── DiskFull          no room: nothing was written; free some and say it again
    ├── StoreLocked       another program is writing and did not finish in time
    ├── SessionNotFound   no such session, or several
    ├── TurnNotFound      no such turn, or several
    ├── NothingToUndo     the head is the photograph
    ├── NothingToRedo     nothing was undone since the last change
    ├── HeadMoved         somebody else changed the session first; the result was kept beside theirs
    └── PictureDamaged    stored bytes no longer make the picture they were
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.errors import PentimentoError

if TYPE_CHECKING:
    from memory.schema import Turn


class StoreError(PentimentoError):
    """The store can't do this; the message is one sentence for a person."""


class DiskFull(StoreError):
    """There was no room for the whole change, so none of it was made."""


class StoreLocked(StoreError):
    """Another program held the store for longer than we wait."""


class SessionNotFound(StoreError):
    """No session, or more than one, answers to the name."""


class TurnNotFound(StoreError):
    """No turn, or more than one, answers to the number or id."""


class NothingToUndo(StoreError):
    """There are fewer turns before the head than were asked for."""


class NothingToRedo(StoreError):
    """There are fewer undone turns than were asked for."""


class HeadMoved(StoreError):
    """The head was no longer where the writer started; `turn` is its result, kept as a sibling."""

    def __init__(self, turn: Turn) -> None:
        super().__init__(
            "Somebody else changed this session meanwhile, so your result was kept beside theirs.",
            hint=f"To go on from it: goto {turn.id}",
        )
        self.turn = turn


class PictureDamaged(StoreError):
    """A stored picture is missing or its bytes have changed."""
