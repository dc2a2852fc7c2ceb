"""What the planner says it will do is what can be done."""

from __future__ import annotations

from agent.planners import Request
from agent.planners.rules import RulesPlanner


def reply(said: str) -> str:
    plan = RulesPlanner().propose(Request(said))
    assert plan.act == "remember"
    return plan.reply


def test_a_rule_that_can_be_kept_is_noted() -> None:
    assert reply("from now on keep everything black and white") == "Noted: “keep everything black and white”."


def test_a_rule_that_means_nothing_for_every_picture_is_not_promised() -> None:
    assert "say it again when it matters" in reply("from now on keep it natural")
