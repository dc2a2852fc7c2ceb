"""A saved session carried out again, without a planner: with a verdict on each step, or on another photograph."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from agent.acts import told
from agent.edits import Done, Picture, Task, carry_out_one, to_steps
from agent.plan import parse_plan
from agent.rerun import Conflict, Entry, Verdict, judge, rerun
from memory.schema import Turn, TurnDraft
from tools.errors import Cancelled, PentimentoError
from tools.operations import parse

if TYPE_CHECKING:
    from agent.context import Context
    from tools.types import Operation


def replay(context: Context) -> Iterator[Verdict]:
    """Run every step of the path again from the photograph; nothing is stored."""
    steps = [(turn, step) for turn in context.path for step in turn.steps]
    entries = [Entry(parse(step.asked), step) for _, step in steps]
    studio = context.studio([entry.operation for entry in entries if entry.operation])
    start = context.picture(context.path[0])
    results = rerun(entries, start, None, context.masks([step for _, step in steps]), studio)
    here = start.image
    for (turn, step), result in zip(steps, results, strict=True):
        if result is not None:
            verdict = judge(turn.depth, step, result, context.store.picture, here)
            here = verdict.image
            yield verdict


def replay_on(context: Context, other: Context) -> Iterator[Verdict]:
    """Do the path's turns on `other`'s photograph: words are grounded anew, drawn places go by fractions."""
    for turn in context.path[1:]:
        here = other.picture(other.head)
        operations = _recipe(turn)
        studio = other.studio(operations)
        prior = other.prior(other.head, operations[0] if operations else None)
        done: list[Done] = []
        for index, operation in enumerate(operations):
            try:
                one = carry_out_one(Task(operation), here, done[-1].prior if done else prior, studio)
            except Cancelled:
                raise
            except PentimentoError as error:
                yield Verdict(turn.depth, index, operation.op, "conflict", error.message, here.image)
                continue
            done.append(one)
            here = one.output
            yield Verdict(turn.depth, index, operation.op, "done", one.asked.describe(), here.image)
        if done and here.digest != other.head.picture:
            _keep(other, turn, done, here)


def _recipe(turn: Turn) -> list[Operation]:
    """What the turn asked for in words, before it was fitted to its own photograph."""
    try:
        asked = parse_plan(turn.plan).operations
    except PentimentoError:
        asked = ()
    if len(asked) != len(turn.steps):
        asked = tuple(parse(step.asked) for step in turn.steps)
    pairs = zip(asked, turn.steps, strict=True)
    return [operation.model_copy(update={"seed": step.seed}) for operation, step in pairs]


def _keep(other: Context, turn: Turn, done: list[Done], here: Picture) -> None:
    steps, pictures = to_steps(done, other.studio())
    draft = TurnDraft(turn.utterance, here.image, turn.plan, told(done), "replay", steps, pictures)
    made = other.store.commit(other.session.id, draft, expected_head=other.head.id)
    other.path.append(made)


__all__ = ["Conflict", "replay", "replay_on"]
