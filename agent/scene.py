"""The object ledger: what was touched, where it is now, and what it is called.

A pure function of the turns from the photograph to the head, so undo takes back everything by itself. It follows
objects through the steps' own records and transforms, and knows nothing of pixels beyond references to stored masks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from tools.types import IDENTITY, Transform

if TYPE_CHECKING:
    from memory.schema import MaskRef, Step, Turn

_ARTICLES = {"the", "a", "an", "this", "that", "my", "his", "her", "its", "their", "one", "some"}
_LAST = {"it", "them", "him", "her", "that", "this", "these", "those", "that one", "this one", "the same"}
_NOT_THINGS = {"background", "foreground", "everything", "whole picture", "picture", "photo", "image"}
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


@dataclass(frozen=True)
class Scene:
    """The objects in the order in which they were last touched, latest last."""

    objects: tuple[SceneObject, ...] = ()
    size: tuple[int, int] = (0, 0)
    _by_id: dict[str, SceneObject] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, turns: Sequence[Turn]) -> Scene:
        """The ledger after `turns`, which run from the photograph to the head."""
        ledger: dict[str, SceneObject] = {}
        made = 0
        for turn in turns:
            for step in turn.steps:
                known = _known(ledger, step)
                made += known is None
                _follow(ledger, step)
                _touch(ledger, step, turn, known or f"o{made}")
        size = (turns[-1].width, turns[-1].height) if turns else (0, 0)
        return cls(tuple(ledger.values()), size, dict(ledger))

    def __getitem__(self, object_id: str) -> SceneObject:
        return self._by_id[object_id]

    def __contains__(self, object_id: object) -> bool:
        return object_id in self._by_id

    @property
    def last(self) -> SceneObject | None:
        """What "it" means: the object touched last that is still there."""
        return next((thing for thing in reversed(self.objects) if thing.visible), None)

    def find(self, words: str) -> SceneObject | None:
        """The object that "it", "the other one" or a name used before refers to; the latest if several do."""
        said = " ".join(words.lower().split())
        if said in _LAST:
            return self.last
        visible = [thing for thing in reversed(self.objects) if thing.visible]
        if said in ("the other one", "the other", "other one"):
            return visible[1] if len(visible) > 1 else None
        wanted = plain(said)
        exact = next((thing for thing in visible if wanted and wanted in map(plain, thing.names)), None)
        return exact or _only([thing for thing in visible if wanted in _heads(thing)])


def _only(things: Sequence[SceneObject]) -> SceneObject | None:
    return things[0] if len(things) == 1 else None


def _heads(thing: SceneObject) -> set[str]:
    """The last word of each name: "cup" of "the red cup"."""
    return {plain(name).rsplit(" ", 1)[-1] for name in thing.names if plain(name)}


def is_place(name: str) -> bool:
    """Whether a name is only a place ("left half"), which stays where it is when objects move."""
    return bool(name) and all(word in _PLACE_WORDS or word[0].isdigit() for word in name.split())


def plain(words: str) -> str:
    """Lower case, without articles: the form in which names are compared."""
    return " ".join(word for word in words.lower().split() if word not in _ARTICLES)


def _region(step: Step) -> dict[str, Any]:
    return step.asked.get("region") or {}


def _name(step: Step) -> str:
    """What this step calls its object: the phrase, else the thing that was added."""
    return str(_region(step).get("phrase") or step.asked.get("object") or "")


def _known(ledger: dict[str, SceneObject], step: Step) -> str | None:
    """The id of the object that the step is about, if it was touched before."""
    wanted = _region(step).get("object_id")
    if wanted in ledger:
        return str(wanted)
    if "asked" not in step.masks:
        return ""  # about the whole picture: no object at all
    name = plain(_name(step))
    same = (
        thing.id for thing in reversed(ledger.values()) if thing.visible and name and name in map(plain, thing.names)
    )
    return next(same, None)


def _follow(ledger: dict[str, SceneObject], step: Step) -> None:
    """A step that changes the geometry moves every object."""
    if tuple(step.transform) == IDENTITY:
        return
    for thing in ledger.values():
        ledger[thing.id] = replace(thing, since=multiply(_transform(step), thing.since))


def _touch(ledger: dict[str, SceneObject], step: Step, turn: Turn, object_id: str) -> None:
    asked = step.masks.get("asked")
    name = plain(_name(step))
    if asked is None or not object_id or name in _NOT_THINGS or is_place(name):
        return
    before = ledger.pop(object_id, None)
    names = before.names if before else ()
    name = _name(step)
    after = step.masks.get("object")
    ledger[object_id] = SceneObject(
        id=object_id,
        names=(*names, name) if name and plain(name) not in map(plain, names) else names,
        mask=after or asked,
        size=(after or asked).size,
        last_op=str(step.operation.get("op", "")),
        depth=turn.depth,
        visible=after is not None,
    )


def _transform(step: Step) -> Transform:
    a, b, c, d, e, f, g, h, i = step.transform
    return a, b, c, d, e, f, g, h, i


def multiply(a: Transform, b: Transform) -> Transform:
    """The 3×3 product: first `b`, then `a`."""
    rows = [a[0:3], a[3:6], a[6:9]]
    columns = [b[0::3], b[1::3], b[2::3]]
    m = [sum(x * y for x, y in zip(row, column, strict=True)) for row in rows for column in columns]
    return m[0], m[1], m[2], m[3], m[4], m[5], m[6], m[7], m[8]


def inverse(m: Transform) -> Transform:
    """The inverse of a 3×3 transform by its adjugate."""
    a, b, c, d, e, f, g, h, i = m
    cofactors = (
        e * i - f * h, c * h - b * i, b * f - c * e,
        f * g - d * i, a * i - c * g, c * d - a * f,
        d * h - e * g, b * g - a * h, a * e - b * d,
    )  # fmt: skip
    determinant = a * cofactors[0] + b * cofactors[3] + c * cofactors[6]
    n = [value / determinant for value in cofactors]
    return n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7], n[8]
