"""Roundabout ways of asking."""

import pytest

from agent.planners.english.rewording import reworded
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
