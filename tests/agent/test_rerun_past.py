"""Steps run again that draw on the past: pixels brought back, and operations of another version of the program."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image

from agent.events import Committed, Failed
from memory.pictures import digest

RED = {"box": (0.125, 0.25, 0.375, 0.75)}
BLUE = {"box": (0.625, 0.25, 0.875, 0.75)}
Op = dict[str, Any]


def drop(turn: int | None = None, name: str | None = None) -> dict[str, Any]:
    return {"act": "drop", "args": {key: value for key, value in (("turn", turn), ("name", name)) if value is not None}}


def amend(*operations: Op, **args: Any) -> dict[str, Any]:
    return {"act": "amend", "args": args, "operations": list(operations)}


def directly(talk_about: Callable[..., Any], photo: Image.Image, *turns: list[Op]) -> Any:
    """Another conversation that does just these turns."""
    talk = talk_about(photo)
    for operations in turns:
        talk.edit(*operations)
        assert isinstance(talk.last, Committed), talk.last
    return talk


@pytest.fixture
def photo(picture: Callable[..., Image.Image]) -> Image.Image:
    return picture()


@pytest.mark.parametrize(
    "between",
    [[{"op": "crop", "left": 0.25, "top": 0.125}], [{"op": "flip"}], [{"op": "crop", "left": 0.125}, {"op": "flip"}]],
)
def test_restoring_after_geometry_is_exact(small: Any, photo: Image.Image, talk_about: Any, between: list[Op]) -> None:
    small.edit({"op": "adjust", "exposure": 60})
    for operation in between:
        small.edit(operation)
    small.edit({"op": "restore", "region": {"box": (0.0, 0.0, 1.0, 1.0)}, "turn": 0})
    assert digest(small.picture) == digest(directly(talk_about, photo, between).picture)


def test_restored_pixels_come_from_the_amended_past(small: Any, photo: Image.Image, talk_about: Any) -> None:
    """Step 3 brings back step 1; with step 1 amended it brings back what step 1 is now."""
    back = {"op": "restore", "region": RED, "turn": 1}
    small.edit({"op": "adjust", "exposure": 30})
    small.edit({"op": "flip"})
    small.edit({"op": "flip"})
    small.edit({"op": "adjust", "contrast": 60})
    small.edit(back)
    small.say(amend({"op": "adjust", "exposure": -30}, turn=1))
    assert isinstance(small.last, Committed), small.last
    flip: list[Op] = [{"op": "flip"}]
    turns = [[{"op": "adjust", "exposure": -30}], flip, flip, [{"op": "adjust", "contrast": 60}], [back]]
    assert digest(small.picture) == digest(directly(talk_about, photo, *turns).picture)
    assert small.store.verify(small.session.id).clean


def test_the_photograph_stays_the_source_when_a_crop_before_is_dropped(small: Any, photo: Image.Image) -> None:
    small.edit({"op": "crop", "left": 0.25})
    small.edit({"op": "adjust", "exposure": 60})
    small.edit({"op": "restore", "region": {"box": (0.0, 0.0, 1.0, 1.0)}, "turn": 0})
    small.say(drop(turn=1))
    assert small.picture.crop((24, 0, 96, 64)).tobytes() == photo.crop((24, 0, 96, 64)).tobytes()


# steps of another version


def test_unknown_operations_show_undo_and_are_worked_around(small: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from tools import operations

    small.edit({"op": "adjust", "exposure": 20})
    small.edit({"op": "flip"})
    small.edit({"op": "adjust", "contrast": 20})
    known = {name: kind for name, kind in operations.operations().items() if name != "flip"}
    monkeypatch.setattr(operations, "operations", lambda: known)
    for said in (
        amend({"op": "adjust", "exposure": 5}, turn=1),
        drop(turn=1),
        amend({"op": "adjust", "blur": 5}, turn=2),
    ):
        before = small.store.session(small.session.id).head_id
        small.say(said)
        if isinstance(small.last, Failed):
            assert "another version" in small.last.error.message
            assert small.last.state.head.id == before
    small.say(amend({"op": "adjust", "contrast": 40}, turn=3))
    assert isinstance(small.last, Committed), small.last
    small.say({"act": "answer"})
    assert isinstance(small.last, Committed)
    small.say(drop(name="flip"))
    assert isinstance(small.last, Committed), small.last
    verdicts = list(small.agent.replay(small.session.id))
    assert {verdict.verdict for verdict in verdicts} == {"identical"}
