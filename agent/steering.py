"""What was said of how an edit is to be made, put into the plan; and plans that are about nothing else.

A manner said alone ("try that with kontext", "in 40 steps", "closer to the original") amends what was done last. It
reads no words and makes no pixels.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from agent import keeping
from agent.manner import Manner, read
from agent.plan import Arguments, Plan
from agent.recorded import sampled
from agent.revision import known
from memory.schema import Step, Turn
from tools.errors import BadArguments, EditRejected
from tools.nudging import Nudged, nudged
from tools.painted import Painted, told
from tools.types import Operation, Sampling

if TYPE_CHECKING:
    from agent.context import Context
    from agent.nudge import Nudge

_NEXT_SEED = 1
_LEAVE_A_HOLE = ("move", "resize", "rotate", "flip")


def heard(context: Context, said: str) -> tuple[Context, Manner]:
    """The utterance `said` with its manner read off, and the context that works by it. Raises BadArguments for a number
    that no model takes.
    """
    manner = read(said, context.engines.spoken, context.references)
    if manner.trouble:
        raise BadArguments(manner.trouble, "Say another number.")
    return by(context, manner), manner


def by(context: Context, manner: Manner) -> Context:
    """The context with the engine and the seed that the person asked for."""
    seed = context.seed if manner.seed is None else manner.seed
    return replace(context, engine=manner.engine or context.engine, seed=seed)


def alone(manner: Manner, context: Context, turn: int | str | None = None) -> Plan | None:
    """The plan where nothing but the manner was said: the step before, or that of `turn`, made otherwise.

    None where there is something left to plan. Raises EditRejected where that step is no work for a model.
    """
    at = turn if turn is not None else manner.turn
    if manner.nudge is not None:
        return _moved(manner.nudge, context, at)
    if not (manner.alone or manner.turn is not None or (turn is not None and manner.taken and not manner.words)):
        return None
    if manner.controls and at is None and not _last(context.path):
        return None
    found = _turn(context, at)
    steps = [step for step in keeping.own(found.steps) if isinstance(known(found, step), Painted)]
    if not steps:
        raise EditRejected(
            f"Step {found.depth} (“{found.utterance}”) is no work for a model, so there is nothing to make otherwise.",
            "Say what to do, and with which engine.",
        )
    operations = tuple(_otherwise(found, step, manner) for step in steps)
    told = f"Step {found.depth} made anew: {', '.join(_sentence(manner))}."
    return Plan(act="amend", args=Arguments(turn=found.depth), operations=operations, reply=told)


def _otherwise(turn: Turn, step: Step, manner: Manner) -> Operation:
    """A step as it was asked for, in another manner; one that would come out the same takes the next seed."""
    old = known(turn, step)
    if manner.engine is not None and manner.engine != step.engine and isinstance(old, Painted):
        old = old.model_copy(update={"sampling": None})  # numbers that suited one model may ruin another's picture
    new = made_by(old, manner)
    seed = manner.seed if manner.seed is not None else old.seed
    same_engine = manner.engine is not None and manner.engine == step.engine
    if new.model_copy(update={"engine": None}) == old.model_copy(update={"engine": None}) and same_engine:
        seed = ((seed or 0) + _NEXT_SEED) % 2**32
    return new.model_copy(update={"seed": seed})


def _moved(nudge: Nudge, context: Context, at: int | str | None) -> Plan | None:
    """The last step that a model made, with other numbers; None where no model made any, or an amount is meant."""
    found = _turn(context, at) if at is not None else _last_sampled(context.path, nudge)
    steps = [step for step in keeping.own(found.steps) if sampled(step)] if found else []
    if found is None or not steps:
        return None
    moves = [(step, nudged(_used(step), nudge.wish, nudge.steps)) for step in steps]
    if not any(move for _, move in moves):
        names = ", ".join(told(_used(steps[0]))) or "none"
        raise EditRejected(
            f"No number of step {found.depth} can go further that way: {names}.", "Say it in other words."
        )
    operations = tuple(_with(known(found, step), move) for step, move in moves)
    reply = f"Step {found.depth} made anew: {'; '.join(dict.fromkeys(str(move) for _, move in moves if move))}."
    return Plan(act="amend", args=Arguments(turn=found.depth), operations=operations, reply=reply)


def _with(operation: Operation, move: Nudged) -> Operation:
    return operation.model_copy(update={"sampling": move.over(getattr(operation, "sampling", None))})


def _used(step: Step) -> Sampling:
    return sampled(step) or Sampling()


def _turn(context: Context, at: int | str | None) -> Turn:
    """The turn meant. Raises EditRejected where nothing was done yet, TurnNotFound."""
    if at is not None:
        return context.store.turn(context.session.id, at)
    found = _last(context.path)
    if found is None:
        raise EditRejected("Nothing was done yet that could be changed.", "Say what you would like.")
    return found


def _last(path: Sequence[Turn]) -> Turn | None:
    return next((turn for turn in reversed(path) if keeping.own(turn.steps)), None)


def _last_sampled(path: Sequence[Turn], nudge: Nudge) -> Turn | None:
    """The last turn that a model made; of an amount ("a stronger effect") only if it is the last of all."""
    if nudge.plain:
        last = _last(path)
        return last if last and any(map(sampled, keeping.own(last.steps))) else None
    return next((turn for turn in reversed(path) if any(map(sampled, keeping.own(turn.steps)))), None)


def steered(plan: Plan, manner: Manner) -> Plan:
    """The plan with the manner in every operation that a model may make; said where there is none."""
    if not manner.said:
        return plan
    operations = [operation for act in plan.acts for operation in act.operations]
    steered = _each(plan, manner)
    said = [words for words in _sentence(manner) if words not in ("without a model", "on this machine")]
    if not operations or not said or any(map(_for_a_model, operations)):
        return steered
    note = f"No model is needed for this, so it went without: {', '.join(said)}."
    return steered.model_copy(update={"reply": f"{steered.reply} {note}".strip()})


def _for_a_model(operation: Operation) -> bool:
    """Whether a model may have a part in it, if only to fill the place that something leaves."""
    return isinstance(operation, Painted) or (operation.op in _LEAVE_A_HOLE and operation.region is not None)


def _each(plan: Plan, manner: Manner) -> Plan:
    operations = tuple(made_by(operation, manner) for operation in plan.operations)
    then = plan.then and _each(plan.then, manner)
    return plan.model_copy(update={"operations": operations, "then": then})


def made_by(operation: Operation, manner: Manner) -> Operation:
    """One operation made in that manner; a strength is its own where it has one, else the model's."""
    if not isinstance(operation, Painted):
        return operation
    updates: dict[str, Any] = {"engine": manner.engine} if manner.engine else {}
    numbers, own = dict(manner.numbers), "strength" in type(operation).model_fields
    amount = manner.loosely if manner.amount is None else manner.amount
    if amount is not None and not own:
        numbers.setdefault("strength", amount)
    elif amount is not None and (manner.amount is not None or "strength" not in operation.model_fields_set):
        updates["strength"] = amount
    if manner.loosely is not None and not own:
        updates |= _without_amount(operation)
    if numbers:
        updates["sampling"] = Sampling(**numbers).over(operation.sampling or Sampling())
    if manner.controls:
        updates["controls"] = manner.controls
    return operation.model_copy(update=updates) if updates else operation


def _without_amount(operation: Painted) -> dict[str, str]:
    """The operation's own words without "at 40 % strength", which the model is told by number."""
    import re

    said = {name: getattr(operation, name) for name in operation.model_fields_set}
    bare = {
        name: re.sub(r"(?i)\s*\b(?:at|with)\s+(?:an?\s+)?\d{1,3}\s*(?:%|percent)\s+strength\b", "", value)
        for name, value in said.items()
        if isinstance(value, str)
    }
    return {name: value for name, value in bare.items() if value != said[name] and value.strip(" .")}


def _sentence(manner: Manner) -> list[str]:
    """What was asked for, in a few words each."""
    engine = {"embedded": "without a model", "local": "on this machine"}.get(manner.engine or "", "")
    named = [engine or f"with {manner.engine}"] if manner.engine else []
    amount = {"strength": manner.amount} if manner.amount is not None else {}
    seed = [f"seed {manner.seed}"] if manner.seed is not None else []
    guides = [f"by its {'edges' if one.kind == 'canny' else one.kind}" for one in manner.controls]
    return [*named, *told(Sampling(**{**amount, **manner.numbers})), *seed, *guides]
