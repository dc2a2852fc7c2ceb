"""The view: what a person reads of each event, on a recorded console."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from io import StringIO
from typing import Any

import pytest
from PIL import Image
from rich.console import Console

from agent.events import Asked, Committed, Failed, Finished, Planned, Progress, Started, State, Thinking
from agent.faces.view import View, Waiting, candidate_words, plan_lines, touched
from agent.faces.wording import count, operation_words, percent, place_words, receipt_words, touched_words
from agent.plan import Plan
from memory.schema import Turn
from tools.errors import Cancelled, EditRejected, PentimentoError
from tools.operations import parse
from tools.selection import Selection
from tools.types import IDENTITY, Candidate, Edit, Receipt

RECEIPT = Receipt(mask_px=54, changed_inside=54, changed_outside=0, seconds=0.21, notes=("filled by hand",))
HEAD = Turn("id3", "s", "id2", 3, "make it blue", {}, "d" * 64, 60, 40, "RGB", "", "person", "")


def state(reply: str = "", act: str = "edit", head: Turn = HEAD) -> State:
    return State("s", "make it blue", act, reply, head, head)


def plan(*operations: dict[str, Any], act: str = "edit") -> Plan:
    return Plan.model_validate({"act": act, "operations": list(operations)})


def edit(selection: Selection | None = None, receipt: Receipt = RECEIPT) -> Edit:
    operation = parse({"op": "recolor", "color": "blue", "region": {"phrase": "the cup"}})
    return Edit(Image.new("RGB", (60, 40), "teal"), operation, selection, selection, None, IDENTITY, receipt)


def read(console: Console) -> str:
    return re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", console.file.getvalue())  # type: ignore[attr-defined]


@pytest.fixture
def view(console: Console) -> View:
    return View(console, picture=lambda digest: Image.new("RGB", (60, 40), "teal"), utterances=True)


def test_a_plan_is_a_short_numbered_list(console: Console, view: View) -> None:
    view.show(
        Planned("make it blue and crop it", plan({"op": "adjust", "exposure": 12}, {"op": "crop", "ratio": "16:9"}))
    )
    assert [line.rstrip() for line in read(console).splitlines()] == [
        "you  › make it blue and crop it",
        "pent › 1 adjust exposure +12",
        "       2 crop 16:9",
    ]


def test_a_planner_that_thinks_leaves_no_line(console: Console, view: View) -> None:
    view.show(Thinking("chat"))
    view.show(Planned("x", plan({"op": "flip"})))
    assert "chat" not in read(console)


def test_a_receipt_is_one_line_and_its_notes_follow(console: Console, view: View, disc: Selection) -> None:
    view.show(Finished(0, edit(disc)))
    told = " ".join(read(console).split())
    receipt = "✓ 1 recolor the cup blue · 2.2 % of the picture, 0 px outside · 0.2 s · embedded"
    assert told == f"{receipt} filled by hand"


def test_a_change_outside_is_told_as_a_fault(console: Console, view: View, disc: Selection) -> None:
    view.show(Finished(0, edit(disc, replace(RECEIPT, changed_outside=7))))
    assert "✗  1 recolor" in read(console)
    assert "7 px outside" in read(console)


def test_what_was_done_is_shown_with_an_outline(console: Console, view: View, disc: Selection) -> None:
    view.show(Planned("make it blue", plan({"op": "recolor", "color": "blue", "region": {"phrase": "the cup"}})))
    view.show(Finished(0, edit(disc)))
    view.show(Committed(state("Done.")))
    shown = console.file.getvalue()  # type: ignore[attr-defined]
    assert "▀" in shown
    assert "255;255;255" in shown  # the bright line
    assert "38;2;0;128;128;48;2;0;128;128m" in shown  # the picture
    assert "Done." in shown


def test_the_same_picture_is_not_shown_twice(console: Console, view: View) -> None:
    view.show(Committed(state("One.")))
    first = console.file.getvalue().count("▀")  # type: ignore[attr-defined]
    view.show(Committed(state("Two.", "answer")))
    assert first
    assert "pent › Two." in read(console)
    assert console.file.getvalue().count("▀") == first  # type: ignore[attr-defined]


def test_a_question_lists_its_places_and_numbers_them_on_the_picture(
    console: Console, view: View, disc: Selection
) -> None:
    corner = Selection.rectangle((0, 0, 6, 4), (60, 40))
    view.show(Asked(state("Which one?", "ask"), (Candidate(disc, 0.4, "bright one"), Candidate(corner, 0.3))))
    told = read(console)
    assert "pent › Which one?" in told
    assert "1  bright one · center · " in told
    assert "2  top left · 1.0 % · 30% sure" in told
    assert " 1 " in told.split("sure")[-1]  # on the picture


def test_a_question_behind_a_receipt_tells_that_nothing_is_kept_yet(
    console: Console, view: View, disc: Selection
) -> None:
    view.show(Asked(state("How many degrees?", "ask")))
    assert "Nothing is kept" not in read(console)
    view.show(Finished(0, edit(disc)))
    view.show(Asked(state("How many degrees?", "ask")))
    assert "Nothing is kept before this is answered:" in read(console)


def test_a_failure_says_what_and_what_next(console: Console, view: View) -> None:
    view.show(Failed(state(), EditRejected("There is nothing there.", "Point at it with /pick.")))
    assert "✗  There is nothing there." in read(console)
    assert "Point at it with /pick." in read(console)


def test_being_stopped_is_no_failure(console: Console, view: View) -> None:
    view.show(Failed(state(), Cancelled("Stopped; nothing was changed.")))
    assert "✗" not in read(console)
    assert "·  Stopped" in read(console)


def test_markup_in_words_is_not_read_as_markup(console: Console, view: View) -> None:
    view.show(Planned("write [bold]x[/bold] [/]", plan({"op": "text", "content": "[red]x[/]"})))
    view.show(Committed(state("[/] done")))
    assert "write [bold]x[/bold] [/]" in read(console)
    assert "“[red]x[/]”" in read(console)
    assert "[/] done" in read(console)


def test_quiet_tells_only_questions_and_errors(console: Console, disc: Selection) -> None:
    quiet = View(console, quiet=True)
    quiet.show(Planned("x", plan({"op": "adjust", "exposure": 12})))
    quiet.show(Finished(0, edit(disc)))
    quiet.show(Committed(state("Done.")))
    assert read(console) == ""
    quiet.show(Asked(state("Which one?", "ask"), (Candidate(disc, 0.4),)))
    assert "Which one?" in read(console)


def test_no_pictures_when_they_are_not_wanted(console: Console, disc: Selection) -> None:
    plain = View(console, pictures=False)
    plain.show(Finished(0, edit(disc)))
    plain.show(Committed(state("Done.")))
    assert "▀" not in console.file.getvalue()  # type: ignore[attr-defined]


def test_a_pipe_gets_plain_lines(disc: Selection) -> None:
    console = Console(file=StringIO(), width=100)
    piped = View(console, picture=lambda digest: Image.new("RGB", (60, 40)))
    piped.show(Started(0, 1, parse({"op": "adjust", "exposure": 12})))
    piped.show(Finished(0, edit(disc)))
    piped.show(Committed(state("Done.")))
    assert "\x1b" not in console.file.getvalue()  # type: ignore[attr-defined]
    assert "    ✓  1 recolor the cup blue · 2.2 % of the picture, 0 px outside · 0.2 s · embedded\n" in read(console)
    assert "▀" not in console.file.getvalue()  # type: ignore[attr-defined]


def test_no_color_is_told_once_instead_of_a_picture(disc: Selection) -> None:
    console = Console(file=StringIO(), force_terminal=True, no_color=True, width=80)
    view = View(console, picture=lambda digest: Image.new("RGB", (60, 40)))
    for reply in ("One.", "Two."):
        view.show(Planned("x", plan({"op": "flip"})))
        view.show(Finished(0, edit(disc)))
        view.show(Committed(state(reply, head=replace(HEAD, picture=reply))))
    assert read(console).count("picture of 60×40; NO_COLOR is set") == 1
    assert "▀" not in read(console)


def test_what_is_no_event_is_a_mistake_of_the_program(view: View) -> None:
    with pytest.raises(TypeError, match="no such event"):
        view.show("hello")  # type: ignore[arg-type]


# ---- progress ---------------------------------------------------------------------------------------------------


def test_a_quick_step_shows_no_bar(console: Console) -> None:
    waiting = Waiting(console)
    waiting.start("adjust")
    waiting.update(0.5)
    waiting.stop()
    assert console.file.getvalue() == ""  # type: ignore[attr-defined]


def test_a_slow_step_shows_how_far_it_is(console: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agent.faces.view.PATIENCE_S", 0.01)
    view = View(console)
    view.show(Started(0, 1, parse({"op": "adjust", "exposure": 12})))
    view.show(Progress(0.42, "tiles"))
    end = time.monotonic() + 5
    while "42%" not in console.file.getvalue() and time.monotonic() < end:  # type: ignore[attr-defined]
        time.sleep(0.02)
    view.close()
    assert "adjust exposure +12" in console.file.getvalue()  # type: ignore[attr-defined]
    assert "42%" in console.file.getvalue()  # type: ignore[attr-defined]


def test_a_pipe_gets_no_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agent.faces.view.PATIENCE_S", 0.0)
    console = Console(file=StringIO())
    waiting = Waiting(console)
    waiting.start("adjust")
    time.sleep(0.05)
    waiting.stop()
    assert console.file.getvalue() == ""  # type: ignore[attr-defined]


# ---- where, what, how much ---------------------------------------------------------------------------------------


def test_what_several_steps_touched_is_carried_into_the_last_picture(disc: Selection) -> None:
    moved = (1.0, 0.0, 10.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)
    later = replace(edit(Selection.rectangle((0, 0, 5, 5), (60, 40))), transform=moved)
    first, second = touched([edit(disc), later])
    assert first.box[0] == disc.box[0] + 10
    assert second.box == (0, 0, 5, 5)


def test_nearly_everything_gets_no_outline(disc: Selection) -> None:
    assert touched([edit(Selection.everything((60, 40)))]) == []
    assert touched([edit(None)]) == []
    assert touched([edit(Selection.everything((10, 10)))]) == []  # another frame than the picture's


@pytest.mark.parametrize(
    ("operation", "words"),
    [
        ({"op": "adjust", "exposure": -6.0, "seed": 3}, "adjust exposure −6"),
        ({"op": "adjust", "auto": True}, "adjust auto"),
        ({"op": "recolor", "color": "navy", "region": {"phrase": "the cup"}}, "recolor the cup navy"),
        ({"op": "rotate", "degrees": 1.8333}, "rotate 1.83°"),
        ({"op": "crop", "bottom": 1 / 3}, "crop bottom 33.3 %"),
        ({"op": "resize", "scale": 0.5}, "resize ×0.5"),
        ({"op": "resize", "width_px": 800}, "resize width 800"),
        ({"op": "text", "content": "hello"}, "text “hello”"),
        ({"op": "text", "content": "x" * 80}, "text “" + "x" * 39 + "…”"),
        ({"op": "remove", "region": {"points": [[0.1, 0.1]]}}, "remove at the point"),
        ({"op": "restore", "source": "a" * 64, "turn": 2}, "restore turn 2"),
        ({"op": "of a later version", "glow": [1, 2]}, "of a later version glow"),
    ],
)
def test_an_operation_in_words(operation: dict[str, Any], words: str) -> None:
    assert operation_words(operation) == words


@pytest.mark.parametrize(
    ("region", "words"),
    [
        (None, ""), ({}, ""),
        ({"phrase": "the cup", "box": [0, 0, 1, 1]}, "the cup"), ({"box": [0, 0, 1, 1]}, "in the box"),
        ({"points": [[0, 0], [1, 1]]}, "at 2 points"), ({"mask": "a" * 64}, "in the painted place"),
        ({"object_id": "o1"}, "there"),
    ],
)  # fmt: skip
def test_a_place_in_words(region: dict[str, Any] | None, words: str) -> None:
    assert place_words(region) == words


@pytest.mark.parametrize(
    ("receipt", "words"),
    [
        ({"changed_inside": 23, "changed_outside": 0}, "2.3 % of the picture, 0 px outside"),
        ({"changed_inside": 23, "changed_outside": 12345}, "2.3 % of the picture, 12,345 px outside"),
        ({"changed_inside": 1000, "changed_outside": None}, "100 % of the picture"),
        ({"changed_inside": None}, "the whole picture"),
        ({"changed_inside": None, "same_size": False}, "the whole picture, its size too"),
    ],
)
def test_how_much_was_touched(receipt: dict[str, Any], words: str) -> None:
    assert touched_words(receipt, 1000) == words


def test_a_receipt_names_engine_and_model() -> None:
    told = receipt_words(
        {"changed_inside": 1, "changed_outside": 0, "seconds": 2, "engine": "diffusion", "model": "X"}, 100
    )
    assert told == "1.0 % of the picture, 0 px outside · 2.0 s · diffusion X"


@pytest.mark.parametrize(
    ("fraction", "told"),
    [(0, "0 %"), (1e-9, "< 0.1 %"), (0.0234, "2.3 %"), (0.5, "50.0 %"), (0.9999, "> 99.9 %"), (1, "100 %")],
)
def test_percent_never_rounds_something_to_nothing_or_all(fraction: float, told: str) -> None:
    assert percent(fraction) == told


def test_numbers_have_their_nouns() -> None:
    assert [count(1, "turn"), count(0, "turn"), count(1234, "turn")] == ["1 turn", "0 turns", "1,234 turns"]


def test_a_place_is_told_by_where_and_how_large_it_is(disc: Selection) -> None:
    assert candidate_words(Candidate(disc, 0.41, "cup")).startswith("cup · center · 14.")
    far = Selection.rectangle((50, 30, 60, 40), (60, 40))
    assert candidate_words(Candidate(far, 0.5)) == "bottom right · 4.2 % · 50% sure"


def test_acts_that_edit_nothing_have_no_line() -> None:
    assert plan_lines(Plan(act="undo")) == []
    assert plan_lines(Plan(act="undo", then=plan({"op": "flip"}))) == ["1 flip"]


def test_an_error_needs_no_hint(console: Console, view: View) -> None:
    view.fail(PentimentoError("No."))
    assert len(read(console).splitlines()) == 1
