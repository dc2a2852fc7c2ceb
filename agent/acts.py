"""What each dialogue act does: one function an act, in one table at the end.

Each is a generator of events that returns an Outcome, or raises what kept it from being done. Every change of the
picture goes through the store's moves, commits and `rerun`. It knows nothing of words (a planner has read them) nor of
how a face shows what happened.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from agent.edits import Done, carry_out, to_steps
from agent.errors import PlanError
from agent.events import Event
from agent.naming import find
from agent.plan import Plan
from agent.revision import Revision, amended, reseeded, revise, scaled, without
from agent.worker import work
from memory.schema import Turn, TurnDraft
from tools.errors import EditRejected

if TYPE_CHECKING:
    from agent.context import Context


@dataclass(frozen=True)
class Outcome:
    """What to tell the person, and the new turn if the picture changed by an edit."""

    reply: str
    turn: Turn | None = None


Course = Generator[Event, None, Outcome]


def edit(context: Context, plan: Plan) -> Course:
    """Carry out the plan's operations and commit them as one turn, all or nothing."""
    tasks = context.tasks(plan.operations)
    start = context.picture(context.head)
    prior = context.prior(context.head, tasks[0].operation)
    studio = context.studio([task.operation for task in tasks])
    done = yield from work(lambda emit: carry_out(tasks, start, prior, studio, emit), context.cancel)
    if done[-1].output.digest == context.head.picture:
        return Outcome(_unchanged(done))
    reply = plan.reply or told(done)
    steps, pictures = to_steps(done, studio)
    draft = TurnDraft(context.words, done[-1].output.image, plan.to_json(), reply, "person", steps, pictures)
    turn = context.store.commit(context.session.id, draft, expected_head=context.head.id)
    return Outcome(reply, turn)


def told(done: list[Done]) -> str:
    """What was done, from the operations themselves, with what their receipts remark."""
    parts = []
    for one in done:
        region = one.asked.region
        where = f" ({region.phrase})" if region and region.phrase else ""
        notes = f" — {'; '.join(one.edit.receipt.notes)}" if one.edit.receipt.notes else ""
        parts.append(f"{one.asked.describe()}{where}{notes}")
    text = "; ".join(parts)
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def _unchanged(done: list[Done]) -> str:
    notes = "; ".join(note for one in done for note in one.edit.receipt.notes)
    return f"Nothing in the picture changed{': ' + notes if notes else ''}."


def undo(context: Context, plan: Plan) -> Course:
    turn = context.store.undo(context.session.id, plan.args.n or 1, context.utterance)
    return Outcome(_at(turn, plan.reply))
    yield


def redo(context: Context, plan: Plan) -> Course:
    turn = context.store.redo(context.session.id, plan.args.n or 1, context.utterance)
    return Outcome(_at(turn, plan.reply))
    yield


def goto(context: Context, plan: Plan) -> Course:
    """To the start, a number, a branch, or before / after a step that is named."""
    turn = _destination(context, plan)
    if plan.args.where == "branch" and plan.args.name:
        context.store.branch(context.session.id, plan.args.name, context.utterance)  # what follows belongs to it
    else:
        context.store.goto(context.session.id, turn.id, context.utterance)
    return Outcome(_at(turn, plan.reply))
    yield


def _destination(context: Context, plan: Plan) -> Turn:
    where, name = plan.args.where, plan.args.name
    if plan.args.turn is not None:
        return context.store.turn(context.session.id, plan.args.turn)
    if where == "start":
        return context.path[0]
    if where in ("end", "branch"):
        branches = context.store.branches(context.session.id)
        wanted = name or context.session.branch
        if wanted not in branches:
            raise EditRejected(f"There is no branch called “{wanted}”.", f"Branches: {', '.join(branches)}.")
        return context.store.turn(context.session.id, branches[wanted])
    if name is None:
        raise PlanError("I can't tell which step you mean.", "Say a number, or what was done there.")
    found = find(context.path, name).turn
    return context.path[found.depth - 1] if where == "before" else found


def _at(turn: Turn, reply: str = "") -> str:
    if turn.depth == 0:
        return "Back to the photograph as it was opened."
    return reply or f"Now at step {turn.depth}: “{turn.utterance}”."


def drop(context: Context, plan: Plan) -> Course:
    """One step leaves, the others stay."""
    revision = without(context.path, _step(context, plan))
    return (yield from _revised(context, revision, plan))


def amend(context: Context, plan: Plan) -> Course:
    """One step changes: its amount (`factor`), or what it asks for (`operations`)."""
    if len(context.path) == 1:
        raise EditRejected("Nothing was done yet that could be changed.", "Say what you would like.")
    place = _step(context, plan)
    if plan.operations:
        tasks = context.before(place[0]).tasks(plan.operations)
        revision = amended(context.path, place, tasks, context.words)
    elif plan.args.factor is not None:
        revision = scaled(context.path, place, plan.args.factor, context.utterance)
    else:
        raise PlanError("I can't tell what should change about that step.", "Say, for example, “make it blue instead”.")
    return (yield from _revised(context, revision, plan))


def _step(context: Context, plan: Plan) -> tuple[Turn, int | None]:
    """The turn, and the step of it if only one is meant; by number, by name, or the last."""
    if plan.args.turn is not None:
        turn = context.store.turn(context.session.id, plan.args.turn)
    elif plan.args.name is not None:
        place = find(context.path, plan.args.name)
        return place.turn, None if place.step is None else place.step.index
    else:
        turn = context.head
    if turn.depth == 0:
        raise EditRejected("That is the photograph itself; there is nothing to change about it.", "Say a later step.")
    if turn.id not in {one.id for one in context.path}:
        raise EditRejected("That step is not on the way to the picture you see.", "Say “go to” and its number first.")
    return turn, None


def _revised(context: Context, revision: Revision, plan: Plan) -> Course:
    """Run the revision and commit it as a new branch; the old future stays."""
    parent = context.path[revision.start.depth - 1]
    if not revision.entries:
        turn = context.store.goto(context.session.id, parent.id, context.utterance)
        return Outcome(plan.reply or _at(turn))
    studio = context.studio([entry.operation for entry in revision.entries if entry.operation])
    masks = context.masks([entry.recorded for entry in revision.entries if entry.recorded])
    first = next((entry.operation for entry in revision.entries if entry.operation), None)
    start, prior = context.picture(parent), context.prior(parent, first)
    things = context.before(revision.start).things
    results = yield from work(lambda emit: revise(revision, start, prior, masks, studio, emit, things), context.cancel)
    drafts, conflicts, changed = results.drafts, results.conflicts, results.changed
    reply = "; ".join(filter(None, [plan.reply or changed, *conflicts]))
    if not drafts:
        context.store.goto(context.session.id, parent.id, context.utterance)
        return Outcome(reply)
    turns = context.store.commit_chain(
        *(context.session.id, parent.id, drafts),
        expected_head=context.head.id,
        kind="amend",
        utterance=context.utterance,
        reply=reply,
        detail={"act": plan.act},
    )
    return Outcome(reply, turns[-1])


def branch(context: Context, plan: Plan) -> Course:
    """Switch to the branch of that name, or begin it here."""
    branches = context.store.branches(context.session.id)
    name = plan.args.name or _new_name(set(branches))
    if name in branches:
        context.store.branch(context.session.id, name, context.utterance)
        turn = context.store.turn(context.session.id, branches[name])
        return Outcome(f"Now on branch “{name}”, step {turn.depth}.")
    context.store.branch(context.session.id, name, context.utterance)
    return Outcome(f"Branch “{name}” begins here; “{context.session.branch}” stays as it is.")
    yield


def _new_name(taken: set[str]) -> str:
    return next(name for number in range(2, len(taken) + 3) if (name := f"version {number}") not in taken)


def compare(context: Context, plan: Plan) -> Course:
    """How the picture differs from an earlier state: measured, and the steps that lie between."""
    from tools.apply import changes

    other = _destination(context, plan) if _names_a_turn(plan) else context.path[0]
    before, after = context.store.picture(other.picture), context.image
    steps = "; ".join(f"{turn.depth} {turn.utterance}" for turn in context.path[other.depth + 1 :]) or "no step"
    if before.size != after.size:
        seen = f"{before.width}×{before.height} became {after.width}×{after.height}"
    else:
        changed, _ = changes(before, after, None)
        seen = f"{100 * changed / (after.width * after.height):.1f} % of the pixels differ"
    return Outcome(f"Against step {other.depth}: {seen}. In between: {steps}.")
    yield


def _names_a_turn(plan: Plan) -> bool:
    return plan.args.turn is not None or plan.args.name is not None or plan.args.where is not None


def remember(context: Context, plan: Plan) -> Course:
    """Keep a standing rule with the session; planners are shown it with every later utterance."""
    rule = plan.args.rule or context.utterance
    context.store.set_rules(context.session.id, (*context.session.rules, rule))
    return Outcome(plan.reply or f"Noted for this session: “{rule}”.")
    yield


def answer(context: Context, plan: Plan) -> Course:
    """What the session itself can tell: what was done so far."""
    if plan.reply:
        return Outcome(plan.reply)
    done = "; ".join(f"{turn.depth} “{turn.utterance}”" for turn in context.path[1:])
    return Outcome(f"So far: {done}." if done else "Nothing was done yet; the photograph is as you opened it.")
    yield


def export(context: Context, plan: Plan) -> Course:
    """Write a file that the person named, if the face is a local one."""
    if context.save is None:
        raise EditRejected("Files can't be written from here.", "Use “pentimento export” on your own machine.")
    try:
        return Outcome(context.save(context.image, context.session, plan.args))
    except OSError as error:
        raise EditRejected(f"The file can't be written: {error.strerror or error}.", "Name another place.") from error
    yield


def say(context: Context, plan: Plan) -> Course:
    """Nothing but the reply: a question is asked, "never mind" is accepted."""
    return Outcome(plan.reply or "All right; nothing was changed.")
    yield


def rate(context: Context, plan: Plan) -> Course:
    """Praise is thanked for. "Try again" gives a model's steps the next seed; all others would come out the same."""
    if plan.args.value != "bad" or context.head.depth == 0 or not context.head.steps:
        return Outcome(plan.reply or "All right.")
    if any(step.model for step in context.head.steps):
        return (yield from _revised(context, reseeded(context.path, context.utterance), plan))
    last = context.head.steps[-1]
    phrase = str((last.asked.get("region") or {}).get("phrase") or "")
    place = f", or somewhere else than “{phrase}” (“the one on the left”, a box, a click)" if phrase else ""
    return Outcome(
        f"“{context.head.utterance}” would come out the same again, to the last pixel. What should be "
        f"different: more, less"
        f"{place}? “Undo” takes it back."
    )


ACTS: dict[str, Callable[[Context, Plan], Course]] = {
    "edit": edit, "restore": edit, "undo": undo, "redo": redo, "goto": goto, "amend": amend, "drop": drop,
    "branch": branch, "compare": compare, "remember": remember, "answer": answer, "export": export,
    "rate": rate, "ask": say, "none": say,
}  # fmt: skip
MOVES = {"edit", "restore", "undo", "redo", "goto", "amend", "drop", "branch"}  # these write their own log entry
