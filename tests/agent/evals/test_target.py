"""The benchmark of target phrases: what counts as found, and the figure."""

import json
from pathlib import Path

import pytest

from agent.evals import benchmark
from agent.evals.target import TargetRow, difference, f1, phrase, words
from agent.plan import parse_plan
from tools.errors import PentimentoError


@pytest.mark.parametrize(
    ("found", "wanted", "value"),
    [
        ("", "", 1.0),
        ("the", "", 1.0),
        ("", "kettle", 0.0),
        ("kettle", "", 0.0),
        ("The Kettle", "the kettle", 1.0),
        ("left kettle", "kettle", 2 / 3),
        ("kettle on the left", "kettle", 0.5),
        ("red red", "red", 2 / 3),
        ("owl 's", "owl", 1.0),
        ("the left-hand owl's wing", "left hand owl wing", 1.0),
    ],
)
def test_f1_is_that_of_two_bags_of_words(found: str, wanted: str, value: float) -> None:
    assert f1(found, wanted) == pytest.approx(value)
    assert f1(wanted, found) == f1(found, wanted)


def test_articles_and_punctuation_are_no_words() -> None:
    assert words("The plate , a fork and an owl ’s wing .") == ["plate", "fork", "and", "owl", "wing"]


@pytest.mark.parametrize(
    ("operations", "said", "found"),
    [
        ([{"op": "remove", "region": {"phrase": "blue tent"}}], "remove the blue tent", "blue tent"),
        ([{"op": "restyle", "style": "sepia"}], "make it sepia", ""),
        (
            [{"op": "adjust", "exposure": 10}, {"op": "remove", "region": {"phrase": "tent"}}],
            "brighten it and remove the tent",
            "tent",
        ),
        ([{"op": "add", "object": "goat", "place": "to the left of the shed"}], "a goat left of the shed", "shed"),
        ([{"op": "add", "object": "goat", "place": "in front of him"}], "a goat in front of him", "him"),
        ([{"op": "add", "object": "goat", "place": "to his left"}], "a goat to his left", "his"),
        ([{"op": "add", "object": "goat", "place": "top left"}], "a goat top left", ""),
        ([{"op": "background", "mode": "scene", "scene": "a quarry"}], "a quarry behind", ""),
        ([{"op": "background", "mode": "remove"}], "remove the background", "background"),
        ([{"op": "background", "mode": "scene", "scene": "quarry", "subject": "man"}], "put him in a quarry", "him"),
        ([{"op": "pose", "pose": "smiling", "region": {"phrase": "man"}}], "make him smile", "him"),
        ([{"op": "pose", "pose": "smiling", "region": {"phrase": "man"}}], "make the man beside him smile", "man"),
        ([{"op": "recolor", "color": "gray", "region": {"phrase": "woman's hair"}}], "gray hair for her", "her's hair"),
    ],
)
def test_the_phrase_is_that_of_the_first_operation_with_one(operations: list, said: str, found: str) -> None:
    assert phrase(parse_plan({"act": "edit", "operations": operations}), said) == found


def test_a_question_back_grounds_nothing() -> None:
    assert phrase(parse_plan({"act": "ask", "reply": "Which?"}), "that one") == ""


@pytest.mark.parametrize(
    ("found", "wanted", "kind"),
    [
        ("", "owl", "nothing found"),
        ("owl", "", "found where nothing is meant"),
        ("left owl", "owl", "longer by “left”"),
        ("owl", "left owl", "shorter by “left”"),
        ("left owl", "brown owl", "partly the same"),
        ("hen", "owl", "something else"),
    ],
)
def test_differences_are_told_in_a_few_words(found: str, wanted: str, kind: str) -> None:
    assert difference(found, wanted) == kind


def test_the_report_tells_every_source_and_the_mean_over_rows(tmp_path: Path) -> None:
    rows = [
        TargetRow(instruction="remove the tent", target="the tent", source="one"),
        TargetRow(instruction="remove the left tent", target="tent", source="one"),
        TargetRow(instruction="make it sepia", target=None, source="two"),
    ]
    file = tmp_path / "rows.jsonl"
    file.write_text("\n".join(row.model_dump_json() for row in rows))
    told: list[tuple[int, int]] = []
    found = benchmark("target").evaluate(file, "rules", lambda done, total: told.append((done, total)))
    lines = [json.loads(json.dumps(line)) for line in found.lines]
    assert lines[0] == {"source": "one", "rows": 2, "f1": 0.8333, "exact": 0.5}
    assert lines[1] == {"source": "two", "rows": 1, "f1": 1.0, "exact": 1.0}
    assert lines[2]["difference"] == "longer by “left”"
    assert lines[2]["count"] == 1
    assert lines[-1] == {"overall": True, "rows": 3, "f1": 0.8889, "exact": 0.6667}
    assert found.tables[0].rows[-1] == ("overall", "3", "0.8889", "0.6667")
    assert found.tables[1].rows[0][3:] == ("remove the left tent", "left tent", "tent")
    assert told[-1] == (3, 3)


def test_rows_without_an_instruction_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text('{"target": "owl"}')
    with pytest.raises(PentimentoError, match="line 1"):
        benchmark("target").evaluate(file, "rules", lambda done, total: None)
