"""A session carried out again: identical on the same machine, whatever was said; a recipe on another photograph."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image

from agent.rerun import max_delta
from memory.pictures import digest
from tools.photo import Photo

RED = {"box": (0.125, 0.25, 0.375, 0.75)}


def edit(*operations: dict[str, Any]) -> dict[str, Any]:
    return {"act": "edit", "operations": list(operations)}


CONVERSATIONS: dict[str, list[Any]] = {
    "plain": [edit({"op": "adjust", "exposure": 20}), edit({"op": "flip"}), edit({"op": "crop", "left": 0.2})],
    "merged": [edit({"op": "adjust", "exposure": amount, "region": RED}) for amount in (20, -5, 7)],
    "amended": [
        edit({"op": "crop", "left": 0.2}), edit({"op": "recolor", "color": "green", "region": {"phrase": "blue"}}),
        {"act": "amend", "args": {"turn": 1}, "operations": [{"op": "crop", "right": 0.1}]},
        {"act": "amend", "args": {"factor": 0.5, "turn": 1}},
    ],
    "dropped": [
        edit({"op": "rotate", "degrees": 90}), edit({"op": "adjust", "grain": 40, "region": RED}),
        edit({"op": "adjust", "exposure": 20}), edit({"op": "adjust", "exposure": 20}),
        {"act": "drop", "args": {"turn": 1}}, {"act": "drop", "args": {"turn": 2}},
    ],
    "asked": [edit({"op": "remove", "region": {"phrase": "the bin"}}), "2", edit({"op": "flip"})],
    "moved": [
        edit({"op": "move", "dx": 0.1, "region": {"phrase": "red"}}), edit({"op": "rotate", "degrees": 7}),
        edit({"op": "adjust", "exposure": 30, "region": {"phrase": "it"}}),
        edit({"op": "restore", "turn": 1, "region": RED}), {"act": "drop", "args": {"turn": 1}},
    ],
    "undone": [
        edit({"op": "adjust", "exposure": 20}), edit({"op": "flip"}), {"act": "undo", "args": {"n": 2}},
        edit({"op": "adjust", "contrast": 20}), edit({"op": "adjust", "contrast": 20}),
    ],
    "conflict": [
        edit({"op": "crop", "left": 0.1}), edit({"op": "adjust", "exposure": 9}),
        edit({"op": "adjust", "blur": 9, "region": {"box": (0.0, 0.0, 0.2, 1.0)}}),
        edit({"op": "adjust", "exposure": 9}),
        {"act": "amend", "args": {"turn": 1}, "operations": [{"op": "crop", "left": 0.5}]},
    ],
}  # fmt: skip


@pytest.mark.parametrize("name", CONVERSATIONS)
def test_every_step_is_identical_on_the_same_machine(pair: Any, name: str) -> None:
    for said in CONVERSATIONS[name]:
        pair.say(said)
    head = pair.store.session(pair.session.id).head_id
    verdicts = list(pair.agent.replay(pair.session.id))
    steps = [step for turn in pair.store.path(pair.session.id) for step in turn.steps]
    assert [(verdict.verdict, verdict.max_delta) for verdict in verdicts] == [("identical", 0)] * len(steps)
    assert digest(verdicts[-1].image) == digest(pair.picture)
    assert pair.store.session(pair.session.id).head_id == head
    assert pair.store.verify(pair.session.id).clean


def test_seeds_are_recorded_with_every_step(pair: Any) -> None:
    pair.edit({"op": "adjust", "grain": 40}, {"op": "remove", "region": {"phrase": "red"}})
    pair.edit({"op": "flip", "seed": 99})
    seeds = [step.seed for turn in pair.store.path(pair.session.id) for step in turn.steps]
    assert seeds == [7, 8, 99]
    assert [step.operation.get("seed") for turn in pair.store.path(pair.session.id) for step in turn.steps] == seeds


def test_a_difference_is_measured_and_explained(small: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    small.edit({"op": "flip"})
    small.edit({"op": "adjust", "exposure": 10})
    monkeypatch.setattr("tools.operations.flip.Flip.apply", lambda self, image, *_: image.point(lambda v: v // 2))
    first, second = small.agent.replay(small.session.id)
    assert (first.verdict, second.verdict) == ("differs", "differs")
    assert first.max_delta > 0
    assert "same versions" in first.because
    assert "earlier step" in second.because
    assert set(first.to_json()) == {"turn", "step", "op", "verdict", "max_delta", "because"}


def test_versions_that_changed_are_named(small: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    small.edit({"op": "flip"})
    monkeypatch.setattr("tools.operations.flip.Flip.apply", lambda self, image, *_: image.point(lambda v: v // 2))
    monkeypatch.setattr("tools.apply.library_versions", lambda: {"pillow": "99"})
    (verdict,) = small.agent.replay(small.session.id)
    assert "pillow" in verdict.because
    assert "→ 99" in verdict.because


def test_a_step_of_another_version_is_told_and_the_rest_goes_on(small: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from tools import operations

    for operation in ({"op": "adjust", "exposure": 10}, {"op": "flip"}, {"op": "adjust", "contrast": 40}):
        small.edit(operation)
    known = {name: kind for name, kind in operations.operations().items() if name != "flip"}
    monkeypatch.setattr(operations, "operations", lambda: known)
    verdicts = list(small.agent.replay(small.session.id))
    assert [verdict.verdict for verdict in verdicts] == ["identical", "conflict", "identical"]
    assert [verdict.op for verdict in verdicts] == ["adjust", "flip", "adjust"]
    elsewhere = list(
        small.agent.replay(small.session.id, Photo(Image.new("RGB", (40, 30)), None, None, "n", "PNG", ()))
    )
    assert [verdict.verdict for verdict in elsewhere] == ["done", "conflict", "done"]


# on another photograph


def on(talk: Any, picture: Callable[..., Image.Image], size: tuple[int, int] = (192, 128)) -> tuple[list[Any], Any]:
    """The verdicts and the new session."""
    photo = Photo(picture(size=size), None, None, "other.png", "PNG", ())
    verdicts = list(talk.agent.replay(talk.session.id, photo))
    return verdicts, talk.store.session("last")


def test_words_are_found_anew_and_drawn_places_go_by_fractions(pair: Any, picture: Callable[..., Image.Image]) -> None:
    from tools.types import Region

    pair.edit({"op": "adjust", "exposure": 30, "region": {"phrase": "blue"}})
    pair.edit({"op": "adjust", "contrast": 30}, region=Region(box=(0.0, 0.0, 0.5, 0.5)))
    moved = {"op": "move", "dx": 0.0625, "region": {"phrase": "blue"}}
    pair.edit(moved, {"op": "adjust", "blur": 20, "region": {"phrase": "it"}})
    verdicts, session = on(pair, picture)
    assert [verdict.verdict for verdict in verdicts] == ["done"] * 4
    assert session.id != pair.session.id
    steps = [step for turn in pair.store.path(session.id) for step in turn.steps]
    boxes = [step.masks["asked"].box for step in steps]
    assert boxes == [(120, 32, 168, 96), (0, 0, 96, 64), (120, 32, 168, 96), (132, 32, 180, 96)]
    assert {turn.author for turn in pair.store.path(session.id)[1:]} == {"replay"}


def test_restored_pixels_are_the_other_photograph_s_own(pair: Any, picture: Callable[..., Image.Image]) -> None:
    pair.edit({"op": "adjust", "exposure": 50})
    pair.edit({"op": "crop", "left": 0.25})
    pair.edit({"op": "restore", "turn": 0, "region": {"box": (0.0, 0.0, 1.0, 1.0)}})
    verdicts, session = on(pair, picture)
    assert [verdict.verdict for verdict in verdicts] == ["done"] * 3
    assert max_delta(verdicts[-1].image, picture(size=(192, 128)).crop((48, 0, 192, 128))) == 0
    assert pair.store.verify(session.id).clean


def test_what_cannot_be_done_there_is_a_conflict_and_the_rest_is_done(
    pair: Any, picture: Callable[..., Image.Image]
) -> None:
    pair.edit({"op": "recolor", "color": "green", "region": {"phrase": "the bin"}})
    pair.say("2")
    pair.edit({"op": "flip"})
    pair.edit({"op": "adjust", "exposure": 60})
    pair.edit({"op": "restore", "turn": 2, "region": RED})
    verdicts, session = on(pair, picture)
    assert [verdict.verdict for verdict in verdicts] == ["conflict", "done", "done", "done"]
    path = pair.store.path(session.id)
    assert [turn.steps[0].operation["op"] for turn in path[1:]] == ["flip", "adjust", "restore"]
    assert path[3].steps[0].operation["turn"] == 1
    assert "bin" in verdicts[0].because


def test_the_original_session_is_not_touched(pair: Any, picture: Callable[..., Image.Image]) -> None:
    pair.edit({"op": "flip"})
    before = pair.store.session(pair.session.id).head_id, len(pair.store.moves(pair.session.id))
    on(pair, picture)
    assert (pair.store.session(pair.session.id).head_id, len(pair.store.moves(pair.session.id))) == before
