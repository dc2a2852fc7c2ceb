"""When an answer is clear, and what a question offers."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tools.grounding.choice import ACCEPT, clear, contained, distinct, overlap, question
from tools.selection import Selection
from tools.types import Candidate


def at(box, score):
    return Candidate(Selection.rectangle(box, (100, 100)), score)


LEFT, RIGHT, WITHIN = (0, 0, 40, 100), (60, 0, 100, 100), (0, 0, 30, 60)


def test_a_weak_answer_is_no_answer():
    assert clear([]) is None
    assert clear([at(LEFT, ACCEPT - 0.01)]) is None
    assert clear([at(LEFT, ACCEPT)]) is not None


def test_a_rival_elsewhere_makes_it_a_question():
    assert clear([at(LEFT, 0.8), at(RIGHT, 0.5)]) is None
    assert clear([at(LEFT, 0.8), at(RIGHT, 0.2)]).selection.box == LEFT


def test_a_part_of_the_best_is_no_rival():
    assert clear([at(LEFT, 0.8), at(WITHIN, 0.75)]).selection.box == LEFT


def test_overlaps_are_measured():
    a, b = at(LEFT, 1).selection, at((20, 0, 60, 100), 1).selection
    assert abs(overlap(a, b) - 1 / 3) < 0.02
    assert contained(a, b) == 0.5
    assert overlap(a, at(RIGHT, 1).selection) == 0.0


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 70), st.integers(0, 70), st.floats(0, 1)), max_size=12))
def test_candidates_are_few_distinct_and_best_first(places):
    kept = distinct([at((x, y, x + 30, y + 30), score) for x, y, score in places])
    assert len(kept) <= 6
    assert [c.score for c in kept] == sorted((c.score for c in kept), reverse=True)
    assert all(overlap(a.selection, b.selection) < 0.6 for i, a in enumerate(kept) for b in kept[:i])
    assert bool(kept) == bool(places)


def test_the_question_is_one_sentence():
    error = question("the bin ", [at(LEFT, 0.3)])
    assert error.message == "I can't tell where “the bin” is."
    assert error.hint == "Say a number, draw a box or click."
    assert len(error.candidates) == 1
    assert "click" in question("", []).hint
