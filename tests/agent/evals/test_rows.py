"""Files of rows: what is wrong is told with its line."""

from pathlib import Path

import pytest

from agent.evals.rows import read
from agent.training.rows import PlanRow
from tools.errors import PentimentoError

GOOD = '{"instruction": "crop it", "accept": [["crop"]]}'


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"{GOOD}\n{{broken", "line 2 is no JSON"),
        (f"{GOOD}\n\n[1, 2]", "line 3"),
        (f'{GOOD}\n{{"accept": [["crop"]]}}', "line 2: “instruction”: Field required"),
        ('{"instruction": "crop it"}', "line 1: “accept”"),
        ('{"instruction": "crop it", "accept": [[]]}', "line 1: “accept.0”"),
        ('{"instruction": "crop it", "accept": "crop"}', "line 1: “accept”"),
        ('{"instruction": 7, "accept": []}', "line 1: “instruction”"),
        ("[" * 100_000, "line 1 is no JSON"),
        ("", "holds no rows"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, text: str, told: str) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_text(text, "utf-8")
    with pytest.raises(PentimentoError) as caught:
        read(file, PlanRow)
    assert told in caught.value.message
    assert caught.value.hint


def test_a_file_that_is_not_there_or_no_text(tmp_path: Path) -> None:
    with pytest.raises(PentimentoError, match="can't be read"):
        read(tmp_path / "missing.jsonl", PlanRow)
    (tmp_path / "picture.jsonl").write_bytes(b"\xff\xfe\x00\x01")
    with pytest.raises(PentimentoError, match="no text in UTF-8"):
        read(tmp_path / "picture.jsonl", PlanRow)


def test_empty_lines_and_unknown_fields_are_passed_over(tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_bytes(b'\xef\xbb\xbf{"instruction": "crop it", "accept": [["crop"]], "mood": 1}\r\n\r\n')
    (row,) = read(file, PlanRow)
    assert (row.wanted, row.source, row.licensed) == ("crop", "rows", False)


@pytest.mark.parametrize("licence", [None, "", "none seen", " None ", "unknown"])
def test_no_licence_is_no_licence(licence: str | None) -> None:
    assert not PlanRow(instruction="crop it", accept=(), licence=licence).licensed
    assert PlanRow(instruction="crop it", accept=(), licence="MIT").licensed
