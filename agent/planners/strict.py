"""A model's answer as JSON, read strictly and checked against a closed schema: never repaired, never trusted beyond it.

Every refusal is one sentence by which the model can mend its answer. It knows no plan, no model and no server.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any
from unicodedata import category

from agent.errors import UnparseablePlan

Json = dict[str, Any]

MAX_ANSWER = 60_000  # characters; the longest instance of the schema that makes sense is far shorter
_FENCED = re.compile(r"```(?:json)?\s*(\{.*?\})\s*```", re.DOTALL)
_THOUGHT = re.compile(r"<think>.*?</think>", re.DOTALL)
_BIDI = {"\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068", "\u2069"}


def read(text: str, schema: Mapping[str, Any]) -> Json:
    """The object of an answer, in the schema's shape; ranges are the reader's to check. Raises UnparseablePlan."""
    answer: Json = _without_nulls(_object(text))
    _check(answer, schema, schema.get("$defs", {}), "")
    return answer


def _object(text: str) -> Json:
    """The JSON object of an answer; words or a fence around it are left away."""
    if len(text) > MAX_ANSWER:
        raise UnparseablePlan(f"The answer has {len(text)} characters; at most {MAX_ANSWER} are read.")
    text = _THOUGHT.sub("", text).strip()
    if not (text.startswith("{") and text.endswith("}")):
        fenced = None if text.startswith("{") else _FENCED.search(text)
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
        raise wrong(at, "is no object")
    allowed = schema["properties"]
    if extra := [key for key in value if key not in allowed]:
        raise wrong(at, f"may not have “{str(extra[0])[:60]}”", f"Allowed: {', '.join(allowed)}.")
    if lacking := [key for key in schema["required"] if key not in value]:
        raise wrong(at, f"lacks “{lacking[0]}”")
    for key, inner in value.items():
        _check(inner, allowed[key], defs, f"{at}.{key}" if at else key)


def _check_list(value: Any, schema: Mapping[str, Any], defs: Mapping[str, Any], at: str) -> None:
    if not isinstance(value, list) or not schema["minItems"] <= len(value) <= schema["maxItems"]:
        raise wrong(at, f"is no list of {schema['minItems']} to {schema['maxItems']} items")
    for number, inner in enumerate(value):
        _check(inner, schema["items"], defs, f"{at}.{number}")


def _check_text(value: Any, schema: Mapping[str, Any], at: str) -> None:
    if not isinstance(value, str):
        raise wrong(at, "is no string")
    if "const" in schema and value != schema["const"]:
        raise wrong(at, f"is not “{schema['const']}”")
    if not schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", MAX_ANSWER):
        raise wrong(at, f"has {len(value)} characters; {schema.get('minLength', 0)} to {schema.get('maxLength')} fit")


def _check_union(value: Any, options: Sequence[Mapping[str, Any]], defs: Mapping[str, Any], at: str) -> None:
    """The option that the value's own “act” or “op” names decides; without one, any that fits."""
    fitting = list(options)
    for key in ("act", "op"):
        named = [(one, name) for one in options if (name := _name(one, key, defs))]
        if named and isinstance(value, dict):
            fitting = [one for one, name in named if name == value.get(key)]
            if not fitting:
                names = ", ".join(dict.fromkeys(name for _, name in named))
                raise wrong(at, f"has no known “{key}”: “{str(value.get(key, ''))[:60]}”", f"Known: {names}.")
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


def wrong(at: str, what: str, hint: str = "") -> UnparseablePlan:
    return UnparseablePlan(f"{at or 'The answer'} {what}. {hint}".strip())


def clean(words: str) -> str:
    """A reply without what commands a terminal or turns letters around."""
    return "".join(
        " " if letter in _BIDI or (category(letter) == "Cc" and letter not in "\n\t") else letter for letter in words
    ).strip()
