"""Acts that change what was done before: drop, amend, "half that", restore. Knows no store."""

from __future__ import annotations

from typing import Any

from agent.planners.english import amounts
from agent.planners.english.clauses import is_command
from agent.planners.english.phrases import clean, target
from agent.planners.english.said import KEEP, LAST, NUMBER, STEP, Said, event_name
from agent.planners.english.saying import Saying, fullmatch, pattern, search


def drop(clause: Saying) -> Said | None:
    """One earlier operation leaves, the others stay."""
    text = clause.text
    match = fullmatch(
        (
            r"(?:undo|revert|drop|reverse|take back|discard|cancel|forget|scrap|get rid of|remove|"
            r"delete|lose|take out|leave out|skip) "
            rf"{STEP} ({NUMBER}){KEEP}"
        ),
        text,
    ) or fullmatch(
        rf"(?:undo|revert|drop|reverse|take back|cancel|take out|discard) (?:only )?(?:the )?(?:very )?({NUMBER})"
        rf" (?:{STEP}|one|thing(?: (?:you|i|we) did)?){KEEP}",
        text,
    )
    if match:
        return Said("drop", {"turn": amounts.ordinal(match[1])})
    match = fullmatch(
        (
            r"(?:undo|revert|drop|reverse|take back|cancel|forget(?: about)?|unapply|un-?do) (?:the |that |my |"
            rf"your )?([^,;]+?)(?: (?:edit|step|change|operation|thing))?{KEEP}"
        ),
        text,
    )
    if match and _names_a_step(match[1]):
        return Said("drop", {"name": event_name(match[1])}, unsure=not text.startswith(("undo", "un-do")))
    if fullmatch(_IN_COLOR, text):
        return Said("drop", {"name": "black and white"}, unsure=True)
    if search(r"^drop (?:in|background|the background)\b", text):
        return None
    kept = search(
        (
            r"^(?:take (?:out|away|off)|remove|get rid of|lose|delete) (?:the |that |my )?(.+?),?\s+(?:but|"
            r"and) (?:keep|leave)\b"
        ),
        text,
    )
    if kept:
        rest = search(
            r"\b(?:the )?(?:rest|others?|everything else|other (?:edits|steps|changes))\b", text[kept.end() :]
        )
        return Said("drop", {"name": kept[1]}, unsure=rest is None)
    effect = fullmatch(
        (
            r"(?:remove|take (?:off|away|out)|get rid of|lose|turn off) (?:the |that )?(.+?) (?:effect|filter|"
            r"look|style|adjustment|edit)(?: again)?"
        ),
        text,
    )
    if effect and effect[1] not in ("blur", "haze", "rain", "snow", "fog", "motion blur", "distortion"):
        return Said("drop", {"name": effect[1]}, unsure=True)
    match = fullmatch(
        r"(?:take|remove|delete|get rid of|erase) (?:the |that )?(.+?) (?:(?:off |out |away |back out "
        r")?again|(?:that )?"
        r"(?:you|i|we) (?:just )?(?:added|put (?:in|there|on)|wrote|made))|i(?:'ve| have)? changed my "
        r"mind (?:about|on) (.+)",
        text,
    ) or fullmatch(r"i (?:don't|do not) (?:like|want) the (.+?) (?:after all|any ?more|any longer)", text)
    name = next(filter(None, match.groups()), None) if match else None
    return Said("drop", {"name": name}, unsure=True) if name else None


_IN_COLOR = (
    r"(?:make|turn|put|bring|change) (?:it|this|the (?:photo|picture)) (?:back )?(?:(?:in|to|into) )?(?:full )?"
    r"colou?r(?:ed|ful)?(?: again| back)|back to colou?r|"
    r"(?:bring|get|give me|i want) (?:back (?:the |its )?colou?rs?|(?:the |its )?colou?rs? back)"
)


def _names_a_step(words: str) -> bool:
    """Whether the words can be a step's name: they neither mean the last one nor run into another command."""
    if fullmatch(LAST, words) or fullmatch(r"(?:it|this (?:photo|picture|image)|everything|all.*)", words):
        return False
    return not words.startswith(("and ", "then ")) and not search(
        r"\b(?:and|then) (?:make|add|remove|crop|then|brighten|darken|turn|change|put|try|give|do|redo|undo)\b", words
    )


_FACTORS: tuple[tuple[str, float], ...] = (
    (r"(?:(?:that's|that is|this is|it's|it is) )?(?:way |far |much )too much", 0.35),
    (r"(?:(?:a (?:bit|little)|slightly) too (?:much|strong))", 0.7),
    (
        (
            r"(?:(?:that's|that is|this is|it's|it is) )?(?:a bit |a little )?too (?:much|strong|intense|"
            r"extreme|heavy|far)(?: now)?"
        ),
        0.5,
    ),
    (
        (
            r"(?:(?:make it |just |only )?half (?:that|of that|as much|as strong|it|the amount|the strength)|"
            r"halve (?:it|that)|half|by half|50% of that)"
        ),
        0.5,
    ),
    (
        (
            r"(?:(?:make it )?(?:twice|double|two times) (?:that|as much|as strong|it|the amount|the strength)|"
            r"double (?:it|that)|twice)"
        ),
        2.0,
    ),
    (r"(?:(?:make it )?(?:triple|three times) (?:that|as much|as strong|it)|triple it)", 3.0),
    (
        (
            r"(?:a (?:bit|little|touch|tad|tiny bit)|slightly|a little bit|just a bit|some) (?:more|stronger|"
            r"further)(?: (?:of that|like that))?"
        ),
        1.25,
    ),
    (r"(?:much|way|a lot|lots|far) (?:more|stronger)(?: of that)?", 2.0),
    (
        (
            r"(?:even |still )?(?:more|stronger)(?: (?:of that|please|like that|than that))?|more so|(?:go|"
            r"push it|take it) further|(?:not|isn't|it's not|that's not) (?:strong )?enough|keep going|not "
            r"(?:quite )?strong enough|some more|increase (?:it|that)|more effect"
        ),
        1.5,
    ),
    (
        r"(?:a (?:bit|little|touch|tad|tiny bit)|slightly|a little bit|just a bit) (?:less|weaker|milder)(?: of that)?",
        0.8,
    ),
    (r"(?:much|way|a lot|far) (?:less|weaker)(?: of that)?", 0.4),
    (
        (
            r"(?:even )?(?:less|weaker|milder|subtler|more subtle|gentler|softer effect)(?: (?:of that|like "
            r"that|than that))?|not so (?:much|strong|strongly|intense)|not (?:that|as) (?:much|strong)|less "
            r"strong|less of that|tone (?:it|that) down(?: a (?:bit|little|notch))?|dial (?:it|that) (?:back|"
            r"down)(?: a (?:bit|little|notch))?|ease (?:up|off)|reduce (?:it|that)|make it (?:more subtle|"
            r"subtler|weaker|less strong|less intense)"
        ),
        0.67,
    ),
    (r"(?:make it )?(?:stronger|more intense)|too (?:weak|subtle|little|faint)", 1.5),
)


def more_or_less(clause: Saying) -> Said | None:
    """The amount of the last step: "too much, half that", "more", "a bit less"."""
    factor = _factor(clause.text)
    return Said("amend", {"factor": factor}) if factor else None


def _factor(words: str) -> float | None:
    """What an amount is to be multiplied by; None where the words say anything else."""
    text = pattern(
        r"^(?:no|nah|hmm+|ok(?:ay)?|yes|but|nope|whoa|oh|ugh|wow|and|now|that's|that is|it's|do|apply|try|"
        r"make it),?\s+(?=\w)"
    ).sub("", words)
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
    return found


_STEP_N = (
    rf"(?:the )?(?:(?:{STEP} (?:number )?|#)(?P<n>{NUMBER})|(?P<m>first|second|third|fourth|fifth|"
    rf"\d{{1,3}}(?:st|nd|rd|th)) "
    rf"{STEP})"
)
_STEP_FORMS: tuple[tuple[str, str], ...] = (
    (rf"(?:in|at|for|on|with|change|edit|adjust|redo) {_STEP_N}(?:,|:)? (?:to |and |so (?:that )?)?(?P<rest>.+)", ""),
    (rf"(?:make|turn|set|have|let) {_STEP_N} (?:to |be |look )?(?P<rest>.+)", "make it "),
    (
        rf"{_STEP_N} (?:should|could|must|ought to|needs? to|has to) (?:be|look|have been|become) (?P<rest>.+)",
        "make it ",
    ),
    (rf"(?:is )?{_STEP_N} (?P<rest>(?:is|was|looks?|seems?) .+)", "it "),
    (rf"(?P<rest>halve|double|triple|half(?: of)?|twice|strengthen|weaken|more of|less of) {_STEP_N}", ""),
    (rf"{_STEP_N}[,:] (?P<rest>.+)", ""),
    (rf"(?P<rest>.+) (?:in|for|at) {_STEP_N}", ""),
)
_SINGLE = {"halve": 0.5, "half": 0.5, "half of": 0.5, "double": 2.0, "twice": 2.0, "triple": 3.0, "strengthen": 1.5,
           "weaken": 0.67, "more of": 1.5, "less of": 0.67}  # fmt: skip
_AMOUNT = r"(?:use|to|by|try|make it|it|with|set it to|at|only|just)? ?(\d{1,3}) ?(?:%|percent)?(?: strength)?"


def _of_step(clause: Saying) -> Said | None:
    """An amendment of a step that is named by its number: "make step 1 twice as strong", "in step 2 use 50"."""
    for source, lead in _STEP_FORMS:
        match = fullmatch(source, clause.text)
        if match is None:
            continue
        args: dict[str, Any] = {"turn": amounts.ordinal(match["n"] or match["m"])}
        words = match["rest"]
        amount = fullmatch(_AMOUNT, words)
        if amount:
            return Said("amend", args, amount=float(amount[1]))
        rest = clause.cut(*match.span("rest"))
        factor = _SINGLE.get(words) or _factor(pattern(r"^(?:is|was|looks?|seems?) ").sub("", rest.text))
        if factor:
            return Said("amend", {**args, "factor": factor})
        if lead == "" and words == match[0].split(" ")[0]:
            return None
        said = lead or ("" if is_command(rest) else "make it ")
        return Said("amend", args, rest=_without_instead(Saying(said + rest.text, said + rest.raw, rest.quotes)))
    return None


_EVENT = (
    r"(?P<name>(?:the |that |my |your )(?:[\w-]+ ){0,2}?(?:crop|cropping|text|lettering|caption|title|writing|blur|"
    r"vignette|border|rotation|tilt|straightening|resizing|warmth|brightness|sharpening|filter|grain|recoloring|"
    r"edit|change|step|effect|flip|extension))"
)
_NAMED_FORMS: tuple[tuple[str, str], ...] = (
    (
        rf"(?:in|at|for|on|with) {_EVENT}(?:,|:)? "
        r"(?P<rest>(?:use|make|write|say|set|put|try|turn|take|crop|keep|do|be|have) .+)",
        "",
    ),
    (
        rf"(?:redo|re-do|do|repeat|change) {_EVENT},? (?:again )?(?:but|only|just|so that it is|with|to be) "
        r"(?:it |be )?(?P<rest>.+)",
        "make it ",
    ),
    (
        rf"(?:make|turn|set|have) {_EVENT} (?P<rest>(?:a (?:bit|little|lot|touch) |much |even |slightly |way |far )*"
        r"(?:tighter|looser|wider|stronger|weaker|softer|subtler|gentler|milder|less strong|more subtle|less intense|"
        r"more intense|half as (?:strong|much)|twice as (?:strong|much)))",
        "",
    ),
    (
        rf"{_EVENT} (?:is|was|looks?|seems?) (?P<rest>(?:way |far |much |a bit |a little |slightly )?too "
        r"(?:much|strong|weak|tight|loose|little|subtle|intense|heavy))",
        "",
    ),
    (
        rf"(?P<rest>halve|double|more of|less of|half of|strengthen|weaken|tone down|ease off|ease up on) {_EVENT}",
        "",
    ),
)
_OF_THE_CROP = {"tighter": 1.5, "looser": 0.67, "wider": 0.67, "too tight": 0.6, "too loose": 1.5, "closer": 1.5}
_LESS = {"softer", "subtler", "gentler", "milder", "less strong", "more subtle", "less intense", "weaker", "reduce",
         "tone down", "ease off", "ease up on"}  # fmt: skip


def _of_named(clause: Saying) -> Said | None:
    """An amendment of a step that is named, where it is known: "in the crop use 16:9", "redo the crop but tighter"."""
    for source, lead in _NAMED_FORMS:
        match = fullmatch(source, clause.text)
        if match is None:
            continue
        name = event_name(match["name"])
        words = pattern(r"^(?:a (?:bit|little|lot|touch)|much|even|slightly|way|far) (?!too )").sub("", match["rest"])
        bare = pattern(r"^(?:way|far|much|a bit|a little|slightly) (?=too )").sub("", words)
        factor = _OF_THE_CROP.get(bare) or _SINGLE.get(bare) or _factor(bare)
        factor = factor or (0.67 if bare in _LESS else 1.5 if bare in ("stronger", "more intense") else None)
        if factor:
            return Said("amend", {"name": name, "factor": factor}, unsure=True)
        if not lead and source is not _NAMED_FORMS[0][0]:
            return None
        rest = clause.cut(*match.span("rest"))
        said = "" if is_command(rest) and not rest.text.startswith("use ") else lead or "make it "
        rest = rest.cut(4) if said and rest.text.startswith("use ") else rest
        told = Saying(said + rest.text, said + rest.raw, rest.quotes)
        return Said("amend", {"name": name}, rest=_without_instead(told), unsure=True)
    return None


def amend(clause: Saying) -> Said | None:
    """An earlier step said anew: "in step 3 make it blue instead"; "no, make it green instead" for the last one."""
    numbered = _of_step(clause) or _of_named(clause)
    if numbered:
        return numbered
    match = search(
        (
            r"^(?:no|nope|nah|not quite|actually|wait|sorry|i meant|i mean|rather|oh no)(?:,? (?:actually|"
            r"sorry|rather|wait|i meant|i mean|no))*[,.:!]?\s+(?:i (?:meant|mean) )?(?=\w)(.+)$"
        ),
        clause.text,
    )
    if (
        match
        and not more_or_less(clause)
        and search(r"^(?:no|actually|wait|sorry|i mean|rather|nope|nah|not)", clause.text)
        and not search(
            r"^no (?!(?:i|make|that|it|the|not|don't|put|use|actually|wait|rather|sorry|do|turn|on|in|to|go|undo|"
            r"back|keep)\b)\w",
            clause.text,
        )
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
    r"^(?:previous|last|step|turn|version)\b|\b(?:clarity|sharpness|crispness|details?|focus|contrast|"
    r"visibility|brightness|"
    r"quality|balance|vibrancy|image|photo|picture|lighting|natural\w*)$"
)


def restore(clause: Saying) -> Said | None:
    """A part as it was earlier."""
    text = clause.text
    when = (
        r"(?:to )?(?:how|the way|what|like) (?:it|he|she|they) (?:was|were|looked|used to (?:be|look))|"
        r"(?:back )?to (?:its|his|her|their|the) (?:original|old|former|previous|first)(?: \w+)?|(?:from|"
        r"at|in) the (?:start|beginning|original(?: photo| picture| image)?)|as (?:it|he|she|they) (?:was|"
        r"were)|the way it was"
    )
    for source in (
        (
            r"^(?:bring|put|get|change|turn|set|take|restore|return|revert|give) (?:back )?(?:me "
            rf")?(?P<what>(?:the |his |her |my |its |their )?.+?) (?:back )?(?:{when})(?P<when>.*)$"
        ),
        (
            r"^(?:give|get) (?P<what>.+?) (?:its|his|her|their|the) (?:original|old|former|previous|first) "
            r"(?:colou?rs?|look|shape|size|appearance|state|place)? ?(?:back|again)(?P<when>.*)$"
        ),
        r"^(?:bring|get|put|give(?: me)?) back (?P<what>.+?)(?P<when>(?: (?:from|as it was|at|in) .*)?)$",
        (
            r"^(?:bring|get|put|want|i want|give(?: me)?) (?P<what>(?:the |his |her |my ).+?) back(?P<when>(?: "
            r"(?:from|as|at|in|again|how) .*)?)$"
        ),
        r"^restore (?P<what>.+?)(?P<when>(?: (?:from|to|as|at|in) .*)?)$",
        (
            r"^(?P<what>(?:the|his|her|my) .+?) (?:as|like|how|the way) (?:it|he|she|they) (?:was|were|"
            r"looked)(?P<when>.*)$"
        ),
    ):
        match = search(source, text)
        phrase = (
            target(pattern(r"^(?:original|old|first|earlier|former) ").sub("", clean(match["what"]))) if match else None
        )
        if match and phrase and not search(_QUALITIES, phrase):
            number = search(rf"\b{STEP} ({NUMBER})", match["when"])
            turn = amounts.ordinal(number[1]) if number else 0
            return Said("restore", {}, ({"op": "restore", "turn": turn or 0, "region": {"phrase": phrase}},))
    return None
