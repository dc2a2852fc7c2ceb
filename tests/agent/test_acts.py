"""What each dialogue act says and does, beyond editing."""

from __future__ import annotations

from typing import Any

import pytest

from agent.acts import ACTS, MOVES
from agent.events import Asked, Committed, Failed
from agent.plan import ACTS as NAMES
from memory.pictures import digest

BRIGHTER = {"op": "adjust", "exposure": 20}


def test_every_act_is_in_the_table() -> None:
    assert set(ACTS) == set(NAMES)
    assert set(NAMES) >= MOVES


@pytest.fixture
def story(small: Any) -> Any:
    """Three turns: brighter, flipped, cropped."""
    for operation in (BRIGHTER, {"op": "flip"}, {"op": "crop", "left": 0.25}):
        small.edit(operation)
    return small


def act(act: str, /, **args: Any) -> dict[str, Any]:
    return {"act": act, "args": args}


@pytest.mark.parametrize(
    ("args", "depth"),
    [
        ({"where": "start"}, 0), ({"turn": 2}, 2), ({"where": "before", "name": "the crop"}, 2),
        ({"where": "after", "name": "the flip"}, 2), ({"name": "the flip"}, 2),
        ({"where": "before", "name": "brightness"}, 0),
    ],
)  # fmt: skip
def test_going_to_a_place_in_the_past(story: Any, args: dict[str, Any], depth: int) -> None:
    state = story.say(act("goto", **args))
    assert isinstance(story.last, Committed)
    assert state.head.depth == depth
    assert state.turn is None
    assert str(depth) in state.reply or depth == 0


@pytest.mark.parametrize(
    "said",
    [
        act("goto"), act("goto", turn=9), act("goto", name="the elephant"), act("goto", where="branch", name="none"),
        act("undo", n=9), act("redo"), act("drop", turn=0), act("drop", turn=17), act("drop", name="the elephant"),
        act("amend", factor=0.5, turn=0), act("amend", turn=1), act("compare", turn=99), act("export", file="x.png"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_one_sentence(story: Any, said: dict[str, Any]) -> None:
    before = story.last.state.head.id
    story.say(said)
    assert isinstance(story.last, Failed)
    assert story.last.error.message.endswith((".", "?"))
    assert story.last.state.head.id == before


def test_the_end_of_a_branch(story: Any) -> None:
    last = story.last.state.head.id
    story.store.goto(story.session.id, 1)
    assert story.say(act("goto", turn=last)).head.id == last


def test_branches_begin_are_named_and_found_again(story: Any) -> None:
    assert "begins here" in story.say(act("branch", name="other")).reply
    other = story.edit(BRIGHTER).head
    assert "step 3" in story.say(act("branch", name="main")).reply
    assert story.last.state.head.depth == 3
    assert story.say(act("branch", name="other")).head.id == other.id
    assert "version 2" in story.say(act("branch")).reply


def test_comparing_counts_or_tells_the_sizes(story: Any) -> None:
    assert "96×64 became 72×64" in story.say(act("compare")).reply
    reply = story.say(act("compare", turn=2)).reply
    assert "Against step 2" in reply
    story.say(act("undo"))
    assert "100.0 %" in story.say(act("compare", where="start")).reply


def test_rules_gather(small: Any) -> None:
    small.say(act("remember", rule="keep it natural"))
    small.say(act("remember", rule="no text"))
    assert small.store.session(small.session.id).rules == ("keep it natural", "no text")
    small.say(act("none"))
    small.planner.requests.clear()
    small.say(act("none"))
    assert small.planner.requests[0].rules == ("keep it natural", "no text")


def test_what_was_done_so_far(story: Any) -> None:
    reply = story.say(act("answer")).reply
    assert all(f"{number} “" in reply for number in (1, 2, 3))
    story.say(act("goto", where="start"))
    assert "Nothing was done" in story.say(act("answer")).reply


def test_a_question_of_the_planner_is_an_asked_event(small: Any) -> None:
    small.say({"act": "ask", "reply": "Which one?"})
    assert isinstance(small.last, Asked)
    assert small.last.state.reply == "Which one?"
    assert small.say("2").turn is None


def test_export_is_the_face_s_business(story: Any) -> None:
    seen: list[Any] = []

    def save(image: Any, session: Any, args: Any) -> str:
        seen.append((image.size, session.id, args.file))
        return "Saved."

    state = story.say(act("export", file="out.jpg"), save=save)
    assert state.reply == "Saved."
    assert seen == [((72, 64), story.session.id, "out.jpg")]
    assert story.store.moves(story.session.id)[-1].kind == "export"


def test_the_reply_tells_what_was_done_and_remarked(small: Any) -> None:
    reply = small.edit({"op": "rotate", "degrees": 10}, {"op": "adjust", "exposure": 12}).reply
    assert "Rotate" in reply
    assert "white" in reply
    assert "exposure +12" in reply


def test_undo_and_redo_walk_back_exactly(story: Any) -> None:
    last = digest(story.picture)
    for _ in range(3):
        story.say(act("undo"))
    for _ in range(3):
        story.say(act("redo"))
    assert digest(story.picture) == last


def test_a_file_that_cannot_be_written_is_told(story: Any) -> None:
    def save(*_: Any) -> str:
        raise PermissionError(13, "Permission denied")

    story.say(act("export", file="/out.jpg"), save=save)
    assert isinstance(story.last, Failed)
    assert "Permission denied" in story.last.error.message
