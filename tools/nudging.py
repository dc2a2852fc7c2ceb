"""Other numbers for a model, by what a person says of its last picture: stronger, closer to the photograph, freer.

A pure function of the numbers that were really used: only what a model has can move, whichever family it is of. It
knows no words, no engine and no step.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import log
from typing import Literal

from tools.types import Sampling

Wish = Literal["stronger", "closer", "literal", "freer"]

# What each wish does to a number: 1 raises it, -1 lowers it. Image guidance holds a picture to the photograph.
_WAYS: Mapping[Wish, Mapping[str, int]] = {
    "stronger": {"strength": 1, "guidance": 1, "image_guidance": -1},
    "closer": {"strength": -1, "guidance": -1, "image_guidance": 1},
    "literal": {"guidance": 1},
    "freer": {"strength": 1, "image_guidance": -1},
}
_ELSE: Mapping[Wish, Mapping[str, int]] = {"freer": {"guidance": -1}}  # for a model that has nothing else to move
_TIMES = {"guidance": 1.2, "image_guidance": 1.25}  # by what one step multiplies or divides
_STRENGTH = 0.1  # what one step adds or takes
BOUNDS = {"guidance": (1.2, 20.0), "image_guidance": (1.0, 4.0), "strength": (0.1, 1.0)}
_OFF = 1.0  # at this guidance, or below, a model goes by none: it was taught to need none
_STEP = 1.5  # a factor of an amount ("more") that is one step
_MOST = 4.0  # steps at once


@dataclass(frozen=True)
class Nudged:
    """The numbers that moved: as they were, and as they are now."""

    was: Mapping[str, float] = field(default_factory=dict)
    now: Mapping[str, float] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.now)

    def __str__(self) -> str:
        return ", ".join(f"{name.replace('_', ' ')} {self.was[name]:g} → {self.now[name]:g}" for name in self.now)

    def over(self, given: Sampling | None) -> Sampling:
        """What was asked for before, with what moved."""
        return (given or Sampling()).model_copy(update=dict(self.now))


def nudged(used: Sampling, wish: Wish, steps: float = 1.0) -> Nudged:
    """What becomes of the numbers `used`, by so many steps of a wish; nothing where none can go further."""
    return _by(_WAYS[wish], used, steps) or _by(_ELSE.get(wish, {}), used, steps)


def _by(ways: Mapping[str, int], used: Sampling, steps: float) -> Nudged:
    was, now = {}, {}
    for name, way in ways.items():
        value = getattr(used, name)
        if value is None or (name == "guidance" and value <= _OFF):
            continue
        moved = _moved(name, value, way * min(steps, _MOST))
        if moved != value:
            was[name], now[name] = value, moved
    return Nudged(was, now)


def scaled(used: Sampling, factor: float) -> Nudged:
    """The same for an amount that is multiplied: "half that", "more" (1.5, one step)."""
    steps = log(factor) / log(_STEP)
    return nudged(used, "stronger" if steps > 0 else "closer", abs(steps))


def _moved(name: str, value: float, steps: float) -> float:
    low, high = BOUNDS[name]
    to = value + _STRENGTH * steps if name == "strength" else value * _TIMES[name] ** steps
    # A number that is beyond the bounds by its model's own taste stays there rather than turn round.
    bounded = max(min(to, max(high, value)), min(low, value))
    told = round(bounded, 2)
    return told if (told > value) == (bounded > value) and bounded != value else value  # rounding alone is no move
