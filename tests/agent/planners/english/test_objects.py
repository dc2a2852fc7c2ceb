"""Things added, removed, replaced, copied, cut out: one clause and the drafts it gives."""

import pytest

from agent.planners.english.grammar import drafts
from agent.planners.english.phrases import Draft
from agent.planners.english.saying import read, without_politeness
from tools.operations import parse

CASES: list[tuple[str, list[Draft]]] = [
    ("erase the wires above the roof", [{"op": "remove", "region": {"phrase": "wires above the roof"}}]),
    ("the bin should be removed", [{"op": "remove", "region": {"phrase": "bin"}}]),
    ("take the logo off the shirt", [{"op": "remove", "region": {"phrase": "logo"}}]),
    ("get rid of everything on the table", [{"op": "remove", "region": {"phrase": "everything on the table"}}]),
    ("make the crowd disappear", [{"op": "remove", "region": {"phrase": "crowd"}}]),
    ("no people please", [{"op": "remove", "region": {"phrase": "people"}}]),
    ("photoshop the tourist out of the picture", [{"op": "remove", "region": {"phrase": "tourist"}}]),
    ("add a bird to the left of the tower", [{"op": "add", "object": "bird", "place": "to the left of the tower"}]),
    ("place two cups on the table", [{"op": "add", "object": "cup", "count": 2, "region": {"phrase": "table"}}]),
    ("give the man a beard", [{"op": "add", "object": "beard", "region": {"phrase": "man"}}]),
    ("the girl should hold a balloon", [{"op": "add", "object": "balloon", "region": {"phrase": "girl"}}]),
    ("have the knight carry a torch", [{"op": "add", "object": "torch", "region": {"phrase": "knight"}}]),
    (
        "draw a wooden bridge over the river",
        [{"op": "add", "material": "wooden", "object": "bridge", "region": {"phrase": "river"}}],
    ),
    (
        "I want a small dog in the bottom left corner",
        [{"op": "add", "size": 0.12, "object": "dog", "place": "bottom left"}],
    ),
    ("swap the chairs with benches", [{"op": "replace", "object": "benches", "region": {"phrase": "chairs"}}]),
    ("instead of the car put a bicycle", [{"op": "replace", "object": "a bicycle", "region": {"phrase": "car"}}]),
    ("a cat instead of the dog", [{"op": "replace", "object": "a cat", "region": {"phrase": "dog"}}]),
    ("clone the lamp twice", [{"op": "duplicate", "region": {"phrase": "lamp"}, "count": 2}]),
    ("another boat", [{"op": "duplicate", "region": {"phrase": "boat"}}]),
    ("three more candles", [{"op": "duplicate", "region": {"phrase": "candle"}, "count": 3}]),
    ("change the number of cups to 4", [{"op": "duplicate", "count": 3, "region": {"phrase": "cups"}}]),
    ("make a sticker of the dog", [{"op": "extract", "crop": True, "region": {"phrase": "dog"}}]),
    ("isolate the statue", [{"op": "extract", "region": {"phrase": "statue"}}]),
]


@pytest.mark.parametrize(("said", "expected"), CASES, ids=[said for said, _ in CASES])
def test_a_clause_gives_its_drafts(said: str, expected: list[Draft]) -> None:
    assert drafts(without_politeness(read(said))) == expected


@pytest.mark.parametrize("draft", [draft for _, made in CASES for draft in made], ids=str)
def test_every_draft_is_an_operation(draft: Draft) -> None:
    assert parse(draft).op == draft["op"]
