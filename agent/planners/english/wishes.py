"""Wishes put into the imperative: "what if there were a hat" → "add a hat", "could the van be black" → "let the van be
black", "it should be a frisbee instead of a ball" → "replace a ball with a frisbee".

Rows are found by the first word of a clause, so that plain commands pay nothing for them. Knows no operations.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from agent.planners.english import doings, lexicon
from agent.planners.english.saying import Saying, pattern

_SOME = (
    r"(?:an?|some|one(?! of\b)|two|three|four|five|six|seven|eight|nine|ten|several|many|a few|a lot of|lots of|"
    r"another|more|\d{1,2})"
)
_MODAL = r"(?:can|could|should|would|may|might|must|shall|can't|couldn't|shouldn't|wouldn't)"
_SHOULD = r"(?:should|could|can|must|might|may|would|shall|needs? to|ha(?:s|ve) to|ought to|is to|are to)"
_BESIDE = (
    r"(?:next to|beside|near|behind|in front of|on top of|on|in|at|under|above|below|over|by|around|between|among|"
    r"outside|inside|against)"
)
_DEFINITE = r"(?:the|his|her|its|their|my|our|your|this|that|these|those|all|both|each|every|one of|it|him|them)"
_PICTURE = r"(?:it|this|the (?:image|photo|picture|scene|view))"
_ONLY = r"(?:only|just|but)"
_HEAD = r"(?:one|a single|two|three|four|five|\d{1,2})"
_SCREEN = r"(?:tv|tvs|television|screens?|monitors?|laptops?|computers?|phone|tablet|display|billboard|scoreboard)"
_ACTING = (
    r"(?:have|wear|hold|carry|ride|eat|drink|look|sit|stand|lie|lay|walk|run|play|use|read|show|contain|face|fly|"
    r"swim|jump|smile|catch|throw|turn|become|sleep|float|appear|disappear|get|go|touch|watch|make|cut|wave)"
)
Row = tuple[str, str]
Build = Callable[[Saying, "re.Match[str]", str], Saying | None]
_MODALS = lexicon.words("can could should would may might must shall can't couldn't shouldn't wouldn't")
_STATING = lexicon.words("the his her its their that this these those")
_NEW = lexicon.words("a an some one two three four five six seven eight nine ten several many another more")

_ONLY_ROWS: tuple[Row, ...] = (
    (rf"^{_ONLY} {_HEAD} (?P<rest>[\w' -]+?)(?P<place> (?:on|in|at|by|of) .+)?$", "remove the other {rest}{place}"),
    (rf"^{_ONLY} (?P<rest>.+)$", "remove everything else than {rest}"),
)
_BEING_ROWS: tuple[Row, ...] = (
    (r"^(?:just |only )?(?P<rest>.+?) instead of (?P<old>.+)$", "replace {old} with {rest}"),
    (r"^(?:just |only )?(?P<rest>.+?) (?:in|on) (?:the )?place of (?P<old>.+)$", "replace {old} with {rest}"),
    _ONLY_ROWS[0],
    (r"^only (?P<rest>.+)$", "remove everything else than {rest}"),
    (rf"^(?P<rest>{_SOME} [\w' -]+? {_BESIDE} .+)$", "add {rest}"),
    (rf"^(?P<rest>(?!less\b|as\b|this\b)(?:\w+ ){{0,2}}\w+s {_BESIDE} (?:the|a|his|her|its) .+)$", "add {rest}"),
)
"""What "it" or "there" is to be: those that say more than a thing or a quality."""

_ROWS: dict[str, tuple[Row, ...]] = {
    "what": (
        (r"^what if there(?:'s| is| are)(?: also| now)? (?P<rest>.+)$", "there should be {rest}"),
        (r"^what if (?P<what>.+?) (?:is|are|becomes?)(?: also| now)? (?P<rest>.+)$", "let {what} be {rest}"),
        (r"^what if (?P<what>.+?) has(?: also| now)? (?P<rest>.+)$", "let {what} have {rest}"),
        (r"^what if (?P<rest>.+)$", "if {rest}"),
    ),
    "if": (
        (r"^if there(?: was| were)(?: also| now)? (?P<rest>.+)$", "there should be {rest}"),
        (r"^if (?:we|you|i) (?:could |can |just |also )*(?P<done>\w+) (?P<rest>.+)$", "{verb} {rest}"),
        (rf"^if {_PICTURE} (?:had|has) (?P<rest>.+)$", "add {rest}"),
        (
            r"^if (?P<what>.+?) (?:was|were|became|could be|would be)(?: also| now)? (?P<rest>.+)$",
            "let {what} be {rest}",
        ),
        (r"^if (?P<what>.+?) (?:had|could have|hat)(?: also| now)? (?P<rest>.+)$", "let {what} have {rest}"),
        (r"^if (?P<what>.+?) (?:wore|wears) (?P<rest>.+)$", "let {what} wear {rest}"),
        (r"^if (?P<what>.+?) (?:held|holds) (?P<rest>.+)$", "let {what} hold {rest}"),
        (r"^if (?P<what>.+?) looked (?P<rest>.+)$", "let {what} look {rest}"),
    ),
    "it": (
        (rf"^it {_SHOULD} (?:also )?be (?P<being>.+)$", "{being}"),
        (r"^it (?:needs?|has|ought) to have (?P<rest>.+)$", "it should have {rest}"),
        (r"^it (?:should|must|could|can) not be (?P<rest>.+)$", "let it not be {rest}"),
    ),
    "there": (
        (rf"^there (?:{_SHOULD}(?: also)? |to )?be (?P<rest>.+?) as well$", "there should be {rest}"),
        (
            rf"^there (?:{_SHOULD} not|shouldn't|mustn't|can't|couldn't|should never) be (?:any |an? )?(?P<rest>.+)$",
            "remove the {rest}",
        ),
        (rf"^there {_SHOULD} (?P<rest>{_ONLY}) be (?P<more>.+)$", "there should be {rest} {more}"),
        (r"^there (?:is|are) now (?P<rest>.+)$", "add {rest}"),
        (rf"^there {_SHOULD} (?:also )?be (?P<being>.+)$", "{being}"),
    ),
    "have": (
        (r"^have there (?:to )?be (?P<rest>.+)$", "there should be {rest}"),
        (rf"^have (?P<being>{_ONLY} .+)$", "{being}"),
        (
            rf"^have (?P<rest>(?!{_DEFINITE}\b|me\b|fun\b|everyone\b|everything\b)(?:[\w'-]+ ){{0,4}}?[\w'-]+"
            rf"(?: \w+ing)? (?:{_BESIDE}|from|nearby|across) ?.*|(?:[\w'-]+ ){{1,3}}nearby)$",
            "add {rest}",
        ),
    ),
    "make": (
        (r"^make there (?:to )?be (?P<rest>.+)$", "there should be {rest}"),
        (
            r"^make (?:it )?(?:like|seem like|as if|as though|look like|look as if) (?P<what>(?:the|his|her|he|she|"
            r"they|its|their|one) .*?|he|she|they)(?<!of) ?(?:is|are|was|were) (?P<rest>.+)$",
            "let {what} be {rest}",
        ),
        (
            r"^make (?:it )?(?:like|seem like|as if) (?P<what>(?:the|his|her|its) .+?) (?:has|have|had) (?P<rest>.+)$",
            "let {what} have {rest}",
        ),
        (
            rf"^make (?P<rest>(?!{_DEFINITE}\b)[\w' -]+? "
            r"(?:coming|flowing|hanging|growing|flying|rising|pouring|shooting|falling) .+)$",
            "add {rest}",
        ),
        (rf"^make (?P<rest>(?!{_DEFINITE}\b)\w+(?: \w+)?s {_BESIDE} (?:the|his|her|its) .+)$", "add {rest}"),
    ),
    "let": (
        (r"^let there (?:to )?be (?P<rest>.+)$", "there should be {rest}"),
        (
            r"^let (?P<what>.+?) (?:change|turn|transform|morph|be changed|be turned|be transformed|be converted) "
            r"(?:in)?to (?P<rest>.+)$",
            "change {what} into {rest}",
        ),
        (
            r"^let (?P<what>.+?) be (?:replaced|swapped|exchanged) (?:with|by|for) (?P<rest>.+)$",
            "replace {what} with {rest}",
        ),
        (r"^let (?P<what>.+?) be (?:removed|erased|deleted|gone|taken (?:out|away))$", "remove {what}"),
        (
            r"^let (?P<what>.+?) (?:contain|be (?:filled|stuffed|loaded|covered|topped) with|be full of|"
            r"overflow with) (?P<rest>.+)$",
            "add {rest} in {what}",
        ),
        (r"^let (?P<what>.+?) have no (?P<rest>[\w' -]+?)(?: at all)?(?: and .*)?$", "remove the {rest}"),
        (rf"^let (?P<what>(?:the |his |her |that )?(?:[\w'-]+ ){{0,3}}{_SCREEN}) (?:show|display|play) (?P<rest>.+)$",
         "add {rest} on {what}"),
        (rf"^let (?P<rest>{_SOME} [\w' -]+?) be (?:attached|added|placed|put|also )?(?P<place>(?:to|{_BESIDE}) .+)$",
         "add {rest} {place}"),
        (rf"^let (?P<rest>{_SOME} [\w' -]+?) be (?P<more>\w+ing\b.*)$", "add {rest} {more}"),
        (rf"^let (?P<rest>{_SOME} [\w' -]+?) be (?P<more>parked|seen|there)(?P<place>.*)$", "add {rest} {place}"),
        (r"^let (?P<what>him|her|them|he|she|they) be (?P<place>(?:on|in|at) (?:a|the) [\w' -]+)$",
         "put {what} {place}"),
    ),
    "leave": (
        (r"^leave (?P<what>(?:the|his|her|my) [\w' -]+?) (?P<rest>barefoot|bald|naked|alone .+|open|closed|empty)$",
         "let {what} be {rest}"),
        (rf"^leave {_ONLY} {_HEAD} (?P<rest>[\w' -]+?)(?P<place> (?:on|in|at|by|of) .+)?$",
         "remove the other {rest}{place}"),
        (rf"^leave {_ONLY} (?P<rest>.+)$", "remove everything else than {rest}"),
        (rf"^leave (?P<rest>[\w' -]+?) {_ONLY}(?P<place> (?:on|in|at) .+)?$",
         "remove everything else than {rest}{place}"),
    ),
    "change": (
        (
            r"^change (?P<what>(?!.* (?:in)?to |.*\b(?:colou?rs?|light|lighting|tones?|image|picture|photo|background|"
            r"size|contrast|brightness|from)\b).+?) (?:with|for|by) "
            r"(?P<rest>(?!better|a better|a more|more\b|the better|me\b|\d).+)$",
            "replace {what} with {rest}",
        ),
    ),
    "put": ((r"^(?:put|place) (?P<rest>[\w' -]+?),? not (?P<old>[\w' -]+)$", "replace {old} with {rest}"),),
    "edit": ((rf"^edit (?P<rest>(?!some\b){_SOME} .+)$", "add {rest}"),),
    "display": (
        (r"^(?:display|show) (?P<rest>(?:the |an? )?(?:image|picture|photo) of .+ (?:on|in) .+)$", "add {rest}"),
    ),
}  # fmt: skip
_ROWS["to"] = _ROWS["like"] = _ROWS["love"] = _ROWS["prefer"] = (
    (
        r"^(?:(?:like|love|prefer) )?to see (?P<rest>(?:an?|two|three|some) (?!bit\b|little\b|lot\b|touch\b).+)$",
        "add {rest}",
    ),
)
_ROWS["place"] = _ROWS["put"]
_ROWS["show"] = _ROWS["display"]
_ASKED: tuple[Row, ...] = (
    (rf"^{_MODAL} (?:we|you|i) (?:also |maybe |just )?(?P<rest>.+)$", "{rest}"),
    (rf"^{_MODAL} there (?:also )?be (?P<rest>.+)$", "there should be {rest}"),
    (rf"^{_MODAL} (?:it )?(?:also )?be (?P<rest>.+)$", "it should be {rest}"),
    (
        rf"^{_MODAL} (?P<what>him|her|them|he|she|they) be (?P<rest>(?:on|in|at) (?:a|the) [\w' -]+)$",
        "put {what} {rest}",
    ),
    (rf"^{_MODAL} (?P<what>[\w' -]+?) (?:also )?be (?P<rest>.+)$", "let {what} be {rest}"),
    (rf"^{_MODAL} (?P<what>[\w' -]+?) (?:also )?(?P<rest>{_ACTING} .+)$", "let {what} {rest}"),
)
_TONAL = (
    r".*\b(?:colou?rs?|contrasts?|light|lighting|lights|brightness|saturation|crop|cropping|focus|adjustments?|work|details?|"
    r"boost|touch|bit|little|lot|tad|more|less|help|fix(?:es)?|changes?|exposure|shadows|highlights|tones?|edges|edits?|"
    r"sharpness|warmth|punch|depth|definition|enhancements?|blur|filters?|space|room)\b"
)
_STATED: tuple[Row, ...] = (
    (
        r"^(?P<rest>(?:the|his|her|its|that|this|these|those) [\w' -]+?) (?:is|are) (?:not|no longer|un) ?(?:needed|"
        r"wanted|necessary|required)$",
        "remove {rest}",
    ),
    (r"^(?P<what>(?:the|his|her|its|their|that|this) [\w' -]+?) (?:is|are) now (?P<rest>.+)$", "let {what} be {rest}"),
    (
        r"^(?P<what>(?:the|his|her|its|their|that|this) [\w' -]+?) now ha(?:s|ve) (?P<rest>.+)$",
        "let {what} have {rest}",
    ),
    (
        rf"^(?P<what>{_DEFINITE} [\w' -]+?) {_SHOULD} be (?:full of|filled with|covered (?:with|in|by)|topped with) "
        r"(?P<rest>.+)$",
        "add {rest} on {what}",
    ),
    (
        r"^(?P<what>(?:the|his|her|my|their|those|that) (?!image\b|picture\b|photo|shot\b|scene\b|colou?rs?\b|"
        rf"lighting\b)[\w' -]+?) needs? (?P<rest>(?!{_TONAL})(?:(?:an?|some|two|three) .+|(?:[\w-]+ ){{0,2}}\w+s))$",
        "give {what} {rest}",
    ),
    (
        rf"^(?P<rest>{_SOME} [\w' -]+?) {_SHOULD} (?:also )?be (?:seen|visible|added|there)$",
        "add {rest}",
    ),
    (
        rf"^(?P<rest>{_SOME} [\w' -]+?) {_SHOULD} (?:also )?be (?P<more>\w+ing\b.*|{_BESIDE} .+)$",
        "add {rest} {more}",
    ),
    (
        r"^(?P<rest>[\w'-]+(?: [\w'-]+)? (?:on|in|for|at) [\w' -]+|[\w'-]+ [\w'-]+s) would (?:look|be) "
        r"(?:better|nice|nicer|good|great|cool|lovely)$",
        "add {rest}",
    ),
)


def wished(clause: Saying, built: Build) -> Saying | None:
    """The clause as a command, where it is a wish; None otherwise. `built` fills a template from a match."""
    first = clause.text.split(" ", 1)[0]
    somebody = doings.somebody_new(clause) if first in ("let", "have") else None
    if somebody is not None:
        return somebody
    rows = _ASKED if first in _MODALS else _ROWS.get(first) or (_STATED if _states(clause.text, first) else ())
    for source, template in rows:
        match = pattern(source).match(clause.text)
        if match is None:
            continue
        found = (
            _being(clause.cut(match.start("being")), built) if template == "{being}" else built(clause, match, template)
        )
        if found is not None:
            return _somebody(found)
    return None


_CASES = {"he": "him", "she": "her", "they": "them"}


def _somebody(command: Saying) -> Saying:
    """The command with its pronoun in the right case: "let he be" → "let him be"."""
    words = command.text.split(" ", 2)
    case = _CASES.get(words[1]) if len(words) > 2 and words[0] in ("let", "put") else None
    if case is None:
        return command
    return Saying(f"{words[0]} {case} {words[2]}", f"{words[0]} {case} {command.raw.split(' ', 2)[-1]}", command.quotes)


def _states(text: str, first: str) -> bool:
    """Whether a clause may say how things are to be, without any command word."""
    return (first in _STATING or first in _NEW or " would " in text) and any(word in text for word in _SAYS_SO)


_SAYS_SO = (" now ", " need", "wanted", "necessary", "required", " would ", " be ")


def _being(clause: Saying, built: Build) -> Saying | None:
    """What "it" or "there" should be, as a command; None for a mere quality."""
    for source, template in _BEING_ROWS:
        match = pattern(source).match(clause.text)
        if match:
            return built(clause, match, template)
    return None
