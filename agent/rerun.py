"""A list of steps run again with one entry changed: the one function under amend, drop, "half that" and replay.

A step that is run again goes where it went before: its recorded mask is carried through the transforms that changed,
and an object that was moved differently is found where it is now. A step whose place has left the picture, or whose
object is gone, is a conflict: it is left out and told. Nothing here touches the store; masks are handed in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from agent.edits import Done, Emit, Picture, Prior, Task, carry_out_one, ruled
from agent.errors import ConsentNeeded
from agent.events import Finished, Progress, Started
from agent.recorded import as_made, compared, kept
from agent.recorded import selection as selection_of
from agent.scene import is_place, plain
from agent.transforms import inverse, multiply
from tools.errors import Cancelled, EditRejected, PentimentoError, ToolError, Unclear
from tools.types import IDENTITY, Operation, Spared, Transform

if TYPE_CHECKING:
    from PIL.Image import Image

    from memory.schema import Step
    from tools.selection import Selection
    from tools.studio import Studio

_MOSTLY = 0.8  # of a step's place lies in what a step that is gone had made
_UNMOVED = 0.98
_SAME = 0.9  # of two places in each other: one place, carried through geometry in other steps


@dataclass(frozen=True)
class Entry:
    """One step to run again: what is asked now, and what was recorded then.

    `operation` None leaves the step out. Without a `recorded` step, or with `anew`, the place is found again, unless a
    `selection` says where. A step that `must` be done raises its error instead of becoming a conflict; `number` tells
    which of the operations that were said it carries out, `spared` what a step without a record leaves alone. A
    step of a standing `rule` is left out where it changes nothing. `output` is what a model made of it then, given
    where it is asked for as before: it is kept where it starts from the same pixels.
    """

    operation: Operation | None
    recorded: Step | None = None
    anew: bool = False
    selection: Selection | None = None
    must: bool = False
    number: int = 0
    spared: Spared | None = None
    rule: str = ""
    output: Picture | None = None


@dataclass(frozen=True)
class Conflict:
    """A step that could not be run again, and why."""

    operation: Operation
    because: str


@dataclass
class _Thing:
    """What a recorded step made or moved: where it was (carried on by `since`), and where it is now; None: gone."""

    was: Selection
    now: Selection | None
    since: Transform = IDENTITY

    def lies_at(self, place: Selection) -> bool:
        """Whether a place of the recorded course is this thing's."""
        was = self.was.warped(self.since, place.size)
        return was is not None and _share(was, place) >= _SAME and _share(place, was) >= _SAME

    def moved_from(self, usual: Selection | None) -> bool:
        """Whether it is elsewhere, or more or less of it is seen, than at the place that geometry alone explains."""
        if usual is None or self.now is None:
            return True
        return _share(self.now, usual) < _UNMOVED

    def covers(self, place: Selection) -> bool:
        was = self.was.warped(self.since, place.size)
        return was is not None and _share(place, was) >= _MOSTLY


@dataclass
class _Course:
    """How the new course differs from the recorded one, so far."""

    old: Transform = IDENTITY
    new: Transform = IDENTITY
    things: list[_Thing] = field(default_factory=list)
    gone: list[_Thing] = field(default_factory=list)  # what steps that are left out had written
    made: dict[str, tuple[Picture, Transform]] = field(default_factory=dict)  # by the digest of the recorded output

    @property
    def change(self) -> Transform:
        """From the recorded course's pixels to the new one's, as both stand now."""
        return IDENTITY if self.new == self.old else multiply(self.new, inverse(self.old))


def rerun(
    entries: Sequence[Entry],
    start: Picture,
    prior: Prior | None,
    masks: Mapping[str, Image],
    studio: Studio,
    emit: Emit = lambda event: None,
    things: Sequence[Selection] = (),
) -> list[Done | Conflict | None]:
    """Carry out `entries` from `start`; one result each, None for a step that is left out.

    `masks` holds every mask picture that the recorded steps name, by digest; `things` are the objects known at `start`,
    so that one which a crop had cut into is found whole again without the crop. Raises Cancelled and what a step that
    must be done raises; any other step that fails on the new course is a Conflict.
    """
    course, stored = _Course(things=[_Thing(thing, thing) for thing in things]), studio.picture
    again: dict[str, Image] = {}
    studio.picture = lambda digest: again[digest] if digest in again else stored(digest)
    results: list[Done | Conflict | None] = []
    here = start
    for index, entry in enumerate(entries):
        result: Done | Conflict | None = None
        if entry.operation is not None:
            emit(Started(index, len(entries), entry.operation))
            studio.on_progress = lambda fraction, label: emit(Progress(fraction, label))
            result = _ruled(entry, _again(entry, entry.operation, here, prior, course, masks, studio))
        if isinstance(result, Done):
            emit(Finished(index, result.edit))
            here, prior = result.output, result.prior
        _keep_course(course, entry, result, here, masks)
        if entry.recorded is not None:
            course.made[entry.recorded.output] = here, course.new
            again[here.digest] = here.image
        results.append(result)
    return results


def _ruled(entry: Entry, result: Done | Conflict) -> Done | Conflict | None:
    rule = entry.rule or (entry.recorded.receipt.get("rule", "") if entry.recorded else "")
    if not rule or not isinstance(result, Done) or entry.operation is None:
        return result
    nothing = entry.rule and result.output.digest == result.input.digest
    return None if nothing else ruled(result, entry.operation, rule)


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
    if selection is not None and entry.rule:
        selection = selection.warped(course.change, here.image.size)
    recorded = entry.recorded
    if recorded is not None and entry.output is not None:
        done = kept(recorded, operation, entry.output, here, prior, masks)
        if done is not None:
            return done
    anew = entry.anew or is_place(_phrase(operation))  # "the left half" is the left half of the picture as it is now
    try:
        if selection is None and recorded is not None and "asked" in recorded.masks and not anew:
            selection = _place(recorded, here, course, masks)
            if selection is None:
                raise EditRejected("Its object is gone, or its place lies outside the picture.")
        operation, gone = as_made(recorded, operation, entry.must, studio)
        task = Task(_from_earlier(operation, course), selection, spared=_spared(entry, here, course, masks))
        return compared(carry_out_one(task, here, prior, studio), recorded, gone)
    except PentimentoError as error:
        if isinstance(error, Unclear):
            error.index = entry.number
        if entry.must or isinstance(error, Cancelled | ConsentNeeded):
            raise
        return Conflict(operation, error.message.rstrip("."))
    finally:
        studio.pinned = None


def _spared(entry: Entry, here: Picture, course: _Course, masks: Mapping[str, Image]) -> Spared | None:
    """What a step left alone, where that is on the new course."""
    if entry.recorded is None:
        then, name = (entry.spared.selection, entry.spared.name) if entry.spared else (None, "")
    else:
        then, name = selection_of(entry.recorded, "spared", masks), str(entry.recorded.receipt.get("spared", ""))
    now = then.warped(course.change, here.image.size) if then else None
    return Spared(now, name) if now else None


def _from_earlier(operation: Operation, course: _Course) -> Operation:
    """Pixels from an earlier picture come from that picture as it is on the new course, through the new geometry."""
    mapping, source = getattr(operation, "mapping", None), getattr(operation, "source", None)
    if mapping is None:
        return operation
    if getattr(operation, "turn", None) and source in course.made:
        picture, then = course.made[source]
        if picture.digest != source:
            way = IDENTITY if course.new == then else multiply(course.new, inverse(then))
            return operation.model_copy(update={"source": picture.digest, "mapping": way})
    if course.change == IDENTITY:
        return operation
    return operation.model_copy(update={"mapping": multiply(course.change, mapping)})


def _phrase(operation: Operation) -> str:
    region = operation.region
    return "" if region is None or region.drawn else plain(region.phrase or "")


def _place(recorded: Step, here: Picture, course: _Course, masks: Mapping[str, Image]) -> Selection | None:
    """Where a recorded step's place is on the new course."""
    asked = selection_of(recorded, "asked", masks)
    if asked is None:
        return None
    usual = asked.warped(course.change, here.image.size)
    needed = _about_a_thing(recorded)
    for thing in reversed(course.things):
        if (needed or thing.now is not None) and thing.lies_at(asked):
            return thing.now if thing.moved_from(usual) else usual
    if needed and any(thing.covers(asked) for thing in course.gone):
        return None
    return usual


def _about_a_thing(step: Step) -> bool:
    """Whether a step needs what was there: one that was drawn for light or colour only is about the place."""
    region = step.asked.get("region") or {}
    drawn = any(region.get(way) for way in ("box", "points", "mask"))
    kind = _kind(step)
    return not drawn or (kind is not None and kind.about_object)


def _share(part: Selection, whole: Selection) -> float:
    """How much of `part` lies in `whole`."""
    common = part.intersection(whole) if part.size == whole.size else None
    return common.area_px / part.area_px if common is not None else 0.0


def _keep_course(
    course: _Course, entry: Entry, result: Done | Conflict | None, here: Picture, masks: Mapping[str, Image]
) -> None:
    """Take account of what this step did then, and of what it did (or did not do) now."""
    thing = _thing(course, entry.recorded, result, here, masks) if entry.recorded is not None else None
    if isinstance(result, Done) and result.edit.transform != IDENTITY:
        way = result.edit.transform
        course.new = multiply(way, course.new)
        for known in course.things:
            known.now = known.now and known.now.warped(way, here.image.size)
    if entry.recorded is None:
        return
    way = _nine(entry.recorded.transform)
    if way != IDENTITY:
        course.old = multiply(way, course.old)
        for known in (*course.things, *course.gone):
            known.since = multiply(way, known.since)
    if not isinstance(result, Done) and _creates(entry.recorded):
        written = selection_of(entry.recorded, "written", masks)
        course.gone += [_Thing(written, None)] if written is not None else []
    course.things += [thing] if thing is not None else []


def _thing(
    course: _Course, recorded: Step, result: Done | Conflict | None, here: Picture, masks: Mapping[str, Image]
) -> _Thing | None:
    """The recorded step's object and where it is now: moved otherwise, never made, or where it was before the step."""
    was = selection_of(recorded, "object", masks)
    if was is None:
        return None
    if isinstance(result, Done):
        return _Thing(was, result.edit.target)
    return _Thing(was, None if _creates(recorded) else _place(recorded, here, course, masks))


def _kind(step: Step) -> type[Operation] | None:
    from tools.operations import operations

    return operations().get(str(step.operation.get("op")))


def _creates(step: Step) -> bool:
    """Whether something is in the picture because of this step."""
    from tools.operations import parse

    try:
        return parse(step.operation).creates
    except ToolError:
        return False


def _nine(values: Sequence[float]) -> Transform:
    a, b, c, d, e, f, g, h, i = values
    return a, b, c, d, e, f, g, h, i


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
