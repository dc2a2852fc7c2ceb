"""A dialogue act as drafted → a plan, with what the history tells about it. Knows no grammar of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pydantic import ValidationError

from agent.plan import Arguments, Plan
from agent.planners import Request
from agent.planners.english import acts, answers, clauses, earlier, replies, saying
from agent.planners.english.phrases import Draft
from agent.planners.english.resolve import settle
from agent.planners.english.said import Said
from agent.planners.english.saying import Saying

Read = Callable[[Saying, Request], list[Draft]]


def _say(act: Any, reply: str, **rest: Any) -> Plan:
    return Plan(act=act, reply=reply, **rest)


def of_act(found: Said, request: Request, read: Read) -> Plan | None:
    """The plan of an act; None if it turns out to be an edit, or nothing. What is out of bounds is asked for."""
    try:
        return _acted(found, request, read)
    except ValidationError:
        return _say("ask", "That number or name is longer than I can take. Can you say it shorter?")


def _acted(found: Said, request: Request, read: Read) -> Plan | None:
    if found.act == "amend" and found.unsure and not _was_done(str(found.args.get("name")), request):
        return None
    if found.act == "amend":
        return _amount(found, request) if found.amount is not None else _amended(found, request, read)
    if found.act in ("drop", "goto") and found.unsure and not _was_done(str(found.args.get("name")), request):
        return None
    if found.act == "restore":
        operations = settle(found.drafts, request)
        return _say("restore", replies.will_do(operations), operations=operations) if operations else None
    if found.act == "ask":
        return _say("ask", replies.QUESTIONS[found.args["text"]])
    if found.act == "compare" and found.args.get("where") == "before":
        depth = request.history[-1].depth if request.history else 0
        return _say("compare", "Compared with the step before.", args=Arguments(turn=max(0, depth - 1)))
    if found.act == "answer":
        return _say("answer", answers.answer(found.args["text"], request), args=Arguments(**found.args))
    reply = replies.of_act(found.act, found.args)
    return _say(found.act, reply, args=Arguments(**found.args))


def _amount(found: Said, request: Request) -> Plan:
    """A step by another amount; asked for where it is not told of what, or the step is not known."""
    draft = earlier.with_amount(request, int(found.args["turn"]), found.amount or 0.0)
    operations = settle([draft], request) if draft else ()
    if not operations:
        return _say("ask", f"Step {found.args['turn']} has no amount of its own that I know. What in it shall change?")
    reply = f"Step {found.args['turn']} by {found.amount:g} instead."
    return _say("amend", reply, args=Arguments(**found.args), operations=operations)


def _was_done(name: str, request: Request) -> bool:
    """Whether an earlier step was asked for with the main word of the name."""
    words = [word for word in saying.read(name).words if len(word) > 2]
    told = [str(value) for turn in request.history for step in turn.steps for value in step.asked.values()]
    said = " ".join([*(turn.utterance for turn in request.history), *told]).lower()
    return any(word[:6].rstrip("s") in said for word in words[-2:])


def _amended(found: Said, request: Request, read: Read) -> Plan | None:
    if found.rest is None:
        return _say("amend", replies.amended(found.args, ()), args=Arguments(**found.args))
    other = acts.act(found.rest) if not found.args else None
    if other is not None and other.act != "amend":  # "no, go back"
        return of_act(other, request, read)
    drafts = [draft for clause in clauses.clauses(found.rest) for draft in read(clause, request)]
    explicit = any((draft.get("region") or {}).get("phrase") not in (None, "it") for draft in drafts)
    if not drafts or (not found.args and (explicit or len(request.history) == 1 or _goes_on(drafts, request))):
        return None
    bare = [
        {**draft, "region": None} if (draft.get("region") or {}).get("phrase") == "it" else draft for draft in drafts
    ]
    operations = settle(bare, request)
    if not operations:
        return None
    return _say("amend", replies.amended(found.args, operations), args=Arguments(**found.args), operations=operations)


_OF_THE_FRAME = frozenset(("crop", "extend", "straighten", "rotate", "flip"))


def _goes_on(drafts: list[Draft], request: Request) -> bool:
    """Whether "actually …" is a further wish: a crop is no other way of making the picture warmer."""
    said, before = saying.read(request.utterance).text, earlier.last(request)
    if not before or not saying.search(r"^(?:actually|wait)\b", said):
        return False
    if saying.search(r"\b(?:the|whole) (?:picture|photo|image)\b|\beverything\b", said):
        return all(draft.get("region") for draft in before)
    return not {one["op"] in _OF_THE_FRAME for one in drafts} & {one["op"] in _OF_THE_FRAME for one in before}
