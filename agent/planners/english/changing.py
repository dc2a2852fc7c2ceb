"""A change that does not say to what: "change the door" is asked about, and the answer goes on from there.

The question and its answer are kept together, so that each answer that it proposes is one that it takes. It knows words
only; that the answer follows the question, the request tells.
"""

from __future__ import annotations

from agent.planners import Request
from agent.planners.english import acts, clauses, lexicon, paint
from agent.planners.english.phrases import is_whole, target
from agent.planners.english.saying import Saying, fullmatch, pattern, read, search, without_politeness

_CHANGE = (
    r"(?:change|alter|modify|replace|swap(?: out)?|switch(?: out| up)?|redo) "
    r"(?P<what>(?:the|his|her|my|their|its|this|that|these|those) [\w'-]+"
    r"(?: (?!to\b|into\b|with\b|for\b|so\b)[\w'-]+){0,4})"
)
_NOT_THINGS = (
    r"\b(?:mind|step|edit|change|crop|rule|name|branch|light\w*|tone|mood|size|angle|perspective|view|colou?rs?|contrast|text|"
    r"brightness|exposure|style|pose|position|expression|time|season|weather|look|one|way|rest|back|up|around|again|"
    r"please|format|ratio|shape|caption|lettering|words?|place|places|sides|focus|font)$"
)
_QUESTION = "What should {} become? Say a color, a material or another thing (“blue”, “wooden”, “a curtain”)."
_LEAD = (
    r"^(?:(?:to|into|with|by|maybe|say|let's say|i(?:'d| would)? (?:want|like|say)|just|use|put|try|well|hmm+|oh),? )+"
)


def question(said: Saying) -> str | None:
    """What to ask where a thing is to be changed and nothing tells into what; None for any other words."""
    match = fullmatch(_CHANGE, without_politeness(said).text.strip(" .!?"))
    if match is None or is_whole(match["what"]) or target(match["what"]) is None or search(_NOT_THINGS, match["what"]):
        return None
    return _QUESTION.format(_shown(match["what"]))


def _shown(what: str) -> str:
    return pattern(r"^(?:this|that) ").sub("the ", what)


def answered(said: Saying, request: Request) -> Saying | None:
    """The change that an answer to the question makes whole; None where nothing was asked, or for another wish."""
    before, asked = request.asked or ("", "")
    match = fullmatch(_CHANGE, without_politeness(read(before)).text.strip(" .!?"))
    if match is None or asked != _QUESTION.format(_shown(match["what"])):
        return None
    what, text = _shown(match["what"]), without_politeness(said).text.strip(" .!?")
    bare = pattern(_LEAD).sub("", text)
    if acts.act(said.cut(0)) is not None or len(bare.split()) > 12:
        return None
    if clauses.is_command(without_politeness(said)):
        whole = pattern(r"^(make|turn|paint|color|dye|replace|change|swap|give) (?:it|that|this)\b").sub(
            rf"\1 {what}", text
        )
        return None if whole == text else _said(whole, said)
    one = fullmatch(r"(?:an? )?(?P<how>[\w' -]+) ones?", bare)
    how = one["how"] if one else bare
    if fullmatch(rf"(?:(?:dark|light|bright|pale|deep) )?{paint.COLOR}", how) or how in lexicon.MATERIALS:
        return _said(f"make {what} {how}", said)
    if one or not search(r"^(?:an?|the|some|two|three|four|five) |s$", bare):
        scene = search(r"\b(?:background|backdrop|sky)$", what)
        return _said(f"change {what} to {how}" if scene else f"make {what} {how}", said)
    return _said(f"replace {what} with {bare}", said)


def _said(words: str, said: Saying) -> Saying:
    return Saying(words, words, said.quotes)
