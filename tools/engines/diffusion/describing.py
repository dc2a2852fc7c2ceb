"""A wish as a description of the picture afterwards, for models that were taught captions and no instructions.

Deterministic, and English, as models' words are here. It knows no model.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from tools.colours import parse_colour
from tools.engines.diffusion.instructing import PAINTS, WORKS
from tools.errors import BadArguments
from tools.painting import article

_TOLD = re.compile(
    r"(make|turn|change|convert|paint|draw|render)\s+"
    r"((it|this|that|everything|the (whole )?(picture|photo|image|scene))\s+)?(look\s+)?((in)?to|as|like)?\s*",
    re.I,
)
_MANNER = re.compile(r"(in|as|like|after)\b", re.I)

MOST = 6  # concepts at once: each is one more picture in every pass of the network
_VERB = (
    r"(?:make|turn|change|convert|transform|remove|delete|erase|get rid of|take (?:away|out|off)|add|put|place|give"
    r"|insert|paint|colou?r|dye|replace|swap|exchange|light|show|without|no)"
)
_BREAK = re.compile(rf"[.;!?]+(?:\s+|$)|,?\s+(?:and\s+)?then\s+|,?\s+and\s+(?={_VERB}\b)|,\s*(?={_VERB}\b)", re.I)
_ASKED = re.compile(r"^(?:(?:please|now|also|then|and|can you|could you|i want you to|let's)\s+)+", re.I)
_LIST = re.compile(r"\s*,\s*(?:and\s+)?|\s+and\s+", re.I)
_ARTICLE = re.compile(r"^(?:all (?:of )?the|all|the|this|that|these|those|any|my|his|her|its|our|your|their)\s+", re.I)
_PICTURE = re.compile(r"it|this|everything|(?:whole )?(?:picture|photo|photograph|image|scene)", re.I)
_COLOUR_OF = re.compile(r"^colou?r of (?:the )?", re.I)
_LOOK = re.compile(r"(?P<what>.+?)\s+looks? (?:like |as if )?(?P<how>.+)", re.I)
_IT = re.compile(rf"(?:{_PICTURE.pattern})\s+(?P<how>.+)", re.I)
_OUT_OF = re.compile(r"(?P<what>.+?)\s+(?:out )?of (?P<how>.+)", re.I)
_MORE = r"(?:(?:very|more|much|less|bright|dark|light|deep|pale)\s+)*"
_ADJECTIVE = re.compile(rf"(?P<what>.+?)\s+(?P<how>{_MORE}[\w-]+(?:(?:,\s*|\s+and\s+){_MORE}[\w-]+)*)", re.I)
_LITTLE = frozenset({"a", "an", "the", "of", "in", "on", "at", "with", "to", "by", "as", "like", "from", "and"})


def styled(style: str) -> str:
    """A style as a caption: watercolour → a watercolour painting; winter → winter style."""
    words = style.strip().rstrip(".")
    if told := _TOLD.match(words):
        words = words[told.end() :] or words
    words = f"{words} painting" if PAINTS.fullmatch(words) else words
    if WORKS.fullmatch(words):
        return article(words)
    return f"the scene {words}" if _MANNER.match(words) else f"{words} style"


@dataclass(frozen=True)
class Concept:
    """A thing or a look that a picture is moved towards, or `away` from."""

    words: str
    away: bool = False


def concepts(instruction: str) -> tuple[Concept, ...]:
    """What an instruction asks for, clause by clause, at most MOST: “make the sky pink and remove the car” is towards
    a pink sky and away from a car. A clause of no known form stands as it was said.
    """
    clauses = (clause.strip(" ,.;!?") for clause in _BREAK.split(instruction.strip()))
    found = [concept for clause in clauses if clause for concept in _of(_ASKED.sub("", clause))]
    return tuple(dict.fromkeys(found))[:MOST] or (Concept(instruction.strip()),)


def _of(clause: str) -> list[Concept]:
    """The concepts of one clause."""
    for form, read in _FORMS:
        if told := form.fullmatch(clause):
            return read({name: _bare(said) for name, said in told.groupdict(default="").items()})
    return [Concept(clause)]


def _removed(told: dict[str, str]) -> list[Concept]:
    return [Concept(_bare(one), away=True) for one in _LIST.split(told["what"]) if one]


def _replaced(told: dict[str, str]) -> list[Concept]:
    return [Concept(told["what"], away=True), Concept(told["by"])]


def _changed(told: dict[str, str]) -> list[Concept]:
    """Another colour of a thing keeps the thing; another thing takes its place."""
    what, to = told["what"], told["by"]
    if _PICTURE.fullmatch(what):
        return [Concept(to)]
    if what.lower() == "background":
        return [Concept(f"{to} in the background")]
    what, tinted = _COLOUR_OF.subn("", what)
    if tinted or _is_colour(to):
        return [Concept(f"{to} {_bare(what)}")]
    return _replaced({"what": what, "by": to})


def _made(told: dict[str, str]) -> list[Concept]:
    """Make the sky pink → pink sky; make the place look abandoned for decades → place abandoned for decades."""
    rest = told["rest"]
    if look := _LOOK.fullmatch(rest):
        what, how = _bare(look["what"]), look["how"]
        if _PICTURE.fullmatch(what):
            return [Concept(how)]
        return [Concept(f"{what} {how}" if " " in how else f"{how} {what}")]
    if (of_it := _IT.fullmatch(rest)) is not None:
        return [Concept(of_it["how"])]
    if (of_what := _OUT_OF.fullmatch(rest)) is not None:
        return [Concept(f"{of_what['what']} made of {of_what['how']}")]
    if (split := _ADJECTIVE.fullmatch(rest)) and split["what"].split()[-1].lower() not in _LITTLE:
        return [Concept(f"{split['how']} {split['what']}")]
    return [Concept(rest)]


def _added(told: dict[str, str]) -> list[Concept]:
    return [Concept(re.sub(r"\bto (?=(the|his|her|their|its|my)\b)", "on ", told["what"], flags=re.I))]


def _is_colour(word: str) -> bool:
    try:
        parse_colour(word)
    except BadArguments:
        return False
    return True


def _bare(words: str) -> str:
    """Without the article of something that is there already: the car → car."""
    return _ARTICLE.sub("", words.strip())


_FORMS: tuple[tuple[re.Pattern[str], Callable[[dict[str, str]], list[Concept]]], ...] = tuple(
    (re.compile(form, re.I), read)
    for form, read in (
        (r"(?:replace|swap|exchange) (?P<what>.+?) (?:with|for|by) (?P<by>.+)", _replaced),
        (
            r"(?:remove|delete|erase|get rid of|take (?:away|out|off)|without|no(?: more)?) "
            r"(?P<what>.+?)(?: (?:from|off) .+)?",
            _removed,
        ),
        (r"(?:turn|change|convert|transform) (?P<what>.+?) (?:in)?to (?P<by>.+)", _changed),
        (r"(?:make|turn|paint|colou?r|dye) (?P<rest>.+)", _made),
        (r"give (?:him|her|it|them|the [\w-]+) (?P<what>.+)", _added),
        (r"(?:add|put|place|insert) (?P<what>.+)", _added),
        (r"(?:light|show) the (?:scene|picture) (?:with )?(?P<what>.+)", _added),
    )
)
