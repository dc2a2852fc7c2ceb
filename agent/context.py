"""What one utterance works with: the session as it stands, and how an operation finds its place, pictures and seed.

It reads the store and decides nothing; the acts decide.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from threading import Event as Flag
from typing import TYPE_CHECKING, Any, Protocol

from agent import keeping
from agent.edits import Picture, Prior, Task, may_merge
from agent.engines import Engines
from agent.planners.standing import meaning
from agent.recorded import by_model
from agent.recorded import selection as selection_of
from agent.scene import Elsewhere, Naming, Scene, SceneObject
from agent.transforms import inverse, mapping, multiply
from memory.errors import TurnNotFound
from memory.history import made_on
from memory.schema import MaskRef, Session, Step, Turn
from tools.beside import Placed
from tools.errors import BadArguments, ToolError, Unclear
from tools.operations import operations, parse
from tools.painted import Painted
from tools.studio import Studio
from tools.types import IDENTITY, Frame, Operation, Region, Sampling, Spared

if TYPE_CHECKING:
    from PIL.Image import Image
    from pydantic import BaseModel

    from agent.looking import Eyes
    from agent.plan import Arguments, Plan
    from agent.question import Choices
    from memory.store import Store
    from tools.selection import Selection

_MOSTLY = 0.75  # of what a step wrote lies in the object: the rest is its rim
LARGEST_VIEW = 4096  # pixels; a view is not made larger than twice this only to be made small again
_DIGEST = re.compile(r"[0-9a-f]{64}")


class Save(Protocol):
    """How a local face writes a file that the person named; it returns the sentence to reply."""

    def __call__(self, image: Image, session: Session, args: Arguments) -> str: ...


@dataclass
class Context:
    """One utterance in one session. `path` runs from the photograph to the head."""

    store: Store
    session: Session
    path: list[Turn]
    utterance: str
    references: tuple[str, ...] = ()
    region: Region | None = None
    save: Save | None = None
    seed: int | None = None
    engine: str | None = None
    cancel: Flag = field(default_factory=Flag)
    chosen: Choices = ()
    at: int = 0  # which act of the plan is carried out
    request: str = ""  # what was asked for, where the utterance only answers a question about it
    engines: Engines = field(default_factory=Engines)
    eyes: Eyes | None = None  # of the planner, if it has any
    sampling: Sampling | None = None  # how every model shall make what it makes
    bare_of: Turn | None = None  # the head as it is, where the path ends with it as it is under its standing looks

    @property
    def head(self) -> Turn:
        return self.path[-1]

    @property
    def words(self) -> str:
        """What the person said for this turn: the request, and the answer to the question about it."""
        return " — ".join(filter(None, [self.request, self.utterance.strip()]))

    @cached_property
    def scene(self) -> Scene:
        """The ledger at the head, with the names that the person gave, on whichever branch that was."""
        said = keeping.remarks(self.store.moves(self.session.id), "name")
        names = [Naming(one.words, one.at, one.places[0], one.phrase) for one in said if one.places]
        here = {turn.id for turn in self.path}
        elsewhere = [self._elsewhere(one, names) for one in names if one.at not in here]
        return Scene.of(self.path, [one for one in names if one.at in here], [one for one in elsewhere if one])

    def _elsewhere(self, naming: Naming, names: Sequence[Naming]) -> Elsewhere | None:
        """A thing that was named at a turn which is not on the way to the head, as it was there."""
        path = self.store.path(self.session.id, naming.at)
        thing = Scene.of(path, names).find(naming.name)
        if thing is None:
            return None
        way = multiply(mapping(self.path[1:]), inverse(mapping(path[1 : thing.since_turn])))
        return Elsewhere(naming.name, thing, way)

    @property
    def things(self) -> list[Selection]:
        """Where the objects of the ledger are in the picture at the head."""
        places = [
            self.selection(thing.mask).warped(thing.since, self.scene.size)
            for thing in self.scene.objects
            if thing.visible
        ]
        return [place for place in places if place is not None]

    def bare(self) -> Context:
        """The same utterance on the picture without the looks that standing rules have put on top of it."""
        head = keeping.bare(self.head)
        return self if head is self.head else replace(self, path=[*self.path[:-1], head], bare_of=self.head)

    def seen(self, turn: Turn) -> Turn:
        """The turn as the person saw it, with the look of a standing rule that still holds."""
        if not any(meaning(words).always for words in self.session.rules):
            return turn
        return keeping.as_seen(turn, self.store.turns(self.session.id), self.session.rules)

    def numbered(self, turn: int | str) -> Turn:
        """The turn of that number or id: on the path, else the latest one beyond the head. Raises TurnNotFound."""
        try:
            return self.store.turn(self.session.id, turn)
        except TurnNotFound:
            beyond = [one for one in self._beyond() if str(one.depth) == str(turn)]
            if not beyond:
                raise
            return beyond[-1]

    def newest(self) -> Turn:
        """The turn made last from the head on, on the branch of the session; on one without turns, that of the head."""
        made = made_on(self.store.moves(self.session.id))
        beyond, here = self._beyond(), made.get(self.head.id)
        own = [turn for turn in beyond if made.get(turn.id) == self.session.branch]
        return [self.head, *(own or [turn for turn in beyond if made.get(turn.id) == here])][-1]

    def _beyond(self) -> list[Turn]:
        """The turns made from the head, and from what was made from it, in their order."""
        line, found = {self.head.id}, []
        for turn in self.store.turns(self.session.id):
            if turn.parent_id in line:
                line.add(turn.id)
                found.append(turn)
        return found

    def upto(self, turn: Turn) -> Context:
        """The same utterance as if `turn`, which is on the path, were the head."""
        return replace(self, path=self.path[: turn.depth + 1])

    def lasting(self) -> list[Task]:
        """What the standing rules want done after every edit."""
        return [replace(task, spared=self.spared) for task in keeping.lasting(self.session.rules, self.seed)]

    @cached_property
    def spared(self) -> Spared | None:
        """What the standing rules want left alone, where it is in the picture at the head."""
        wanted = [rule for words in self.session.rules if (rule := meaning(words)).spare]
        if not wanted:
            return None
        known = {one.words: one for one in keeping.remarks(self.store.moves(self.session.id), "rule")}
        places = []
        for rule in wanted:
            remark = known.get(rule.words)
            found = [self.placed(remark.at, place) for place in remark.places] if remark else [self.found(rule.spare)]
            places += [(rule.spare, place) for place in found if place is not None]
        return keeping.spared(places)

    def placed(self, at: str, place: MaskRef) -> Selection | None:
        """A place of the picture at turn `at`, in the picture at the head; None where it is out of sight."""
        way = keeping.way_from(self.store, self.session.id, at, self.path)
        return self.selection(place).warped(way, (self.head.width, self.head.height))

    def found(self, phrase: str) -> Selection | None:
        """Where the words say, known or found; None where they are not clear."""
        thing = self.scene.find(phrase)
        if thing is not None:
            return self.selection(thing.mask).warped(thing.since, self.scene.size)
        try:
            return self.studio().ground(self.image, Region(phrase=phrase), about_object=True)
        except Unclear:
            return None

    @cached_property
    def image(self) -> Image:
        return self.store.picture(self.head.picture)

    @property
    def view(self) -> Image:
        """The picture at the head as models get to see it: in sRGB, transparent where it is."""
        from tools.profiles import srgb_view

        image = self.image
        if (times := max(image.size) // LARGEST_VIEW) > 1:
            image = image.reduce(times)
        seen = srgb_view(image, self.store.blob(self.session.icc) if self.session.icc else None)
        if image.mode in ("LA", "RGBA"):
            seen.putalpha(image.getchannel("A"))
        return seen

    def studio(self, operations: Sequence[Operation] = ()) -> Studio:
        """A studio with every picture at hand that the operations name: the worker thread never asks the store."""
        said: list[BaseModel] = [*operations, *([self.region] if self.region else [])]
        named = {digest for one in said for digest in digests(one.model_dump())}
        # Sixty-four hexadecimal letters may also be lettering; what names no stored picture is left to the operation.
        pictures = {digest: self.store.picture(digest) for digest in named if self.store.has_picture(digest)}
        icc = self.store.blob(self.session.icc) if self.session.icc else None
        engines = self.engines.called(self.engine)
        studio = Studio(engines=engines, chosen=self.engine, cancelled=self.cancel.is_set, icc=icc)
        studio.grounders, studio.segmenter = self.engines.grounders, self.engines.segmenter
        studio.locate = self.eyes.telling(studio.note) if self.eyes else None
        studio.preferred, studio.named = self.engines.preferred, self.engines.called
        absent = studio.picture
        studio.picture = lambda digest: pictures[digest] if digest in pictures else absent(digest)
        return studio

    def billed(self, plan: Plan) -> Plan:
        """The plan with what looking for its places has cost."""
        return self.eyes.billed(plan) if self.eyes else plan

    def tasks(self, operations: Sequence[Operation]) -> list[Task]:
        """The operations with seeds, and with the places that are known before anything is grounded."""
        chosen = {index: place for at, index, place in self.chosen if at == self.at}
        pointed = [self._pointed(operation, operations[:index]) for index, operation in enumerate(operations)]
        return [self._task(index, operation, chosen.get(index)) for index, operation in enumerate(pointed)]

    def _pointed(self, operation: Operation, before: Sequence[Operation]) -> Operation:
        """What is to be done to an object, said without one, is done to "it": what was spoken of last."""
        spoken_of = self.scene.last is not None or any(one.region and one.region.phrase for one in before)
        if not operation.needs_region or operation.region is not None or not spoken_of:
            return operation
        return operation.model_copy(update={"region": Region(phrase="it")})

    def _task(self, index: int, operation: Operation, chosen: MaskRef | None) -> Task:
        seeded = operation.seed is not None
        operation = self.completed(operation, index)
        known: dict[str, Any] = {"spared": self.spared, "anchor": self._anchor(operation), "seeded": seeded}
        if chosen is not None:
            return Task(operation, self.selection(chosen), **known)
        thing = self._thing(operation)
        place = None if thing is None else self._paint(thing, operation) or self._place(thing, operation)
        painted = _only_painted(thing, operation)
        return Task(operation, place, self.region, early=True, painted=painted, **known)

    def completed(self, operation: Operation, index: int) -> Operation:
        """The operation with its seed and the numbers for a model, and with the picture that a restore takes."""
        updates: dict[str, Any] = {}
        if operation.seed is None:
            updates["seed"] = secrets.randbits(32) if self.seed is None else (self.seed + index) % 2**32
        if self.sampling is not None and isinstance(operation, Painted):
            updates["sampling"] = (operation.sampling or Sampling()).over(self.sampling)
        if operation.op == "restore" and getattr(operation, "source", None) is None:
            turn = self.turn(getattr(operation, "turn", None) or 0)
            updates |= {"source": turn.picture, "mapping": mapping(self.path[turn.depth + 1 :])}
        return operation.model_copy(update=updates)

    def before(self, turn: Turn) -> Context:
        """The same utterance as if the head were the turn before: what an amendment's words refer to."""
        return replace(self, path=self.path[: turn.depth])

    def turn(self, number: int) -> Turn:
        """The turn with that number on the path. Raises BadArguments."""
        if not 0 <= number < len(self.path):
            raise BadArguments(f"There is no step {number}.", f"The last one is {len(self.path) - 1}.")
        return self.path[number]

    def _thing(self, operation: Operation) -> SceneObject | None:
        """The object that was touched before and is meant; None leaves the finding to the grounders."""
        region = operation.region
        if region is None or region.drawn:
            return None
        if region.object_id is not None:
            if region.object_id not in self.scene:
                raise BadArguments(f"There is no object “{region.object_id}”.")
            return self.scene[region.object_id]
        return self.scene.find(region.phrase or "")

    def _anchor(self, operation: Operation) -> Selection | None:
        """Where the thing that tells the place is, if it was touched or named before."""
        words = operation.sought if isinstance(operation, Placed) else None
        thing = self.scene.find(words) if words else None
        return self.selection(thing.mask).warped(thing.since, self.scene.size) if thing else None

    def _place(self, thing: SceneObject, operation: Operation) -> Selection | None:
        """Where it is now."""
        place = self.selection(thing.mask).warped(thing.since, self.scene.size)
        return self._with_rims(place, operation) if place is not None and operation.op == "restore" else place

    def _paint(self, thing: SceneObject, operation: Operation) -> Selection | None:
        """Of a thing that was only named until now, the parts that have its colour, for what is about paint."""
        called = [name for name in thing.names if name not in thing.given]
        if not operation.about_paint or thing.last_op or not called:
            return None
        place = self._place(thing, operation)
        try:
            paint = self.studio().ground(self.image, Region(phrase=called[0]), True, True)
        except Unclear:
            return None
        common = place.intersection(paint) if place is not None else None
        return paint if common is not None and common.area_px >= _MOSTLY * paint.area_px else None

    def _with_rims(self, selection: Selection, operation: Operation) -> Selection:
        """With the rims that steps since the restored turn wrote around the object: they would stay as a halo."""
        since = self.path[(getattr(operation, "turn", None) or 0) + 1 :]
        whole = selection
        for number, turn in enumerate(since):
            for at, step in enumerate(turn.steps):
                if step.masks.get("written") is None or tuple(step.transform) != IDENTITY:
                    continue
                way = mapping([replace(turn, steps=turn.steps[at + 1 :]), *since[number + 1 :]])
                written = self.selection(step.masks["written"]).warped(way, self.scene.size)
                common = written and written.intersection(selection)
                if written and common and common.area_px >= _MOSTLY * written.area_px:
                    hard = replace(written, mask=written.mask.point(lambda value: 255 if value else 0))
                    whole = whole.union(hard)
        return whole

    def selection(self, ref: MaskRef) -> Selection:
        """A stored mask as a selection."""
        from tools.selection import Selection

        return Selection(self.store.picture(ref.digest), Frame.of(ref.box, ref.size))

    def picture(self, turn: Turn) -> Picture:
        return self.stored(turn.picture)

    def stored(self, digest: str) -> Picture:
        return Picture(self.store.picture(digest), digest)

    def prior(self, turn: Turn, following: Operation | None) -> Prior | None:
        """The last step up to `turn`, which is on the path, if `following` may be merged with it."""
        steps = [step for earlier in self.path[: turn.depth + 1] for step in earlier.steps]
        if following is None or not steps:
            return None
        step = steps[-1]
        try:
            operation = parse(step.operation)
        except ToolError:
            return None  # an operation of a newer version: it stays as it is
        if not may_merge(following, operation):
            return None
        masks = self.masks([step])
        base = Picture(self.store.picture(step.base), step.base)
        places = selection_of(step, "asked", masks), selection_of(step, "spared", masks)
        first = next((one.depth for one in self.path for made in one.steps if made.input == step.base), None)
        return Prior(operation, base, *places, by_model(step), first)

    def masks(self, steps: Sequence[Step]) -> dict[str, Image]:
        """Every mask picture that the steps name, by digest."""
        return {ref.digest: self.store.picture(ref.digest) for step in steps for ref in step.masks.values()}


def _only_painted(thing: SceneObject | None, operation: Operation) -> bool:
    """Whether an object is known by its painted parts only, and the operation is about all of it."""
    if thing is None or not operation.about_object or operation.about_paint:
        return False
    last = operations().get(thing.last_op)
    return last is not None and last.about_paint


def digests(value: object) -> Iterator[str]:
    """Every picture digest in plain JSON."""
    if isinstance(value, dict):
        for inner in value.values():
            yield from digests(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from digests(inner)
    elif isinstance(value, str) and _DIGEST.fullmatch(value):
        yield value
