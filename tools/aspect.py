"""Aspect ratios in words and numbers: "16:9", "square", "4x5". Knows nothing of pictures."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import BeforeValidator, WithJsonSchema

_NAMED = {"square": "1:1", "portrait": "4:5", "landscape": "3:2", "widescreen": "16:9", "panorama": "3:1"}
_PATTERN = re.compile(r"(\d{1,5}(?:\.\d{1,4})?)\s*(?::|/|x|×|by|to)\s*(\d{1,5}(?:\.\d{1,4})?)")


def normalised(words: object) -> object:
    """Put "16x9", "16 / 9" and "square" as "16:9" and "1:1". Raises ValueError for other words."""
    if not isinstance(words, str):
        return words
    said = words.strip().lower()
    said = _NAMED.get(said, said)
    match = _PATTERN.fullmatch(said)
    if match is None or not all(float(side) > 0 for side in match.groups()):
        raise ValueError("a ratio is width:height, such as 16:9 or 1:1")
    if not 0.01 <= float(match[1]) / float(match[2]) <= 100:
        raise ValueError("a ratio lies between 1:100 and 100:1")
    return f"{match[1]}:{match[2]}"


_WRITTEN = {"type": "string", "pattern": r"^[1-9][0-9]?(\.[0-9]{1,2})?:[1-9][0-9]?$"}

Ratio = Annotated[str, BeforeValidator(normalised), WithJsonSchema(_WRITTEN)]


def value(ratio: str) -> float:
    """Width over height of a normalised ratio."""
    width, height = ratio.split(":")
    return float(width) / float(height)
