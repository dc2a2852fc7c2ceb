"""Several operations of one utterance: each sees the result of the one before, its objects where they are by then."""

from __future__ import annotations

from typing import Any

import pytest
from PIL import ImageChops

from agent.events import Asked, Committed, Failed
from memory.pictures import digest

RED, BLUE = (12, 16, 36, 48), (60, 16, 84, 48)
Op = dict[str, Any]


def asked(talk: Any, step: int = -1) -> tuple[int, int, int, int]:
    assert isinstance(talk.last, Committed), talk.last
    box: tuple[int, int, int, int] = talk.last.state.head.steps[step].masks["asked"].box
    return box


def touch(talk: Any, *names: str) -> None:
    """Make the objects known to the ledger."""
    for name in names:
        talk.edit({"op": "adjust", "exposure": 10, "region": {"phrase": name}})


@pytest.mark.parametrize("known", [True, False])
@pytest.mark.parametrize("words", ["it", "the red"])
def test_what_is_moved_and_recoloured_in_one_breath(pair: Any, known: bool, words: str) -> None:
    if known:
        touch(pair, "red", "blue")
    pair.edit(
        {"op": "move", "dx": 0.125, "dy": 0.0, "region": {"phrase": "red"}},
        {"op": "adjust", "exposure": 50, "region": {"phrase": words}},
    )
    assert asked(pair) == (24, 16, 48, 48)


def test_without_an_object_it_is_the_one_spoken_of_last(pair: Any) -> None:
    pair.edit({"op": "adjust", "exposure": 20, "region": {"phrase": "blue"}})
    pair.edit({"op": "move", "dx": -0.125, "dy": 0.0})
    assert asked(pair) == BLUE
    pair.edit({"op": "adjust", "exposure": 20, "region": {"phrase": "red"}}, {"op": "move", "dx": 0.0, "dy": 0.125})
    assert asked(pair) == RED


def test_nothing_spoken_of_is_asked_about(pair: Any) -> None:
    pair.edit({"op": "adjust", "exposure": 20})
    pair.edit({"op": "move", "dx": 0.1})
    assert isinstance(pair.last, Asked)
    assert "What should I move" in pair.last.state.reply


@pytest.mark.parametrize("geometry", [{"op": "crop", "left": 0.125}, {"op": "flip"}])
def test_a_known_object_after_geometry_in_the_same_utterance(pair: Any, geometry: Op) -> None:
    touch(pair, "blue")
    pair.edit(geometry, {"op": "adjust", "exposure": 50, "region": {"phrase": "blue"}})
    assert asked(pair) == ((48, 16, 72, 48) if geometry["op"] == "crop" else (12, 16, 36, 48))


def test_an_object_that_was_just_removed_is_not_it(pair: Any) -> None:
    touch(pair, "blue", "red")
    pair.edit({"op": "remove", "region": {"phrase": "red"}})
    pair.edit({"op": "adjust", "exposure": 50, "region": {"phrase": "it"}})
    assert asked(pair) == BLUE


def test_restoring_after_a_crop_in_the_same_utterance(small: Any) -> None:
    photo = small.picture
    small.edit({"op": "adjust", "exposure": 40})
    small.edit({"op": "crop", "left": 0.25}, {"op": "restore", "region": {"box": (0, 0, 1, 1)}, "turn": 0})
    assert small.picture.tobytes() == photo.crop((24, 0, 96, 64)).tobytes()


def test_the_same_adjustment_twice_in_one_utterance_is_one(small: Any) -> None:
    photo = small.picture
    small.edit({"op": "adjust", "exposure": 30}, {"op": "adjust", "exposure": -30}, {"op": "flip"})
    small.edit({"op": "flip"})
    assert digest(small.picture) == digest(photo)


def test_a_drawn_region_is_what_counts_when_the_words_find_nothing(pair: Any) -> None:
    from tools.types import Region

    pair.edit({"op": "adjust", "exposure": 50, "region": {"phrase": "elephant"}}, region=Region(box=(0, 0, 0.25, 0.5)))
    assert asked(pair) == (0, 0, 24, 32)
    pair.edit({"op": "adjust", "exposure": 50, "region": {"phrase": "blue"}}, region=Region(box=(0, 0, 0.25, 0.5)))
    assert asked(pair) == BLUE


def test_receipts_count_against_what_the_person_saw(small: Any) -> None:
    small.edit({"op": "adjust", "exposure": 30, "region": {"box": (0, 0, 0.5, 0.5)}})
    small.edit({"op": "adjust", "exposure": -30, "region": {"box": (0, 0, 0.5, 0.5)}})
    receipt = small.last.state.head.steps[0].receipt
    before, after = (small.store.picture(turn.picture) for turn in small.store.path(small.session.id)[1:])
    changed = sum(1 for pixel in ImageChops.difference(before, after).get_flattened_data() if pixel != (0, 0, 0))
    assert (receipt["changed_inside"], receipt["changed_outside"]) == (changed, 0)


def test_what_auto_remarks_is_told_also_when_it_is_merged(small: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    small.edit({"op": "adjust", "exposure": 20})
    monkeypatch.setattr("tools.measure.improvement", lambda *_: {})
    state = small.edit({"op": "adjust", "auto": True})
    assert state.turn is None
    assert "measure well already" in state.reply


def test_an_edit_that_changes_nothing_makes_no_turn(small: Any) -> None:
    before = len(small.store.turns(small.session.id))
    state = small.edit({"op": "adjust"})
    assert (state.turn, len(small.store.turns(small.session.id))) == (None, before)
    assert "Nothing" in state.reply


def test_an_unknown_object_id_fails(small: Any) -> None:
    small.edit({"op": "adjust", "exposure": 5, "region": {"object_id": "o7"}})
    assert isinstance(small.last, Failed)
