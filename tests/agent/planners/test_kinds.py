"""The weights of the second opinion: those that came along, and files that lie."""

import io
import pickle
import time
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.errors import PlannerUnavailable
from agent.planners import Request, kinds
from agent.planners.english import opinion
from agent.planners.rules import RulesPlanner
from agent.training.rows import NO_LICENCE

SMALL = kinds.Kinds(
    ("crop", "remove"),
    ("cut", "drop"),
    np.array([1, 2], np.float32),
    np.array([[100, -100], [-100, 100]], np.int8),
    np.array([0.1, 0.1], np.float32),
    np.zeros(2, np.float32),
    np.array([7], np.uint32),
    {"format": kinds.FORMAT},
)


def test_those_that_came_along_are_small_and_learnt_from_licensed_rows_alone() -> None:
    assert kinds.SHIPPED.stat().st_size < 400_000
    about = kinds.shipped().about
    licences = [name.rsplit("(", 1)[1].rstrip(")") for name in about["sources"]]
    assert licences
    assert not {licence.lower() for licence in licences} & NO_LICENCE
    assert set(kinds.shipped().names) == {*opinion.OPERATIONS, "none"}


def test_reading_them_is_quick() -> None:
    kinds.load(kinds.SHIPPED)
    start = time.process_time()
    kinds.load(kinds.SHIPPED).opinion("crop it")
    assert time.process_time() - start < 0.2


@settings(deadline=None)  # the first reading makes its tables
@given(st.text(max_size=700))
def test_any_text_has_probabilities_that_add_up(text: str) -> None:
    found = kinds.shipped().opinion(text)
    assert sum(found.all.values()) == pytest.approx(1, abs=1e-4)
    assert found.confidence == max(found.all.values()) == found.all[found.kind]
    assert 0 <= found.known <= 1


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    file = tmp_path / "kinds.npz"
    kinds.save(SMALL, file)
    read = kinds.load(file)
    assert read.opinion("drop it") == SMALL.opinion("drop it")
    assert read.opinion("drop it").kind == "remove"
    assert (read.names, read.vocabulary, read.about) == (SMALL.names, SMALL.vocabulary, SMALL.about)


def pickled(file: Path) -> None:
    with zipfile.ZipFile(file, "w") as packed:
        content = io.BytesIO()
        np.lib.format.write_array(content, np.array([print], dtype=object), allow_pickle=True)
        for name in ("about", "names", "vocabulary", "rarity", "weights", "scale", "bias", "seen"):
            packed.writestr(f"{name}.npy", content.getvalue())


def huge(file: Path) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("weights.npy", bytes(kinds.LARGEST + 1))


def lying(**changed: object) -> Callable[[Path], None]:
    return lambda file: kinds.save(replace(SMALL, **changed), file)


DAMAGED: dict[str, Callable[[Path], object]] = {
    "empty": lambda file: file.write_bytes(b""),
    "no zip": lambda file: file.write_bytes(b"PK\x03\x04 not really"),
    "half": lambda file: file.write_bytes(kinds.SHIPPED.read_bytes()[:5000]),
    "some bytes lost": lambda file: file.write_bytes(kinds.SHIPPED.read_bytes().replace(b"\x01", b"\x02", 40)),
    "a bare pickle": lambda file: file.write_bytes(pickle.dumps({"weights": 1})),
    "pickles inside": pickled,
    "too large": huge,
    "a folder": lambda file: file.mkdir(),
    "not there": lambda file: None,
    "another version": lying(about={"format": 99}),
    "no header": lying(about={}),
    "a kind too many": lying(names=("crop", "remove", "move")),
    "a word too many": lying(vocabulary=("cut", "drop", "lose")),
    "a word twice": lying(vocabulary=("cut", "cut")),
    "a kind twice": lying(names=("crop", "crop")),
    "not a number": lying(bias=np.array([np.nan, 0], np.float32)),
    "negative rarity": lying(rarity=np.array([-1, 1], np.float32)),
    "other numbers": lying(weights=np.ones((2, 2), np.float64)),
}  # fmt: skip


@pytest.mark.parametrize("how", DAMAGED)
def test_damaged_and_lying_files_are_refused_in_one_sentence(how: str, tmp_path: Path) -> None:
    file = tmp_path / "kinds.npz"
    DAMAGED[how](file)
    with pytest.raises(PlannerUnavailable) as caught:
        kinds.load(file)
    assert caught.value.message.count("\n") == 0
    assert str(file) in caught.value.message
    assert "train planner" in caught.value.hint


def test_rules_go_on_without_weights(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    kinds.own_file().parent.mkdir(parents=True)
    kinds.own_file().write_bytes(b"nonsense")
    kinds.in_use.cache_clear()
    mind = RulesPlanner()
    assert mind.propose(Request("devoid the meadow of fog")).act == "ask"
    assert mind.propose(Request("brighten it")).act == "edit"
    assert len(caplog.records) == 1
    assert "holds no weights" in caplog.text
    kinds.in_use.cache_clear()
