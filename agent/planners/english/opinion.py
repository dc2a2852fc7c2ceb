"""A kind of edit, and words that no rule fits → drafts of that kind, where its arguments can be found in the words.

Which kind it is, somebody else tells. Each kind says itself what it needs: without it there is no draft, and the caller
asks. It knows nothing of probabilities, pictures or history.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from agent.planners.english import geometry, grammar, lettering, lexicon, objects, repairs, scenery, tone, tones
from agent.planners.english.phrases import Draft, region, split_place, target, without_purpose
from agent.planners.english.saying import QUOTE, Saying, fullmatch, pattern, search

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
_NOT_TO = r"\b(?:don't|do not|never|nothing|not to|no need)\b"
_MODAL = r"(?:is|are|was|were|should|could|can|needs?|has|have|must|would|looks?|seems?|ought|being|to be|'s)"
_REMOVE = (
    r"(?:remov\w*|delet\w*|eras\w*|eradicat\w*|eliminat\w*|exclud\w*|omit\w*|discard\w*|banish\w*|dismiss\w*|"
    r"rid (?:\w+ )?of|(?:devoid|strip|free|purge|empty|clear) (?:\S+ ){1,3}(?:of|from)|without|los(?:e|ing)|"
    r"(?:take|taking|taken|edit|edited|editing|crop|paint|photoshop|airbrush|clone|cut|cop|wipe|rub|scrub|blot|spot)"
    r" (?:out|away|way|off)|turn off|fewer|less|reduce|drop(?:ping)?|hide|no more|no)"
)
_ADD = (
    r"(?:add\w*|put\w*|plac\w*|insert\w*|includ\w*|photoshop(?:ped)?|draw\w*|positioned?|appears?|show\w*|"
    r"edit in|throw|introduc\w*|glid\w*|hang\w*|creat\w*|align|sprinkl\w*|needs?|could use|should (?:have|be)|be)"
)
_SOME = r"(?:an?|some|more|another|additional|several|few|many|lots of|two|three|four|five|\d+)"


def drafts(kind: str, said: Saying) -> list[Draft]:
    """Drafts of that kind; empty where the words do not hold what it needs."""
    rule = _RULES.get(kind)
    if rule is None or search(_NOT_TO, said.text):
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
    found = target(pattern(_AIM).sub("", words))
    return found if found and len(found.split()) <= LONGEST else None


_AIM = r"(?<=\w) to (?!the |an? |his |her |its |my )\w+ \w.*$"
"""A purpose that follows a thing: "the sofa to enrich the setting"."""


def _object(said: Saying, verbs: str) -> Iterator[str]:
    """What the verb is about: the words behind it, or those in front of "should be" and the verb."""
    for match in pattern(rf"\b{verbs}\s+((?:the |all |any |that |those |this )?\S.*)$").finditer(said.text):
        if found := _phrase(without_purpose(match[1])):
            yield found
    passive = search(rf"^(?:there (?:is|are) |if |see )?(.+?),? {_MODAL}\b.*\b{verbs}\b", said.text)
    passive = passive or search(rf"^(?:have|get|want|see) ((?:the|that|this|his|her|all) .+?) {verbs}\b", said.text)
    if passive and (found := _phrase(passive[1])):
        yield found


def _remove(said: Saying) -> Iterator[list[Draft]]:
    for phrase in _object(said, _REMOVE):
        yield objects.remove(Saying(f"remove {phrase}", f"remove {phrase}", said.quotes))


def _add(said: Saying) -> Iterator[list[Draft]]:
    text = without_purpose(said.text)
    front = search(
        rf"^(?:positioned |located |placed )?((?:on|in|to|at|under|behind|near|over|by) .+?),? ?"
        rf"(?:\b(?:is|are|{_ADD}) )?\b({_SOME} .+)$",
        text,
    )
    if front:
        what = pattern(rf",? {_MODAL}\b.*$").sub("", front[2])
        yield [objects.thing(said.unquoted(what), front[1])]
    for match in pattern(rf"\b{_ADD}\s+({_SOME}\s+\S.*)$").finditer(text):
        what, where = split_place(match[1])
        yield [objects.thing(said.unquoted(what), where)] if _names(what) else []
    for phrase in _object(said, r"(?:add\w*|put|insert\w*|includ\w*|photoshop\w*(?: in)?|edit in|draw|shop in)"):
        what, where = split_place(phrase)
        yield [objects.thing(said.unquoted(what), where)] if _names(what) else []


def _names(words: str) -> bool:
    """Whether the words name a new thing: "a filter", "them" say nothing of which."""
    phrase = _phrase(words)
    return phrase is not None and phrase not in _UNNAMED and phrase not in lexicon.PRONOUNS


_UNNAMED = lexicon.words(
    "filter filters effect effects style look vibe mood feel something anything stuff thing it one"
)


def _replace(said: Saying) -> Iterator[list[Draft]]:
    shapes = (
        r"\b(?:replac\w*|swap\w*|substitut\w*|exchang\w*|switch\w*|fill\w*|cover\w*) (?P<old>.+?) "
        r"(?:with|for|by|to|into) (?P<new>.+)$",
        r"\b(?:chang\w*|turn\w*|transform\w*|convert\w*|make|modify) (?P<old>.+?) "
        r"(?:into|to|as|with) (?:be )?(?P<new>.+)$",
        r"\b(?:chang\w*|turn\w*|transform\w*|make|have) (?P<old>(?:the|his|her|all|that|this) .+?) (?P<new>an? .+)$",
        r"^(?P<new>.+?) (?:instead of|in place of|rather than) (?P<old>.+)$",
        r"^(?P<old>.+?) (?:should|could|can|must|would) (?:be|become|be changed to|be replaced (?:by|with)) "
        r"(?P<new>.+)$",
    )
    for source in shapes:
        match = search(source, without_purpose(said.text))
        if match and _phrase(match["new"]) and (_phrase(match["old"]) or "") not in _NO_THINGS:
            worn = search(r"^(?:be )?(?:wear(?:ing)?|(?:the )?one wearing) (.+)$", match["new"])
            yield objects.exchange(said, match["old"], f"{match['old']} wearing {worn[1]}" if worn else match["new"])


_NO_THINGS = frozenset(("", "it", *lexicon.words("season weather style mood pose color look time light lighting tone")))
"""What can be changed to something, and is no thing in the picture."""


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
    phrase = _phrase(match[1]) if match else None
    if phrase and not scenery.is_background(phrase) and not fullmatch(_NO_SCENE, phrase):
        yield scenery.background(Saying(*(2 * (f"change the background to {phrase}",)), said.quotes))


_NO_SCENE = r"(?:be )?(?:changed|different|new|better|nicer|replaced)"


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
    changed = search(
        r"\b(?:content|text|words?|number|lettering|writing|name) (?:of|on) (?P<where>.+?) (?:to|into) (?:say |read )?"
        rf"(?:the )?(?:text |words? |number |letters? )?(?P<new>{QUOTE}|[\w' .:!?-]{{1,60}})$",
        said.text,
    )
    if changed and not search(rf"\b{_MODAL}\b", changed["where"]) and (phrase := _phrase(changed["where"])):
        new = said.verbatim(*changed.span("new"))
        yield [{"op": "text", "action": "replace", "content": new, "region": {"phrase": phrase}}]
    yield lettering.change(said)
    written = search(
        rf"\b(?:say(?:s|ing)?|read(?:s|ing)?|text|words?|letters?) ({QUOTE}|[\w' .!?-]{{1,60}})$", said.text
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
        r"\b(?:pose|posture|position|stance|action|expression|gesture) of (?P<who>.+?) to (?:be )?(?P<how>.+)$",
        said.text,
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
    r"\b(?:make|making|made|enhanc\w*|sharpen\w*|brighten\w*|darken\w*|lighten\w*|improv\w*|focus(?: more)? on|bring|"
    rf"get|have|fix|let|touch ?up|tone|define|clean(?: up)?|highlight|soften|turn|adjust|correct|show) {_SUBJECT}"
    r"(?= (?:to|be|look|more|less|a (?:bit|little)|stand|pop|into|in (?:more )?focus|and|so|with|by|out|up|down|appear|"
    r"\w+er)\b|$)"
)
_IS = rf"^{_SUBJECT} (?:is|are|looks?|seems?|could|should|needs?|can|must|lacks?|appears?)\b"
_RAISED = r"\b(?:more|increas\w*|rais\w*|boost\w*|higher|improv\w*|better|add\w*|up|enhanc\w*|needs?|stronger)\b"
_LOWERED = r"\b(?:less|reduc\w*|lower\w*|decreas\w*|too|down|remov\w*|away|off|fewer|without|tone|minimi\w*|not so)\b"


def _about(text: str) -> Draft:
    """The region of a wish about light or colour, where one is said."""
    for source in (_IS, _VERB_OF, _OF):
        match = search(source, text)
        if match and (phrase := _phrase(match[1])) and not _is_quality(phrase):
            return region(phrase)
    return {}


def _is_quality(phrase: str) -> bool:
    """Whether the words name a quality of the picture rather than something in it: "the color balance"."""
    last = phrase.rsplit(maxsplit=1)[-1]
    return last in tones.NOUNS or last in lexicon.COLORS or search(_QUALITY, phrase) is not None


_QUALITY = (
    r"\b(?:appeal|issues?|ratio|grain\w*|midtones?|tones?|quality|picture|image|photo|shot|focus|look|levels?|values?|"
    r"curves?|light(?:s|ing)?|composition|balance|visibility|clarity|dimensions?|perspective|content)$"
)


def _placed(draft: Draft, where: Draft, text: str) -> Draft:
    """A draft of tone with a region that the words hold as it stands, or with none."""
    phrase = (draft.get("region") or {}).get("phrase", "")
    if phrase and phrase in text and len(phrase.split()) <= 6 and not _is_quality(phrase):
        return draft
    return {**{name: value for name, value in draft.items() if name != "region"}, **where}


def _adjust(said: Saying) -> Iterator[list[Draft]]:
    text = without_purpose(said.text)
    where = _about(text)
    yield [_placed(draft, where, text) for draft in tone.adjust(Saying(text, text, said.quotes))]
    more, less = search(_RAISED, text), search(_LOWERED, text)
    task = None if more and not less else repairs.named(text)
    yield [{"op": "enhance", "task": task}] if task else []
    for word in said.words:
        if more or less:
            yield [{**draft, **where} for draft in _recast(said, f"{'more' if more else 'less'} {word}")]
    if search(_OF_TONE, text):
        yield [{"op": "adjust", "auto": True, **where}]


_OF_TONE = (
    r"\b(?:bri[gh]|bright|dark|light|lit\b|lum|illum|radian|brillian|shar|crisp|contrast|colou?r|satur|hue|tint|tone|expos|"
    r"focus|focal|foccus|blur|blurr|fuzz|clear|clari|glare|shin[ey]|grain|nois|haz[ey]|fog|mist|veil|cloudi|unclou|rain|"
    r"wet|obscur|detail|visib|visual|vivid|vibran|vignet|shad[eo]|highlight|white|black|warm|cool|dull|pop|stand|balance|"
    r"qualit|resolution|pixel|defin|gamma|level|curve|enhanc|improv|restor|refin|touch|retouch|distinct|notic|contras)"
)
"""What speaks of light, colour or sharpness, in any form and most misspellings; "better" alone asks for nothing."""


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
