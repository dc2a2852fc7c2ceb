"""What a model that knows English is asked for: of a phrase its colours and its noun, one of it, in English.

Which of several is meant, and where, is for others to tell from what the model finds; so is what geometry or the
picture's own contrast answers ("the left half", "the background"). It knows no model and no picture.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from tools import chinese
from tools.grounding.models.coco import RANKS, joined
from tools.grounding.models.nouns import CHINESE
from tools.grounding.models.vocabulary import CHINESE as COCO
from tools.grounding.models.vocabulary import lines
from tools.grounding.phrase import Order

if TYPE_CHECKING:
    from tools.grounding.phrase import Phrase

MOST_WORDS = 6


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Parts of a picture that are no things, and what the program looks for by itself.
NOBODY = _words(
    """
    background backdrop surroundings foreground subject focus shadows highlights light lighting midtones colors
    colours exposure contrast rest everything everywhere nothing
    """
) | {"main subject", "main object"}
SKY = frozenset({"sky", "skies", "heaven", "heavens", "cloudy sky"})
# What has no outline that a box could hold, and is not counted.
SURFACES = SKY | _words(
    """
    grass lawn meadow field water sea ocean river lake snow sand beach road street asphalt pavement ground floor
    wall walls ceiling forest woods foliage greenery vegetation fog mist smoke mountains hills carpet soil dirt
    ice
    """
)
_MANY = _words("both every each several many few these those all")
_COUNTS = _MANY | _words("some other another any single pair four five six seven eight nine ten")
_ODD = {
    "people": "person", "men": "man", "women": "woman", "children": "child", "kids": "child", "feet": "foot",
    "teeth": "tooth", "geese": "goose", "mice": "mouse", "leaves": "leaf", "knives": "knife", "wolves": "wolf",
    "shelves": "shelf", "scarves": "scarf", "loaves": "loaf", "calves": "calf", "wives": "wife", "potatoes": "potato",
    "tomatoes": "tomato", "heroes": "hero", "oxen": "ox", "everyone": "person", "everybody": "person",
    "movies": "movie", "cookies": "cookie", "ties": "tie", "pies": "pie",
}  # fmt: skip
_PAIRS = _words(
    """
    glasses sunglasses goggles scissors trousers pants jeans shorts tights leggings headphones earphones clothes
    stairs binoculars pliers skis news bus gas lens canvas cactus christmas tennis grass glass dress
    """
)
_E_ENDS = _words(
    """
    house horse nose rose vase purse nurse blouse mouse hose case base suitcase bookcase cheese axe headache
    moustache mustache
    """
)
_ALONE = frozenset("狗猫鸟鱼车船树楼桥伞帽鞋椅灯瓶")  # what a longer word that ends in it is one of
_HAN_MANY = re.compile("^(?P<many>[两二三四五六七八九十几些各])(?:个|只|条|辆|张|把|位|匹|头|名|架|艘|群|朵|瓶|本)?")


@dataclass(frozen=True)
class Wanted:
    """`words` is what is looked for, `noun` the thing in it; `many` if all of them are meant, `order` if one of several
    is. `others` is what is looked for besides: "the dog and the cat".
    """

    words: str
    noun: str
    many: bool = False
    order: Order | None = None
    others: tuple[str, ...] = ()

    @property
    def each(self) -> tuple[str, ...]:
        """All that is looked for, one thing at a time."""
        return (self.words, *self.others)

    @property
    def surface(self) -> bool:
        """Whether it has no outline of its own."""
        return self.noun in SURFACES or self.noun.split()[-1] in SURFACES

    @property
    def sky(self) -> bool:
        return self.noun in SKY


def wanted(said: Phrase) -> Wanted | None:
    """What to ask a model for; None where a phrase names no thing, or none that there is an English word for."""
    if said.everything_but or not said.noun or said.noun in NOBODY:
        return None
    words = [word for word in said.noun.split() if word not in _COUNTS and word not in RANKS]
    order = said.order or _counted(said, words)
    many = order is None and bool(_MANY & {*said.noun.split(), *said.words})
    if not words:
        return None
    told = [_told(part) for part in joined(words, said)]
    if any(noun in NOBODY or not re.search("[a-z]", noun) for noun, _ in told):
        return None
    nouns, many = [noun for noun, _ in told], many or any(more for _, more in told)
    if len(nouns) > 1:  # which of them a colour is said of is not known
        return Wanted(nouns[0], nouns[0], order is None, order, tuple(nouns[1:]))
    return Wanted(" ".join((*said.colours, *nouns)), nouns[0], many and order is None, order)


def _told(words: list[str]) -> tuple[str, bool]:
    """One noun in English and in the singular, and whether it is counted as several; "" where it is not known."""
    if chinese.is_chinese(" ".join(words)):
        return _from_chinese(words)
    return " ".join([*words[:-1], singular(words[-1])][-MOST_WORDS:]), False


def _counted(said: Phrase, noun: list[str]) -> Order | None:
    """Of "the second dog" the second from the left; "the dog in the left third" counts nothing."""
    last = max((place for place, word in enumerate(said.words) if word in noun), default=0)
    return next((Order("left", RANKS[word]) for word in said.words[:last] if word in RANKS), None)


def singular(word: str) -> str:
    """One of what an English word names several of; the word itself where it has no such form."""
    if word in _ODD:
        return _ODD[word]
    if word in _PAIRS or len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return (
        word[:-2] if word.endswith(("ses", "xes", "ches", "shes", "zzes")) and word[:-1] not in _E_ENDS else word[:-1]
    )


def _from_chinese(words: list[str]) -> tuple[str, bool]:
    """The English of the last word, and whether it is counted as several; "" where it is not known."""
    head = words[-1]
    counted = _HAN_MANY.match(head)
    if counted and len(head) > counted.end() and head not in _known():
        head = head[counted.end() :]
    many = bool(counted) or head.endswith("们") or head in ("人群", "大家")
    head = head.removesuffix("们") or head
    # The thing itself comes last: 塑料垃圾桶 is a 垃圾桶. One last letter alone may be anything: 镜头 is no head.
    ends = [head[at:] for at in range(len(head)) if at == 0 or len(head) - at > 1 or head[-1] in _ALONE]
    return next((_known()[end] for end in ends if end in _known()), ""), many


@cache
def _known() -> dict[str, str]:
    kinds = {word: kind.replace("_", " ") for kind, words in lines(COCO).items() for word in words}
    told = [line.partition(": ") for line in re.split(r"[;\n]+ ?", CHINESE.strip())]
    return kinds | {word: english for english, _, words in told for word in words.split()}
