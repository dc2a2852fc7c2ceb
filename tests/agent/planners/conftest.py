"""What tests of planners share: planning words alone, and turns as a history."""

from collections.abc import Callable
from typing import Any

import pytest

from agent.plan import Plan
from agent.planners import Request
from agent.planners.rules import RulesPlanner
from memory.schema import Turn

Say = Callable[..., Plan]


@pytest.fixture(scope="session")
def say() -> Say:
    """`say("brighten it", drawn=True)` → the plan."""
    mind = RulesPlanner()

    def plan(utterance: str, **known: Any) -> Plan:
        return mind.propose(Request(utterance=utterance, **known))

    return plan


@pytest.fixture
def history() -> Callable[..., tuple[Turn, ...]]:
    """`history("add a hat", "crop it")` → the photograph and one turn for each utterance."""

    def turns(*utterances: str) -> tuple[Turn, ...]:
        return tuple(
            Turn(
                id=f"t{depth}",
                session_id="s",
                parent_id=f"t{depth - 1}" if depth else None,
                depth=depth,
                utterance=said,
                plan={},
                picture="0" * 64,
                width=40,
                height=30,
                mode="RGB",
                reply="",
                author="person",
                created_at="2025-01-01T00:00:00Z",
                steps=(),
            )
            for depth, said in enumerate(("", *utterances))
        )

    return turns
