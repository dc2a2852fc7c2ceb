"""The rules planner: utterances → plans, with no model and no network. The same request always gives the same plan.

It chooses the reader for the language of the utterance; each language is a package beside this file. Where the English
reader does not understand, a small linear model says which kind of edit the words ask for, and the words are searched
for what that kind needs.
"""

from __future__ import annotations

from agent.plan import Plan
from agent.planners import Request, kinds
from agent.planners.chinese import planning as chinese
from agent.planners.chinese.script import is_chinese
from agent.planners.english import planning as english
from agent.planners.english import second


class RulesPlanner:
    """Plans by rules; `weights` of its second opinion other than those that came with the program may be given."""

    name = "rules"

    def __init__(self, weights: kinds.Kinds | None = None) -> None:
        self._weights = weights

    def propose(self, request: Request) -> Plan:
        """The plan for one utterance; `ask` where it is not understood."""
        if is_chinese(request.utterance):
            return chinese.plan(request)
        return second.considered(english.plan(request), request, self._opinion)

    def _opinion(self, words: str) -> kinds.Opinion:
        return (self._weights or kinds.shipped()).opinion(words)
