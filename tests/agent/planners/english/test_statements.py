"""Sentences that tell the picture as it is to be, and remarks that are none of these."""

from collections.abc import Callable
from typing import Any

import pytest

from agent.planners.english.saying import read
from agent.planners.english.statements import as_command


@pytest.mark.parametrize(
    ("said", "command"),
    [
        ("The chapel is made of candle wax", "make the chapel out of candle wax"),
        ("the oars are replaced with brooms", "replace the oars with brooms"),
        ("the fountain is gone", "remove the fountain"),
        ("The puddles turn into mirrors", "turn the puddles into mirrors"),
        ("Oskar is a walrus", "turn oskar into a walrus"),
        ("she's a violinist", "turn her into a violinist"),
        ("as if he were a dentist", "turn him into a dentist"),
        ("the valley is covered in thick fog", "make the valley covered in thick fog"),
        ("They are on a raft", "have them be on a raft"),
        ("He is wearing a bowler hat", "give him a bowler hat"),
        ("the bride has a tail", "give the bride a tail"),
        ("she looks like a cat", "make her look like a cat"),
        ("this hedgehog is a wizard", "turn this hedgehog into a wizard"),
        ("the people are goblins", "turn the people into goblins"),
        ("with an owl above them", "add an owl above them"),
        ("behind the left window is a flower pot", "add a flower pot behind the left window"),
    ],
)
def test_the_command_makes_the_sentence_true(said: str, command: str) -> None:
    found = as_command(read(said))
    assert found is not None
    assert found.text == command
    assert len(found.raw) == len(found.text)


@pytest.mark.parametrize(
    "said",
    [
        "the photo is a great shot",
        "the man has a shadow on his face",
        "the boat is in the way",
        "it is a dog",
        "this is a church",
        "what is the yellow thing",
        "there is a cat",
        "people are a problem",
        "the colors are not right",
        "nice",
    ],
)
def test_remarks_are_no_commands(said: str) -> None:
    assert as_command(read(said)) is None


def test_a_statement_is_planned_as_its_command(say: Callable[..., Any]) -> None:
    (made,) = say("Her coat is made of denim.").operations
    assert (made.op, made.material, made.region.phrase) == ("retexture", "denim", "her coat")
    (worn,) = say("She is wearing a tiara").operations
    assert (worn.op, worn.object, worn.region.phrase) == ("add", "tiara", "woman")
