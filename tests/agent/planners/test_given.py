"""Names made of words that the grammars know: the thing is meant, and the same words elsewhere stay what they are."""

from __future__ import annotations

from typing import Any

import pytest
from PIL import Image

from agent.events import Asked
from agent.planners import Request, given
from agent.planners.rules import RulesPlanner
from agent.scene import Scene, SceneObject
from memory.schema import MaskRef


def scene(*names: str) -> Scene:
    mask = MaskRef("0" * 64, (1, 1, 5, 5), (9, 9))
    things = tuple(
        SceneObject(f"o{n}", ("red cup", name), mask, (9, 9), "", 0, given=(name,)) for n, name in enumerate(names, 1)
    )
    return Scene(things, (9, 9), {thing.id: thing for thing in things})


def propose(said: str, *names: str) -> Any:
    return RulesPlanner().propose(Request(said, (90, 90), scene=scene(*names)))


def meant(said: str, *names: str) -> tuple[str, str | None, str | None]:
    (only,) = propose(said, *names).operations
    return only.op, only.region and only.region.phrase, only.region and only.region.object_id


@pytest.mark.parametrize(
    ("said", "name", "op"),
    [
        ("make Big Red darker", "Big Red", "adjust"), ("move big red to the left", "Big Red", "move"),
        ("move Square to the left", "Square", "move"), ("make square bigger", "Square", "resize"),
        ("remove Square", "Square", "remove"), ("blur lefty", "Lefty", "adjust"),
        ("Crop should be brighter", "Crop", "adjust"), ("make Old Blue's color green", "Old Blue", "recolor"),
        ("把小白变大一点", "小白", "resize"), ("把Big Red调亮一点", "Big Red", "adjust"),
        ("小红再亮一点", "小红", "adjust"), ("把大黑移到左边", "大黑", "move"), ("把小白变成白色", "小白", "recolor"),
    ],
)  # fmt: skip
def test_the_thing_of_that_name_is_meant(said: str, name: str, op: str) -> None:
    assert meant(said, name) == (op, name, "o1")


@pytest.mark.parametrize(
    ("said", "name", "op"),
    [
        ("make it square", "Square", "crop"), ("crop it to a square", "Square", "crop"),
        ("make the sky red", "Red", "recolor"), ("make the Red car darker", "Red", "adjust"),
        ("make the big red bus darker", "Big Red", "adjust"), ("crop to square", "Square", "crop"),
    ],
)  # fmt: skip
def test_the_same_words_elsewhere_are_no_name(said: str, name: str, op: str) -> None:
    found = meant(said, name)
    assert found[0] == op
    assert found[1] != name


def test_the_longest_name_is_meant() -> None:
    assert meant("make Big Red darker", "Red", "Big Red")[2] == "o2"
    assert meant("make Red darker", "Red", "Big Red")[2] == "o1"


def test_the_reply_and_the_lettering_have_the_persons_letters() -> None:
    assert propose("move big red to the left", "Big Red").reply == "Move Big Red left."
    (written,) = propose("write 'big red' at the top", "Big Red").operations
    assert written.content == "big red"


def test_nothing_is_masked_where_no_name_is_said() -> None:
    request = Request("make it darker", (9, 9), scene=scene("Big Red"))
    assert given.masked(request).request is request
    crowded = Request("move " + " and ".join(["Rex"] * 3), scene=scene(*(f"Rex {n}" for n in range(40)), "Rex"))
    assert given.masked(crowded).request.utterance.count("Rex") == 0


def test_more_names_than_stand_ins_are_read_as_words() -> None:
    names = [f"Big Red{letter}" for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"]
    found = given.masked(Request(" ".join(names), scene=scene(*names)))
    assert "Big Red" in found.request.utterance
    assert "Xq" in found.request.utterance


def test_a_name_in_a_conversation(talk_about: Any) -> None:
    picture = Image.new("RGB", (96, 64), (120, 130, 120))
    picture.paste((200, 40, 40), (12, 16, 36, 48))
    talk = talk_about(picture)
    talk.say("call the red thing Big Blue")
    state = talk.say("make Big Blue darker")
    assert state.turn.steps[0].masks["asked"].box == (12, 16, 36, 48)
    state = talk.say("undo the big blue darkening")
    assert state.head.depth == 0
    talk.say("never touch Big Blue")
    assert "Big Blue" in talk.store.session(talk.session.id).rules[0]


def test_a_question_about_a_name_lets_other_wishes_through(pair: Any) -> None:
    pair.say("call the bin Rex")
    assert isinstance(pair.last, Asked)
    assert pair.say("make it brighter").act == "edit"
