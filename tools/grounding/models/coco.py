"""Which of the 80 kinds of things of COCO a noun means, in English and in simplified Chinese.

A kind's own name, other words for it, words for several kinds ("animal"), and near ones with a lower weight. What is
none of them is none: it is never guessed. Knows nothing of pictures; the words themselves are vocabulary.py's.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tools import chinese
from tools.grounding.models.vocabulary import CHINESE, CHINESE_SEVERAL, ENGLISH, KINDS, NEAR, SEVERAL, lines
from tools.grounding.phrase import Order, Phrase

NEAR_WEIGHT = 0.75
EVERYBODY = {
    "everyone",
    "everybody",
    "crowd",
    "couple",
    "family",
    "folks",
    "人群",
    "人们",
    "所有人",
    "每个人",
    "people",
}
_MANY = {"both", "every", "each", "several", "many", "few", "these", "those", "two", "three", "four", "five", "six",
         "all"}  # fmt: skip
_COUNTS = _MANY | {"any", "single", "other", "another"}
_WORN = {"glasses"}  # no plural of a glass
RANKS = {"first": 0, "1st": 0, "second": 1, "2nd": 1, "third": 2, "3rd": 2, "fourth": 3, "4th": 3, "fifth": 4,
          "5th": 4, "last": -1}  # fmt: skip
_HAN_COUNT = re.compile(
    r"^(?P<many>两|二|三|四|五|六|七|八|九|十|几|\d)?(?:个|只|条|辆|张|把|位|匹|头|名|架|艘|群|些|朵|瓶|本)"
)
_HAN_AND = re.compile("和|与|跟|以及|还有|、")
_HAN_KIND = re.compile("^(?:小|大|老|新|旧|流浪|可爱|胖|瘦)")
_WORDLESS = 0.85  # what is left of a score where an adjective ("the parked car") could not be looked at


@dataclass(frozen=True)
class Meant:
    """The numbers of the kinds that a noun means, how surely it means them, and whether all of them are meant."""

    kinds: frozenset[int]
    weight: float = 1.0
    many: bool = False
    order: Order | None = None


def meant(said: Phrase) -> Meant | None:
    """What a phrase's noun means; None where it is no word for things of COCO."""
    if not said.noun and said.colours == ("orange",) and said.words[-1:] in (("orange",), ("oranges",)):
        return Meant(frozenset({KINDS.index("orange")}), NEAR_WEIGHT, said.words[-1] == "oranges")
    words = said.noun.split()
    order = next((Order("left", RANKS[word]) for word in words if word in RANKS), None)
    many = bool(_MANY & set(said.words)) and order is None
    words = [word for word in words if word not in _COUNTS and word not in RANKS]
    if not words:
        return None
    each = [_chinese(one) if chinese.is_chinese(one[-1]) else _english(one) for one in joined(words, said)]
    known = [one for one in each if one is not None]
    if len(known) < len(each):
        return None
    kinds = frozenset[int]().union(*(one.kinds for one in known))
    many = many or len(each) > 1 or known[0].many
    return Meant(kinds, min(one.weight for one in known), many, order)


def joined(words: list[str], said: Phrase) -> list[list[str]]:
    """The words of each of several nouns: "the dog and the cat", "狗和猫"."""
    if chinese.is_chinese(words[-1]):
        last = [part for part in _HAN_AND.split(words[-1]) if part]
        return [[*words[:-1], last[0]], *([one] for one in last[1:])] if last else [words]
    parts = " ".join(said.words).split(" and ")
    found = [[word for word in part.split() if word in words] for part in parts]
    return [part for part in found if part] if len(parts) > 1 else [words]


def _english(words: list[str]) -> Meant | None:
    """The longest end of the noun that is known; adjectives before it can't be looked at."""
    for start in range(max(0, len(words) - 3), len(words)):
        head = "_".join(words[start:])
        for name in dict.fromkeys([head, *_singulars(head)]):
            if name in _ENGLISH and head not in _WORN:
                kinds, weight = _ENGLISH[name]
                spare = _WORDLESS if start else 1.0
                return Meant(kinds, weight * spare, head in EVERYBODY)
    return None


def _singulars(word: str) -> list[str]:
    """What the plural may be of: dogs, buses, puppies, knives."""
    ways = (("ies", "y"), ("ves", "fe"), ("es", ""), ("s", ""), ("men", "man"))
    return [word[: -len(end)] + other for end, other in ways if word.endswith(end) and len(word) > len(end) + 1]


def _chinese(words: list[str]) -> Meant | None:
    """The last word, without a count, and without an adjective before it."""
    head, many = words[-1], False
    if counted := _HAN_COUNT.match(head):
        head, many = head[counted.end() :], bool(counted["many"]) and counted["many"] != "1"
    plural = head.endswith("们") and head not in _HAN
    head = head.removesuffix("们") if plural else head
    spare = _WORDLESS if len(words) > 1 else 1.0
    for name in (head, _HAN_KIND.sub("", head)):
        if name in _HAN:
            return Meant(_HAN[name], spare, many or plural or head in EVERYBODY)
    return None


def _numbered(kinds: list[str]) -> frozenset[int]:
    return frozenset(KINDS.index(kind.replace("_", " ")) for kind in kinds)


def _english_words() -> dict[str, tuple[frozenset[int], float]]:
    found = {kind.replace(" ", "_"): (_numbered([kind]), 1.0) for kind in KINDS}
    for kind, words in lines(ENGLISH).items():
        found |= {word: (_numbered([kind]), 1.0) for word in words}
    found |= {word: (_numbered(kinds), 1.0) for word, kinds in lines(SEVERAL).items()}
    return found | {word: (_numbered(kinds), NEAR_WEIGHT) for word, kinds in lines(NEAR).items()}


def _chinese_words() -> dict[str, frozenset[int]]:
    found = {word: _numbered([kind]) for kind, words in lines(CHINESE).items() for word in words}
    return found | {word: _numbered(kinds) for word, kinds in lines(CHINESE_SEVERAL).items()}


_ENGLISH, _HAN = _english_words(), _chinese_words()
PEOPLE = frozenset(word for word, (kinds, _) in _ENGLISH.items() if kinds == {0}) | frozenset(
    word for word, kinds in _HAN.items() if kinds == {0}
)
