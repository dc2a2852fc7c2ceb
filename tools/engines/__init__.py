"""The engines that are installed: other packages' (entry points) before the embedded one, which is always there.

Knows nothing of who asks for a skill, or of what it is asked for.
"""

from __future__ import annotations

from importlib.metadata import entry_points
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tools.studio import Engine

GROUP = "pentimento.engines"


def installed() -> tuple[Engine, ...]:
    """One instance of each engine."""
    from tools.engines.embedded import Embedded

    return (*(entry.load()() for entry in entry_points(group=GROUP)), Embedded())
