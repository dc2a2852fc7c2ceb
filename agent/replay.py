"""A saved session carried out again, without a planner: with a verdict on each step, or on another photograph.

It knows no face and writes no file; what is carried out on another photograph becomes a session of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from agent.acts import told
from agent.edits import Done, Picture, carry_out_one, placed, to_steps
from agent.keeping import own
from agent.recorded import as_made, by_model, compared
from agent.rerun import Conflict, Entry, Verdict, judge, rerun
from memory.schema import Step, Turn, TurnDraft
from tools.errors import Cancelled, EditRejected, PentimentoError, ToolError
from tools.operations import parse

if TYPE_CHECKING:
    from agent.context import Context
    from tools.types import Operation


def replay(context: Context) -> Iterator[Verdict]:
    """Run every step of the path again from the photograph; nothing is stored.

    A step that this version does not know is in conflict, and its recorded result is taken as given; so is what a
    model made, which would be paid for again and come out otherwise.
    """
    here = context.picture(context.path[0])
    for run in _runs(context.path):
        (turn, step), known = run[0], _known(run[0][1])
        if known is not None and by_model(step):
            same, here = here.digest == step.input, context.stored(step.output)
            yield _kept(turn, step, here, same)
            continue
        if known is None:
            here = context.stored(step.output)
            yield Verdict(turn.depth, step.index, _name(step), "conflict", _FOREIGN, here.image)
            continue
        entries = [Entry(operation, one) for _, one in run if (operation := _known(one))]
        studio = context.studio([entry.operation for entry in entries if entry.operation])
        results = rerun(entries, here, None, context.masks([one for _, one in run]), studio)
        for (at, one), result in zip(run, results, strict=True):
            if result is None:
                continue
            verdict = judge(at.depth, one, result, context.store.picture, here.image)
            here = result.output if isinstance(result, Done) else here
            yield verdict


def _kept(turn: Turn, step: Step, here: Picture, same: bool) -> Verdict:
    if same:
        return Verdict(turn.depth, step.index, _name(step), "identical", _KEPT, here.image, 0)
    return Verdict(turn.depth, step.index, _name(step), "differs", f"an earlier step differs; {_KEPT}", here.image)


Recorded = tuple[Turn, Step]


def _runs(path: Sequence[Turn]) -> Iterator[list[Recorded]]:
    """The steps of the path; what lies between those that are not run again is run together."""
    run: list[Recorded] = []
    for turn in path:
        for step in turn.steps:
            if _known(step) is not None and not by_model(step):
                run.append((turn, step))
                continue
            if run:
                yield run
            yield [(turn, step)]
            run = []
    if run:
        yield run


def _known(step: Step) -> Operation | None:
    try:
        return parse(step.asked)
    except ToolError:
        return None


def _name(step: Step) -> str:
    return str(step.operation.get("op"))[:60]


_KEPT = "a model's result, kept and not made again"
_FOREIGN = "made by another version of this program"


def replay_on(context: Context, other: Context) -> Iterator[Verdict]:
    """Do the path's turns on `other`'s photograph: words are grounded anew, drawn places go by fractions."""
    numbers = {0: 0}  # of a turn there: its number here, where turns that could not be done are missing
    for turn in context.path[1:]:
        course = _Course(other)
        for index, recorded in enumerate(turn.steps):
            operation = _recipe(turn, index)
            if operation is None:
                name = _name(recorded)
                yield Verdict(turn.depth, index, name, "conflict", _FOREIGN, course.here.image)
                continue
            try:
                one = course.carry_out(_renumbered(operation, numbers), recorded)
            except Cancelled:
                raise
            except PentimentoError as error:
                yield Verdict(turn.depth, index, operation.op, "conflict", error.message, course.here.image)
                continue
            yield Verdict(turn.depth, index, operation.op, "done", one.asked.describe(), one.output.image)
        if course.done and course.here.digest != other.head.picture:
            _keep(other, turn, course.done, course.here)
        numbers[turn.depth] = other.head.depth


class _Course:
    """One turn on the other photograph, step by step."""

    def __init__(self, other: Context) -> None:
        self.other = replace(other)  # its ledger is made anew for every turn
        self.here = other.picture(other.head)
        self.done: list[Done] = []

    def carry_out(self, operation: Operation, recorded: Step) -> Done:
        """Done here, by the engine that did it there."""
        task = placed(self.other.tasks([operation])[0], self.done)
        studio = self.other.studio([task.operation])
        operation, gone = as_made(recorded, task.operation, False, studio)
        task = replace(task, operation=operation)
        prior = self.done[-1].prior if self.done else self.other.prior(self.other.head, operation)
        one = compared(carry_out_one(task, self.here, prior, studio), recorded, gone)
        self.done.append(one)
        self.here = one.output
        return one


def _recipe(turn: Turn, index: int) -> Operation | None:
    """What a step asked for in words, before it was fitted to its own photograph; None if nobody here knows."""
    step = turn.steps[index]
    said = turn.plan.get("operations", [])
    planned = said[index] if len(said) == len(own(turn.steps)) and index < len(said) else step.asked
    try:
        operation = parse(planned if planned.get("op") == step.asked.get("op") else step.asked)
    except ToolError:
        return None
    return operation.model_copy(update={"seed": step.seed})


def _renumbered(operation: Operation, numbers: dict[int, int]) -> Operation:
    """A restore takes its pixels from this photograph's own past."""
    if operation.op != "restore":
        return operation
    turn = numbers.get(getattr(operation, "turn", None) or 0)
    if turn is None:
        raise EditRejected("The step that it goes back to could not be done on this photograph.")
    return operation.model_copy(update={"turn": turn, "source": None, "mapping": None})


def _keep(other: Context, turn: Turn, done: list[Done], here: Picture) -> None:
    steps, pictures = to_steps(done, other.studio())
    draft = TurnDraft(turn.utterance, here.image, turn.plan, told(done), "replay", steps, pictures)
    made = other.store.commit(other.session.id, draft, expected_head=other.head.id)
    other.path.append(made)


__all__ = ["Conflict", "replay", "replay_on"]
