"""What a model answered, as a Plan: read strictly, checked against its schema, and never trusted beyond it.

A picture is only one that was attached, an object only one of the ledger, a file only one that the person named in the
same words. Every refusal is one sentence by which the model can mend its answer. It knows no model and no server.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any
from unicodedata import category

from agent.errors import UnparseablePlan
from agent.plan import Plan, parse_plan
from agent.planners.schema import REFERENCE, Known, reference_names, strict_schema
from prompts.dialogues import words

Json = dict[str, Any]

MAX_ANSWER = 60_000  # characters; the longest instance of the schema that makes sense is far shorter
MAX_NAMED = 8  # how many of the known names an error lists
_FENCED = re.compile(r"```(?:json)?\s*(\{.*?\})\s*```", re.DOTALL)
_THOUGHT = re.compile(r"<think>.*?</think>", re.DOTALL)
_LEAST_BOX = 0.005
_OWN = 0.6  # of a wish's words are the person's; the rest may be grammar
_BIDI = {"\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068", "\u2069"}


def parse_answer(text: str, known: Known) -> Plan:
    """The plan in a model's answer. Raises UnparseablePlan with a sentence that the model can mend itself by."""
    answer = _without_nulls(_loaded(text))
    schema = strict_schema(known)
    _check(answer, schema, schema["$defs"], "")
    acts = [_act(act, known) for act in answer["acts"]]
    plan: Json = {}
    for act in reversed(acts):
        plan = {**act, **({"then": plan} if plan else {})}
    return parse_plan({**plan, "reply": _clean(answer["reply"])})


def in_own_words(plan: Plan, said: str) -> Plan:
    """The plan with standing wishes only as the person said them: what a wish says holds for all that follows, so one
    that is mostly made of other words (a picture's, for instance) becomes the person's whole utterance.
    """
    then = plan.then and in_own_words(plan.then, said)
    args, rule = plan.args, plan.args.rule
    if plan.act == "remember" and rule is not None and len(words(rule) & words(said)) < _OWN * len(words(rule)):
        args = args.model_copy(update={"rule": None})
    return plan.model_copy(update={"args": args, "then": then})


def _loaded(text: str) -> Json:
    """The JSON object of an answer; words or a fence around it are left away."""
    if len(text) > MAX_ANSWER:
        raise UnparseablePlan(f"The answer has {len(text)} characters; at most {MAX_ANSWER} are read.")
    text = _THOUGHT.sub("", text).strip()
    if not text.startswith("{"):
        fenced = _FENCED.search(text)
        text = fenced[1] if fenced else text[text.find("{") : text.rfind("}") + 1] if "{" in text else text
    try:
        found = json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise UnparseablePlan(f"The answer is no JSON: {str(error)[:120]}.") from error
    if not isinstance(found, dict):
        raise UnparseablePlan("The answer is no JSON object.")
    return found


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no number here")


def _without_nulls(value: Any) -> Any:
    """Models that have no word for "left out" write null."""
    if isinstance(value, dict):
        return {key: _without_nulls(inner) for key, inner in value.items() if inner is not None}
    return [_without_nulls(inner) for inner in value] if isinstance(value, list) else value


def _check(value: Any, schema: Mapping[str, Any], defs: Mapping[str, Any], at: str) -> None:
    """The shape: closed objects, required keys, lengths. Ranges and choices are the operations' own to check."""
    if "$ref" in schema:
        schema = defs[schema["$ref"].rsplit("/", 1)[-1]]
    if "anyOf" in schema:
        _check_union(value, schema["anyOf"], defs, at)
    elif schema["type"] == "object":
        _check_object(value, schema, defs, at)
    elif schema["type"] == "array":
        _check_list(value, schema, defs, at)
    elif schema["type"] == "string":
        _check_text(value, schema, at)


def _check_object(value: Any, schema: Mapping[str, Any], defs: Mapping[str, Any], at: str) -> None:
    if not isinstance(value, dict):
        raise _wrong(at, "is no object")
    allowed = schema["properties"]
    if extra := [key for key in value if key not in allowed]:
        raise _wrong(at, f"may not have “{str(extra[0])[:60]}”", f"Allowed: {', '.join(allowed)}.")
    if lacking := [key for key in schema["required"] if key not in value]:
        raise _wrong(at, f"lacks “{lacking[0]}”")
    for key, inner in value.items():
        _check(inner, allowed[key], defs, f"{at}.{key}" if at else key)


def _check_list(value: Any, schema: Mapping[str, Any], defs: Mapping[str, Any], at: str) -> None:
    if not isinstance(value, list) or not schema["minItems"] <= len(value) <= schema["maxItems"]:
        raise _wrong(at, f"is no list of {schema['minItems']} to {schema['maxItems']} items")
    for number, inner in enumerate(value):
        _check(inner, schema["items"], defs, f"{at}.{number}")


def _check_text(value: Any, schema: Mapping[str, Any], at: str) -> None:
    if not isinstance(value, str):
        raise _wrong(at, "is no string")
    if "const" in schema and value != schema["const"]:
        raise _wrong(at, f"is not “{schema['const']}”")
    if not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", MAX_ANSWER):
        raise _wrong(at, f"has {len(value)} characters; {schema.get('minLength', 0)} to {schema.get('maxLength')} fit")


def _check_union(value: Any, options: Sequence[Mapping[str, Any]], defs: Mapping[str, Any], at: str) -> None:
    """The option that the value's own “act” or “op” names decides; without one, any that fits."""
    fitting = list(options)
    for key in ("act", "op"):
        named = [(one, name) for one in options if (name := _name(one, key, defs))]
        if named and isinstance(value, dict):
            fitting = [one for one, name in named if name == value.get(key)]
            if not fitting:
                names = ", ".join(dict.fromkeys(name for _, name in named))
                raise _wrong(at, f"has no known “{key}”: “{str(value.get(key, ''))[:60]}”", f"Known: {names}.")
    troubles = []
    for one in fitting:
        try:
            return _check(value, one, defs, at)
        except UnparseablePlan as trouble:
            troubles.append(trouble)
    raise troubles[0]


def _name(option: Mapping[str, Any], key: str, defs: Mapping[str, Any]) -> str:
    if "$ref" in option:
        option = defs[option["$ref"].rsplit("/", 1)[-1]]
    return str(option.get("properties", {}).get(key, {}).get("const", ""))


def _wrong(at: str, what: str, hint: str = "") -> UnparseablePlan:
    return UnparseablePlan(f"{at or 'The answer'} {what}. {hint}".strip())


def _act(act: Json, known: Known) -> Json:
    """One act as Plan has it: what it refers to exists."""
    args = act.get("args", {})
    if "turn" in args:
        _check_turn(args["turn"], known)
    if "file" in args and args["file"] not in known.files:
        raise _wrong("args.file", "is not a file name in the person's own words", _listed(known.files))
    return {**act, "operations": [_operation(one, known) for one in act.get("operations", ())]}


def _check_turn(turn: object, known: Known) -> None:
    if isinstance(turn, bool) or not isinstance(turn, int) or not 0 <= turn <= known.turns:
        raise _wrong("turn", f"is no step of this session; they run from 0 to {known.turns}")


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
        raise _wrong(key, f"names no attached picture: “{str(value)[:70]}”", _listed(names))
    return known.references[int(str(value).removeprefix(REFERENCE)) - 1]


def _region(region: Json, known: Known) -> Json:
    thing = region.get("object_id")
    if thing is not None and thing not in known.objects:
        raise _wrong("object_id", f"“{str(thing)[:40]}” is not in the list of objects", _listed(known.objects))
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


def _clean(words: str) -> str:
    """A reply without what commands a terminal or turns letters around."""
    return "".join(
        " " if letter in _BIDI or (category(letter) == "Cc" and letter not in "\n\t") else letter for letter in words
    ).strip()
