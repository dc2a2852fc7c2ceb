"""The agent's laws: all or nothing, everything in the log, nothing touched from another thread, nothing crashed."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image

from agent.agent import Agent
from agent.events import Asked, Committed, Failed, Finished, Planned, Started, Thinking
from agent.worker import work
from memory.errors import HeadMoved
from memory.store import Store
from tools.errors import Cancelled
from tools.photo import Photo
from tools.types import Region

BOX = {"box": (0.1, 0.2, 0.6, 0.9)}
BRIGHTER = {"op": "adjust", "exposure": 20}
IMPOSSIBLE = {"op": "add", "object": "hat", "place": "top"}


def edit(*operations: dict[str, Any], then: dict[str, Any] | None = None) -> dict[str, Any]:
    return {"act": "edit", "operations": list(operations), **({"then": then} if then else {})}


def head(talk: Any) -> str:
    found: str = talk.store.session(talk.session.id).head_id
    return found


def logged(talk: Any) -> list[str]:
    return [move.utterance for move in talk.store.moves(talk.session.id) if move.utterance]


# events


def test_events_come_in_order(small: Any) -> None:
    small.edit(BRIGHTER, {"op": "flip"})
    kinds = [type(event) for event in small.events if type(event).__name__ != "Progress"]
    assert kinds == [Planned, Started, Finished, Started, Finished, Committed]
    assert small.last.state.turn.id == head(small)


def test_a_planner_that_takes_its_time_is_told_of_first(small: Any) -> None:
    small.planner.thinks = True
    small.edit({"op": "flip"})
    assert small.events[0] == Thinking("told")
    assert isinstance(small.events[1], Planned)


def test_the_state_tells_of_the_turn_that_an_earlier_act_made(small: Any) -> None:
    state = small.say(edit(BRIGHTER, then={"act": "compare"}))
    assert state.turn is not None
    assert state.turn.id == state.head.id


# proposing and amending from outside


def test_proposing_edits_and_records_nothing(small: Any) -> None:
    before = len(small.store.moves(small.session.id))
    plan = small.agent.propose(json.dumps(edit(BRIGHTER)), small.session.id)
    assert [one.op for one in plan.operations] == ["adjust"]
    assert small.agent.propose(json.dumps(edit(BRIGHTER))) == plan
    assert len(small.store.moves(small.session.id)) == before


def test_a_step_is_amended_by_number_or_id_in_plain_words(small: Any) -> None:
    small.edit({"op": "recolor", "color": "green", "region": {"box": (0.1, 0.2, 0.4, 0.8)}})
    small.edit(BRIGHTER)
    for by_id, color in ((False, "yellow"), (True, "purple")):
        turn = small.store.turn(small.session.id, 1).id if by_id else 1
        final = list(small.agent.amend(small.session.id, turn, json.dumps(edit({"op": "recolor", "color": color}))))[-1]
        assert isinstance(final, Committed), final
        assert final.state.act == "amend"
        assert final.state.head.depth == 2
        assert small.store.turn(small.session.id, 1).steps[0].operation["color"] == color
    final = list(small.agent.amend(small.session.id, 2, json.dumps({"act": "amend", "args": {"factor": 0.5}})))[-1]
    assert final.state.head.steps[0].operation["exposure"] == 10


@pytest.mark.parametrize("said", [{"act": "undo"}, {"act": "none"}, edit({"op": "add", "object": "hat"})])
def test_an_amendment_that_says_nothing_fails(small: Any, said: dict[str, Any]) -> None:
    small.edit(BRIGHTER)
    before = head(small)
    assert isinstance(list(small.agent.amend(small.session.id, 1, json.dumps(said)))[-1], Failed)
    assert head(small) == before


def test_an_amendment_is_never_the_answer_to_an_open_question(small: Any) -> None:
    small.edit(BRIGHTER)
    small.edit({"op": "crop"})
    assert isinstance(small.last, Asked)
    final = list(small.agent.amend(small.session.id, 1, json.dumps(edit({"op": "adjust", "exposure": 7}))))[-1]
    assert isinstance(final, Committed)
    assert final.state.head.steps[0].operation["exposure"] == 7


# all or nothing


@pytest.mark.parametrize(
    "plan",
    [
        edit(BRIGHTER, IMPOSSIBLE),
        edit(BRIGHTER, then=edit(IMPOSSIBLE)),
        edit(BRIGHTER, then={"act": "undo", "args": {"n": 50}}),
        {"act": "undo", "then": edit(IMPOSSIBLE)},
        {"act": "branch", "args": {"name": "second"}, "then": edit(BRIGHTER, then=edit(IMPOSSIBLE))},
        {"act": "goto", "args": {"where": "start"}, "then": edit(IMPOSSIBLE)},
        {"act": "drop", "args": {"turn": 1}, "then": {"act": "amend", "args": {"name": "elephant", "factor": 0.5}}},
    ],
)
def test_an_error_in_any_part_takes_everything_back(small: Any, plan: dict[str, Any]) -> None:
    small.edit(BRIGHTER)
    small.edit({"op": "adjust", "contrast": 20})
    before, branch = head(small), small.store.session(small.session.id).branch
    small.say(plan)
    assert isinstance(small.last, Failed)
    assert head(small) == before == small.last.state.head.id
    assert small.store.session(small.session.id).branch == branch
    assert small.store.verify(small.session.id).clean


def test_a_branch_is_where_it_was_after_a_failure_on_it(small: Any) -> None:
    small.edit(BRIGHTER)
    small.say({"act": "branch", "args": {"name": "other"}})
    small.edit({"op": "flip"})
    small.say({"act": "branch", "args": {"name": "main"}})
    before = small.store.branches(small.session.id)
    small.say(
        {"act": "branch", "args": {"name": "other"}, "then": edit({"op": "adjust", "blur": 20}, then=edit(IMPOSSIBLE))}
    )
    assert isinstance(small.last, Failed)
    assert small.store.branches(small.session.id) == before


def test_rules_are_forgotten_with_a_failed_utterance(small: Any) -> None:
    small.say({"act": "remember", "args": {"rule": "keep it bright"}, "then": edit(IMPOSSIBLE)})
    assert small.store.session(small.session.id).rules == ()


def test_undo_after_a_failure_goes_on_as_if_nothing_had_been_said(small: Any) -> None:
    small.edit(BRIGHTER)
    small.edit({"op": "flip"})
    small.say(edit(BRIGHTER, then=edit(IMPOSSIBLE)))
    assert small.say({"act": "undo"}).head.depth == 1


@pytest.mark.parametrize(
    "said",
    [
        edit(BRIGHTER), edit(IMPOSSIBLE), {"act": "undo"}, {"act": "undo", "args": {"n": 99}}, {"act": "none"},
        {"act": "ask", "reply": "Which one?"}, {"act": "compare"}, {"act": "remember", "args": {"rule": "r"}},
        {"act": "rate", "args": {"value": "good"}}, {"act": "answer"}, {"act": "goto", "args": {"turn": 99}},
        {"act": "goto"}, {"act": "amend"}, {"act": "drop"}, {"act": "branch"}, {"act": "redo"}, {"act": "export"},
        edit({"op": "adjust"}), edit({"op": "recolor", "color": "blue"}), edit({"op": "straighten"}),
    ],
)  # fmt: skip
def test_every_utterance_is_in_the_log(small: Any, said: dict[str, Any]) -> None:
    small.edit({"op": "adjust", "contrast": 30})
    small.say(said)
    assert logged(small)[-1] == json.dumps(said)


@pytest.mark.parametrize("said", ["{", '{"act": "dance"}', '{"act": "edit", "operations": [{"op": "teleport"}]}'])
def test_what_is_no_plan_fails_in_one_sentence_and_is_logged(small: Any, said: str) -> None:
    small.say(said)
    assert isinstance(small.last, Failed)
    assert logged(small)[-1] == said


# cancelling


def test_closing_early_leaves_nothing(small: Any) -> None:
    before = head(small)
    events = small.agent.say(small.session.id, json.dumps(edit({"op": "adjust", "blur": 30})))
    assert isinstance(next(events), Planned)
    assert isinstance(next(events), Started)
    events.close()
    assert head(small) == before
    assert not [thread for thread in threading.enumerate() if thread.name == "pentimento-edit"]
    assert small.edit(BRIGHTER).turn is not None


def test_closing_in_the_second_act_takes_back_the_first(small: Any) -> None:
    before = head(small)
    events = small.agent.say(small.session.id, json.dumps(edit(BRIGHTER, then=edit({"op": "adjust", "blur": 30}))))
    starts = 0
    for event in events:
        starts += isinstance(event, Started)
        if starts == 2:
            break
    events.close()
    assert head(small) == before


def test_an_interrupt_takes_everything_back_and_is_logged(small: Any) -> None:
    before = head(small)
    said = json.dumps(edit(BRIGHTER))
    events = small.agent.say(small.session.id, said)
    next(events)
    with pytest.raises(KeyboardInterrupt):
        events.throw(KeyboardInterrupt())
    assert head(small) == before
    assert logged(small)[-1] == said


def test_cancel_from_another_thread(talk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    before, entered = head(talk), threading.Event()

    def endless(self: object, image: Image.Image, mask: object, frame: object, studio: Any) -> Image.Image:
        entered.set()
        while True:
            studio.progress(0.5, "still at it")

    monkeypatch.setattr("tools.operations.adjust.Adjust.apply", endless)
    stopper = threading.Thread(target=lambda: (entered.wait(10), talk.agent.cancel()))
    stopper.start()
    talk.edit(BRIGHTER)
    stopper.join()
    assert isinstance(talk.last, Failed)
    assert isinstance(talk.last.error, Cancelled)
    assert head(talk) == before
    monkeypatch.undo()
    assert isinstance(talk.edit(BRIGHTER) and talk.last, Committed)


def test_two_acts_are_carried_out_even_if_the_first_thread_ends_slowly(
    small: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []

    def watched(job: Any, cancel: threading.Event) -> Any:
        result = yield from work(job, cancel)
        seen.append(cancel.is_set())
        return result

    monkeypatch.setattr("agent.acts.work", watched)
    small.say(edit(BRIGHTER, then=edit({"op": "flip"})))
    assert isinstance(small.last, Committed)
    assert seen == [False, False]


# defects


def test_a_defect_is_raised_logged_and_leaves_the_head(small: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> Image.Image:
        raise ZeroDivisionError

    monkeypatch.setattr("tools.operations.flip.Flip.apply", broken)
    before = head(small)
    with pytest.raises(ZeroDivisionError):
        small.say(edit(BRIGHTER, then=edit({"op": "flip"})))
    assert head(small) == before
    assert len(logged(small)) >= 1


# two writers


def test_a_second_writer_loses_nothing_and_is_told(small: Any) -> None:
    events = small.agent.say(small.session.id, json.dumps(edit(BRIGHTER)))
    next(events)
    other = Agent(small.store, planner=small.planner, seed=1)
    theirs = list(other.say(small.session.id, json.dumps(edit({"op": "flip"}))))[-1]
    mine = list(events)[-1]
    assert isinstance(theirs, Committed)
    assert isinstance(mine, Failed)
    assert isinstance(mine.error, HeadMoved)
    assert "meanwhile" in mine.error.message
    assert head(small) == theirs.state.head.id == mine.state.head.id
    kept = small.store.turn(small.session.id, mine.error.turn.id)
    assert kept.parent_id == theirs.state.head.parent_id


def test_taking_back_spares_what_another_writer_did_on_top(small: Any) -> None:
    """First act done, another agent builds on it, the second act loses: the other's head stays."""
    events = small.agent.say(small.session.id, json.dumps(edit(BRIGHTER, then=edit({"op": "flip"}))))
    starts = 0
    for event in events:
        starts += isinstance(event, Started)
        if starts == 2:
            break
    other = Agent(small.store, planner=small.planner, seed=1)
    theirs = list(other.say(small.session.id, json.dumps(edit({"op": "adjust", "contrast": 30}))))[-1]
    mine = list(events)[-1]
    assert isinstance(theirs, Committed)
    assert isinstance(mine, Failed)
    assert head(small) == theirs.state.head.id


# the store stays with the calling thread


class Watched(Store):
    """A store that notices who calls it."""

    def __getattribute__(self, name: str) -> Any:
        value = super().__getattribute__(name)
        if callable(value) and not name.startswith("_"):
            assert threading.current_thread() is threading.main_thread(), f"the worker called {name}"
        return value


def test_the_worker_never_touches_the_store(small: Any, picture: Callable[..., Image.Image]) -> None:
    store = small.store
    store.__class__ = Watched
    try:
        mask = Image.new("L", (96, 64))
        mask.paste(255, (12, 16, 36, 48))
        attached = small.agent.attach(Photo(picture(size=(40, 30)), None, None, "ref", "PNG", ()))
        drawn = store.put_picture(mask)
        region = {"mask": drawn}
        for operations in (
            [{"op": "recolor", "color": "green", "region": region}],
            [{"op": "adjust", "exposure": 10, "region": region}],
            [{"op": "adjust", "exposure": -10, "region": region}],
            [{"op": "compose", "reference": attached, "place": "top right", "scale": 0.3}, {"op": "crop", "left": 0.1}],
            [{"op": "restore", "region": BOX, "turn": 1}],
        ):
            small.edit(*operations)
            assert isinstance(small.last, Committed), small.last
        small.say({"act": "amend", "args": {"turn": 1}, "operations": [{"op": "recolor", "color": "yellow"}]})
        assert isinstance(small.last, Committed), small.last
        small.edit({"op": "adjust", "blur": 20, "region": {"phrase": "the bin"}}, region=Region(mask=drawn))
        assert {verdict.verdict for verdict in small.agent.replay(small.session.id)} == {"identical"}
    finally:
        store.__class__ = Store
