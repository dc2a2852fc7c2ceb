"""Slips of the finger on the words that everybody uses here: two letters exchanged, one doubled, missing or beside the
right key. Each leads to one word and is itself no word of English; it knows nothing of what the words ask for.
"""

from __future__ import annotations

from functools import cache

from agent.planners.english import lexicon

_WORDS = (
    "with into should would could white green brown black blue purple yellow orange color text blur crop zoom fade "
    "count glare noise haze dehaze please make take place position exclude include substitute dismiss purge focus "
    "lighting instead photoshop remove replace change improve sharpen picture photo image insert delete erase darken "
    "lighten soften rotate bottom corner middle left right saturation highlight license transform"
)
_REAL = lexicon.words("bleu corp ficus noose pease inset inert corer cornet muddle purse form wish wits coulee photos")
"""English words that are one slip away: each is meant as it stands."""
_KEYS = {
    "a": "qsz", "b": "vgn", "c": "xvdf", "d": "sfe", "e": "wrd", "f": "dgr", "g": "fht", "h": "gjy", "i": "uok",
    "j": "hku", "k": "jli", "l": "kop", "m": "nj", "n": "bmh", "o": "ipl", "p": "ol", "q": "wa", "r": "etf",
    "s": "adw", "t": "ryg", "u": "yij", "v": "cbf", "w": "qes", "x": "zcs", "y": "tuh", "z": "xa",
}  # fmt: skip
_KEYS_FROM, _LEFT_OUT_FROM = 5, 6
"""Letters that a word has at least for a neighbouring key, or a missing letter, to leave no other word."""


def meant(word: str) -> str | None:
    """The word that a slip was meant to be; None where it is none that is known."""
    return _slips().get(word)


@cache
def _slips() -> dict[str, str]:
    found: dict[str, str] = {}
    words = _WORDS.split()
    for word in words:
        for slip in _variants(word):
            found.setdefault(slip, word)
    spoken = _REAL | frozenset(words) | lexicon.forms().keys() | lexicon.COLORS | lexicon.MATERIALS
    return {slip: word for slip, word in found.items() if slip not in spoken}


def _variants(word: str) -> set[str]:
    """The word with one slip, never in its first letter."""
    places = range(1, len(word))
    slips = {word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in places if at + 1 < len(word)}
    slips |= {word[:at] + word[at] + word[at:] for at in places}
    if len(word) >= _KEYS_FROM or word == "with":
        slips |= {word[:at] + key + word[at + 1 :] for at in places for key in _KEYS[word[at]]}
    if len(word) >= _LEFT_OUT_FROM:
        slips |= {word[:at] + word[at + 1 :] for at in places}
    return slips
