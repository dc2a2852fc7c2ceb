"""The strict schema: closed and bounded everywhere, and every instance of it is a plan."""

from __future__ import annotations

import json
import re
from typing import Any, ClassVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.plan import ACTS, Arguments, Plan, parse_plan
from agent.planners import Request
from agent.planners.answer import parse_answer
from agent.planners.schema import Known, files, offered, strict_schema
from agent.scene import Scene
from tools.operations import operations

KNOWN = Known(("a" * 64, "b" * 64), ("o1", "o2"), 4, ("out.png",))
SHARED = {
    "type", "properties", "required", "additionalProperties", "items", "minItems", "maxItems", "minLength", "maxLength",
    "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "enum", "const", "anyOf", "pattern", "$ref", "$defs",
    "title", "description",
}  # fmt: skip


def nodes(schema: Any) -> list[dict[str, Any]]:
    """Every schema within a schema."""
    inner: list[Any] = [*schema.get("anyOf", ()), *schema.get("properties", {}).values()]
    inner += [schema["items"]] if "items" in schema else []
    inner += schema.get("$defs", {}).values()
    return [schema, *(one for node in inner for one in nodes(node))]


@pytest.mark.parametrize("known", [Known(), KNOWN])
def test_it_is_closed_and_bounded_everywhere(known: Known) -> None:
    for node in nodes(strict_schema(known)):
        assert set(node) <= SHARED
        kind = node.get("type")
        assert kind or "anyOf" in node or "$ref" in node
        if kind == "object":
            assert node["additionalProperties"] is False
            assert set(node["required"]) <= set(node["properties"])
        elif kind == "array":
            assert node["maxItems"] <= 16
        elif kind == "string":
            assert re.fullmatch(r"\^.*\$", node.get("pattern", "^$"))  # llama.cpp takes no others
            assert {"maxLength", "enum", "const", "pattern"} & set(node)
            assert node.get("maxLength", 0) <= 400
        elif kind in ("number", "integer"):
            assert {"minimum", "exclusiveMinimum"} & set(node)
            assert {"maximum", "exclusiveMaximum"} & set(node)


def test_references_lead_somewhere_and_never_in_a_circle() -> None:
    defs = strict_schema(KNOWN)["$defs"]

    def depth(schema: dict[str, Any], seen: tuple[str, ...]) -> int:
        deepest = 0
        for node in nodes({key: value for key, value in schema.items() if key != "$defs"}):
            if "$ref" in node:
                name = node["$ref"].removeprefix("#/$defs/")
                assert name not in seen
                deepest = max(deepest, 1 + depth(defs[name], (*seen, name)))
        return deepest

    assert depth(strict_schema(KNOWN), ()) == 3


def test_every_act_and_every_argument_of_an_act_can_be_said() -> None:
    acts = strict_schema(KNOWN)["properties"]["acts"]["items"]["anyOf"]
    assert {act["properties"]["act"]["const"] for act in acts} == set(ACTS)
    said = {key for act in acts for key in act["properties"].get("args", {}).get("properties", {})}
    assert set(Arguments.model_fields) == said


def test_what_no_model_may_set_is_not_in_it() -> None:
    text = json.dumps(strict_schema(KNOWN))
    for word in ("seed", "mask", "source", "mapping", "origin", "engine", "version", '"pattern": "^[0-9a-f]{64}$"'):
        assert word not in text.replace("masks", "")
    assert set(strict_schema(KNOWN)["$defs"]["extract"]["properties"]) == {"op", "region", "crop"}


def test_only_what_is_known_can_be_referred_to() -> None:
    bare, full = json.dumps(strict_schema(Known())), json.dumps(strict_schema(KNOWN))
    assert "object_id" not in bare
    assert '"enum": ["o1", "o2"]' in full
    assert "out.png" in full
    assert '"file"' not in bare
    assert offered(KNOWN) - offered(Known()) == {"analogy", "compose", "match"}
    assert offered(KNOWN) == set(operations())
    assert strict_schema(KNOWN)["$defs"]["restore"]["properties"]["turn"]["maximum"] == 4


def test_after_a_question_there_is_no_second_one() -> None:
    assert '"const": "ask"' in json.dumps(strict_schema(Known()))
    assert '"const": "ask"' not in json.dumps(strict_schema(Known(asked=True)))


def test_what_is_known_of_a_request() -> None:
    request = Request("save it as 'my cup.png' or out.jpg.", references=("a" * 64,), scene=Scene())
    assert Known.of(request) == Known(("a" * 64,), (), 0, ("my cup.png", "out.jpg"))


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("export it to /tmp/a/b.webp, please", ("/tmp/a/b.webp",)),
        ("导出为“结果.png”", ("结果.png",)),
        ("另存为结果.png。", ("结果.png",)),
        ("save it", ()),
        ("write hello.world in red", ()),
        ("x.png x.png", ("x.png",)),
    ],
)
def test_file_names_in_words(said: str, names: tuple[str, ...]) -> None:
    assert files(said) == names


def instances(schema: dict[str, Any], defs: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Whatever an enforcing server may let a model say."""
    if "$ref" in schema:
        return instances(defs[schema["$ref"].removeprefix("#/$defs/")], defs)
    if "anyOf" in schema:
        return st.one_of([instances(one, defs) for one in schema["anyOf"]])
    if "const" in schema or "enum" in schema:
        return st.sampled_from(schema.get("enum") or [schema["const"]])
    kind = schema["type"]
    if kind == "object":
        parts = {key: instances(one, defs) for key, one in schema["properties"].items()}
        needed = {key: part for key, part in parts.items() if key in schema["required"]}
        return st.fixed_dictionaries(needed, optional={key: parts[key] for key in parts if key not in needed})
    if kind == "array":
        items = instances(schema["items"], defs)
        return st.lists(items, min_size=schema["minItems"], max_size=min(schema["maxItems"], schema["minItems"] + 2))
    if kind == "string" and "pattern" in schema:
        return st.from_regex(re.compile(schema["pattern"], re.ASCII), fullmatch=True)
    if kind == "string":
        return st.text(min_size=schema.get("minLength", 0), max_size=min(schema["maxLength"], 30))
    return numbers(schema) if kind != "boolean" else st.booleans()


def numbers(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    low = schema.get("minimum", schema.get("exclusiveMinimum"))
    high = schema.get("maximum", schema.get("exclusiveMaximum"))
    if schema["type"] == "integer":
        return st.integers(low + ("exclusiveMinimum" in schema), high - ("exclusiveMaximum" in schema))
    return st.floats(
        low, high, exclude_min="exclusiveMinimum" in schema, exclude_max="exclusiveMaximum" in schema,
        allow_nan=False, width=32,
    )  # fmt: skip


SCHEMA = strict_schema(KNOWN)


@settings(max_examples=300, deadline=None)
@given(instances(SCHEMA, SCHEMA["$defs"]))
def test_every_instance_is_a_plan(answer: dict[str, Any]) -> None:
    plan = parse_answer(json.dumps(answer), KNOWN)
    assert len(plan.acts) == len(answer["acts"])
    assert parse_plan(plan.to_json()) == plan


@pytest.mark.parametrize("name", sorted(operations()))
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_every_instance_of_an_operation_is_one(name: str, data: st.DataObject) -> None:
    said = data.draw(instances(SCHEMA["$defs"][name], SCHEMA["$defs"]))
    act = "restore" if name == "restore" else "edit"
    plan = parse_answer(json.dumps({"acts": [{"act": act, "operations": [said]}], "reply": "ok"}), KNOWN)
    assert isinstance(plan, Plan)
    assert plan.operations[0].op == name
    assert plan.operations[0].seed is None


def test_a_decoder_that_enforces_it_can_only_say_plans() -> None:
    """Random letters under llguidance's grammar: what a model without any sense would say."""
    import random

    import llguidance._tokenizer as wrapping
    import numpy as np
    from llguidance import LLMatcher, LLTokenizer

    class Letters:
        eos_token_id, bos_token_id, special_token_ids = 256, None, (256,)
        tokens: ClassVar = [*(bytes([letter]) for letter in range(256)), b"<end>"]

        def __call__(self, text: bytes | str) -> list[int]:
            return list(text if isinstance(text, bytes) else text.encode())

    tokenizer = LLTokenizer(wrapping.TokenizerWrapper(Letters()), n_vocab=257)
    grammar = LLMatcher.grammar_from_json_schema(json.dumps(SCHEMA), overrides={"whitespace_flexible": False})
    chance = random.Random(5)
    for _ in range(40):
        matcher, said = LLMatcher(tokenizer, grammar), bytearray()
        while not matcher.is_stopped():
            bits = np.unpackbits(np.frombuffer(matcher.compute_bitmask(), np.uint8), bitorder="little")
            allowed = [int(letter) for letter in np.flatnonzero(bits[:257])]
            closing = [letter for letter in allowed if letter in b'"}],' or letter == 256]
            letter = chance.choice(closing if closing and chance.random() < 0.3 else allowed)
            matcher.consume_token(letter)
            said += bytes([letter]) if letter < 256 else b""
        parse_answer(said.decode(), KNOWN)
