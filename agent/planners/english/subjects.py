"""Whom or what a clause of change is about, where nothing parts it from what it is to become: "make the lake glow".

English says both without a word between; what can begin or be the second half decides where the first one ends.
It knows nothing of what the change is.
"""

from __future__ import annotations

from agent.planners.english import lexicon
from agent.planners.english.phrases import Draft, is_whole, target
from agent.planners.english.saying import Saying, fullmatch, pattern, search

_MAKE = (
    r"^(?:make|have|let|get|turn|render|keep|give|show|set|bring|leave|paint|draw|depict|put|send|teleport|transport)"
)
_PRONOUN = r"(?:him|her|them|it|this|that|he|she|they)"
_DETERMINER = r"(?:the|his|her|their|its|my|our|your|this|that|these|those|both|all|each|every|one of)"
_STARTS = "|".join(
    sorted(
        lexicon.POSE_VERBS
        - lexicon.words("face head hand arm light park bridge stand rest pose play point drink fold lift slide wave")
    )
)
_PREDICATE = (
    r"(?:an?|more|less|very|really|so|too|extremely|super|much|slightly|completely|fully|look|looks|looking|appear|be|"
    r"being|become|to be|to look|to|into|like|as|covered|filled|full|made|crafted|surrounded|dressed|lit|have|has|"
    r"having|wear|wears|wearing|glow|glowing|flow|sparkle|melt|float|emit|get|represent|drain|seem|shine|burn|bloom|"
    r"out of|go|come|do|jump|work|made of|in an?|on an?|write|speak|perform|land|drift|converse|carry|"
    rf"transform|turn|also|all|in ruins|in flames|on fire|flowing|{_STARTS})"
)
_OF_HER = (
    r"(?:an?|the|more|less|very|really|so|too|look|appear|be|become|to|into|like|as|in|on|at|with|have|wear|wearing|"
    rf"also|all|up|dressed|weaving|riding|\w+ing|{_STARTS})"
)
_ON = (
    r"^(?:dress|undress|crown|cover|infest|decorate|surround|adorn|drape|fill|paint|wrap|populate|shoot|mark|flood|"
    r"sprinkle|equip|arm|coat)\s+(?:up )?(?P<who>.+?)(?:\s+(?:in|with|as|by|like)\s.+)?$"
)
_ONTO = (
    r"^(?:wear|grow|build|carve|plant|spill|splash|stack|pour|hang|draw|paint|sprinkle|scatter|engrave|tattoo|knit|"
    r"weave|park|land|erect|construct|mount|spray)\s+(?:an?|some|more|\w+s|two|three|snow|moss|grass|ivy)\b.*?"
    r"\s(?:on|onto|over|across|in|into|around|along|above|under|to)\s+(?P<who>(?:the|his|her|their|my)\b.+)$"
)
_DONE_TO = (
    r"^(?:freeze|melt|burn|ignite|age|rejuvenate|feed|wake|wet|dry|shave|trim|comb|braid|curl|smash|crack|break|repair|"
    r"mend|fix|heal|restore|rebuild|demolish|destroy|ruin|collapse|explode|inflate|deflate|polish|rust|light|open|close|"
    r"shut|unlock|switch on|turn on|turn off|extinguish|sink|squash|crumple|bend|animate|thicken|thin|mow|clean|empty|"
    r"drain|soak|set fire to|uncover|reveal|modernize|renovate|fade|regress|disguise|style|groom|tan|bleach|drop)\s+"
    r"(?P<who>(?:the|his|her|their|my|that|this|these|those|all|him|them)\b.*?)(?:\s+(?:in|with|by|to|from|into) .+)?$"
)


def about(clause: Saying) -> Draft:
    """The `region` of a clause that no operation names; nothing where it is about the whole picture."""
    who = subject(clause)
    if who is None or is_whole(who):
        return {}
    phrase = target(who)
    return {"region": {"phrase": phrase}} if phrase and phrase != "it" else {}


def subject(clause: Saying) -> str | None:
    """The words for what the clause is about, or None where they can't be told."""
    name = pattern(r"^(?:[Mm]ake|[Hh]ave|[Ll]et|[Tt]urn|[Gg]ive) (?P<who>[A-Z][\w'-]+(?: [A-Z][\w'-]+)*) [a-z]").match(
        clause.raw
    )
    if name:
        return clause.text[slice(*name.span("who"))]
    made = search(rf"{_MAKE}\s+(?P<rest>.+)$", clause.text)
    if made:
        parts = parted(made["rest"])
        return parts[0] if parts else None
    for source in (_ONTO, _ON, _DONE_TO):
        match = search(source, clause.text)
        if match:
            return match["who"]
    return None


def parted(words: str) -> tuple[str, str] | None:
    """("the left lamp", "glow brightly") of what follows "make"; None where the words are one thing."""
    pronoun = fullmatch(rf"(?P<who>{_PRONOUN})(?: all| both)?\s+(?P<rest>.+)", words)
    if pronoun and (pronoun["who"] != "her" or _speaks_of_her(pronoun["rest"])):
        return pronoun["who"], pronoun["rest"]
    first = fullmatch(rf"(?P<who>(?:{_DETERMINER} )?.+?),?\s+(?P<rest>{_PREDICATE}\b.*)", words)
    if first and not fullmatch(rf"{_DETERMINER}", first["who"]):
        return first["who"], first["rest"]
    last = fullmatch(rf"(?P<who>{_DETERMINER} .+)\s+(?P<rest>[\w'-]+)", words)
    if last and not pattern(r"(?:of|on|in|at|the|with|to|from|under|by)$").search(last["who"]):
        return last["who"], last["rest"]
    return None


def _speaks_of_her(rest: str) -> bool:
    """Whether "her" stands for a woman and owns nothing: "her a wig", "her bald", but not "her hair curly"."""
    return " " not in rest or search(rf"^{_OF_HER}\b", rest) is not None
