"""The demonstration: it runs as it stands, leaves what it promises, and fails loudly where something went wrong."""

from __future__ import annotations

import os
from dataclasses import replace
from io import StringIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from rich.console import Console

from agent.events import Committed, Finished
from agent.faces import demo
from agent.faces.demo import FIRST, SECOND, Demonstration, Line, WrongTurn, most_like, overlap, program, run, sample
from memory.store import Store
from tools.selection import Selection
from tools.types import Candidate

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def performance(tmp_path_factory: pytest.TempPathFactory) -> SimpleNamespace:
    """The whole script, once."""
    folder = tmp_path_factory.mktemp("demo")
    console = Console(file=StringIO(), width=100, highlight=False)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")]))
        code = run(folder, console)
    return SimpleNamespace(folder=folder, code=code, told=console.file.getvalue())  # type: ignore[attr-defined]


def test_it_succeeds_and_says_how_to_go_on(performance: SimpleNamespace) -> None:
    assert performance.code == 0, performance.told
    assert performance.told.rstrip().endswith("chat path/to/your/photo.jpg")


def test_it_holds_a_conversation_of_at_least_ten_turns(performance: SimpleNamespace) -> None:
    assert len(FIRST) + len(SECOND) >= 10
    for words in (*(line.words for line in FIRST), *SECOND):
        assert f"you  › {words}" in performance.told


def test_it_answers_a_question_and_halves_and_drops_and_branches(performance: SimpleNamespace) -> None:
    with Store(performance.folder / "pentimento.db") as store:
        session = store.session("last")
        kinds = [move.kind for move in store.moves(session.id)]
        assert kinds[0] == "open"
        assert {"commit", "ask", "amend", "undo", "branch"} <= set(kinds)
        assert set(store.branches(session.id)) == {"main", "sketch"}
        assert store.verify().clean
        for turn in store.turns(session.id):
            assert all(step.receipt["changed_outside"] in (0, None) for step in turn.steps)


def test_another_process_went_on(performance: SimpleNamespace) -> None:
    assert "Back to coffee" in performance.told
    with Store(performance.folder / "pentimento.db") as store:
        session = store.session("last")
        assert session.branch == "main"
        assert store.turn(session.id, session.head_id).utterance == SECOND[1]


def test_it_leaves_the_picture_and_the_history(performance: SimpleNamespace) -> None:
    with Store(performance.folder / "pentimento.db") as store:
        session = store.session("last")
        head = store.turn(session.id, session.head_id)
        with Image.open(performance.folder / "final.png") as image:
            assert image.convert("RGB").tobytes() == store.picture(head.picture).convert("RGB").tobytes()
    with Image.open(performance.folder / "history.png") as image:
        assert image.width == 2000


def test_everything_done_again_was_identical(performance: SimpleNamespace) -> None:
    assert "identical" in performance.told
    assert "differs" not in performance.told


# ---- what it would not let pass ----------------------------------------------------------------------------------


@pytest.fixture
def stage(store: Store, tmp_path: Path) -> Demonstration:
    from agent.agent import Agent
    from agent.planners import planner

    console = Console(file=StringIO(), width=100, highlight=False)
    return Demonstration(tmp_path, console, store, Agent(store, planner=planner("rules"), seed=1))


def test_a_change_outside_is_a_failure(stage: Demonstration, monkeypatch) -> None:
    say = stage.agent.say

    def leaky(session: str, words: str):
        for event in say(session, words):
            if isinstance(event, Finished):
                receipt = replace(event.edit.receipt, changed_outside=3)
                event = Finished(event.index, replace(event.edit, receipt=receipt))
            yield event

    monkeypatch.setattr(stage.agent, "say", leaky)
    with pytest.raises(WrongTurn, match="3 pixels outside"):
        stage.say(Line("darken the left half"))


def test_a_missing_question_is_a_failure(stage: Demonstration) -> None:
    with pytest.raises(WrongTurn, match="question"):
        stage.say(Line("make it brighter", picks=(0.0, 0.0, 1.0, 1.0)))


def test_an_unexpected_question_is_a_failure(stage: Demonstration) -> None:
    with pytest.raises(WrongTurn, match="was not done"):
        stage.say(Line("remove the gizmo"))


def test_a_step_that_fails_is_a_failure(stage: Demonstration) -> None:
    with pytest.raises(WrongTurn, match="was not done"):
        stage.say(Line("undo"))


def test_an_undo_that_is_not_exact_is_a_failure(stage: Demonstration) -> None:
    stage.say(Line("make it brighter"))
    with pytest.raises(WrongTurn, match="is not what it was"):
        stage.say(Line("crop the bottom third", same_as="make it brighter"))


def test_a_second_process_that_fails_is_a_failure(stage: Demonstration, monkeypatch) -> None:
    monkeypatch.setattr(demo, "program", lambda: ["false"])
    with pytest.raises(WrongTurn, match="ended with 1"):
        stage.resume()


def test_a_silent_agent_is_a_failure(stage: Demonstration, monkeypatch) -> None:
    monkeypatch.setattr(stage.agent, "say", lambda session, words: iter(()))
    with pytest.raises(WrongTurn, match="no answer"):
        stage.watch("hello")


def test_a_failure_ends_with_one_sentence_and_code_1(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(demo, "FIRST", (Line("undo"),))
    console = Console(file=StringIO(), width=100)
    assert run(tmp_path, console) == 1
    assert "✗ “undo” was not done" in console.file.getvalue()  # type: ignore[attr-defined]


def test_a_missing_sample_is_told(monkeypatch) -> None:
    monkeypatch.setattr(demo, "SAMPLE", "no-such.png")
    with pytest.raises(WrongTurn, match="missing"):
        sample()


def test_what_was_said_is_remembered_with_its_picture(stage: Demonstration) -> None:
    stage.say(Line("make it brighter"))
    assert stage.seen == {"make it brighter": stage.head.picture}
    assert isinstance(stage.watch("undo"), Committed)


# ---- small things --------------------------------------------------------------------------------------------------

FRACTION = st.floats(0, 0.45)


@settings(max_examples=25, deadline=None)
@given(FRACTION, FRACTION, st.floats(0.5, 1), st.floats(0.5, 1))
def test_a_box_overlaps_itself_wholly(x0: float, y0: float, x1: float, y1: float) -> None:
    box = (x0, y0, x1, y1)
    assert overlap(box, box) == pytest.approx(1)
    assert 0 <= overlap(box, (0.2, 0.2, 0.6, 0.6)) <= 1
    assert overlap(box, (0.2, 0.2, 0.6, 0.6)) == pytest.approx(overlap((0.2, 0.2, 0.6, 0.6), box))


def test_boxes_apart_do_not_overlap() -> None:
    assert overlap((0.0, 0.0, 0.2, 0.2), (0.5, 0.5, 1.0, 1.0)) == 0


def test_the_place_meant_is_the_one_that_lies_most_like_it() -> None:
    places = [Candidate(Selection.rectangle(box, (100, 100)), 0.5) for box in ((0, 0, 100, 100), (10, 10, 30, 30))]
    assert most_like(places, (0.1, 0.1, 0.32, 0.3)) == 2
    with pytest.raises(WrongTurn, match="None of the places"):
        most_like(places[1:], (0.8, 0.8, 0.9, 0.9))
    with pytest.raises(WrongTurn, match="None of the places"):
        most_like([], (0.8, 0.8, 0.9, 0.9))


def test_the_program_can_be_started_again() -> None:
    assert Path(program()[0]).is_file()
