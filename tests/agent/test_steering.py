"""What is said of how, in the plan: kept through questions and answers, merged with flags, told where it has no use."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image

from agent.agent import Agent
from agent.engines import Engines
from agent.events import Asked, Failed
from agent.planners.rules import RulesPlanner
from tests.agent.conftest import Pair
from tests.pretended import Having, Pretended
from tools.types import Sampling

OLD = {"op": "instruct", "instruction": "Let it look old."}


@pytest.fixture
def models() -> tuple[Pretended, Pretended]:
    return Pretended("ip2p"), Pretended("kontext", "kontext")


@pytest.fixture
def talk(
    models: tuple[Pretended, Pretended],
    talk_about: Callable[..., Any],
    picture: Callable[..., Image.Image],
    monkeypatch: pytest.MonkeyPatch,
) -> Any:
    monkeypatch.setattr("tools.grounding.installed", lambda: (Pair(),))
    return talk_about(picture(), engines=Having(*models), sampling=Sampling(steps=12))


def last(talk: Any) -> Any:
    return talk.store.path(talk.session.id)[-1].steps[-1]


def test_flags_fill_what_words_leave_open(talk: Any) -> None:
    talk.say("make it look flooded, guidance 3")
    assert last(talk).asked["sampling"] == {"steps": 12, "guidance": 3.0}
    talk.say("make it look abandoned in 40 steps")
    assert last(talk).asked["sampling"] == {"steps": 40}
    talk.say("brighten it a little")
    assert "sampling" not in last(talk).asked


def test_an_answered_question_keeps_the_manner_of_the_request(talk: Any) -> None:
    talk.say("use ip2p in 30 steps, seed 5: make the bin look old")
    assert isinstance(talk.last, Asked)
    talk.say("2")
    step = last(talk)
    assert (step.engine, step.asked["sampling"]["steps"], step.seed) == ("ip2p", 30, 5)
    talk.say("move the bin to the left with ip2p")  # painted by no argument of its own: the hole is filled by a model


def test_the_planner_reads_only_what_is_left(talk: Any) -> None:
    talk.say("use kontext for this: make it look flooded, 40 steps")
    assert talk.planner.requests[-1].utterance == "make it look flooded"
    assert talk.planner.requests[-1].skills == Pretended().skills
    assert talk.store.moves(talk.session.id)[-1].utterance == "use kontext for this: make it look flooded, 40 steps"


def test_a_guide_reaches_the_engine_and_is_no_reference(talk: Any, models: tuple[Pretended, Pretended]) -> None:
    sketch = talk.store.put_picture(Image.new("RGB", (96, 64), "white"))
    talk.say("make it look flooded, follow the attached sketch", references=(sketch,))
    assert talk.planner.requests[-1].references == ()
    assert models[1].asked[-1][3] == ("sketch",)
    assert last(talk).asked["controls"] == [{"kind": "sketch", "picture": sketch}]


def test_moves_are_made_with_the_numbers_that_were_really_used(talk: Any, models: tuple[Pretended, Pretended]) -> None:
    talk.edit({**OLD, "engine": "ip2p"})
    told = talk.say("more of it")
    assert isinstance(talk.last, Asked | Failed) or "guidance 7.5 → 9" in told.reply
    talk.say("stronger")
    assert models[0].asked[-1][2].guidance == 9.0
    assert models[0].asked[-1][2].seed == models[0].asked[0][2].seed
    reply = talk.say("a stronger effect").reply
    assert "guidance 9 → 10.8" in reply
    for _ in range(12):
        talk.say("a stronger effect")
    assert isinstance(talk.last, Failed)
    assert "can go further" in talk.last.error.message


def test_an_amount_of_its_own_goes_before_the_models_numbers(talk: Any) -> None:
    talk.edit({"op": "restyle", "style": "moonlight", "strength": 0.8})
    talk.say("half that")
    assert last(talk).asked["strength"] == 0.4
    talk.edit({"op": "restyle", "style": "moonlight"})
    talk.say("more")
    assert "strength" not in last(talk).asked
    assert last(talk).asked["sampling"]["guidance"] > 2.5


def test_an_amendment_by_number_is_made_in_that_manner(talk: Any) -> None:
    talk.edit({**OLD, "engine": "ip2p"})
    talk.say("brighten it a little")
    events = list(talk.agent.amend(talk.session.id, 1, "use kontext"))
    assert events[-1].state.head.depth == 2
    assert talk.store.path(talk.session.id)[1].steps[0].engine == "kontext"
    talk.say("redo step 1 with ip2p")
    assert talk.store.path(talk.session.id)[1].steps[0].engine == "ip2p"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("use kontext for this", "Nothing was done yet"),
        ("make it look flooded with sdxl", "sdxl is not installed"),
        ("use engine warp9: make it look flooded", "warp9"),
        ("make it look flooded, guidance 90", "from 0 to 50"),
    ],
)
def test_what_can_not_be_is_told_and_nothing_is_changed(talk: Any, said: str, told: str) -> None:
    state = talk.say(said)
    assert isinstance(talk.last, Failed)
    assert told in talk.last.error.message
    assert state.head.depth == 0


def test_where_nothing_was_made_by_a_model_the_words_are_the_planners(talk: Any) -> None:
    talk.say("brighten it a little")
    before = len(talk.planner.requests)
    talk.say("closer to the original")
    assert len(talk.planner.requests) == before + 1


def test_a_plan_without_a_session_is_steered_too(store: Any) -> None:
    agent = Agent(store, planner=RulesPlanner(), engines=Engines())
    (operation,) = agent.propose("make it look flooded with kontext in 30 steps").operations
    told = operation.model_dump(exclude_defaults=True, exclude={"op", "instruction"})
    assert told == {"engine": "kontext", "sampling": {"steps": 30}}
    assert agent.propose("use kontext for this").act in ("ask", "none", "edit")


def test_numbers_that_suit_one_model_do_not_go_along_to_another(talk: Any, models: tuple[Pretended, Pretended]) -> None:
    talk.say("make it look flooded with ip2p, guidance 9")
    assert models[0].asked[-1][2].guidance == 9
    talk.say("try that with kontext")
    assert models[1].asked[-1][2].guidance is None
    talk.say("use kontext for this, guidance 3")
    assert models[1].asked[-1][2].guidance == 3


@pytest.mark.parametrize("said", ["don't change it so much", "a weaker effect", "change it less", "别改那么多"])
def test_an_amount_is_about_the_last_step_whoever_made_it(
    said: str, talk: Any, models: tuple[Pretended, Pretended]
) -> None:
    talk.say("make it look flooded with ip2p")
    talk.say("brighten it a lot")
    asked = len(models[0].asked)
    talk.say(said)
    assert len(models[0].asked) == asked


def test_the_photograph_is_about_the_last_step_of_a_model(talk: Any, models: tuple[Pretended, Pretended]) -> None:
    talk.say("make it look flooded with ip2p")
    talk.say("brighten it a lot")
    asked = len(models[0].asked)
    talk.say("closer to the original photo")
    assert len(models[0].asked) > asked
