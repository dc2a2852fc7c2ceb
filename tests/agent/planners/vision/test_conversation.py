"""Whole turns with a random model as the planner: it is carried out, asked about or refused, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from agent.agent import Agent
from agent.events import Asked, Committed, Failed, Planned
from agent.planners.llava import LlavaPlanner
from agent.settings import Settings
from memory.store import Store
from tools.photo import Photo

SAID = [
    "make the red one blue",
    "undo that",
    "brighter",
    "crop to the left half",
    "remove the bin",
    "rotate it",
    "and now?",
]


@pytest.mark.parametrize("family", ["llava", "qwen2_5_vl"])
def test_a_conversation_with_a_random_mind(
    family: str, tiny: Callable[[str], Path], store: Store, picture: Callable[..., Image.Image]
) -> None:
    agent = Agent(store, planner=LlavaPlanner(Settings()), seed=3)
    session = agent.open(Photo(picture(), None, None, "test", "PNG", ()))
    first, kinds = store.picture(session_head(store, session.id)).tobytes(), set()
    for number in range(14):
        given = Settings(llava_model=str(tiny(family)), llava_temperature=1.0, seed=number)
        agent.planner = LlavaPlanner(given)
        before = store.session(session.id).head_id
        events = list(agent.say(session.id, SAID[number % len(SAID)]))
        last = events[-1]
        assert isinstance(last, Committed | Asked | Failed)
        kinds.add(type(last))
        plans = [event.plan for event in events if isinstance(event, Planned)]
        assert not plans or plans[0].origin is None or not plans[0].origin.fell_back
        if not isinstance(last, Committed):
            assert store.session(session.id).head_id == before
        head = store.turn(session.id, store.session(session.id).head_id)
        for step in head.steps if last.state.turn else ():
            assert step.receipt.get("changed_outside") in (0, None)
    assert not store.verify(session.id).problems
    assert store.picture(store.turn(session.id, 0).picture).tobytes() == first
    assert len(kinds) > 1


def session_head(store: Store, session_id: str) -> str:
    return store.turn(session_id, store.session(session_id).head_id).picture
