"""What a standing rule comes to is told by whoever keeps it; the planner promises nothing."""

from __future__ import annotations

from agent.planners import Request, planner


def test_the_planner_promises_nothing_about_a_rule() -> None:
    plan = planner("rules").propose(Request("from now on keep everything black and white"))
    assert plan.act == "remember"
    assert plan.args.rule == "keep everything black and white"
    assert plan.reply == ""
