"""The golden utterances of english_arguments.toml: every argument of every operation, and nothing besides."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from agent.plan import parse_plan
from agent.planners import Request
from agent.planners.rules import RulesPlanner

CASES: list[dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("english_arguments.toml").read_text(encoding="utf-8")
)["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["said"])
def test_the_arguments_are_those_written_down(case: dict[str, Any]) -> None:
    plan = RulesPlanner().propose(Request(utterance=case["said"], size=(640, 480)))
    made = plan.to_json()
    assert made["act"] == case.get("act", "edit")
    assert made["operations"] == case.get("operations", [])
    assert made.get("args", {}) == case.get("args", {})
    assert "then" not in made
    assert parse_plan(made) == plan
