"""`pentimento plan`: what would be done, for one utterance or for a file of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from agent.plan import parse_plan

Call = Callable[..., Any]


def test_a_plan_is_told_and_nothing_is_done(cli: Call, photo: Path) -> None:
    (line,) = cli("plan", "crop the bottom third and brighten it a little", "--json").lines
    assert line.keys() == {"instruction", "plan"}
    assert [operation["op"] for operation in line["plan"]["operations"]] == ["crop", "adjust"]
    assert parse_plan(line["plan"]).act == "edit"
    assert cli("sessions", "--json").out == ""


def test_people_read_it_in_one_line(cli: Call) -> None:
    told = cli("plan", "undo the last two").out
    assert told.startswith("undo")
    assert "2" in told
    assert "left half" in cli("plan", "darken the left half").out


def test_every_line_of_a_file_has_its_answer_in_order_and_a_bad_one_stops_nothing(cli: Call, home: Path) -> None:
    rows = [
        '{"instruction": "undo"}',
        '"crop the bottom third"',
        "brighten it a little",
        "{broken",
        "",
        '{"said": "undo"}',
        "[1, 2]",
        '{"instruction": "redo", "id": 7}',
        "[" * 100_000,
    ]
    Path("in.jsonl").write_text("\n".join(rows), "utf-8")
    answer = cli("plan", "--file", "in.jsonl", "--json")
    assert answer.code == 1
    lines = answer.lines
    assert [line["instruction"] for line in lines] == [
        *("undo", "crop the bottom third", "brighten it a little", None, None, None, "redo", None)
    ]
    assert [line["plan"] and line["plan"]["act"] for line in lines] == [
        *("undo", "edit", "edit", None, None, None, "redo", None)
    ]
    for line in lines:
        assert (line["plan"] is None) == ("error" in line)
    assert "Line 4" in lines[3]["error"]["message"]
    assert "Line 6" in lines[4]["error"]["message"]


def test_a_good_file_exits_with_0_and_standard_input_serves(cli: Call, home: Path) -> None:
    rows = [json.dumps({"instruction": said}) for said in ("undo", "make it warmer", "变亮一点")]
    Path("in.jsonl").write_bytes(b"\xef\xbb\xbf" + "\r\n".join(rows).encode())
    answer = cli("plan", "--file", "in.jsonl", "--json")
    assert (answer.code, len(answer.lines)) == (0, 3)
    assert cli("plan", "--file", "-", "--json", given="\n".join(rows)).lines == answer.lines


def test_a_plan_may_know_a_session(cli: Call, session: str) -> None:
    (line,) = cli("plan", "undo the crop but keep the rest", "--session", session, "--json").lines
    assert line["plan"]["act"] == "drop"
    assert cli("plan", "undo", "--session", "zzzz").code == 1


def test_wrong_usage(cli: Call, home: Path) -> None:
    assert cli("plan").code == 2
    assert cli("plan", "undo", "--file", "in.jsonl").code == 2
    assert cli("plan", "--file", "missing.jsonl").code == 1
    assert cli("plan", "undo", "--planner", "oracle").code == 1
