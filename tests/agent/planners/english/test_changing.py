"""A change that says not into what: what is asked, and which answers go on from it."""

import pytest

from agent.plan import Plan
from agent.planners import Request
from agent.planners.english import changing
from agent.planners.english.saying import read
from agent.planners.rules import RulesPlanner

MIND = RulesPlanner()


def answered(before: str, words: str) -> Plan:
    asked = MIND.propose(Request(before))
    assert asked.act == "ask"
    return MIND.propose(Request(words, asked=(before, asked.reply)))


@pytest.mark.parametrize(
    ("before", "words", "operation"),
    [
        ("change the gate", "dark green", {"op": "recolor", "color": "dark green", "region": {"phrase": "gate"}}),
        ("can you change the gate?", "to blue", {"op": "recolor", "color": "blue", "region": {"phrase": "gate"}}),
        ("change this gate please", "a yellow one", {"op": "recolor", "color": "yellow", "region": {"phrase": "gate"}}),
        ("replace the sofa", "a bench", {"op": "replace", "object": "a bench", "region": {"phrase": "sofa"}}),
        ("change the sofa", "make it pink", {"op": "recolor", "color": "pink", "region": {"phrase": "sofa"}}),
        ("change the background", "a forest", {"op": "background", "mode": "scene", "scene": "forest"}),
        ("change the table", "marble", {"op": "retexture", "material": "marble", "region": {"phrase": "table"}}),
    ],
)
def test_the_answer_goes_on_from_the_question(before: str, words: str, operation: dict[str, object]) -> None:
    assert answered(before, words).to_json()["operations"] == [operation]


@pytest.mark.parametrize(("words", "act"), [("undo", "undo"), ("flip it horizontally", "edit"), ("never mind", "none")])
def test_another_wish_is_no_answer(words: str, act: str) -> None:
    plan = answered("change the gate", words)
    assert plan.act == act
    assert all(one.region is None for one in plan.operations)


@pytest.mark.parametrize(
    "words", ["change the style", "change it", "change the gate to blue", "change step 3", "brighten the gate"]
)
def test_what_is_asked_otherwise(words: str) -> None:
    assert changing.question(read(words)) is None


def test_an_answer_to_another_question_is_left_alone() -> None:
    assert changing.answered(read("blue"), Request("blue", asked=("change the gate", "Which one?"))) is None
    assert changing.answered(read("blue"), Request("blue")) is None
