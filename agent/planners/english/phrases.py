"""Noun phrases in a clause: what an edit is about, and where something should go. Knows nothing of pictures."""

from __future__ import annotations

from typing import Any

from agent.planners.english import lexicon
from agent.planners.english.saying import fullmatch, pattern, search
from tools.places import parse_place

Draft = dict[str, Any]
"""An operation's JSON. A region phrase "it" is still open: `resolve` says what it means."""
IT = "it"

_PICTURE = (
    r"(?:image|picture|photo|photograph|pic|shot|scene|frame|composition|snapshot|canvas|"
    r"illustration|artwork|image's)s?"
)
_WHOLE = (
    r"(?:(?:the |this |that |my |our |an? )?(?:whole |entire |overall |full |complete |general |"
    rf"current |original )*{_PICTURE}|"
    r"(?:the )?whole thing|everything|overall|all over|throughout|whole|entire|all|(?:the )?rest|all of it|"
    r"all the colou?rs?|"
    r"(?:the |all the |all )?(?:overall )?(?:colors?|tones?|lighting|light|look)|things?)"
)
_OF_PICTURE = (
    r"\s+(?:in|of|from|on|to|for|within|throughout|off|out of|inside|across|with)\s+(?:the |this |that "
    rf"|my )?(?:whole |entire |overall )?{_PICTURE}$"
)
_PURPOSE = (
    r"(?:[,;]?\s+(?:so (?:that |as to |it |the |they |we |you |he |she |i |there |its |his |her )|so$|"
    r"in order to|in order for|because|since|as (?:it|they|he|she|this|that) |to (?:make|bring|give|"
    r"show|see|"
    r"look|create|help|allow|highlight|emphasize|enhance|let|get|be|match|blend|draw|reveal|improve|"
    r"appear|bring|focus|fit|reduce|add|avoid|"
    r"keep|attract|illuminate|have|convey|suggest|balance|break|really|better|increase|center|"
    r"accentuate|complete|represent|imply|provide|indicate|act|use|set|put|eliminate|remove|"
    r"distinguish|define|stand|even|depict|mimic|simulate|show off|not|determine)\b|"
    r"for (?:a |an |more |better |the )?(?:\w+ )?(?:look|effect|contrast|feel|feeling|view|appearance|"
    r"effects?|clarity|depth|composition|impact|interest|visual)|"
    r"it (?:looks?|is|'s|makes?|takes?|distracts?|would|will|seems?|just|doesn't|really|gives?|"
    r"blocks?)\b|it's\b|they (?:are|look|seem|distract|take|make|don't)\b|"
    r"(?:which|that) (?:is|are|will|would|looks?|makes?|takes?|distracts?|have been|has been|isn't|"
    r"aren't) (?:too |very |so |not |really )?(?:distract|bor|unneeded|unnecessary|mak|tak|dark|bright|"
    r"blurry|ugly)|"
    r"making |ensuring |while (?:keeping|maintaining|preserving|leaving|making|ensuring)|maintaining |"
    r"leaving |keeping |but (?:keep|leave|don't|do not|not)|"
    r"if possible|if you can|if (?:they|it|that) |instead of |rather than |like (?:it|they|he|she|the "
    r"one)|as if |as though |"
    r"more like |without |until |unless |when |where it |i (?:think|feel|don't|want|would|can't)\b|we "
    r"(?:can|don't)|you (?:can|could)))"
)


_NO_PURPOSE_AFTER = lexicon.words(
    "needs need needed has have ought want wants supposed going is are be appear appears seem seems like used"
)


def without_purpose(text: str) -> str:
    """The text up to the reason or purpose that follows what is asked for ("… so that it stands out")."""
    for match in pattern(_PURPOSE).finditer(text, 4):
        before = text[: match.start()].rsplit(" ", 1)[-1]
        if not (before in _NO_PURPOSE_AFTER and match[0].lstrip().startswith("to ")):
            return text[: match.start()]
    return text


def clean(words: str) -> str:
    """A noun phrase without articles, "in the picture" and stray words around it."""
    text = " ".join(words.split()).strip(" ,;:.!?-")
    for _ in range(2):
        text = pattern(_OF_PICTURE).sub("", text)
    text = pattern(
        r"^(?:(?:of|in|on|to|for|from|at|with|and|or|is|are|be|out|up|off|down|away|all of|any of|some of|"
        r"one of|any instances? of|the presence of|here|as|only|just|mainly)\s+)+"
    ).sub("", text)
    text = pattern(r"^(?:(?:the|an?|this|that|these|those|some|any|all|both|my|our|your|its|of)\s+)+(?=\S)").sub(
        "", text
    )
    text = pattern(
        r"(?:\s+(?:is|are|be|to|of|and|or|the|a|an|look|looks|looking|seem|seems|up|out|off|down|away|"
        r"please|also|with|in|on|at|for|from|so|it's|just|appear|appears|from it|as well|too|more|less|"
        r"just|visible|been|again))+$"
    ).sub("", text)
    return text.strip(" ,;:.!?-")


def is_whole(words: str) -> bool:
    """Whether the words mean the whole picture (or nothing in particular)."""
    text = " ".join(words.split()).strip(" ,;:.!?-")
    return (
        not text or fullmatch(_WHOLE, text) is not None or not clean(text) or fullmatch(_WHOLE, clean(text)) is not None
    )


def target(words: str) -> str | None:
    """The phrase that an edit is about; "it" for a pronoun, None for the whole picture."""
    text = pattern(r"^(him|her|them|they|it)(?: all| both| together)$").sub(r"\1", clean(without_purpose(words)))
    if is_whole(words) or is_whole(text):
        return None
    if text in lexicon.PRONOUNS or text in ("this one", "that one", "that thing", "the thing"):
        return IT if text not in ("him", "her", "them", "he", "she", "they") else text
    return text[:200]


def region(words: str) -> Draft:
    """The `region` argument for words about a target, or nothing for the whole picture."""
    phrase = target(words)
    return {} if phrase is None else {"region": {"phrase": phrase}}


def several(words: str) -> list[str]:
    """The targets of a list: "the bin and the sign" → two. "the black and white cat" stays one."""
    text = without_purpose(words)
    parts = pattern(r",\s*(?:and\s+)?|\s+and\s+|\s+as well as\s+").split(text)
    if len(parts) == 1 or len(parts) > 8:
        return [text]
    joined = [parts[0]]
    for part in parts[1:]:
        if _begins_a_thing(part, joined[-1]):
            joined.append(part)
        else:
            joined[-1] = f"{joined[-1]} and {part}"
    return [part for part in joined if clean(part)]


def _begins_a_thing(part: str, before: str) -> bool:
    first = part.split(" ", 1)[0]
    last = before.rsplit(" ", 1)[-1]
    if not clean(part) or last in lexicon.COLORS or last in ("salt", "both", "between", "front", "back"):
        return False
    if first in lexicon.ARTICLES or first in ("his", "her", "their", "its"):
        return True
    return (
        len(part.split()) <= 3
        and len(before.split()) <= 3
        and first not in ("white", "yellow", "gray", "below", "above", "left", "right")
    )


_RELATIONS = (
    r"(?:to the (?:left|right|top|bottom|front|back|side|rear)(?: side)? of|(?:on|in|at|of) the "
    r"(?:left|right|top|bottom|front|back|rear|upper|lower|middle|center|far|below|above|opposite|"
    r"other)"
    r"(?: (?:left|right|hand|side|corner|part|third|half|edge|end|front|back))*(?: of)?|(?:on|at) "
    r"(?:top|bottom) of|in (?:the )?(?:front|middle|center|midst|back) of|"
    r"next to|beside|besides|behind|in front of|underneath|under|above|below|beneath|over|near|nearby|"
    r"close to|between|among|amongst|around|alongside|along|across from|against|"
    r"inside of|inside|outside of|outside|on top of|onto|into|upon|beyond|left of|right of|adjacent to|"
    r"by|off of|throughout|across|on|in|at|to)"
)


def split_place(words: str) -> tuple[str, str]:
    """("straw hat", "on the man") from "straw hat on the man"; the second is empty where no place is said."""
    text = words.strip(" ,;:.!?-")
    match = search(rf"\s({_RELATIONS})\s+\S", f" {text}")
    bare = search(
        r"\s((?:top|bottom|upper|lower)[ -](?:left|right|center)(?: corner)?|(?:left|right) side|here|there)\b",
        f" {text}",
    )
    if bare and (match is None or bare.start() < match.start()):
        match = bare
    if match is None:
        return text, ""
    start = max(match.start(1) - 1, 0)
    return pattern(r" (?:right|just|directly|straight)$").sub("", text[:start].strip(" ,")), text[start:].strip(" ,")


_BESIDE = r"(?:to|on|at|in) the (?:left|right|top|bottom|front|back|middle|center|side)(?: hand)?(?: side)? of "


_PLACE_WORD = (
    r"left|right|top|bottom|upper|lower|center|middle|side|corner|hand|edge|part|half|third|area|section|portion|end|"
    r"in|at|on|to|near|along|the|far|very|just|of|towards?|and"
)
"""Words of which a place of the picture is told: with any other word it is a place of a thing."""


def place_arguments(words: str) -> Draft:
    """`place` or `region` of something new: "top left", "to the left of the tree", "on the man"."""
    words = without_purpose(words).strip(" ,.;")
    words = pattern(_OF_PICTURE).sub("", f" {words}").strip()
    if not words or fullmatch(rf"(?:in|to|on|into|onto|at|throughout)(?: (?:it|here|there|{_WHOLE}))?", words):
        return {}
    if fullmatch(rf"(?:{_PLACE_WORD})(?:[ -](?:{_PLACE_WORD}))*", words):
        named = parse_place(words)
        return {"place": named or words}
    if fullmatch(r"(?:to|on|at|by) (?:his|her|their|its) (?:far )?(?:left|right|side)(?: hand)?(?: side)?", words):
        return {"place": words}
    if pattern(_BESIDE).match(words):
        return {"place": words[:200]}
    if search(r"^(?:in|at) (?:the )?(?:front|back|middle|center) of\b", words):
        return {"place": words[:200]}
    on = fullmatch(
        r"(?:on top of|inside of|on|in|to|onto|into|inside|upon|at|over|across|throughout|around|along)\s+(.+)", words
    )
    thing = target(on[1]) if on else None
    if thing and len(thing.split()) <= 12:
        return {"region": {"phrase": thing}}
    return {"place": words[:200]}
