"""What a model answered, as a Plan: read strictly, checked against its schema, and never trusted beyond it.

A picture is only one that was attached, an object only one of the ledger, a file only one that the person named in the
same words. Every refusal is one sentence by which the model can mend its answer. It knows no model and no server.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from agent.plan import Plan, parse_plan
from agent.planners.schema import REFERENCE, Known, reference_names, strict_schema
from agent.planners.strict import clean, read, wrong
from prompts.dialogues import words

Json = dict[str, Any]

MAX_NAMED = 8  # how many of the known names an error lists
_LEAST_BOX = 0.005
_OWN = 0.6  # of a wish's words are the person's; the rest may be grammar


def parse_answer(text: str, known: Known) -> Plan:
    """The plan in a model's answer. Raises UnparseablePlan with a sentence that the model can mend itself by."""
    answer = read(text, strict_schema(known))
    acts = [_act(act, known) for act in answer["acts"]]
    plan: Json = {}
    for act in reversed(acts):
        plan = {**act, **({"then": plan} if plan else {})}
    return parse_plan({**plan, "reply": clean(answer["reply"])})


def in_own_words(plan: Plan, said: str) -> Plan:
    """The plan with standing wishes only as the person said them: what a wish says holds for all that follows, so one
    that is mostly made of other words (a picture's, for instance) becomes the person's whole utterance.
    """
    then = plan.then and in_own_words(plan.then, said)
    args, rule = plan.args, plan.args.rule
    if plan.act == "remember" and rule is not None and len(words(rule) & words(said)) < _OWN * len(words(rule)):
        args = args.model_copy(update={"rule": None})
    return plan.model_copy(update={"args": args, "then": then})


def _act(act: Json, known: Known) -> Json:
    """One act as Plan has it: what it refers to exists."""
    args = act.get("args", {})
    if "turn" in args:
        _check_turn(args["turn"], known)
    if "file" in args and args["file"] not in known.files:
        raise wrong("args.file", "is not a file name in the person's own words", _listed(known.files))
    return {**act, "operations": [_operation(one, known) for one in act.get("operations", ())]}


def _check_turn(turn: object, known: Known) -> None:
    if isinstance(turn, bool) or not isinstance(turn, int) or not 0 <= turn <= known.turns:
        raise wrong("turn", f"is no step of this session; they run from 0 to {known.turns}")


def _operation(operation: Json, known: Known) -> Json:
    """With the attached pictures' digests, and a region whose corners are in order."""
    if "turn" in operation:
        _check_turn(operation["turn"], known)
    digests = _digest_fields(operation["op"])
    done: Json = {key: _picture(key, value, known) if key in digests else value for key, value in operation.items()}
    if isinstance(done.get("region"), dict):
        done["region"] = _region(done["region"], known)
    return done


def _digest_fields(op: str) -> set[str]:
    """The arguments of an operation that name an attached picture."""
    names = ["picture 1"]
    properties = strict_schema(Known(references=("",)))["$defs"].get(op, {}).get("properties", {})
    return {key for key, field in properties.items() if field.get("enum", [field.get("const")]) == names}


def _picture(key: str, value: object, known: Known) -> str:
    names = reference_names(known)
    if value not in names:
        raise wrong(key, f"names no attached picture: “{str(value)[:70]}”", _listed(names))
    return known.references[int(str(value).removeprefix(REFERENCE)) - 1]


def _region(region: Json, known: Known) -> Json:
    thing = region.get("object_id")
    if thing is not None and thing not in known.objects:
        raise wrong("object_id", f"“{str(thing)[:40]}” is not in the list of objects", _listed(known.objects))
    box = region.get("box")
    if isinstance(box, list) and all(isinstance(edge, int | float) for edge in box):
        x, y = _ordered(box[0], box[2]), _ordered(box[1], box[3])
        region = {**region, "box": [x[0], y[0], x[1], y[1]]}
    return region


def _ordered(a: float, b: float) -> tuple[float, float]:
    """Two edges in order and a little apart; out of the picture stays out of it, and is refused."""
    low, high = min(a, b), max(a, b)
    if high - low < _LEAST_BOX and 0 <= low <= high <= 1:
        low, high = max(0.0, low - _LEAST_BOX), min(1.0, high + _LEAST_BOX)
    return low, high


def _listed(names: Sequence[str]) -> str:
    return f"There are: {', '.join(names[:MAX_NAMED])}." if names else "There is none."
