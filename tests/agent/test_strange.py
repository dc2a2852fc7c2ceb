"""Strange requests, plans, numbers and pictures: each ends in a picture or a sentence, and the session goes on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image

from agent.agent import MAX_UTTERANCE
from agent.events import Asked, Committed, Failed
from memory.pictures import digest

BOX = {"box": (0.1, 0.2, 0.6, 0.9)}
BRIGHTER = {"op": "adjust", "exposure": 20}


def head(talk: Any) -> str:
    found: str = talk.store.session(talk.session.id).head_id
    return found


@pytest.mark.parametrize(
    "operation",
    [
        {"op": "recolor", "color": "blue", "region": {"mask": "a" * 64}},
        {"op": "compose", "reference": "b" * 64},
        {"op": "match", "reference": "c" * 64},
        {"op": "restore", "source": "d" * 64},
        {"op": "restore", "turn": 12},
        {"op": "restore", "turn": 10**40},
        {"op": "resize", "width_px": 99_999, "height_px": 99_999},
        {"op": "adjust", "exposure": 1e308},
        {"op": "adjust", "exposure": "NaN"},
        {"op": "crop", "left": 0.1, "surprise": True},
        {"op": "recolor", "color": "blue", "region": {"object_id": "o99"}},
        {"op": "adjust", "exposure": 5, "region": {"box": [0.9, 0.9, 0.1, 0.1]}},
        {"op": "text", "content": "", "place": "top"},
        {"op": "", "region": None},
    ],
)
def test_hostile_operations_end_in_a_sentence(small: Any, operation: dict[str, Any]) -> None:
    before = head(small)
    small.edit(operation)
    assert isinstance(small.last, Failed | Asked)
    assert head(small) == before
    said = small.last.error.message if isinstance(small.last, Failed) else small.last.state.reply
    assert 0 < len(said) < 600
    assert isinstance(small.edit(BRIGHTER) and small.last, Committed)


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_numbers_that_are_none(small: Any, number: str) -> None:
    said = '{"act": "edit", "operations": [{"op": "adjust", "exposure": NUMBER}]}'
    small.say(said.replace("NUMBER", number))
    assert isinstance(small.last, Failed)
    said = '{"act": "edit", "operations": [{"op": "adjust", "region": {"feather_px": NUMBER}}]}'
    small.say(said.replace("NUMBER", number))
    assert isinstance(small.last, Failed)
    small.edit(BRIGHTER)
    small.say('{"act": "amend", "args": {"factor": NUMBER}}'.replace("NUMBER", number))
    assert isinstance(small.last, Failed)


def test_lettering_that_looks_like_a_digest(small: Any) -> None:
    small.edit({"op": "text", "content": "e" * 64, "place": "top"})
    assert isinstance(small.last, Failed)
    assert "too much text" in small.last.error.message


def test_a_chain_of_acts_without_end_is_no_plan(small: Any) -> None:
    said = '{"act": "none", "then": ' * 3000 + '{"act": "none"}' + "}" * 3000
    small.say(said)
    assert isinstance(small.last, Failed)


def test_a_plan_of_a_hundred_acts_is_refused(small: Any) -> None:
    said = '{"act": "none", "then": ' * 100 + '{"act": "none"}' + "}" * 100
    small.say(said)
    assert isinstance(small.last, Failed)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "\x00\x01\x1b[31m",
        "brighten " * 10_000,
        "\ud800 half a character",
        "\u202e detfel",
        "💡" * 500,
        "?" * 30_000,
    ],
)
def test_strange_words_end_well_and_are_logged(small: Any, text: str) -> None:
    small.say(text)
    assert isinstance(small.last, Committed | Asked | Failed)
    moves = small.store.moves(small.session.id)
    assert moves[-1].utterance == text.encode("utf-8", "replace").decode()
    assert all(len(request.utterance) <= MAX_UTTERANCE for request in small.planner.requests)


def test_half_characters_in_a_plan(small: Any) -> None:
    small.say('{"act": "edit", "operations": [{"op": "text", "content": "a\\ud800b"}]}')
    assert isinstance(small.last, Committed | Failed)


# every mode and the smallest pictures

CHAIN: list[list[dict[str, Any]]] = [
    [{"op": "adjust", "exposure": 10, "temperature": 20}],
    [{"op": "adjust", "exposure": -10, "temperature": -20}],
    [{"op": "adjust", "contrast": 30, "region": BOX}],
    [{"op": "recolor", "color": "red", "region": BOX}],
    [{"op": "flip"}, {"op": "rotate", "degrees": 90}],
    [{"op": "crop", "left": 0.2, "bottom": 0.1}],
    [{"op": "restore", "region": BOX, "turn": 0}],
    [{"op": "resize", "scale": 1.5}],
    [{"op": "adjust", "blur": 30, "region": {"box": [0, 0, 0.01, 0.01]}}],
]


@pytest.mark.parametrize("mode", ["L", "LA", "RGB", "RGBA"])
@pytest.mark.parametrize("size", [(1, 1), (1, 7), (33, 20)])
def test_every_mode_and_size_goes_through_a_conversation(
    talk_about: Callable[..., Any], picture: Callable[..., Image.Image], mode: str, size: tuple[int, int]
) -> None:
    talk = talk_about(picture(mode, size))
    for operations in CHAIN:
        talk.edit(*operations)
        assert isinstance(talk.last, Committed), (operations, talk.last)
        for step in talk.last.state.turn.steps if talk.last.state.turn else ():
            assert step.receipt["changed_outside"] in (0, None)
    assert {verdict.verdict for verdict in talk.agent.replay(talk.session.id)} <= {"identical"}
    talk.say({"act": "goto", "args": {"where": "start"}})
    assert digest(talk.picture) == digest(picture(mode, size))
    assert talk.store.verify(talk.session.id).clean
