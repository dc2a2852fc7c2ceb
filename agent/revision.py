"""A revision of the past: which steps are run again, with which one changed, and the turns that come of it.

It turns a path and a change into entries for `rerun`, and what `rerun` returns into drafts for the store.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from agent.edits import Done, Emit, Picture, Prior, Task, to_steps
from agent.plan import operation_json
from agent.rerun import Conflict, Entry, rerun
from memory.schema import Step, Turn, TurnDraft
from tools.errors import EditRejected
from tools.operations import parse
from tools.types import Operation

if TYPE_CHECKING:
    from PIL.Image import Image

    from tools.studio import Studio

Target = tuple[Turn, int | None]


@dataclass(frozen=True)
class Revision:
    """The turns from `start` on, entry by entry; `owners` tells which turn each entry belongs to."""

    start: Turn
    entries: tuple[Entry, ...]
    owners: tuple[Turn, ...]
    said: str = ""
    changed: frozenset[int] = frozenset()  # the entries that ask for something else than before


@dataclass(frozen=True)
class Revised:
    """What became of a revision: drafts for a new branch, the conflicts, and what the changed step now does."""

    drafts: list[TurnDraft] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)
    changed: str = ""


def without(path: Sequence[Turn], target: Target) -> Revision:
    """The path with one turn, or one step of it, left out."""
    return _changed(path, target, "", lambda step: [Entry(None, step)])


def scaled(path: Sequence[Turn], target: Target, factor: float, said: str) -> Revision:
    """The path with the amounts of one turn multiplied. Raises EditRejected where there is no amount."""
    turn, _ = target
    can_scale = [step for step in _steps(target) if parse(step.asked).scaled(factor) is not None]
    if not can_scale:
        raise EditRejected(f"Step {turn.depth} (“{turn.utterance}”) has no amount to change.", "Say what you'd like.")

    def change(step: Step) -> list[Entry]:
        asked = parse(step.asked)
        return [Entry(asked.scaled(factor) or asked, step, must=True)]

    return _changed(path, target, said, change)


def amended(path: Sequence[Turn], target: Target, tasks: Sequence[Task], said: str) -> Revision:
    """The path with one turn asking for something else: "make it blue instead"."""
    steps = _steps(target)
    replaced: dict[int, list[Entry]] = {}
    for task in tasks:
        step = _counterpart(task.operation, steps, replaced)
        replaced.setdefault(step.index, []).append(_overlay(task, step))
    return _changed(path, target, said, lambda step: replaced.get(step.index, [Entry(parse(step.asked), step)]))


def _steps(target: Target) -> tuple[Step, ...]:
    turn, index = target
    return turn.steps if index is None else (turn.steps[index],)


def _counterpart(operation: Operation, steps: Sequence[Step], taken: Mapping[int, object]) -> Step:
    """The step that an amendment is about: the same kind of operation, else the first one not yet amended."""
    same = [step for step in steps if step.asked.get("op") == operation.op]
    free = [step for step in (*same, *steps) if step.index not in taken]
    return free[0] if free else steps[-1]


def _overlay(task: Task, step: Step) -> Entry:
    """What is said now over what was asked then; a place that is not named again stays the recorded one."""
    operation = task.operation
    old = parse(step.asked)
    if operation.op == old.op:
        said = operation.model_dump(exclude_unset=True, exclude={"op", "seed"})
        merged = parse({**operation_json(old), **_without_none(said)})
        anew = "region" in said and said["region"] is not None
        return Entry(merged, step, anew, task.selection, must=True)
    if operation.region is None and old.region is not None:
        return Entry(operation.model_copy(update={"region": old.region}), step, must=True)
    return Entry(operation, step, True, task.selection, must=True)


def _without_none(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value is not None}


def _changed(path: Sequence[Turn], target: Target, said: str, change: Callable[[Step], list[Entry]]) -> Revision:
    turn, index = target
    entries: list[Entry] = []
    owners: list[Turn] = []
    marks: set[int] = set()
    for later in path[turn.depth :]:
        for step in later.steps:
            hit = later.id == turn.id and index in (None, step.index)
            new = change(step) if hit else [Entry(parse(step.asked), step)]
            marks |= set(range(len(entries), len(entries) + len(new))) if hit else set()
            entries += new
            owners += [later] * len(new)
    if all(entry.operation is None for entry in entries):
        return Revision(turn, (), (), said)
    return Revision(turn, tuple(entries), tuple(owners), said, frozenset(marks))


def revise(
    revision: Revision, start: Picture, prior: Prior | None, masks: Mapping[str, Image], studio: Studio, emit: Emit
) -> Revised:
    """Run the revision and draft the turns of the new branch; they keep their order and their words."""
    results = rerun(revision.entries, start, prior, masks, studio, emit)
    revised = Revised(changed=_told(revision, results))
    here = start
    for turn in {owner.id: owner for owner in revision.owners}.values():
        mine = [result for owner, result in zip(revision.owners, results, strict=True) if owner is turn]
        done = [result for result in mine if isinstance(result, Done)]
        lost = [result for result in mine if isinstance(result, Conflict)]
        revised.conflicts.extend(_lost(turn, conflict) for conflict in lost)
        if done or lost:
            here = done[-1].output if done else here
            revised.drafts.append(_draft(turn, done, lost, here, revision, studio))
    return revised


def _draft(
    turn: Turn, done: list[Done], lost: list[Conflict], here: Picture, revision: Revision, studio: Studio
) -> TurnDraft:
    steps, pictures = to_steps(done, studio)
    amended_here = bool(revision.said) and turn is revision.start
    utterance = f"{turn.utterance} — {revision.said}" if amended_here else turn.utterance
    operations = [operation_json(one.asked) for one in done]
    reply = "; ".join(_lost(turn, conflict) for conflict in lost) or turn.reply
    plan = {**turn.plan, "operations": operations} if amended_here or len(done) != len(turn.steps) else turn.plan
    author = "amend" if amended_here else turn.author
    return TurnDraft(utterance, here.image, plan, reply, author, steps, pictures)


def _told(revision: Revision, results: Sequence[Done | Conflict | None]) -> str:
    """What the changed step does now."""
    now = [result for index, result in enumerate(results) if index in revision.changed]
    said = "; ".join(result.asked.describe() for result in now if isinstance(result, Done))
    if said:
        return f"Step {revision.start.depth} is now: {said}."
    left = [revision.entries[index] for index in sorted(revision.changed) if results[index] is None]
    names = "; ".join(parse(entry.recorded.operation).describe() for entry in left if entry.recorded)
    return f"Left out: {names}." if names else ""


def _lost(turn: Turn, conflict: Conflict) -> str:
    return f"conflict: “{turn.utterance}” ({conflict.operation.op}) was left out, {conflict.because}"
