"""How a person wants an edit made: the engine, its numbers, what guides its shapes. Read off the words before they are
planned, so that every planner has the rest to read; English and Simplified Chinese.

A pure function of the words. It cuts out what it has read and leaves every other word as it is; in questions, in rules,
in moves through the history and within quotes it reads nothing. It knows no operation, no session and no planner.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from agent.asides import Act, Reading, rules
from agent.nudge import Nudge, nudge
from agent.spoken import Spoken
from tools.types import Control, Sampling

_MOST_QUOTES = 200
_LONGEST = 2000  # letters; beyond, an utterance is no request but an accident

_QUOTED = re.compile(
    r"\"[^\"]*\"|“[^”]*[”\"]|「[^」]*」|『[^』]*』|《[^》]*》|‘[^’]*’|`[^`]*`|(?<![\w'])'[^'\n]*'(?![\w'])|"
    r"[A-Za-z0-9_/~.-]{1,200}\.[A-Za-z]{2,4}(?!\w)"
)
_HANDS_OFF = re.compile(
    r"\s*(?:(?:please|now|ok(?:ay)?|and|then|but|no|actually)[,.]?\s+)*"
    r"(?:undo|redo(?!\s+(?:step|it|that|this)\b)|revert|go\s+(?:back|to|forward)|back\s+to|drop|skip|forget|save|export|"
    r"call|name|rename|remember|always|never|from\s+now|branch|compare|(?:what|how)(?!\s+about)|which|why|who|when|where|does|did|is|are|"
    r"was)\b|"
    r"\s*(?:撤|退|回到|返回|前进|重做第|恢复|取消|导出|保存|另存|叫|命名|记住|以后|总是|永远|从现在|对比|比较|什么|怎么|"
    r"为什么|哪)",
    re.IGNORECASE,
)
_AGAIN = r"once more|again|anew|over|once again|another (?:try|go)|instead|this time|please|now"
_LAST = re.compile(
    r"(?:(?:please|now|ok(?:ay)?|and|then|but|so)[, ]*)*"
    r"(?:(?:re-?do|do|try|make|run|repeat|paint|render|give)\s*)?"
    r"(?:(?:it|that|this|the (?:same|last one|last step))\s*)?(?:for (?:it|that|this))?"
    rf"(?:\s*(?:{_AGAIN}))*|"
    r"[请那就再这次一步刚才的把它个上来做试重新画改弄跑下遍吧呢了看同样]*",
    re.IGNORECASE,
)
_OF_STEP = re.compile(
    r"(?:(?:please|now|and|but)\s+)*(?:(?:re-?do|do|try|make|run|repeat|change|in|for|at)\s+)*step\s+#?(\d{1,4})"
    rf"(?:\s+(?:{_AGAIN}))*|"
    r"[请把将在]*第\s*(\d{1,4})\s*步[，,]?[再来做试重新一次遍下吧]*",
    re.IGNORECASE,
)
_MARKS = " .,;:!?。，、！？~"


@dataclass(frozen=True)
class Manner:
    """`words` are what is left for a planner, `taken` what was read. `amount` is a strength that an operation may have
    an argument of its own for; `loosely`: the same, still in the words. `trouble` is a number out of its bounds.
    """

    words: str
    taken: tuple[str, ...] = ()
    engine: str | None = None
    seed: int | None = None
    numbers: dict[str, Any] = field(default_factory=dict)
    amount: float | None = None
    loosely: float | None = None
    controls: tuple[Control, ...] = ()
    references: tuple[str, ...] = ()
    nudge: Nudge | None = None
    trouble: str = ""

    @property
    def sampling(self) -> Sampling:
        return Sampling(**self.numbers)

    @property
    def said(self) -> bool:
        """Whether anything is said of how."""
        return bool(self.taken) or self.loosely is not None

    @property
    def alone(self) -> bool:
        """Whether nothing but the manner is said, so that it is about what was done last: "try that with kontext"."""
        return bool(self.taken) and _LAST.fullmatch(self.words.strip(_MARKS)) is not None

    @property
    def turn(self) -> int | None:
        """The step that it is about, where that is all that is said beside it: "redo step 2 with kontext"."""
        found = _OF_STEP.fullmatch(self.words.strip(_MARKS)) if self.taken else None
        return int(found[1] or found[2]) if found else None


def read(words: str, spoken: Spoken, references: Sequence[str] = ()) -> Manner:
    """What `words` say of how an edit is to be made. `references` are digests of what came attached with them."""
    plain = Manner(words, references=tuple(references))
    if len(words) > _LONGEST or _HANDS_OFF.match(words):
        return plain
    if (wish := nudge(words)) is not None:
        return replace(plain, nudge=wish)
    text, quotes = _set_aside(words)
    reading = Reading(text, tuple(references))
    for source, act in (*rules(spoken), *rules(spoken)):  # what stood behind a number now stands at the end
        while (match := next(_fitting(source, reading, act), None)) is not None:
            reading.cut(match)
    if not reading.taken and "loosely" not in reading.found:
        return plain
    back = _put_back(reading.text, quotes).strip()
    taken = tuple(_put_back(piece, quotes).strip() for piece in reading.taken)
    return Manner(back, taken, references=reading.references, trouble=reading.trouble, **_known(reading.found, spoken))


def _fitting(source: str, reading: Reading, act: Act) -> Iterator[re.Match[str]]:
    """The places that a rule takes; what it found there is in the reading then."""
    return (match for match in _pattern(source).finditer(reading.text) if act(reading, match))


@cache
def _pattern(source: str) -> re.Pattern[str]:
    return re.compile(source, re.IGNORECASE)


def _set_aside(words: str) -> tuple[str, list[str]]:
    """The words with one private letter for each quote and file name."""
    quotes: list[str] = []

    def aside(match: re.Match[str]) -> str:
        if len(quotes) >= _MOST_QUOTES:
            return match[0]
        quotes.append(match[0])
        return chr(0xE000 + len(quotes) - 1)

    return _QUOTED.sub(aside, re.sub("[\ue000-\ue0ff]", " ", words)), quotes


def _put_back(text: str, quotes: Sequence[str]) -> str:
    return re.sub("[\ue000-\ue0ff]", lambda found: quotes[ord(found[0]) - 0xE000], text)


def _known(found: dict[str, Any], spoken: Spoken) -> dict[str, Any]:
    engine = found.get("engine")
    named = {"engine": spoken.engine(engine)} if engine else {}
    plain: dict[str, Any] = {name: found[name] for name in ("seed", "amount", "loosely") if name in found}
    numbers = {name: found[name] for name in Sampling.model_fields if name in found and name != "seed"}
    return {**named, **plain, "numbers": numbers, "controls": tuple(found.get("controls", ()))}
