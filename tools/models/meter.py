"""How far a download is, told honestly: what has come, how fast of late, and since when nothing came.

It counts bytes and looks at the clock; it knows no network and draws nothing.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

WINDOW_S = 15.0  # the rate is that of the last seconds, not of the whole
OFTEN_S = 0.1
Doing = Literal["fetching", "checking", "waiting", "copying"]


@dataclass(frozen=True)
class Patience:
    """How long nothing may come before it is said (`stalled_s`) and before the line is dropped (`timeout_s`), how often
    in a row a broken line is taken up again, and the first pause before that, doubled each time.
    """

    stalled_s: float = 5.0
    timeout_s: float = 60.0
    tries: int = 5
    pause_s: float = 1.0


@dataclass(frozen=True)
class Progress:
    """A moment of a download. `done` and `total` are bytes, `rate` bytes a second, `idle_s` since the last byte;
    `eta_s` is None where it can't be known.
    """

    doing: Doing
    file: str
    done: int
    total: int
    rate: float
    idle_s: float
    stalled: bool
    note: str = ""

    @property
    def eta_s(self) -> float | None:
        left = self.total - self.done
        return None if self.stalled or self.rate <= 0 or self.doing != "fetching" else left / self.rate


Watch = Callable[[Progress], None]


def unwatched(progress: Progress) -> None:
    """Progress that nobody looks at."""


@dataclass
class Meter:
    """Counts for one download and tells `watch` often while bytes come, and at every `tick` while none do."""

    total: int
    watch: Watch = unwatched
    patience: Patience = Patience()
    done: int = 0
    file: str = ""
    doing: Doing = "fetching"
    note: str = ""
    _came: deque[tuple[float, int]] = field(default_factory=deque)
    _recent: int = 0
    _told: float = 0.0
    _last: float = field(default_factory=time.monotonic)
    _since: float = field(default_factory=time.monotonic)

    def add(self, count: int) -> None:
        """So many bytes came over the line."""
        now = time.monotonic()
        self._came.append((now, count))
        self._recent += count
        self._last = now
        self.done += count
        self.note = ""
        if now - self._told >= OFTEN_S or self.done >= self.total:
            self.tick()

    def skip(self, count: int) -> None:
        """So many bytes were here already; negative where some have to come again."""
        self.done += count
        self.tick()

    def turn(self, doing: Doing, file: str = "", note: str = "") -> None:
        """Something else is done from now on."""
        if doing != self.doing:
            self._last = self._since = time.monotonic()
            self._came.clear()
            self._recent = 0
        self.doing, self.file, self.note = doing, file or self.file, note
        self.tick()

    def tick(self) -> None:
        """Tell how things stand."""
        now = self._told = time.monotonic()
        while self._came and self._came[0][0] < now - WINDOW_S:
            self._recent -= self._came.popleft()[1]
        seconds = max(min(WINDOW_S, now - self._since), 0.2)
        rate = self._recent / seconds
        idle = now - self._last
        stalled = self.doing == "fetching" and idle >= self.patience.stalled_s
        self.watch(
            Progress(self.doing, self.file, self.done, self.total, 0.0 if stalled else rate, idle, stalled, self.note)
        )
