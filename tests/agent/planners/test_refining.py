"""When the rules say that a wish refines the step before: the same change of the same thing, made by a model."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from agent.planners import Request
from agent.planners.rules import RulesPlanner
from agent.scene import Scene
from memory.schema import MaskRef, Step, Turn

MASK = {"object": MaskRef("c" * 64, (10, 10, 40, 40), (96, 64)), "asked": MaskRef("c" * 64, (10, 10, 40, 40), (96, 64))}


def turn(depth: int, said: str, *steps: Step) -> Turn:
    ident, parent = f"t{depth}", f"t{depth - 1}" if depth else None
    return Turn(ident, "s", parent, depth, said, {}, "0" * 64, 96, 64, "RGB", "", "person", "", steps)


def after(asked: dict[str, Any], model: str | None = "a-model") -> tuple[Turn, ...]:
    """A session of one step."""
    step = Step(0, asked, asked, 1, "b", "i", "o", masks=MASK, model=model, receipt={})
    return turn(0, ""), turn(1, "before", step)


def planned(said: str, asked: dict[str, Any], model: str | None = "a-model") -> Any:
    history = after(asked, model)
    plan = RulesPlanner().propose(Request(said, (96, 64), history, Scene.of(history)))
    return plan.operations[0] if len(plan.operations) == 1 else None


MAN = {"phrase": "man"}
REFINES = [
    ({"op": "replace", "object": "a cat", "region": {"phrase": "dog"}}, "replace the dog with a black cat"),
    ({"op": "replace", "object": "a cat", "region": {"phrase": "dog"}}, "replace the cat with a white cat"),
    ({"op": "retexture", "material": "marble", "region": {"phrase": "table"}}, "make the table out of oak"),
    ({"op": "retexture", "material": "marble", "region": {"phrase": "table"}}, "make it out of oak"),
    ({"op": "instruct", "instruction": "Make the man smile.", "region": MAN}, "make the man look older"),
    ({"op": "add", "object": "hat", "region": MAN}, "make it a red one"),
    ({"op": "add", "object": "hat", "region": MAN}, "make the hat a red one"),
]
ELSE = [
    ({"op": "replace", "object": "a cat", "region": {"phrase": "dog"}}, "replace the bin with a bush"),
    ({"op": "retexture", "material": "marble", "region": {"phrase": "table"}}, "make the chair out of oak"),
    ({"op": "add", "object": "hat", "region": MAN}, "add a bird at the top left"),
    ({"op": "add", "object": "hat", "region": MAN}, "make it red"),
    ({"op": "add", "object": "hat", "region": MAN}, "brighten it"),
    ({"op": "instruct", "instruction": "Freeze the river."}, "make it look abandoned"),
]


@pytest.mark.parametrize(("asked", "said"), REFINES, ids=[said for _, said in REFINES])
def test_it_says_more_of_the_same_thing(asked: dict[str, Any], said: str) -> None:
    operation = planned(said, asked)
    assert operation is not None
    assert (operation.op, operation.again) == (asked["op"], True)
    computed = planned(said, asked, model=None)
    assert not getattr(computed, "again", False)


@pytest.mark.parametrize(("asked", "said"), ELSE, ids=[said for _, said in ELSE])
def test_it_says_something_else(asked: dict[str, Any], said: str) -> None:
    assert not getattr(planned(said, asked), "again", False)


def test_another_one_keeps_what_is_put_in_and_its_place() -> None:
    operation = planned("make it a red one", {"op": "add", "object": "hat", "region": MAN})
    assert operation.model_dump(exclude_defaults=True, exclude={"op"}) == {
        "object": "hat", "color": "red", "region": MAN, "again": True,
    }  # fmt: skip


def test_only_the_step_just_before_counts() -> None:
    asked = {"op": "retexture", "material": "marble", "region": {"phrase": "table"}}
    start, first = after(asked)
    bright = turn(2, "brighten it", replace(first.steps[0], asked={"op": "adjust", "exposure": 9.0}, model=None))
    history = (start, first, bright)
    plan = RulesPlanner().propose(Request("make the table out of oak", (96, 64), history, Scene.of(history)))
    assert not getattr(plan.operations[0], "again", False)
