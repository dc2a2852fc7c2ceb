"""Standing rules as they are kept: what is done after every edit, and which places no edit may change.

A lasting look (black and white) lies on top of the head's turn and is taken off before the next edit, so that there is
never more than one; a lasting shape (square) is made again where an edit has broken it. A place is remembered as it
was found when the rule was said, and carried from there to the present picture. It reads the store and changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from agent.edits import Task
from agent.planners.standing import meaning
from agent.transforms import inverse, mapping, multiply
from memory.errors import StoreError
from memory.schema import MaskRef, Turn, TurnDraft
from tools.types import IDENTITY, Spared, Transform

if TYPE_CHECKING:
    from PIL.Image import Image

    from memory.schema import Move, Step
    from memory.store import Store
    from tools.selection import Selection


def lasting(rules: Iterable[str], seed: int | None = None) -> list[Task]:
    """What the rules want done after every edit, shapes before looks: a look is taken off again, a shape is not."""
    tasks = [
        Task(one if one.seed is not None else one.model_copy(update={"seed": seed or 0}), rule=words)
        for words in rules
        for one in meaning(words).always
    ]
    return sorted(tasks, key=lambda task: not task.operation.whole)


def on_top(turn: Turn) -> int:
    """How many steps at the end of a turn are looks that a standing rule has put there."""
    count = 0
    while count < len(turn.steps) and _is_look(turn.steps[-1 - count]):
        count += 1
    return count


def _is_look(step: Step) -> bool:
    """A shape stays, and so does what was put back because no edit may change it."""
    same_places = tuple(step.transform) == IDENTITY and step.receipt.get("same_size", True)
    return bool(step.receipt.get("rule")) and same_places and step.operation.get("op") != "restore"


def bare(turn: Turn) -> Turn:
    """The turn without the looks that standing rules have put on top of it."""
    count = on_top(turn)
    if not count:
        return turn
    kept, first = turn.steps[: len(turn.steps) - count], turn.steps[len(turn.steps) - count]
    return replace(turn, steps=kept, picture=first.input)


def drafted(turn: Turn, picture: Image) -> TurnDraft:
    """A turn as it is, to be kept once more; the store has every picture that it names."""
    return TurnDraft(turn.utterance, picture, turn.plan, turn.reply, turn.author, turn.steps)


def as_seen(turn: Turn, turns: Sequence[Turn], rules: Sequence[str]) -> Turn:
    """The turn with the look on top that the person saw: a later edit has left it bare on the way to the head."""
    if turn.depth == 0 or not rules or on_top(turn):
        return turn
    dressed = (
        one
        for one in reversed(turns)
        if (one.depth, one.utterance) == (turn.depth, turn.utterance)
        and on_top(one)
        and one.steps[-1].receipt["rule"] in rules
        and bare(one).picture == turn.picture
    )
    return next(dressed, turn)


def own(steps: Sequence[Step]) -> list[Step]:
    """The steps that the person asked for in the turn itself."""
    return [step for step in steps if not step.receipt.get("rule")]


@dataclass(frozen=True)
class Remark:
    """What a line of the log says of a thing: its name or the rule about it, and where it was in which turn."""

    words: str
    at: str
    places: tuple[MaskRef, ...] = ()
    phrase: str = ""

    def to_json(self) -> dict[str, Any]:
        return {"words": self.words, "phrase": self.phrase, "places": [asdict(place) for place in self.places]}


def remarks(moves: Iterable[Move], kind: str) -> list[Remark]:
    """The remarks of that kind ("rule", "name"), oldest first, without those of utterances that were taken back."""
    found: list[tuple[int, Remark]] = []
    for move in moves:
        if move.kind == "back":
            found = [one for one in found if one[0] <= move.detail["after"]]
        said = move.detail.get(kind) if move.kind == "remember" else None
        if said and move.to_id:
            places = tuple(MaskRef(p["digest"], tuple(p["box"]), tuple(p["size"])) for p in said["places"])
            found.append((move.number, Remark(said["words"], move.to_id, places, said.get("phrase", ""))))
    return [remark for _, remark in found]


def way_from(store: Store, session_id: str, at: str, path: Sequence[Turn]) -> Transform:
    """From the pixels of the picture at turn `at`, on whichever branch, to those at the end of `path`."""
    if any(turn.id == at for turn in path):
        number = next(turn.depth for turn in path if turn.id == at)
        return mapping(path[number + 1 :])
    try:
        there = mapping(store.path(session_id, at)[1:])
    except StoreError:
        return IDENTITY
    return multiply(mapping(path[1:]), inverse(there))


def spared(places: Sequence[tuple[str, Selection]]) -> Spared | None:
    """Several places that are to be left alone as one."""
    if not places:
        return None
    whole = places[0][1]
    for _, place in places[1:]:
        whole = whole.union(place)
    return Spared(whole, ", ".join(dict.fromkeys(name for name, _ in places)))
