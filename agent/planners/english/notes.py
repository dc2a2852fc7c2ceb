"""Acts about what the session keeps in mind: names of things, and rules that are to end. Knows no store."""

from __future__ import annotations

from re import finditer

from agent.planners.english import amounts
from agent.planners.english.phrases import clean, target
from agent.planners.english.said import NUMBER, Said
from agent.planners.english.saying import QUOTE, Saying, fullmatch, search

_NAME = rf"(?P<name>{QUOTE}|[\w][\w'’.-]*(?: [\w][\w'’.-]*){{0,2}})"
_IT = r"(?:this|that|it|him|her|them)"
_WHAT = (
    rf"(?P<what>{_IT}(?: (?:one|thing|guy|man|woman|dog|cat|object|person))?|"
    r"(?:the|my|his|her|their|our|that|this) [\w' -]{1,60}?)"
)
_CALL = r"(?:let's |please |from now on |i(?:'ll| will| want to)? )*(?:call|name|dub|christen|label)"
_ONE_WORD = rf"(?P<name>{QUOTE}|[\w][\w'’.-]*)"
_NAMINGS: tuple[str, ...] = (
    rf"{_CALL} (?P<what>{_IT}(?: (?:one|thing|guy|man|woman|dog|cat|object|person))?) {_NAME}",
    rf"{_CALL} (?P<what>(?:the|my|his|her|their|our|that|this) [\w' -]{{1,60}}) {_ONE_WORD}",
    rf"{_WHAT} (?:is|are|shall be|should be|will be|'s) (?:called|named|known as) {_NAME}",
    rf"{_WHAT}(?:'s| its|) name (?:is|shall be|should be|will be) {_NAME}",
    rf"(?P<what>his|her|its|their) name (?:is|shall be|should be|will be) {_NAME}",
    rf"give {_WHAT} the name {_NAME}",
    rf"refer to {_WHAT} as {_NAME}",
)
_NO_NAME = (
    r"(?:it |this |that )?(?:a day|quits|even|off|done|back|out|in|up|again|me|now|later|so)\b|"
    r"(?:what|how|when|a|an|the)\b"
)
_NO_THING = r"\b(?:branch|version|variant|file|picture|photo|image|session|step|edit)$"


def name(clause: Saying) -> Said | None:
    """A name given to a thing: "call the dog Rex", "this one is called Bob"."""
    for source in _NAMINGS:
        match = fullmatch(source, clause.text)
        if match is None or fullmatch(rf"(?:{_NO_NAME}).*", match["name"]) or search(_NO_THING, match["what"]):
            continue
        start = _capitals(clause.raw, *match.span("what")) if source == _NAMINGS[1] else match.start("name")
        given = clause.verbatim(start, match.end("name"))[:200]
        thing = (
            "it"
            if fullmatch(rf"{_IT}(?: .*)?|his|its|their", match["what"])
            else target(clause.text[match.start("what") : min(start, match.end("what"))])
        )
        return Said("remember", {"name": given, "text": thing or "it"}) if given else None
    return None


def _capitals(raw: str, start: int, end: int) -> int:
    """Where a name begins that may reach back into the words before it: "the dog Big Bob"."""
    words = list(finditer(r"\S+", raw[start:end]))
    first = end + 1
    for word in reversed(words[1:]):
        if not word[0][:1].isupper() or (word is words[1] and len(words) == 2):
            break
        first = start + word.start()
    return first


_RULES = r"(?:rules?|standing (?:rules?|orders?|instructions?))"
_END = (
    r"(?:forget|drop|cancel|remove|delete|clear|undo|lift|end|discard|scrap|revoke|stop (?:applying|following|using)|"
    r"ignore|never ?mind|get rid of|take back|turn off)"
)
_ANY_MORE = r"(?:,? (?:any ?more|any longer|again|now|from now on|after all))"
_ABOUT = r"(?:about|on|for|with|of|that says|to|concerning|regarding)"
_ENDS: tuple[tuple[str, str], ...] = (
    (rf"{_END} (?:all (?:of )?)?(?:the |my |your )?rules|no (?:more )?rules(?: any ?more)?", "all"),
    (rf"{_END} (?:that|this|the|the last|my last|the latest|my|your)(?: standing)? {_RULES}", ""),
    (rf"{_END} (?:the )?rule (?:number )?(?P<number>{NUMBER})|{_END} (?:the )?(?P<nth>{NUMBER}) rule", ""),
    (rf"{_END} (?:the|that|my|your)(?: standing)? {_RULES} (?:{_ABOUT} )?(?P<what>.+)", ""),
    (rf"{_END} (?:the|that|my) (?P<what>[\w' -]{{2,60}}?) {_RULES}", ""),
    (
        r"you (?:may|can|are (?:free|allowed) to|could|might) (?:now |again |freely )?"
        rf"(?:touch|change|edit|alter|move|modify) (?P<what>.+?)(?:{_ANY_MORE}| freely)+",
        "",
    ),
    (rf"(?P<what>(?:the|his|her|their|my) [\w' -]+?) (?:may|can) be (?:touched|changed|edited|moved){_ANY_MORE}", ""),
    (r"(?:unlock|unprotect|release|stop protecting|no longer protect) (?P<what>.+)", ""),
    (
        r"(?:you (?:don't|do not|no longer)(?: have to| need to)?|no need to) "
        rf"(?:always )?(?:keep|leave|make|be|stay|protect)(?P<what> .+?)?{_ANY_MORE}?",
        "",
    ),
    (rf"stop (?:keeping|leaving|making|protecting) (?P<what>.+?){_ANY_MORE}?", ""),
    (
        r"(?:it|everything|they) (?:doesn't|don't|does not|do not|need not|needn't) (?:have to |need to )?"
        rf"(?:be|stay) (?P<what>.+?){_ANY_MORE}?",
        "",
    ),
)


def forget(clause: Saying) -> Said | None:
    """A standing rule that is to end: "forget that rule", "you may touch the faces again"."""
    for source, which in _ENDS:
        match = fullmatch(source, clause.text)
        if match is None:
            continue
        found = match.groupdict()
        number = found.get("number") or found.get("nth")
        if number:
            return Said("drop", {"rule": str(amounts.ordinal(number) or number)})
        what = clean((found.get("what") or "").strip().removeprefix("it ").removeprefix("everything "))
        return Said("drop", {"rule": ("" if what in ("it", "them", "that", "this") else what)[:500] or which})
    return None
