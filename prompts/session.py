"""The session as a planner is told of it: what was done, what was touched, what shall always hold; within a budget.

The latest turns word by word, those before them summarised by rule. All of it is foreign text and goes into fences. Of
a session's title and of its file's name nothing is told at all. Knows no planner and no pixels.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from prompts.budget import cut, fitting

if TYPE_CHECKING:
    from memory.schema import Turn

_OURS = ("seed", "source", "mapping", "box", "engine", "sampling", "controls")
LONGEST = 60  # tokens of one utterance, name or rule


@dataclass(frozen=True)
class Thing:
    """An object of the ledger, latest first in a list. `where` is a place in words, "" for one that is gone."""

    id: str
    names: tuple[str, ...]
    where: str


def history(turns: Sequence[Turn], most: int = 1000) -> str:
    """The latest turns that have room, and one line on all before them: "turns 1–14: 6 adjust, 2 remove, crop"."""
    done = [turn for turn in turns if turn.depth > 0]
    latest = fitting((_line(turn) for turn in reversed(done)), most)
    older = done[: len(done) - len(latest)]
    return "\n".join([*([_summary(older)] if older else []), *reversed(latest)]) or "(nothing yet)"


def _line(turn: Turn) -> str:
    steps = ", ".join(compact(told(step.operation)) for step in turn.steps)
    return f"{turn.depth}. {one_line(turn.utterance)} → {cut(steps, 2 * LONGEST)}"


def _summary(turns: Sequence[Turn]) -> str:
    counted = Counter(str(step.operation.get("op", "?")) for turn in turns for step in turn.steps)
    what = ", ".join(f"{number} {op}" if number > 1 else op for op, number in counted.most_common())
    first, last = turns[0].depth, turns[-1].depth
    return f"turns {first}–{last}: {what}" if first < last else f"turn {first}: {what}"


def told(operation: Mapping[str, Any]) -> dict[str, Any]:
    """A stored operation without what only the program knows: seeds, engines, digests, masks, boxes, transforms."""
    kept = {key: value for key, value in operation.items() if key not in _OURS}
    region = operation.get("region")
    if isinstance(region, Mapping):
        kept["region"] = {key: region[key] for key in ("phrase", "object_id") if region.get(key)} or "drawn"
    return {key: value for key, value in kept.items() if not _is_digest(value)}


def _is_digest(value: object) -> bool:
    return isinstance(value, str) and len(value) == 64 and set(value) <= set("0123456789abcdef")


def things(ledger: Sequence[Thing], most: int = 400) -> str:
    """A line for each object: id, names, place; the latest first."""
    named = ((thing, one_line(" / ".join(thing.names)) or "(no name)") for thing in ledger)
    lines = (f"{thing.id}: {names}, {thing.where or 'removed'}" for thing, names in named)
    return "\n".join(fitting(lines, most)) or "(none)"


def rules(wishes: Sequence[str], most: int = 400) -> str:
    """The standing rules; where there is no room for all, the latest."""
    latest = fitting((f"- {one_line(wish)}" for wish in reversed(wishes)), most)
    return "\n".join(reversed(latest)) or "(none)"


def one_line(text: str) -> str:
    return cut(" ".join(text.split()), LONGEST)


def compact(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def size_words(size: tuple[int, int]) -> str:
    return f"{size[0]} × {size[1]} pixels" if all(size) else "not known yet"
