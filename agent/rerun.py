"""A list of steps run again with one entry changed: the one function under amend, drop, "half that" and replay.

A step that is run again goes where it went before: its recorded mask is carried through the transforms that changed,
and an object that was moved differently is found where it is now. A step whose place has left the picture, or whose
object is gone, is a conflict: it is left out and told. Nothing here touches the store; masks are handed in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from agent.edits import Done, Emit, Picture, Prior, Task, carry_out_one
from agent.events import Finished, Progress, Started
from agent.scene import inverse, is_place, multiply
from tools.errors import Cancelled, PentimentoError
from tools.types import IDENTITY, Operation, Transform

if TYPE_CHECKING:
    from PIL.Image import Image

    from memory.schema import MaskRef, Step
    from tools.selection import Selection
    from tools.studio import Studio

_MOSTLY = 0.8  # of a step's place lies in what a step that is gone had made


@dataclass(frozen=True)
class Entry:
    """One step to run again: what is asked now, and what was recorded then.

    `operation` None leaves the step out. Without a `recorded` step, or with `anew`, the place is found again, unless a
    `selection` says where. A step that `must` be done raises its error instead of becoming a conflict.
    """

    operation: Operation | None
    recorded: Step | None = None
    anew: bool = False
    selection: Selection | None = None
    must: bool = False


@dataclass(frozen=True)
class Conflict:
    """A step that could not be run again, and why."""

    operation: Operation
    because: str


@dataclass
class _Course:
    """How the new course differs from the recorded one, so far."""

    old: Transform = IDENTITY
    new: Transform = IDENTITY
    moved: dict[MaskRef, Selection | None] = field(default_factory=dict)  # where a recorded object is now; None: gone
    gone: list[Selection] = field(default_factory=list)  # what steps that are left out had made


def rerun(
    entries: Sequence[Entry],
    start: Picture,
    prior: Prior | None,
    masks: Mapping[str, Image],
    studio: Studio,
    emit: Emit = lambda event: None,
) -> list[Done | Conflict | None]:
    """Carry out `entries` from `start`; one result each, None for a step that is left out.

    `masks` holds every mask picture that the recorded steps name, by digest. Raises Cancelled, nothing else for a step:
    a step that fails on the new course is a Conflict.
    """
    course = _Course()
    results: list[Done | Conflict | None] = []
    here = start
    for index, entry in enumerate(entries):
        result: Done | Conflict | None = None
        if entry.operation is not None:
            emit(Started(index, len(entries), entry.operation))
            studio.on_progress = lambda fraction, label: emit(Progress(fraction, label))
            result = _again(entry, entry.operation, here, prior, course, masks, studio)
        if isinstance(result, Done):
            emit(Finished(index, result.edit))
            here, prior = result.output, result.prior
        _keep_course(course, entry, result, here, masks)
        results.append(result)
    return results


def _again(
    entry: Entry,
    operation: Operation,
    here: Picture,
    prior: Prior | None,
    course: _Course,
    masks: Mapping[str, Image],
    studio: Studio,
) -> Done | Conflict:
    selection = entry.selection
    recorded = entry.recorded
    anew = entry.anew or is_place(_phrase(operation))  # "the left half" is the left half of the picture as it is now
    if selection is None and recorded is not None and "asked" in recorded.masks and not anew:
        selection = _place(recorded, here, course, masks)
        if selection is None:
            return Conflict(operation, "its object is gone, or its place lies outside the picture")
    earlier = getattr(operation, "mapping", None)
    if earlier is not None:  # pixels from an earlier picture: they come through the new geometry
        change = multiply(course.new, inverse(course.old))
        operation = operation.model_copy(update={"mapping": multiply(change, earlier)})
    try:
        return carry_out_one(Task(operation, selection), here, prior, studio)
    except PentimentoError as error:
        if entry.must or isinstance(error, Cancelled):
            raise
        return Conflict(operation, error.message)


def _phrase(operation: Operation) -> str:
    region = operation.region
    return "" if region is None or region.drawn else region.phrase or ""


def _place(recorded: Step, here: Picture, course: _Course, masks: Mapping[str, Image]) -> Selection | None:
    """Where a recorded step's place is on the new course."""
    ref = recorded.masks["asked"]
    if ref in course.moved:
        return course.moved[ref]
    selection = selection_of(recorded, "asked", masks)
    if selection is None or any(_covered(selection, other) for other in course.gone):
        return None
    return selection.warped(multiply(course.new, inverse(course.old)), here.image.size)


def _covered(selection: Selection, other: Selection) -> bool:
    if selection.size != other.size:
        return False
    common = selection.intersection(other)
    return common is not None and common.area_px >= _MOSTLY * selection.area_px


def _keep_course(
    course: _Course, entry: Entry, result: Done | Conflict | None, here: Picture, masks: Mapping[str, Image]
) -> None:
    """Take account of what this step did then, and of what it did (or did not do) now."""
    if isinstance(result, Done) and result.edit.transform != IDENTITY:
        course.new = multiply(result.edit.transform, course.new)
        for ref, selection in course.moved.items():
            course.moved[ref] = selection and selection.warped(result.edit.transform, here.image.size)
    if entry.recorded is not None:
        _keep_object(course, entry.recorded, result, here, masks)
        course.old = multiply(_nine(entry.recorded.transform), course.old)


def _keep_object(
    course: _Course, recorded: Step, result: Done | Conflict | None, here: Picture, masks: Mapping[str, Image]
) -> None:
    """Where the recorded step's object is now: moved otherwise, never made, or still where it was before the step."""
    ref = recorded.masks.get("object")
    if isinstance(result, Done):
        if ref is not None:
            course.moved[ref] = result.edit.target
    elif _creates(recorded):
        written = selection_of(recorded, "written", masks)
        course.gone += [written] if written is not None else []
        course.moved |= {ref: None} if ref is not None else {}
    elif ref is not None and ref != recorded.masks.get("asked"):
        asked = selection_of(recorded, "asked", masks)
        course.moved[ref] = asked and asked.warped(multiply(course.new, inverse(course.old)), here.image.size)


def _creates(step: Step) -> bool:
    from tools.operations import operations

    kind = operations().get(str(step.operation.get("op")))
    return kind is not None and kind.creates


def _nine(values: Sequence[float]) -> Transform:
    a, b, c, d, e, f, g, h, i = values
    return a, b, c, d, e, f, g, h, i


def selection_of(step: Step, name: str, masks: Mapping[str, Image]) -> Selection | None:
    """A step's recorded selection, from the mask pictures at hand."""
    from tools.selection import Selection
    from tools.types import Frame

    ref = step.masks.get(name)
    return None if ref is None else Selection(masks[ref.digest], Frame.of(ref.box, ref.size))


@dataclass(frozen=True)
class Verdict:
    """What replaying one step showed: the picture after it, and the largest difference of any channel."""

    turn: int
    step: int
    op: str
    verdict: Literal["identical", "differs", "conflict", "done"]
    because: str
    image: Image
    max_delta: int | None = None

    def to_json(self) -> dict[str, Any]:
        return {key: getattr(self, key) for key in ("turn", "step", "op", "verdict", "max_delta", "because")}


def judge(turn: int, recorded: Step, result: Done | Conflict, stored: Callable[[str], Image], here: Image) -> Verdict:
    """Compare a step with its record; `here` is the picture where a step in conflict left it."""
    op = str(recorded.operation.get("op"))
    if isinstance(result, Conflict):
        return Verdict(turn, recorded.index, op, "conflict", result.because, here)
    if result.output.digest == recorded.output:
        return Verdict(turn, recorded.index, op, "identical", "", result.edit.image, 0)
    delta = max_delta(stored(recorded.output), result.edit.image)
    return Verdict(turn, recorded.index, op, "differs", _because(recorded, result), result.edit.image, delta)


def max_delta(a: Image, b: Image) -> int:
    """The largest difference of any channel of any pixel; 255 if the pictures differ in size or mode."""
    from PIL import ImageChops

    if a.size != b.size or a.mode != b.mode:
        return 255
    extrema = ImageChops.difference(a, b).getextrema()
    bands = extrema if isinstance(extrema[0], tuple) else (extrema,)
    return max(int(band[1]) for band in bands)


def _because(recorded: Step, result: Done) -> str:
    """Why a step may differ from its record: its input, or the versions that changed."""
    if result.input.digest != recorded.input:
        return "an earlier step differs"
    now = result.edit.receipt.versions
    names = sorted(set(now) | set(recorded.versions))
    changed = [
        f"{name} {recorded.versions.get(name, 'absent')} → {now.get(name, 'absent')}"
        for name in names
        if now.get(name) != recorded.versions.get(name)
    ]
    if changed:
        return ", ".join(changed)
    return "the same versions gave other pixels: another machine, or changed code"
