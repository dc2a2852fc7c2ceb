"""Planners: one file per mind. Each turns a Request into a Plan and knows nothing of pixels or of the store."""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib import import_module
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from agent.errors import PlannerUnavailable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PIL.Image import Image

    from agent.plan import Plan
    from agent.scene import Scene
    from agent.settings import Settings
    from memory.schema import Turn
    from tools.types import Candidate

GROUP = "pentimento.planners"
BUILT_IN = {
    "rules": ("agent.planners.rules", "RulesPlanner"),
    "chat": ("agent.planners.chat", "ChatPlanner"),
    "llava": ("agent.planners.llava", "LlavaPlanner"),
}
BY_MODEL = ("chat", "llava")  # these are made with the settings


@dataclass(frozen=True)
class Request:
    """All that a planner may know. `history` runs from the photograph (turn 0) to the head.

    `references` are digests of the pictures that came with the utterance, in order; `drawn` tells whether a region did.
    `asked` is the open question, if this may be its answer, after the words that it was about.
    `picture` and `attached` (by digest) give views in sRGB, `cancelled` tells whether the person has stopped waiting.
    """

    utterance: str
    size: tuple[int, int] = (0, 0)
    history: tuple[Turn, ...] = ()
    scene: Scene | None = None
    rules: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    drawn: bool = False
    asked: tuple[str, str] | None = None
    skills: frozenset[str] = field(default_factory=frozenset)
    picture: Callable[[], Image] | None = None
    attached: Callable[[str], Image] | None = None
    cancelled: Callable[[], bool] = lambda: False


class Planner(Protocol):
    """A mind: it proposes, the agent decides."""

    name: str

    def propose(self, request: Request) -> Plan:
        """The plan for one utterance. Raises PlanError."""
        ...


SPENT = ("calls", "repairs", "retries", "input_tokens", "output_tokens", "seconds")


@dataclass
class Look:
    """One look at a picture, or several: whether the person has stopped waiting, why nothing was seen, what it cost."""

    cancelled: Callable[[], bool] = lambda: False
    trouble: str = ""
    calls: int = 0
    repairs: int = 0
    retries: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    seconds: float = 0.0

    def add(self, other: Look) -> None:
        """Count what another one cost."""
        for name in SPENT:
            setattr(self, name, getattr(self, name) + getattr(other, name))


@runtime_checkable
class Locator(Protocol):
    """A planner that sees, and can say where in a picture something is."""

    def sees(self) -> bool:
        """Whether it may be shown pictures now; found out without sending anything."""
        ...

    def locate(self, image: Image, phrase: str, look: Look) -> Sequence[Candidate]:
        """Where the words point in an sRGB picture, as boxes with cautious scores; empty where it is of no help, with
        the reason in `look`. Raises Cancelled.
        """
        ...


@runtime_checkable
class Sender(Protocol):
    """A planner that may send pictures to another machine, and asks by ConsentNeeded before it first does."""

    def allow(self, host: str, given: bool) -> None:
        """Remember what was answered."""
        ...


def planner(name: str, settings: Settings | None = None) -> Planner:
    """The planner of that name, built in or from another package. Raises PlannerUnavailable."""
    if name in BUILT_IN:
        module, kind = BUILT_IN[name]
        make = getattr(import_module(module), kind)
        made: Planner = make(settings or _settings()) if name in BY_MODEL else make()
        return made
    for entry in entry_points(group=GROUP, name=name):
        loaded: Planner = entry.load()()
        return loaded
    known = ", ".join([*BUILT_IN, *(entry.name for entry in entry_points(group=GROUP))])
    raise PlannerUnavailable(f"There is no planner called “{name}”.", f"Known: {known}.")


def _settings() -> Settings:
    from agent.settings import load

    return load()
