"""Rare verbs and turns put into plain ones: "fashion the jug into a teapot" → "turn the jug into a teapot".

Rows are found by the first word of a clause, so that plain commands pay nothing for them. Knows no operations.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from agent.planners.english.saying import Saying, pattern

Build = Callable[[Saying, "re.Match[str]", str], Saying | None]
Row = tuple[str, str]

_SOME = r"(?:an?|some|one|two|three|four|five|six|seven|eight|nine|ten|several|many|another|more|extra|additional)"
_ON = (
    r"(?:on|onto|over|across|in|into|along|around|inside|above|below|under|behind|beside|near|next to|at|"
    r"to the (?:left|right) of|between|against|in front of)"
)
_DEFINITE = r"(?:the|his|her|their|its|my|our|this|that|these|those)"
_NO_PICTURE = r"(?!.*\b(?:photo|picture|image|shot|scene|text|words?|letters?|caption)\b)"
_HERE = r"(?:left|right|top|bottom|center|middle|front|back|side|background|foreground|corner|upper|lower|up|down|edge)"

_NEW: tuple[Row, ...] = ((rf"^\w+(?: up)? {_NO_PICTURE}(?P<rest>{_SOME} .+ {_ON} .+)$", "add {rest}"),)
_SEEN: tuple[Row, ...] = (
    (rf"^\w+ {_NO_PICTURE}(?P<rest>{_SOME} .+)$", "add {rest}"),
    (rf"^\w+ {_NO_PICTURE}(?P<rest>{_DEFINITE} (?:[\w'-]+ ){{1,5}}{_ON} .+)$", "add {rest}"),
)
_STREWN: tuple[Row, ...] = (
    (rf"^\w+ (?P<rest>(?!(?:{_DEFINITE}|it|them|him|in|on|over|up)\b)(?:[\w-]+ ){{1,3}}{_ON} .+)$", "add {rest}"),
)
_FORMED: tuple[Row, ...] = (
    (r"^\w+ (?P<what>.+?) so (?:that )?(?:it|he|she|they) (?:becomes?|is|are|turns?(?: into)?) (?P<rest>.+)$",
     "turn {what} into {rest}"),
    (r"^\w+ (?P<what>.+?) (?:into|to look like|as) (?P<rest>.+)$", "turn {what} into {rest}"),
    (rf"^\w+ (?P<what>{_DEFINITE} .+?) (?:from|out of) (?P<rest>(?!{_DEFINITE}\b|it\b)[\w -]+)$",
     "make {what} out of {rest}"),
)  # fmt: skip
_WITHOUT_WHAT: tuple[Row, ...] = (
    (r"^(?P<how>turn|change|convert|transform|switch) (?:in)?to (?P<rest>.+)$", "{how} it into {rest}"),
)
_MADE_OF: tuple[Row, ...] = (
    (r"^\w+ (?P<what>.+?) (?:be )?dressed(?: up)? (?P<how>as|like|in|for) (?P<rest>.+)$", "dress {what} {how} {rest}"),
    (r"^\w+ (?P<what>.+?) (?:to )?(?:be )?(?:made|built|crafted|constructed|carved|knitted) (?:out )?(?:of|from) "
     r"(?P<rest>.+)$", "make {what} out of {rest}"),
    (r"^(?P<what>.+? (?:look|appear)) (?:a (?:bit|little|lot) |even |much )?more like (?P<rest>.+)$",
     "{what} like {rest}"),
    (rf"^(?:make|have) (?P<what>him|her|them|{_DEFINITE} (?:[\w'-]+ ){{0,3}}?"
     r"(?!(?:look|more|work|feel|seem|sound|it)\b)[\w'-]+) (?:more )?like (?P<rest>(?!(?:this|that|it|in)\b).+)$",
     "make {what} look like {rest}"),
)  # fmt: skip
_WANTED: tuple[Row, ...] = (
    (r"^(?P<what>him|her|them) to (?:be|become|look)(?: like)? (?P<rest>.+)$", "turn {what} into {rest}"),
)
_MAKES: tuple[Row, ...] = ((r"^makes (?P<rest>(?:him|her|them) .+)$", "make {rest}"),)
_BE: tuple[Row, ...] = ((r"^(?:have|let) it be (?P<rest>(?:an?|the) .+)$", "turn it into {rest}"),)
_GIVEN: tuple[Row, ...] = (
    (rf"^give (?P<rest>(?!{_DEFINITE}\b|him\b|her\b|them\b|it\b|more\b|less\b)[\w -]+?) to (?P<what>{_DEFINITE} .+)$",
     "add {rest} to {what}"),
)  # fmt: skip
_MARKED: tuple[Row, ...] = ((rf"^\w+ (?P<what>{_DEFINITE} .+?) with (?P<rest>{_SOME} .+)$", "add {rest} on {what}"),)
_TAKEN: tuple[Row, ...] = (
    (rf"^take {_NO_PICTURE}(?P<what>{_DEFINITE} .+?) (?P<rest>(?:to|over to) {_DEFINITE} .*{_HERE}.*)$",
     "move {what} {rest}"),
    (rf"^take {_NO_PICTURE}(?P<rest>{_DEFINITE} .+? (?:from|on|in|at) (?!.*\b(?:out|off|away)\b).+)$",
     "remove {rest}"),
)  # fmt: skip
_GONE_TO: tuple[Row, ...] = (
    (rf"^(?:move|go|relocate|bring|take)(?: (?:the )?(?:scene|setting|picture|photo|image|it all|everything))? to "
     rf"(?P<rest>(?!(?:the |its |his |her )*(?:very |far )?{_HERE}\b|it\b|him\b|her\b).+)$",
     "change the background to {rest}"),
)  # fmt: skip
_LEFT_OUT: tuple[Row, ...] = ((r"^leav(?:e|ing) out (?P<rest>.+)$", "remove {rest}"),)
_DISCOLORED: tuple[Row, ...] = ((r"^discolou?r (?P<what>.+?) (?:to )?(?P<rest>\w+)$", "color {what} {rest}"),)
_SET: tuple[Row, ...] = ((r"^set (?P<what>.+?) to be (?P<rest>.+)$", "make {what} {rest}"), *_NEW)
_SHOWN: tuple[Row, ...] = ((rf"^show (?P<what>{_DEFINITE} .+?) (?:as|like) (?P<rest>.+)$", "turn {what} into {rest}"),)


@cache
def _rows() -> dict[str, tuple[Row, ...]]:
    found: dict[str, tuple[Row, ...]] = {}
    for words, rows in (
        ("visualize visualise imagine envision picture consider", _SEEN),
        ("erect construct build sketch stand fly assemble establish raise park land install", _NEW),
        ("paint grow carve sprinkle sketch spread", _STREWN),
        ("fashion shape adapt reform craft mold mould remake refashion rework remodel alter reshape sculpt construct",
         _FORMED),
        ("turn change convert transform switch", _WITHOUT_WHAT),
        ("make have let get set", _MADE_OF),
        ("have let", _BE),
        ("him her them", _WANTED),
        ("makes", _MAKES),
        ("give", _GIVEN),
        ("mark crown cap furnish outfit fit provide supply equip", _MARKED),
        ("take", _TAKEN),
        ("move go relocate bring take", _GONE_TO),
        ("leave leaving", _LEFT_OUT),
        ("discolor discolour", _DISCOLORED),
        ("set", _SET),
        ("show", _SHOWN),
    ):  # fmt: skip
        for word in words.split():
            found[word] = (*found.get(word, ()), *rows)
    return found


def said_plainly(clause: Saying, build: Build) -> Saying | None:
    """The clause with a plain verb, where a row of its first word fits."""
    for source, template in _rows().get(clause.words[0] if clause.words else "", ()):
        match = pattern(source).match(clause.text)
        if match:
            return build(clause, match, template)
    return None
