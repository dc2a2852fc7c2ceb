"""The object ledger: what was touched, where it is now, and what it is called.

A pure function of the turns from the photograph to the head, so undo takes back everything by itself. It follows
objects through the steps' own records and transforms, and knows nothing of pixels beyond references to stored masks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from agent import pointing
from agent.transforms import multiply, of_step
from tools import chinese
from tools.types import IDENTITY, Transform

if TYPE_CHECKING:
    from memory.schema import MaskRef, Step, Turn

_ARTICLES = {"the", "a", "an", "this", "that", "my", "his", "her", "its", "their", "one", "some"}
PRONOUNS = {
    "it", "them", "him", "her", "that", "this", "these", "those", "that one", "this one", "the same",
    "它", "他", "她", "它们", "他们", "她们", "这个", "那个", "这些", "那些",
}  # fmt: skip
OTHERS = {"the other one", "the other", "other one", "other", "另一个", "另外一个", "另一只"}
_BEYOND_NOUN = re.compile(r"\s(?:on|in|at|by|of|with|near|behind|under|over|next|from|to|above|below|beside|between)\b")
_NOT_THINGS = {
    "background", "foreground", "everything", "whole picture", "picture", "photo", "image", "背景", "前景", "主体",
}  # fmt: skip
_PLACE_WORDS = {
    "left", "right", "top", "bottom", "upper", "lower", "middle", "center", "centre", "half", "third", "quarter",
    "corner", "edge", "side", "part", "area", "of", "picture", "photo", "image", "region", "left-hand", "right-hand",
}  # fmt: skip


@dataclass(frozen=True)
class SceneObject:
    """One object. `mask` was stored when it was last touched; `since` carries it from there to the present picture."""

    id: str
    names: tuple[str, ...]
    mask: MaskRef
    size: tuple[int, int]
    last_op: str
    depth: int
    visible: bool = True
    since: Transform = IDENTITY
    given: tuple[str, ...] = ()  # names that the person gave it
    first: MaskRef | None = None  # where it was when it was first touched, in the picture before turn `since_turn`
    since_turn: int = 0
    made: bool = False  # a step put it into the picture

    @property
    def number(self) -> int:
        """Its place in the order in which things were first touched."""
        return int(self.id[1:])


@dataclass(frozen=True)
class Naming:
    """A name that the person gave to what lies at `mask` in the picture at turn `at`, and what it was called before."""

    name: str
    at: str
    mask: MaskRef
    phrase: str = ""


@dataclass(frozen=True)
class Elsewhere:
    """A named thing as it was at a turn that is not on the path; `way` leads from where it was first touched to here.

    A name is the person's word and no change of the picture, so undo does not take it back: the thing is called so
    wherever it is known, or still lies where it was first touched. What a step had made is gone with that step.
    """

    name: str
    thing: SceneObject
    way: Transform


@dataclass(frozen=True)
class Scene:
    """The objects in the order in which they were last touched, latest last."""

    objects: tuple[SceneObject, ...] = ()
    size: tuple[int, int] = (0, 0)
    _by_id: dict[str, SceneObject] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, turns: Sequence[Turn], names: Sequence[Naming] = (), elsewhere: Sequence[Elsewhere] = ()) -> Scene:
        """The ledger after `turns`, which run from the photograph to the head, with the names that were given."""
        ledger: dict[str, SceneObject] = {}
        made = 0
        for turn in turns:
            for step in turn.steps:
                known = _known(ledger, step)
                made += known is None
                _follow(ledger, step)
                _touch(ledger, step, turn, f"o{made}" if known is None else known)
            for naming in names:
                made += naming.at == turn.id and _call(ledger, naming, turn, made + 1)
        for one in elsewhere:
            made += _call_again(ledger, one, made + 1)
        size = (turns[-1].width, turns[-1].height) if turns else (0, 0)
        things = tuple(_inside(thing, size) for thing in ledger.values())
        return cls(things, size, {thing.id: thing for thing in things})

    def __getitem__(self, object_id: str) -> SceneObject:
        return self._by_id[object_id]

    def __contains__(self, object_id: object) -> bool:
        return object_id in self._by_id

    def box(self, thing: SceneObject) -> Box:
        """Where an object is in the picture as it stands: x0, y0, x1, y1 in fractions, clipped to the picture."""
        x0, y0, x1, y1 = _box_now(thing)
        across, down = (max(1, side) for side in self.size)
        ends = x0 / across, y0 / down, x1 / across, y1 / down
        return tuple(min(1.0, max(0.0, end)) for end in ends)  # type: ignore[return-value]

    @property
    def last(self) -> SceneObject | None:
        """What "it" means: the object touched last that is still there."""
        return next((thing for thing in reversed(self.objects) if thing.visible), None)

    def find(self, words: str) -> SceneObject | None:
        """The object that "it", "the other one" or a name used before refers to; the latest if several do."""
        said = " ".join(words.lower().split())
        if said in PRONOUNS:
            return self.last
        visible = [thing for thing in reversed(self.objects) if thing.visible]
        if said in OTHERS:
            return visible[1] if len(visible) > 1 else None
        wanted = plain(said)
        if not wanted or is_place(wanted):
            return None
        exact = next((thing for thing in visible if wanted in map(plain, thing.names)), None)
        among = sorted(visible, key=lambda thing: thing.number)
        return (
            exact
            or pointing.one(said, among, _is_a, _box_now)
            or _only([thing for thing in visible if wanted in _heads(thing)])
        )

    def find_all(self, words: str) -> list[SceneObject]:
        """The objects that "both", "both hats" or "all of them" mean; none for words that mean one or nothing."""
        said = " ".join(words.lower().split())
        return pointing.several(said, [thing for thing in self.objects if thing.visible], _is_a)


def _only(things: Sequence[SceneObject]) -> SceneObject | None:
    return things[0] if len(things) == 1 else None


def _is_a(thing: SceneObject, noun: str) -> bool:
    return plain(noun) in _heads(thing) or plain(noun) in map(plain, thing.names)


def _heads(thing: SceneObject) -> set[str]:
    """The noun of each name: "cup" of "the red cup on the left"."""
    chinese_nouns = {chinese.noun(name) for name in thing.names if chinese.is_chinese(name)}
    nouns = (_BEYOND_NOUN.split(plain(name), maxsplit=1)[0].rsplit(" ", 1)[-1] for name in thing.names)
    return {noun for noun in {*nouns, *chinese_nouns} if noun}


def is_place(name: str) -> bool:
    """Whether a name is only a place ("left half"), which stays where it is when objects move."""
    name = chinese.phrase(name) if chinese.is_chinese(name) else name
    return bool(name) and all(word in _PLACE_WORDS or word[0].isdigit() for word in name.split())


def plain(words: str) -> str:
    """Lower case, without articles: the form in which names are compared."""
    if chinese.is_chinese(words):
        return chinese.plain(words)
    return " ".join(word for word in words.lower().split() if word not in _ARTICLES)


def _region(step: Step) -> dict[str, Any]:
    return step.asked.get("region") or {}


def _names(step: Step) -> tuple[str, ...]:
    """What this step calls its object: the thing that was put in, else the phrase; words that only point name nothing.

    Something that takes the place of another (replace) is known by both names.
    """
    phrase = str(_region(step).get("phrase") or "")
    thing = str(step.asked.get("object") or "")
    lettering = step.asked.get("op") == "text" and step.asked.get("action", "write") != "erase"
    said = [thing] if step.asked.get("op") == "add" else [phrase, thing]
    said += (
        ["text", "lettering", "caption", "title", "words", str(step.asked.get("content") or "")] if lettering else []
    )
    return tuple(name for name in said if plain(name) and not _points(name))


def _points(name: str) -> bool:
    said = " ".join(name.lower().split())
    return said in PRONOUNS or said in OTHERS


def _known(ledger: dict[str, SceneObject], step: Step) -> str | None:
    """The id of the object that the step is about, if it was touched before; "" if it is about no object."""
    asked = step.masks.get("asked")
    if asked is None:
        return ""  # the whole picture
    if _makes(step):
        return None
    wanted = _region(step).get("object_id")
    if wanted in ledger:
        return str(wanted)
    visible = [thing for thing in reversed(ledger.values()) if thing.visible]
    names = {plain(name) for name in _names(step)}
    phrase = str(_region(step).get("phrase") or "")
    called = [thing.id for thing in visible if names & set(map(plain, thing.names))]
    if called and not _points(phrase):
        return called[0]
    return next((thing.id for thing in visible if _overlap(_box_now(thing), asked.box) >= _SAME_BOX), None)


_MAKES_ANOTHER = {"add", "compose", "duplicate"}  # their object is new, whatever stood at the place


def _makes(step: Step) -> bool:
    op = step.asked.get("op")
    return op in _MAKES_ANOTHER or (op == "text" and step.asked.get("action", "write") == "write")


_SAME_BOX = 0.8
Box = tuple[float, float, float, float]


def _box_now(thing: SceneObject) -> Box:
    """Where the object's box is in the picture as it stands, corner by corner."""
    x0, y0, x1, y1 = thing.mask.box
    a, b, c, d, e, f, g, h, i = thing.since
    corners = [(x, y, g * x + h * y + i) for x in (x0, x1) for y in (y0, y1)]
    xs = [(a * x + b * y + c) / w for x, y, w in corners]
    ys = [(d * x + e * y + f) / w for x, y, w in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _overlap(one: Box, other: Sequence[float]) -> float:
    """Intersection over union of two boxes."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    common = max(0.0, width) * max(0.0, height)
    areas = sum((box[2] - box[0]) * (box[3] - box[1]) for box in (one, other))
    return common / (areas - common) if areas > common else 0.0


def _inside(thing: SceneObject, size: tuple[int, int]) -> SceneObject:
    """The object, no longer visible if a crop has cut it away."""
    x0, y0, x1, y1 = _box_now(thing)
    outside = x1 <= _EDGE or y1 <= _EDGE or x0 >= size[0] - _EDGE or y0 >= size[1] - _EDGE
    return replace(thing, visible=False) if outside else thing


_EDGE = 0.5  # pixels


def _follow(ledger: dict[str, SceneObject], step: Step) -> None:
    """A step that changes the geometry moves every object."""
    if tuple(step.transform) == IDENTITY:
        return
    for thing in ledger.values():
        ledger[thing.id] = replace(thing, since=multiply(of_step(step), thing.since))


def _touch(ledger: dict[str, SceneObject], step: Step, turn: Turn, object_id: str) -> None:
    asked = step.masks.get("asked")
    said = _names(step)
    if asked is None or not object_id or any(plain(name) in _NOT_THINGS or is_place(plain(name)) for name in said[:1]):
        return
    before = ledger.pop(object_id, None)
    after = step.masks.get("object")
    ledger[object_id] = SceneObject(
        id=object_id,
        names=tuple({plain(name): name for name in (*(before.names if before else ()), *said)}.values()),
        mask=after or asked,
        size=(after or asked).size,
        last_op=str(step.operation.get("op", "")),
        depth=turn.depth,
        visible=after is not None,
        given=before.given if before else (),
        first=before.first if before else asked,
        since_turn=before.since_turn if before else turn.depth,
        made=before.made if before else _makes(step),
    )


def _call(ledger: dict[str, SceneObject], naming: Naming, turn: Turn, number: int) -> bool:
    """Give a name; it is the thing spoken of last. True where nothing was known at that place, so that it is new."""
    box = naming.mask.box
    known = next(
        (one for one in reversed(ledger.values()) if one.visible and _overlap(_box_now(one), box) >= _SAME_BOX), None
    )
    named = (naming.phrase,) if plain(naming.phrase) and not _points(naming.phrase) else ()
    thing = known or SceneObject(
        f"o{number}", named, naming.mask, naming.mask.size, "", turn.depth, first=naming.mask, since_turn=turn.depth + 1
    )
    _rename(ledger, thing, naming.name)
    return known is None


def _call_again(ledger: dict[str, SceneObject], one: Elsewhere, number: int) -> bool:
    """The name of a thing that was named on another way; True where the thing is not known here, so that it is new."""
    then = one.thing
    shared = {plain(name) for name in then.names} - {plain(name) for name in then.given}
    here = ledger.get(then.id)
    if here is not None and (not shared or shared & {plain(name) for name in here.names}):
        ledger[here.id] = _with_name(here, one.name)
        return False
    if then.made or then.first is None:
        return False
    names = tuple(name for name in then.names if name not in then.given)
    fresh = replace(
        then, id=f"o{number}", names=names, given=(), mask=then.first, since=one.way, visible=True, last_op=""
    )
    same = next((t for t in ledger.values() if t.visible and _overlap(_box_now(t), _box_now(fresh)) >= _SAME_BOX), None)
    if same is not None:
        known = tuple({plain(name): name for name in (*names, *same.names)}.values())
        ledger[same.id] = _with_name(replace(same, names=known), one.name)
        return False
    others = dict(ledger)
    ledger.clear()  # what was touched here was touched later
    ledger.update({fresh.id: _with_name(fresh, one.name), **others})
    return True


def _rename(ledger: dict[str, SceneObject], thing: SceneObject, name: str) -> None:
    """The name belongs to this thing alone, which becomes the one spoken of last."""
    for other in ledger.values():
        if plain(name) in map(plain, other.given):
            ledger[other.id] = replace(
                other,
                given=tuple(one for one in other.given if plain(one) != plain(name)),
                names=tuple(one for one in other.names if plain(one) != plain(name)),
            )
    thing = ledger.pop(thing.id, thing)
    ledger[thing.id] = _with_name(thing, name)


def _with_name(thing: SceneObject, name: str) -> SceneObject:
    if plain(name) in map(plain, thing.given):
        return thing
    names = thing.names if plain(name) in map(plain, thing.names) else (*thing.names, name)
    return replace(thing, names=names, given=(*thing.given, name))
