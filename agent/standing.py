"""Where a session stood before an utterance, so that one that fails half-way can be taken back whole.

Turns stay in the tree whatever happens; only the pointers (head, branches) and the standing rules go back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from memory.schema import Session
    from memory.store import Store


@dataclass(frozen=True)
class Standing:
    """The session's pointers and rules at one moment."""

    session: Session
    branches: dict[str, str]

    @classmethod
    def of(cls, store: Store, session: Session) -> Standing:
        return cls(session, store.branches(session.id))

    def bring_back(self, store: Store, ours: str, utterance: str) -> None:
        """Put everything back, unless the head is no longer at `ours`: then somebody else has gone on from there."""
        before = self.session
        now = store.session(before.id)
        if now.rules != before.rules:
            store.set_rules(before.id, before.rules)
        if now.head_id != ours:
            return
        for name, at in store.branches(before.id).items():
            if at != self._place(name):
                self._switch(store, name, utterance)
                store.goto(before.id, self._place(name), utterance)
        self._switch(store, before.branch, utterance)

    def _place(self, name: str) -> str:
        """Where a branch belongs; one that the utterance began stays, where the utterance began."""
        return self.branches.get(name, self.session.head_id)

    def _switch(self, store: Store, name: str, utterance: str) -> None:
        if store.session(self.session.id).branch != name:
            store.branch(self.session.id, name, utterance)
