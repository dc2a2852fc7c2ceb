"""A second opinion on an English plan: where the grammar did not understand, what the words are likely to ask for.

It touches no act, no answer, no question of its own kind and no plan that the grammar is sure of. It knows opinions by
their interface alone: a kind, and how likely it is.
"""

from __future__ import annotations

from collections.abc import Callable

from agent.plan import Plan
from agent.planners import Request
from agent.planners.english import opinion, planning, replies, saying, typos
from agent.planners.english.resolve import settle
from agent.planners.kinds import Opinion
from tools.types import Operation

LOST = 0.4
"""How likely a kind has to be where the grammar understood nothing; chosen by cross-validation."""
INSTRUCTED = 0.6
"""The same where the grammar would hand the words to a model as they are."""
FEWEST_WORDS = 2


def considered(plan: Plan, request: Request, opinion_on: Callable[[str], Opinion]) -> Plan:
    """The plan, or a likelier one where it only asks or only hands the words on."""
    lost, handed_on = planning.is_lost(plan), _handed_on(plan)
    if not (lost or handed_on) or request.references:
        return plan
    said = saying.without_politeness(saying.read(request.utterance))
    if not FEWEST_WORDS <= len(said.words) <= planning.MAX_WORDS:
        return plan
    found = opinion_on(request.utterance)
    if found.confidence < (LOST if lost else INSTRUCTED):
        return plan
    operations = _operations(found.kind, said, request)
    return Plan(act="edit", reply=_reply(operations), operations=operations) if operations else plan


def _handed_on(plan: Plan) -> bool:
    return plan.act == "edit" and plan.then is None and [one.op for one in plan.operations] == ["instruct"]


def _operations(kind: str, said: saying.Saying, request: Request) -> tuple[Operation, ...]:
    for words in (said, typos.mend(said)):
        if words is not None and (found := settle(opinion.drafts(kind, words), request)):
            return found
    return ()


def _reply(operations: tuple[Operation, ...]) -> str:
    """What will be done, and that it is a guess."""
    told = replies.will_do(operations)
    return f"I am not sure that I understood. I take it as: {told[:1].lower()}{told[1:]} If not, say “undo”."
