"""Styles, seasons, light: one clause and the drafts it gives."""

import pytest

from agent.planners.english.grammar import drafts
from agent.planners.english.phrases import Draft
from agent.planners.english.saying import read, without_politeness
from tools.operations import parse

CASES: list[tuple[str, list[Draft]]] = [
    ("in the style of Van Gogh", [{"op": "restyle", "style": "van gogh"}]),
    ("turn the photo into a comic book", [{"op": "restyle", "style": "comic book"}]),
    ("apply a sepia filter", [{"op": "restyle", "style": "sepia"}]),
    (
        "make the tower look like a watercolor",
        [{"op": "restyle", "style": "watercolor", "region": {"phrase": "tower"}}],
    ),
    ("oil painting style", [{"op": "restyle", "style": "oil painting"}]),
    ("change the style to pixel art", [{"op": "restyle", "style": "pixel art"}]),
    ("make it winter", [{"op": "restyle", "style": "winter"}]),
    ("turn it into night", [{"op": "restyle", "style": "night"}]),
    ("relight it from the top left", [{"op": "relight", "light": "soft light", "direction": "top left"}]),
    ("put dramatic studio lighting on her", [{"op": "relight", "light": "dramatic studio lighting"}]),
    ("make it look like it was snowy", [{"op": "restyle", "style": "snowy"}]),
]


@pytest.mark.parametrize(("said", "expected"), CASES, ids=[said for said, _ in CASES])
def test_a_clause_gives_its_drafts(said: str, expected: list[Draft]) -> None:
    assert drafts(without_politeness(read(said))) == expected


@pytest.mark.parametrize("draft", [draft for _, made in CASES for draft in made], ids=str)
def test_every_draft_is_an_operation(draft: Draft) -> None:
    assert parse(draft).op == draft["op"]
