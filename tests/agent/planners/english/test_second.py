"""The second opinion: it helps where nothing was understood, and touches nothing else."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.plan import Plan
from agent.planners import Request
from agent.planners.english import opinion, planning, second
from agent.planners.kinds import Opinion

Say = Callable[..., Plan]
KINDS = st.sampled_from(sorted(opinion.OPERATIONS))


def certain(kind: str) -> Callable[[str], Opinion]:
    """Somebody who is always sure of the same kind."""
    return lambda words: Opinion(kind, 1.0, {kind: 1.0}, 1.0)


ACTS = [
    *(
        "undo",
        "undo the hat",
        "redo",
        "go back to the start",
        "go back to before the crop",
        "start over",
        "compare",
        "save it",
    ),
    *("what did you do so far?", "who are you?", "from now on keep everything black and white", "try again"),
    *("lovely picture", "I like it", "thanks", "that's perfect", "never mind", "branch off as winter", "too much"),
    *("in step 2 make it blue instead", "that's bad", "yes", "no", "2"),
]


@settings(deadline=None)  # the first reading makes its tables
@given(st.sampled_from(ACTS), KINDS)
def test_an_act_or_praise_is_never_turned_into_an_edit(said: str, kind: str) -> None:
    request = Request(said)
    plan = planning.plan(request)
    assert plan.act != "edit"
    changed = second.considered(plan, request, certain(kind))
    assert changed is plan or plan.act == "ask"


@pytest.mark.parametrize("said", ["remove the kettle", "crop the top third", "cut out the owl", "move the boat left"])
def test_what_the_grammar_is_sure_of_stays(said: str) -> None:
    request = Request(said)
    plan = planning.plan(request)
    for kind in opinion.OPERATIONS:
        assert second.considered(plan, request, certain(kind)) is plan


@settings(deadline=None)  # the first reading makes its tables
@given(st.text(max_size=80), KINDS)
def test_whatever_is_said_the_answer_is_a_plan_and_a_guess_says_so(said: str, kind: str) -> None:
    request = Request(said)
    plan = planning.plan(request)
    changed = second.considered(plan, request, certain(kind))
    if changed is not plan:
        assert changed.operations
        assert {one.op for one in changed.operations} <= opinion.OPERATIONS[kind]
        assert "not sure" in changed.reply


def test_nothing_is_taken_over_on_a_weak_opinion_or_on_words_that_are_not_known() -> None:
    request = Request("defenestrate the vases from the sill")
    plan = planning.plan(request)
    assert plan.act in ("ask", "edit")
    weak = Opinion("remove", second.LOST - 0.01, {"remove": second.LOST - 0.01}, 1.0)
    strange = Opinion("remove", 1.0, {"remove": 1.0}, second.KNOWN - 0.1)
    assert second.considered(plan, request, lambda words: weak) is plan
    assert second.considered(plan, request, lambda words: strange) is plan
    assert second.considered(plan, request, lambda words: None) is plan


@pytest.mark.parametrize(
    ("said", "op", "argument"),
    [
        ("fog of this kind begone, purify the view from the haze", "enhance", {"task": "dehaze"}),
        ("perfecting the brilliance of it all", "adjust", {}),
        ("the shed could do with being a good deal less fuzzed and blurryish", "adjust", {}),
    ],
)
def test_what_nobody_foresaw_is_planned_all_the_same(say: Say, said: str, op: str, argument: dict) -> None:
    plan = say(said)
    assert [one.op for one in plan.operations] == [op]
    assert argument.items() <= plan.operations[0].model_dump().items()


@pytest.mark.parametrize(
    "said",
    [
        "what a lovely quiet picture this is",
        "my brother lives over there",
        "wait until the sun is out",
        "find a better camera next time",
        "the kettle on the left",
        "colourless ideas sleep furiously",
    ],
)
def test_what_asks_for_nothing_edits_nothing(say: Say, said: str) -> None:
    assert not say(said).operations
