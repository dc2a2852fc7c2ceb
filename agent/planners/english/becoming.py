"""Clauses that make one thing another: pose, size, shape, material, look, or another thing altogether.

"make X Y", "turn X into Y", "X should be Y", "let X be Y" all end in one question: what kind of thing is Y?
"""

from __future__ import annotations

import re

from agent.planners.english import geometry, lexicon, looks, objects, paint, scenery, tones
from agent.planners.english.phrases import Draft, clean, is_whole, region, target, without_purpose
from agent.planners.english.saying import Saying, fullmatch, pattern, search

_NO_SIDE = r"(?! (?:the|his|her|their|its) (?:far )?(?:left|right|front|back|side|rear|top|bottom)\b)"
"""After "to": in "the swan to the left of the boat" it leads to a place, not to what the swan is to be."""
_INTO = (
    r"^(?:make|making|turn|turning|change|changing|transform|convert|alter|modify|morph|transmute|have|"
    r"let|paint|color|dye|tint|recolor|coat|get|render|shift|set|update|adjust|edit|colorize)\s+"
    r"(?:the (?:image|photo|picture) (?:so )?(?:that )?)?"
)


def become(clause: Saying) -> list[Draft]:
    """Clauses of change: "make X Y" and its kin, where Y says what kind of change it is."""
    text = clause.text
    if search(
        r"^(?:make|change|turn) (?:it|this|the (?:image|photo|picture)) (?:so )?(?:that )?(?:the|his|her)\b", text
    ):
        return []
    found = posed(clause) or _shaped(text) or _built_of(text)
    if found:
        return found
    match = (
        search(
            (
                rf"{_INTO}(?P<what>.+?)\s+(?:into|to be|to look like|look like|to resemble|to become|to{_NO_SIDE}|as|"
                r"become|look as if it were|look|be|appear)\s+(?P<new>.+)$"
            ),
            text,
        )
        or search(
            (
                r"^(?P<what>(?!i |you |we |it's |there )[\w' -]+?)\s+(?:should|could|would|ought to|needs? to|must|"
                r"shall|can)\s+(?:be|become|look like|look|have|turn into)\s+(?P<new>.+)$"
            ),
            text,
        )
        or search(r"^if\s+(?P<what>.+?)\s+(?:were|was|became|could be|turned into)\s+(?P<new>.+)$", text)
        or search(r"^make (?P<new>(?!(?:the|his|her|him|them|it|my|their) ).+) (?:out of|from) (?P<what>.+)$", text)
        or search(
            (
                rf"{_INTO}(?P<what>it|this|that|him|her|them|(?:the|his|my|their|that|this) [\w'-]+(?: "
                rf"[\w'-]+){{0,9}}?)(?<! on)(?<! in)(?<! of)(?<! at)(?<! to)(?<! from)(?<! by)(?<! with)(?<! under)"
                r"(?<! above)(?<! below)(?<! behind)(?<! near)(?<! into)\s+(?P<new>(?:an?|the|out of|made) .+)$"
            ),
            text,
        )
    )
    match = match or search(_PLURAL, text) or _named(clause)
    return kind(clause, match["what"], without_purpose(match["new"])) if match else []


_PLURAL = (
    r"^(?:make|turn) (?P<what>them|both|all of them|(?:the|his|her|their|my|these|those) [\w'-]+s) (?:all )?"
    r"(?P<new>(?!more|less|as|look)(?:[\w-]+ ){0,2}(?!jeans|glasses|others|always|eyes|sides|times)[\w-]+[^su\W]s|"
    r"people|men|women|children)$"
)
"""Several things turned into several: "make them knights"."""


def _named(clause: Saying) -> re.Match[str] | None:
    """Somebody with a name made somebody else: "make Oskar a walrus"."""
    name = pattern(r"^\w+ (?P<who>[A-Z][\w.'-]*(?: (?:[A-Z][\w.'-]*|of|the|de|van|von))*) an? ").match(clause.raw)
    if name is None:
        return None
    return pattern(rf"^(?:make|turn) (?P<what>.{{{name.end('who') - name.start('who')}}}) (?P<new>an? .+)$").match(
        clause.text
    )


def _shaped(text: str) -> list[Draft]:
    """Another shape: "make the cake heart-shaped", "bend the spoon"."""
    shapes = (
        r"(?:more )?(?:\w+-shaped|round|rounder|oval|slender|slimmer|skinnier|bent|curved|curvy|twisted|"
        r"square|triangular|"
        r"pointy|pointier|fatter|thinner|thicker|wider|narrower|longer|shorter)"
    )
    match = search(
        (
            r"^(?:(?:make|turn|have|let|change)\s+)?(?P<what>.+?)\s+(?:into |(?:should|could|must) be "
            rf")?(?P<new>{shapes})$"
        ),
        text,
    )
    bent = search(r"^(?P<how>bend|twist|stretch|squeeze|inflate|bulge)\s+(?P<what>.+)$", text)
    if bent and target(bent["what"]):
        return [{"op": "warp", "shape": text[:200], "region": {"phrase": target(bent["what"])}}]
    if match is None or is_whole(match["what"]):
        return []
    return [{"op": "warp", "shape": match["new"], "region": {"phrase": target(match["what"]) or "it"}}]


def _built_of(text: str) -> list[Draft]:
    """Another material: "make the table out of marble"."""
    match = search(
        r"^make (?P<what>(?:(?:the|his|her|their|my|its|that|this|all|every|each|both) .+?)|it|them) out of "
        r"(?P<new>(?!the |an? |his |her |my )[\w' -]+)$",
        text,
    )
    if match is None:
        match = search(r"^(?:make|build)\s+(?P<what>.+?)\s+(?:out of|from|of) (?P<new>[\w -]+)$", text)
        if match is None or not set(match["new"].split()) & lexicon.MATERIALS:
            return []
    return [{"op": "retexture", "material": clean(match["new"]), "region": {"phrase": target(match["what"]) or "it"}}]


def kind(clause: Saying, what: str, new: str) -> list[Draft]:
    """The draft for `what` turned into `new`, by what `new` names: a look, a material, a place, a colour, a thing."""
    plain = clean(new)
    first = clean(what).split(" ")[0]
    if first in tones.NOUNS and first not in lexicon.COLORS:
        return []
    style = looks.look(new) if not search(r"^(?:an? )(?!photo|picture)\w+ (?:in|on|of|with)\b", new) else None
    if style and (
        is_whole(what)
        or what in lexicon.PRONOUNS
        or plain.startswith(style)
        or search(r"\b(?:style|look|painting|drawing|sketch)\b", plain)
    ):
        return [
            {
                "op": "restyle",
                "style": style,
                **looks.strength(clause.text),
                **region("" if what in ("it", "this") else what),
            }
        ]
    if _means_a_time(clean(what), plain) or _like_another_world(clause.text, what):
        return [{"op": "restyle", "style": plain}]
    if scenery.is_background(what):
        return [scenery.backdrop(new)]
    material = paint.made_of(new)
    if material:
        return [
            {
                "op": "retexture",
                "material": material,
                "region": {"phrase": target(pattern(r"^material of |(?:'s)? material$").sub("", clean(what))) or "it"},
            }
        ]
    if is_whole(what) or what in ("it", "this"):
        whole = looks.scene(new)
        if whole:
            return [whole]
    if is_whole(what) and what not in lexicon.PRONOUNS:
        return []
    if search(r"-shaped$|^(?:\w+ )?(?:shape|oval|round|rounder|longer|shorter hair)\b", plain):
        return [{"op": "warp", "shape": plain, "region": {"phrase": target(what) or "it"}}]
    if _only_a_doing(clause.text, new) and not is_whole(what):
        return [{"op": "pose", "pose": clause.unquoted(new)[:200], "region": {"phrase": target(what) or "it"}}]
    if (
        not plain
        or _only_a_state(new)
        or search(r"^(?:more|less|better|nice|good|look|stand|pop|appear|bit|little|so|the (?:focus|center))\b", plain)
        or plain.split(" ")[-1] in _LOOSE
        or _only_a_quality(clause.text, new)
    ):
        return []
    return objects.exchange(clause, what, new)


def _means_a_time(what: str, new: str) -> bool:
    """Whether a season, a weather or an hour takes the place of another: "turn summer into winter"."""
    if what in ("season", "weather", "time of day", "time", "daytime"):
        return True
    return what in lexicon.TIMES and new.rsplit(" ", 1)[-1] in lexicon.TIMES


def _like_another_world(text: str, what: str) -> bool:
    """Whether the picture is to look like something that is no single thing: "make it look like minecraft"."""
    named = r"\blooks? like (?!an? |the |some |it|he|she|they|there)[\w' -]{3,40}$"
    return what in ("it", "this") and search(named, text) is not None


def _only_a_quality(text: str, new: str) -> bool:
    """Whether the new words tell how a thing is to look, not what it is to become: "look abandoned"."""
    if search(r"^(?:an?|the|some|two|three|his|her|my)\b", new.strip()) or search(r"\b(?:into|to be a|like)\b", text):
        return False
    looks_so = search(r"\b(?:look|appear|seem|feel)(?:s|ing)? (?!like|to be)", text) is not None
    quality = r"(?:\w+ly )?(?:\w+(?:ed|ful|ous|less|ish|ive|able|ible)|frozen|broken|fallen|swollen|rotten|sunken)"
    return looks_so or (
        text.startswith(("make ", "have ", "let ", "get ")) and fullmatch(quality, new.strip()) is not None
    )


def _only_a_state(new: str) -> bool:
    """Whether the new words say where or in what state a thing is to be: "in the water", "bald"."""
    words = new.strip().split(" ")
    if words[0] in ("a", "an", "the", "some", "his", "her"):
        return False
    return words[0] in _WHERE or words[-1] in lexicon.STATES


_WHERE = lexicon.words("on in at near around by under behind next beside inside outside full alone about")


def _only_a_doing(text: str, new: str) -> bool:
    """Whether the new words say what somebody is to be doing: "eating a pear", but not "boxing gloves"."""
    doing = search(
        r"^(?P<verb>(?!(?:ring|king|wing|string|spring|evening|morning|nothing|something|anything|everything)\b)\w+ing)"
        r"(?P<on> (?:the|an?|his|her|its|their|on|in|at|to|with|from|out|up|off|for|by|next|around|down|over|through)"
        r"\b|$)?",
        new,
    )
    return doing is not None and (doing["on"] is not None or f" be {doing['verb']}" in text)


_LOOSE = lexicon.words(
    "better nicer good nice beautiful professional interesting focus appealing visible prominent attractive "
    "realistic natural different normal even clean cleaner fuller sharper clear level straight centered open "
    "closed empty full wet dry old new young older younger dirty broken alive real shiny bigger smaller larger "
    "taller shorter longer wider thinner thicker fatter slimmer narrower higher lower balanced symmetrical "
    "noticeable distinct same size big small tall"
)


_VERBS = "|".join(sorted(lexicon.POSE_VERBS - {"look"}))
_STATES = "|".join(sorted(lexicon.EXPRESSIONS))
_GAZE = (
    r"look(?= (?:slightly |a bit |a little )?"
    r"(?:at|up|down|left|right|away|towards?|into|over|back|behind|out|straight|directly|to the|in the|around|"
    r"through|sideways|forward)\b)"
)
_DOES = (
    rf"(?P<pose>(?!(?:hold|wear|carry) (?:an?|some|two|three) )(?:(?:{_VERBS}|{_GAZE}) (?!like|less|more|better|"
    r"good|darker|brighter|as if|natural|sharper|"
    r"smaller|bigger|larger|"
    r"clearer|old|young|out\b|uniform|the same)(?:.+)|smile|laugh|frown|cry|wave|jump|run|sit|stand|walk|sleep|dance|"
    r"fly|wink|kneel|yawn|swim|hug|kiss|sing|blink|bow|grin|bark|roar|"
    r"gallop|growl|howl|meow|pant|neigh|bleat|shout|whistle|gasp|grimace|squint|embrace|sneeze|leap))$"
)
_POSES = (
    r"\b(?:pose|posture|action|expression|gesture|facial expression) of (?P<who>.+?) (?:to|into|be) (?P<pose>.+)$",
    rf"^(?:make|let|have|get|help|cause)\s+(?P<who>(?!it look|it\b|(?:the|his|an?) \w+ing\b).+?)\s+(?:to )?{_DOES}",
    rf"^(?P<who>(?:the|his|her|their|my|that) [\w' -]+?)\s+(?:should|must|could|needs? to|ought to)\s+{_DOES}",
    r"^(?:make|have|let|get|change)\s+(?P<who>(?!(?:the|an?|his|her|their|my) (?:\w+ing|happy|sad|angry)\b).+?)\s+"
    rf"(?:be |look |to be |to |as if (?:he|she|it) (?:is|was|were) )?(?P<pose>(?:{_STATES})(?: .*)?)$",
)
_NOBODY = r"\b(?:look|wear|wearing|carry|hold|holding|have|has|into|be)\b(?! of\b)"
"""Words that belong to a doing: with one of them it is not only somebody who is named."""
_LIMB = (
    r"^(?:raise|lower|lift|turn|bend|open|close|straighten|tilt|cross|move|put down|fold) "
    r"(?P<who>(?:the |his |her |their |my )?.*?(?:(?:'s|s')\s|his |her |their ).*?(?:arms?|hands?|legs?|heads?|eyes?|"
    r"mouths?|fingers?|wings?|knees?|elbows?|foot|feet|face)\b)(?:.*)$"
)


_AND_BECOMES = (
    r"^(?:make|have|let|turn) .+ (?:(?:standing|sitting|walking|lying|leaning|kneeling) .+ into|be) "
    r"(?:an? |[\w-]+ (?:[\w-]+)?s$)|^change .+ing .+ (?:in)?to an? "
)
"""Somebody told by what he does, who is to be another: "have the man sitting on the wall be a monk"."""


def posed(clause: Saying) -> list[Draft]:
    """`pose`: "make her smile", "raise the man's left arm", "change the pose of the cat to sitting"."""
    text = without_purpose(clause.text)
    match = next((found for source in _POSES if (found := search(source, text))), None)
    if match and search(_AND_BECOMES, text):
        return []
    if match and not is_whole(match["who"]) and not search(rf"{_NOBODY}|^(?:the|an?|his|her|its)$", match["who"]):
        pose = clause.unquoted(match["pose"])[:200]
        return [{"op": "pose", "pose": pose, "region": {"phrase": target(match["who"]) or "it"}}]
    limb = search(_LIMB, text)
    return [{"op": "pose", "pose": text[:200], "region": {"phrase": target(limb["who"]) or "it"}}] if limb else []


def sized(clause: Saying) -> list[Draft]:
    """Another size: "make the cup bigger", "the dog should be twice as big" → resize; "make the tree taller" too."""
    text = clause.text
    if not search(
        (
            r"\b(?:bigger|larger|smaller|tinier|huger|taller|(?:twice|half|double|\w+ times|\d+ ?%)(?: "
            r"\w+){0,2} (?:big|large|size|tall|small|high)|(?:half|double|twice|triple) (?:the|its|his|her) "
            r"(?:\w+ )?size|in size|the size of)\b"
        ),
        text,
    ):
        return []
    match = search(
        (
            r"^(?:make|let|get|have|turn)\s+(?P<what>.+?)\s+(?:be |look |appear |a |just |about |up |to |much |"
            r"way |even |slightly |twice |half |double |three |triple |\d)*(?:bit |little |lot )?(?:bigger|"
            r"larger|smaller|tinier|huger|taller|as (?:big|large|tall|small)|the size|its size|times|%|the\b|in "
            r"size|x\b).*$"
        ),
        text,
    )
    match = match or search(
        (
            r"^(?P<what>(?:the|his|her|my|that|this) .+?) (?:should|could|needs? to|must|ought to) be "
            r"(?:.*)(?:bigger|larger|smaller|taller|size|as (?:big|large|tall|small))"
        ),
        text,
    )
    match = match or search(
        (
            r"^(?:increase|decrease|reduce|double|halve|change) the size of (?P<what>.+?)(?: (?:by|to|a|"
            r"slightly|so)\b.*)?$"
        ),
        text,
    )
    if match is None:
        return (
            [{"op": "resize", "scale": geometry.scale(text), "region": {"phrase": "it"}}]
            if fullmatch(
                r"(?:much |a bit |a little |slightly |way |even |twice as |a lot )*(?:bigger|larger|smaller|big)", text
            )
            else []
        )
    return [
        {
            "op": "resize",
            "scale": geometry.scale(text),
            **({"region": {"phrase": "it"}} if match["what"] in lexicon.PRONOUNS else region(match["what"])),
        }
    ]
