"""Pentimento remembers: sessions, turns, moves and pictures in one file. Knows what tools did, not what it means."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from memory.errors import (
        DiskFull,
        HeadMoved,
        NothingToRedo,
        NothingToUndo,
        PictureDamaged,
        SessionNotFound,
        StoreError,
        StoreLocked,
        TurnNotFound,
    )
    from memory.schema import MaskRef, Move, Report, Session, SessionSummary, Step, Turn, TurnDraft
    from memory.store import Store

_HOMES = {
    "memory.errors": (
        *("DiskFull", "HeadMoved", "NothingToRedo", "NothingToUndo", "PictureDamaged"),
        *("SessionNotFound", "StoreError", "StoreLocked", "TurnNotFound"),
    ),
    "memory.schema": ("MaskRef", "Move", "Report", "Session", "SessionSummary", "Step", "Turn", "TurnDraft"),
    "memory.store": ("Store",),
}

__all__ = [
    "DiskFull",
    "HeadMoved",
    "MaskRef",
    "Move",
    "NothingToRedo",
    "NothingToUndo",
    "PictureDamaged",
    "Report",
    "Session",
    "SessionNotFound",
    "SessionSummary",
    "Step",
    "Store",
    "StoreError",
    "StoreLocked",
    "Turn",
    "TurnDraft",
    "TurnNotFound",
]


def __getattr__(name: str) -> object:
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(home), name)
    raise AttributeError(f"module 'memory' has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
