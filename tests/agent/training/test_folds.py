"""Folds: the same text never lies in two, and every source is split evenly."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from agent.planners.kinds import key
from agent.training.folds import folds

TEXTS = st.lists(st.tuples(st.text("ab cB,!.", max_size=6), st.sampled_from("xy")), max_size=40)


@given(TEXTS, st.integers(2, 5))
def test_the_same_words_share_a_fold(rows: list[tuple[str, str]], count: int) -> None:
    texts, sources = [text for text, _ in rows], [source for _, source in rows]
    found = folds(texts, sources, count)
    assert len(found) == len(rows)
    assert all(0 <= fold < count for fold in found)
    by_text: dict[str, set[int]] = {}
    for text, fold in zip(texts, found, strict=True):
        by_text.setdefault(key(text), set()).add(fold)
    assert all(len(places) == 1 for places in by_text.values())
    assert folds(texts, sources, count) == found


def test_each_source_is_split_evenly_and_a_text_stays_where_it_is_when_others_change_places() -> None:
    texts = [f"move the boat number {number}" for number in range(90)]
    sources = ["one"] * 30 + ["two"] * 60
    found = folds(texts, sources)
    for source, size in (("one", 10), ("two", 20)):
        places = Counter(fold for fold, where in zip(found, sources, strict=True) if where == source)
        assert places == {0: size, 1: size, 2: size}
    assert folds(texts[::-1], sources[::-1]) == found[::-1]
