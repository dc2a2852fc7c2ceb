"""Sentences that tell the picture as it is to be: "she has a tail", "the castle is made of ice" → imperatives.

Tried only where nothing else is understood, and never for what may be said of the photograph as it is: a fault, praise,
or where something stands. It knows no operations.
"""

from __future__ import annotations

import re

from agent.planners.english import lexicon
from agent.planners.english.saying import Saying, pattern, search

_THING = (
    r"(?:the|his|her|their|my|its|this|that|these|those|all the|both) (?:(?!is |are |has |have )[\w'-]+ ){0,9}?[\w'-]+"
)
_WHO = r"(?:he|she|they|[a-z]\w*(?: [a-z]\w*){0,2})"
_S = rf"(?P<what>{_THING}|{_WHO})"
_IS = r"(?: is| are|'s|'re)(?: now| all| both)?"
_OUT_THERE = "|".join(sorted(lexicon.PLACES_OUT_THERE))
_SOME = r"(?:an?|some|two|three|four|five|six|several|many|another|more|\d{1,2})"
_PLACE = (
    r"(?:on|in|at|under|below|beneath|above|over|behind|beside|near|next to|around|between|inside|"
    r"to the (?:left|right) of|in front of|across|along|against)"
)
_NOT = (
    r"\b(?:photo|picture|image|shot|scene|photograph|frame|composition|focus|light|lighting|shadows?|glare|tint|cast|"
    r"blur|blurry|dark|bright|noise|noisy|contrast|exposure|reflections?|distracti\w+|nice|great|good|bad|best|better|"
    r"lot|bit|little|too|not|no|nothing|never|problem|shame|mess|eyesore|way|idea|reason|thing|things|look|clear\w*|"
    r"beautiful|pretty|cute|lovely|perfect|funny|interesting|wrong|fine|okay|very|really|background|foreground|middle|"
    r"center|camera|lens|who|what|which|where|when|why|how|i|you|we|it's|there|it)\b"
)
"""Words of remarks about a photograph: such sentences are answered, not carried out."""
_NOT_OF_SOMEBODY = (
    r"\b(?:photo|picture|image|shot|focus|shadows?|glare|blurry?|great|good|bad|best|better|too|not|no|nothing|way|"
    r"distracti\w+|what|which|where|why|how|i|you|we)\b"
)
"""The same of him, her and them, of whom more can be told."""
_ROWS: tuple[tuple[str, str], ...] = (
    (rf"^{_S}{_IS} (?:made|built|crafted|carved|knitted|woven|sculpted) (?:out )?(?:of|from) (?P<new>.+)$",
     "make {what} out of {new}"),
    (rf"^{_S}{_IS} (?:replaced|swapped|exchanged) (?:with|by|for) (?P<new>.+)$", "replace {what} with {new}"),
    (rf"^{_S}{_IS} (?:gone|no longer there|removed|deleted|erased|no more)$", "remove {what}"),
    (rf"^{_S} (?:turns?|becomes?|transforms?|changes?|morphs?|turned|became)(?: in)?(?:to)? (?P<new>.+)$",
     "turn {what} into {new}"),
    (rf"^{_S}{_IS} (?P<new>(?:an?|the) .+)$", "turn {what} into {new}"),
    (rf"^(?:as if|as though|imagine|pretend)(?: that)? {_S} (?:were|was|is|are) (?P<new>(?:an? )?[\w -]+)$",
     "turn {what} into {new}"),
    (rf"^{_S}{_IS} (?P<new>(?:covered|filled|surrounded|flooded|decorated|dressed|overgrown|painted|wrapped) .+)$",
     "make {what} {new}"),
    (r"^(?P<what>he|she|they)(?: is| are|'s|'re) (?P<new>(?:in|on|at|inside|under) an? .+)$", "have {what} be {new}"),
    (rf"^{_S}(?: is| are|'s|'re) (?P<new>(?:in|on|at|inside) (?:an? |outer )(?:\w+ ){{0,2}}(?:{_OUT_THERE}))$",
     "have {what} be {new}"),
    (rf"^{_S}{_IS} (?P<new>on fire|in flames|in ruins|burning|melting|frozen|flooded|ruined|destroyed|collapsing|"
     r"glowing|exploding|overgrown|abandoned|(?:full of|flowing with|covered by) .+)$", "make {what} {new}"),
    (rf"^{_S}(?: is| are|'s|'re) wearing (?P<new>(?!an? |the |some )[\w' -]+)$", "have {what} wear {new}"),
    (rf"^{_S}(?: is| are|'s|'re) (?:wearing|holding|carrying) (?P<new>.+)$", "give {what} {new}"),
    (r"^(?P<what>they|the (?:people|men|women|children|[\w-]+[^su\W]s))(?: are|'re) (?:now |all )*"
     r"(?P<new>(?:[\w-]+ )?[\w-]+[^su\W]s)$", "turn {what} into {new}"),
    (rf"^{_S} (?:has|have|wears?|holds?|carr(?:y|ies)|grows?) (?!to )(?P<new>(?:{_SOME} )?.+)$", "give {what} {new}"),
    (rf"^{_S} looks? like (?P<new>(?:an?|the|they|some) .+|\w+s)$", "make {what} look like {new}"),
    (rf"^with (?P<new>{_SOME} .+ {_PLACE} .+)$", "add {new}"),
    (rf"^(?P<what>{_PLACE} (?:the|his|her|their) [\w' -]+?) (?:is|are|stands?|sits?|lies?) (?P<new>{_SOME} .+)$",
     "add {new} {what}"),
)  # fmt: skip
_OBJECT = {"he": "him", "she": "her", "they": "them"}
_NAMES_ONLY = frozenset(("he", "she", "they"))


def as_command(said: Saying) -> Saying | None:
    """The sentence as the command that makes it true; None where it may be a remark."""
    if not 3 <= len(said.words) <= 30:
        return None
    for source, template in _ROWS:
        match = pattern(source).match(said.text)
        if match:
            sure = template.startswith(("replace", "remove"))
            doubts = _NOT_OF_SOMEBODY if match.groupdict().get("what") in _OBJECT else _NOT
            return None if not sure and search(doubts, said.text) else _built(said, match, template)
    return None


def _built(said: Saying, match: re.Match[str], template: str) -> Saying | None:
    """The command; a subject without an article has to be a pronoun or a name."""
    text = {name: value or "" for name, value in match.groupdict("").items()}
    raw = {name: said.raw[slice(*match.span(name))] for name in text}
    what = text.get("what", "")
    bare = not search(
        r"^(?:the|his|her|their|my|its|this|that|these|those|all|both|in|on|at|under|be\w+|above|over|next)\b", what
    )
    if what in ("this", "that", "it", "there"):
        return None
    if not bare:  # "The" that began a sentence is no name
        raw["what"] = raw["what"][:1].lower() + raw["what"][1:]
    if what and bare and what not in _NAMES_ONLY and not (raw["what"][:1].isupper() and len(what) > 1):
        return None
    if what in _OBJECT:
        text["what"] = raw["what"] = _OBJECT[what]
    return Saying(template.format(**text), template.format(**raw), said.quotes)
