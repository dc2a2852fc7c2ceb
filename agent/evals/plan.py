"""Which operations an utterance asks for: right and total by source and by operation, and the commonest confusions.

It knows planners by their interface, and of the rules planner that part of it is trained. A row is right when each of
its accept sets is met by a planned operation, a different one for each set, except that one `adjust` or `enhance` may
meet several, since it carries several amounts; and when every planned operation lies in one of the sets.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from agent.errors import PlannerUnavailable
from agent.evals.report import Report, Table, share
from agent.evals.rows import read
from agent.plan import Plan
from agent.planners import Planner, Request, kinds, planner
from agent.planners.rules import RulesPlanner
from agent.training.folds import FOLDS
from agent.training.planner import crossed
from agent.training.rows import PlanRow
from tools.errors import PentimentoError

SEVERAL = frozenset(("adjust", "enhance"))
"""The operations of which one may meet several accept sets."""
SHOWN = 12
SIZE = (640, 480)


def right(planned: Sequence[str], accept: Sequence[frozenset[str]]) -> bool:
    """Whether the planned operations are what was asked for, and nothing besides."""
    if any(not any(name in names for names in accept) for name in planned):
        return False
    return _met(planned, accept, frozenset())


def _met(planned: Sequence[str], accept: Sequence[frozenset[str]], used: frozenset[int]) -> bool:
    if not accept:
        return True
    free = (place for place, name in enumerate(planned) if name in accept[0] and (place not in used or name in SEVERAL))
    return any(_met(planned, accept[1:], used | {place}) for place in free)


@dataclass(frozen=True)
class Scored:
    """A row, what was planned for it (the act, where that is no operation), and whether it is right."""

    row: PlanRow
    planned: str
    right: bool


def score(row: PlanRow, plan: Plan) -> Scored:
    """The verdict on one plan."""
    names = [operation.op for act in plan.acts for operation in act.operations]
    return Scored(row, " + ".join(names) or f"({plan.act})", right(names[:50], row.accept))


def evaluate(file: Path, planner: str, tick: Callable[[int, int], None]) -> Report:
    """How well the planner of that name finds the operations of the rows of `file`. Raises PentimentoError."""
    rows = read(file, PlanRow)
    tick(0, len(rows))
    minds, notes = _minds(planner, rows)
    scored = []
    for done, (row, mind) in enumerate(zip(rows, minds, strict=True)):
        scored.append(score(row, _planned(mind, row)))
        tick(done + 1, len(rows))
    return report(scored, notes)


def _minds(name: str, rows: Sequence[PlanRow]) -> tuple[list[Planner], tuple[str, ...]]:
    """A planner for each row, and what is to be said about it: no row is planned with weights that saw it."""
    mind = planner(name)
    if not isinstance(mind, RulesPlanner):
        return [mind] * len(rows), ()
    weights = kinds.in_use()
    seen = weights.saw(row.instruction for row in rows)
    known = [row for row, was_seen in zip(rows, seen, strict=True) if was_seen]
    by_these = f"{len(rows) - len(known)} rows are planned with the weights in use, which never saw them"
    if not known:
        return [mind] * len(rows), (f"{by_these}.",)
    try:
        where, found = crossed(known)
    except PlannerUnavailable as error:
        note = f"{by_these}; {len(known)} with weights that saw them: {error.message} {error.hint}"
        return [mind] * len(rows), (note,)
    others = iter([RulesPlanner(found[fold]) for fold in where])
    own: list[Planner] = [next(others) if was_seen else mind for was_seen in seen]
    note = f"{by_these}; {len(known)} with weights trained on the other folds of {FOLDS}, no text in two of them."
    return own, (note,)


def _planned(mind: Planner, row: PlanRow) -> Plan:
    """The plan; a planner that gives none for one row has planned nothing for it."""
    try:
        return mind.propose(Request(row.instruction, size=SIZE))
    except PentimentoError as error:
        if error.mend == "operator":
            raise
        return Plan(act="ask", reply=error.message)


def report(scored: Sequence[Scored], notes: tuple[str, ...]) -> Report:
    """The verdicts counted."""
    by_source, by_operation = (_counted(scored, name) for name in (_source, _wanted))
    confused = Counter((one.row.source, one.row.wanted, one.planned) for one in scored if not one.right)
    examples: dict[tuple[str, str, str], str] = {}
    for one in scored:
        examples.setdefault((one.row.source, one.row.wanted, one.planned), one.row.instruction)
    good = sum(one.right for one in scored)
    lines: list[dict[str, Any]] = [
        *({"source": name, **_numbers(*found)} for name, found in by_source.items()),
        *({"operation": name, **_numbers(*found)} for name, found in by_operation.items()),
        *(
            {"source": key[0], "wanted": key[1], "planned": key[2], "count": count, "example": examples[key]}
            for key, count in confused.most_common()
        ),
        *({"note": note} for note in notes),
        {"overall": True, **_numbers(good, len(scored))},
    ]
    tables = (
        _table("By source", "source", by_source, (good, len(scored))),
        _table("By operation", "operation", by_operation, None),
        _confusions(confused, examples),
    )
    return Report(tables, notes, tuple(lines))


def _source(one: Scored) -> str:
    return one.row.source


def _wanted(one: Scored) -> str:
    return one.row.wanted if len(one.row.accept) == 1 else "several"


def _counted(scored: Sequence[Scored], name: Callable[[Scored], str]) -> dict[str, tuple[int, int]]:
    """(right, total) by name, the most frequent first."""
    total = Counter(map(name, scored))
    good = Counter(name(one) for one in scored if one.right)
    return {one: (good[one], count) for one, count in total.most_common()}


def _numbers(good: int, total: int) -> dict[str, Any]:
    return {"right": good, "total": total, "share": round(good / total, 4) if total else None}


def _table(title: str, what: str, found: dict[str, tuple[int, int]], overall: tuple[int, int] | None) -> Table:
    rows = [(name, str(good), str(total), share(good, total)) for name, (good, total) in found.items()]
    if overall:
        rows.append(("overall", str(overall[0]), str(overall[1]), share(*overall)))
    return Table(title, (what, "right", "of", "share"), tuple(rows))


def _confusions(confused: Counter[tuple[str, str, str]], examples: dict[tuple[str, str, str], str]) -> Table:
    rows = [
        (str(count), source, f"{wanted} → {planned}", examples[source, wanted, planned])
        for (source, wanted, planned), count in confused.most_common(SHOWN)
    ]
    return Table("Commonest confusions", ("rows", "source", "wanted → planned", "for example"), tuple(rows))
