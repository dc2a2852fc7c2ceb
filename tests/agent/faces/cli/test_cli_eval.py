"""`pentimento eval` and `pentimento train`: a planner measured on rows, and taught by them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from agent.planners import kinds
from agent.training import planner as training
from agent.training.phrasings import phrasings

Call = Callable[..., Any]


@pytest.fixture(autouse=True)
def few_phrasings(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(training, "phrasings", lambda: phrasings(300))
    kinds.in_use.cache_clear()
    yield
    kinds.in_use.cache_clear()


@pytest.fixture
def rows(home: Path) -> Path:
    said = {"brighten it": "adjust", "remove the kettle": "remove", "erase the [red] spoon": "crop"}
    lines = [
        {"instruction": words, "accept": [[name]], "ops": [name], "source": "ours", "licence": "CC0", "lang": "en"}
        for words, name in said.items()
    ]
    file = Path("rows.jsonl")
    file.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    return file


def test_a_person_reads_tables(cli: Call, rows: Path) -> None:
    answer = cli("eval", "plan", "--data", rows)
    assert answer.code == 0
    for told in ("By source", "By operation", "66.7 %", "crop → remove", "erase the [red] spoon"):
        assert told in answer.out
    assert answer.err == ""


def test_a_program_reads_lines(cli: Call, rows: Path) -> None:
    lines = cli("eval", "plan", "--data", rows, "--json", "--planner", "rules").lines
    assert lines[-1] == {"overall": True, "right": 2, "total": 3, "share": 0.6667}


def test_what_is_wrong_is_told_in_one_sentence(cli: Call, rows: Path) -> None:
    Path("bad.jsonl").write_text(rows.read_text("utf-8") + '\n{"instruction": "crop it"}', "utf-8")
    answer = cli("eval", "plan", "--data", "bad.jsonl")
    assert answer.code == 1
    assert "bad.jsonl, line 4: “accept”" in answer.err
    assert cli("eval", "plot", "--data", rows).code == 1
    assert cli("eval", "plan", "--data", rows, "--planner", "oracle").code == 1
    assert cli("eval", "plan").code == 2
    assert cli("eval", "plan", "--data", "missing.jsonl", "--json").lines[0]["error"]["message"]


def test_ctrl_c_stops_it(cli: Call, rows: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("agent.evals.plan.score", stop)
    answer = cli("eval", "plan", "--data", rows)
    assert answer.code == 130
    assert "Stopped" in answer.err


def test_training_says_what_it_used_and_where_it_wrote(cli: Call, rows: Path, home: Path) -> None:
    told = cli("train", "planner", "--data", rows, "-o", "mine.npz")
    assert told.code == 0
    assert "from 3 rows" in told.out
    assert kinds.load(Path("mine.npz")).about["sources"] == {"ours (CC0)": 3}
    (line,) = cli("train", "planner", rows, rows, "--json").lines
    assert line["rows"] == 6
    assert Path(line["file"]).is_file()
    assert Path(line["file"]).parent == home


def test_training_needs_rows_and_something_to_train(cli: Call, rows: Path) -> None:
    assert cli("train", "planner").code == 2
    assert cli("train", "painter", "--data", rows).code == 1
    assert cli("train", "planner", "--data", "missing.jsonl").code == 1
