"""The language of an utterance, and what the program says by itself in that language.

Everything is written in English where it arises; here whole sentences become Chinese by a table of patterns, just
before a person reads them. What no pattern fits stays as it is. It knows nothing of planners, which answer in the
person's language by themselves, nor of how anything is shown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Literal

from agent.modelbook import MANNERS
from agent.phrasebook import CHINESE, PLACES, THINGS
from tools.errors import PentimentoError

Language = Literal["en", "zh"]
_LETTER = re.compile("[A-Za-z\u3400-\u9fff]")


def language(*said: str) -> Language:
    """The language of the first of the utterances that has letters at all; English where none has."""
    from agent.planners.chinese.script import is_chinese

    for words in said:
        if _LETTER.search(words):
            return "zh" if is_chinese(words) else "en"
    return "en"


def tell(text: str, tongue: Language) -> str:
    """The sentences of `text` in the language `tongue`, as far as the table has them."""
    if tongue == "en" or not text:
        return text
    told, rest = "", text
    while rest:
        found = next(((match, words) for pattern, words in _patterns() if (match := pattern.match(rest))), None)
        if found is None:
            end = re.search(r"(?<=[.?!;。？！；])\s+", rest)
            told, rest = (f"{told}{rest[: end.end()]}", rest[end.end() :]) if end else (f"{told}{rest}", "")
            continue
        match, words = found
        told += words.format(*(inner(group or "") for group in match.groups()))
        rest = rest[match.end() :]
    return joined([told.strip()], tongue)


def tell_error(error: PentimentoError, tongue: Language) -> None:
    """The message and the hint of `error` in the person's language."""
    error.message, error.hint = tell(error.message, tongue), tell(error.hint, tongue)


def joined(sentences: Iterable[str], tongue: Language) -> str:
    """Sentences one after the other: with a space in English, with none in Chinese."""
    text = " ".join(sentences)
    return re.sub(r"(?<=[。？！；]) ", "", text) if tongue == "zh" else text


def inner(words: str) -> str:
    """What stands in the gap of a sentence: a place, a list of them, a usual thing; the person's own words stay."""
    words = re.sub("^(?:the|an?) (?=[\u3400-\u9fff])", "", words)
    if words in PLACES:
        return PLACES[words]
    if words in THINGS:
        return THINGS[words]
    if (manners := [_manner(part) for part in re.split(r"[,;] ", words)]) and all(manners):
        return "，".join(filter(None, manners))
    if re.fullmatch(rf"{_LISTED}(?:, {_LISTED})*", words):
        return "，".join(_listed(found) for found in re.finditer(_LISTED, words))
    if "”, " in words:  # a list of what was said
        return words.replace("”, ", "”，")
    if "; " in words:
        return "，".join(inner(part) for part in words.split("; "))
    return tell(words, "zh") if words[:1].islower() and words.isascii() else words


def _manner(words: str) -> str | None:
    """How a model makes it, in Chinese: a number with its name, an engine; None for anything else."""
    found = ((re.fullmatch(source, words), chinese) for source, chinese in MANNERS.items())
    return next((chinese.format(match[1]) for match, chinese in found if match), None)


_LISTED = r"(\d+) ([a-z ]+?)(?: \(([a-z ]+|[\d.]+ %)\))?(?=, |$)"


def _listed(found: re.Match[str]) -> str:
    """One of several places, with what tells it from others: "2 center (larger)"."""
    apart = f"（{PLACES.get(found[3], found[3])}）" if found[3] else ""
    return f"{found[1]} {PLACES.get(found[2], found[2])}{apart}"


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """The table compiled; a gap takes as little as it can, and a sentence ends where the next begins."""
    made = []
    for english, chinese in CHINESE.items():
        source = re.escape(english).replace(r"\{\}", "(.+?)")
        made.append((re.compile(rf"{source}(?:\s+|;\s*|$)", re.DOTALL), chinese))
    return tuple(made)
