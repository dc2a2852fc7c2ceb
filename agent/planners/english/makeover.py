"""Clauses about how something looks → recolor, retexture, restyle, background, pose, warp, replace, relight drafts.

"make X Y", "turn X into Y", "X should be Y", "let X be Y" all end in one question: what kind of thing is Y?
"""

from __future__ import annotations

from functools import cache

from agent.planners.english import amounts, geometry, lexicon, objects, tone
from agent.planners.english.phrases import Draft, clean, is_whole, region, target, without_purpose
from agent.planners.english.saying import Saying, fullmatch, pattern, search

_COLOR = rf"(?:(?:{lexicon.SHADES}) )*(?:{'|'.join(sorted(lexicon.COLORS - lexicon.NO_COLOR))}|#[0-9a-f]{{3,6}}\b)"
_INTO = (
    rf"^(?:make|making|turn|turning|change|changing|transform|convert|alter|modify|morph|transmute|have|let|paint|color|dye|tint|recolor|coat|get|render|shift|set|update|adjust|edit|colorize)\s+"
    r"(?:the (?:image|photo|picture) (?:so )?(?:that )?)?"
)


@cache
def _looks() -> str:
    return "|".join(sorted((look.replace(" ", "[ -]") for look in lexicon.LOOKS), key=len, reverse=True))


def recolor(clause: Saying) -> list[Draft]:
    """`recolor`: "change the color of the car to blue", "paint the wall light green", "dye her hair in red"."""
    text = clause.text
    for source in (
        rf"\b(?:colou?rs?|hue|tint|shade) of (?P<what>.+?) (?:to|into|from [\w ]+ to|as|be|is|should be|in) (?:be )?(?:an? |the |more |color )*(?:shade of )?(?P<color>{_COLOR})\b",
        rf"^(?:change|transform|alter|modify|turn|make|set|adjust|switch|update|shift|convert)\s+(?P<what>.+?)(?:'s?)? colou?rs?(?: from [\w ]+)? (?:to|into|be) (?:be )?(?:an? |the )*(?:[\w-]+ )??(?:shade of )?(?P<color>{_COLOR})\b",
        rf"^(?:dye|paint|color|tint|recolor|coat|adorn|colorize|stain|spray|cover|redden|bathe|drape)\s+(?P<what>.+?)\s+(?:in |with |to |into |as |completely |entirely )*(?:an? |the )?(?:bright |vibrant )?(?P<color>{_COLOR})(?: (?:colou?r|hue|tint|shade|paint|tone|coat))?$",
        rf"^(?:apply|give|add|assign|use|choose|select|pick|opt for|paint)\s+(?:an? |the )?(?P<color>{_COLOR})(?: (?:colou?r|hue|tint|shade|paint|tone))?\s+(?:to|for|on|onto)\s+(?P<what>.+?)(?:'s? (?:colou?r|hue))?$",
        rf"^(?:give|grant|lend)\s+(?P<what>.+?)\s+(?:an? |the )(?P<color>{_COLOR}) (?:colou?r|hue|tint|shade|tone|look|paint job|coat)\b",
        rf"^(?P<what>.+?)(?:'s? colou?r)?\s+(?:should|shall|must|ought to|needs? to|has to|could|would|will|is to|can)\s+(?:be|have|become|turn|adopt|take on|assume|bear|look|turn into|go)\s+(?:in |colored |painted |dyed |an? |the )*(?P<color>{_COLOR})(?: (?:colou?r|hue|tint|shade|tone))?$",
        rf"^(?P<color>{_COLOR}) (?:shall|should|must|will) (?:color|be the color of|tint|paint|dye) (?P<what>.+)$",
        rf"^(?:make|turn|let|have|change|get)\s+(?P<what>.+?)\s+(?:be |become |turn |look |to |to be |into |all |appear |go |colored |a |an )*(?P<color>{_COLOR})(?: (?:in colou?r|colou?r(?:ed)?|hue|instead|one|shade))?$",
        rf"^(?:make|turn|change)\s+(?P<what>.+?)\s+(?:to |into |be )?(?:an? |the )(?:\w+ )?(?:shade|tone|hue) of (?P<color>{_COLOR})$",
        rf"^(?P<what>(?:the|his|her|their|my) .+?) (?:in|as) (?P<color>{_COLOR})$",
    ):
        match = search(source, without_purpose(text))
        if match and not fullmatch(rf"(?:the )?(?:{_COLOR})", match["what"]):
            return _painted(match["what"], match["color"])
    return []


def _painted(what: str, color: str) -> list[Draft]:
    plain = clean(pattern(r"(?:'s|s')?\s+(?:own )?colou?r$|^colou?r of ").sub("", what))
    if search(r"^(?:background|backdrop|the background)$", plain):
        return [{"op": "background", "mode": "color", "color": color}]
    if is_whole(what) and fullmatch(
        r"(?:the |this |whole |entire |that )*(?:image|picture|photo|pic|scene|shot)|everything", what.strip()
    ):
        return [{"op": "restyle", "style": f"{color} duotone"}]
    return [
        {"op": "recolor", "color": color, "region": {"phrase": target(part) or "it"}}
        for part in objects.several(plain)[:8]
    ]


def become(clause: Saying) -> list[Draft]:
    """ "make X Y" and its kin, where Y says what kind of change it is."""
    text = clause.text
    if search(
        r"^(?:make|change|turn) (?:it|this|the (?:image|photo|picture)) (?:so )?(?:that )?(?:the|his|her)\b", text
    ):
        return []
    pose = posed(clause)
    if pose:
        return pose
    match = (
        search(
            rf"{_INTO}(?P<what>.+?)\s+(?:into|to be|to look like|look like|to resemble|to become|to|as|become|look as if it were|look|be|appear)\s+(?P<new>.+)$",
            text,
        )
        or search(
            r"^(?P<what>(?!i |you |we |it's |there )[\w' -]+?)\s+(?:should|could|would|ought to|needs? to|must|shall|can)\s+(?:be|become|look like|look|have|turn into)\s+(?P<new>.+)$",
            text,
        )
        or search(r"^if\s+(?P<what>.+?)\s+(?:were|was|became|could be|turned into)\s+(?P<new>.+)$", text)
        or search(r"^make (?P<new>.+) (?:out of|from) (?P<what>.+)$", text)
        or search(
            rf"{_INTO}(?P<what>it|this|that|him|her|them|(?:the|his|my|their|that|this) [\w'-]+(?: [\w'-]+){{0,4}}?)\s+(?P<new>(?:an?|the|out of|of|made) .+)$",
            text,
        )
    )
    return kind(clause, match["what"], without_purpose(match["new"])) if match else []


def kind(clause: Saying, what: str, new: str) -> list[Draft]:
    """The draft for `what` turned into `new`, by what `new` names: a look, a material, a place, a colour, a thing."""
    plain = clean(new)
    style = look(new) if not search(r"^(?:an? )(?!photo|picture)\w+ (?:in|on|of|with)\b", new) else None
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
                **_strength(clause.text),
                **region("" if what in ("it", "this") else what),
            }
        ]
    if is_background(what):
        return [objects.backdrop(new)]
    material = made_of(new)
    if material:
        return [
            {
                "op": "retexture",
                "material": material,
                "region": {"phrase": target(pattern(r"^material of |(?:'s)? material$").sub("", clean(what))) or "it"},
            }
        ]
    if is_whole(what) or what in ("it", "this"):
        whole = scene(new)
        if whole:
            return [whole]
    if is_whole(what) and what not in lexicon.PRONOUNS:
        return []
    if search(r"-shaped$|^(?:\w+ )?(?:shape|oval|round|rounder|longer|shorter hair)\b", plain):
        return [{"op": "warp", "shape": plain, "region": {"phrase": target(what) or "it"}}]
    if (
        not plain
        or search(r"^(?:more|less|better|nice|good|look|stand|pop|appear|bit|little|so|the (?:focus|center))\b", plain)
        or plain.split(" ")[-1] in _LOOSE
    ):
        return []
    return objects.exchange(clause, what, new)


_LOOSE = frozenset(
    "better nicer good nice beautiful professional interesting focus appealing visible prominent attractive realistic natural different normal even clean cleaner fuller "
    "sharper clear level straight centered open closed empty full wet dry old new young older younger dirty broken alive real shiny bigger smaller larger taller shorter "
    "longer wider thinner thicker fatter slimmer narrower higher lower balanced symmetrical noticeable distinct same size big small tall".split()
)


def look(words: str) -> str | None:
    """The look that words name ("a watercolor painting" → "watercolor painting"); a whole style phrase where one is said."""
    styled = search(r"\b(?:in )?(?:the |an? )?(?:style of (?:an? |the )?)([\w' -]{3,60})", words) or search(
        r"\b((?:[\w'-]+ ){1,5}?)(?:style|styling|aesthetics?|vibes?|filter|effect|look(?! (?:like|as|more|less|better|so|good|nice|very)))s?\b",
        words,
    )
    named = search(
        rf"\b(?:{_looks()})\b(?: (?:painting|drawing|film|sketch|photo|poster|novel|art|print|movie))?", words
    )
    if named and not (styled and len(styled[1].split()) > 1 and named[0] not in styled[1]):
        return named[0].replace("-", " ") if named[0] in ("black-and-white",) else named[0]
    return _style_words(styled[1]) if styled else None


def _style_words(words: str) -> str | None:
    """ "apply a comic" → "comic"; None if nothing of a name is left."""
    text = (
        pattern(
            r"^(?:.*\b(?:make|turn|change|convert|transform|transfer|give|apply|add|put|use|set|have|want|like|into|to|in|with|of|it|this|style|image|photo|picture)\s+)?(?:(?:an?|the|some|more|kind of|sort of)\s+)*"
        )
        .sub("", f"{words.strip()} ")
        .strip()
    )
    plain = clean(text)
    return (
        plain
        if plain
        and not search(
            r"^(?:it|this|that|my|your|his|her|their|the|to|a|more|less|different|same|new|better|hair|current)$", plain
        )
        else None
    )


def _strength(text: str) -> Draft:
    level = amounts.level(text, 0)
    return {"strength": 0.5} if level == amounts.SLIGHT or search(r"\b(?:subtle|light|faint|hint)\b", text) else {}


def scene(words: str) -> Draft | None:
    """Season, weather, time of day → restyle; a place out there → background; for words about the whole picture."""
    plain = clean(words)
    last = plain.split(" ")[-1] if plain else ""
    some = set(plain.split())
    if last in lexicon.TIMES or (
        some & lexicon.TIMES
        and some & {"scene", "time", "day", "weather", "season", "look", "setting", "landscape", "night"}
    ):
        return {"op": "restyle", "style": plain[:200]}
    if last in lexicon.PLACES_OUT_THERE or some & lexicon.SETTINGS:
        return {"op": "background", "mode": "scene", "scene": plain[:200]}
    return None


def made_of(words: str) -> str | None:
    """The material that words name: "made of gold", "marble", "a wooden one"."""
    plain = clean(words)
    made = search(r"^(?:be |look like |look )?(?:made (?:out )?of|out of|made from|of) (.+)$", words.strip())
    if made and not search(r"^(?:the|a|an|it|focus|place)\b", made[1]):
        return made[1].strip()
    one = fullmatch(r"(?:[\w-]+ )?([\w-]+) one", plain)
    if one and one[1] in lexicon.MATERIALS:
        return plain.removesuffix(" one")
    words_of = plain.split()
    if (
        words_of
        and len(words_of) <= 3
        and words_of[-1] in lexicon.MATERIALS - lexicon.COLORS
        and (len(words_of) == 1 or not search(r"^(?:an? )", words.strip()))
    ):
        return plain
    return None


def material(clause: Saying) -> list[Draft]:
    """`retexture`: "change the material of the couch to leather"."""
    match = search(
        r"\b(?:material|texture|fabric|surface) of (?P<what>.+?) (?:to|into|be|with) (?P<new>.+)$", clause.text
    )
    match = match or search(
        r"^(?:change|make|turn|set)\s+(?P<what>.+?)(?:'s)? (?:material|texture|fabric) (?:to|into|be) (?P<new>.+)$",
        clause.text,
    )
    if match is None:
        return []
    return [
        {
            "op": "retexture",
            "material": clean(clause.unquoted(without_purpose(match["new"])))[:200] or match["new"],
            "region": {"phrase": target(match["what"]) or "it"},
        }
    ]


def is_background(words: str) -> bool:
    return (
        search(
            rf"^(?:the |this |current |original |entire |whole |photo |image |its )*(?:[\w' ]+ )?(?:{'|'.join(sorted(lexicon.SETTINGS - {'landscape', 'scene', 'habitat'}))})(?: (?:of|in) (?:the |this )?(?:image|picture|photo\w*|shot))?$",
            words.strip(),
        )
        is not None
    )


def restyle(clause: Saying) -> list[Draft]:
    """`restyle`: "make it look like a watercolor", "black and white", "in the style of Van Gogh", "as if it were winter"."""
    text = clause.text
    style = look(text)
    if style is None:
        winter = search(
            r"\b(?:as if it were|like it(?:'s| is| was)|turn (?:it|this|the (?:image|photo|picture|scene)) (?:in)?to|make it|make (?:this|the (?:image|photo|picture|scene)))(?: look like| be)?(?: (?:a|the|an))? ((?:[\w-]+ )?(?:winter|summer|autumn|fall|spring|night(?:-?time)?|dawn|dusk|sunset|sunrise|evening|christmas|halloween|snowy|rainy|foggy))\b",
            text,
        )
        return [{"op": "restyle", "style": winter[1]}] if winter else []
    about = search(
        r"^(?:make|turn|change|convert|transform|transfer|render|get|put|have|let|stylize|give|apply)\s+(?P<what>.+?)\s+(?:look|into|in|to|as|like|a|an|black|be|appear|the)\b",
        text,
    )
    onto = search(r"\b(?:on|to|for|of) (?P<what>(?:the|his|her|my) [\w' ]+)$", text)
    what = about["what"] if about else ""
    if onto and not is_whole(onto["what"]) and (not what or is_whole(what) or look(what)):
        what = onto["what"]
    if (
        not what
        or is_whole(what)
        or what in lexicon.PRONOUNS
        or look(what)
        or search(
            r"\b(?:style|image|photo|picture|scene|filter|look|effect|viewer|narrative|story|composition)\b", what
        )
        or len(what.split()) > 6
    ):
        return [{"op": "restyle", "style": style, **_strength(text)}]
    return [{"op": "restyle", "style": style, **_strength(text), **region(what)}]


def background(clause: Saying) -> list[Draft]:
    """`background`: blur it, tone it, colour it, put another scene behind."""
    text = without_purpose(clause.text)
    amount = amounts.level(text, 50)
    level = {"amount": amount} if amount != 50 else {}
    back = r"(?:the |this |whole |entire )*(?:background|backdrop|back ground)(?: (?:of|in) (?:the |this )?\w+)?"
    if fullmatch(
        rf"(?:blur(?:ring)?|defocus|soften)(?: out| up)? {back}(?: .*)?|(?:make|have|let|get) {back} (?:\w+ ){{0,3}}(?:blurry|blurred|blurrier|out of focus)(?: .*)?|(?:add |more |give |a )*(?:background blur|blur(?: effect)? (?:to|in|on) {back})",
        text,
    ):
        return [{"op": "background", "mode": "blur", **level}]
    plain = search(
        rf"^(?:make|turn|have|let) {back} (?:\w+ ){{0,3}}(?P<how>darker|lighter|brighter|dimmer|black and white|gray|monochrome|transparent)\b",
        text,
    ) or search(
        rf"^(?P<how>darken|lighten|brighten|dim|desaturate)(?: up)? {back}(?: (?:a|by|slightly|much|some|\d|please)\b.*)?$",
        text,
    )
    if plain:
        mode = {"dark": "darken", "dim": "darken", "dimm": "darken"}.get(
            plain["how"].removesuffix("er").removesuffix("en"), "lighten"
        )
        mode = {
            "black and white": "desaturate",
            "gray": "desaturate",
            "monochrome": "desaturate",
            "desaturate": "desaturate",
            "transparent": "remove",
        }.get(plain["how"], mode)
        usual = (
            {"amount": 100}
            if plain["how"] in ("black and white", "gray", "monochrome")
            else {"amount": amounts.level(text, 40)}
            if mode in ("darken", "lighten")
            else {}
        )
        return [{"op": "background", "mode": mode, **usual}]
    return _scenery(text)


def _scenery(text: str) -> list[Draft]:
    settings = "|".join(sorted(lexicon.SETTINGS))
    evoke = r"(?:evoke|convey|portray|depict|capture|showcase|illustrate|reflect|simulate|resemble|mimic|feature|represent|suggest|show|create|look like|be|become|exude|emulate)"
    match = (
        search(
            rf"\b(?:{settings}|elements)\b(?: (?:of|in|for) (?:the |this )?(?:image|picture|photo\w*))?,? (?:to|into|that|which|with|as|by|so it)(?: (?:{evoke})s?)? (?:an? |the )?(.+)$",
            text,
        )
        or search(
            rf"^(?:put|place|set|use|add|have|insert|drop|give)\s+(?:in )?(?:an? |the |it |this |them |him |her )*(?:on |in |against |onto )?(?:an? |the )?(?:new )?(.+?) (?:as (?:the|a) )?(?:background|backdrop)$",
            text,
        )
        or search(
            r"^(?:put|place|set)\s+(?:it|him|her|them|me|us|the (?:subject|person|product)) (?:on|in|at|against|in front of) (an? .+)$",
            text,
        )
        or search(
            rf"^(?:change|transform|convert|turn|alter|modify|replace|swap)\s+(?:the |this )?.*\b(?:background|{'|'.join(sorted(lexicon.PLACES_OUT_THERE))}|environment|setting|scene)\b.* (?:to|into|with|for) (?:an? |the )?(.*\b(?:{'|'.join(sorted(lexicon.PLACES_OUT_THERE | lexicon.SETTINGS | {'fabric', 'countertop', 'wall'}))})\b.*)$",
            text,
        )
        or search(
            rf"^(?:transform|convert|turn|change|make) (?:this|the|it)(?: (?:image|picture|photo\w*|scene))? (?:in)?to (?:an? |the )?(.*\b(?:{settings}|vista|view)\b.*)$",
            text,
        )
    )
    if match is None or search(r"\bforeground\b|\bobject\b", match[1]):
        return []
    return [objects.backdrop(match[1])]


def posed(clause: Saying) -> list[Draft]:
    """`pose`: "make her smile", "let the dog sit", "raise the man's left arm", "change the pose of the cat to sitting"."""
    text = without_purpose(clause.text)
    match = (
        search(
            r"\b(?:pose|posture|action|expression|position|gesture|face|facial expression) of (?P<who>(?!.* (?:left|right|above|below) of).+?) (?:to|into|be) (?P<pose>.+)$",
            text,
        )
        if search(r"\b(?:pose|posture|action|expression|gesture)\b", text)
        else None
    )
    verbs = "|".join(sorted(lexicon.POSE_VERBS))
    states = "|".join(sorted(lexicon.EXPRESSIONS))
    match = match or search(
        rf"^(?:make|let|have|get|help|cause)\s+(?P<who>(?!it look|it\b).+?)\s+(?:to )?(?P<pose>(?:(?:{verbs}) (?!like|less|more|better|good|darker|brighter|as if|natural|sharper|smaller|bigger|larger|clearer|old|young)(?:.+)|smile|laugh|frown|cry|wave|jump|run|sit|stand|walk|sleep|dance|fly|wink|kneel|yawn|swim|hug|kiss|sing|blink|bow|grin|bark|roar))$",
        text,
    )
    match = match or search(
        rf"^(?:make|have|let|get|change)\s+(?P<who>.+?)\s+(?:be |look |to be |to |as if (?:he|she|it) (?:is|was|were) )?(?P<pose>(?:{states})(?: .*)?)$",
        text,
    )
    if match and not is_whole(match["who"]):
        return [
            {
                "op": "pose",
                "pose": clause.unquoted(match["pose"])[:200],
                "region": {"phrase": target(match["who"]) or "it"},
            }
        ]
    limb = search(
        r"^(?P<how>raise|lower|lift|turn|bend|open|close|straighten|tilt|cross|move|put down|fold) (?P<who>(?:the |his |her |their |my )?.*?(?:(?:'s|s')\s|his |her |their ).*?(?P<limb>arms?|hands?|legs?|heads?|eyes?|mouths?|fingers?|wings?|knees?|elbows?|foot|feet|face))(?P<rest>.*)$",
        text,
    )
    if limb:
        return [
            {
                "op": "pose",
                "pose": f"{limb['how']} {limb['limb']}{limb['rest']}"[:200],
                "region": {"phrase": target(limb["who"]) or "it"},
            }
        ]
    return []


def sized(clause: Saying) -> list[Draft]:
    """ "make the cup bigger", "the dog should be twice as big" → resize; "make the tree taller" too."""
    text = clause.text
    if not search(
        r"\b(?:bigger|larger|smaller|tinier|huger|taller|(?:twice|half|double|\w+ times|\d+ ?%)(?: \w+){0,2} (?:big|large|size|tall|small|high)|(?:half|double|twice|triple) (?:the|its|his|her) (?:\w+ )?size|in size|the size of)\b",
        text,
    ):
        return []
    match = search(
        r"^(?:make|let|get|have|turn)\s+(?P<what>.+?)\s+(?:be |look |appear |a |just |about |up |to |much |way |even |slightly |twice |half |double |three |triple |\d)*(?:bit |little |lot )?(?:bigger|larger|smaller|tinier|huger|taller|as (?:big|large|tall|small)|the size|its size|times|%|the|in size|x\b).*$",
        text,
    )
    match = match or search(
        r"^(?P<what>(?:the|his|her|my|that|this) .+?) (?:should|could|needs? to|must|ought to) be (?:.*)(?:bigger|larger|smaller|taller|size|as (?:big|large|tall|small))",
        text,
    )
    match = match or search(
        r"^(?:increase|decrease|reduce|double|halve|change) the size of (?P<what>.+?)(?: (?:by|to|a|slightly|so)\b.*)?$",
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


def relight(clause: Saying) -> list[Draft]:
    """`relight`: "light it from the left", "add dramatic studio lighting"."""
    text = clause.text
    lit = search(
        r"\b((?:[\w-]+ ){0,3}?(?:studio|neon|rim|golden[- ]hour|candle|moon|sun|spot|back|evening|morning|stage|lamp|side|soft|dramatic|warm|flash)[- ]?(?:light|lighting|lights|lamp)\b)",
        text,
    )
    side = search(
        r"\bfrom (?:the |above|below|behind)? ?((?:top|upper|bottom|lower)? ?(?:left|right)|top|above|below|behind|front)\b",
        text,
    )
    if (
        search(r"^(?:relight)\b", text)
        or (side and search(r"\b(?:light|lit|lighting|lamp)\b", text))
        or (
            lit
            and search(r"^(?:light|use|give|put|add|with|make)\b", text)
            and search(r"\b(?:studio|neon|rim|golden|candle|moon|stage|dramatic|spot)", lit[0])
        )
    ):
        draft: Draft = {"op": "relight", "light": clean(lit[1]) if lit else "soft light"}
        if side:
            draft["direction"] = side[1].strip()
        return [draft]
    return []


def auto(clause: Saying) -> list[Draft]:
    """`adjust auto`: "make it look better", "enhance it", "fix the lighting"."""
    text = clause.text
    what = r"(?:it|this|that|the (?:whole |entire |overall )?(?:image|photo|picture|pic|shot|photograph|lighting|light|colou?rs?|exposure|contrast|tones?|brightness|coloring|levels|quality|look)(?: (?:and|of) (?:the )?[\w ]+)?|everything)"
    if fullmatch(
        rf"(?:enhance|improve|fix|auto(?:matically)?(?:[- ]?(?:enhance|fix|adjust|correct|tone))?|beautify|correct|retouch|polish|optimi[sz]e|adjust|edit|perfect|tweak|tune|touch up|clean up|balance|even out|better|work on)(?: {what})?(?: up| automatically| overall)?",
        text,
    ):
        return [{"op": "adjust", "auto": True}]
    if search(
        r"^(?:make|get) (?:it|this|the (?:image|photo|picture|pic|shot))(?: (?:just|look|all|seem|appear|overall|much|even|a bit|a little))* (?:better|nicer|good|great|nice|beautiful|professional|prettier|more (?:professional|beautiful|attractive|appealing|interesting|pleasing)|perfect|amazing|awesome|right|its best)\b",
        text,
    ):
        return [{"op": "adjust", "auto": True}]
    part = search(
        r"^(?:fix|adjust|correct|improve|edit|change|balance|tweak|enhance|play with|even out|work on|tune|alter|modify|mess with|refine)(?: up)?(?: with)? (?:the )?(?:overall )?(?:lighting|light|exposure|colou?rs?|coloring|contrast|tones?|brightness|saturation|white balance|levels|color balance|shadows|highlights|hue|sharpness|focus|clarity|tint|temperature)(?: (?:and|or) \w+)?(?: (?:of|in|on|for) (.+))?$",
        text,
    )
    return (
        [{"op": "adjust", "auto": True, **(region(part[1]) if part[1] else {})}]
        if part and not tone.adjust(clause)
        else []
    )
