"""The agent's branch of the error tree (see tools/errors.py).

PentimentoError
└── PlanError
    ├── UnparseablePlan         planner: what it said is no plan
    └── PlannerUnavailable      operator: the planner is not installed or does not answer
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
