"""Training the second opinion: on licensed rows alone, and the same file from the same rows."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.errors import PlannerUnavailable
from agent.planners import kinds
from agent.training import course
from agent.training import planner as training
from agent.training.phrasings import phrasings
from agent.training.planner import Lesson, crossed, kind_of, learn, lessons, train
from agent.training.rows import PlanRow
from tools.errors import PentimentoError

THINGS = ("kettle", "spoon", "lantern", "ladder", "barrel", "anchor")


def row(said: str, name: str, licence: str | None = "MIT", **rest: object) -> PlanRow:
    return PlanRow.model_validate(
        {"instruction": said, "ops": (name,), "accept": ((name,),), "licence": licence, "source": "ours", **rest}
    )


ROWS = [row(f"remove the {thing}", "remove") for thing in THINGS] + [
    row(f"paint the {thing} teal", "recolor") for thing in THINGS
]


@pytest.fixture(autouse=True)
def few_phrasings(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(training, "phrasings", lambda: phrasings(300))
    kinds.in_use.cache_clear()
    yield
    kinds.in_use.cache_clear()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    found = tmp_path / "rows.jsonl"
    extra = [row("erase the crate", "remove", None), row("move it and crop it", "move", accept=(("move",), ("crop",)))]
    found.write_text("\n".join(json.dumps(one.model_dump(mode="json")) for one in [*ROWS, *extra]), "utf-8")
    return found


def test_the_same_rows_make_the_same_bytes(file: Path, tmp_path: Path) -> None:
    told = [learn([file], tmp_path / name).lines[0] for name in ("a.npz", "b.npz")]
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()
    assert told[0]["rows"] == 12
    assert told[0]["without_licence"] == 1
    assert told[0]["passed_over"] == 1
    about = kinds.load(tmp_path / "a.npz").about
    assert about["sources"] == {"ours (MIT)": 12}
    assert about["licence"] == "Apache-2.0"
    assert not list(tmp_path.glob(".*"))


def test_what_was_learnt_is_kept_as_it_was_and_used_from_now_on(file: Path) -> None:
    shipped = kinds.in_use()
    kinds.in_use.cache_clear()
    learn([file], None)
    mine = kinds.in_use()
    assert mine is not shipped
    assert mine.opinion("remove the crate").kind == "remove"
    assert mine.opinion("paint the crate teal").kind == "recolor"


def test_rows_without_a_licence_teach_nothing(file: Path, tmp_path: Path) -> None:
    learn([file], tmp_path / "all.npz")
    licensed = tmp_path / "licensed.jsonl"
    licensed.write_text("\n".join(file.read_text("utf-8").splitlines()[:12]), "utf-8")
    learn([licensed], tmp_path / "licensed.npz")
    assert (tmp_path / "all.npz").read_bytes() == (tmp_path / "licensed.npz").read_bytes()
    with pytest.raises(PlannerUnavailable, match="nothing to learn from"):
        training.ship([row("erase the crate", "remove", "none seen")])


def test_weights_know_what_they_saw_whatever_its_signs_and_case() -> None:
    made = train([*lessons(ROWS), *training.own()])
    assert made.saw(["Remove the KETTLE!", "remove the crate"]) == [True, False]


def test_no_fold_saw_what_it_is_asked_about() -> None:
    where, found = crossed([*ROWS, row("Remove the kettle.", "remove", None)])
    assert where[0] == where[-1]
    for one, fold in zip(ROWS, where, strict=False):
        assert found[fold].saw([one.instruction]) == [False]
        assert sum(weights.saw([one.instruction])[0] for weights in found) == 2


def test_own_phrasings_leave_out_what_is_asked_about() -> None:
    text = training.own()[0].text
    assert text not in {lesson.text for lesson in training.own([text.upper() + "!"])}


def test_two_kinds_are_enough_and_add_up() -> None:
    made = train([Lesson(one.instruction, one.ops[0]) for one in ROWS])
    found = made.opinion("paint the spoon teal")
    assert found.kind == "recolor"
    assert sum(found.all.values()) == pytest.approx(1)


@pytest.mark.parametrize(
    ("name", "accept", "kind"),
    [
        ("enhance", ("enhance", "adjust"), "adjust"),
        ("text", ("text", "remove", "enhance"), "remove"),
        ("text", ("text",), "text"),
        ("flip", ("flip",), "rotate"),
    ],
)
def test_kinds_are_those_that_words_can_tell_apart(name: str, accept: tuple[str, ...], kind: str) -> None:
    assert kind_of(row("do it", name, accept=(accept,))) == kind


def test_without_scikit_learn_it_says_what_to_install(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "sklearn.linear_model", None)
    with pytest.raises(PlannerUnavailable) as caught:
        learn([file], None)
    assert "pentimento[train]" in caught.value.hint


def test_a_place_that_can_t_be_written_is_told(file: Path, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(PentimentoError, match="can't be written"):
        learn([file], tmp_path / "folder")


def test_courses_are_named() -> None:
    assert course("planner") is training
    with pytest.raises(PentimentoError, match="“painter” to train"):
        course("painter")
