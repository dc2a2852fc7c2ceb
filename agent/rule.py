"""A standing rule: the person's words, and what they mean for every later edit.

Sessions keep the words alone; the meaning is read from them each time, by `agent.planners.standing`. This file knows no
language and carries nothing out.
"""

from __future__ import annotations

from dataclasses import dataclass

from tools.types import Operation


@dataclass(frozen=True)
class Rule:
    """`always` is done after every edit, `spare` names a place that no edit may change; neither: a planner's business.

    An operation of `always` concerns the whole picture, and says nothing that doing it again would add to.
    """

    words: str
    always: tuple[Operation, ...] = ()
    spare: str = ""

    @property
    def kept_by_itself(self) -> bool:
        """Whether the program can keep the rule without being told each time."""
        return bool(self.always or self.spare)
