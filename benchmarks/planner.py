"""Utterances per second of the rules planner on one core: `python -m benchmarks.planner [FILE.jsonl]`.

The peer of the same run is the usual way to tell what a sentence asks for, which extracts nothing: scikit-learn's
TF-IDF and logistic regression, trained on the project's own phrasings, one utterance at a time and all at once. Without
a file the golden utterances of the tests are planned; with one, the rows of `pentimento eval plan`, and the peer's own
figure by its rule is told as well: three folds, every row of the other two to learn from, licensed or not.
"""

import platform
import sys
import time
import tomllib
import warnings
from collections.abc import Callable, Sequence
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

from agent.evals.plan import right
from agent.evals.rows import read
from agent.planners import Request
from agent.planners.rules import RulesPlanner
from agent.training.folds import FOLDS, folds
from agent.training.phrasings import phrasings
from agent.training.rows import PlanRow

GOLDEN = Path(__file__).parents[1] / "tests" / "conversations" / "english_planning.toml"
SECONDS = 3.0
STRIDE = 7919


def golden() -> list[str]:
    """The golden utterances."""
    return [case["said"] for case in tomllib.loads(GOLDEN.read_text(encoding="utf-8"))["case"]]


def rate(work: Callable[[int], object], count: int, each: int = 1) -> float:
    """How many of `count` pieces of work, taken from all over, are done in a second of processor time."""
    done, start = 0, time.process_time()
    while time.process_time() - start < SECONDS:
        work(done * STRIDE % count)
        done += 1
    return each * done / (time.process_time() - start)


def peer(texts: Sequence[str], kinds: Sequence[str]) -> Any:
    """TF-IDF over words and pairs, and logistic regression, as the manual puts them together."""
    text, linear, pipeline = (
        import_module(f"sklearn.{part}") for part in ("feature_extraction.text", "linear_model", "pipeline")
    )
    words = text.TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
    model = pipeline.make_pipeline(words, linear.LogisticRegression(C=10, max_iter=300, tol=1e-3))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it is told where it stops, not that it could go on
        return model.fit(texts, kinds)


def crossed(rows: Sequence[PlanRow]) -> dict[str, tuple[int, int]]:
    """Right and total of the peer by source, each row guessed by a model that did not see its text."""
    texts = [row.instruction for row in rows]
    where = folds(texts, [row.source for row in rows])
    found: dict[str, tuple[int, int]] = {}
    for fold in range(FOLDS):
        seen = [row for row, place in zip(rows, where, strict=True) if place != fold]
        hidden = [row for row, place in zip(rows, where, strict=True) if place == fold]
        model = peer([row.instruction for row in seen], [row.wanted.split(" + ")[0] for row in seen])
        for row, kind in zip(hidden, model.predict([row.instruction for row in hidden]), strict=True):
            for name in (row.source, "overall"):
                good, total = found.get(name, (0, 0))
                found[name] = good + right([str(kind)], row.accept), total + 1
    return found


def main(arguments: Sequence[str]) -> None:
    rows = read(Path(arguments[0]), PlanRow) if arguments else []
    said = [row.instruction for row in rows] or golden()
    mind = RulesPlanner()
    start = time.perf_counter()
    mind.propose(Request(utterance=said[0]))
    mind.propose(Request(utterance="flummox the vicinity of it"))
    first = time.perf_counter() - start
    for one in said:
        mind.propose(Request(utterance=one))
    planned = rate(lambda index: mind.propose(Request(utterance=said[index])), len(said))
    own = phrasings()
    model = peer([text for text, _ in own], [kind for _, kind in own])
    single = rate(lambda index: model.predict([said[index]]), len(said))
    batch = rate(lambda _: model.predict(said), 1, len(said))
    print(
        f"Python {platform.python_version()}, scikit-learn {version('scikit-learn')}, {len(said)} utterances, one core"
    )
    print(f"first utterances, every table, pattern and weight read {first * 1000:8.0f} ms")
    print(f"planned, with arguments                                {planned:8.0f} /s")
    print(
        f"TF-IDF + logistic regression, kind only, one at a time {single:8.0f} /s   planning is {planned / single:.2f}×"
    )
    print(
        f"TF-IDF + logistic regression, kind only, all at once   {batch:8.0f} /s   planning is {planned / batch:.2f}×"
    )
    for name, (good, total) in crossed(rows).items() if rows else ():
        print(f"TF-IDF + logistic regression, {FOLDS} folds, {name:14} {good / total:8.4f}   of {total}")


if __name__ == "__main__":
    main(sys.argv[1:])
