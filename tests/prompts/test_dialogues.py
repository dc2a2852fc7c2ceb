"""Few-shot dialogues: each one a valid answer, chosen by likeness, within the budget."""

from __future__ import annotations

import json

import pytest

from agent.plan import ACTS
from agent.planners.answer import parse_answer
from agent.planners.schema import Known
from prompts.budget import tokens
from prompts.dialogues import MOST, Dialogue, chosen, dialogues, line

KNOWN = Known(("a" * 64, "b" * 64), ("o1",), 9, ())


@pytest.mark.parametrize("one", dialogues(), ids=lambda one: one.said[:40])
def test_every_answer_is_one_that_would_be_accepted(one: Dialogue) -> None:
    plan = parse_answer(json.dumps(one.answer), KNOWN)
    assert [act.act for act in plan.acts] == [act["act"] for act in one.answer["acts"]]
    assert plan.reply == one.answer["reply"]


def test_every_act_is_shown_and_every_operation() -> None:
    acts = {act["act"] for one in dialogues() for act in one.answer["acts"]}
    assert acts == set(ACTS)
    from tools.operations import operations

    ops = {one["op"] for d in dialogues() for act in d.answer["acts"] for one in act.get("operations", ())}
    assert ops == set(operations())


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("please remove that ugly bin over there", "remove"),
        ("could you undo the last two", "undo"),
        ("turn the whole thing black and white", "restyle"),
        ("把天空调暗一点", "adjust"),
        ("撤销", "undo"),
        ("write 'sale' at the top", "text"),
    ],
)
def test_the_most_alike_comes_first(said: str, expected: str) -> None:
    assert any(f'"{expected}"' in line(one) for one in chosen(said)[:2])


@pytest.mark.parametrize("most", [-5, 0, 50, 200, 1000, 100_000])
def test_no_more_than_there_is_room_for(most: int) -> None:
    found = chosen("make the sky bluer", most=most)
    assert sum(tokens(line(one)) for one in found) <= max(0, most)
    assert len(found) <= MOST
    assert found or most < 200


def test_no_example_holds_a_digest() -> None:
    assert not any("a" * 64 in line(one) or "0" * 64 in line(one) for one in dialogues())
