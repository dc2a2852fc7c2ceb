"""Acts that move in the history and leave it as it is: undo, redo, goto, branch, compare. Knows no store."""

from __future__ import annotations

from agent.planners.english import amounts
from agent.planners.english.said import LAST, NUMBER, ORIGINAL, STEP, Said, event_name, how_many
from agent.planners.english.saying import QUOTE, Saying, fullmatch, search

_UNDO_ONE = (
    r"(?:undo|revert|ctrl[- +]?z|oops|(?:take|change|turn|put) (?:it|that|this) back|go back|back|step "
    r"back|one step back|one back|"
    r"go back one step|previous|roll back|rollback|cancel that|scrap that|reverse that|un-?do)"
    rf"(?: {LAST})?(?: (?:step|edit|change|one))?",
    rf"(?:undo|revert|reverse|take back|cancel|roll back) {LAST}(?: (?:step|edit|change|one))?",
    r"i(?:'ve| have)? changed my mind|i (?:liked|preferred) it (?:better )?before|(?:that was )?a "
    r"mistake|go back to how it was",
    r"(?:(?:the )?(?:previous|last) (?:version|one)|(?:i (?:prefer|like|liked|preferred|want) )?the "
    r"(?:one|version) before)",
    r"put (?:it|that) back(?: (?:how|as|the way) it was)?|go back to (?:the )?previous(?: \w+)?",
)
_COUNT = r"(\d{1,4}|two|three|four|five|six|seven|eight|nine|ten|a couple|couple|a few|few|both|twice)"
_STEPS = r"(?:steps?|edits?|changes?|things|ones|turns?|times|operations|last)"
_UNDO_SEVERAL = (
    r"(?:undo|revert|take back|roll back|reverse|cancel) (?:the |my |your )?(?:last |previous |past )?"
    rf"{_COUNT}(?: of)?(?: {_STEPS})?",
    rf"(?:go|step|move|jump|roll) back(?:wards)?(?: by)? (?:(one|1)|{_COUNT})(?: of)?(?: {_STEPS})?",
    rf"{_COUNT} (?:steps?|edits?) back",
)
_UNDO_ALL = (
    r"(?:undo|revert|discard|throw away|cancel|remove) (?:everything|the lot|all that|all (?:the )?edits|"
    r"all(?: of it| (?:of )?(?:the |my |your )?(?:changes|edits|steps))?)"
)


def undo(clause: Saying) -> Said | None:
    """The last step, the last few, or all of them (which is going to the photograph)."""
    text = clause.text
    if any(fullmatch(source, text) for source in _UNDO_ONE):
        return Said("undo", {"n": 1})
    match = next((found for source in _UNDO_SEVERAL if (found := fullmatch(source, text))), None)
    if match:
        return Said("undo", {"n": how_many(next(filter(None, match.groups()), "one"))})
    return Said("goto", {"where": "start"}) if fullmatch(_UNDO_ALL, text) else None


def redo(clause: Saying) -> Said | None:
    match = fullmatch(
        (
            r"(?:redo|re-do|ctrl[- +]?y|undo the undo|put it back again|go forward|forward|step forward|"
            r"un-?undo|do it again after all|bring (?:it|that) back(?: again)?|redo (?:that|it|the last (?:one|"
            rf"step|edit)|everything|all))|(?:redo|go forward|step forward)(?: the)?(?: last)? ?(?P<n>{NUMBER}|"
            r"twice)? ?(?:steps?|edits?|changes?|times)?"
        ),
        clause.text,
    )
    if match is None:
        return None
    if search(r"\b(?:everything|all)$", clause.text):
        return Said("redo", {"n": 10_000})
    return Said("redo", {"n": how_many(match["n"])} if match["n"] else {"n": 1})


_GO = (
    r"(?:go(?: back| forward)?|back|return|jump(?: back)?|revert(?: back)?|take me(?: back)?|get back|"
    r"switch(?: back)?|reset|restore|come back|roll back|show me|bring back|rewind|give me)"
)
_EVERYTHING = r"(?:it|everything|all|the (?:photo|picture|image))"
_START = (
    r"(?:start (?:over|again|afresh|from scratch|fresh)|(?:let's )?begin again|from scratch|back to square one|"
    rf"reset(?: {_EVERYTHING})?|{_GO}(?: {_EVERYTHING})?(?: back)? to (?:how it was (?:at|in) )?{ORIGINAL}|"
    rf"(?:restore|bring back|show me|revert|i want|give me)(?: to)? {ORIGINAL}(?: back)?|{ORIGINAL}(?: please)?)"
)
_BESIDE = (
    rf"(?:(?:{_GO}|undo)(?: (?:to|until|till))?(?: (?:how|what|the way) it (?:was|looked))?(?: to)?(?: the)?"
    r"(?: (?:point|moment|state|version))?|(?:how|the way|as) it was) "
    r"(?P<where>(?:right |just )?(?:before|after|prior to)) (?P<name>.+?)"
)
_BARELY_BESIDE = (
    r"(?:the (?:photo|picture|image|one|version|state)(?: as it was)? )?(?:right |just )?(?P<where>before|after) "
    r"(?P<name>(?:the|my|i|you|we) .+?)"
)
_NUMBERED = (
    rf"(?:{_GO}(?: to)? )?(?:the )?(?:(?:{STEP}|v) ?(?:number )?(?P<a>{NUMBER})|(?P<b>{NUMBER}) "
    r"(?:version|step|turn|edit|state|picture))"
)
_LOOKED = (
    r"(?:go(?: back)?|back|return|revert|switch back|take me back) to (?:the (?P<a>.+?) (?:one|version|look|state)|"
    r"(?:when|how) (?:it|the (?:photo|picture)) (?:was|looked|had) (?P<b>.+))"
)
_NO_LOOK = rf"^(?:{NUMBER}|\w*est|last|other|original|previous|old|{STEP}|it|before|after|at)\b"
_BRANCH = (
    rf"(?:{_GO} to|switch to|checkout|check out|open|use|continue (?:on|with)) (?:the )?"
    rf"(?:(?:branch|version(?= [a-z]))(?: called| named)? (?P<a>[\w ./-]+|{QUOTE})|(?P<b>[\w./-]+|"
    rf"{QUOTE})(?: branch| version)|"
    rf"(?P<c>main|master|{QUOTE}))"
)
_NO_BRANCH = frozenset(("black", "color", "night", "day", "it", "portrait", "landscape"))


def goto(clause: Saying) -> Said | None:
    """To the photograph, the latest step, before or after a named step, a number, or a branch."""
    text = clause.text
    if fullmatch(_START, text):
        return Said("goto", {"where": "start"})
    if fullmatch(rf"{_GO}(?: to)? (?:the )?(?:latest|newest|end|most recent)(?: (?:version|step|turn|one))?", text):
        return Said("goto", {"where": "end"})
    match = fullmatch(_BESIDE, text)
    if match:
        return _beside(event_name(match["name"]), "after" if "after" in match["where"] else "before")
    match = fullmatch(_BARELY_BESIDE, text)
    if match:
        return _beside(event_name(match["name"]), match["where"])
    match = fullmatch(_LOOKED, text)
    if match and not search(_NO_LOOK, match["a"] or match["b"]):
        return Said("goto", {"where": "after", "name": match["a"] or match["b"]})
    match = fullmatch(_NUMBERED, text)
    if match:
        turn = amounts.ordinal(match["a"] or match["b"])
        return Said("goto", {"turn": turn}) if turn is not None else None
    return _to_branch(clause)


def _beside(name: str, where: str) -> Said:
    number = fullmatch(rf"{STEP} ({NUMBER})|(?:the )?({NUMBER}) {STEP}", name)
    if number is None:
        return Said("goto", {"where": where, "name": name})
    turn = amounts.ordinal(number[1] or number[2]) or 1
    return Said("goto", {"turn": turn if where == "after" else max(0, turn - 1)})


def _to_branch(clause: Saying) -> Said | None:
    match = fullmatch(_BRANCH, clause.text)
    if match:
        span = next(match.span(key) for key in "abc" if match[key])
        return Said("goto", {"where": "branch", "name": clause.verbatim(*span)})
    match = fullmatch(r"switch(?: back| over)? to (?:the )?([\w./-]+)", clause.text)
    if match is None or match[1] in _NO_BRANCH:
        return None
    return Said("goto", {"where": "branch", "name": clause.verbatim(*match.span(1))})


_RENAME = (
    r"(?:rename|name|call|label) (?:the |this |my |that )?(?:current )?(?:branch|version|variant)"
    rf"(?: (?:to|as|into))?(?: (?P<name>{QUOTE}|[\w][\w ./-]{{0,60}}))?"
)


def branch(clause: Saying) -> Said | None:
    """Another line of steps, beginning here; or another name for the one that the picture is on."""
    renamed = fullmatch(_RENAME, clause.text)
    if renamed:
        name = clause.verbatim(*renamed.span("name")) if renamed["name"] else ""
        return Said("branch", {"name": name[:200], "text": "rename"}) if name else Said("ask", {"text": "rename"})
    named = rf"(?:called|named|as|name it|call it|under the name|titled)[: ]+(?P<name>{QUOTE}|[\w][\w ./-]{{0,60}})"
    for source in (
        (
            r"^(?:try|make|start|create|open|begin|branch|fork|save|keep|do|let's try|new)\b.*?\b(?:version|"
            r"branch|variant|variation|fork|alternative|copy of the session|this)\b(?: [\w "
            rf"]{{0,40}}?)?\b{named}$"
        ),
        (
            rf"^(?:branch|fork)(?: (?:off|out|here|this|it))?(?: (?:as|into|to|called|named))? (?P<name>{QUOTE}|"
            rf"[\w][\w ./-]{{0,60}})$"
        ),
        rf"^(?:new|make a|create a|start a) (?:branch|fork|version):? (?P<name>{QUOTE}|[\w-]+)$",
    ):
        match = search(source, clause.text)
        if match and not search(r"^(?:a|an|the|it|this)$", match["name"]):
            return Said("branch", {"name": clause.verbatim(*match.span("name"))[:200]})
    bare = fullmatch(
        (
            r"(?:branch|fork)(?: (?:off|here|it|this))?|(?:try|start|make|create|open) (?:a )?(?:new|different|"
            r"another|separate) (?:branch|version|variant|alternative)"
        ),
        clause.text,
    )
    return Said("branch", {}) if bare else None


def compare(clause: Saying) -> Said | None:
    text = clause.text
    if fullmatch(
        (
            r"(?:(?:show me )?what(?:'s| is| has| did)? (?:changed|different|you change|it change)(?: so far| "
            r"since (?:then|the start))?|(?:show (?:me )?(?:the )?)?(?:before and after|before/after|before & "
            r"after|difference|differences|changes)(?: please)?|compare(?: (?:it|them|this|that))?|show me "
            r"what changed)"
        ),
        text,
    ):
        return Said("compare", {"where": "before"} if "last" in text else {})
    match = search(
        (
            r"^(?:compare|diff|show (?:me )?(?:the )?difference(?:s)?)(?: (?:it|this|that))?(?: (?:with|to|"
            r"against|from|between this and|and|between it and))? (.+)$"
        ),
        text,
    ) or search(r"^what (?:changed|is different) since (.+)$", text)
    if match is None:
        return None
    number = search(rf"{STEP} ({NUMBER})", match[1]) or search(rf"({NUMBER}) {STEP}", match[1])
    if number:
        return Said("compare", {"turn": amounts.ordinal(number[1])})
    if search(rf"\b{ORIGINAL}\b", match[1]):
        return Said("compare", {"where": "start"})
    return Said("compare", {"where": "before"} if search(r"\b(?:last|previous|before)\b", match[1]) else {})
