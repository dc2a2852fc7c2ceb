"""Folds for cross-validation: each source is split evenly, and the same text never lies in two folds.

It knows nothing of models; which row lies where depends on the words alone, so that it is the same everywhere.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence

from agent.planners.kinds import key

FOLDS = 3


def folds(texts: Sequence[str], sources: Sequence[str], count: int = FOLDS) -> list[int]:
    """The fold, 0 … count - 1, of each row. Rows of one text share a fold, which the first source it is in gives it."""
    first: dict[str, str] = {}
    for text, source in zip(texts, sources, strict=True):
        first.setdefault(key(text), source)
    by_source: dict[str, list[str]] = {}
    for text in sorted(first, key=lambda one: (zlib.crc32(one.encode()), one)):
        by_source.setdefault(first[text], []).append(text)
    fold = {text: place % count for found in by_source.values() for place, text in enumerate(found)}
    return [fold[key(text)] for text in texts]
