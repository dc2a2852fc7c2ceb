"""What is said of the last step's amount ("half that") changes that step, for every operation that has one."""

from __future__ import annotations

from typing import Any

import pytest

from agent.events import Committed, Failed

CUP = {"box": (0.125, 0.25, 0.375, 0.75)}
AMOUNTS: list[tuple[dict[str, Any], str]] = [
    ({"op": "adjust", "exposure": 20}, "exposure"),
    ({"op": "adjust", "auto": True}, ""),
    ({"op": "background", "mode": "blur", "amount": 40, "region": CUP}, "amount"),
    ({"op": "crop", "bottom": 0.2}, "bottom"),
    ({"op": "duplicate", "count": 2, "dx": 0.1, "dy": 0.0, "scale": 0.3, "region": CUP}, "count"),
    ({"op": "enhance", "task": "denoise", "strength": 0.6}, "strength"),
    ({"op": "extend", "left": 0.1}, "left"),
    ({"op": "move", "dx": 0.2, "region": CUP}, "dx"),
    ({"op": "relight", "light": "warm light", "direction": "left", "strength": 0.6}, "strength"),
    ({"op": "resize", "scale": 0.8, "region": CUP}, "scale"),
    ({"op": "restyle", "style": "sepia", "strength": 0.8}, "strength"),
    ({"op": "rotate", "degrees": 20}, "degrees"),
    ({"op": "straighten", "degrees": 4}, "degrees"),
    ({"op": "text", "content": "hi", "place": "top", "size": 0.2}, "size"),
]


@pytest.mark.parametrize(("said", "name"), AMOUNTS, ids=[said["op"] + name for said, name in AMOUNTS])
def test_half_of_it_is_the_same_step_with_less(small: Any, said: dict[str, Any], name: str) -> None:
    first = small.edit(said)
    assert isinstance(small.last, Committed), small.last
    before = dict(first.turn.steps[0].asked)
    state = small.say({"act": "amend", "args": {"factor": 0.5}})
    assert isinstance(small.last, Committed), small.last
    assert state.head.depth == 1
    assert len(state.turn.steps) == 1
    assert state.head.picture != first.head.picture
    if name:
        assert state.turn.steps[0].asked.get(name) != before[name]
    assert {verdict.verdict for verdict in small.agent.replay(small.session.id)} == {"identical"}
    assert small.say({"act": "undo"}).head.picture == first.head.picture


def test_a_whole_picture_is_enlarged_half_as_much(small: Any) -> None:
    small.edit({"op": "resize", "scale": 2.0})
    small.say({"act": "amend", "args": {"factor": 0.5}})
    assert small.picture.size == (144, 96)


def test_a_ratio_stays_when_it_is_tighter(small: Any) -> None:
    small.edit({"op": "crop", "ratio": "1:1"})
    small.say({"act": "amend", "args": {"factor": 1.5}})
    width, height = small.picture.size
    assert width == height < 64


@pytest.mark.parametrize("said", [{"op": "flip"}, {"op": "recolor", "color": "blue", "region": CUP}])
def test_what_has_no_amount_says_so(small: Any, said: dict[str, Any]) -> None:
    small.edit(said)
    small.say({"act": "amend", "args": {"factor": 0.5}})
    assert isinstance(small.last, Failed)
    assert "has no amount" in small.last.error.message
