"""A wish as a description of the picture afterwards, for models that were taught captions and no instructions.

Deterministic, and English, as models' words are here. It knows no model.
"""

from __future__ import annotations

import re

from tools.engines.diffusion.instructing import PAINTS, WORKS
from tools.painting import article

_TOLD = re.compile(
    r"(make|turn|change|convert|paint|draw|render)\s+"
    r"((it|this|that|everything|the (whole )?(picture|photo|image|scene))\s+)?(look\s+)?((in)?to|as|like)?\s*",
    re.I,
)
_MANNER = re.compile(r"(in|as|like|after)\b", re.I)


def styled(style: str) -> str:
    """A style as a caption: watercolour → a watercolour painting; winter → winter style."""
    words = style.strip().rstrip(".")
    if told := _TOLD.match(words):
        words = words[told.end() :] or words
    words = f"{words} painting" if PAINTS.fullmatch(words) else words
    if WORKS.fullmatch(words):
        return article(words)
    return f"the scene {words}" if _MANNER.match(words) else f"{words} style"
