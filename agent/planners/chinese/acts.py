"""Which dialogue act a clause is, if it is one: the rules of moves, revisions and remarks, in the order they are tried.

What only the history can tell is left to the planner.
"""

from __future__ import annotations

from agent.planners.chinese import moves, remarks, revisions
from agent.planners.chinese.said import Rule, Said

RULES: tuple[Rule, ...] = (
    remarks.none,
    remarks.forget,
    remarks.unsaid,
    moves.branch,
    remarks.name,
    remarks.export,
    moves.redo,
    moves.undo,
    revisions.restore,
    moves.goto,
    revisions.more_or_less,
    remarks.rate,
    revisions.drop,
    moves.compare,
    remarks.remember,
    revisions.amend,
    remarks.answer,
)


def act(clause: str) -> Said | None:
    """The act that a clause is, if it is one; None for an edit or for what is not understood."""
    for rule in RULES:
        found = rule(clause)
        if found is not None:
            return found
    return None
