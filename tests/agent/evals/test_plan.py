"""The benchmark of plans: what counts as right, how it is told, and that no row is planned with weights that saw it."""

import json
from itertools import permutations, product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.evals import benchmark, benchmarks
from agent.evals.plan import SEVERAL, right
from agent.planners import kinds
from agent.training import planner as training
from agent.training.phrasings import phrasings
from tools.errors import PentimentoError

NAMES = st.sampled_from(["adjust", "enhance", "remove", "add", "crop", "move"])
PLANNED = st.lists(NAMES, max_size=4)
ACCEPT = st.lists(st.frozensets(NAMES, min_size=1, max_size=3), max_size=4)


@pytest.mark.parametrize(
    ("planned", "accept", "verdict"),
    [
        (["remove"], [{"remove"}], True),
        (["remove"], [{"remove", "enhance"}], True),
        ([], [{"remove"}], False),
        (["remove", "remove"], [{"remove"}], True),
        (["remove", "crop"], [{"remove"}], False),
        (["remove"], [{"remove"}, {"remove"}], False),
        (["remove", "remove"], [{"remove"}, {"remove"}], True),
        (["adjust"], [{"adjust"}, {"adjust", "blur"}], True),
        (["enhance", "remove"], [{"enhance"}, {"remove"}, {"enhance"}], True),
        (["remove", "adjust"], [{"adjust", "remove"}, {"remove"}], True),
        ([], [], True),
        (["crop"], [], False),
    ],
)
def test_what_is_right(planned: list[str], accept: list[set[str]], verdict: bool) -> None:
    assert right(planned, [frozenset(names) for names in accept]) is verdict


@given(PLANNED, ACCEPT)
def test_right_is_what_the_rule_says_word_for_word(planned: list[str], accept: list[frozenset[str]]) -> None:
    """Every set met, by different operations unless it is one that may meet several; none outside all sets."""

    def meets(chosen: tuple[int, ...]) -> bool:
        once = [place for place in chosen if planned[place] not in SEVERAL]
        return len(set(once)) == len(once) and all(
            planned[place] in names for place, names in zip(chosen, accept, strict=True)
        )

    asked = all(any(name in names for names in accept) for name in planned)
    met = any(map(meets, product(range(len(planned)), repeat=len(accept))))
    assert right(planned, accept) is (asked and met)


@given(st.lists(NAMES, max_size=3), st.lists(st.frozensets(NAMES, min_size=1, max_size=3), max_size=3))
def test_order_does_not_matter(planned: list[str], accept: list[frozenset[str]]) -> None:
    verdicts = {right(p, a) for p in permutations(planned) for a in permutations(accept)}
    assert len(verdicts) == 1


@given(PLANNED, ACCEPT)
def test_an_edit_nobody_asked_for_makes_it_wrong(planned: list[str], accept: list[frozenset[str]]) -> None:
    assert not right([*planned, "retexture"], accept)


def rows(folder: Path, *found: dict[str, object]) -> Path:
    file = folder / "rows.jsonl"
    file.write_text("\n".join(json.dumps(row) for row in found), "utf-8")
    return file


def row(said: str, *accept: str, **rest: object) -> dict[str, object]:
    return {"instruction": said, "ops": list(accept), "accept": [[name] for name in accept], "source": "ours", **rest}


def test_benchmarks_are_found_by_the_names_of_their_files() -> None:
    assert {"plan", "target"} <= set(benchmarks())
    assert not {"rows", "report"} & set(benchmarks())
    with pytest.raises(PentimentoError, match="no benchmark called “plot”"):
        benchmark("plot")


def test_it_counts_by_source_and_operation_and_names_the_commonest_confusion(tmp_path: Path) -> None:
    file = rows(
        tmp_path,
        row("brighten it", "adjust"),
        row("delete the kettle", "remove", source="others"),
        row("erase the kettle", "crop"),
        row("erase the spoon", "crop"),
        row("brighten it and crop the top third", "adjust", "crop"),
    )
    ticks: list[tuple[int, int]] = []
    found = benchmark("plan").evaluate(file, "rules", lambda done, total: ticks.append((done, total)))
    lines = list(found.lines)
    assert lines[-1] == {"overall": True, "right": 3, "total": 5, "share": 0.6}
    assert {"source": "ours", "right": 2, "total": 4, "share": 0.5} in lines
    assert {"operation": "crop", "right": 0, "total": 2, "share": 0.0} in lines
    assert {"operation": "several", "right": 1, "total": 1, "share": 1.0} in lines
    (confusion,) = [line for line in lines if "wanted" in line]
    assert confusion == {
        "source": "ours", "wanted": "crop", "planned": "remove", "count": 2, "example": "erase the kettle",
    }  # fmt: skip
    assert ticks[0] == (0, 5)
    assert ticks[-1] == (5, 5)
    assert [table.title for table in found.tables] == ["By source", "By operation", "Commonest confusions"]
    assert "5 rows are planned with the weights in use" in found.notes[0]


@pytest.fixture
def taught(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Rows, and weights in use that were trained on them."""
    monkeypatch.setattr(training, "phrasings", lambda: phrasings(300))
    things = ("kettle", "spoon", "lantern", "ladder", "barrel", "anchor")
    said = [row(f"remove the {thing}", "remove", licence="MIT") for thing in things]
    said += [row(f"paint the {thing} teal", "recolor", licence="MIT") for thing in things]
    file = rows(tmp_path, *said, row("make the barrel brighter", "adjust", licence="none seen"))
    training.learn([file], None)
    kinds.in_use.cache_clear()
    yield file
    kinds.in_use.cache_clear()


def test_rows_that_the_weights_saw_are_planned_with_others(taught: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    used: list[tuple[str, bool]] = []
    opinion = kinds.Kinds.opinion

    def watched(self: kinds.Kinds, text: str) -> kinds.Opinion:
        used.append((text, self.saw([text])[0]))
        return opinion(self, text)

    monkeypatch.setattr(kinds.Kinds, "opinion", watched)
    monkeypatch.setattr("agent.planners.english.second._doubtful", lambda plan, words: "")
    found = benchmark("plan").evaluate(taught, "rules", lambda done, total: None)
    assert len(used) == 13
    assert not any(saw for _, saw in used)
    assert found.notes[0].startswith("1 rows are planned with the weights in use, which never saw them; 12 with")


def test_without_scikit_learn_it_says_which_rows_were_seen(taught: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "sklearn.linear_model", None)
    found = benchmark("plan").evaluate(taught, "rules", lambda done, total: None)
    assert "12 with weights that saw them" in found.notes[0]
    assert "pentimento[train]" in found.notes[0]
