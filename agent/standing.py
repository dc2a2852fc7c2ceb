"""Where a session stood before an utterance, so that one that fails half-way can be taken back whole.

Turns stay in the tree whatever happens; the pointers (head, branches), what redo would bring and the standing rules go
back to what they were. It knows nothing of what the utterance asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from memory.schema import Session
    from memory.store import Store


@dataclass(frozen=True)
class Standing:
    """The session's pointers and rules at one moment; `after` is the number of the last move until then."""

    session: Session
    branches: dict[str, str]
    after: int

    @classmethod
    def of(cls, store: Store, session: Session) -> Standing:
        return cls(session, store.branches(session.id), store.last_move(session.id).number)

    def bring_back(self, store: Store, ours: str, utterance: str) -> None:
        """Put everything back, unless the head is no longer at `ours`: then somebody else has gone on from there."""
        store.take_back(self.session, self.branches, self.after, ours, utterance)
