"""Which dialogue act a clause is, if it is one: the rules of moves, revisions and remarks, in the order they are tried.

What only the history can tell is left to the planner.
"""

from __future__ import annotations

from functools import lru_cache

from agent.planners.english import moves, notes, remarks, revisions
from agent.planners.english.said import Rule, Said
from agent.planners.english.saying import Saying

RULES: tuple[Rule, ...] = (
    notes.forget,
    remarks.none,
    remarks.export,
    moves.redo,
    moves.undo,
    moves.goto,
    revisions.more_or_less,
    remarks.rate,
    revisions.restore,
    revisions.drop,
    moves.branch,
    notes.name,
    moves.compare,
    remarks.remember,
    revisions.amend,
    remarks.answer,
)


@lru_cache(maxsize=16)  # an utterance of one clause is asked about as it stands, without politeness and as a clause
def act(clause: Saying) -> Said | None:
    """The act that a clause is, if it is one; None for an edit or for what is not understood."""
    for rule in RULES:
        found = rule(clause)
        if found is not None:
            return found
    return None
