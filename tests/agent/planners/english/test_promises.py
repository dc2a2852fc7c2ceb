"""What the planner says it will do is what can be done."""

from __future__ import annotations

from agent.planners import Request
from agent.planners.rules import RulesPlanner


def test_a_standing_rule_is_written_down_and_not_promised() -> None:
    plan = RulesPlanner().propose(Request("from now on never touch the faces"))
    assert plan.act == "remember"
    assert plan.reply.startswith("Written down: ")
    assert "can't apply rules by myself" in plan.reply
