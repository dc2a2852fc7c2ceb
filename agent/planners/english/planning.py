"""An English utterance → a plan, clause by clause with the grammar of this package.

It edits nothing it was not asked for: words it cannot place become one short question. It knows nothing of pixels, of
the store, or of other planners.
"""

from __future__ import annotations

from typing import Any

from agent.plan import MAX_OPERATIONS, Arguments, Plan
from agent.planners import Request
from agent.planners.english import (
    acting,
    acts,
    alone,
    changing,
    clauses,
    comments,
    complaints,
    earlier,
    fragments,
    grammar,
    instructions,
    measured,
    references,
    replies,
    rewording,
    rewriting,
    saying,
    sequel,
    statements,
    subjects,
    typos,
)
from agent.planners.english.phrases import Draft
from agent.planners.english.resolve import settle
from agent.planners.english.saying import Saying

MAX_WORDS = 200
MAX_CHARACTERS = 1500
MAX_CLAUSES = 24
"""More at once is no request but an accident; the bounds keep the time of the worst utterance short."""


def plan(request: Request) -> Plan:
    """The plan for one utterance; `ask` where it is not understood."""
    said = saying.without_courtesy(typos.at_once(saying.read(request.utterance)))
    if not said.text.strip(" .!?,;"):
        return _say("ask", f"What shall I do? I can {replies.MENU}.")
    if _too_much(said):
        return _say("ask", "That is a lot at once. Which change shall I make first?")
    answer = changing.answered(said, request)
    if answer is not None and (made := _plan(answer, request) or _instructed(answer, request)):
        return made
    remark = comments.remark(said)
    if remark is not None:
        return _say(remark.act, remark.reply, args=Arguments(value=remark.value))
    made = _plan(said, request)
    if made is None:
        mended = typos.mend(said)
        made = _plan(mended, request) if mended else None
    if made is None and (asked := changing.question(said)):
        return _say("ask", asked)
    made = made or _stated(said, request) or _instructed(said, request)
    return made or _say("ask", f"{_LOST} I can {replies.MENU}; what would you like?")


_LOST = "I did not understand that."


def is_lost(plan: Plan) -> bool:
    """Whether the plan asks because nothing was understood, rather than for something in particular."""
    return plan.act == "ask" and plan.reply.startswith(_LOST)


def _too_much(said: Saying) -> bool:
    if len(said.text) > MAX_CHARACTERS or len(said.words) > MAX_WORDS:
        return True
    return len(said.words) > 2 * MAX_CLAUSES and len(clauses.clauses(said)) > MAX_CLAUSES


def _say(act: Any, reply: str, **rest: Any) -> Plan:
    return Plan(act=act, reply=reply, **rest)


def _plan(said: Saying, request: Request) -> Plan | None:
    """The plan, or None where no clause is understood."""
    whole = saying.without_politeness(said)
    of_steps = alone.alone(whole, request)
    of_steps = of_steps or (None if request.references else _repeated(said.cut(0), whole, request))
    if of_steps:
        return of_steps
    found = acts.act(said.cut(0)) or acts.act(whole)
    if found is not None:
        plan = acting.of_act(found, request, _read)
        if plan is not None:
            return plan
    plain = measured.measured(said)
    if plain:
        return _edits(plain, [], request)[0]
    plans: list[Plan] = []
    drafts: list[Draft] = []
    reasons: list[str | None] = []
    left_out: list[str] = []
    spoken: str | None = None
    for clause in clauses.clauses(said):
        found = acts.act(clause)
        if found is not None and found.act in ("none", "rate", "answer") and (drafts or plans):
            continue
        plan = acting.of_act(found, request, _read) if found is not None else None
        if plan is not None:
            plans += [*_edits(drafts, reasons, request), plan]
            drafts, reasons = [], []
            continue
        read = _read(found.rest if found and found.rest else clause, request) or earlier.likewise(clause, drafts)
        read = earlier.about(read, spoken)
        spoken = None if read else earlier.spoken_of(clause)
        if sequel.adds_nothing(drafts, reasons, clause, read):
            continue
        drafts, read = sequel.joined(drafts, reasons, read)
        reasons += [complaints.reason(clause)] if read else []
        if not read and clauses.is_command(clause):
            left_out.append(clause.verbatim(0, len(clause.text)))
    again = None if plans else rewriting.rewritten(drafts, whole.text, request)
    if again:
        return again
    plans += _edits(drafts, reasons, request)
    if plans and left_out:
        note = f"{plans[-1].reply} I left out “{left_out[0][:60]}”, which I did not understand."
        plans[-1] = plans[-1].model_copy(update={"reply": note})
    return _chained([plan for plan in plans if not (plan.act in ("none", "rate") and len(plans) > 1)] or plans)


def _read(clause: Saying, request: Request) -> list[Draft]:
    if request.references:
        found = references.refer(clause, request.references)
        if found:
            return found
    return grammar.drafts(clause)


def _edits(drafts: list[Draft], reasons: list[str | None], request: Request) -> list[Plan]:
    """One plan for a run of edit clauses, if any of them makes an operation; a complaint is named as the reason."""
    operations = settle(drafts[:MAX_OPERATIONS], request)
    because = [reason for reason in reasons if reason]
    remedy = len(because) == len(reasons) > 0
    reply = replies.remedied(operations, because) if remedy else replies.will_do(operations)
    return [_say("edit", reply, operations=operations)] if operations else []


def _stated(said: Saying, request: Request) -> Plan | None:
    """A sentence that tells the picture as it is to be."""
    command = statements.as_command(saying.without_politeness(said.cut(0)))
    return (_plan(command, request) or _instructed(command, request)) if command else None


def _instructed(said: Saying, request: Request) -> Plan | None:
    """A clear command that no operation names, for a model to carry out."""
    found = [
        {**subjects.about(clause), **draft}
        for clause in clauses.clauses(said)[:1]
        for draft in instructions.instruct(clause)
        or instructions.instruct(rewording.reworded(clause))
        or instructions.stated(clause)
    ]
    operations = settle(found, request)
    return _say("edit", replies.will_do(operations), operations=operations) if operations else None


def _continued(said: Saying, request: Request) -> Plan | None:
    """What a fragment makes of the last step: "red this time", "and the car?"."""
    found = fragments.continued(said, request)
    if found is None:
        return None
    if found.act == "none":
        return _say("none", "All right.")
    args, operations = dict(found.args), settle(found.drafts, request)
    if not operations and not args:
        return None
    if found.act == "drop":
        return _say("drop", replies.of_act("drop", args), args=Arguments(**args))
    reply = replies.will_do(operations) if found.act == "edit" else replies.amended(args, operations)
    return _say(found.act, found.reply or reply, args=Arguments(**args), operations=operations)


def _repeated(said: Saying, whole: Saying, request: Request) -> Plan | None:
    """The last operation once more: of another thing too, or of another one instead of the one that was taken."""
    continued = _continued(said, request)
    if continued is not None:
        return continued
    operations = settle(earlier.again(said, request), request)
    if operations:
        return _say("edit", replies.will_do(operations), operations=operations)
    drafts = earlier.instead(whole, request)
    if drafts is None:
        return None
    operations = settle(drafts, request)
    if operations:
        return _say("amend", replies.amended({}, operations), operations=operations)
    return _say("ask", replies.QUESTIONS["which"])


def _chained(plans: list[Plan]) -> Plan | None:
    """Several acts as one plan, each the `then` of the one before."""
    chain: Plan | None = None
    for plan in reversed(plans[:6]):
        chain = plan.model_copy(update={"then": chain}) if chain else plan
    return chain
