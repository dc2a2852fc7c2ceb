"""The rules planner: utterances → plans, with no model and no network. The same request always gives the same plan.

It only chooses the reader for the language of the utterance; each language is a package beside this file.
"""

from __future__ import annotations

from agent.plan import Plan
from agent.planners import Request
from agent.planners.english import planning as english


class RulesPlanner:
    """Plans by rules."""

    name = "rules"

    def propose(self, request: Request) -> Plan:
        """The plan for one utterance; `ask` where it is not understood."""
        return english.plan(request)
