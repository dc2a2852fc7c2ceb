"""Which earlier step a person means: "the hat", "the crop", "the warmth". Knows steps by their words only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from agent.keeping import own
from agent.planners.chinese import steps
from agent.scene import plain
from tools.errors import ToolError

if TYPE_CHECKING:
    from memory.schema import Step, Turn


class Place(NamedTuple):
    """A step on the path; `step` None means the whole turn."""

    turn: Turn
    step: Step | None


class StepNotFound(ToolError):
    """No step answers to the name."""


def find(path: Sequence[Turn], name: str) -> Place:
    """The step on `path` that the words fit best, the latest if several do. Raises StepNotFound."""
    wanted = stems(plain(name))
    scored = [
        (_score(wanted, step, turn), turn.depth, step.index, Place(turn, step))
        for turn in path
        for step in own(turn.steps)
    ]
    best = max(scored, key=lambda row: row[:3], default=None)
    if best is None or best[0] <= 0:
        done = ", ".join(f"{turn.depth} {_short(turn.utterance)}" for turn in path[1:][-5:])
        hint = f"The last steps: {done}." if done else "Nothing was done yet."
        raise StepNotFound(f"I find no step called “{name}”.", hint)
    place = best[3]
    return place if len(own(place.turn.steps)) > 1 else Place(place.turn, None)


def _score(wanted: set[str], step: Step, turn: Turn) -> float:
    """Words that the step itself is known by count whole; words of the utterance break ties."""
    own = len(wanted & stems(" ".join(_words(step))))
    return own + 0.3 * len(wanted & stems(turn.utterance)) / max(1, len(turn.steps))


def _words(step: Step) -> set[str]:
    """The operation's own words; an operation that this version does not know is known by its JSON."""
    from tools.operations import parse

    try:
        return parse(step.operation).words() | parse(step.asked).words()
    except ToolError:
        return {str(value) for value in step.operation.values() if isinstance(value, str)}


def stems(text: str) -> set[str]:
    """Crude stems, enough to make "cropping", "cropped" and "crop" one word."""
    cleaned = "".join(letter if letter.isalnum() else " " for letter in text.lower())
    return {_stem(word) for word in cleaned.split() if word not in _EMPTY} | {*map(_stem, steps.words(text))}


_EMPTY = {"the", "a", "an", "it", "that", "this", "thing", "step", "edit", "change", "effect", "to", "of", "and", "in"}


def _stem(word: str) -> str:
    for ending in ("ening", "ing", "ened", "ed", "en", "er", "th", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] else word


def _short(text: str) -> str:
    return f"“{text}”" if len(text) <= 40 else f"“{text[:37]}…”"
