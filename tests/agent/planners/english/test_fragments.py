"""Fragments about the step before: what each comes to, and what is no fragment."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from agent.plan import Plan
from agent.planners import Request
from agent.planners.rules import RulesPlanner
from memory.schema import Step

MIND = RulesPlanner()


def after(history: Callable[..., Any], before: str, words: str) -> Plan:
    """The plan for words said after a step that was planned from other words."""
    asked = MIND.propose(Request(before)).to_json()["operations"]
    blank = dict.fromkeys(Step.__dataclass_fields__)
    steps = tuple(Step(**{**blank, "index": index, "asked": one, "receipt": {}}) for index, one in enumerate(asked))
    photo, turn = history(before)
    return MIND.propose(Request(words, history=(photo, replace(turn, steps=steps))))


AMENDED = [
    ("make the car blue", "red this time", {"op": "recolor", "color": "red"}),
    ("make the car blue", "how about green?", {"op": "recolor", "color": "green"}),
    ("make the car blue", "a darker blue", {"op": "recolor", "color": "dark blue"}),
    ("crop the left third", "on the right instead", {"op": "crop", "right": 0.3333}),
    ("crop the left third", "no, the other side", {"op": "crop", "right": 0.3333}),
    ("move the cup to the left", "to the right instead", {"op": "move", "dx": 0.2}),
    ("write 'sale' at the top", "at the bottom instead", {"op": "text", "content": "sale", "place": "bottom"}),
    ("write 'sale' at the top", "in red", {"op": "text", "content": "sale", "place": "top", "color": "red"}),
    ("make it warmer", "by 50", {"op": "adjust", "temperature": 50.0}),
    ("make it cooler", "50%", {"op": "adjust", "temperature": -50.0}),
    ("replace the cup with a vase", "a lamp instead", {"op": "replace", "object": "a lamp"}),
    ("add a hat", "no, a scarf", {"op": "add", "object": "scarf"}),
    ("add a hat", "a red one", {"op": "add", "object": "hat", "color": "red"}),
    ("add a dog", "two of them", {"op": "add", "object": "dog", "count": 2}),
    ("change the background to a beach", "a forest instead", {"op": "background", "mode": "scene", "scene": "forest"}),
    ("make it look like a watercolor", "try anime", {"op": "restyle", "style": "anime"}),
    ("brighten it", "only the sky", {"op": "adjust", "exposure": 25.0, "region": {"phrase": "sky"}}),
    ("remove the man", "on the left", {"op": "remove", "region": {"phrase": "man on the left"}}),
]


@pytest.mark.parametrize(("before", "words", "operation"), AMENDED)
def test_the_last_step_otherwise(
    history: Callable[..., Any], before: str, words: str, operation: dict[str, Any]
) -> None:
    plan = after(history, before, words)
    assert plan.act == "amend"
    assert plan.to_json()["operations"] == [operation]


ANOTHER = [
    ("make the house blue", "and the car?", {"op": "recolor", "region": {"phrase": "car"}, "color": "blue"}),
    ("make the house blue", "what about the fence", {"op": "recolor", "region": {"phrase": "fence"}, "color": "blue"}),
    ("remove the dog", "and the cat", {"op": "remove", "region": {"phrase": "cat"}}),
    ("darken the left half", "now the right", {"op": "adjust", "region": {"phrase": "right half"}, "exposure": -25.0}),
    ("darken the left half", "now the other side", {"op": "adjust", "region": {"phrase": "right half"},
                                                    "exposure": -25.0}),
    ("make it black and white", "but not the sky", {"op": "restore", "region": {"phrase": "sky"}, "turn": 0}),
]  # fmt: skip


@pytest.mark.parametrize(("before", "words", "operation"), ANOTHER)
def test_another_step_like_it(history: Callable[..., Any], before: str, words: str, operation: dict[str, Any]) -> None:
    plan = after(history, before, words)
    assert (plan.act, plan.to_json()["operations"]) == ("edit", [operation])


@pytest.mark.parametrize(("words", "factor"), [("slightly", 0.5), ("not that bright", 0.67), ("further", 1.5)])
def test_an_amount_in_words(history: Callable[..., Any], words: str, factor: float) -> None:
    plan = after(history, "brighten it", words)
    assert (plan.act, plan.args.factor) == ("amend", factor)


def test_what_was_put_in_is_left_out_again(history: Callable[..., Any]) -> None:
    plan = after(history, "add the text 'hi' at the top", "without the text")
    assert (plan.act, plan.args.name) == ("drop", "text")


@pytest.mark.parametrize("words", ["yes", "ok", "neither", "nope", "no thanks"])
def test_assent_to_nothing_changes_nothing(history: Callable[..., Any], words: str) -> None:
    plan = after(history, "brighten it", words)
    assert plan.act in ("none", "rate")
    assert not plan.operations


@pytest.mark.parametrize(
    ("before", "words"),
    [
        ("brighten it", "now the car looks odd"),
        ("make the car blue", "and the sky is gone"),
        ("remove the dog", "the cat"),
        ("crop the left third", "red this time"),
    ],
)
def test_what_is_no_fragment_repeats_nothing(history: Callable[..., Any], before: str, words: str) -> None:
    done = MIND.propose(Request(before)).operations[0].op
    plan = after(history, before, words)
    assert done not in [operation.op for act in plan.acts for operation in act.operations]


@pytest.mark.parametrize(
    "words", ["and the car?", "red this time", "on the right instead", "by 50", "now the other side"]
)
def test_with_no_step_before_there_is_nothing_to_go_on_about(words: str) -> None:
    assert MIND.propose(Request(words)).act in ("ask", "none")
