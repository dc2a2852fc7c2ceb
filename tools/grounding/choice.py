"""From proposals to an answer: the clear best one, or a question with numbered candidates.

Knows nothing of how proposals come about.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PIL import Image as PILImage

from tools.errors import RegionNotFound

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tools.selection import Selection
    from tools.types import Candidate

ACCEPT = 0.5
MARGIN = 0.12
DISTINCT = 0.6  # candidates that overlap more (IoU) are one answer


def overlap(a: Selection, b: Selection) -> float:
    """Intersection over union of two selections of one picture."""
    frame = a.frame.union(b.frame)
    longest = max(frame.size)
    size = frame.size if longest <= 512 else (frame.width * 512 // longest or 1, frame.height * 512 // longest or 1)
    first, second = (
        np.asarray(s.within(frame).resize(size, PILImage.Resampling.BOX), np.float32) / 255 for s in (a, b)
    )
    union = float(np.maximum(first, second).sum())
    return float(np.minimum(first, second).sum()) / union if union else 0.0


def distinct(candidates: Iterable[Candidate], limit: int = 6) -> list[Candidate]:
    """Best first, without those that say nearly the same as a better one."""
    kept: list[Candidate] = []
    for candidate in sorted(candidates, key=lambda c: -c.score):
        if len(kept) == limit:
            break
        if all(overlap(candidate.selection, other.selection) < DISTINCT for other in kept):
            kept.append(candidate)
    return kept


def clear(candidates: Sequence[Candidate]) -> Candidate | None:
    """The one to take without asking, from distinct candidates, best first."""
    if not candidates or candidates[0].score < ACCEPT:
        return None
    if len(candidates) > 1 and candidates[0].score - candidates[1].score < MARGIN:
        return None
    return candidates[0]


def question(phrase: str, candidates: Sequence[Candidate]) -> RegionNotFound:
    """The error that a face turns into a question."""
    named = phrase.strip()[:60]
    message = f"I can't tell where “{named}” is." if named else "I can't tell which part is meant."
    hint = "Say a number, draw a box or click." if candidates else "Draw a box or click."
    return RegionNotFound(message, hint, candidates)
