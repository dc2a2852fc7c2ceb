"""Standing rules are kept by the agent, whichever planner: looks once and on top, shapes, and places left alone."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from PIL import ImageChops

from agent.events import Committed, Failed
from agent.keeping import on_top, own
from agent.planners.standing import meaning
from memory.pictures import digest

GRAY, SQUARE, LEFT_HALF = "keep everything black and white", "keep it square", "never touch the left half"
BRIGHTER = {"op": "adjust", "exposure": 20}


def act(name: str, **args: Any) -> dict[str, Any]:
    return {"act": name, "args": args}


def remember(rule: str) -> dict[str, Any]:
    return act("remember", rule=rule)


def looks(talk: Any) -> list[int]:
    session = talk.store.session(talk.session.id)
    return [on_top(turn) for turn in talk.store.path(session.id)]


def gray(image: Any) -> bool:
    red, green, blue = image.convert("RGB").split()
    return ImageChops.difference(red, green).getbbox() is None and ImageChops.difference(green, blue).getbbox() is None


def clean(talk: Any) -> bool:
    verdicts = {verdict.verdict for verdict in talk.agent.replay(talk.session.id)}
    return verdicts <= {"identical"} and bool(talk.store.verify(talk.session.id).clean)


def left(image: Any) -> Any:
    return np.asarray(image)[:, : image.width // 2]


def test_a_look_is_there_at_once_and_once_only(small: Any) -> None:
    first = small.say(remember(GRAY))
    assert isinstance(small.last, Committed)
    assert first.turn is not None
    assert gray(small.picture)
    for said in ({"op": "flip"}, BRIGHTER, {"op": "adjust", "contrast": 20}, {"op": "rotate", "degrees": 90}, BRIGHTER):
        small.edit(said)
        assert gray(small.picture)
    assert looks(small) == [0, 0, 0, 0, 0, 0, 1]
    assert clean(small)


def test_the_same_as_if_it_had_been_said_at_the_end(small: Any, talk_about: Any, picture: Any) -> None:
    small.say(remember(GRAY))
    small.edit(BRIGHTER)
    small.edit({"op": "flip"})
    other = talk_about(picture())
    other.edit(BRIGHTER)
    other.edit({"op": "flip"})
    other.edit({"op": "restyle", "style": "black and white"})
    assert digest(small.picture) == digest(other.picture)


def test_undo_redo_and_goto_show_what_was_seen(small: Any) -> None:
    seen = [digest(small.picture)]
    for said in (
        remember(GRAY),
        {"act": "edit", "operations": [BRIGHTER]},
        {"act": "edit", "operations": [{"op": "flip"}]},
    ):
        small.say(said)
        seen.append(digest(small.picture))
    assert [small.say(act("goto", turn=number)).head.picture for number in (2, 1)] == [seen[2], seen[1]]


def test_undo_walks_back_through_the_pictures_that_were_seen(small: Any) -> None:
    seen = [digest(small.picture)]
    for said in (
        remember(GRAY),
        {"act": "edit", "operations": [BRIGHTER]},
        {"act": "edit", "operations": [{"op": "flip"}]},
    ):
        small.say(said)
        seen.append(digest(small.picture))
    assert [small.say(act("undo")).head.picture for _ in range(3)] == seen[2::-1]
    assert [small.say(act("redo")).head.picture for _ in range(3)] == seen[1:]


def test_half_of_it_is_half_of_what_was_asked_for(small: Any) -> None:
    small.say(remember(GRAY))
    small.edit(BRIGHTER)
    state = small.say(act("amend", factor=0.5))
    assert [step.operation["op"] for step in state.turn.steps] == ["adjust", "restyle"]
    assert state.turn.steps[0].operation["exposure"] == 10
    assert gray(small.picture)
    assert clean(small)


def test_what_is_taken_out_leaves_the_look(small: Any) -> None:
    small.edit(BRIGHTER)
    small.say(remember(GRAY))
    small.edit({"op": "flip"})
    small.say(act("drop", turn=1))
    assert gray(small.picture)
    assert looks(small)[-1] == 1
    assert clean(small)


def test_when_nothing_else_is_left_the_look_is_still_there(small: Any) -> None:
    small.say(remember(GRAY))
    small.say(act("undo"))
    small.edit(BRIGHTER)
    small.say(act("drop", turn=1))
    assert gray(small.picture)
    assert clean(small)


def test_a_forgotten_look_comes_off_and_undo_brings_it_back(small: Any) -> None:
    small.edit(BRIGHTER)
    colourful = digest(small.picture)
    small.say(remember(GRAY))
    assert small.say(act("drop", rule="black and white")).head.picture == colourful
    assert small.store.session(small.session.id).rules == ()
    small.say(act("undo"))
    assert gray(small.picture)


def test_a_rule_without_a_picture_to_change_is_forgotten_in_words(small: Any) -> None:
    small.say(remember("keep it natural"))
    assert "Forgotten" in small.say(act("drop", rule="")).reply
    assert small.store.moves(small.session.id)[-1].kind == "drop"
    small.say(act("drop", rule=""))
    assert isinstance(small.last, Failed)


@pytest.mark.parametrize(("wanted", "left_over"), [("all", 0), ("2", 2), ("square", 2), ("", 2)])
def test_which_rule_is_meant(small: Any, wanted: str, left_over: int) -> None:
    for rule in ("keep it natural", SQUARE, "no text please"):
        small.say(remember(rule))
    small.say(act("drop", rule=wanted))
    assert len(small.store.session(small.session.id).rules) == left_over
    small.say(act("drop", rule="elephants"))
    assert isinstance(small.last, Failed)


def test_a_shape_is_made_again_only_where_it_was_lost(small: Any) -> None:
    small.say(remember(SQUARE))
    assert small.picture.size == (64, 64)
    assert [step.operation["op"] for step in small.edit(BRIGHTER).turn.steps] == ["adjust"]
    state = small.edit({"op": "crop", "bottom": 0.5})
    assert small.picture.size == (32, 32)
    assert [len(own(state.turn.steps)), len(state.turn.steps)] == [1, 2]
    small.say(act("amend", operations=[]) | {"args": {"factor": 0.5}})
    assert small.picture.size == (48, 48)
    assert clean(small)


def test_a_place_stays_to_the_bit(small: Any) -> None:
    small.edit({"op": "adjust", "contrast": 10})
    before = left(small.picture)
    reply = small.say(remember(LEFT_HALF)).reply
    assert "50.0 %" in reply
    for said in (BRIGHTER, {"op": "restyle", "style": "sepia"}, {"op": "adjust", "blur": 50}):
        state = small.edit(said)
        assert (left(small.picture) == before).all()
        assert state.turn.steps[0].receipt["spared"] == "left half"
    small.say(act("amend", factor=0.5))
    assert (left(small.picture) == before).all()
    assert clean(small)


def test_an_older_step_is_amended_around_it(small: Any) -> None:
    small.edit(BRIGHTER)
    small.say(remember(LEFT_HALF))
    before = left(small.picture)
    small.say(act("amend", turn=1, factor=0.5))
    assert (left(small.picture) == before).all()
    small.edit({"op": "adjust", "contrast": 30})
    assert (left(small.picture) == before).all()
    assert clean(small)


def test_an_edit_within_it_is_not_done(small: Any) -> None:
    small.say(remember(LEFT_HALF))
    small.edit({**BRIGHTER, "region": {"box": (0.1, 0.1, 0.3, 0.3)}})
    assert isinstance(small.last, Failed)
    assert "left half" in small.last.error.message


def test_geometry_takes_the_place_along(small: Any) -> None:
    small.say(remember(LEFT_HALF))
    small.edit({"op": "flip"})
    before = np.asarray(small.picture)[:, 48:]
    small.edit({"op": "adjust", "exposure": 30})
    after = np.asarray(small.picture)
    assert (after[:, 48:] == before).all()
    assert (
        after[:, :48] != np.asarray(small.store.picture(small.store.turn(small.session.id, 1).picture))[:, :48]
    ).any()


def test_the_place_is_where_it_was_when_the_rule_was_said(small: Any) -> None:
    small.edit({"op": "crop", "left": 0.5})
    small.say(remember(LEFT_HALF))
    small.say(act("undo"))
    before = np.asarray(small.picture)
    small.edit(BRIGHTER)
    after = np.asarray(small.picture)
    assert (after[:, 48:72] == before[:, 48:72]).all()
    assert (after[:, :48] != before[:, :48]).any()
    assert (after[:, 72:] != before[:, 72:]).any()


def test_it_may_be_touched_again(small: Any) -> None:
    small.say(remember(LEFT_HALF))
    small.edit(BRIGHTER)
    before = left(small.picture)
    small.say(act("drop", rule="the left half"))
    small.edit(BRIGHTER)
    assert (left(small.picture) != before).any()
    assert clean(small)


def test_what_is_not_found_is_said_and_not_promised(small: Any) -> None:
    reply = small.say(remember("never touch the giraffe")).reply
    assert "can't find “giraffe”" in reply
    state = small.edit(BRIGHTER)
    assert "spared" not in state.turn.steps[0].receipt


def test_a_drawn_place_is_left_alone(small: Any) -> None:
    from tools.types import Region

    small.say(remember("never touch this"), region=Region(box=(0.5, 0.0, 1.0, 1.0)))
    before = np.asarray(small.picture)[:, 48:]
    small.edit(BRIGHTER)
    assert (np.asarray(small.picture)[:, 48:] == before).all()
    assert small.store.moves(small.session.id)[-1].kind == "commit"


def test_a_rule_said_in_a_failed_utterance_leaves_nothing(small: Any) -> None:
    impossible = {"act": "edit", "operations": [{"op": "move", "dx": 0.1, "region": {"object_id": "o9"}}]}
    small.say(remember(GRAY) | {"then": impossible})
    assert isinstance(small.last, Failed)
    assert small.store.session(small.session.id).rules == ()
    assert not gray(small.picture)


def test_words_have_one_meaning_each() -> None:
    assert [one.op for one in meaning(GRAY).always] == ["restyle"]
    assert meaning(SQUARE).always[0].model_dump(exclude_defaults=True) == {"ratio": "1:1"}
    assert meaning(LEFT_HALF).spare == "left half"
    assert not meaning("keep it natural").kept_by_itself
