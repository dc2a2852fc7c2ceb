"""Commands behind words that set the scene."""

import pytest

from agent.planners.english.leads import after_lead_in
from agent.planners.english.saying import read


@pytest.mark.parametrize(
    ("said", "command"),
    [
        ("left side of the photo please add a dog", "add a dog"),
        ("the pole on the left is ugly, maybe remove it", "remove it"),
        ("there is a cup on the table please remove", "remove a cup on the table"),
        ("the ladder in the corner should not be seen just edit it out", "edit it out"),
        ("I see a hair on the lens take it out", "remove a hair on the lens"),
    ],
)
def test_the_command_behind_a_lead_in(said: str, command: str) -> None:
    found = after_lead_in(read(said))
    assert found is not None
    assert found[0].text == command


def test_words_without_a_command_have_none_behind_them() -> None:
    assert after_lead_in(read("the pole on the left is ugly")) is None
