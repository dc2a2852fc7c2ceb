"""Operations carried out one after the other, each as a step that a store can keep.

Successive adjustments of one region are re-derived here: the earlier one is merged into the later, which then starts
from the picture before the earlier. It knows nothing of sentences, sessions or the log.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import TYPE_CHECKING

from agent.events import Event, Finished, Progress, Started
from agent.plan import operation_json
from agent.scene import PRONOUNS, is_place, plain
from agent.transforms import multiply
from memory.pictures import digest
from memory.schema import MaskRef, Step
from tools.apply import apply, changes
from tools.beside import Placed
from tools.errors import ModelUnavailable, RegionNotFound, Unclear
from tools.grounding import embodied
from tools.painted import Painted
from tools.types import Operation, Region

if TYPE_CHECKING:
    from PIL.Image import Image

    from tools.selection import Selection
    from tools.studio import Studio
    from tools.types import Edit, Receipt, Spared, Transform

Emit = Callable[[Event], None]

_ALIKE = 0.8  # of the larger of two places lies in the other: one thing
PREVIEW_PX = 1024  # no side of a preview is longer
PREVIEW_FROM_PX = 6_000_000  # a smaller picture is done nearly as soon as its preview


@dataclass(frozen=True)
class Task:
    """An operation to carry out.

    `selection` is where, if that was decided before (recorded, chosen, known); `drawn` is what the person drew, which
    counts when the words name no place that can be found. What was known before the utterance is `early`: the steps
    that come first in it may still move the object, or the whole picture under it. `painted`: the selection covers what
    was recolored, and the operation is about the whole thing. `spared` is what the person wants left alone; a task
    of a standing `rule` (its words) leaves no step where it changes nothing. `anchor` is where the thing was, before
    the utterance, that tells the place of a `Placed` operation. `seeded`: its seed was asked for, not drawn.
    """

    operation: Operation
    selection: Selection | None = None
    drawn: Region | None = None
    early: bool = False
    painted: bool = False
    spared: Spared | None = None
    rule: str = ""
    anchor: Selection | None = None
    seeded: bool = False


@dataclass(frozen=True)
class Picture:
    """A picture and its digest, so that it is hashed once."""

    image: Image
    digest: str

    @classmethod
    def of(cls, image: Image) -> Picture:
        return cls(image, digest(image))


@dataclass(frozen=True)
class Prior:
    """The step just before: what the next one may be merged with. `number` is that of the turn which began at `base`,
    where it is recorded.
    """

    operation: Operation
    base: Picture
    selection: Selection | None
    spared: Selection | None = None
    by_model: bool = False
    number: int | None = None


@dataclass(frozen=True)
class Done:
    """A step that was carried out. `asked` is this step's own part, `edit.operation` what it was merged into. One that
    was `kept` as it was recorded ran where and how its record says.
    """

    asked: Operation
    edit: Edit
    base: Picture
    input: Picture
    output: Picture
    rule: str = ""
    kept: Step | None = None

    @property
    def prior(self) -> Prior:
        by_model = by_model_receipt(self.edit.receipt)
        return Prior(self.edit.operation, self.base, self.edit.asked, self.edit.spared, by_model)


def by_model_receipt(receipt: Receipt) -> bool:
    """Whether a model made the pixels that a receipt is about."""
    return bool(receipt.model) or bool(receipt.sampling)


def may_merge(operation: Operation, earlier: Operation) -> bool:
    """Whether an operation could be re-derived together with the step before it."""
    if operation.op != earlier.op or type(operation).merge is Operation.merge:
        return False
    if isinstance(operation, Painted):
        return operation.again
    return operation.region == earlier.region


def carry_out(tasks: Sequence[Task], start: Picture, prior: Prior | None, studio: Studio, emit: Emit) -> list[Done]:
    """Every task in order, each on the result of the one before. Raises what `apply` raises; then nothing was done."""
    done: list[Done] = []
    for index, task in enumerate(tasks):
        if not task.rule:
            emit(Started(index, len(tasks), task.operation))
        studio.on_progress = lambda fraction, label: emit(Progress(fraction, label))
        here = done[-1].output if done else start
        try:
            ready = _seen_before(placed(task, done), start, done, studio)
            if task.painted and ready.selection is not None:
                ready = replace(ready, selection=embodied(here.image, ready.selection, studio))
            if not task.rule and (small := preview(ready, here.image, studio)) is not None:
                emit(Progress(0.0, "preview", small))
            step = carry_out_one(ready, here, done[-1].prior if done else prior, studio)
        except Unclear as error:
            error.index = index
            raise
        if task.rule:
            step = ruled(step, task.operation, task.rule)
            if step.output.digest == step.input.digest:
                continue
            emit(Started(index, len(tasks), task.operation))
        emit(Finished(index, step.edit))
        done.append(step)
    return done


def ruled(done: Done, said: Operation, rule: str) -> Done:
    """A step as one of a standing rule: it asks for what the rule says, not for what that came to this time."""
    return replace(done, asked=said, rule=rule)


def _seen_before(task: Task, start: Picture, done: Sequence[Done], studio: Studio) -> Task:
    """What is brought back is looked for in the picture before the utterance: "gray, but keep the red cup" grays it."""
    region = task.operation.region
    if task.operation.op != "restore" or not done or task.selection is not None or region is None or region.drawn:
        return task
    try:
        found = studio.ground(start.image, region, task.operation.about_object)
    except Unclear:
        return task
    return replace(task, selection=_carried(found, done))


def preview(task: Task, image: Image, studio: Studio) -> Image | None:
    """A small copy of what an edit of the whole of a large picture will give; None where it would not be quicker."""
    everywhere = task.operation.region is None and task.selection is None and task.drawn is None
    if (
        getattr(task.operation, "engine", None)
        or not everywhere
        or task.operation.whole
        or image.width * image.height < PREVIEW_FROM_PX
    ):
        return None
    quick = studio.without_models()
    if quick is None:
        return None
    small = image.reduce(ceil(max(image.size) / PREVIEW_PX))
    try:
        return apply(small, task.operation, quick).image
    except ModelUnavailable:  # what only a model can do takes as long for a preview, and costs as much
        return None


def placed(task: Task, done: Sequence[Done]) -> Task:
    """A task as it stands after the steps of its utterance that came before it: "move the cup and make it blue"."""
    selection, operation = task.selection, task.operation
    if task.early or selection is None:
        selection = _touched(operation, done) or _carried(selection, done)
    mapping: Transform | None = getattr(operation, "mapping", None)
    if mapping is not None:
        for one in done:
            mapping = multiply(one.edit.transform, mapping)
        operation = operation.model_copy(update={"mapping": mapping})
    operation = anchored(operation, task.anchor, done)
    return Task(operation, selection, task.drawn, spared=_spared(task.spared, done), rule=task.rule)


def anchored(operation: Operation, anchor: Selection | None, done: Sequence[Done] = ()) -> Operation:
    """With the box of the thing that tells its place, where that is known or was touched by the steps before."""
    if not isinstance(operation, Placed) or operation.sought is None:
        return operation
    named = Operation(op="", region=Region(phrase=operation.sought))
    found = _touched(named, done) or _carried(anchor, done)
    tight = found and found.trimmed()
    return operation.model_copy(update={"anchor": Region(box=tight.fractions)}) if tight else operation


def _touched(operation: Operation, done: Sequence[Done]) -> Selection | None:
    """The object of the latest of the steps that the words mean, where it is after all of them."""
    region = operation.region
    words = "" if region is None or region.drawn else " ".join((region.phrase or "").lower().split())
    if not words or is_place(plain(words)):
        return None
    for number in range(len(done) - 1, -1, -1):
        target, asked = done[number].edit.target, done[number].asked
        other = asked.region.object_id if asked.region else None
        if region and region.object_id and other and other != region.object_id:
            continue
        said = (asked.region and asked.region.phrase) or ""
        names = {plain(said), plain(str(getattr(asked, "object", "") or ""))} - {""}
        if target is not None and not is_place(plain(said)) and (words in PRONOUNS or plain(words) in names):
            return _carried(target, done[number + 1 :])
    return None


def _carried(selection: Selection | None, done: Sequence[Done]) -> Selection | None:
    for one in done:
        selection = selection and selection.warped(one.edit.transform, one.output.image.size)
    return selection


def _spared(spared: Spared | None, done: Sequence[Done]) -> Spared | None:
    """What is to be left alone, where it is after the steps of this utterance."""
    selection = _carried(spared.selection if spared else None, done)
    return replace(spared, selection=selection) if spared and selection else None


def carry_out_one(task: Task, here: Picture, prior: Prior | None, studio: Studio) -> Done:
    """One task on the picture `here`, merged with the step before where the operation knows how."""
    if prior is not None and isinstance(task.operation, Painted):
        return _made_again(task, here, prior, studio) or _afresh(task, here, studio)
    if prior is not None and may_merge(task.operation, prior.operation) and _same_place(task, prior):
        selection = task.selection or prior.selection
        studio.notes.clear()
        asked = task.operation.resolve(here.image, selection, studio)
        notes = tuple(studio.notes)
        merged = asked.merge(prior.operation)
        if merged is not None:
            edit = _recounted(apply(prior.base.image, merged, studio, selection, task.spared), here, notes)
            return Done(asked, edit, prior.base, here, Picture.of(edit.image))
    return _afresh(task, here, studio)


def _made_again(task: Task, here: Picture, prior: Prior, studio: Studio) -> Done | None:
    """A step that makes what a model made just before again, both wishes at once, from the picture before that one:
    what is painted over a painting loses by it. None where it is about something else.
    """
    operation = task.operation
    if not prior.by_model or not may_merge(operation, prior.operation) or not _is_it(task, prior):
        return None
    operation = operation.model_copy(update={"region": prior.operation.region})
    merged = operation.merge(prior.operation)
    if merged is None:
        return None
    before = "the step before" if prior.number is None else f"step {prior.number}"
    edit = apply(prior.base.image, merged, studio, prior.selection, task.spared)
    both = ", both wishes at once" if _without_seed(merged) != _without_seed(operation) else ""
    edit = _recounted(edit, here, (f"made again from the picture before {before}{both}",))
    return Done(operation, edit, prior.base, here, Picture.of(edit.image))


def _without_seed(operation: Operation) -> Operation:
    return operation.model_copy(update={"seed": None, "again": False})


def _is_it(task: Task, prior: Prior) -> bool:
    """Whether a task is about the place of the step before: by the same words, by none, or by the same pixels."""
    if _ref(task.spared.selection if task.spared else None) != _ref(prior.spared):
        return False
    said, before = task.operation.region, prior.operation.region
    if task.selection is not None and prior.selection is not None:
        return _alike(task.selection, prior.selection)
    if (
        said is None
        or said == before
        or (not said.drawn and (said.phrase or "it").lower() in PRONOUNS and not said.object_id)
    ):
        return True
    return before is not None and bool(said.phrase) and plain(said.phrase or "") == plain(before.phrase or "")


def _alike(one: Selection, other: Selection) -> bool:
    common = one.intersection(other) if one.size == other.size else None
    return common is not None and common.area_px >= _ALIKE * max(one.area_px, other.area_px)


def _afresh(task: Task, here: Picture, studio: Studio) -> Done:
    edit = _applied(task, here.image, studio)
    output = here if edit.image is here.image else Picture.of(edit.image)
    return Done(edit.operation, edit, here, here, output)


def _same_place(task: Task, prior: Prior) -> bool:
    """The same words ("the other one") may mean another place than they did a step ago; so may what is left alone."""
    if _ref(task.spared.selection if task.spared else None) != _ref(prior.spared):
        return False
    if task.selection is None:
        return True
    return prior.selection is not None and mask_ref(task.selection) == mask_ref(prior.selection)


def _ref(selection: Selection | None) -> MaskRef | None:
    return None if selection is None else mask_ref(selection)


def _applied(task: Task, image: Image, studio: Studio) -> Edit:
    try:
        return apply(image, task.operation, studio, task.selection, task.spared)
    except RegionNotFound:
        if task.drawn is None:
            raise
        phrase = task.operation.region and task.operation.region.phrase
        region = task.drawn.model_copy(update={"phrase": phrase})
        return apply(image, task.operation.model_copy(update={"region": region}), studio, spared=task.spared)


def _recounted(edit: Edit, here: Picture, notes: tuple[str, ...]) -> Edit:
    """Changes are told against the picture that the person sees, not against the older one it was derived from."""
    inside, outside = changes(here.image, edit.image, edit.written)
    told = tuple(dict.fromkeys((*notes, *edit.receipt.notes)))
    return replace(edit, receipt=replace(edit.receipt, changed_inside=inside, changed_outside=outside, notes=told))


def to_step(index: int, done: Done, studio: Studio) -> tuple[Step, list[Image]]:
    """What the store keeps of a step, and the masks that it names."""
    edit = done.edit
    named = {"asked": edit.asked, "written": edit.written, "object": edit.target, "spared": edit.spared}
    selections = {name: selection for name, selection in named.items() if selection is not None}
    masks = {name: mask_ref(selection) for name, selection in selections.items()}
    step = Step(
        index=index,
        asked=operation_json(done.asked),
        operation=operation_json(edit.operation),
        version=edit.operation.version,
        base=done.base.digest,
        input=done.input.digest,
        output=done.output.digest,
        masks=masks,
        transform=edit.transform,
        seed=edit.operation.seed,
        engine=edit.receipt.engine,
        model=edit.receipt.model,
        versions=edit.receipt.versions,
        device=done.kept.device if done.kept else studio.device,
        dtype=done.kept.dtype if done.kept else studio.dtype,
        receipt=edit.receipt.to_json() | ({"rule": done.rule} if done.rule else {}),
    )
    return step, [selection.mask for selection in selections.values()]


def mask_ref(selection: Selection) -> MaskRef:
    """A selection as the store names it."""
    return MaskRef(digest(selection.mask), selection.box, selection.size)


def to_steps(done: Iterable[Done], studio: Studio) -> tuple[tuple[Step, ...], tuple[Image, ...]]:
    """All steps of a turn, and every picture they name but the last output."""
    steps: list[Step] = []
    pictures: list[Image] = []
    for index, one in enumerate(done):
        step, masks = to_step(index, one, studio)
        steps.append(step)
        pictures += [one.output.image, *masks]
    return tuple(steps), tuple(pictures)
