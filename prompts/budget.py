"""How long a text may be for a model: an estimate of tokens, and cutting to it. Knows no model's own tokenizer."""

from __future__ import annotations

import re
from collections.abc import Iterable

PER_TOKEN = 3.5  # Latin letters and JSON; other scripts take about a token a letter
CUT = " […] "
_OTHERS = re.compile("[^\u0000-\u024f]")


def tokens(text: str) -> int:
    """About how many tokens a text has; rather too many than too few."""
    others = 0 if text.isascii() else len(_OTHERS.findall(text))
    return int((len(text) - others) / PER_TOKEN) + others + 1


def cut(text: str, most: int) -> str:
    """The text with its middle left out where it is longer than `most` tokens: what matters stands at the ends."""
    if tokens(text) <= most:
        return text
    keep = len(text)
    while keep > 2 and tokens(text[: keep // 2] + CUT + text[-(keep // 2) :]) > most:
        keep = int(keep * 0.9)
    return text[: keep // 2] + CUT + text[-(keep // 2) :]


def fitting(lines: Iterable[str], most: int) -> list[str]:
    """As many of the lines, from the first, as have room together."""
    kept: list[str] = []
    for line in lines:
        most -= tokens(line)
        if most < 0:
            break
        kept.append(line)
    return kept
