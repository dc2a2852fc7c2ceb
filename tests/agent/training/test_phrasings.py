"""The project's own phrasings: many, the same every time, each kind in many shapes."""

import re
from collections import Counter

from agent.planners.english import opinion
from agent.training.phrasings import kinds, phrasings
from agent.training.planner import SAME


def test_they_are_the_same_every_time_and_each_is_there_once() -> None:
    found = phrasings(4000)
    assert found == phrasings(4000)
    assert len({text for text, _ in found}) == len(found) > 3000


def test_every_slot_and_choice_is_filled() -> None:
    for text, _ in phrasings(4000):
        assert re.fullmatch(r"[a-z0-9 ,.]+", text), text


def test_every_kind_is_written_about_and_every_kind_is_one_that_arguments_can_be_found_for() -> None:
    counts = Counter(kind for _, kind in phrasings())
    assert set(counts) == set(kinds())
    assert min(counts.values()) > 200
    assert {SAME.get(kind, kind) for kind in counts} - {"none"} == set(opinion.OPERATIONS)
