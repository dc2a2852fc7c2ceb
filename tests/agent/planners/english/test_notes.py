"""Names that are given and rules that are to end: what counts as one, and what does not."""

from __future__ import annotations

import pytest

from agent.planners import Request
from agent.planners.english import planning
from agent.planners.standing import meaning


@pytest.mark.parametrize(
    ("said", "name", "thing"),
    [
        ("call this one Rex", "Rex", "it"),
        ("call the red cup Rex", "Rex", "red cup"),
        ("call the dog Big Bob", "Big Bob", "dog"),
        ("the man on the left is called Ben", "Ben", "man on the left"),
        ("his name is Tom", "Tom", "it"),
    ],
)
def test_a_name_and_what_gets_it(said: str, name: str, thing: str) -> None:
    plan = planning.plan(Request(said))
    assert (plan.act, plan.args.name, plan.args.text) == ("remember", name, thing)


@pytest.mark.parametrize("said", ["call it a day", "call this version draft", "name this branch autumn"])
def test_what_names_no_thing(said: str) -> None:
    assert planning.plan(Request(said)).act != "remember"


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ("forget that rule", ""),
        ("forget all rules", "all"),
        ("drop rule 2", "2"),
        ("forget the rule about the faces", "faces"),
        ("you may touch the faces again", "faces"),
        ("stop keeping it square", "square"),
        ("you don't have to keep it black and white any more", "black and white"),
    ],
)
def test_a_rule_that_ends(said: str, rule: str) -> None:
    plan = planning.plan(Request(said))
    assert (plan.act, plan.args.rule) == ("drop", rule)


@pytest.mark.parametrize(
    ("words", "op"),
    [
        ("keep everything black and white", "restyle"),
        ("everything must be in sepia", "restyle"),
        ("keep it 16:9", "crop"),
        ("always write '© Ann' in the bottom right corner", "text"),
    ],
)
def test_what_is_done_after_every_edit(words: str, op: str) -> None:
    assert [one.op for one in meaning(words).always] == [op]


@pytest.mark.parametrize("words", ["never touch the faces", "the faces are off limits", "leave the faces alone"])
def test_a_place_that_is_spared(words: str) -> None:
    assert meaning(words).spare == "faces"


@pytest.mark.parametrize("words", ["always crop the bottom third", "always add a hat", "never change anything"])
def test_what_cannot_be_kept_means_nothing(words: str) -> None:
    assert not meaning(words).kept_by_itself


def test_a_place_that_is_left_alone_is_called_as_the_person_wrote_it() -> None:
    assert [meaning(words).spare for words in ("never touch Rex", "leave The Big Tree alone from now on")] == [
        "Rex",
        "Big Tree",
    ]
