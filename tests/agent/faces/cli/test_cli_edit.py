"""`pentimento edit`: lines, exit codes, places, references and files."""

from __future__ import annotations

import json
import shlex
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops
from pydantic import BaseModel, ConfigDict

from memory.pictures import digest
from memory.store import Store

Call = Callable[..., Any]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class Picture(Strict):
    digest: str
    width: int
    height: int


class Error(Strict):
    type: str
    message: str
    hint: str


class Candidate(Strict):
    n: int
    box: list[float]
    score: float
    label: str


class Line(Strict):
    """One utterance, as the contract has it."""

    turn: int
    id: str | None
    session: str
    utterance: str
    act: str
    reply: str
    head: str
    picture: Picture
    operations: list[dict[str, Any]]
    candidates: list[Candidate] | None = None
    error: Error | None


def as_lines(rows: list[Any]) -> list[Line]:
    for row in rows:
        assert ("candidates" in row) == (row["act"] == "ask")
    return [Line.model_validate(row) for row in rows]


def test_five_utterances_give_five_lines_and_undo_gives_back_the_very_pixels(cli: Call, photo: Path) -> None:
    said = [
        *("brighten it a little", "crop the bottom third", "darken the left half", "undo"),
        "make it look like a watercolor and add the text 'hello' at the top",
    ]
    answer = cli("edit", photo, *said, "-o", "out.png", "--json")
    assert answer.code == 0, answer.err
    lines = as_lines(answer.lines)
    assert [line.utterance for line in lines] == said
    assert [line.act for line in lines] == ["edit", "edit", "edit", "undo", "edit"]
    assert [line.turn for line in lines] == [1, 2, 3, 2, 3]
    assert [line.id is None for line in lines] == [False, False, False, True, False]
    assert [(line.picture.width, line.picture.height) for line in lines] == [(150, 100)] + [(150, 67)] * 4
    assert lines[3].picture == lines[1].picture
    assert lines[3].head == lines[1].id
    assert lines[3].operations == []
    assert lines[2].picture.digest != lines[1].picture.digest
    assert [operation["op"] for operation in lines[4].operations] == ["restyle", "text"]
    assert len({line.session for line in lines}) == 1
    with Image.open("out.png") as written:
        assert written.size == (150, 67)
        assert digest(written.convert("RGB")) == lines[4].picture.digest


def test_a_local_edit_tells_its_place_and_that_nothing_else_was_touched(cli: Call, photo: Path) -> None:
    (line,) = as_lines(cli("edit", photo, "darken the left half", "--json").lines)
    (operation,) = line.operations
    assert operation["region"]["box"] == [0.0, 0.0, 0.5, 1.0]
    assert operation["receipt"]["changed_outside"] == 0
    assert operation["receipt"]["changed_inside"] > 0
    assert operation["receipt"]["engine"] == "embedded"
    assert operation["receipt"]["seconds"] >= 0


def test_a_drawn_box_is_where_the_edit_happens(cli: Call, photo: Path) -> None:
    answer = cli("edit", photo, "darken it", "--region", "0.1,0.2,0.5,0.6", "-o", "out.png", "--json")
    assert answer.code == 0, answer.err
    assert answer.lines[0]["operations"][0]["region"]["box"] == pytest.approx([0.1, 0.2, 0.5, 0.6])
    with Image.open(photo) as before, Image.open("out.png") as after:
        box = ImageChops.difference(before.convert("RGB"), after.convert("RGB")).getbbox()
    assert box is not None
    assert box[0] >= 15
    assert box[1] >= 20
    assert box[2] <= 75
    assert box[3] <= 60


def test_a_mask_file_is_where_the_edit_happens(cli: Call, photo: Path) -> None:
    mask = Image.new("L", (150, 100))
    mask.paste(255, (30, 30, 50, 60))
    mask.save("mask.png")
    answer = cli("edit", photo, "darken it", "--mask", "mask.png", "--json")
    assert answer.code == 0, answer.err
    assert answer.lines[0]["operations"][0]["region"]["box"] == pytest.approx([0.2, 0.3, 1 / 3, 0.6], abs=1e-5)
    assert answer.lines[0]["operations"][0]["receipt"]["changed_outside"] == 0


def test_a_mask_of_another_size_or_of_nothing_is_refused_and_leaves_no_session(cli: Call, photo: Path) -> None:
    Image.new("L", (10, 10), 255).save("small.png")
    Image.new("L", (150, 100)).save("black.png")
    for name, told in (("small.png", "10 × 10"), ("black.png", "all black")):
        answer = cli("edit", photo, "darken it", "--mask", name)
        assert answer.code == 1
        assert told in answer.err
    assert cli("sessions", "--json").out == ""


def test_the_seed_is_told_and_counts_up(cli: Call, photo: Path) -> None:
    (line,) = cli("edit", photo, "brighten it a little and add grain", "--seed", 7, "--json").lines
    assert [operation["seed"] for operation in line["operations"]] == list(range(7, 7 + len(line["operations"])))


def test_a_session_goes_on_by_id_by_prefix_and_as_last(cli: Call, session: str) -> None:
    for reference, turn in ((session, 4), (session[:20], 5), ("last", 6)):
        (line,) = as_lines(cli("edit", "--session", reference, "brighten it a little", "--json").lines)
        assert (line.session, line.turn) == (session, turn)


def test_with_a_session_every_argument_is_an_utterance(cli: Call, session: str) -> None:
    rows = cli("edit", "--session", session, "undo", "undo", "redo", "--json").lines
    assert [(row["act"], row["turn"]) for row in rows] == [("undo", 2), ("undo", 1), ("redo", 2)]


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("coffee.png",),
        ("coffee.png", ""),
        ("--session", "last"),
        ("coffee.png", "darken it", "--session", "last"),
        ("coffee.png", "darken it", "--region", "0.5,0,0.2,1"),
        ("coffee.png", "darken it", "--region", "0,0,2,1"),
        ("coffee.png", "darken it", "--region", "nan,0,1,1"),
        ("coffee.png", "darken it", "--points", "0.5"),
        ("coffee.png", "darken it", "--points", "0.5,0.5", "--region", "0,0,1,1"),
        ("coffee.png", "darken it", "--seed", "-1"),
        ("coffee.png", "darken it", "--steps", "0"),
        ("coffee.png", "darken it", "--quality", "101"),
        ("coffee.png", "darken it", "--no-such-option"),
    ],
)
def test_wrong_usage_exits_with_2_and_does_nothing(cli: Call, photo: Path, arguments: tuple[str, ...]) -> None:
    answer = cli("edit", *arguments, "--json")
    assert answer.code == 2
    assert answer.out == ""
    assert answer.err
    assert cli("sessions", "--json").out == ""


@pytest.mark.parametrize("kind", ["empty", "text", "cut", "huge", "folder"])
def test_a_troublemaker_is_one_sentence_and_leaves_no_session(cli: Call, photo: Path, kind: str) -> None:
    good, bad = photo.read_bytes(), Path("bad.png")
    header = struct.pack(">II5B", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunk = b"IHDR" + header
    huge = good[:8] + struct.pack(">I", 13) + chunk + struct.pack(">I", zlib.crc32(chunk)) + good[33:]
    if kind == "folder":
        bad.mkdir()
    else:
        bad.write_bytes({"empty": b"", "text": b"hello\n" * 40, "cut": good[: len(good) // 2], "huge": huge}[kind])
    answer = cli("edit", bad, "brighten it a little", "--json")
    assert answer.code == 1
    assert answer.lines[0]["error"]["type"] == ("PictureTooLarge" if kind == "huge" else "NotAPicture")
    assert len(answer.err.splitlines()) == 2
    assert cli("sessions", "--json").out == ""


def test_the_photograph_comes_first(cli: Call, photo: Path) -> None:
    answer = cli("edit", "brighten it a little", photo)
    assert answer.code == 2
    assert "edit coffee.png" in answer.err


def test_a_very_long_utterance_is_no_file_name(cli: Call, session: str) -> None:
    said = "brighten it a little, " + "please " * 600
    (line,) = cli("edit", "--session", session, said, "--json").lines
    assert line["utterance"] == said
    assert cli("x" * 5000).code == 2


def test_a_failing_utterance_ends_the_call_and_keeps_what_came_before(cli: Call, photo: Path) -> None:
    answer = cli(
        "edit", photo, "brighten it a little", "undo the last 5", "crop the bottom third", "--json", "-o", "o.png"
    )
    assert answer.code == 1
    done, failed = as_lines(answer.lines)
    assert done.error is None
    assert failed.error is not None
    assert failed.error.type == "NothingToUndo"
    assert (failed.turn, failed.head, failed.id) == (1, done.head, None)
    assert failed.picture == done.picture
    assert failed.error.message in answer.err
    assert not Path("o.png").exists()


def test_a_question_leaves_the_head_and_exits_with_3_until_a_drawing_answers_it(cli: Call, photo: Path) -> None:
    answer = cli("edit", photo, "remove the bin", "-o", "out.png", "--json")
    assert answer.code == 3
    (asked,) = as_lines(answer.lines)
    assert asked.act == "ask"
    assert asked.turn == 0
    assert asked.candidates is not None
    assert [candidate.n for candidate in asked.candidates] == list(range(1, len(asked.candidates) + 1))
    assert not Path("out.png").exists()
    answer = cli("edit", "--session", "last", "--region", "0.1,0.1,0.3,0.3", "--json")
    (done,) = as_lines(answer.lines)
    assert answer.code == 0
    assert (done.turn, done.operations[0]["op"]) == (1, "remove")


def test_a_person_reads_the_question_and_the_way_out(cli: Call, photo: Path) -> None:
    answer = cli("edit", photo, "remove the bin")
    assert answer.code == 3
    assert "bin" in answer.out


def test_without_o_no_file_is_written(cli: Call, photo: Path) -> None:
    assert cli("edit", photo, "brighten it a little").code == 0
    assert [path.name for path in Path().iterdir()] == ["coffee.png"]


def test_an_output_that_cannot_be_is_told_before_the_work(cli: Call, photo: Path) -> None:
    for name in ("out.xyz", "out", "no/such/folder/out.png"):
        answer = cli("edit", photo, "brighten it a little", "-o", name, "--json")
        assert answer.code == 1
        assert answer.lines[0]["error"]["hint"]
    assert cli("sessions", "--json").out == ""


def test_a_question_tells_people_how_to_answer_it(cli: Call, photo: Path) -> None:
    asked = cli("edit", photo, "remove the gizmo", "-o", "my out.png")
    assert asked.code == 3
    assert not Path("my out.png").exists()
    (line,) = [line for line in asked.out.splitlines() if line.startswith("To answer: ")]
    answer = [word for word in shlex.split(line)[3:] if word != "…"]
    assert cli(*answer, "1").code == 0
    assert Path("my out.png").exists()


def test_the_output_is_reduced_and_compressed_as_asked(cli: Call, photo: Path) -> None:
    assert cli("edit", photo, "brighten it a little", "-o", "good.jpg").code == 0
    answer = cli("edit", photo, "brighten it a little", "-o", "small.jpg", "--quality", 30, "--max-side", 75)
    assert "75 × 50" in answer.out
    assert Path("small.jpg").stat().st_size < Path("good.jpg").stat().st_size / 2
    with Image.open("small.jpg") as image:
        assert image.size == (75, 50)
    assert "replaced" in cli("edit", photo, "darken it", "-o", "small.jpg").out


def test_nothing_that_is_shown_again_gives_commands_to_the_terminal(cli: Call, photo: Path) -> None:
    name = photo.rename("\x1b[31mred\x07.png")
    assert cli("edit", name, "brighten it\x1b]0;mine\x07").code in (0, 3)
    assert cli("edit", "--session", "last", "darken it\x1b[2J").code in (0, 3)
    for command in ("log", "sessions", "show"):
        assert "\x1b" not in cli(command, *(["last", "0"] if command == "show" else [])).out
    assert "\\u001b" not in cli("log", "last", "--json").out + cli("sessions", "--json").out


def test_the_photograph_is_never_written_to(cli: Call, photo: Path) -> None:
    before = photo.read_bytes()
    Path("link.png").symlink_to(photo)
    for name in (photo, "./coffee.png", "link.png"):
        answer = cli("edit", photo, "brighten it", "-o", name)
        assert answer.code == 1
        assert "coffee-edited.png" in answer.err or "link-edited.png" in answer.err
    assert photo.read_bytes() == before
    assert cli("sessions", "--json").out == ""


def test_the_photograph_may_come_from_standard_input(cli: Call, photo: Path) -> None:
    answer = cli("edit", "-", "crop the bottom third", "--json", given=photo.read_bytes())
    assert answer.code == 0, answer.err
    assert answer.lines[0]["picture"]["height"] == 67
    assert cli("edit", "-", "crop the bottom third", given=b"").code == 1


def test_a_reference_is_read_before_anything_is_stored(cli: Call, photo: Path) -> None:
    Path("broken.png").write_text("no picture")
    answer = cli("edit", photo, "brighten it a little", "--reference", "broken.png", "--json")
    assert answer.code == 1
    assert answer.lines[0]["error"]["type"] == "NotAPicture"
    assert cli("sessions", "--json").out == ""


def test_a_picture_named_in_the_words_is_opened_as_a_reference(cli: Call, photo: Path, home: Path) -> None:
    beach = Image.new("RGB", (60, 40), "skyblue")
    beach.save("beach.jpg", quality=95)
    cli("edit", photo, "match the colours of beach.jpg", "--json")
    with Store(home / "pentimento.db") as store, Image.open("beach.jpg") as opened:
        assert store.has_picture(digest(opened.convert("RGB")))


def test_words_save_a_file_but_never_over_another(cli: Call, photo: Path) -> None:
    answer = cli("edit", photo, "brighten it a little", "save it as out.jpg, 75 px", "--json")
    assert answer.code == 0, answer.err
    assert answer.lines[1]["act"] == "export"
    assert "out.jpg" in answer.lines[1]["reply"]
    before = Path("out.jpg").read_bytes()
    with Image.open("out.jpg") as image:
        assert image.size == (75, 50)
    again = cli("edit", "--session", "last", "save it as out.jpg", "--json")
    assert again.code == 1
    assert "exists" in again.lines[0]["error"]["message"]
    assert Path("out.jpg").read_bytes() == before


def test_unknown_planners_and_engines_are_named(cli: Call, photo: Path) -> None:
    answer = cli("edit", photo, "darken it", "--planner", "oracle", "--json")
    assert (answer.code, answer.lines[0]["error"]["type"]) == (1, "PlannerUnavailable")
    answer = cli("edit", photo, "darken it", "--engine", "warp9", "--json")
    assert answer.code == 1
    assert "warp9" in answer.lines[-1]["error"]["message"]


def test_words_that_are_no_unicode_are_kept_readable(cli: Call, photo: Path) -> None:
    answer = cli("edit", photo, "brighten it a little \udcff", "--json")
    assert answer.code in (0, 1, 3)
    assert answer.lines[0]["utterance"] == "brighten it a little ?"


def test_people_see_the_session_the_plan_the_receipt_and_the_file(cli: Call, photo: Path) -> None:
    answer = cli("edit", photo, "darken the left half", "-o", "out.png")
    assert answer.code == 0
    assert answer.err == ""
    for told in ("Session ", "150 × 100", "adjust", "0 px outside", "Saved out.png"):
        assert told in answer.out


def test_what_was_reduced_in_opening_is_told(cli: Call, home: Path) -> None:
    Image.new("CMYK", (20, 10), (10, 200, 30, 0)).save("cmyk.tif")
    answer = cli("edit", "cmyk.tif", "brighten it a little", "--json")
    assert answer.code == 0, answer.err
    assert "CMYK" in answer.err
    json.loads(answer.out)
