"""A standing rule: the person's words, and what they mean for every later edit.

Sessions keep the words alone; the meaning is read from them each time, by `agent.planners.standing`. This file knows no
language and carries nothing out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tools.types import Operation

_LASTING = {"restyle", "adjust", "enhance", "crop", "resize", "text", "match"}


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


def lasting(operations: Sequence[Operation | None]) -> tuple[Operation, ...]:
    """The operations, if all of them concern the whole picture and can stand at the end of every edit."""
    found = [one for one in operations if one is not None and one.op in _LASTING and one.region is None]
    return tuple(found) if len(found) == len(operations) and all(map(_settles, found)) else ()


def _settles(operation: Operation) -> bool:
    """Whether it comes to rest: cutting off a third again and again would leave nothing."""
    if operation.op == "crop":
        return getattr(operation, "ratio", None) is not None
    return operation.op != "resize" or getattr(operation, "scale", None) is None
