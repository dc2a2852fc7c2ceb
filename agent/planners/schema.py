"""The strict schema of a plan: what a model may say, as JSON Schema, made from the operations' own.

Closed and bounded everywhere, so that a server or a decoder can enforce it: no open object, no string without a
longest length, no list without an end, no recursion. What a model may refer to (attached pictures, objects, turns, file
names) is written into it; what no model may set (seeds, digests, masks, what the program fills in itself) is not in it.
It knows no model and no server, and uses only keywords that vLLM, SGLang, llama.cpp, Ollama and llguidance share.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from tools.operations import operations

if TYPE_CHECKING:
    from agent.planners import Request
    from tools.types import Operation

Json = dict[str, Any]

MAX_ACTS = 3
MAX_OPERATIONS = 8
MAX_REPLY = 400
MAX_PHRASE = 120
MAX_TEXT = 400
MAX_LIST = 16
MAX_NUMBER = 10_000
REFERENCE = "picture "
_DIGEST = "^[0-9a-f]{64}$"
_FILE = re.compile(r"""["“'‘«](?P<quoted>[^"”'’»\n]{1,200})["”'’»]|(?P<bare>[^\s"“”'‘’«»,;]+)""")
_SAVE_AS = re.compile("^.*?(?:另存为|保存为|保存到|存为|存成|导出为|导出到|导出成|命名为|叫做)")
_SUFFIX = re.compile(r".*\.(?:png|jpe?g|tiff?|webp|gif|avif)", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True)
class Known:
    """What a plan may refer to: digests of attached pictures, ids of the ledger's objects, turns up to the head, and
    the file names that stand in the person's own words. After a question (`asked`) there is no second one.
    """

    references: tuple[str, ...] = ()
    objects: tuple[str, ...] = ()
    turns: int = 0
    files: tuple[str, ...] = ()
    asked: bool = False

    @classmethod
    def of(cls, request: Request) -> Known:
        things = request.scene.objects if request.scene else ()
        turns, ids = max(0, len(request.history) - 1), tuple(sorted(thing.id for thing in things))
        return cls(request.references, ids, turns, files(request.utterance), request.asked is not None)


def files(utterance: str) -> tuple[str, ...]:
    """The names of picture files in an utterance, verbatim and in its order."""
    found = (
        match["quoted"] or _SAVE_AS.sub("", match["bare"]).rstrip(".!?:)。！？") for match in _FILE.finditer(utterance)
    )
    return tuple(dict.fromkeys(name for name in found if _SUFFIX.fullmatch(name)))


@lru_cache(maxsize=32)
def strict_schema(known: Known = Known()) -> Json:
    """The schema of an answer: `{"acts": [one to three acts], "reply": "…"}`. Treat it as read-only; it is cached.

    `parse_answer` of `agent.planners.answer` turns every instance of it into a Plan.
    """
    kinds = {name: closed for name, kind in operations().items() if (closed := _operation(name, kind, known))}
    return {
        "title": "plan",
        "description": "What the person's utterance asks for: one act, or several in order, and one sentence of reply.",
        **_object(
            {"acts": _list({"anyOf": _acts(known)}, MAX_ACTS), "reply": _text(MAX_REPLY, least=1)}, ("acts", "reply")
        ),
        "$defs": {
            "region": {"anyOf": _regions(known)},
            "operation": {"anyOf": [{"$ref": f"#/$defs/{name}"} for name in kinds]},
            **kinds,
        },
    }


def offered(known: Known) -> frozenset[str]:
    """The operations that the schema has for what is known."""
    return frozenset(strict_schema(known)["$defs"]) - {"region", "operation"}


def _acts(known: Known) -> list[Json]:
    """One closed object for each act, with the arguments that it takes."""
    several = _list({"$ref": "#/$defs/operation"}, MAX_OPERATIONS)
    turn = {"type": "integer", "minimum": 0, "maximum": known.turns}
    name, n = _text(MAX_PHRASE, least=1), {"type": "integer", "minimum": 1, "maximum": 100}
    step, rule = {"turn": turn, "name": name}, _text(MAX_TEXT, least=1)
    factor = {"type": "number", "exclusiveMinimum": 0, "maximum": 10}
    size = {"max_side": {"type": "integer", "minimum": 1, "maximum": 100_000}, "quality": _integer(1, 100)}
    file: Json = {"file": {"type": "string", "enum": list(known.files)}} if known.files else {}
    places = [
        _object({"turn": turn}, ("turn",)),
        _object({"where": _one_of("start", "end")}, ("where",)),
        _object({"where": _one_of("before", "after", "branch"), "name": name}, ("where", "name")),
    ]
    return [
        _act("edit", operations=several),
        _act("restore", operations=_list({"$ref": "#/$defs/restore"}, 4)),
        _act("amend", _object(step), operations=several),
        _act("amend", _object({**step, "factor": factor}, ("factor",))),
        *(_act(act, _object({"n": n})) for act in ("undo", "redo")),
        *(_act("goto", place) for place in places),
        _act("compare"),
        _act("compare", places[0]),
        _act("drop", _object(step)),
        _act("drop", _object({"rule": rule}, ("rule",))),
        _act("branch", _object({"name": name})),
        _act("branch", _object({"name": name, "text": _one_of("rename")}, ("name", "text"))),
        _act("remember", _object({"rule": rule}, ("rule",))),
        _act("remember", _object({"name": name, "text": name}, ("name", "text"))),
        _act("rate", _object({"value": _one_of("good", "bad")}, ("value",))),
        _act("export", _object({**file, **size})),
        *(_act(act) for act in ("answer", "none", *(() if known.asked else ("ask",)))),
    ]


def _act(act: str, args: Json | None = None, operations: Json | None = None) -> Json:
    given = {"args": args, "operations": operations}
    present = {key: value for key, value in given.items() if value is not None}
    required = ("act", *(key for key, value in present.items() if key == "operations" or value.get("required")))
    return _object({"act": _one_of(act), **present}, required)


def _regions(known: Known) -> list[Json]:
    """A part of the picture: named, framed, pointed at, or an object that was touched before."""
    fraction = {"type": "number", "minimum": 0, "maximum": 1}
    phrase = _text(MAX_PHRASE, least=1)
    point = {"type": "array", "items": fraction, "minItems": 2, "maxItems": 2}
    shapes = [
        _object({"phrase": phrase}, ("phrase",)),
        _object({"phrase": phrase, "box": {**point, "minItems": 4, "maxItems": 4}}, ("box",)),
        _object({"phrase": phrase, "points": _list(point, MAX_LIST)}, ("points",)),
    ]
    return [*shapes, *([_object({"object_id": _one_of(*known.objects)}, ("object_id",))] if known.objects else [])]


def _operation(name: str, kind: type[Operation], known: Known) -> Json | None:
    """One operation's own arguments; None where it needs an attached picture and there is none."""
    raw = kind.model_json_schema()
    required = [key for key in raw.get("required", ()) if key not in ("op", "region", "seed")]
    properties: Json = {"op": _one_of(name), "region": {"$ref": "#/$defs/region"}}
    for key, field in raw["properties"].items():
        if key in ("op", "region", "seed") or key in kind.filled:
            continue
        closed = _closed(field, raw.get("$defs", {}), known, key)
        if closed is not None:
            properties[key] = closed
        elif key in required:
            return None
    return _object(properties, ("op", *required))


def _closed(field: Mapping[str, Any], defs: Mapping[str, Any], known: Known, name: str = "") -> Json | None:
    """An argument's schema with every end bounded; None where nothing that it could say is known."""
    if "$ref" in field:
        return _closed(defs[field["$ref"].rsplit("/", 1)[-1]], defs, known, name)
    if "anyOf" in field:
        options = [closed for one in field["anyOf"] if (closed := _closed(one, defs, known, name))]
        return options[0] if len(options) == 1 else {"anyOf": options} if options else None
    if "enum" in field or "const" in field:
        return _one_of(*field.get("enum", [field.get("const")]))
    kind = field.get("type")
    if kind == "string":
        return _string(field, known)
    if kind in ("number", "integer"):
        return _number(field, known.turns if name == "turn" else MAX_NUMBER)
    if kind == "array":
        return _array(field, defs, known)
    return {"type": "boolean"} if kind == "boolean" else None


def _string(field: Mapping[str, Any], known: Known) -> Json | None:
    if field.get("pattern") == _DIGEST:
        return _one_of(*reference_names(known)) if known.references else None
    if "pattern" in field:
        return {"type": "string", "pattern": field["pattern"]}
    return _text(min(field.get("maxLength", MAX_TEXT), MAX_TEXT), field.get("minLength", 0))


def _number(field: Mapping[str, Any], most: int) -> Json:
    """Amounts of up to a hundred are whole numbers: nobody asks for 12.3456."""
    bounds = {key: field[key] for key in ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum") if key in field}
    if "maximum" not in bounds and "exclusiveMaximum" not in bounds:
        bounds["maximum"] = most
    if "minimum" not in bounds and "exclusiveMinimum" not in bounds:
        bounds["minimum"] = -most
    amount = (bounds.get("minimum"), bounds.get("maximum")) in ((-100, 100), (0, 100))
    return {"type": "integer" if amount else field["type"], **bounds}


def _array(field: Mapping[str, Any], defs: Mapping[str, Any], known: Known) -> Json | None:
    """A list, or a tuple of equal parts."""
    items = field.get("items") or field.get("prefixItems", [{}])[0]
    closed = _closed(items, defs, known)
    if closed is None:
        return None
    most = min(field.get("maxItems", MAX_LIST), MAX_LIST)
    return {"type": "array", "items": closed, "minItems": field.get("minItems", 0), "maxItems": most}


def reference_names(known: Known) -> tuple[str, ...]:
    """What the attached pictures are called in an answer: "picture 1" is the first."""
    return tuple(f"{REFERENCE}{number}" for number in range(1, len(known.references) + 1))


def _object(properties: Json, required: Iterable[str] = ()) -> Json:
    return {"type": "object", "properties": properties, "required": list(required), "additionalProperties": False}


def _list(items: Json, most: int) -> Json:
    return {"type": "array", "items": items, "minItems": 1, "maxItems": most}


def _text(most: int, least: int = 0) -> Json:
    return {"type": "string", **({"minLength": least} if least else {}), "maxLength": most}


def _integer(low: int, high: int) -> Json:
    return {"type": "integer", "minimum": low, "maximum": high}


def _one_of(*values: str) -> Json:
    return {"type": "string", "const": values[0]} if len(values) == 1 else {"type": "string", "enum": list(values)}
