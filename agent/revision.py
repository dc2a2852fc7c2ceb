"""A revision of the past: which steps are run again, with which one changed, and the turns that come of it.

It turns a path and a change into entries for `rerun`, and what `rerun` returns into drafts for the store. It knows
neither words nor the store itself.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from agent import keeping
from agent.edits import Done, Emit, Picture, Prior, Task, anchored, to_steps
from agent.plan import operation_json
from agent.recorded import by_model, sampled
from agent.rerun import Conflict, Entry, rerun
from agent.scene import PRONOUNS, plain
from memory.schema import Step, Turn, TurnDraft
from tools import nudging
from tools.beside import Placed
from tools.errors import EditRejected, ToolError
from tools.operations import parse
from tools.painted import Painted
from tools.types import Operation, Region

if TYPE_CHECKING:
    from PIL.Image import Image

    from tools.selection import Selection
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
    turns: tuple[Turn, ...] = ()  # from `start` to the head, those without a step too
    told: str = ""  # what the change comes to, where its words do not tell


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
    if moves := _moves(target, factor):
        return replace(
            _changed(path, target, said, lambda step: [_moved(turn, step, moves)]),
            told=f"Its numbers: {'; '.join(dict.fromkeys(map(str, moves.values())))}.",
        )
    can_scale = {step.index for step in _steps(target) if _scaled(turn, step, factor) is not None}
    if not can_scale:
        raise EditRejected(f"Step {turn.depth} (“{turn.utterance}”) has no amount to change.", "Say what you'd like.")
    # "Warm it up a lot and make it square — half that" is about the warmth: a shape has no amount of its own.
    said_by_amount = {step.index for step in _steps(target) if _as_said(turn, step).scaled(factor) is not None}
    meant = can_scale & said_by_amount or can_scale

    def change(step: Step) -> list[Entry]:
        again = (_scaled(turn, step, factor) if step.index in meant else None) or known(turn, step)
        if again.op == "text" and getattr(again, "place", None):  # larger letters need another box
            return [Entry(again.model_copy(update={"region": None}), step, anew=True, must=True)]
        return [Entry(again, step, must=True)]

    return _changed(path, target, said, change)


def _moves(target: Target, factor: float) -> dict[int, nudging.Nudged]:
    """By index, the numbers of the steps that a model made, where no step has an amount of its own to change."""
    steps = _steps(target)
    operations = [known(target[0], step) for step in steps]
    if any((again := one.scaled(factor)) is not None and again != one for one in operations):
        return {}
    found = ((step.index, sampled(step)) for step in steps)
    moves = {index: nudging.scaled(used, factor) for index, used in found if used is not None}
    return {index: move for index, move in moves.items() if move}


def _moved(turn: Turn, step: Step, moves: Mapping[int, nudging.Nudged]) -> Entry:
    asked, move = known(turn, step), moves.get(step.index)
    if move is None:
        return Entry(asked, step)
    return Entry(asked.model_copy(update={"sampling": move.over(getattr(asked, "sampling", None))}), step, must=True)


def _scaled(turn: Turn, step: Step, factor: float) -> Operation | None:
    """The step's amount multiplied: as it was said, if that has one ("16:9, but tighter"), else as it was done."""
    return _as_said(turn, step).scaled(factor) or known(turn, step).scaled(factor)


def _as_said(turn: Turn, step: Step) -> Operation:
    asked = known(turn, step)
    return _planned(turn, step, asked) if asked.op in ("crop", "resize") else asked


def reseeded(path: Sequence[Turn], said: str) -> Revision:
    """The path with the last turn tried again: a model's steps take the next seed, the others stay as they are."""
    turn = path[-1]

    def change(step: Step) -> list[Entry]:
        asked = known(turn, step)
        again = asked.model_copy(update={"seed": (step.seed or 0) + 1}) if by_model(step) else asked
        return [Entry(again, step, must=True)]

    return _changed(path, (turn, None), said, change)


def elsewhere(path: Sequence[Turn], index: int, place: Selection, said: str) -> Revision:
    """The path with one step of the last turn carried out at another place."""

    def change(step: Step) -> list[Entry]:
        asked = known(path[-1], step)
        return [Entry(asked, step, selection=place if step.index == index else None, must=True)]

    return _changed(path, (path[-1], None), said, change)


def amended(path: Sequence[Turn], target: Target, tasks: Sequence[Task], said: str) -> Revision:
    """The path with one turn asking for something else: "make it blue instead".

    What is said beyond the steps that there were comes after them, as steps of its own.
    """
    turn, steps = target[0], _steps(target)
    replaced: dict[int, list[Entry]] = {}
    for number, task in enumerate(tasks):
        step = _counterpart(task.operation, steps, replaced)
        if step is not None:
            replaced[step.index] = [replace(_overlay(task, step, turn), number=number)]
        else:
            replaced.setdefault(steps[-1].index, [Entry(known(turn, steps[-1]), steps[-1])])
            further = Entry(task.operation, None, True, task.selection, must=True, number=number, spared=task.spared)
            replaced[steps[-1].index].append(further)
    return _changed(path, target, said, lambda step: replaced.get(step.index, [Entry(known(turn, step), step)]))


def _steps(target: Target) -> tuple[Step, ...]:
    turn, index = target
    if not keeping.own(turn.steps):
        raise EditRejected(f"Step {turn.depth} (“{turn.utterance}”) could not be done, so it can't be changed.")
    return tuple(keeping.own(turn.steps)) if index is None else (turn.steps[index],)


def known(turn: Turn, step: Step) -> Operation:
    """What a step asks for. Raises EditRejected where this version of the program can't tell."""
    try:
        return parse(step.asked)
    except ToolError as error:
        name = str(step.asked.get("op"))[:60]
        raise EditRejected(
            f"Step {turn.depth} (“{name}”) was made by another version of this program and can't be done again here.",
            "Undo and “go to” still work, and so does changing what comes after it.",
        ) from error


def _counterpart(operation: Operation, steps: Sequence[Step], taken: Mapping[int, object]) -> Step | None:
    """The step that an amendment is about: the same kind of operation, else the first one not yet amended."""
    same = [step for step in steps if step.asked.get("op") == operation.op]
    return next((step for step in (*same, *steps) if step.index not in taken), None)


def _overlay(task: Task, step: Step, turn: Turn) -> Entry:
    """What is said now over what was asked then; a place that is not named again stays the recorded one."""
    operation = anchored(task.operation, task.anchor)
    try:
        old = parse(step.asked)
    except ToolError:
        return Entry(operation, step, True, task.selection, must=True)
    again = _means_the_same(operation.region, old.region)
    if operation.op == old.op:
        said = operation.model_dump(exclude_unset=True, exclude={"op"} if task.seeded else {"op", "seed"})
        if again:
            said.pop("region", None)
        kept = _kept(old, _planned(turn, step, old), set(said))
        if said.get("engine") not in (None, step.engine):
            kept.pop("sampling", None)  # it was for another model
        if said.get("sampling") and kept.get("sampling"):
            said["sampling"] = {**kept["sampling"], **_without_none(said["sampling"])}
        merged = parse({**kept, **_without_none(said)})
        anew = not again or (old.op == "text" and merged.region is None)  # lettering finds its own place
        return Entry(merged, step, anew, None if again else task.selection, must=True)
    if again and "asked" in step.masks:
        return Entry(operation.model_copy(update={"region": old.region}), step, must=True)
    return Entry(operation, step, True, task.selection, must=True)


def _means_the_same(said: Region | None, old: Region | None) -> bool:
    """Whether the amendment names no place of its own, or the one that the step has already."""
    if said is None:
        return True
    if said.drawn or said.object_id or not said.phrase:
        return said == old
    return said.phrase.lower() in PRONOUNS or (old is not None and plain(said.phrase) == plain(old.phrase or ""))


def _planned(turn: Turn, step: Step, old: Operation) -> Operation:
    """The operation in the person's words, before it was fitted to the picture; `old` where that is not recorded."""
    said = turn.plan.get("operations", [])
    if len(said) != len(keeping.own(turn.steps)) or step.index >= len(said) or said[step.index].get("op") != old.op:
        return old
    planned = parse(said[step.index])
    known = {"anchor": old.anchor} if isinstance(old, Placed) else {}
    return planned.model_copy(update={"seed": old.seed, "region": planned.region or old.region, **known})


def _kept(old: Operation, planned: Operation, said: set[str]) -> dict[str, Any]:
    """The arguments that stay: not those that the new ones stand for ("to the right instead" ends "to the left")."""
    if not said:
        return operation_json(old)
    stays = {"op", "seed", "region", *Painted.filled} - (_EDGES & said and {"region"})
    if old.op in _SAID_WHOLE:
        return {name: value for name, value in operation_json(planned).items() if name in stays}
    if old.op == "text":  # its box was fitted to its words and size
        told = operation_json(planned)
        gone = {name for name, other in (("region", told.get("place")), ("anchor", "place" in said)) if other}
        return {name: value for name, value in told.items() if name not in gone}
    gone = _WHERETO if _WHERETO & said else set()
    return {name: value for name, value in operation_json(planned if gone else old).items() if name not in gone}


_SAID_WHOLE = {"adjust", "crop", "extend", "move", "resize"}  # their arguments say one thing in different ways
_WHERETO = {"dx", "dy", "place", "anchor"}
_EDGES = {"left", "right", "top", "bottom"}


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
            new = change(step) if hit else [Entry(known(later, step), step)]
            marks |= set(range(len(entries), len(entries) + len(new))) if hit else set()
            entries += new
            owners += [later] * len(new)
    if all(entry.operation is None for entry in entries):
        return Revision(turn, (), (), said)
    return Revision(turn, tuple(entries), tuple(owners), said, frozenset(marks), tuple(path[turn.depth :]))


def with_lasting(
    revision: Revision, tasks: Sequence[Task], *, said: str = "", put_back: Task | None = None
) -> Revision:
    """The revision with what standing rules want done at the end of its last turn.

    `put_back` comes before: what no edit may change, in the head's pixels. Where no step is left, one turn remains,
    `said` by the person, for what the rules want.
    """
    tasks = [*([put_back] if put_back and revision.entries else []), *tasks]
    turns = revision.turns or (replace(revision.start, utterance=said, plan={}, reply="", steps=()),)
    entries = [
        Entry(task.operation, anew=True, selection=task.selection, must=True, spared=task.spared, rule=task.rule)
        for task in tasks
    ]
    owners = (*revision.owners, *[turns[-1]] * len(entries))
    return replace(revision, entries=(*revision.entries, *entries), owners=owners, turns=turns)


def revise(
    revision: Revision,
    start: Picture,
    prior: Prior | None,
    masks: Mapping[str, Image],
    studio: Studio,
    emit: Emit,
    things: Sequence[Selection] = (),
) -> Revised:
    """Run the revision and draft the turns of the new branch; they keep their order and their words."""
    results = rerun(revision.entries, start, prior, masks, studio, emit, things)
    revised = Revised(changed=_told(revision, results))
    here = start
    for turn in revision.turns:
        mine = [result for owner, result in zip(revision.owners, results, strict=True) if owner is turn]
        done = [result for result in mine if isinstance(result, Done)]
        lost = [result for result in mine if isinstance(result, Conflict)]
        revised.conflicts.extend(_lost(turn, conflict) for conflict in lost)
        if done or lost or not turn.steps:
            here = done[-1].output if done else here
            revised.drafts.append(_draft(turn, done, lost, here, revision, studio))
    return revised


def _draft(
    turn: Turn, done: list[Done], lost: list[Conflict], here: Picture, revision: Revision, studio: Studio
) -> TurnDraft:
    steps, pictures = to_steps(done, studio)
    amended_here = bool(revision.said) and turn.id == revision.start.id
    utterance = f"{turn.utterance} — {revision.said}" if amended_here else turn.utterance
    own = [one for one in done if not one.rule]
    operations = [operation_json(one.asked) for one in own]
    reply = "; ".join(_lost(turn, conflict) for conflict in lost) or turn.reply
    plan = (
        {**turn.plan, "operations": operations}
        if amended_here or len(own) != len(keeping.own(turn.steps))
        else turn.plan
    )
    author = "amend" if amended_here else turn.author
    return TurnDraft(utterance, here.image, plan, reply, author, steps, pictures)


def _told(revision: Revision, results: Sequence[Done | Conflict | None]) -> str:
    """What the changed step does now."""
    now = [result for index, result in enumerate(results) if index in revision.changed]
    said = "; ".join(result.asked.describe() for result in now if isinstance(result, Done))
    if said:
        return f"Step {revision.start.depth} is now: {said}."
    left = [revision.entries[index] for index in sorted(revision.changed) if results[index] is None]
    names = "; ".join(_described(entry.recorded) for entry in left if entry.recorded)
    return f"Left out: {names}." if names else ""


def _described(step: Step) -> str:
    try:
        return parse(step.operation).describe()
    except ToolError:
        return str(step.operation.get("op"))[:60]


def _lost(turn: Turn, conflict: Conflict) -> str:
    return f"conflict: “{turn.utterance}” ({conflict.operation.op}) was left out, {conflict.because}"
