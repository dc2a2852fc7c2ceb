"""One step kept, and which words ask for that."""

from typing import Any

import pytest

from agent.plan import Plan
from agent.planners import Request
from agent.planners.english.alone import alone
from agent.planners.english.saying import read


@pytest.fixture
def done(small: Any) -> Any:
    """The history of four steps: warmer, cropped, mirrored, darker."""
    for words in ("make it warmer", "crop the bottom third", "flip it", "darken it"):
        small.say(words)
    return tuple(small.store.path(small.session.id))


def turns(plan: Plan | None) -> list[int | str | None]:
    return [act.args.turn for act in plan.acts] if plan else []


@pytest.mark.parametrize(
    ("words", "gone"),
    [
        ("keep only the crop", [4, 3, 1]), ("just keep the crop", [4, 3, 1]), ("keep only step 3", [4, 2, 1]),
        ("drop everything except the crop", [4, 3, 1]), ("undo everything but the second edit", [4, 3, 1]),
        ("remove all the edits apart from the flip", [4, 2, 1]),
    ],
)  # fmt: skip
def test_all_others_go_the_latest_first(done: Any, words: str, gone: list[int]) -> None:
    assert turns(alone(read(words), Request(words, history=done))) == gone


@pytest.mark.parametrize(
    "words",
    ["keep only the cup", "keep only the sepia", "keep only step 9", "keep the crop", "remove all but the cup"],
)
def test_what_is_no_step_that_was_done_is_left_to_others(done: Any, words: str) -> None:
    assert alone(read(words), Request(words, history=done)) is None


def test_one_step_is_alone_already(done: Any) -> None:
    assert alone(read("keep only the warmth"), Request("", history=done[:2])) is None
