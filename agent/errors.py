"""The agent's branch of the error tree (see tools/errors.py).

PentimentoError
└── PlanError
    ├── UnparseablePlan         planner: what it said is no plan
    ├── PlannerUnavailable      operator: the planner is not installed or does not answer
    └── ConsentNeeded           person: may the picture be sent to another machine?
"""

from __future__ import annotations

from tools.errors import Mender, PentimentoError


class PlanError(PentimentoError):
    """An utterance could not be turned into a plan."""

    mend: Mender = "planner"


class UnparseablePlan(PlanError):
    """What the planner said does not fit the schema."""


class PlannerUnavailable(PlanError):
    """The planner is not installed, or does not answer."""

    mend: Mender = "operator"


class ConsentNeeded(PlanError):
    """A picture would leave this machine for `host`, and nobody has said yet whether it may."""

    mend: Mender = "person"

    def __init__(self, message: str, hint: str, host: str) -> None:
        super().__init__(message, hint)
        self.host = host
        self.engine = False  # it is an engine that would send it, not a planner
        self.turn: int | str | None = None  # the step to be amended; filled in by whoever amends
