"""What a turn tells its watchers, in order: Thinking? · Planned · (Started · Progress* · Finished)* · and at the end
Committed, Asked or Failed.

Plain frozen dataclasses; they know nothing of how a face shows them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

    from agent.plan import Plan
    from memory.schema import Turn
    from tools.errors import PentimentoError
    from tools.types import Candidate, Edit, Operation


@dataclass(frozen=True)
class State:
    """Where the session stands after an utterance. `turn` is the new turn, None if the picture did not change."""

    session_id: str
    utterance: str
    act: str
    reply: str
    head: Turn
    turn: Turn | None = None


@dataclass(frozen=True)
class Thinking:
    """A planner that takes its time begins to read."""

    planner: str


@dataclass(frozen=True)
class Planned:
    """The planner has understood."""

    utterance: str
    plan: Plan


@dataclass(frozen=True)
class Started:
    """Operation `index` of `count` begins."""

    index: int
    count: int
    operation: Operation


@dataclass(frozen=True)
class Progress:
    """The running operation is `fraction` ∈ [0, 1] done; `preview` is a small copy of what it will give."""

    fraction: float
    label: str = ""
    preview: Image | None = None


@dataclass(frozen=True)
class Finished:
    """Operation `index` is done; nothing is stored yet."""

    index: int
    edit: Edit


@dataclass(frozen=True)
class Committed:
    """The utterance is in the log, and its turn, if it made one, is safe on disk."""

    state: State


@dataclass(frozen=True)
class Asked:
    """One short question; the head stays where it was. The next utterance may answer it."""

    state: State
    candidates: tuple[Candidate, ...] = ()


@dataclass(frozen=True)
class Failed:
    """Nothing was changed, and why."""

    state: State
    error: PentimentoError


Event = Thinking | Planned | Started | Progress | Finished | Committed | Asked | Failed
