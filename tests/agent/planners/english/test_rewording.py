"""Roundabout ways of asking."""

import pytest

from agent.planners.english.rewording import after_lead_in, reworded
from agent.planners.english.saying import read


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("the cup should be removed", "remove the cup"),
        ("the photo needs to be cropped", "crop the photo"),
        ("the wall needs brightening", "brighten the wall"),
        ("slightly blur the wall", "blur the wall slightly"),
        ("edit out the wires", "remove the wires"),
        ("photoshop the wires out", "remove the wires"),
        ("edit in a Red kite", "add a red kite"),
        ("put the boat in focus", "sharpen the boat"),
        ("focus more on the bread", "sharpen the bread"),
        ("keep the boats out of the picture", "remove the boats"),
        ("don't show people", "remove people"),
        ("there should be no chairs", "remove chairs"),
        ("use the clone tool to remove the bin", "remove the bin"),
        ("lower contrast", "decrease contrast"),
        ("make it so that the door is red", "make the door red"),
        ("enrich the image with three birds", "add three birds"),
        ("keep only the left half", "crop to the left half"),
        ("brighten the wall", "brighten the wall"),
        ("", ""),
    ],
)
def test_reworded(said: str, meant: str) -> None:
    assert reworded(read(said)).text == meant


def test_the_persons_letters_survive() -> None:
    assert reworded(read("the Big Ben poster should be removed")).raw == "remove the Big Ben poster"


@pytest.mark.parametrize(
    ("said", "command"),
    [
        ("left side of the photo please add a dog", "add a dog"),
        ("the pole on the left is ugly, maybe remove it", "remove it"),
        ("there is a cup on the table please remove", "remove a cup on the table"),
    ],
)
def test_the_command_behind_a_lead_in(said: str, command: str) -> None:
    found = after_lead_in(read(said))
    assert found is not None
    assert found[0].text == command


def test_words_without_a_command_have_none_behind_them() -> None:
    assert after_lead_in(read("the pole on the left is ugly")) is None
