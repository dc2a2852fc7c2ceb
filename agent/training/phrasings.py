"""Requests that the project itself writes: every kind of edit in many shapes, from our own templates and word lists.

The same count gives the same phrasings everywhere. The words are in phrasings.toml; this file knows only how templates
are filled, and how people type: lower case, few signs, and now and then a slip.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

COUNT = 20_000
SLIPS = 0.04
"""The share of phrasings with a slip of the fingers in one word."""
_SLOT = re.compile(r"\{(\w+)\}")
_CHOICE = re.compile(r"\[([^][]*)\]")
DEEPEST = 6


@cache
def _written() -> dict[str, Any]:
    return tomllib.loads(files("agent.training").joinpath("phrasings.toml").read_text("utf-8"))


@cache
def _list(name: str) -> tuple[str, ...]:
    return _alternatives(_written()["lists"][name])


@cache
def _templates(kind: str) -> tuple[str, ...]:
    return _alternatives(_written()["kinds"][kind]["say"])


def _alternatives(text: str) -> tuple[str, ...]:
    """What stands between the bars, except bars within brackets. A line may end after a bar."""
    return tuple(re.split(r"\|(?![^][]*\])", text.replace("|\n", "|")))


def kinds() -> tuple[str, ...]:
    """The kinds of edit that are written about; “none” is what asks for nothing."""
    return tuple(_written()["kinds"])


def phrasings(count: int = COUNT) -> list[tuple[str, str]]:
    """(phrasing, kind), each phrasing once, in proportion to the weights of the kinds; fewer where words run out."""
    weights = {kind: float(about["weight"]) for kind, about in _written()["kinds"].items()}
    total = sum(weights.values())
    found: dict[str, str] = {}
    for kind, weight in weights.items():
        for phrasing in _of(kind, round(count * weight / total)):
            found.setdefault(phrasing, kind)
    return list(found.items())


def _of(kind: str, count: int) -> Iterator[str]:
    chance = Random(f"phrasings of {kind}")
    templates = _templates(kind)
    for place in range(count):
        text = _filled(templates[place % len(templates)], chance)
        yield _slipped(text, chance) if chance.random() < SLIPS else text


def _filled(template: str, chance: Random) -> str:
    text = _CHOICE.sub(lambda choice: _one(tuple(choice[1].split("|")), chance), template)
    for _ in range(DEEPEST):
        if "{" not in text:
            break
        text = _SLOT.sub(lambda slot: _one(_list(slot[1]), chance), text)
    return " ".join(text.split())


def _one(words: tuple[str, ...], chance: Random) -> str:
    """One of the words. `random()` is the one draw that Python promises to keep as it is."""
    return words[int(chance.random() * len(words))]


def _slipped(text: str, chance: Random) -> str:
    """The text with two letters of one word exchanged, or one letter lost."""
    words = text.split()
    place = int(chance.random() * len(words))
    word = words[place]
    if len(word) > 3:
        at = 1 + int(chance.random() * (len(word) - 2))
        swapped = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        words[place] = swapped if chance.random() < 0.5 else word[:at] + word[at + 1 :]
    return " ".join(words)
