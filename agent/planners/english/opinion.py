"""A kind of edit, and words that no rule fits → drafts of that kind, where its arguments can be found in the words.

Which kind it is, somebody else tells. Each kind says itself what it needs: without it there is no draft, and the caller
asks. It knows nothing of probabilities, pictures or history.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from agent.planners.english import geometry, grammar, lettering, lexicon, objects, repairs, scenery, tone
from agent.planners.english.phrases import Draft, region, split_place, target, without_purpose
from agent.planners.english.saying import QUOTE, Saying, pattern, search

OPERATIONS: dict[str, frozenset[str]] = {
    "adjust": frozenset(("adjust", "enhance", "relight")),
    "remove": frozenset(("remove",)),
    "add": frozenset(("add", "text")),
    "replace": frozenset(("replace", "background", "text")),
    "recolor": frozenset(("recolor", "retexture")),
    "retexture": frozenset(("retexture", "recolor")),
    "background": frozenset(("background",)),
    "crop": frozenset(("crop", "extend")),
    "rotate": frozenset(("rotate", "straighten", "flip")),
    "move": frozenset(("move",)),
    "text": frozenset(("text",)),
    "restyle": frozenset(("restyle",)),
    "duplicate": frozenset(("duplicate",)),
    "extract": frozenset(("extract",)),
    "pose": frozenset(("pose",)),
    "resize": frozenset(("resize",)),
}
"""The operations that are an edit of each kind."""
LONGEST = 12
"""Words of a phrase; what is longer was not understood."""
_MODAL = r"(?:is|are|was|were|should|could|can|needs?|has|have|must|would|looks?|seems?|ought|being|to be|'s)"
_REMOVE = (
    r"(?:remov\w*|delet\w*|eras\w*|eradicat\w*|eliminat\w*|exclud\w*|omit\w*|discard\w*|banish\w*|dismiss\w*|"
    r"rid (?:\w+ )?of|(?:devoid|strip|free|purge|empty|clear) (?:\S+ ){1,3}(?:of|from)|without|los(?:e|ing)|"
    r"(?:take|taking|taken|edit|edited|editing|crop|paint|photoshop|airbrush|clone|cut|cop|wipe|rub|scrub|blot|spot)"
    r" (?:out|away|way|off)|turn off|fewer|less|reduce|drop(?:ping)?|hide|no more|no)"
)
_ADD = (
    r"(?:add\w*|put\w*|plac\w*|insert\w*|includ\w*|photoshop(?:ped)?|draw\w*|positioned?|appears?|show\w*|"
    r"edit in|throw|introduc\w*|glid\w*|hang\w*|creat\w*|needs?|could use|should (?:have|be)|be|is|are|have|see)"
)
_SOME = r"(?:an?|some|more|another|additional|several|few|many|lots of|two|three|four|five|\d+)"


def drafts(kind: str, said: Saying) -> list[Draft]:
    """Drafts of that kind; empty where the words do not hold what it needs."""
    rule = _RULES.get(kind)
    if rule is None:
        return []
    allowed = OPERATIONS[kind]
    for found in rule(said):
        if found and all(draft["op"] in allowed for draft in found):
            return found
    return []


def _recast(said: Saying, words: str) -> list[Draft]:
    """What the grammar makes of the same wish in its own words."""
    return grammar.drafts(Saying(words, words, said.quotes))


def _phrase(words: str) -> str | None:
    """A target that is short enough to be one, and names something."""
    found = target(words)
    return found if found and len(found.split()) <= LONGEST else None


def _object(said: Saying, verbs: str) -> Iterator[str]:
    """What the verb is about: the words behind it, or those in front of "should be" and the verb."""
    for match in pattern(rf"\b{verbs}\s+((?:the |all |any |that |those |this )?\S.*)$").finditer(said.text):
        if found := _phrase(without_purpose(match[1])):
            yield found
    passive = search(rf"^(?:there (?:is|are) |if |see )?(.+?),? {_MODAL}\b.*\b{verbs}\b", said.text)
    if passive and (found := _phrase(passive[1])):
        yield found


def _remove(said: Saying) -> Iterator[list[Draft]]:
    for phrase in _object(said, _REMOVE):
        yield objects.remove(Saying(f"remove {phrase}", f"remove {phrase}", said.quotes))


def _add(said: Saying) -> Iterator[list[Draft]]:
    text = without_purpose(said.text)
    front = search(rf"^((?:on|in|to|at|under|behind|near|over|by) .+?),? ?(?:\b{_ADD} )?\b({_SOME} .+)$", text)
    if front:
        what = pattern(rf",? {_MODAL}\b.*$").sub("", front[2])
        yield [objects.thing(said.unquoted(what), front[1])]
    for match in pattern(rf"\b{_ADD}\s+({_SOME}\s+\S.*)$").finditer(text):
        what, where = split_place(match[1])
        yield [objects.thing(said.unquoted(what), where)] if _phrase(what) else []
    for phrase in _object(said, r"(?:add\w*|put|insert\w*|includ\w*|photoshop\w*(?: in)?|edit in|draw|shop in)"):
        what, where = split_place(phrase)
        yield [objects.thing(said.unquoted(what), where)] if _phrase(what) else []


def _replace(said: Saying) -> Iterator[list[Draft]]:
    shapes = (
        r"\b(?:replac\w*|swap\w*|substitut\w*|exchang\w*|switch\w*|fill\w*|cover\w*) (?P<old>.+?) (?:with|for|by|to|into) "
        r"(?P<new>.+)$",
        r"\b(?:chang\w*|turn\w*|transform\w*|convert\w*|make|modify) (?P<old>.+?) (?:into|to|as|with) (?:be )?(?P<new>.+)$",
        r"\b(?:chang\w*|turn\w*|transform\w*|make|have) (?P<old>(?:the|his|her|all|that|this) .+?) (?P<new>an? .+)$",
        r"^(?P<new>.+?) (?:instead of|in place of|rather than) (?P<old>.+)$",
        r"^(?P<old>.+?) (?:should|could|can|must|would) (?:be|become|be changed to|be replaced (?:by|with)) (?P<new>.+)$",
    )
    for source in shapes:
        match = search(source, without_purpose(said.text))
        if match and _phrase(match["old"]) and _phrase(match["new"]):
            yield objects.exchange(said, match["old"], match["new"])


def _recolor(said: Saying) -> Iterator[list[Draft]]:
    color = next((word for word in reversed(said.words) if word in lexicon.COLORS), None)
    if color is None:
        return
    shaped = search(rf"^(?:\w+ )?(?P<what>(?:the|his|her|all|that|this|my|its) .+?) (?:\w+ )?{color}\b", said.text)
    if shaped and (phrase := _phrase(shaped["what"])):
        yield [{"op": "recolor", "color": color, "region": {"phrase": phrase}}]


def _retexture(said: Saying) -> Iterator[list[Draft]]:
    made = search(rf"\b({'|'.join(sorted(lexicon.MATERIALS))})\b", said.text)
    what = search(r"\b((?:the|his|her|all|that|this|my|its) .+?) (?:\w+ )?(?:of|into|to|in|from|as|like)\b", said.text)
    if made and what and (phrase := _phrase(what[1])):
        yield [{"op": "retexture", "material": made[1], "region": {"phrase": phrase}}]


def _background(said: Saying) -> Iterator[list[Draft]]:
    match = search(r"\b(?:to|into|with|as|be|in|at|for|on|of) ((?:an? |the )?[^,.]+)$", without_purpose(said.text))
    if match and (phrase := _phrase(match[1])) and not scenery.is_background(phrase):
        yield scenery.background(Saying(*(2 * (f"change the background to {phrase}",)), said.quotes))


def _crop(said: Saying) -> Iterator[list[Draft]]:
    text = without_purpose(said.text)
    for match in pattern(r"\b(?:crop\w*|cop|trim\w*|cut\w*|zoom\w*|clip\w*)\b.*$").finditer(text):
        verb, _, rest = match[0].partition(" ")
        plain = "zoom" if verb.startswith("zoom") else "crop"
        yield _recast(said, f"{plain} {rest}".strip())
    if search(r"\b(?:out|wider|back|further|farther|bigger|room|extend|expand)\b", text):
        yield geometry.extend(Saying("extend the picture", "extend the picture"))
    if search(r"\b(?:crop\w*|zoom\w*|closer|close ?up|closeup|tighter|frame|fram\w+)\b", text):
        near = search(r"\b(?:on|to|of|around) ((?:the|his|her|my|this|that) .+)$", text)
        phrase = _phrase(near[1]) if near else None
        yield [{"op": "crop", "region": {"phrase": phrase}}] if phrase else [{"op": "crop", "zoom": 1.25}]


def _rotate(said: Saying) -> Iterator[list[Draft]]:
    if search(r"\b(?:straight\w*|level\w*|align\w*|tilt\w*|slant\w*|crooked|skew\w*|horizon\w*|plumb)\b", said.text):
        yield [{"op": "straighten"}]
    if search(r"\b(?:flip\w*|mirror\w*)\b", said.text):
        yield _recast(said, "flip it")
    if search(r"\b(?:rotat\w*|turn\w*|spin)\b", said.text):
        degrees = search(r"(\d{1,3})", said.text)
        yield _recast(said, f"rotate it {degrees[1] if degrees else 90} degrees")


def _move(said: Saying) -> Iterator[list[Draft]]:
    verbs = r"(?:mov\w*|bring|put|shift\w*|slide|push|pull|nudge|relocat\w*|reposition\w*|plac\w*|cent(?:er|re))"
    match = search(rf"\b{verbs} ((?:the|his|her|this|that|all|both|my)? ?\S.*)$", without_purpose(said.text))
    if match:
        yield geometry.move(Saying(*(2 * (f"move {match[1]}",)), said.quotes))


def _text(said: Saying) -> Iterator[list[Draft]]:
    yield lettering.change(said)
    written = search(
        rf"\b(?:say(?:s|ing)?|read(?:s|ing)?|text|words?|letters?|number|numbers|content|with|to) ({QUOTE}|[\w' .!?-]{{1,60}})$",
        said.text,
    )
    if written:
        yield lettering.write(Saying(f"write {written[1]}", f"write {said.raw[slice(*written.span(1))]}", said.quotes))


def _restyle(said: Saying) -> Iterator[list[Draft]]:
    shaped = search(
        r"\b(?:of|in|into|to|like|as|with|through|for) (?:the |an? )?(?P<style>(?:[\w-]+ ){0,3}?[\w-]+)"
        r"(?: (?:style|look|aesthetics?|art|painting|feel|effect|vibes?|elements|world|composition|drawing|photo))*$",
        without_purpose(said.text),
    )
    if shaped:
        yield _recast(said, f"make it in {shaped['style']} style")


def _pose(said: Saying) -> Iterator[list[Draft]]:
    match = search(
        r"\b(?:pose|posture|position|stance|action|expression|gesture) of (?P<who>.+?) to (?:be )?(?P<how>.+)$", said.text
    ) or search(
        r"\b(?:make|have|let|get|change) (?P<who>(?:the|his|her|this|that|all) .+?) (?:to |be |is |are )*"
        r"(?P<how>(?:\w+ing|look|sit|stand|smile|face|jump|run|walk|turn|wave|hold|raise|lie|open|close)\b.*)$",
        said.text,
    )
    if match and (phrase := _phrase(match["who"])):
        yield [{"op": "pose", "pose": match["how"][:200], "region": {"phrase": phrase}}]


def _named(operation: str, verbs: str) -> Callable[[Saying], Iterator[list[Draft]]]:
    """The rule of a kind that only needs to know what it is about."""

    def rule(said: Saying) -> Iterator[list[Draft]]:
        for phrase in _object(said, verbs):
            yield _recast(said, f"{operation} the {phrase}")

    return rule


_SUBJECT = r"((?:the|his|her|this|that|these|those|all|my|its|each|every) [\w' -]+?)"
_OF = rf"\b(?:of|on|in|to|for|from|around|at) {_SUBJECT}$"
_VERB_OF = (
    rf"\b(?:make|making|made|enhanc\w*|sharpen\w*|brighten\w*|darken\w*|lighten\w*|improv\w*|focus(?: more)? on|bring|get|"
    rf"have|fix|let|touch ?up|tone|define|clean(?: up)?|highlight|soften|turn|adjust|correct|show) {_SUBJECT}"
    r"(?= (?:to|be|look|more|less|a (?:bit|little)|stand|pop|into|in (?:more )?focus|and|so|with|by|out|up|down|appear|\w+er)\b|$)"
)
_IS = rf"^{_SUBJECT} (?:is|are|looks?|seems?|could|should|needs?|can|must|lacks?|appears?)\b"
_RAISED = r"\b(?:more|increas\w*|rais\w*|boost\w*|higher|improv\w*|better|add\w*|up|enhanc\w*|needs?|stronger)\b"
_LOWERED = r"\b(?:less|reduc\w*|lower\w*|decreas\w*|too|down|remov\w*|away|off|fewer|without|tone|minimi\w*|not so)\b"


def _about(text: str) -> Draft:
    """The region of a wish about light or colour, where one is said."""
    for source in (_IS, _VERB_OF, _OF):
        match = search(source, text)
        if match and (phrase := _phrase(match[1])):
            return region(phrase)
    return {}


def _adjust(said: Saying) -> Iterator[list[Draft]]:
    text = without_purpose(said.text)
    where = _about(text)
    yield tone.adjust(Saying(text, text, said.quotes))
    more, less = search(_RAISED, text), search(_LOWERED, text)
    for word in said.words:
        if less and not more:
            yield [{**draft, **where} for draft in _recast(said, f"less {word}")]
        yield [{**draft, **where} for draft in _recast(said, f"more {word}")] if more else []
    task = repairs.named(text)
    yield [{"op": "enhance", "task": task, **where}] if task else []
    yield [{"op": "adjust", "auto": True, **where}]


_RULES: dict[str, Callable[[Saying], Iterator[list[Draft]]]] = {
    "adjust": _adjust,
    "remove": _remove,
    "add": _add,
    "replace": _replace,
    "recolor": _recolor,
    "retexture": _retexture,
    "background": _background,
    "crop": _crop,
    "rotate": _rotate,
    "move": _move,
    "text": _text,
    "restyle": _restyle,
    "duplicate": _named("duplicate", r"(?:duplicat\w*|cop(?:y|ies)(?: of)?|clon\w*|repeat\w*|multipl\w*)"),
    "extract": _named("extract", r"(?:extract\w*|isolat\w*|cut ?out(?: of)?|single out|segment\w*|separate)"),
    "pose": _pose,
    "resize": _named("resize", r"(?:resiz\w*|scal\w*(?: up| down)?|enlarg\w*|shrink\w*|magnif\w*|size of)"),
}
