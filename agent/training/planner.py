"""The weights of the rules planner's second opinion: logistic regression over words, learnt from licensed rows and from
the project's own phrasings.

It knows neither grammar nor pixels. Rows without a licence are passed over and counted. scikit-learn is loaded only
here, and only while it trains.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import import_module
from math import log
from os import getpid
from pathlib import Path
from typing import Any

from agent.errors import PlannerUnavailable
from agent.evals.report import Report
from agent.evals.rows import read
from agent.planners.kinds import FORMAT, Kinds, features, key, mark, own_file, save
from agent.training.folds import FOLDS, folds
from agent.training.phrasings import phrasings
from agent.training.rows import PlanRow
from tools.errors import PentimentoError

OWN = 0.3
"""What one of our own phrasings counts beside a row."""
STRENGTH = 10.0
"""The inverse of the regularisation, as scikit-learn's C."""
RARE = 2
"""A feature has to occur in as many texts."""
ROUNDS = 200
SAME = {
    **dict.fromkeys(("enhance", "relight", "blur", "match"), "adjust"),
    "extend": "crop",
    **dict.fromkeys(("straighten", "flip"), "rotate"),
}
"""Operations that are one kind with another: words alone do not tell them apart, and the arguments do."""


@dataclass(frozen=True)
class Lesson:
    """One text to learn from."""

    text: str
    kind: str
    weight: float = 1.0


def lessons(rows: Iterable[PlanRow]) -> list[Lesson]:
    """A lesson for each licensed row that asks for one thing."""
    return [
        Lesson(row.instruction, kind_of(row))
        for row in rows
        if row.licensed and len(row.accept) == 1 and row.lang in (None, "en")
    ]


def kind_of(row: PlanRow) -> str:
    """The kind of edit a row asks for; lettering that may be removed is there to be removed."""
    name = row.ops[0] if row.ops else min(row.accept[0])
    name = "remove" if name == "text" and "remove" in row.accept[0] else name
    return SAME.get(name, name)


def own(leave_out: Iterable[str] = ()) -> list[Lesson]:
    """The project's own phrasings, without those that are one of the texts to leave out."""
    known = {key(text) for text in leave_out}
    return [Lesson(text, SAME.get(kind, kind), OWN) for text, kind in phrasings() if key(text) not in known]


def train(taught: Sequence[Lesson], about: dict[str, Any] | None = None) -> Kinds:
    """Weights from lessons of two kinds at least. Raises PlannerUnavailable where scikit-learn is missing."""
    import numpy as np

    held = [features(lesson.text) for lesson in taught]
    counts = Counter(feature for found in held for feature in found)
    vocabulary = tuple(sorted(feature for feature, count in counts.items() if count >= RARE))
    rarity = np.array([1 + log((1 + len(held)) / (1 + counts[feature])) for feature in vocabulary], np.float32)
    model = _fitted(_matrix(held, vocabulary, rarity), taught)
    learnt, bias = model.coef_.T, model.intercept_
    names = tuple(map(str, model.classes_))
    if len(names) == 2:
        learnt, bias = np.hstack([-learnt / 2, learnt / 2]), np.array([-bias[0] / 2, bias[0] / 2])
    scale = np.maximum(np.abs(learnt).max(axis=0), 1e-6) / 127
    weights = np.round(learnt / scale).astype(np.int8)
    used = np.flatnonzero(weights.any(axis=1))
    return Kinds(
        names,
        tuple(vocabulary[place] for place in used),
        rarity[used],
        weights[used],
        scale.astype(np.float32),
        bias.astype(np.float32),
        np.unique(np.array([mark(one.text) for one in taught if one.weight == 1], np.uint32)),
        {"format": FORMAT, **(about or {})},
    )


def _matrix(held: Sequence[set[str]], vocabulary: Sequence[str], rarity: Any) -> Any:
    """Texts × features, each row of length 1."""
    import numpy as np
    from scipy.sparse import csr_array, diags_array

    places = {feature: place for place, feature in enumerate(vocabulary)}
    columns = [sorted(places[feature] for feature in found if feature in places) for found in held]
    ends = np.cumsum([0, *map(len, columns)])
    column = np.array([place for found in columns for place in found], np.int64)
    matrix = csr_array((rarity[column].astype(np.float64), column, ends), shape=(len(held), len(vocabulary)))
    lengths = np.sqrt(matrix.multiply(matrix).sum(axis=1))
    return csr_array(diags_array(1 / np.maximum(lengths, 1e-9)) @ matrix)


def _fitted(matrix: Any, taught: Sequence[Lesson]) -> Any:
    try:
        linear = import_module("sklearn.linear_model")
    except ImportError as error:
        hint = "Install it with: pip install 'pentimento[train]'"
        raise PlannerUnavailable("Training needs scikit-learn, which is not installed.", hint) from error
    model = linear.LogisticRegression(C=STRENGTH, max_iter=ROUNDS, tol=1e-3)
    with import_module("threadpoolctl").threadpool_limits(1):  # quicker for so little, and the sums are always the same
        return model.fit(matrix, [one.kind for one in taught], sample_weight=[one.weight for one in taught])


def crossed(rows: Sequence[PlanRow]) -> tuple[list[int], list[Kinds]]:
    """The fold of each row, and for each fold weights that saw none of its texts."""
    where = folds([row.instruction for row in rows], [row.source for row in rows])
    found = []
    for fold in range(FOLDS):
        hidden = [row.instruction for row, place in zip(rows, where, strict=True) if place == fold]
        others = [row for row, place in zip(rows, where, strict=True) if place != fold]
        found.append(train([*lessons(others), *own(hidden)]))
    return where, found


def ship(rows: Sequence[PlanRow]) -> Kinds:
    """The weights to use: from all licensed rows and the project's own phrasings; `about` says from what."""
    from importlib.metadata import PackageNotFoundError, version

    taught, written = lessons(rows), own()
    if not taught:
        raise PlannerUnavailable("No row of the data has a licence, so there is nothing to learn from.", "See --help.")
    used = Counter(f"{row.source} ({row.licence})" for row in rows if row.licensed and len(row.accept) == 1)
    try:
        made_by = f"scikit-learn {version('scikit-learn')}"
    except PackageNotFoundError:
        made_by = ""
    about = {"licence": "Apache-2.0", "sources": dict(used), "rows": len(taught), "phrasings": len(written)}
    return train([*taught, *written], {**about, "made_by": made_by})


def learn(files: Sequence[Path], out: Path | None) -> Report:
    """Weights from the rows of the files, written to `out` or to where the planner finds a person's own ones.

    Raises PentimentoError.
    """
    rows = [row for file in files for row in read(file, PlanRow)]
    made = ship(rows)
    target = out or own_file()
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f".{target.name}.{getpid()}")
    try:
        save(made, unfinished)
        unfinished.replace(target)
    except OSError as error:
        raise PentimentoError(f"{target} can't be written: {error.strerror}.", "Name another file with -o.") from error
    finally:
        unfinished.unlink(missing_ok=True)
    return _told(rows, made, target, used_from_now_on=out is None)


def _told(rows: Sequence[PlanRow], made: Kinds, target: Path, *, used_from_now_on: bool) -> Report:
    taught = made.about["rows"]
    without = sum(not row.licensed for row in rows)
    size = target.stat().st_size
    line = {"file": str(target), "bytes": size, "rows": taught, "without_licence": without}
    line |= {"passed_over": len(rows) - taught - without, "phrasings": made.about["phrasings"]}
    line |= {"kinds": list(made.names), "features": len(made.vocabulary)}
    notes = [
        f"Learnt {len(made.names)} kinds of edit from {taught} rows and {line['phrasings']} phrasings of our own.",
        f"Passed over: {without} rows without a licence, {line['passed_over']} that ask for several things or are not "
        "in English.",
        f"Written to {target} ({size // 1024} KB).",
    ]
    if used_from_now_on:
        notes.append("The rules planner uses it from now on; without the file it uses what came with the program.")
    return Report((), tuple(notes), (line,))
