"""The rules planner: utterances → plans, with no model and no network. The same request always gives the same plan.

It chooses the reader for the language of the utterance; each language is a package beside this file. Where the English
reader does not understand, a small linear model says which kind of edit the words ask for, and the words are searched
for what that kind needs. Names that the person gave to things are kept from both readers.
"""

from __future__ import annotations

import logging
from functools import cached_property

from agent.errors import PlannerUnavailable
from agent.plan import Plan
from agent.planners import Request, given, kinds, refining
from agent.planners.chinese import planning as chinese
from agent.planners.chinese.script import is_chinese
from agent.planners.english import planning as english
from agent.planners.english import second


class RulesPlanner:
    """Plans by rules; `weights` of its second opinion other than those in use may be given."""

    name = "rules"

    def __init__(self, weights: kinds.Kinds | None = None) -> None:
        self._given = weights

    def propose(self, request: Request) -> Plan:
        """The plan for one utterance; `ask` where it is not understood."""
        masked = given.masked(request)
        read = chinese.plan if _in_chinese(request) else self._in_english
        return refining.refined(masked.restored(read(masked.request)), request)

    def _in_english(self, request: Request) -> Plan:
        return second.considered(english.plan(request), request, self._opinion)

    def _opinion(self, words: str) -> kinds.Opinion | None:
        return self._weights.opinion(words) if self._weights else None

    @cached_property
    def _weights(self) -> kinds.Kinds | None:
        """Read when first needed. Rules go on without them: they are what works when nothing else does."""
        try:
            return self._given or kinds.in_use()
        except PlannerUnavailable as error:
            logging.getLogger(__name__).warning("%s %s", error.message, error.hint)
            return None


def _in_chinese(request: Request) -> bool:
    """Whether to read it as Chinese; what has no letters ("16:9") is in the language of what was said before."""
    said = request.utterance
    if any(letter.isalpha() for letter in said) or len(request.history) < 2:
        return is_chinese(said)
    return is_chinese(request.history[-1].utterance)
