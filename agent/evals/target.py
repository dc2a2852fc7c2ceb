"""Which words of an utterance name what is to be edited: token F1 of the target phrase, by source.

What is compared with a row's `target` (empty or null: the whole picture, or nothing in particular):

- of the plan's operations in order, the first that has words to ground: its region's phrase; without a region, the
  thing that its place is told by ("to the left of the shed" is the shed; "top left" is no thing);
- of a new background, who or what is to stay before it, where that is named: it is what is looked for;
- nothing where no operation has such words: a change of the whole picture, a background that was not called so, a
  question back;
- a pronoun that nothing explains is planned as a general word ("him" as "man"); the word that was said counts.

Both are lower-cased and split into words, runs of letters and digits, without articles and without the 's of an owner
or of "he's". F1 is that of the two bags of words: 1 where both are empty, 0 where only one is. The figure is the mean
over rows. It knows planners by their interface alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from agent.evals.report import Report, Table
from agent.evals.rows import read
from agent.planners import Request, planner
from tools.errors import PentimentoError

if TYPE_CHECKING:
    from agent.plan import Plan
    from tools.types import Operation

SIZE = (640, 480)
SHOWN = 16
EXAMPLES = 2
_ARTICLES = frozenset(("a", "an", "the"))
_GENERAL = {"man": ("him", "he"), "woman": ("her", "she"), "people": ("them", "they")}
_BESIDE = re.compile(
    r"^(?:(?:to|on|at|in|near|along|by) (?:the |(?=left|right|top|bottom|front))?)?(?:very |far |upper |lower )*"
    r"(?:left|right|top|bottom|front|back|rear|middle|center|side|edge|corner|next|close|near|behind|beside|above|"
    r"below|under|underneath|beneath|in|on|over|between|around|against|along|across|inside|outside|by|at|onto|into|"
    r"from|adjacent|opposite|towards?)\b(?:[ -](?:left|right|hand|side|edge|corner|part|front|to|of|from))*\s+"
    r"(?:the |an? )?(?P<thing>(?!(?:the )?(?:left|right|top|bottom|center|middle|side|corner|edge)$).+)$"
)
_OWNER = re.compile(r"^(?:to|on|at|by) (?P<thing>his|her|their|its) (?:far )?(?:left|right|side)\b.*$")


class TargetRow(BaseModel):
    """One utterance and the phrase that it is about."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    instruction: Annotated[str, Field(min_length=1, max_length=10_000)]
    target: str | None = None
    source: Annotated[str, Field(min_length=1, max_length=100)] = "rows"


@dataclass(frozen=True)
class Scored:
    """A row, the phrase that was found, and its F1."""

    row: TargetRow
    found: str
    f1: float


def words(phrase: str) -> list[str]:
    """The words that count: lower-cased runs of letters and digits, without articles and the 's of an owner."""
    plain = re.sub(r"(?<=\w)\s?['’]s\b", "", phrase.lower())
    return [word for word in re.findall(r"\w+", plain) if word not in _ARTICLES]


def f1(found: str, wanted: str) -> float:
    """Token F1 of two phrases, in [0, 1]; 1 where both are empty."""
    one, other = Counter(words(found)), Counter(words(wanted))
    if not one or not other:
        return float(one == other)
    return 2 * (one & other).total() / (one.total() + other.total())


def phrase(plan: Plan, said: str) -> str:
    """The words to ground of the plan made for what was `said`; empty for the whole picture."""
    found = (_grounded(operation, said) for act in plan.acts for operation in act.operations)
    return _as_said(next(filter(None, found), ""), said)


def _grounded(operation: Operation, said: str) -> str:
    if operation.op == "background":  # its region is the background, whether it was named or not
        kept = getattr(operation, "subject", None)  # whom the new background is put behind
        return kept or ("background" if re.search(r"\b(?:background|backdrop)\b", said.lower()) else "")
    if operation.region is not None and operation.region.phrase:
        return operation.region.phrase
    place = getattr(operation, "place", None)
    beside = _OWNER.match(place) or _BESIDE.match(place) if isinstance(place, str) else None
    return beside["thing"] if beside else ""


def _as_said(found: str, said: str) -> str:
    spoken = words(said)
    owner, _, own = found.partition("'s ")
    if own and owner in _GENERAL and owner not in spoken:  # "her hair", planned as the woman's
        return f"{_as_said(owner, said)}'s {own}"
    before = spoken[: spoken.index(found)] if found in spoken else spoken
    return next((word for word in before if word in _GENERAL.get(found, ())), found)


def evaluate(file: Path, planner: str, tick: Callable[[int, int], None]) -> Report:
    """How well the planner of that name finds the targets of the rows of `file`. Raises PentimentoError."""
    rows = read(file, TargetRow)
    return report(list(score(rows, planner, tick)))


def score(rows: Sequence[TargetRow], name: str, tick: Callable[[int, int], None]) -> Iterable[Scored]:
    """Each row with what the planner of that name finds; one that gives no plan has found nothing."""
    mind = planner(name)
    for done, row in enumerate(rows, 1):
        try:
            found = phrase(mind.propose(Request(row.instruction, size=SIZE)), row.instruction)
        except PentimentoError as error:
            if error.mend == "operator":
                raise
            found = ""
        yield Scored(row, found, f1(found, row.target or ""))
        tick(done, len(rows))


def difference(found: str, wanted: str) -> str:
    """How two phrases differ, in a few words."""
    one, other = words(found), words(wanted)
    if not one or not other:
        return "nothing found" if not one else "found where nothing is meant"
    more, less = (" ".join(word for word in a if word not in b) for a, b in ((one, other), (other, one)))
    if more and less:
        return "partly the same" if set(one) & set(other) else "something else"
    return f"longer by “{more[:30]}”" if more else f"shorter by “{less[:30]}”"


def report(scored: Sequence[Scored]) -> Report:
    """The figures by source and over all, and the commonest differences with examples."""
    by_source: dict[str, list[Scored]] = {}
    for one in scored:
        by_source.setdefault(one.row.source, []).append(one)
    figures = {name: _figures(found) for name, found in by_source.items()}
    overall = _figures(scored)
    short: dict[tuple[str, str], list[Scored]] = {}
    for one in scored:
        if one.f1 < 1:
            short.setdefault((one.row.source, difference(one.found, one.row.target or "")), []).append(one)
    commonest = sorted(short.items(), key=lambda item: -len(item[1]))
    lines: list[dict[str, Any]] = [
        *({"source": name, **found} for name, found in figures.items()),
        *({"source": key[0], "difference": key[1], "count": len(ones), **_example(ones[0])} for key, ones in commonest),
        {"overall": True, **overall},
    ]
    rows = [(name, *map(str, found.values())) for name, found in (*figures.items(), ("overall", overall))]
    tables = (
        Table("Target phrase", ("source", "rows", "F1", "exact"), tuple(rows)),
        Table(
            "Commonest differences",
            ("rows", "source", "difference", "for example", "found", "wanted"),
            tuple(row for key, ones in commonest[:SHOWN] for row in _shown(key, ones)),
        ),
    )
    return Report(tables, (), tuple(lines))


def _figures(scored: Sequence[Scored]) -> dict[str, Any]:
    count = len(scored)
    mean = sum(one.f1 for one in scored) / count if count else 0.0
    exact = sum(one.f1 == 1 for one in scored) / count if count else 0.0
    return {"rows": count, "f1": round(mean, 4), "exact": round(exact, 4)}


def _example(one: Scored) -> dict[str, str]:
    return {"example": one.row.instruction, "found": one.found, "wanted": one.row.target or ""}


def _shown(key: tuple[str, str], ones: Sequence[Scored]) -> list[tuple[str, ...]]:
    """The first row of a difference with its count, the other examples under it."""
    shown = [tuple(_example(one).values()) for one in ones[:EXAMPLES]]
    return [(str(len(ones)), *key, *shown[0]), *(("", "", "", *row) for row in shown[1:])]
