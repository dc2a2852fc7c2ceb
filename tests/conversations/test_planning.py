"""The golden utterances of english_*.toml and chinese_*.toml, each against what the rules planner makes of it."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from agent.plan import ACTS, parse_plan
from agent.planners import Request
from agent.planners.rules import RulesPlanner
from tools.chinese import is_chinese
from tools.operations import operations

Case = dict[str, Any]
LANGUAGES = ("english", "chinese")
CASES: dict[str, list[Case]] = {
    name: [
        case
        for file in sorted(Path(__file__).parent.glob(f"{name}_*.toml"))
        for case in tomllib.loads(file.read_text(encoding="utf-8"))["case"]
    ]
    for name in LANGUAGES
}
REACHED_OTHERWISE = {"drag", "analogy", "match", "compose", "restore"}  # drawn, attached, or an act of its own


def as_json(case: Case, made: Case) -> Case:
    """The case as a plan's JSON; a reply that the case leaves open is taken from the plan."""
    said = {"act": case.get("act", "edit"), "operations": case.get("operations", [])}
    said["reply"] = case.get("reply", made["reply"])
    if "args" in case:
        said["args"] = case["args"]
    if "then" in case:
        said["then"] = as_json(case["then"], made.get("then", {"reply": ""}))
    return said


@pytest.mark.parametrize("case", [case for name in LANGUAGES for case in CASES[name]], ids=lambda case: case["said"])
def test_the_utterance_is_planned_as_written_down(case: Case) -> None:
    plan = RulesPlanner().propose(Request(utterance=case["said"]))
    assert plan.to_json() == as_json(case, plan.to_json())
    assert parse_plan(plan.to_json()) == plan
    assert all(is_chinese(act.reply) for act in plan.acts) if case in CASES["chinese"] else plan.reply


@pytest.mark.parametrize("name", LANGUAGES)
def test_the_cases_reach_every_act_and_nearly_every_operation(name: str) -> None:
    assert {case.get("act", "edit") for case in CASES[name]} == set(ACTS)
    reached = {operation["op"] for case in CASES[name] for operation in case.get("operations", [])}
    assert set(operations()) - reached <= REACHED_OTHERWISE
    assert len(CASES[name]) >= 150
