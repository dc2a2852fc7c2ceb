"""The JSON lines as plain functions of states and records."""

from __future__ import annotations

import io
import json
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from agent.events import State
from agent.faces import lines
from memory.schema import MaskRef, Step, Turn
from tools.errors import EditRejected
from tools.selection import Selection
from tools.types import Candidate

HEAD = Turn("t1", "s1", "t0", 1, "darken it", {"act": "edit"}, "d1", 40, 30, "RGB", "Done.", "person", "2026-01-01")


def step(**changes: object) -> Step:
    fields: dict[str, object] = {
        "index": 0,
        "asked": {"op": "recolor", "region": {"phrase": "car"}},
        "operation": {"op": "recolor", "region": {"phrase": "car", "box": None}, "color": "blue", "seed": 4},
        "version": 1,
        "base": "d0",
        "input": "d0",
        "output": "d1",
        "masks": {"asked": MaskRef("m", (4, 3, 20, 30), (40, 30))},
        "seed": 4,
        "receipt": {"changed_inside": 9, "changed_outside": 0},
    }
    return Step(**{**fields, **changes})  # type: ignore[arg-type]


def test_an_operation_has_its_place_its_own_arguments_and_its_receipt() -> None:
    assert lines.operation(step()) == {
        "op": "recolor",
        "region": {"phrase": "car", "box": [0.1, 0.1, 0.5, 1.0]},
        "color": "blue",
        "seed": 4,
        "receipt": {"changed_inside": 9, "changed_outside": 0},
    }


def test_an_operation_on_the_whole_picture_has_no_place() -> None:
    told = lines.operation(
        step(operation={"op": "flip", "axis": "horizontal"}, asked={"op": "flip"}, masks={}, seed=None)
    )
    assert told["region"] is None
    assert "seed" not in told


def test_an_operation_of_another_version_is_told_as_it_is_stored() -> None:
    told = lines.operation(step(operation={"op": "teleport", "where": [1, {"deep": None}]}, asked={}, masks={}))
    assert (told["op"], told["where"]) == ("teleport", [1, {"deep": None}])


def test_an_utterance_without_a_turn_tells_where_things_stand() -> None:
    told = lines.utterance(State("s1", "undo", "undo", "Undone.", HEAD))
    assert (told["id"], told["turn"], told["head"], told["operations"]) == (None, 1, "t1", [])
    assert told["error"] is None
    assert "candidates" not in told


def test_candidates_are_numbered_boxes_with_scores() -> None:
    place = Candidate(Selection.rectangle((10, 15, 20, 30), (40, 30)), 0.61234, "cup")
    told = lines.utterance(State("s1", "remove the cup", "ask", "Which?", HEAD), candidates=(place, place))
    assert told["candidates"] == [
        {"n": 1, "box": [0.25, 0.5, 0.5, 1.0], "score": 0.612, "label": "cup"},
        {"n": 2, "box": [0.25, 0.5, 0.5, 1.0], "score": 0.612, "label": "cup"},
    ]


def test_errors_have_a_type_a_message_and_a_hint() -> None:
    told = lines.utterance(State("s1", "x", "edit", "", HEAD), failure=EditRejected("No.", "Yes."))
    assert told["error"] == {"type": "EditRejected", "message": "No.", "hint": "Yes."}
    assert lines.error(OSError(28, "No space left on device", "out.png")) == {
        "type": "OSError",
        "message": "out.png: No space left on device.",
        "hint": "",
    }
    assert "bug" in lines.error(ValueError("odd"))["message"]


def test_moves_have_the_keys_of_utterances() -> None:
    assert (
        lines.moved("undo", "undo", "Undone.", HEAD).keys() == lines.utterance(State("s", "u", "undo", "", HEAD)).keys()
    )


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=60), st.sampled_from(["utf-8", "ascii", "latin-1"]))
def test_a_line_is_one_line_in_every_encoding(text: str, encoding: str) -> None:
    raw = io.BytesIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding=encoding, newline=""))
        lines.write({"utterance": text})
        lines.write({"utterance": "next"})
        rows = raw.getvalue().decode(encoding).split("\n")
    assert [json.loads(row) for row in rows[:-1]] == [{"utterance": text}, {"utterance": "next"}]
    assert rows[-1] == ""


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 5000), st.integers(1, 5000), st.data())
def test_fractions_lie_in_the_picture_and_lead_back_to_the_pixels(width: int, height: int, data: st.DataObject) -> None:
    x0, y0 = data.draw(st.integers(0, width - 1)), data.draw(st.integers(0, height - 1))
    x1, y1 = data.draw(st.integers(x0 + 1, width)), data.draw(st.integers(y0 + 1, height))
    box = lines.fractions(MaskRef("m", (x0, y0, x1, y1), (width, height)))
    assert all(0 <= value <= 1 for value in box)
    back = [round(value * side) for value, side in zip(box, (width, height, width, height), strict=True)]
    assert back == [x0, y0, x1, y1]


def test_a_picture_is_told_by_digest_and_size() -> None:
    assert Image.new("RGB", (40, 30)).size == (HEAD.width, HEAD.height)
    assert lines.picture(HEAD) == {"digest": "d1", "width": 40, "height": 30}
