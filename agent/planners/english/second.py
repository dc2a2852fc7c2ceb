"""A second opinion on an English plan: what the words are likely to ask for where the grammar did not understand them,
or read them in a way that hardly anybody means.

It touches no act, no answer, no question of its own kind and no plan that the grammar is sure of. It knows opinions by
their interface alone: a kind, and how likely it is.
"""

from __future__ import annotations

from collections.abc import Callable

from agent.plan import Plan
from agent.planners import Request
from agent.planners.english import measured, opinion, planning, replies, saying, typos
from agent.planners.english.resolve import settle
from agent.planners.kinds import Opinion, key
from tools.types import Operation

LOST = 0.5
"""How likely a kind has to be where the grammar understood nothing."""
INSTRUCTED = 0.5
"""The same where the grammar would hand the words to a model as they are."""
SURE, UNLIKELY = 0.7, 0.1
"""Another reading than the grammar's is taken where it is as likely as SURE, and the grammar's at most UNLIKELY.

All four were chosen by cross-validation on licensed rows: lower ones mend more of them and misread more comments.
"""
KNOWN = 0.3
"""The share of words that the opinion has to know; on fewer it is only a guess."""
FEWEST_WORDS = 2
_SAME = {
    **dict.fromkeys(("enhance", "relight", "match"), "adjust"),
    "extend": "crop",
    **dict.fromkeys(("straighten", "flip"), "rotate"),
}
_MISREAD = {
    "add": ("replace", "restyle", "adjust"),
    "adjust": ("add", "recolor", "restyle", "replace"),
    "background": ("adjust",),
    "duplicate": ("text",),
    "extend": ("adjust",),
    "extract": ("adjust",),
    "generate": ("restyle",),
    "recolor": ("add",),
    "replace": ("text", "adjust"),
    "resize": ("adjust",),
    "restyle": ("adjust", "replace"),
    "retexture": ("replace", "adjust"),
    "straighten": ("add",),
    "text": ("recolor", "adjust"),
}
"""What the grammar is known to take for something else. Never to or from removing and cropping: to be wrong there costs
most. What is cut out may be a fault of the weather instead ("extract the rain").
"""


def considered(plan: Plan, request: Request, opinion_on: Callable[[str], Opinion | None]) -> Plan:
    """The plan, or a likelier one where it asks because nothing was understood, hands the words on, or misreads."""
    named = _doubtful(plan, request.utterance)
    if named is None or request.references:
        return plan
    heard = saying.without_courtesy(saying.read(request.utterance))
    if named == "adjust" and measured.measured(heard):  # a quality and a number leave nothing to doubt
        return plan
    said = saying.without_politeness(heard)
    if not FEWEST_WORDS <= len(said.words) <= planning.MAX_WORDS:
        return plan
    found = opinion_on(heard.verbatim(0, len(heard.raw)))
    if found is None or found.known < KNOWN or not _takes_over(found, named):
        return plan
    operations = _operations(found.kind, said, request)
    better = operations and (named in ("", "instruct") or _better(operations, plan))
    return Plan(act="edit", reply=_reply(operations), operations=operations) if better else plan


def _doubtful(plan: Plan, words: str) -> str | None:
    """The one operation of a plan that may be mistaken; "" where nothing was understood; None of any other plan."""
    if planning.is_lost(plan):
        return ""
    if plan.act != "edit" or plan.then is not None or len(plan.operations) != 1:
        return None
    only = plan.operations[0]
    if only.op == "instruct":  # the person's own words, and no wish that the grammar put into better ones
        return only.op if key(getattr(only, "instruction", "")) in key(words) else None
    if key(words).removeprefix("a ").removeprefix("an ") == key(str(getattr(only, "style", ""))):
        return None  # "a rainy evening": all that was said is how it is to look
    return only.op if only.op in _MISREAD else None


def _takes_over(found: Opinion, named: str) -> bool:
    if named in ("", "instruct"):
        return found.confidence >= (INSTRUCTED if named else LOST)
    of_the_grammar = found.all.get(_SAME.get(named, named), 0.0)
    return found.kind in _MISREAD[named] and found.confidence >= SURE and of_the_grammar <= UNLIKELY


def _better(operations: tuple[Operation, ...], plan: Plan) -> bool:
    """Whether they say more than what the grammar read: not just "better somehow", and no fault for what is cut out
    unless it is named as one.
    """
    if any(operation.op == "adjust" and getattr(operation, "auto", False) for operation in operations):
        return False
    region = plan.operations[0].region
    if plan.operations[0].op == "extract":
        phrase = (region.phrase if region else None) or ""
        return len(phrase.split()) <= 3 and {operation.op for operation in operations} == {"enhance"}
    return True


def _operations(kind: str, said: saying.Saying, request: Request) -> tuple[Operation, ...]:
    for words in (said, typos.mend(said)):
        if words is not None and (found := settle(opinion.drafts(kind, words), request)):
            return found
    return ()


def _reply(operations: tuple[Operation, ...]) -> str:
    """What will be done, and that it is a guess."""
    told = replies.will_do(operations)
    return f"I am not sure that I understood. I take it as: {told[:1].lower()}{told[1:]} If not, say “undo”."
