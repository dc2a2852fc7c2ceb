"""Whole turns with a random model as the planner: it is carried out, asked about or refused, and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from agent.agent import Agent
from agent.events import Asked, Committed, Failed, Planned
from agent.planners import schema
from agent.planners.llava import LlavaPlanner
from agent.planners.rules import RulesPlanner
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
    "what now?",
]
CLASSICAL = {"adjust", "crop", "flip", "move", "recolor", "rotate", "straighten"}  # quick ones that need no model


@pytest.fixture(autouse=True)
def _brief(monkeypatch: pytest.MonkeyPatch) -> None:
    """Random words need not be long ones, which take their time."""
    monkeypatch.setattr("agent.planners.llava.LONGEST_TEXT", 16)
    monkeypatch.setattr("agent.planners.llava.LONGEST_LIST", 2)


class Random:
    """A conversation begun by rules and continued by a random model, another one for every utterance."""

    def __init__(self, store: Store, image: Image.Image, folder: Path) -> None:
        self.store, self.folder = store, folder
        self.agent = Agent(store, planner=RulesPlanner(), seed=3)
        self.session = self.agent.open(Photo(image, None, None, "test", "PNG", ()))
        self.first = image.tobytes()
        self.kinds: list[type] = []
        self.turns = 0
        for said in ("brighten it", "flip it"):
            assert isinstance(list(self.agent.say(self.session.id, said))[-1], Committed)

    def say(self, said: str, seed: int) -> None:
        given = Settings(llava_model=str(self.folder), llava_temperature=1.0, seed=seed)
        self.agent.planner = LlavaPlanner(given)
        before = self.store.session(self.session.id).head_id
        events = list(self.agent.say(self.session.id, said))
        last = events[-1]
        assert isinstance(last, Committed | Asked | Failed)
        self.kinds.append(type(last))
        if not isinstance(last, Committed):
            assert self.store.session(self.session.id).head_id == before
        for plan in (event.plan for event in events if isinstance(event, Planned)):
            assert plan.origin is None or not plan.origin.fell_back  # it was the model's own
        if last.state.turn:
            self.turns += 1
            assert all(step.receipt["changed_outside"] in (0, None) for step in last.state.turn.steps)

    def check(self) -> None:
        """Every picture of the session is whole, and the photograph is what it was."""
        assert not self.store.verify(self.session.id).problems
        assert self.store.picture(self.store.turn(self.session.id, 0).picture).tobytes() == self.first
        assert Committed in self.kinds


@pytest.mark.parametrize("family", ["llava", "qwen2_5_vl"])
def test_a_conversation_with_a_random_mind(
    family: str, tiny: Callable[[str], Path], store: Store, picture: Callable[..., Image.Image]
) -> None:
    talk = Random(store, picture(), tiny(family))
    for number in range(8):
        talk.say(SAID[number % len(SAID)], seed=number)
    talk.check()
    assert len(set(talk.kinds)) > 1


def test_random_edits_stay_in_their_place(
    tiny: Callable[[str], Path], store: Store, picture: Callable[..., Image.Image], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = schema.strict_schema

    def edits(known: schema.Known) -> dict[str, Any]:
        """The part of the schema that asks for one edit which needs no model."""
        found = whole(known)
        acts, kinds = found["properties"]["acts"], found["$defs"]["operation"]["anyOf"]
        edit = [one for one in acts["items"]["anyOf"] if one["properties"]["act"]["const"] == "edit"]
        some = [one for one in kinds if one["$ref"].rsplit("/")[-1] in CLASSICAL]
        properties = {**found["properties"], "acts": {**acts, "items": {"anyOf": edit}, "maxItems": 1}}
        return {**found, "properties": properties, "$defs": {**found["$defs"], "operation": {"anyOf": some}}}

    monkeypatch.setattr("agent.planners.model.strict_schema", edits)
    talk = Random(store, picture(), tiny("llava"))
    for number in range(10):
        talk.say("do something", seed=100 + number)
    talk.check()
    assert talk.turns >= 2
