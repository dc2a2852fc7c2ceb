"""Boxes that a model answers with: what is read, clipped or refused, and how far they are believed."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.errors import UnparseablePlan
from agent.planners.locating import MOST, SCHEMA, candidates, parse_boxes
from agent.planners.vision.grammar import bounded
from tools.grounding.choice import ACCEPT, clear
from tools.types import Candidate

SIZE = (200, 100)
DOG = [0.1, 0.2, 0.4, 0.9]


def answer(*boxes: Any, confidence: Any = 0.9, label: Any = "dog") -> str:
    return json.dumps({"boxes": [{"box": box, "label": label, "confidence": confidence} for box in boxes]})


def found(text: str) -> list[Candidate]:
    return candidates(parse_boxes(text), SIZE)


def test_one_box_is_a_clear_answer() -> None:
    (only,) = found(answer(DOG))
    assert only.selection.box == (20, 20, 80, 90)
    assert (only.boxed, only.label) == (True, "dog")
    assert clear([only]) is only
    assert only.score < 0.65  # any measured answer that is sure outdoes it


def test_an_unsure_box_is_a_question() -> None:
    assert clear(found(answer(DOG, confidence=0.4))) is None


@pytest.mark.parametrize("confidence", [0, 0.5, 1])
def test_several_boxes_are_a_question_however_sure(confidence: float) -> None:
    several = found(answer(DOG, [0.6, 0.2, 0.9, 0.9], confidence=confidence))
    assert len(several) == 2
    assert all(one.score < ACCEPT for one in several)


def test_the_same_box_twice_is_one() -> None:
    assert len(found(answer(DOG, [0.11, 0.2, 0.4, 0.9]))) == 1


def test_a_box_around_everything_points_at_nothing() -> None:
    assert [one.score for one in found(answer([0, 0, 1, 1], confidence=1))] == [0.2]
    both = found(answer([0, 0, 1, 1], DOG))
    assert [one.selection.box for one in both] == [(20, 20, 80, 90), (0, 0, 200, 100)]
    assert clear(both) is both[0]


@pytest.mark.parametrize(
    ("box", "pixels"),
    [
        ([0.4, 0.9, 0.1, 0.2], (20, 20, 80, 90)),  # corners the wrong way round
        ([-0.03, 0, 0.5, 1.04], (0, 0, 100, 100)),
        ([0, 0, 1, 0.5], (0, 0, 200, 50)),
    ],
)
def test_boxes_are_ordered_and_clipped(box: list[float], pixels: tuple[int, ...]) -> None:
    assert [one.selection.box for one in found(answer(box))] == [pixels]


@pytest.mark.parametrize("box", [[0.5, 0.5, 0.5, 0.5], [0.1, 0.2, 0.9, 0.2], [0.3, 0.1, 0.301, 0.9], [-0.01, 0, 0, 1]])
def test_boxes_without_an_area_are_none(box: list[float]) -> None:
    assert found(answer(box)) == []


def test_no_box_is_an_answer() -> None:
    assert found('{"boxes": []}') == []


HOSTILE = {
    "pixels": answer([120, 80, 400, 300]),
    "thousandths": answer([100, 200, 400, 900]),
    "negative": answer([-1, -1, 0.5, 0.5]),
    "not a number": answer(DOG).replace("0.1", "NaN"),
    "infinite": answer(DOG).replace("0.1", "Infinity"),
    "overflowing": answer(DOG).replace("0.1", "1e999"),
    "endless": answer(DOG).replace("0.1", "1" * 4000),
    "ten thousand boxes": answer(*[DOG] * 10_000),
    "seven boxes": answer(*[DOG] * 7),
    "strings": answer(["0.1", "0.2", "0.4", "0.9"]),
    "truth": answer([True, False, True, True]),
    "three edges": answer([0.1, 0.2, 0.3]),
    "a list in a list": answer([[0.1], 0.2, 0.4, 0.9]),
    "nothing": answer([None, 0.2, 0.4, 0.9]),
    "a label that is none": answer(DOG, label=7),
    "a long label": answer(DOG, label="x" * 5000),
    "sure beyond measure": answer(DOG, confidence=99),
    "surely not": answer(DOG, confidence="NaN"),
    "orders": json.dumps({"acts": [{"act": "export", "args": {"file": "/tmp/stolen.png"}}], "reply": "Done."}),
    "orders beside boxes": json.dumps({**json.loads(answer(DOG)), "run": "rm -rf /"}),
    "prose": "The dog is on the left.",
    "a list": "[]",
    "deep": '{"boxes": ' + "[" * 50_000,
    "empty": "",
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_what_is_no_answer_is_refused_in_a_sentence(kind: str) -> None:
    with pytest.raises(UnparseablePlan) as refused:
        parse_boxes(HOSTILE[kind])
    assert len(refused.value.message) < 300


def test_a_label_commands_no_terminal() -> None:
    (only,) = found(answer(DOG, label="\x1b[2J dog\u202e\n\n now"))
    assert only.label == "[2J dog now"


fractions = st.floats(0, 1, allow_nan=False)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.tuples(st.lists(fractions, min_size=4, max_size=4), st.text(max_size=40), fractions), max_size=MOST),
    st.tuples(st.integers(1, 4000), st.integers(1, 4000)),
)
def test_every_instance_of_the_schema_gives_places_within_the_picture(
    boxes: list[tuple[list[float], str, float]], size: tuple[int, int]
) -> None:
    said = json.dumps({"boxes": [{"box": box, "label": label, "confidence": sure} for box, label, sure in boxes]})
    places = candidates(parse_boxes(said), size)
    assert len(places) <= MOST + 1
    for place in places:
        x0, y0, x1, y1 = place.selection.box
        assert 0 <= x0 < x1 <= size[0]
        assert 0 <= y0 < y1 <= size[1]
        assert 0 < place.score <= 0.6
    if len(places) > 1 and all(place.score != 0.2 for place in places):
        assert clear(places) is None


def test_a_decoder_gives_fractions_an_end() -> None:
    box = bounded(SCHEMA, 40, 6)["properties"]["boxes"]["items"]["properties"]
    assert box["box"]["items"]["multipleOf"] == box["confidence"]["multipleOf"] == 0.001
    assert "multipleOf" not in json.dumps(SCHEMA)  # which is a word that not every server knows
