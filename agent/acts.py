"""What each dialogue act does: one function an act, in one table at the end.

Each is a generator of events that returns an Outcome, or raises what kept it from being done. Every change of the
picture goes through the store's moves, commits and `rerun`. It knows nothing of words (a planner has read them) nor of
how a face shows what happened.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from agent import keeping
from agent.edits import Done, Task, carry_out, to_steps
from agent.errors import PlanError
from agent.events import Event
from agent.naming import find
from agent.plan import Plan
from agent.recorded import by_model
from agent.rerun import Entry
from agent.revision import Revision, amended, elsewhere, reseeded, revise, scaled, with_lasting, without
from agent.scene import is_place, plain
from agent.worker import work
from memory.history import undone
from memory.schema import Step, Turn, TurnDraft
from tools.apply import LEFT
from tools.errors import EditRejected
from tools.operations import parse
from tools.places import place_name

if TYPE_CHECKING:
    from agent.context import Context
    from tools.selection import Selection


@dataclass(frozen=True)
class Outcome:
    """What to tell the person, the new turn if the picture changed by an edit, and what the log should know."""

    reply: str
    turn: Turn | None = None
    detail: dict[str, Any] = field(default_factory=dict)


Course = Generator[Event, None, Outcome]


def edit(context: Context, plan: Plan) -> Course:
    """Carry out the plan's operations and commit them as one turn, all or nothing."""
    context = context.bare()
    tasks = context.tasks(plan.operations)
    done = yield from carried_out(context, [*tasks, *context.lasting()])
    own = [one for one in done if not one.rule]
    if own[-1].output.digest == context.head.picture:
        return Outcome(_unchanged(own))
    reply = " ".join(filter(None, [plan.reply or told(own), kept(done, told=not plan.reply)]))
    return Outcome(reply, keep(context, plan, done, reply))


def carried_out(context: Context, tasks: list[Task]) -> Generator[Event, None, list[Done]]:
    """The tasks done on the picture at the head."""
    if not tasks:
        return []
    start, prior = context.picture(context.head), context.prior(context.head, tasks[0].operation)
    studio = context.studio([task.operation for task in tasks])
    return (yield from work(lambda emit: carry_out(tasks, start, prior, studio, emit), context.cancel))


def keep(context: Context, plan: Plan, done: Sequence[Done], reply: str) -> Turn:
    """Commit what was done as one turn on the head, which leaves the looks that lay on top of it behind."""
    steps, pictures = to_steps(done, context.studio())
    image = done[-1].output.image if done else context.image
    draft = TurnDraft(context.words, image, context.billed(plan).to_json(), reply, "person", steps, pictures)
    session, head = context.session.id, context.head
    if context.bare_of is None:
        return context.store.commit(session, draft, expected_head=head.id)
    drafts, parent = [keeping.drafted(head, context.image), draft], head.parent_id or ""
    turns = context.store.commit_chain(
        *(session, parent, drafts), expected_head=head.id, kind="commit", utterance=context.words, reply=reply
    )
    return turns[-1]


def kept(done: Sequence[Done], *, told: bool) -> str:
    """Which standing rules were kept: done again on top, or by leaving a place alone (`told` with the operations)."""
    rules = dict.fromkeys(one.rule for one in done if one.rule)
    said = [f"As always: “{rule}”." for rule in rules]
    left = dict.fromkeys(
        note for one in done for note in one.edit.receipt.notes if one.edit.spared is not None and note.startswith(LEFT)
    )
    return " ".join([*said, *(f"{note[:1].upper()}{note[1:]}." for note in left if not told)])


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


ALL = 10_000  # as many as there are


def redo(context: Context, plan: Plan) -> Course:
    n, waiting = plan.args.n or 1, len(undone(context.store.moves(context.session.id)))
    turn = context.store.redo(context.session.id, waiting or 1 if n >= ALL else n, context.utterance)
    return Outcome(_at(turn, plan.reply))
    yield


def goto(context: Context, plan: Plan) -> Course:
    """To the start, a number, a branch, or before / after a step that is named."""
    turn = context.seen(_destination(context, plan))
    if plan.args.where == "branch" and plan.args.name:
        context.store.branch(context.session.id, plan.args.name, context.utterance)  # what follows belongs to it
    else:
        context.store.goto(context.session.id, turn.id, context.utterance)
    return Outcome(_at(turn, plan.reply))
    yield


def _destination(context: Context, plan: Plan) -> Turn:
    where, name = plan.args.where, plan.args.name
    if plan.args.turn is not None:
        return context.numbered(plan.args.turn)
    if where == "start":
        return context.path[0]
    if where == "end":
        return context.newest()
    if where == "branch":
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
    """One step leaves, the others stay; or a standing rule is forgotten."""
    if plan.args.rule is not None:
        from agent.remembering import forget

        return (yield from forget(context, plan))
    context = context.bare()
    revision = without(context.path, _step(context, plan))
    return (yield from _revised(context, revision, plan))


def amend(context: Context, plan: Plan) -> Course:
    """One step changes: its amount (`factor`), or what it asks for (`operations`)."""
    if len(context.path) == 1:
        raise EditRejected("Nothing was done yet that could be changed.", "Say what you would like.")
    context = context.bare()
    place = _step(context, plan)
    if plan.operations:
        spared = context.upto(place[0]).spared
        tasks = [replace(task, spared=spared) for task in context.before(place[0]).tasks(plan.operations)]
        revision = amended(context.path, place, tasks, context.words)
    elif plan.args.factor is not None:
        revision = scaled(context.path, place, plan.args.factor, context.utterance)
        plan = plan.model_copy(update={"reply": " ".join(filter(None, [plan.reply, revision.told]))})
    else:
        raise PlanError("I can't tell what should change about that step.", "Say, for example, “make it blue instead”.")
    return (yield from _revised(context, revision, plan))


def _step(context: Context, plan: Plan) -> tuple[Turn, int | None]:
    """The turn, and the step of it if only one is meant; by number, by name, or the last with steps of the person's."""
    if plan.args.turn is not None:
        turn = context.store.turn(context.session.id, plan.args.turn)
    elif plan.args.name is not None:
        place = find(context.path, plan.args.name)
        return place.turn, None if place.step is None else place.step.index
    else:
        turn = next((one for one in reversed(context.path) if keeping.own(one.steps)), context.head)
    if turn.depth == 0:
        raise EditRejected("That is the photograph itself; there is nothing to change about it.", "Say a later step.")
    if turn.id not in {one.id for one in context.path}:
        raise EditRejected("That step is not on the way to the picture you see.", "Say “go to” and its number first.")
    return turn, None


def _revised(context: Context, revision: Revision, plan: Plan) -> Course:
    """Run the revision and commit it as a new branch; the old future stays."""
    parent = context.path[revision.start.depth - 1]
    lasting = context.lasting()
    if not revision.entries and not lasting:
        turn = context.store.goto(context.session.id, parent.id, context.utterance)
        return Outcome(plan.reply or _at(turn))
    revision = with_lasting(revision, lasting, said=context.utterance, put_back=_put_back(context, plan))
    revision = replace(revision, entries=tuple(_with_output(context, entry) for entry in revision.entries))
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


def _with_output(context: Context, entry: Entry) -> Entry:
    """What a model made is kept for a step that is asked for as before: it is not silently made again."""
    step = entry.recorded
    asked_as_before = step is not None and entry.operation is not None and not entry.anew and entry.selection is None
    if step is None or not asked_as_before or not by_model(step) or entry.operation != parse(step.asked):
        return entry
    return replace(entry, output=context.stored(step.output))


def _put_back(context: Context, plan: Plan) -> Task | None:
    """An amendment changes nothing of what is to be left alone; taking a step out is no edit."""
    if plan.act != "amend" or context.spared is None:
        return None
    said = {"op": "restore", "source": context.head.picture, "mapping": [1, 0, 0, 0, 1, 0, 0, 0, 1], "seed": 0}
    operation = parse({**said, "region": {"phrase": context.spared.name}})
    return Task(operation, context.spared.selection, rule=context.spared.name)


def branch(context: Context, plan: Plan) -> Course:
    """Switch to the branch of that name, or begin it here; or give the present one another name (`text`)."""
    if plan.args.text == "rename" and plan.args.name:
        was = context.session.branch
        context.store.rename_branch(context.session.id, plan.args.name, context.utterance)
        return Outcome(f"Branch “{was}” is now called “{plan.args.name}”.")
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
    """Praise is thanked for. "Try again": a model's steps take the next seed, others the next place the words may mean.

    Where there is neither, it would come out the same, and that is said.
    """
    context = context.bare()
    if plan.args.value != "bad":
        return Outcome(plan.reply or "All right.")
    if not keeping.own(context.head.steps):
        return Outcome("There is no edit here to try again. Say what you would like.")
    if any(map(by_model, context.head.steps)):
        return (yield from _revised(context, reseeded(context.path, context.utterance), plan))
    step = keeping.own(context.head.steps)[-1]
    place = yield from _next_place(context, step)
    if place is not None:
        said = f"Tried at the next likely place instead: {place_name(place.fractions)}."
        revision = elsewhere(context.path, step.index, place, context.utterance)
        return (yield from _revised(context, revision, plan.model_copy(update={"reply": said})))
    phrase = _phrase(step)
    where = f", or somewhere else than “{phrase}” (“the one on the left”, a box, a click)" if phrase else ""
    return Outcome(
        f"“{context.head.utterance}” would come out the same again, to the last pixel. What should be "
        f"different: more, less{where}? “Undo” takes it back."
    )


def _phrase(step: Step) -> str:
    return str((step.asked.get("region") or {}).get("phrase") or "")


def _next_place(context: Context, step: Step) -> Generator[Event, None, Selection | None]:
    """The best place for the step's words that was not tried yet; None where the words leave no choice."""
    from tools.grounding import candidates
    from tools.grounding.choice import contained

    region, phrase = step.asked.get("region") or {}, _phrase(step)
    if (
        not phrase
        or is_place(plain(phrase))
        or region.get("object_id")
        or any(map(region.get, ("box", "points", "mask")))
    ):
        return None
    image, studio = context.store.picture(step.input), context.studio()
    found = yield from work(lambda emit: candidates(image, phrase, studio), context.cancel)
    tried = [
        context.selection(other.masks["asked"])
        for turn in context.store.turns(context.session.id)
        if turn.parent_id == context.head.parent_id
        for other in turn.steps
        if other.index == step.index and _phrase(other) == phrase and "asked" in other.masks
    ]
    fresh = (one.selection for one in found if all(contained(one.selection, old) < _TRIED for old in tried))
    return next(fresh, None)


_TRIED = 0.5  # of the smaller of two places lies in the other: that place was tried already


def _remember(context: Context, plan: Plan) -> Course:
    from agent.remembering import remember

    return (yield from remember(context, plan))


def _answer(context: Context, plan: Plan) -> Course:
    from agent.remembering import answer

    return (yield from answer(context, plan))


ACTS: dict[str, Callable[[Context, Plan], Course]] = {
    "edit": edit, "restore": edit, "undo": undo, "redo": redo, "goto": goto, "amend": amend, "drop": drop,
    "branch": branch, "compare": compare, "remember": _remember, "answer": _answer, "export": export,
    "rate": rate, "ask": say, "none": say,
}  # fmt: skip
MOVES = {"edit", "restore", "undo", "redo", "goto", "amend", "drop", "branch"}  # these write their own log entry
