"""Dialogue acts in a clause: undo, redo, goto, drop, amend, restore, branch, compare, remember, rate, answer, export, none.

Each rule gives a `Said`; what only the history can tell is left to `resolve`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from agent.planners.english import amounts
from agent.planners.english.phrases import Draft, clean, is_whole, target
from agent.planners.english.saying import QUOTE, Saying, fullmatch, pattern, search


@dataclass(frozen=True)
class Said:
    """An act as drafted: its arguments, its operations, and for amend the words that are still to be planned."""

    act: str
    args: dict[str, Any] = field(default_factory=dict)
    drafts: tuple[Draft, ...] = ()
    rest: Saying | None = None
    unsure: bool = False  # an act only if the history knows what is named; otherwise an edit


Rule = Callable[[Saying], Said | None]

_STEP = r"(?:step|turn|edit|change|version|number|operation)"
_NUMBER = r"(?:#?\d{1,4}(?:st|nd|rd|th)?|one|two|three|four|five|six|seven|eight|nine|ten|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)"
_LAST = r"(?:that|it|this|the last|last|my last|the previous|previous|the last one|the last step|the last edit|the last change|the last thing|the most recent(?: one| change| edit)?|what you (?:just )?did|everything you just did|that last one|that one|that change|that edit|my last change|the last turn|that again)"
_KEEP = r"(?:,?\s+(?:but|and|only)?\s*(?:keep|leave|not|don't touch|hold on to|without (?:losing|touching))\b[^,;.]*)?"
_ORIGINAL = r"(?:the )?(?:original|beginning|very beginning|very start|start|first (?:picture|photo|image|one)|photograph|original (?:photo|picture|image|one|version)|photo i (?:opened|gave you)|untouched (?:photo|picture)|unedited (?:photo|picture|version))"


def undo(clause: Saying) -> Said | None:
    text = clause.text
    if fullmatch(
        rf"(?:undo|revert|ctrl[- +]?z|oops|take (?:it|that|this) back|go back|back|step back|one step back|go back one step|one back|previous|roll back|rollback|cancel that|scrap that|undo please|reverse that|un-?do)(?: {_LAST})?(?: (?:step|edit|change|one))?",
        text,
    ):
        return Said("undo", {"n": 1})
    if fullmatch(
        rf"(?:(?:undo|revert|reverse|take back|cancel|roll back) {_LAST}(?: (?:step|edit|change|one))?|i (?:liked|preferred) it (?:better )?before|put (?:it|that) back(?: (?:how|as|the way) it was)?|take (?:that|it) back|go back to (?:the )?previous(?: \w+)?|go back to how it was|(?:that was )?a mistake)",
        text,
    ):
        return Said("undo", {"n": 1})
    match = search(
        rf"^(?:undo|revert|take back|roll back|reverse|cancel) (?:the |my |your )?(?:last |previous |past )?({_NUMBER}|couple|few|both)(?: of)?(?: (?:steps?|edits?|changes?|things|ones|turns?|times|operations|last))?$",
        text,
    )
    match = match or search(
        rf"^(?:go|step|move|jump|roll) back(?:wards)?(?: by)? ({_NUMBER}|a couple(?: of)?|a few|both)(?: (?:steps?|edits?|changes?|turns?|times))?$",
        text,
    )
    match = (
        match
        or search(rf"^undo ({_NUMBER}|twice) ?(?:times|steps?)?$", text)
        or search(rf"^({_NUMBER}) (?:steps?|edits?) back$", text)
    )
    if match:
        return Said("undo", {"n": _how_many(match[1])})
    if fullmatch(
        r"(?:undo|revert|discard|throw away|cancel|remove) (?:everything|all(?: of it| (?:of )?(?:the |my |your )?(?:changes|edits|steps))?|the lot|all that|all (?:the )?edits)",
        text,
    ):
        return Said("goto", {"where": "start"})
    return None


def _how_many(words: str) -> int:
    for word, value in (("couple", 2), ("few", 3), ("both", 2), ("twice", 2)):
        if word in words:
            return value
    return amounts.ordinal(words) or 1


def redo(clause: Saying) -> Said | None:
    match = fullmatch(
        rf"(?:redo|re-do|ctrl[- +]?y|undo the undo|put it back again|go forward|forward|step forward|un-?undo|do it again after all|bring (?:it|that) back(?: again)?|redo (?:that|it|the last (?:one|step|edit)|everything|all))|(?:redo|go forward|step forward)(?: the)?(?: last)? ?(?P<n>{_NUMBER}|twice)? ?(?:steps?|edits?|changes?|times)?",
        clause.text,
    )
    if match is None:
        return None
    return Said("redo", {"n": _how_many(match["n"])} if match["n"] else {"n": 1})


def goto(clause: Saying) -> Said | None:
    text = clause.text
    go = r"(?:go(?: back| forward)?|back|return|jump(?: back)?|revert(?: back)?|take me(?: back)?|get back|switch(?: back)?|reset|restore|come back|roll back|show me|bring back|rewind|give me)"
    if fullmatch(
        rf"(?:start (?:over|again|afresh|from scratch|fresh)|(?:let's )?begin again|reset(?: (?:it|everything|all|the (?:photo|picture|image)))?|from scratch|back to square one|{go}(?: (?:it|everything|the (?:photo|picture|image)))?(?: back)? to (?:how it was (?:at|in) )?{_ORIGINAL}|(?:restore|bring back|show me|revert|i want|give me)(?: to)? {_ORIGINAL}(?: back)?|{_ORIGINAL}(?: please)?)",
        text,
    ):
        return Said("goto", {"where": "start"})
    if fullmatch(rf"{go}(?: to)? (?:the )?(?:latest|newest|end|most recent)(?: (?:version|step|turn|one))?", text):
        return Said("goto", {"where": "end"})
    match = fullmatch(
        rf"(?:(?:{go}|undo)(?: (?:to|until|till))?(?: (?:how|what|the way) it (?:was|looked))?(?: to)?(?: the)?(?: (?:point|moment|state|version))?|(?:how|the way|as) it was) (?P<where>(?:right |just )?(?:before|after|prior to)) (?P<name>.+?)",
        text,
    )
    if match:
        name = _event_name(match["name"])
        number = fullmatch(rf"{_STEP} ({_NUMBER})|(?:the )?({_NUMBER}) {_STEP}", name)
        where = "after" if "after" in match["where"] else "before"
        if number:
            turn = amounts.ordinal(number[1] or number[2]) or 1
            return Said("goto", {"turn": turn if where == "after" else max(0, turn - 1)})
        return Said("goto", {"where": where, "name": name})
    match = fullmatch(
        rf"(?:{go}(?: to)? )?(?:the )?(?:(?:{_STEP}|v) ?(?:number )?(?P<a>{_NUMBER})|(?P<b>{_NUMBER}) (?:version|step|turn|edit|one|state|picture))",
        text,
    )
    if match and (text.split()[0] not in ("first", "second", "third") or "version" in text or "step" in text):
        number_word = match["a"] or match["b"]
        value = amounts.ordinal(number_word)
        return Said("goto", {"turn": value}) if value is not None else None
    match = fullmatch(
        rf"(?:{go} to|switch to|checkout|check out|open|use|continue (?:on|with)) (?:the )?(?:branch(?: called| named)? (?P<a>[\w ./-]+|{QUOTE})|(?P<b>[\w./-]+|{QUOTE})(?: branch| version)|(?P<c>main|master|{QUOTE}))",
        text,
    )
    if match:
        span = next(match.span(key) for key in "abc" if match[key])
        return Said("goto", {"where": "branch", "name": clause.verbatim(*span)})
    match = fullmatch(r"switch(?: back| over)? to (?:the )?([\w./-]+)", text)
    return (
        Said("goto", {"where": "branch", "name": clause.verbatim(*match.span(1))})
        if match and match[1] not in ("black", "color", "night", "day", "it", "portrait", "landscape")
        else None
    )


def _event_name(words: str) -> str:
    """ "you added the text" → "the text"; "I cropped it" → "crop"."""
    words = words.strip()
    did = fullmatch(r"(?:you|i|we) (\w+?)(?: (.+))?", words) or fullmatch(
        r"(adding|removing|making|changing|cropping|doing) (.+)", words
    )
    if did is None:
        return words
    thing = did[2] or ""
    if thing and not is_whole(thing):
        return thing
    verb = did[1]
    return {
        "cropped": "crop",
        "rotated": "rotate",
        "flipped": "flip",
        "straightened": "straighten",
        "brightened": "brighten",
        "darkened": "darken",
        "cropping": "crop",
    }.get(verb, verb)


def drop(clause: Saying) -> Said | None:
    """One earlier operation leaves, the others stay."""
    text = clause.text
    match = fullmatch(
        rf"(?:undo|revert|drop|reverse|take back|discard|cancel|forget|scrap|get rid of|remove|delete|lose) {_STEP} ({_NUMBER}){_KEEP}",
        text,
    ) or fullmatch(rf"(?:undo|revert|drop|reverse|take back|cancel) (?:the )?({_NUMBER}) {_STEP}{_KEEP}", text)
    if match:
        return Said("drop", {"turn": amounts.ordinal(match[1])})
    match = fullmatch(
        rf"(?:undo|revert|drop|reverse|take back|cancel|forget(?: about)?|unapply|un-?do) (?:the |that |my |your )?([^,;]+?)(?: (?:edit|step|change|operation|thing))?{_KEEP}",
        text,
    )
    if match and not fullmatch(_LAST, match[1]) and not fullmatch(r"(?:it|this photo|everything|all.*)", match[1]):
        return Said("drop", {"name": _event_name(match[1])}, unsure=not text.startswith(("undo", "un-do")))
    if search(r"^drop (?:in|background|the background)\b", text):
        return None
    kept = search(
        r"^(?:take (?:out|away|off)|remove|get rid of|lose|delete) (?:the |that |my )?(.+?),?\s+(?:but|and) (?:keep|leave)\b",
        text,
    )
    if kept:
        rest = search(
            r"\b(?:the )?(?:rest|others?|everything else|other (?:edits|steps|changes))\b", text[kept.end() :]
        )
        return Said("drop", {"name": kept[1]}, unsure=rest is None)
    effect = fullmatch(
        r"(?:remove|take (?:off|away|out)|get rid of|lose|turn off) (?:the |that )?(.+?) (?:effect|filter|look|style|adjustment|edit)(?: again)?",
        text,
    )
    if effect and effect[1] not in ("blur", "haze", "rain", "snow", "fog", "motion blur", "distortion"):
        return Said("drop", {"name": effect[1]}, unsure=True)
    match = fullmatch(r"take (?:the |that )?(.+?) (?:off|out|away|back out) again", text) or fullmatch(
        r"i (?:don't|do not) (?:like|want) the (.+?) (?:after all|any ?more|any longer)", text
    )
    return Said("drop", {"name": match[1]}, unsure=True) if match else None


_FACTORS: tuple[tuple[str, float], ...] = (
    (r"(?:(?:that's|that is|this is|it's|it is) )?(?:way |far |much )too much", 0.35),
    (r"(?:(?:a (?:bit|little)|slightly) too (?:much|strong))", 0.7),
    (
        r"(?:(?:that's|that is|this is|it's|it is) )?(?:a bit |a little )?too (?:much|strong|intense|extreme|heavy|far)(?: now)?",
        0.5,
    ),
    (
        r"(?:(?:make it |just |only )?half (?:that|of that|as much|as strong|it|the amount|the strength)|halve (?:it|that)|half|by half|50% of that)",
        0.5,
    ),
    (
        r"(?:(?:make it )?(?:twice|double|two times) (?:that|as much|as strong|it|the amount|the strength)|double (?:it|that)|twice)",
        2.0,
    ),
    (r"(?:(?:make it )?(?:triple|three times) (?:that|as much|as strong|it)|triple it)", 3.0),
    (
        r"(?:a (?:bit|little|touch|tad|tiny bit)|slightly|a little bit|just a bit|some) (?:more|stronger|further)(?: (?:of that|like that))?",
        1.25,
    ),
    (r"(?:much|way|a lot|lots|far) (?:more|stronger)(?: of that)?", 2.0),
    (
        r"(?:even |still )?(?:more|stronger)(?: (?:of that|please|like that|than that))?|more so|(?:go|push it|take it) further|(?:not|isn't|it's not|that's not) (?:strong )?enough|keep going|not (?:quite )?strong enough|some more|increase (?:it|that)|more effect",
        1.5,
    ),
    (
        r"(?:a (?:bit|little|touch|tad|tiny bit)|slightly|a little bit|just a bit) (?:less|weaker|milder)(?: of that)?",
        0.8,
    ),
    (r"(?:much|way|a lot|far) (?:less|weaker)(?: of that)?", 0.4),
    (
        r"(?:even )?(?:less|weaker|milder|subtler|more subtle|gentler|softer effect)(?: (?:of that|like that|than that))?|not so (?:much|strong|strongly|intense)|not (?:that|as) (?:much|strong)|less strong|less of that|tone (?:it|that) down(?: a (?:bit|little|notch))?|dial (?:it|that) (?:back|down)(?: a (?:bit|little|notch))?|ease (?:up|off)|reduce (?:it|that)|make it (?:more subtle|subtler|weaker|less strong|less intense)",
        0.67,
    ),
    (r"make it (?:stronger|more intense)", 1.5),
)


def more_or_less(clause: Saying) -> Said | None:
    """ "too much, half that", "more", "a bit less": the amount of the last step."""
    text = pattern(
        r"^(?:no|nah|hmm+|ok(?:ay)?|yes|but|nope|whoa|oh|ugh|wow|and|now|that's|that is|it's|do|apply|try|make it),?\s+(?=\w)"
    ).sub("", clause.text)
    found: float | None = None
    for part in pattern(r"\s*[,.;!]\s*(?:but |just |try |do |make it )?|\s+(?:-|–|—)\s+").split(text):
        factor = next((value for words, value in _FACTORS if fullmatch(words, part)), None)
        if factor is None:
            percent = fullmatch(
                r"(?:make it |only |just )?(\d{1,3}) ?(?:%|percent) (?:of (?:that|it)|as (?:much|strong))", part
            )
            factor = int(percent[1]) / 100 if percent and int(percent[1]) else None
        if factor is None:
            return None
        found = factor
    return Said("amend", {"factor": found}) if found else None


def amend(clause: Saying) -> Said | None:
    """An earlier step said anew: "in step 3 make it blue instead"; "no, make it green instead" for the last one."""
    match = search(rf"^(?:in|at|for|on|change) {_STEP} ({_NUMBER}),?\s+(?:to |and )?(.+)$", clause.text) or search(
        rf"^in the ({_NUMBER}) {_STEP},?\s+(.+)$", clause.text
    )
    if match:
        rest = clause.cut(match.start(2), match.end(2))
        factor = more_or_less(rest)
        args = {"turn": amounts.ordinal(match[1]), **(factor.args if factor else {})}
        return Said("amend", args, rest=None if factor else _without_instead(rest))
    match = search(
        r"^(?:no|nope|nah|not quite|actually|wait|sorry|i meant|i mean|rather|oh no)(?:,? (?:actually|sorry|rather|wait|i meant|i mean|no))*[,.:!]?\s+(?:i (?:meant|mean) )?(?=\w)(.+)$",
        clause.text,
    )
    if (
        match
        and not more_or_less(clause)
        and search(r"^(?:no|actually|wait|sorry|i mean|rather|nope|nah|not)", clause.text)
        and not search(r"^no (?:more|people|text|one|need|problem|other|\w+ (?:needed|wanted))", clause.text)
    ):
        return Said("amend", {}, rest=_without_instead(clause.cut(match.start(1))))
    match = search(r"^(.+?),?\s+instead(?: of that| of it)?$", clause.text)
    return (
        Said("amend", {}, rest=clause.cut(*match.span(1)))
        if match and not search(r"\binstead of\b", match[1])
        else None
    )


def _without_instead(clause: Saying) -> Saying:
    match = search(r",?\s+instead(?: of that| of it)?$", clause.text)
    return clause.cut(0, match.start()) if match else clause


_QUALITIES = (
    r"^(?:previous|last|step|turn|version)\b|\b(?:clarity|sharpness|crispness|details?|focus|contrast|visibility|brightness|"
    r"quality|balance|vibrancy|image|photo|picture|lighting|natural\w*)$"
)


def restore(clause: Saying) -> Said | None:
    """A part as it was earlier."""
    text = clause.text
    when = r"(?:to )?(?:how|the way|what|like) (?:it|he|she|they) (?:was|were|looked|used to (?:be|look))|(?:back )?to (?:its|his|her|their|the) (?:original|old|former|previous|first)(?: \w+)?|(?:from|at|in) the (?:start|beginning|original(?: photo| picture| image)?)|as (?:it|he|she|they) (?:was|were)|the way it was"
    for source in (
        rf"^(?:bring|put|get|change|turn|set|take|restore|return|revert|give) (?:back )?(?:me )?(?P<what>(?:the |his |her |my |its |their )?.+?) (?:back )?(?:{when})(?P<when>.*)$",
        r"^(?:give|get) (?P<what>.+?) (?:its|his|her|their|the) (?:original|old|former|previous|first) (?:colou?rs?|look|shape|size|appearance|state|place)? ?(?:back|again)(?P<when>.*)$",
        r"^(?:bring|get|put|give(?: me)?) back (?P<what>.+?)(?P<when>(?: (?:from|as it was|at|in) .*)?)$",
        r"^(?:bring|get|put|want|i want|give(?: me)?) (?P<what>(?:the |his |her |my ).+?) back(?P<when>(?: (?:from|as|at|in|again|how) .*)?)$",
        r"^restore (?P<what>.+?)(?P<when>(?: (?:from|to|as|at|in) .*)?)$",
        r"^(?P<what>(?:the|his|her|my) .+?) (?:as|like|how|the way) (?:it|he|she|they) (?:was|were|looked)(?P<when>.*)$",
    ):
        match = search(source, text)
        phrase = (
            target(pattern(r"^(?:original|old|first|earlier|former) ").sub("", clean(match["what"]))) if match else None
        )
        if match and phrase and not search(_QUALITIES, phrase):
            number = search(rf"\b{_STEP} ({_NUMBER})", match["when"])
            turn = amounts.ordinal(number[1]) if number else 0
            return Said("restore", {}, ({"op": "restore", "turn": turn or 0, "region": {"phrase": phrase}},))
    return None


def branch(clause: Saying) -> Said | None:
    named = rf"(?:called|named|as|name it|call it|under the name|titled)[: ]+(?P<name>{QUOTE}|[\w][\w ./-]{{0,60}})"
    for source in (
        rf"^(?:try|make|start|create|open|begin|branch|fork|save|keep|do|let's try|new)\b.*?\b(?:version|branch|variant|variation|fork|alternative|copy of the session|this)\b(?: [\w ]{{0,40}}?)?\b{named}$",
        rf"^(?:branch|fork)(?: (?:off|out|here|this|it))?(?: (?:as|into|to|called|named))? (?P<name>{QUOTE}|[\w][\w ./-]{{0,60}})$",
        rf"^(?:new|make a|create a|start a) (?:branch|fork|version):? (?P<name>{QUOTE}|[\w-]+)$",
    ):
        match = search(source, clause.text)
        if match and not search(r"^(?:a|an|the|it|this)$", match["name"]):
            return Said("branch", {"name": clause.verbatim(*match.span("name"))[:200]})
    bare = fullmatch(
        r"(?:branch|fork)(?: (?:off|here|it|this))?|(?:try|start|make|create|open) (?:a )?(?:new|different|another|separate) (?:branch|version|variant|alternative)",
        clause.text,
    )
    return Said("branch", {}) if bare else None


def compare(clause: Saying) -> Said | None:
    text = clause.text
    if fullmatch(
        r"(?:(?:show me )?what(?:'s| is| has| did)? (?:changed|different|you change|it change)(?: so far| since (?:then|the start))?|(?:show (?:me )?(?:the )?)?(?:before and after|before/after|before & after|difference|differences|changes)(?: please)?|compare(?: (?:it|them|this|that))?|show me what changed)",
        text,
    ):
        return Said("compare", {"where": "before"} if "last" in text else {})
    match = search(
        r"^(?:compare|diff|show (?:me )?(?:the )?difference(?:s)?)(?: (?:it|this|that))?(?: (?:with|to|against|from|between this and|and|between it and))? (.+)$",
        text,
    ) or search(r"^what (?:changed|is different) since (.+)$", text)
    if match is None:
        return None
    number = search(rf"{_STEP} ({_NUMBER})", match[1]) or search(rf"({_NUMBER}) {_STEP}", match[1])
    if number:
        return Said("compare", {"turn": amounts.ordinal(number[1])})
    if search(rf"\b{_ORIGINAL}\b", match[1]):
        return Said("compare", {"where": "start"})
    return Said("compare", {"where": "before"} if search(r"\b(?:last|previous|before)\b", match[1]) else {})


def remember(clause: Saying) -> Said | None:
    match = search(
        r"^(?:from (?:now|here) on(?:wards)?,?|always|never|going forward,?|in future,?|for all (?:future )?edits,?|remember(?: that| to)?:?|keep in mind(?: that)?:?|as a rule,?|whatever (?:i|you) (?:say|do),?|for the rest of (?:this|the) session,?)\s+(.+)$",
        clause.text,
    )
    if match is None and not fullmatch(
        r"don't (?:ever )?(?:touch|change|edit|alter|move|crop) (?:the|his|her|their|my|any) .+|leave (?:the|his|her|my) .+? (?:alone|untouched|as (?:it|they) (?:is|are))(?: .*)?",
        clause.text,
    ):
        return None
    start = match.start(1) if match and not search(r"^(?:always|never)", clause.text) else 0
    return Said("remember", {"rule": clause.verbatim(start, len(clause.text))[:500]})


_PRAISE = (
    r"(?:(?:very |really |so |that's |that is |this is |it's |it is |looks? |looking |that looks |this looks |it looks |absolutely |just |oh |wow,? |yes,? |pretty |all |ok(?:ay)?,? |much |the (?:photo|picture|image) (?:is|looks) )*"
    r"(?:nice|great|perfect|good|awesome|amazing|beautiful|lovely|excellent|wonderful|fantastic|superb|brilliant|cool|gorgeous|stunning|well done|good job|nice job|great job|nice work|great work|good work|better|"
    r"love it|love this|i love it|i love this|i like it|i like this|i like that|like it|exactly|spot on|nailed it|just right|fine|thanks|thank you|thanks a lot|thank you so much|cheers|yay|hooray|wow|what i wanted|the way i wanted it|how i wanted it|impressive|👍|❤️)"
    r"(?: (?:now|already|like that|like this|as it is|as is|so far|to me|thanks|thank you|job|work|picture|photo|image|shot|too|indeed|one|already|again|enough|pic|photography|color|colors|view|composition))*)"
)
_SCORN = (
    r"(?:(?:that's|that is|this is|it's|it is|that looks|it looks|this looks|looks|oh|no|ugh|very|really|pretty|just|so) )*(?:bad|wrong|awful|terrible|horrible|ugly|not (?:good|right|great|what i (?:wanted|meant|asked(?: for)?))|worse|weird|disappointing|rubbish|fake|unnatural|poor)"
    r"|i (?:don't|do not) like (?:it|this|that)|i hate (?:it|this|that)|that didn't work|it didn't work|(?:you )?missed"
)
_AGAIN = r"(?:try (?:that |it |this )?(?:again|once more|another time)|again|once more|one more time|do (?:it|that) (?:again|over)|another (?:try|one|attempt|go)|redo it differently|retry|give it another (?:try|go|shot)|different(?:ly)? please|try (?:something else|another one))"


def rate(clause: Saying) -> Said | None:
    text = pattern(r"[\s,.!?]+$").sub("", clause.text)
    if fullmatch(rf"{_PRAISE}(?:[\s,.!]+(?:and |but )?{_PRAISE})*", text):
        return Said("rate", {"value": "good"})
    if fullmatch(rf"(?:{_SCORN})?[\s,.!;]*(?:and |so |please )?{_AGAIN}|(?:{_SCORN})", text):
        return Said("rate", {"value": "bad"})
    return None


def answer(clause: Saying) -> Said | None:
    text = clause.text
    asked = search(
        r"^(?:what (?:did|have|can|are|is|do|was|kind|were|colou?r|else)|what's|which|how (?:many|do|does|can|much|big|large|did|come)|who|where|when|why|list|show (?:me )?(?:the )?(?:history|steps|log|list)|tell me|help$|help me$|do you|are you|is (?:it|this|that|there)|did you|can you (?:help|do anything|see|undo)|describe|explain|history$)\b",
        text,
    )
    if (
        asked
        and not search(
            r"^(?:what (?:if|about|would)|why (?:don't|not)|is (?:it|this) (?:possible|too)|how about)", text
        )
        and not search(
            r"\b(?:too (?:dark|bright|much|blurry|noisy|yellow|blue)|so (?:dark|bright|blurry|dull|crooked))\b", text
        )
    ):
        return Said("answer", {"text": clause.verbatim(0, len(text))})
    return None


_FORMATS = r"(?:png|jpe?g|jpg|webp|tiff?|gif|avif|html|json|pent)"


def export(clause: Saying) -> Said | None:
    text = clause.text
    if not search(
        r"^(?:save|export|download|store|output|write(?= (?:it|this|that|the \w+|to)\b)|keep a copy|give me (?:a |the )?(?:file|png|jpe?g))\b",
        text,
    ) and not fullmatch(rf"[\w./~-]+\.{_FORMATS}", text):
        return None
    args: dict[str, Any] = {}
    file = search(rf"([\w./~\\:-]*[\w-]\.{_FORMATS})\b", text)
    quoted = search(rf"(?:as|to|called|named) ({QUOTE})", text)
    kind = search(rf"\b(?:as|to|in|into|an?)(?: an?)? \.?({_FORMATS})\b", text)
    if quoted:
        args["file"] = clause.verbatim(*quoted.span(1))
    elif file:
        args["file"] = clause.verbatim(*file.span(1))
    elif kind:
        args["file"] = f".{kind[1]}"
    elif not search(
        r"^(?:save|export|download)(?: (?:it|this|that|the (?:picture|photo|image|result)|everything|now|a copy|my work))*$",
        text,
    ):
        named = search(
            r"^(?:save|export)(?: (?:it|this|that|the (?:picture|photo|image|result)))? (?:as|to) ([\w./~-]+)", text
        )
        if named is None:
            return None
        args["file"] = clause.verbatim(*named.span(1))
    side = search(r"(\d{2,5}) ?(?:px|pixels?)", text)
    if side:
        args["max_side"] = int(side[1])
    quality = search(r"quality(?: of| at)? (\d{1,3})|(\d{1,3}) ?%? quality", text)
    if quality:
        args["quality"] = max(1, min(100, int(quality[1] or quality[2])))
    return Said("export", args)


def none(clause: Saying) -> Said | None:
    """Words that ask for nothing."""
    if fullmatch(
        r"(?:never ?mind|nevermind|forget (?:it|about it)|nothing|no(?:thing)? (?:more|else|changes?|edits?)(?: needed)?|hello(?: there)?|hi(?: there)?|hey(?: there)?|good (?:morning|evening|afternoon|day)|bye|goodbye|see you|that's (?:all|it)|that is all|i'm done|done|ok(?:ay)?|sure|hmm+|um+|uh+|no thanks|no thank you|leave it(?: (?:as it is|like that|be|alone))?|keep it(?: (?:as it is|like that|this way))?|stop|wait|let me (?:think|see)|test|lol|haha+|don't (?:change|do) anything|no (?:further |other |more )?(?:enhancements?|changes?|edits?|improvements?)(?: (?:are )?(?:needed|necessary|required))?|looks fine as is|who are you|good night)",
        clause.text,
    ):
        return Said("none")
    return None


RULES: tuple[Rule, ...] = (
    none, export, redo, undo, goto, more_or_less, rate, restore, drop, branch, compare, remember, amend, answer,
)  # fmt: skip


def act(clause: Saying) -> Said | None:
    """The act that a clause is, if it is one; None for an edit or for what is not understood."""
    for rule in RULES:
        found = rule(clause)
        if found is not None:
            return found
    return None
