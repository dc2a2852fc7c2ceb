""" "Both" and "all of them" as the answer to which one: the operation is carried out on each."""

from __future__ import annotations

from typing import Any

import pytest

from agent.events import Asked, Committed

RED, BLUE = (12, 16, 36, 48), (60, 16, 84, 48)
DARKER = {"op": "adjust", "exposure": -30, "region": {"phrase": "bin"}}


def places(state: Any) -> list[Any]:
    return [step.masks["asked"].box for step in state.turn.steps if "asked" in step.masks]


@pytest.mark.parametrize("said", ["both", "both of them", "all of them", "Yes, both!", "them both"])
def test_each_is_done(pair: Any, said: str) -> None:
    pair.edit(DARKER)
    assert isinstance(pair.last, Asked)
    state = pair.say(said)
    assert isinstance(pair.last, Committed)
    assert places(state) == [RED, BLUE]
    assert {verdict.verdict for verdict in pair.agent.replay(pair.session.id)} == {"identical"}


def test_what_comes_after_keeps_its_place(pair: Any) -> None:
    pair.edit(DARKER, {"op": "flip"}, {"op": "move", "dx": 0.05, "region": {"phrase": "red bin"}})
    state = pair.say("both")
    assert [step.asked["op"] for step in state.turn.steps] == ["adjust", "adjust", "flip", "move"]
    assert places(state)[:2] == [RED, BLUE]


def test_a_name_is_for_one(pair: Any) -> None:
    pair.say({"act": "remember", "args": {"name": "Rex", "text": "bin"}})
    pair.say("both")
    assert not isinstance(pair.last, Committed)
