"""The planner's eyes for one utterance: where a thing is that the grounders don't find by themselves.

A planner that sees is asked at most once for the same words about the same picture; what it cost goes to the origin of
the plan. It knows neither models nor how a place is found; whether a picture may be shown is the planner's to judge.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import RLock
from typing import TYPE_CHECKING

from agent.planners import SPENT, Locator, Look
from memory.pictures import digest

if TYPE_CHECKING:
    from PIL.Image import Image

    from agent.plan import Plan
    from tools.types import Candidate


@dataclass
class Eyes:
    """What was looked for in one utterance, and what came of it."""

    planner: Locator
    cancelled: Callable[[], bool] = lambda: False
    look: Look = field(default_factory=Look)
    _found: dict[tuple[str, str], tuple[Sequence[Candidate], str]] = field(default_factory=dict)
    _lock: RLock = field(default_factory=RLock)

    def telling(self, note: Callable[[str], None]) -> Callable[[Image, str], Sequence[Candidate]]:
        """What a studio asks; `note` is told why where there was no answer."""

        def locate(image: Image, phrase: str) -> Sequence[Candidate]:
            if not self.planner.sees():
                return ()
            key = digest(image), " ".join(phrase.lower().split())
            with self._lock:
                if key not in self._found:
                    look = Look(self.cancelled)
                    self._found[key] = self.planner.locate(image, phrase, look), look.trouble
                    self.look.add(look)
                found, trouble = self._found[key]
            if trouble:
                note(trouble)
            return found

        return locate

    def billed(self, plan: Plan) -> Plan:
        """The plan with what looking has cost since the last time; one that no model made has no bill."""
        if plan.origin is None or not self.look.calls:
            return plan
        spent, self.look = self.look, Look()
        more = {name: round(getattr(plan.origin, name) + getattr(spent, name), 3) for name in SPENT}
        return plan.model_copy(update={"origin": plan.origin.model_copy(update=more)})
