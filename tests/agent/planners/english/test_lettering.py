"""Lettering: one clause and the drafts it gives."""

import pytest

from agent.planners.english.grammar import drafts
from agent.planners.english.phrases import Draft
from agent.planners.english.saying import read, without_politeness
from tools.operations import parse

CASES: list[tuple[str, list[Draft]]] = [
    (
        'write "Sale" on the door in red',
        [{"op": "text", "content": "Sale", "color": "red", "region": {"phrase": "door"}}],
    ),
    ("caption it: Summer in Rome", [{"op": "text", "content": "Summer in Rome"}]),
    (
        "add a big bold title saying Lost and Found",
        [{"op": "text", "content": "Lost and Found", "size": 0.1, "bold": True}],
    ),
    (
        "put 'Nº 5' bottom right in white serif letters",
        [{"op": "text", "content": "Nº 5", "color": "white", "font": "serif", "place": "bottom right"}],
    ),
    ("replace the word 'cat' with 'dog'", [{"op": "text", "action": "replace", "old": "cat", "content": "dog"}]),
    (
        'change "HOT" to "COLD" on the tap',
        [{"op": "text", "action": "replace", "old": "HOT", "content": "COLD", "region": {"phrase": "tap"}}],
    ),
    (
        "the sign should say Welcome",
        [{"op": "text", "action": "replace", "content": "Welcome", "region": {"phrase": "sign"}}],
    ),
    ("erase the text on the wall", [{"op": "remove", "region": {"phrase": "text on the wall"}}]),
    ("remove the watermark", [{"op": "remove", "region": {"phrase": "watermark"}}]),
    ("delete 'DRAFT' from the page", [{"op": "text", "action": "erase", "region": {"phrase": "page"}, "old": "DRAFT"}]),
    (
        "change the number on the bus to 42",
        [{"op": "text", "action": "replace", "content": "42", "region": {"phrase": "bus"}}],
    ),
    (
        "change the content of the jersey to number 7",
        [{"op": "text", "action": "replace", "content": "7", "region": {"phrase": "jersey"}}],
    ),
    ("add the words good night at the bottom", [{"op": "text", "content": "good night", "place": "bottom"}]),
]


@pytest.mark.parametrize(("said", "expected"), CASES, ids=[said for said, _ in CASES])
def test_a_clause_gives_its_drafts(said: str, expected: list[Draft]) -> None:
    assert drafts(without_politeness(read(said))) == expected


@pytest.mark.parametrize("draft", [draft for _, made in CASES for draft in made], ids=str)
def test_every_draft_is_an_operation(draft: Draft) -> None:
    assert parse(draft).op == draft["op"]
