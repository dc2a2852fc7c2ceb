"""One clause → drafts of operations: the verb that begins it chooses the rules that are tried, in order.

A rule is a function from a clause to drafts, empty where it does not fit. Knows nothing of acts, history or pictures.
"""

from __future__ import annotations

from collections.abc import Callable

from agent.planners.english import (
    amounts,
    becoming,
    fresh,
    geometry,
    kept,
    leads,
    lettering,
    lexicon,
    looks,
    objects,
    paint,
    repairs,
    rewording,
    scenery,
    tone,
    tones,
)
from agent.planners.english.phrases import Draft, clean, split_place, target, without_purpose
from agent.planners.english.saying import QUOTE, Saying, fullmatch, pattern, search

Rule = Callable[[Saying], list[Draft]]


def when(words: str, rule: Rule) -> Rule:
    """The rule, for clauses in which `words` (a regular expression) occur."""

    def guarded(clause: Saying) -> list[Draft]:
        return rule(clause) if search(words, clause.text) else []

    return guarded


def _more_of(clause: Saying) -> list[Draft]:
    """More of what is there: "two more balloons" and the like, said without a verb."""
    match = search(
        r"^(?:an?other|(?:one|two|three|four|five|\d+) (?:more|extra|additional|other))\s+([\w' -]+)$", clause.text
    )
    if match is None:
        return []
    count = amounts.count(clause.text) or 1
    what = target(match[1])
    what = None if what in ("one", "ones") else what
    draft: Draft = {"op": "duplicate", "region": {"phrase": objects.singular(what or "it")}}
    return [{**draft, "count": min(count, 20)} if count > 1 else draft]


def _should_be_there(clause: Saying) -> list[Draft]:
    """What should be there: "there should be a hat on the bench", "what if there were a dog", "it needs a boat"."""
    match = search(
        (
            r"^(?:what )?(?:if )?(?:let )?there (?:should be|were|was|could be|be|to be|needs? to be|must be|"
            r"would be|ought to be)\s+(.+)$"
        ),
        clause.text,
    )
    match = match or search(
        (
            r"^(?:it|the (?:image|photo|picture|scene)|this) (?:needs|could use|should have|wants|lacks|could "
            r"do with)\s+(.+)$"
        ),
        clause.text,
    )
    match = match or search(
        (
            r"^(?:at|on|in|to) the (?:left|right|top|bottom|front|back|center|middle) of .+?,? (?:place|put|"
            r"add|set|position) (.+)$"
        ),
        clause.text,
    )
    match = match or search(
        (
            r"^((?:an?|some|more|two|three|several) [\w' -]+? (?:on|in|next to|near|beside|behind|under|above|"
            r"at|over) .+)$"
        ),
        clause.text,
    )
    if match is None:
        return []
    what, where = split_place(match[1])
    if fullmatch(_OF_ANOTHER, clause.text) and (whole := looks.scene(clause.text)):
        return [whole]
    return [objects.thing(clause.unquoted(what), where)] if clean(what) else []


_OF_ANOTHER = (
    rf"an? (?:[\w-]+ ){{0,3}}(?:{'|'.join(sorted(lexicon.TIMES | (lexicon.PLACES_OUT_THERE - {'bridge', 'castle'})))}) "
    r"(?:in|at|during) .+"
)
"""Another picture altogether, said without a verb: "a rainy day in autumn"."""


def _give(clause: Saying) -> list[Draft]:
    """Something for somebody: "give the man a hat", "the dog should wear glasses", "have him hold a cup"."""
    match = search(
        (
            r"^give\s+(?P<who>him|her|them|it|(?:(?:the|his|her|that|this|each|every|both) [\w' -]+?"
            r"(?<! to)(?<! of)(?<! on)(?<! in)(?<! at)(?<! by)(?<! near)(?<! under)(?<! behind)(?<! above)))\s+"
            r"(?P<what>(?:an?|some|one|two|three|more|the|his|her|\d) .+|(?:[\w-]+ ){0,2}(?!contrast)\w+(?<!s's)s|"
            r"[\w-]+(?: [\w-]+)? hair)$"
        ),
        clause.text,
    )
    if match is None and clause.raw[5:6].isupper():  # a name
        match = search(r"^give (?P<who>[\w'-]+(?: [\w'-]+)?) (?P<what>an? .+)$", clause.text)
    match = match or search(
        (
            r"^(?:let|have|make)?\s*(?P<who>(?!add |there )(?:the |his |her |a )?[\w' -]+?(?<! is)(?<! "
            r"are)(?<! has)(?<! have)(?<! needs))\s+(?:should |could |would |must |(?:has |have |needs )?to "
            r")?(?:be )?(?:wear(?:ing)?|have|having|hold(?:ing)?|carry(?:ing)?)\s+(?P<what>(?!more\b|less\b|"
            r"been\b|to\b|better\b).+)$"
        ),
        clause.text,
    )
    if match is None:
        return []
    worn = without_purpose(match["what"])
    worn = pattern(r" (?:on|over|in|around|under|above) (?:it|them|him|her|top)$").sub("", worn)
    part = fullmatch(rf"(?:an? )?(?P<color>{paint.COLOR}) (?P<part>{_OF_THE_BODY})", worn)
    if part:
        who = {"him": "man", "her": "woman", "them": "people"}.get(match["who"], target(match["who"]) or "it")
        phrase = part["part"] if who == "it" else f"{who}'s {part['part']}"
        return [{"op": "recolor", "color": paint.known(part["color"]), "region": {"phrase": phrase}}]
    what = objects.thing(clause.unquoted(worn))
    return [{**what, "region": {"phrase": target(match["who"]) or "it"}}]


_OF_THE_BODY = "eyes|hair|skin|lips|nails|fingernails|beard|eyebrows|fur|mane|teeth"


def _instead(clause: Saying) -> list[Draft]:
    """One thing for another: "put a cat in place of the dog", "a cat instead of the dog"."""
    match = search(
        (
            r"^(?:(?:put|add|use|place|have|show|insert|set)\s+)?(?P<new>.+?)\s+(?:instead of|in place of|in "
            r"the place of)\s+(?P<old>.+)$"
        ),
        clause.text,
    )
    match = match or search(
        (
            r"^instead of (?P<old>.+?),? (?:put|add|use|place|have|show|insert|make it|i want|can you (?:put|"
            r"add))\s+(?P<new>.+)$"
        ),
        clause.text,
    )
    return objects.exchange(clause, match["old"], match["new"]) if match else []


def _position(clause: Saying) -> list[Draft]:
    """Another position: "change the position of the cup to the left of the plate"."""
    match = search(r"\bposition of (.+?) (?:to|into) (.+)$", clause.text)
    if match is None:
        return []
    return geometry.move(Saying(f"move {match[1]} to {match[2]}", f"move {match[1]} to {match[2]}"))


def _make_new(clause: Saying) -> list[Draft]:
    """Something new: "make a path along the shore": something new, said with a verb of making."""
    match = search(
        (
            r"^(?:make|have|create|show|build|draw|produce)\s+((?:an?|some|more|another|several|many|two|"
            r"three)\s+(?!bit\b|little\b|more\b|focal\b|clear\b).+)$"
        ),
        clause.text,
    )
    if match is None:
        return []
    what, where = split_place(clause.unquoted(without_purpose(match[1])))
    return [objects.thing(what, where)] if clean(what) else []


def _colorize(clause: Saying) -> list[Draft]:
    """A colourless photograph in colour: nothing but a model can tell which."""
    gray = r"(?:(?:old|faded|gray|grayscale|black and white|monochrome) )*(?:photo|picture|image|one)?"
    asked = search(rf"^(?:colori[sz]e|add colou?rs? to) (?:it|this|that|the|my)? ?{gray}$", clause.text)
    return [{"op": "instruct", "instruction": "Colorize the photograph."}] if asked else []


_FIRST: tuple[Rule, ...] = (
    when(scenery.PUT_IN, scenery.put_somewhere),
    when(r"^(?:colori[sz]e|add colou?rs? to)\b", _colorize),
    when(r"\b(?:left|right|up|down|higher|lower)\b", geometry.nudge),
    when(r"\b(?:more|wider|taller)\b", geometry.more_of_it),
    when(r"^(?:generate|create|draw|paint|make|forget|scrap|ignore|never mind|drop|ditch)\b", fresh.generate),
    when(
        (
            r"^more (?:sky|ground|room|space|foreground|scene|water|grass|wall) (?:above|below|around|(?:on|to|"
            r"at) the)"
        ),
        geometry.extend,
    ),
    when(r"\b(?:face|look) the other (?:way|direction)$", geometry.turn_around),
    when(
        r"\b(?:tighter|closer|close-?up|square|widescreen|panoramic|portrait|landscape|"
        r"\d{1,2} ?(?:[:x]|by) ?\d{1,2})\b",
        geometry.tighter,
    ),
    when(r"\b(?:angle|view|viewpoint|perspective|above|overhead|below|behind|eye)\b", geometry.viewpoint),
)
_FAMILIES: dict[str, tuple[Rule, ...]] = {
    "crop": (
        when(r"^cut out (?!some|part|.*\b(?:left|right|top|bottom|from the|along)\b)", objects.extract),
        when(r"^cut out\b", objects.cut_off),
        when(
            r"^(?:crop|trim|chop|clip|shave|slice|cut (?!out)|cut out (?:some|part|the (?:left|right|top|bottom)))",
            geometry.crop,
        ),
    ),
    "zoom": (geometry.zoom,),
    "flip": (when(r"^(?:flip|mirror|reverse|invert)(?!.*\bcolou?rs?\b)", geometry.flip),),
    "straighten": (when(r"^(?:straighten|level|align|allign|deskew)", geometry.straighten),),
    "rotate": (
        when(r"\b(?:head|face|eyes?|body|gaze|torso|arms?|legs?|hands?)\b", becoming.posed),
        when(
            (
                r"^(?:rotate|spin)|^turn\b.*(?:degrees?|°|clockwise|upside[- ]down|sideways|"
                r"to the (?:left|right)(?! of\b)(?! .*\binto\b)|"
                r"(?<=turn )(?:it|this) (?:left|right|around))|^tilt (?!it\b|this\b|the (?:image|photo|picture|horizon|"
                r"frame))"
            ),
            geometry.rotate,
        ),
        when(r"^tilt", geometry.straighten),
    ),
    "duplicate": (objects.duplicate,),
    "extract": (objects.extract,),
    "extend": (when(r"^(?:extend|expand|outpaint|uncrop|widen)", geometry.extend),),
    "write": (lettering.write,),
    "add": (
        when(r"^(?:put|place|set) (?:it|him|her|them|me|us|the (?:subject|person|product))\b", scenery.background),
        when(rf"{QUOTE}|\b(?:{lexicon.LETTERING}|name|message|date)\b|\bsay", lettering.write),
        when(r"\b(?:cop(?:y|ies)|duplicates?|clones?) of\b", objects.duplicate),
        when(
            (
                r"\b(?:as|for|new|behind) (?:the |a |an |his |her )?(?:new )?(?:\w+ )?(?:background|backdrop)|"
                r"background (?:of|with)|^(?:add|put|place|insert|use) (?:an? )?(?:(?!in |on |to |the )[\w-]+ "
                r"){1,3}(?:background|backdrop)$"
            ),
            scenery.background,
        ),
        when(
            (
                r"\b(?:space|room|canvas|margin|border)\b.*\b(?:around|above|below|left|right|top|bottom|sides?)\b|"
                r"^(?:add|show|include) (?:more|some) (?:of the )?(?:sky|ground|foreground|scene|picture|"
                r"background)\b"
            ),
            geometry.extend,
        ),
        when(
            r"\bburning\b|\blights (?:on|to|in|above|over|across|along|around|at|behind|under|up) "
            r"(?:the|his|her|their|my|its) (?!picture|photo|image|scene|shot|face|room\b)",
            objects.add,
        ),
        when(r"\blight", looks.relight),
        paint.recolor,
        tone.adjust,
        when(r"\b(?:style|filter|effect|look)\b|^(?:\w+ ){1,6}(?:vibes?|aesthetics?|feel|mood)$", looks.restyle),
        _instead,
        _give,
        objects.add,
    ),
    "remove": (when(r"^(?:cut|lift) out (?!some|part)", objects.extract), objects.remove, tone.adjust),
    "replace": (when(rf"{QUOTE}|\b(?:text|words?|number|lettering|caption|logo)\b", lettering.change), objects.replace),
    "resize": (when(r"^(?:resize|scale|enlarge|shrink|magnify|downsize|upsize|grow)", geometry.resize),),
    "move": (
        when(
            (
                r"^(?:move|shift|slide|relocate|reposition|nudge|push|pull|center|drag|scoot|bring .*\b(?:to|"
                r"closer|forward|left|right|down|up)\b)"
            ),
            geometry.move,
        ),
    ),
    "color": (paint.recolor,),
    "restyle": (when(r".", looks.restyle),),
}
_ANY: tuple[Rule, ...] = (
    repairs.auto,
    when(r"\b(?:sideways|upside[- ]down)$", geometry.turned),
    when(
        (
            r"\b(?:crooked|tilted|slanted|askew|lopsided|has an? (?:slight |little )?tilt|not (?:straight|level|"
            r"even)|isn't (?:straight|level)|"
            r"straighten\w*|leaning(?! (?:on|against|over|out)\b)|"
            r"(?:fix|adjust|correct) (?:the )?tilt|(?<!background )horizon|(?:is|looks|"
            r"appears|be) (?:straight|level|angled)|(?:mis|be |is |not |"
            r"to |^)align\w*)\b"
        ),
        geometry.straighten,
    ),
    when(r"\b(?:landscape|portrait) (?:orientation|mode|format)", geometry.orient),
    when(r"\b\d{3,5} ?(?:x|×|by) ?\d{3,5}\b|\b\d+ ?(?:px|pixels?)\b", geometry.resize),
    when(r"\b(?:count|number|amount|quantity) of (?!the\b|his\b|her\b)", objects.duplicate),
    when(r"\bsticker\b|\bcut-?out of\b", objects.extract),
    lettering.change,
    when(rf"\b(?:{'|'.join(lexicon.SETTINGS)}|elements|back ground)\b", scenery.background),
    when(
        (
            r"\b(?:material|texture|fabric|surface)\b|(?:to|be) (?:solid |pure )?(?:gold|silver|bronze|"
            r"copper)$"
        ),
        paint.material,
    ),
    when(r"\b(?:bigger|larger|smaller|tinier|huger|taller|size|big|large|tall|small|high)\b", becoming.sized),
    looks.restyle,
    paint.recolor,
    paint.made,
    repairs.enhance,
    when(r"\b(?:count|number|amount|quantity) of\b|\bcop(?:y|ies) of\b", objects.duplicate),
    when(r"\bposition of\b", _position),
    when(
        (
            r"\b(?:remov|delet|eras|eliminat|banish|gone|no |rid |without|disappear|absence|vanish|taken|"
            r"edited out|photoshopped|watermark|(?:to|must|should|gotta) go$)"
        ),
        objects.remove,
    ),
    tone.adjust,
    becoming.posed,
    _should_be_there,
    _instead,
    _give,
    becoming.become,
    _make_new,
    looks.relight,
    _more_of,
    when(r"^(?:show|what|see|from|a|as|try|use|choose|take|lower|higher|different)\b", geometry.viewpoint),
    when(r"^(?:crop|.*\bcropp?(?:ed|ing)?\b)", geometry.crop),
    when(r"^(?:enhance|improve|touch up|retouch|polish|accent|accentuate|define|better)\b", repairs.bettered),
    when(r"^(?:reduce|lessen|limit|minimize) (?:some|the number|the amount)\b", objects.fewer),
)


def drafts(clause: Saying) -> list[Draft]:
    """What a clause asks for; empty where no rule fits. "… but keep the umbrella" brings that part back afterwards."""
    for edit, phrase in kept.readings(clause):
        found = kept.but(_understood(edit), phrase)
        if found:
            return found
    return _understood(clause)


def _understood(clause: Saying) -> list[Draft]:
    direct = rewording.reworded(clause)
    found = [] if leads.ends_in_command(direct) else _tried(direct)
    if found:
        return found
    behind = leads.after_lead_in(direct)
    if behind is None:
        return []
    command, lead = behind
    found = _tried(rewording.reworded(command))
    return [_about(draft, lead) for draft in found]


def _about(draft: Draft, lead: str) -> Draft:
    """A draft whose target was named in the words before the command: "the pole on the left, please remove it"."""
    phrase = target(search(r"^(?:there (?:is|are)|there's|on|in|at|the image has|i see)?\s*(.*)$", lead)[1])  # type: ignore[index]
    pronoun = (draft.get("region") or {}).get("phrase") == "it"
    if pronoun and phrase and len(phrase.split()) <= 12:
        return {**draft, "region": {"phrase": phrase}}
    return draft


def _tried(clause: Saying) -> list[Draft]:
    verb = lexicon.lemma(clause.words[0]) if clause.words else None
    rules: list[Rule] = [*_FIRST]
    for family in lexicon.families().get(verb or "", ()):
        rules += _FAMILIES.get(family, ())
    if clause.words and clause.words[0] in tones.verbs() and verb is None:
        rules += [when(r"background|backdrop", scenery.background), tone.adjust]
    for rule in (*rules, *_ANY):
        found = rule(clause)
        if found:
            return found
    return []
