"""One clause → drafts of operations: the verb that begins it chooses the rules that are tried, in order.

A rule is a function from a clause to drafts, empty where it does not fit. Knows nothing of acts, history or pictures.
"""

from __future__ import annotations

from collections.abc import Callable

from agent.planners.english import (
    amounts, geometry, lettering, lexicon, makeover, objects, repairs, tone, tones,
)  # fmt: skip
from agent.planners.english.phrases import Draft, clean, target, without_purpose
from agent.planners.english.saying import QUOTE, Saying, search

Rule = Callable[[Saying], list[Draft]]


def when(words: str, rule: Rule) -> Rule:
    """The rule, for clauses in which `words` (a regular expression) occur."""

    def guarded(clause: Saying) -> list[Draft]:
        return rule(clause) if search(words, clause.text) else []

    return guarded


def _more_of(clause: Saying) -> list[Draft]:
    """ "two more balloons" and the like, said without a verb."""
    match = search(
        r"^(?:an?other|(?:one|two|three|four|five|\d+) (?:more|extra|additional|other))\s+([\w' -]+)$", clause.text
    )
    if match is None:
        return []
    count = amounts.count(clause.text) or 1
    what = target(match[1])
    draft: Draft = {"op": "duplicate", "region": {"phrase": objects.singular(what or "it")}}
    return [{**draft, "count": min(count, 20)} if count > 1 else draft]


def _generate(clause: Saying) -> list[Draft]:
    match = search(
        r"^(?:(?:forget|scrap) (?:this|that|the (?:photo|picture|image)),? )?(?:generate|create|draw|paint|make)(?: me)? (?:(?:an? )?(?:new |fresh )?(?:\d+ ?(?:x|by) ?\d+ )?(?:picture|image|photo|illustration) of )(.+)$",
        clause.text,
    )
    match = (
        match
        or search(r"^generate (?:an? |the )?(.+)$", clause.text)
        or search(
            r"^(?:forget|scrap) (?:this|that|the) (?:photo|picture|image),? (?:draw|paint|make|generate) (.+)$",
            clause.text,
        )
    )
    if match is None:
        return []
    size = search(r"(\d{2,5}) ?(?:x|by) ?(\d{2,5})", clause.text)
    sides = {"width_px": int(size[1]), "height_px": int(size[2])} if size else {}
    return [{"op": "generate", "prompt": clause.verbatim(*match.span(1)), **sides}]


def _more_light(clause: Saying) -> list[Draft]:
    return tone.adjust(clause)


def _should_be_there(clause: Saying) -> list[Draft]:
    """ "there should be a hat on the bench", "what if there were a dog", "I want a bird in the sky", "it needs a boat"."""
    match = search(
        r"^(?:what )?(?:if )?(?:let )?there (?:should be|were|was|could be|be|to be|needs? to be|must be|would be|ought to be)\s+(.+)$",
        clause.text,
    )
    match = match or search(
        r"^(?:it|the (?:image|photo|picture|scene)|this) (?:needs|could use|should have|wants|lacks|could do with)\s+(.+)$",
        clause.text,
    )
    match = match or search(
        r"^(?:at|on|in|to) the (?:left|right|top|bottom|front|back|center|middle) of .+?,? (?:place|put|add|set|position) (.+)$",
        clause.text,
    )
    match = match or search(
        r"^((?:an?|some|more|two|three|several) [\w' -]+? (?:on|in|next to|near|beside|behind|under|above|at|over) .+)$",
        clause.text,
    )
    if match is None:
        return []
    what, where = objects.split_place(match[1])
    return [objects.thing(clause.unquoted(what), where)] if clean(what) else []


def _give(clause: Saying) -> list[Draft]:
    """ "give the man a hat", "the dog should wear glasses", "let her have a crown", "have him holding a cup"."""
    match = search(
        r"^give\s+(?P<who>(?:(?:the|his|her|that|this|each|every|both) [\w' -]+?)|him|her|them|it)\s+(?P<what>(?:an?|some|two|three|more|the|his|her|\d) .+)$",
        clause.text,
    )
    match = match or search(
        r"^(?:let|have|make)?\s*(?P<who>(?:the |his |her |a )?[\w' -]+?)\s+(?:should |could |would |to )?(?:be )?(?:wear(?:ing)?|have|having|hold(?:ing)?|carry(?:ing)?)\s+(?P<what>(?:an?|some|two|three|the|his|her) .+)$",
        clause.text,
    )
    if match is None:
        return []
    what = objects.thing(clause.unquoted(without_purpose(match["what"])))
    return [{**what, "region": {"phrase": target(match["who"]) or "it"}}]


def _instead(clause: Saying) -> list[Draft]:
    """ "put a cat in place of the dog", "a cat instead of the dog"."""
    match = search(
        r"^(?:(?:put|add|use|place|have|show|insert|set)\s+)?(?P<new>.+?)\s+(?:instead of|in place of|in the place of)\s+(?P<old>.+)$",
        clause.text,
    )
    match = match or search(
        r"^instead of (?P<old>.+?),? (?:put|add|use|place|have|show|insert|make it|i want|can you (?:put|add))\s+(?P<new>.+)$",
        clause.text,
    )
    return objects.exchange(clause, match["old"], match["new"]) if match else []


_GEOMETRY_FIRST: tuple[Rule, ...] = (
    when(r"\b(?:tighter|closer|close-?up|square|widescreen|panoramic|\d ?[:x] ?\d)\b", geometry.tighter),
    when(r"\b(?:angle|view|viewpoint|perspective|above|overhead|below|behind|eye)\b", geometry.viewpoint),
)
_FAMILIES: dict[str, tuple[Rule, ...]] = {
    "crop": (when(r"^(?:crop|trim|chop|clip|shave|slice|cut (?!out)|cut out (?:some|part|the (?:left|right|top|bottom)))", geometry.crop),),
    "zoom": (geometry.zoom,),
    "flip": (when(r"^(?:flip|mirror|reverse|invert)(?!.*\bcolou?rs?\b)", geometry.flip),),
    "straighten": (when(r"^(?:straighten|level|align|allign|deskew)", geometry.straighten),),
    "rotate": (when(r"^(?:rotate|spin)|^(?:turn|tilt)\b.*(?:degrees?|°|clockwise|upside[- ]down|sideways|to the (?:left|right)|^turn (?:it|this) (?:left|right|around))|^tilt\b", geometry.rotate),),
    "duplicate": (objects.duplicate,),
    "extract": (objects.extract,),
    "extend": (when(r"^(?:extend|expand|outpaint|uncrop|widen)", geometry.extend),),
    "write": (lettering.write,),
    "add": (
        when(rf"{QUOTE}|\b(?:{lexicon.LETTERING})\b|\bsay", lettering.write), when(r"\b(?:cop(?:y|ies)|duplicates?|clones?) of\b", objects.duplicate),
        when(r"background|backdrop", makeover.background), when(r"\b(?:space|room|canvas|margin|border)\b.*\b(?:around|above|below|left|right|top|bottom|sides?)\b|^(?:add|show|include) (?:more|some) (?:of the )?(?:sky|ground|foreground|scene|picture|background)\b", geometry.extend),
        when(r"\blight", makeover.relight), tone.adjust, when(r"\b(?:style|filter|effect|look)\b", makeover.restyle), _instead, _give, makeover.recolor, objects.add,
    ),
    "remove": (when(r"^(?:cut|lift) out (?!some|part)", objects.extract), objects.remove, tone.adjust),
    "replace": (when(rf"{QUOTE}|\b(?:text|words?|number|lettering|caption|logo)\b", lettering.change), objects.replace),
    "resize": (when(r"^(?:resize|scale|enlarge|shrink|magnify|downsize|upsize|grow)", geometry.resize),),
    "move": (when(r"^(?:move|shift|slide|relocate|reposition|nudge|push|pull|center|drag|scoot|bring .*\b(?:to|closer|forward|left|right|down|up)\b)", geometry.move),),
    "color": (makeover.recolor,),
    "restyle": (when(r".", makeover.restyle),),
    "generate": (_generate,),
}  # fmt: skip
_ANY: tuple[Rule, ...] = (
    makeover.auto,
    when(
        r"\b(?:crooked|tilted|slanted|askew|lopsided|not (?:straight|level|even)|isn't (?:straight|level)|straighten\w*|uneven|leaning|horizon)\b",
        geometry.straighten,
    ),
    repairs.enhance,
    lettering.change,
    when(r"\b(?:background|backdrop|scenery|setting|surroundings?|environment|elements|scene)\b", makeover.background),
    makeover.material,
    makeover.sized,
    makeover.restyle,
    makeover.recolor,
    when(r"\b(?:count|number|amount|quantity) of\b|\bcop(?:y|ies) of\b", objects.duplicate),
    when(r"\bposition of\b", lambda clause: _position(clause)),
    tone.adjust,
    makeover.posed,
    _should_be_there,
    _instead,
    makeover.background,
    _give,
    makeover.become,
    when(
        r"\b(?:remov|delet|eras|eliminat|banish|gone|no |rid |without|disappear|absence|vanish|taken|edited out|photoshopped)",
        objects.remove,
    ),
    makeover.relight,
    _more_of,
    when(r"^(?:show|what|see|from|a|as)\b", geometry.viewpoint),
)


def _position(clause: Saying) -> list[Draft]:
    """ "change the position of the cup to the left of the plate"."""
    match = search(r"\bposition of (.+?) (?:to|into) (.+)$", clause.text)
    if match is None:
        return []
    return geometry.move(Saying(f"move {match[1]} to {match[2]}", f"move {match[1]} to {match[2]}"))


def drafts(clause: Saying) -> list[Draft]:
    """What a clause asks for; empty where no rule fits."""
    verb = lexicon.lemma(clause.words[0]) if clause.words else None
    tried: list[Rule] = [*_GEOMETRY_FIRST]
    for family in lexicon.families().get(verb or "", ()):
        tried += _FAMILIES.get(family, ())
    if clause.words and clause.words[0] in tones.verbs() and verb is None:
        tried.append(when(r"background|backdrop", makeover.background))
        tried.append(tone.adjust)
    for rule in (*tried, *_ANY):
        found = rule(clause)
        if found:
            return found
    return []
