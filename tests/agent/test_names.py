"""Names that the person gives: known from then on, through geometry, undo and branches; they change no pixel."""

from __future__ import annotations

from typing import Any

import pytest

from agent.events import Asked, Committed, Failed
from tools.types import Region

CUP, BLUE = (12, 16, 36, 48), (60, 16, 84, 48)


def call(name: str, phrase: str = "it") -> dict[str, Any]:
    return {"act": "remember", "args": {"name": name, "text": phrase}}


def darker(phrase: str) -> dict[str, Any]:
    return {"op": "adjust", "exposure": -30, "region": {"phrase": phrase}}


def asked(state: Any) -> Any:
    return state.turn.steps[-1].masks["asked"].box


def clean(talk: Any) -> bool:
    verdicts = {verdict.verdict for verdict in talk.agent.replay(talk.session.id)}
    return verdicts <= {"identical"} and bool(talk.store.verify(talk.session.id).clean)


def test_a_name_without_an_edit(pair: Any) -> None:
    head = pair.store.session(pair.session.id).head_id
    pair.say(call("Rex", "red bin"))
    assert isinstance(pair.last, Committed)
    assert pair.store.session(pair.session.id).head_id == head
    assert asked(pair.edit(darker("Rex"))) == CUP
    assert clean(pair)


def test_the_thing_named_last_is_it(pair: Any) -> None:
    pair.edit(darker("blue bin"))
    pair.say(call("Rex", "red bin"))
    assert asked(pair.edit(darker("it"))) == CUP


def test_it_is_named_after_an_edit(pair: Any) -> None:
    pair.edit(darker("red bin"))
    pair.edit(darker("blue bin"))
    pair.say(call("Bob"))
    pair.edit(darker("red bin"))
    assert asked(pair.edit(darker("bob"))) == BLUE


def test_the_name_goes_where_the_thing_goes(pair: Any) -> None:
    pair.say(call("Rex", "red bin"))
    pair.edit({"op": "flip"})
    assert asked(pair.edit(darker("Rex"))) == (60, 16, 84, 48)
    pair.edit({"op": "crop", "left": 0.5})
    assert asked(pair.edit(darker("Rex"))) == (12, 16, 36, 48)
    pair.edit({"op": "move", "dx": -0.1, "region": {"phrase": "Rex"}})
    assert asked(pair.edit(darker("Rex")))[0] < 12
    assert clean(pair)


@pytest.mark.parametrize("said", ["Rex", "the rex", "rex"])
def test_undo_takes_no_name_away(pair: Any, said: str) -> None:
    pair.edit(darker("red bin"))
    pair.say(call("Rex"))
    pair.say({"act": "undo"})
    assert asked(pair.edit(darker(said))) == CUP


def test_undo_before_geometry_finds_it_where_it_was(pair: Any) -> None:
    pair.edit({"op": "flip"})
    pair.say(call("Rex", "blue bin"))
    assert asked(pair.edit(darker("Rex"))) == (60, 16, 84, 48)  # the grounder of these tests knows no flip
    pair.say({"act": "undo", "args": {"n": 2}})
    assert asked(pair.edit(darker("Rex"))) == (12, 16, 36, 48)


def test_a_step_said_anew_keeps_the_name(pair: Any) -> None:
    pair.edit(darker("red bin"))
    pair.say(call("Rex"))
    pair.say({"act": "amend", "args": {"factor": 0.5}})
    assert asked(pair.edit(darker("Rex"))) == CUP
    assert clean(pair)


def test_what_a_step_had_made_is_gone_with_it(pair: Any) -> None:
    pair.edit({"op": "text", "content": "hello", "place": "top"})
    pair.say(call("Rex", "hello"))
    assert asked(pair.edit({"op": "move", "dy": 0.2, "region": {"phrase": "Rex"}}))[1] < 16
    pair.say({"act": "undo", "args": {"n": 2}})
    pair.edit(darker("Rex"))
    assert isinstance(pair.last, Asked | Failed)
    pair.say({"act": "goto", "args": {"turn": 0}})
    pair.edit({"op": "text", "content": "hello", "place": "top"})
    assert asked(pair.edit({"op": "move", "dy": 0.2, "region": {"phrase": "Rex"}}))[1] < 16


def test_a_name_belongs_to_one_thing(pair: Any) -> None:
    pair.say(call("Rex", "red bin"))
    pair.say(call("Rex", "blue bin"))
    assert asked(pair.edit(darker("Rex"))) == BLUE
    assert asked(pair.edit(darker("red bin"))) == CUP


def test_what_is_drawn_is_named(pair: Any) -> None:
    pair.say(call("Rex"), region=Region(box=(0.6, 0.2, 0.9, 0.8)))
    x0, _, x1, _ = asked(pair.edit(darker("Rex")))
    assert 56 <= x0 < x1 <= 88


def test_which_one_is_meant_is_asked_once(pair: Any) -> None:
    pair.say(call("Rex", "bin"))
    assert isinstance(pair.last, Asked)
    assert len(pair.last.candidates) == 2
    pair.say("2")
    assert isinstance(pair.last, Committed)
    assert asked(pair.edit(darker("Rex"))) == BLUE


def test_nothing_to_name_is_told(pair: Any) -> None:
    pair.say(call("Rex"))
    assert isinstance(pair.last, Failed)


def test_a_name_of_a_failed_utterance_is_forgotten(pair: Any) -> None:
    impossible = {"act": "edit", "operations": [{"op": "move", "dx": 0.1, "region": {"object_id": "o9"}}]}
    pair.say(call("Rex", "red bin") | {"then": impossible})
    pair.edit(darker("Rex"))
    assert isinstance(pair.last, Asked | Failed)
