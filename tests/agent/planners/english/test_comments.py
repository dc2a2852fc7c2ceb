"""Remarks that no edit can meet are answered, and never edited."""

import pytest

from agent.planners import Request
from agent.planners.rules import RulesPlanner


def told(said: str) -> tuple[str, str, int]:
    plan = RulesPlanner().propose(Request(said))
    return plan.act, plan.reply, len(plan.operations)


@pytest.mark.parametrize(
    "said",
    ["what a super picture", "otherwise very nice", "really this is an awesome shot", "the colors are beautiful"],
)
def test_praise_is_answered(said: str) -> None:
    assert told(said) == ("rate", "Glad you like it.", 0)


@pytest.mark.parametrize(
    ("said", "offer"),
    [
        ("take the photo from farther back", "zoom out"),
        ("I would shoot it from closer", "crop closer"),
        ("take the picture from a lower angle", "another side"),
        ("wait until the gulls are gone", "can't take the photograph again"),
        ("use a slower shutter speed", "can't take the photograph again"),
    ],
)
def test_advice_to_the_photographer_is_met_with_an_offer(said: str, offer: str) -> None:
    act, reply, edits = told(said)
    assert (act, edits) == ("ask", 0)
    assert offer in reply


@pytest.mark.parametrize("said", ["the photo is off center", "the shot needs to be centered"])
def test_a_picture_that_is_not_centred_is_asked_about(said: str) -> None:
    act, reply, edits = told(said)
    assert (act, edits) == ("ask", 0)
    assert "in the middle" in reply


@pytest.mark.parametrize("said", ["none", "n/a", "no other edits needed"])
def test_nothing_is_nothing(said: str) -> None:
    assert told(said)[::2] == ("none", 0)


@pytest.mark.parametrize(
    "said",
    ["take the mirror off the wall", "take the van out", "crop it closer as if shot from near", "make it nice",
     "the picture is too cool", "shoot, I meant remove the fence"],
)  # fmt: skip
def test_what_can_be_done_is_no_mere_remark(said: str) -> None:
    assert told(said)[0] == "edit"
