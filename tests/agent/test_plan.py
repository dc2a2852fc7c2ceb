"""Plans: strict parsing, a round trip through JSON, and a drawn place given to operations that name none."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.errors import UnparseablePlan
from agent.plan import MAX_ACTS, Plan, operation_json, parse_plan, schema
from tools.operations import operations, parse
from tools.types import Region

EDIT = {"act": "edit", "operations": [{"op": "flip"}]}


@pytest.mark.parametrize(
    "said",
    [
        "", "{", "[]", "null", '"edit"', "{}", '{"act": "dance"}', '{"act": "edit"}',
        '{"act": "undo", "operations": [{"op": "flip"}]}',
        '{"act": "edit", "operations": [{"op": "fly"}]}', '{"act": "edit", "operations": [7]}',
        '{"act": "edit", "operations": "flip"}',
        '{"act": "edit", "operations": [{"op": "flip", "axis": "diagonal"}]}', '{"act": "none", "surprise": 1}',
        '{"act": "undo", "args": {"n": 0}}', '{"act": "undo", "args": {"n": 1.5}}',
        '{"act": "amend", "args": {"factor": -1}}',
        '{"act": "undo", "args": {"n": 99999999999999999999}}', '{"act": "none", "reply": "' + "x" * 5000 + '"}',
    ],
)  # fmt: skip
def test_what_is_no_plan_is_told_in_one_sentence(said: str) -> None:
    with pytest.raises(UnparseablePlan) as caught:
        parse_plan(said)
    assert caught.value.message.startswith("That is no valid plan")
    assert caught.value.mend == "planner"


def test_too_many_operations_or_acts() -> None:
    with pytest.raises(UnparseablePlan):
        parse_plan({"act": "edit", "operations": [{"op": "flip"}] * 21})
    chain: dict[str, Any] = {"act": "none"}
    for _ in range(MAX_ACTS - 1):
        chain = {"act": "none", "then": chain}
    assert len(parse_plan(chain).acts) == MAX_ACTS
    with pytest.raises(UnparseablePlan):
        parse_plan({"act": "none", "then": chain})


EVERY = [{"op": name, **example.arguments} for name, kind in operations().items() for example in kind.examples]


@given(st.lists(st.sampled_from(EVERY), min_size=1, max_size=4), st.text(max_size=40))
@settings(max_examples=30, deadline=None)
def test_a_plan_survives_json(said: list[dict[str, Any]], reply: str) -> None:
    plan = Plan.model_validate({"act": "edit", "operations": said, "reply": reply, "then": EDIT})
    again = parse_plan(json.dumps(plan.to_json()))
    assert again == plan
    assert again.acts[0].then is None
    assert [one.op for one in again.acts[1].operations] == ["flip"]


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=9),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["act", "args", "operations", "then", "op", "n", "x"]), inner, max_size=4)
        ),
        max_leaves=12,
    )
)
@settings(max_examples=30, deadline=None)
def test_garbage_is_never_anything_but_no_plan(value: Any) -> None:
    try:
        plan = parse_plan(value if isinstance(value, dict) else json.dumps(value))
    except UnparseablePlan:
        plan = None
    assert plan is None or plan.acts


def test_defaults_are_left_out_and_op_comes_first() -> None:
    operation = parse({"op": "adjust", "exposure": 5, "contrast": 0})
    assert list(operation_json(operation).items()) == [("op", "adjust"), ("exposure", 5.0)]


def test_a_drawn_place_is_for_what_names_none() -> None:
    region = Region(box=(0.0, 0.0, 0.5, 0.5))
    said = [{"op": "flip"}, {"op": "flip", "region": {"phrase": "cat"}}]
    plan = parse_plan({"act": "edit", "operations": said, "then": EDIT}).at(region)
    assert [one.region for one in plan.operations] == [region, Region(phrase="cat")]
    assert plan.acts[1].operations[0].region == region


def test_the_schema_tells_every_operation() -> None:
    assert set(schema()["operations"]) == set(operations())
    json.dumps(schema())


def test_an_origin_is_stored_with_the_plan_and_comes_back() -> None:
    plan = parse_plan({"act": "none", "origin": {"planner": "chat", "input_tokens": 12, "seconds": 0.5}})
    assert plan.to_json()["origin"] == {"planner": "chat", "input_tokens": 12, "seconds": 0.5}
    assert parse_plan(plan.to_json()) == plan
    assert "origin" not in parse_plan({"act": "none"}).to_json()


@pytest.mark.parametrize("origin", [{"planner": "x", "paid": 1}, {"planner": "x", "calls": -1}, {}, "chat"])
def test_an_origin_is_read_strictly(origin: object) -> None:
    with pytest.raises(UnparseablePlan, match="origin"):
        parse_plan({"act": "none", "origin": origin})
