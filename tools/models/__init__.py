"""MODELS: which can be installed, how they come onto this machine, and whether a folder may be opened at all.

It loads no model and reads no environment: the folder, the hub's address and its token are handed in.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tools.models.catalog import Entry, entries, named
    from tools.models.hub import Hub
    from tools.models.judging import Judged, judge
    from tools.models.meter import Patience, Progress
    from tools.models.pulling import Survey, adopt, pull, survey
    from tools.models.shelf import Installed, Shelf

__all__ = [
    "Entry",
    "Hub",
    "Installed",
    "Judged",
    "Patience",
    "Progress",
    "Shelf",
    "Survey",
    "adopt",
    "entries",
    "judge",
    "named",
    "pull",
    "survey",
]
_ROOMS = {
    **dict.fromkeys(("Entry", "entries", "named"), "catalog"),
    **dict.fromkeys(("Hub",), "hub"),
    **dict.fromkeys(("Judged", "judge"), "judging"),
    **dict.fromkeys(("Patience", "Progress"), "meter"),
    **dict.fromkeys(("Survey", "adopt", "pull", "survey"), "pulling"),
    **dict.fromkeys(("Installed", "Shelf"), "shelf"),
}


def __getattr__(name: str) -> Any:
    """Each name is imported from its file when it is first asked for."""
    if name not in _ROOMS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_ROOMS[name]}"), name)
