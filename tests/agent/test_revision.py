"""Random conversations with moves through history and changes of the past: the laws that hold after every utterance."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from agent.agent import Agent
from agent.events import Asked, Committed, Failed, State
from agent.plan import Plan, parse_plan
from agent.planners import Request
from memory.pictures import digest
from memory.store import Store
from tools.photo import Photo

PLACES: list[dict[str, Any] | None] = [
    None, {"box": (0.1, 0.1, 0.5, 0.6)}, {"box": (0.4, 0.3, 0.9, 1.0)}, {"phrase": "the left half"},
]  # fmt: skip
TONES = st.fixed_dictionaries(
    {"op": st.just("adjust"), "exposure": st.integers(-30, 30), "contrast": st.integers(-20, 20)}
)
GEOMETRY = st.sampled_from([
    {"op": "flip"}, {"op": "flip", "axis": "vertical"}, {"op": "rotate", "degrees": 90}, {"op": "crop", "left": 0.125},
    {"op": "crop", "ratio": "1:1"}, {"op": "resize", "scale": 0.5},
])  # fmt: skip


class Literal:
    """A planner that takes the utterance for the plan."""

    name = "literal"

    def propose(self, request: Request) -> Plan:
        return parse_plan(request.utterance)


class Conversation(RuleBasedStateMachine):
    """One session on disk, talked to at random."""

    def __init__(self) -> None:
        super().__init__()
        from pathlib import Path
        from tempfile import TemporaryDirectory

        self.folder = TemporaryDirectory()
        self.store = Store(Path(self.folder.name) / "p.db")
        self.agent = Agent(self.store, planner=Literal(), seed=3)
        self.said: list[str] = []

    @initialize()
    def open(self) -> None:
        from PIL import Image

        across = Image.linear_gradient("L").resize((48, 32))
        photo = Image.merge("RGB", (across, across.rotate(180), across.rotate(90).resize((48, 32))))
        self.photo = digest(photo)
        self.session = self.agent.open(Photo(photo, None, None, "p", "PNG", ())).id

    def say(self, plan: dict[str, Any]) -> tuple[Committed | Asked | Failed, State]:
        text = json.dumps(plan)
        before = self.store.session(self.session).head_id
        event = list(self.agent.say(self.session, text))[-1]
        assert isinstance(event, Committed | Asked | Failed)
        self.said.append(text)
        if isinstance(event, Failed | Asked):
            assert self.store.session(self.session).head_id == before
        for step in event.state.turn.steps if event.state.turn else ():
            assert step.receipt["changed_outside"] in (0, None)
        return event, event.state

    @rule(operation=TONES, place=st.sampled_from(PLACES))
    def tone(self, operation: dict[str, Any], place: dict[str, Any] | None) -> None:
        event, _ = self.say({"act": "edit", "operations": [{**operation, "region": place}]})
        assert isinstance(event, Committed)

    @rule(first=GEOMETRY, second=TONES)
    def geometry(self, first: dict[str, Any], second: dict[str, Any]) -> None:
        event, _ = self.say({"act": "edit", "operations": [first, second]})
        assert isinstance(event, Committed)

    @rule(back=st.integers(0, 3))
    def restore(self, back: int) -> None:
        self.say({"act": "restore", "operations": [{"op": "restore", "turn": back, "region": PLACES[1]}]})

    @rule(which=st.integers(1, 5), act=st.sampled_from(["drop", "amend"]), factor=st.sampled_from([0.5, 2.0]))
    def past(self, which: int, act: str, factor: float) -> None:
        args = {"turn": which, **({"factor": factor} if act == "amend" else {})}
        depth = self.store.path(self.session)[-1].depth
        event, state = self.say({"act": act, "args": args})
        assert isinstance(event, Failed) or state.head.depth == depth - (act == "drop")

    @rule(which=st.integers(1, 4), operation=GEOMETRY)
    def amend(self, which: int, operation: dict[str, Any]) -> None:
        self.say({"act": "amend", "args": {"turn": which}, "operations": [operation]})

    @rule(act=st.sampled_from(["undo", "redo"]), n=st.integers(1, 3))
    def moves(self, act: str, n: int) -> None:
        self.say({"act": act, "args": {"n": n}})

    @rule(operation=TONES)
    def failing(self, operation: dict[str, Any]) -> None:
        then = {"act": "edit", "operations": [{"op": "add", "object": "hat", "place": "top"}]}
        event, _ = self.say({"act": "edit", "operations": [operation], "then": then})
        assert isinstance(event, Failed)

    @invariant()
    def everything_is_logged_and_hangs_together(self) -> None:
        if not self.said:
            return
        assert set(self.said) <= {move.utterance for move in self.store.moves(self.session)}
        path = self.store.path(self.session)
        assert [turn.depth for turn in path] == list(range(len(path)))
        for before, turn in pairwise(path):
            for step in turn.steps[:1]:
                assert step.input == before.picture
            assert (turn.steps[-1].output if turn.steps else before.picture) == turn.picture

    def teardown(self) -> None:
        head = self.store.path(self.session)[-1]
        verdicts = list(self.agent.replay(self.session))
        assert {verdict.verdict for verdict in verdicts} <= {"identical"}
        if verdicts:
            assert digest(verdicts[-1].image) == head.picture
        assert self.store.verify(self.session).clean
        _, state = self.say({"act": "goto", "args": {"where": "start"}})
        assert state.head.picture == self.photo
        self.store.close()
        self.folder.cleanup()


TestConversation = Conversation.TestCase
TestConversation.settings = settings(max_examples=12, stateful_step_count=8, deadline=None)
