"""Steps that a model made, as they are recorded: kept where nothing about them changed, else made by the same engine.

A model's result is never silently made again. It reads steps and pictures that are handed in, and no store.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from agent.edits import Done, Picture, Prior, by_model_receipt
from tools.errors import ToolError
from tools.operations import parse
from tools.selection import Selection
from tools.types import Edit, Frame, Operation, Receipt, Sampling

if TYPE_CHECKING:
    from PIL.Image import Image

    from memory.schema import Step
    from tools.studio import Studio


def by_model(step: Step) -> bool:
    """Whether a model made the pixels of a step."""
    return bool(step.model) or bool(step.receipt.get("sampling"))


def sampled(step: Step) -> Sampling | None:
    """The numbers that a model really used; None where none did, or this version knows other numbers."""
    told = step.receipt.get("sampling") or {}
    given = {name: value for name, value in told.items() if name in Sampling.model_fields and name != "seed"}
    try:
        return Sampling.model_validate(given) if given else None
    except ValueError:
        return None


def kept(
    step: Step, operation: Operation, output: Picture, here: Picture, prior: Prior | None, masks: Mapping[str, Image]
) -> Done | None:
    """The recorded step as if it were done now, where it starts from the very same pixels; else None."""
    if here.digest != step.input:
        return None
    base = here if step.base == step.input else prior.base if prior and prior.base.digest == step.base else None
    if base is None:
        return None
    try:
        resolved = parse(step.operation)
    except ToolError:
        return None
    place = {name: selection(step, name, masks) for name in ("asked", "written", "object", "spared")}
    edit = Edit(
        output.image,
        resolved,
        place["asked"],
        place["written"],
        place["object"],
        tuple(step.transform),  # type: ignore[arg-type]
        _receipt(step.receipt),
        place["spared"],
    )
    return Done(operation, edit, base, here, output, kept=step)


def selection(step: Step, name: str, masks: Mapping[str, Image]) -> Selection | None:
    """A step's recorded selection, from the mask pictures at hand."""
    ref = step.masks.get(name)
    return None if ref is None else Selection(masks[ref.digest], Frame.of(ref.box, ref.size))


def _receipt(told: Mapping[str, Any]) -> Receipt:
    names = {one.name for one in fields(Receipt)}
    given = {name: value for name, value in told.items() if name in names}
    return Receipt(**{**given, "notes": tuple(given.get("notes", ()))})


def as_made(step: Step | None, operation: Operation, changed: bool, studio: Studio) -> tuple[Operation, str]:
    """The operation for a studio that lets the engine make it which made the recorded step; a person's other word for
    a step that is `changed` goes before it. With it what to tell where that engine is not here any more.
    """
    studio.pinned = None
    if step is None or not step.engine:
        return operation, ""
    own = getattr(operation, "engine", None)
    if changed and (not by_model(step) or operation.op != step.asked.get("op")):
        return operation, ""
    if changed and (own != step.asked.get("engine") or (own is None and studio.chosen)):
        return operation, ""
    if studio.has(step.engine):
        studio.pinned = step.engine
        return operation, ""
    if not by_model(step):
        return operation, ""
    gone = f"{step.engine}, which made this step, is not here any more"
    return (operation.model_copy(update={"engine": None}) if own else operation), gone


def compared(done: Done, step: Step | None, gone: str) -> Done:
    """With what to tell of the engine in the receipt: that it is gone, or another version of it made the step."""
    receipt = done.edit.receipt
    notes = [gone] if gone else []
    if step is not None and step.model and receipt.model and receipt.model != step.model and not gone:
        notes = [f"made by {receipt.model}, not by {step.model} as before"]
    if not notes or (step is not None and not by_model_receipt(receipt) and not gone):
        return done
    told = replace(receipt, notes=tuple(dict.fromkeys((*receipt.notes, *notes))))
    return replace(done, edit=replace(done.edit, receipt=told))
