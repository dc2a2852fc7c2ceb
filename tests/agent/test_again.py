"""Trying again: a model's steps take the next seed, and only they."""

from __future__ import annotations

from typing import Any

from agent.revision import reseeded
from memory.schema import Step, Turn


def turn(depth: int, *steps: Step) -> Turn:
    return Turn(
        f"t{depth}", "s", f"t{depth - 1}" if depth else None, depth, "freeze it", {}, "0" * 64, 40, 30, "RGB", "",
        "person", "2025-01-01T00:00:00Z", steps,
    )  # fmt: skip


def step(index: int, asked: dict[str, object], model: str | None = None, seed: int | None = None) -> Step:
    return Step(index, asked, asked, 1, "b", "i", "o", seed=seed, model=model)


def test_only_what_a_model_made_is_seeded_anew() -> None:
    tone = step(0, {"op": "adjust", "exposure": 20.0})
    frozen = step(1, {"op": "instruct", "instruction": "Freeze the river."}, model="a-model", seed=5)
    revision = reseeded([turn(0), turn(1, tone, frozen)], "try again")
    first, second = (entry.operation for entry in revision.entries)
    assert first is not None
    assert first.seed is None
    assert second is not None
    assert second.seed == 6
    assert all(entry.must for entry in revision.entries)


def test_only_the_last_turn_is_tried_again() -> None:
    made = step(0, {"op": "instruct", "instruction": "Freeze the river."}, model="a-model")
    revision = reseeded([turn(0), turn(1, made), turn(2, made)], "again")
    assert revision.start.depth == 2
    assert [owner.depth for owner in revision.owners] == [2]
    assert revision.entries[0].operation is not None
    assert revision.entries[0].operation.seed == 1


DARKER = {"op": "adjust", "exposure": -30, "region": {"phrase": "bin"}}
BAD = {"act": "rate", "args": {"value": "bad"}}
RED, BLUE = (12, 16, 36, 48), (60, 16, 84, 48)


def where(state: Any) -> Any:
    return state.turn.steps[0].masks["asked"].box


def test_the_next_place_that_the_words_may_mean(pair: Any) -> None:
    pair.edit(DARKER)
    assert where(pair.say("1")) == RED
    again = pair.say(BAD)
    assert where(again) == BLUE
    assert again.head.depth == 1
    assert "next likely place" in again.reply
    told = pair.say(BAD)
    assert told.turn is None
    assert "the same again" in told.reply
    assert {verdict.verdict for verdict in pair.agent.replay(pair.session.id)} == {"identical"}
    assert where_now(pair) == BLUE
    pair.say({"act": "undo"})
    assert where_now(pair) == RED


def where_now(talk: Any) -> Any:
    head = talk.store.session(talk.session.id).head_id
    return talk.store.turn(talk.session.id, head).steps[0].masks["asked"].box


def test_what_was_drawn_has_no_other_place(pair: Any) -> None:
    pair.edit({**DARKER, "region": {"box": (0.1, 0.1, 0.4, 0.9)}})
    assert "the same again" in pair.say(BAD).reply
