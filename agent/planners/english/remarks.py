"""Acts that leave the picture alone: remember, rate, answer, export, none. Knows no store."""

from __future__ import annotations

from typing import Any

from agent.planners.english.said import Said
from agent.planners.english.saying import QUOTE, Saying, fullmatch, pattern, search


def remember(clause: Saying) -> Said | None:
    match = search(
        (
            r"^(?:from (?:now|here) on(?:wards)?,?|always|never|going forward,?|in future,?|for all (?:future "
            r")?edits,?|remember(?: that| to)?:?|keep in mind(?: that)?:?|as a rule,?|whatever (?:i|you) "
            r"(?:say|do),?|for the rest of (?:this|the) session,?)\s+(.+)$"
        ),
        clause.text,
    )
    if match is None and not _spares(clause):
        return None
    start = match.start(1) if match and not search(r"^(?:always|never)", clause.text) else 0
    return Said("remember", {"rule": clause.verbatim(start, len(clause.text))[:500]})


def _spares(clause: Saying) -> bool:
    """Whether a thing, or somebody by name, is to be left alone."""
    match = fullmatch(
        r"(?:don't|do not) (?:ever )?(?:touch|change|edit|alter|move|crop) (?P<what>.+)|"
        r"leave (?P<left>.+?) (?:alone|untouched|as (?:it|they|he|she) (?:is|are))(?: .*)?|"
        r"keep (?P<kept>.+?) (?:as (?:it|they|he|she) (?:is|are)|the same|untouched|unchanged)",
        clause.text,
    )
    if match is None:
        return False
    start = match.start(match.lastgroup or 0)
    called = clause.raw[start].isupper() and clause.raw != clause.raw.upper()
    return called or search(r"^(?:the|his|her|their|my|any) ", clause.text[start:]) is not None


_PRAISE = (
    r"(?:(?:very |really |so |that's |that is |this is |it's |it is |looks? |looking |that looks |this "
    r"looks |it looks |absolutely |just |oh |wow,? |yes,? |pretty |all |ok(?:ay)?,? |much |the "
    r"(?:photo|picture|image) (?:is|looks) )*"
    r"(?:nice|great|perfect|good|awesome|amazing|beautiful|lovely|excellent|wonderful|fantastic|superb|"
    r"brilliant|cool|gorgeous|stunning|well done|good job|nice job|great job|nice work|great work|good "
    r"work|better|"
    r"love it|love this|i love it|i love this|i like it|i like this|i like that|like it|exactly|spot "
    r"on|nailed it|just right|fine|thanks|thank you|thanks a lot|thank you so much|cheers|yay|hooray|"
    r"wow|what i wanted|the way i wanted it|how i wanted it|impressive|ty|thx|tysm|nice one|good one|ta|👍|❤️)"
    r"(?: (?:now|already|like that|like this|as it is|as is|so far|to me|thanks|thank you|job|work|"
    r"picture|photo|image|shot|too|indeed|one|already|again|enough|pic|photography|color|colors|view|"
    r"composition))*)"
)
_SCORN = (
    r"(?:no|nope)|(?:(?:that's|that is|this is|it's|it is|that looks|it looks|this looks|looks|oh|no|ugh|very|"
    r"really|pretty|just|so) )*(?:bad|wrong|awful|terrible|horrible|ugly|not (?:good|right|great|what "
    r"i (?:wanted|meant|asked(?: for)?))|worse|weird|disappointing|rubbish|fake|unnatural|poor)"
    r"|meh|ew+|yuck|nah|i (?:don't|do not) (?:really )?like (?:it|this|that)|i hate (?:it|this|that)|"
    r"that didn't work|it didn't work|(?:you )?missed"
)
_AGAIN = (
    r"(?:try (?:that |it |this )?(?:again|once more|another time)|again|once more|one more time|do "
    r"(?:it|that) (?:again|over)|another (?:try|one|attempt|go)|redo it differently|retry|give it "
    r"another (?:try|go|shot)|different(?:ly)? please|try (?:something else|another one)|something (?:else|different))"
)


_SEND = (
    r"(?:send|e-?mail|text|post|share|upload|print|tweet|message|forward)(?: out)? (?:it|this|that|"
    r"them|the (?:photo|picture|image|"
    r"result))(?: (?:to|on|with|out|via|in|at|for)\b.*)?"
)


def rate(clause: Saying) -> Said | None:
    text = pattern(r"[\s,.!?]+$").sub("", clause.text)
    if fullmatch(_SEND, text):
        return Said("ask", {"text": "send"})
    if fullmatch(rf"{_PRAISE}(?:[\s,.!]+(?:and |but )?{_PRAISE})*", text):
        return Said("rate", {"value": "good"})
    if fullmatch(r"actually,? no|no,? (?:actually|wait)|hmm+,? no|not really|wait,? no", text):
        return Said("rate", {"value": "bad"})
    if text not in ("no", "nope") and fullmatch(
        rf"(?:{_SCORN})?[\s,.!;]*(?:and |so |please )?{_AGAIN}|(?:{_SCORN})", text
    ):
        return Said("rate", {"value": "bad"})
    return None


_ASKING = r"(?:(?:list|show|tell|what|which|are there|do i have|any)\b.*)"


def answer(clause: Saying) -> Said | None:
    text = clause.text
    if search(rf"^{_ASKING}?\b(?:(?:standing )?rules|names)(?: \w+){{0,3}}$", text):
        return Said("answer", {"text": clause.verbatim(0, len(text))})
    asked = search(
        (
            r"^(?:what (?:did|have|can|are|is|do|was|kind|were|colou?r|else)|what's|which|how (?:many|do|does|"
            r"can|much|big|large|did|come)|who|where|when|why|list|show (?:me )?(?:the )?(?:history|steps|log|"
            r"list)|tell me|what font|did (?:it|that)|is it done|help$|help me$|do you|are you|is "
            r"(?:it|this|that|there)|did you|can you (?:help|do "
            r"anything|see|undo)|describe|explain|history$)\b"
        ),
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
        (
            r"^(?:save|export|download|store|output|write(?= (?:it|this|that|the \w+|to)\b)|keep a copy|give "
            r"me (?:a |the )?(?:file|png|jpe?g))\b"
        ),
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
        (
            r"^(?:save|export|download)(?: (?:it|this|that|the (?:picture|photo|image|result)|everything|now|a "
            r"copy|my work))*$"
        ),
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
        (
            r"(?:never ?mind|nevermind|cancel|forget (?:it|about it)|nothing|no(?:thing)? (?:more|else|changes?|"
            r"edits?)(?: needed)?|hello(?: there)?|hi(?: there)?|hey(?: there)?|good (?:morning|evening|"
            r"afternoon|day)|bye|goodbye|see you|that's (?:all|it)|that is all|i'm done|done|ok(?:ay)?|sure|"
            r"hmm+|um+|uh+|no thanks|no thank you|leave it(?: (?:as it is|like that|be|alone))?|keep it(?: "
            r"(?:as it is|like that|this way))?|stop|wait|let me (?:think|see)|test|lol|haha+|don't (?:change|"
            r"do) anything|no (?:further |other |more )?(?:enhancements?|changes?|edits?|improvements?)(?: "
            r"(?:are )?(?:needed|necessary|required))?|looks fine as is|good night)"
        ),
        clause.text,
    ):
        return Said("none")
    return None
