"""The way from every version of the store's file to the current one. Knows tables, not what they mean.

Each migration is a small function in a file of its own, `v0002_what_it_does.py`, run once, in order, in one transaction
with the rest and with the new version number. Version 1 is the first; a new file is made at `schema.VERSION` directly,
and a test holds that an upgraded file and a new one have the same tables.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3


@dataclass(frozen=True)
class Migration:
    """How a file of the version before becomes one of `to_version`."""

    to_version: int
    apply: Callable[[sqlite3.Connection], None]


MIGRATIONS: tuple[Migration, ...] = ()
