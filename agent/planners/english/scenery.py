"""Clauses about what lies behind the subject → background drafts. Knows nothing of how a subject is found."""

from __future__ import annotations

from agent.planners.english import amounts, lexicon
from agent.planners.english.paint import COLOR, known
from agent.planners.english.phrases import Draft, clean, without_purpose
from agent.planners.english.saying import Saying, fullmatch, pattern, search


def is_background(words: str) -> bool:
    return (
        search(
            (
                r"^(?:the |this |current |original |entire |whole |photo |image |its )*(?:[\w' ]+ "
                rf")?(?:{'|'.join(sorted(lexicon.SETTINGS - {'landscape', 'scene', 'habitat'}))})(?: (?:of|in) "
                r"(?:the |this )?(?:image|picture|photo\w*|shot))?$"
            ),
            words.strip(),
        )
        is not None
    )


def background(clause: Saying) -> list[Draft]:
    """`background`: blur it, tone it, colour it, put another scene behind."""
    text = without_purpose(clause.text)
    if fullmatch(_SOFTER, text):
        return [toned("blur", text)]
    plain = search(_TONED, text)
    if plain:
        return [toned(plain["how"], text)]
    bare = fullmatch(r"(?:an? |the )?(?P<look>[\w ]{3,40}?) (?:background|backdrop)(?:[, ]+(?:keep|leave)\b.*)?", text)
    if bare and (
        fullmatch(COLOR, bare["look"]) or bare["look"] in ("black and white", "blurred", "blurry", "transparent")
    ):
        return [backdrop(bare["look"])]
    return _scenery(clause.text)


_BACK = r"(?:the |this |whole |entire )*(?:background|backdrop|back ground)(?: (?:of|in) (?:the |this )?\w+)?"
_SOFTER = (
    rf"(?:blur(?:ring)?|defocus|soften)(?: out| up)? {_BACK}(?! colou?r)(?: .*)?|(?:make|have|let|get) {_BACK} (?:\w+ "
    rf"){{0,3}}(?:blurry|blurred|blurrier|out of focus)(?: .*)?|{_BACK} (?:more |very |really "
    rf")?(?:blurry|blurrier|blurred|out of focus)|(?:add |more |give |a )*(?:background "
    rf"blur|blur(?: effect)? (?:to|in|on) {_BACK})"
)
_TONED = (
    rf"^(?:make|turn|have|let) {_BACK} (?:\w+ ){{0,3}}"
    r"(?P<how>black and white|monochrome|transparent)(?: .*)?$"
)
_BLURS = {amounts.SLIGHT: 30.0, amounts.DEFAULT: 60.0, amounts.STRONG: 100.0}
"""A lens blurs what lies far behind more than a softened detail: the usual amounts, so much stronger."""


def toned(how: str, text: str) -> Draft:
    """What is done to the light, colour or sharpness of the background: an `adjust` of that region."""
    if how == "transparent":
        return {"op": "background", "mode": "remove"}
    level = amounts.level(text)
    fields = {"blur": _BLURS.get(level, level)} if how == "blur" else {"saturation": -100.0}
    return {"op": "adjust", **fields, "region": {"phrase": "background"}}


_SETTINGS = "|".join(sorted(lexicon.SETTINGS))
_OUT_THERE = "|".join(sorted(lexicon.PLACES_OUT_THERE))
_ANYWHERE = "|".join(sorted(lexicon.PLACES_OUT_THERE | lexicon.SETTINGS | {"fabric", "countertop", "wall"}))
_EVOKE = (
    r"(?:evoke|convey|portray|depict|capture|showcase|illustrate|reflect|simulate|resemble|mimic|feature|represent|"
    r"suggest|show|create|look like|be|become|exude|emulate)"
)
_PICTURE = r"(?:image|picture|photo\w*|scene)"
_NEW_SCENES = (
    rf"\b(?:{_SETTINGS}|elements)\b(?: (?:of|in|for) (?:the |this )?{_PICTURE})?,? "
    rf"(?:to|into|that|which|with|as|by|so it)(?: (?:{_EVOKE})s?)? (?:an? |the )?(.+)$",
    r"^(?:put|place|set|use|add|have|insert|drop|give)\s+(?:in )?(?:an? |the |it |this |them |him |her )*"
    r"(?:on |in |against |onto )?(?:an? |the )?(?:new )?(.+?) (?:as (?:the|a) )?(?:background|backdrop)$",
    rf"^(?:change|transform|convert|turn|alter|modify|replace|swap)\s+(?:the |this )?.*\b(?:background|{_OUT_THERE}|"
    rf"environment|setting|scene)\b.* (?:to|into|with|for) (?:an? |the )?(.*\b(?:{_ANYWHERE})\b.*)$",
    rf"^(?:transform|convert|turn|change|make) (?:this|the|it)(?: {_PICTURE})? (?:in)?to (?:an? |the )?"
    rf"(.*\b(?:{_SETTINGS}|vista|view)\b.*)$",
)


_PUT = r"^(?:put|place|set|have|show|let|get|move|send|teleport|transport|imagine|depict)\s+(?:the )?"
_PUT_RIGHT = r"^(?:put|place|set|move|send|teleport|transport)\s+(?:the )?"
_IN = r"(?: be| being| standing| stand| appear)? ?\b(?:on|in|at|against|in front of|inside|to)"
PUT_IN = rf"{_PUT}.+ (?:on|in|at|against|inside|to|into) "
_SOMEBODY = r"(?P<who>it|him|her|them|me|us|(?<=the )(?:subject|person|product))"
_SOMEWHERE = (
    rf"(?:(?:an?|the|some|outer) )?(?:[\w'-]+ ){{0,4}}(?:{_OUT_THERE}|zoo|mall|hospital|prison|cemetery|graveyard|"
    r"museum|church|temple|restaurant|bar|cafe|school|classroom|laboratory|lab|basement|attic|swamp|marsh|meadows?|"
    r"woods|wasteland|valley|alley|town|courtyard|parking lot|building|apartment|house|room|ring|airport|station|"
    r"cockpit|spaceship|nightclub|theater|dungeon|palace|snowstorm|sandstorm|rainstorm|blizzard)"
    r"(?: (?:at|in|on|of|with|during|full|by) .+)?"
)
_SET_IN = (
    rf"{_PUT_RIGHT}{_SOMEBODY} (?:on|in|at|against|to|in front of) (?P<scene>an? .+|the (?:\w+ )?(?:{_OUT_THERE}))$",
    rf"{_PUT}{_SOMEBODY}{_IN} (?P<scene>{_SOMEWHERE})$",
    rf"{_PUT_RIGHT}{_SOMEBODY} in front of (?P<scene>the .+)$",
    rf"{_PUT}(?<=the )(?P<who>[\w'-]+(?: [\w'-]+){{0,3}}?){_IN} (?P<scene>(?=an? |outer |space){_SOMEWHERE})$",
)
"""Somebody or something put where it is not: what is behind changes, and who is in front stays."""
_NO_PLACE = (
    r"\b(?:suit|dress|tuxedo|robe|costume|uniform|hat|coat|jacket|shirt|style|mood|pose|position|look|way|color|shade|"
    r"focus|frame|box|throne|bench|couch|sofa|bed|motorcycle|tub|bathtub|outfit|gown|corset|wear|cloak|row|circle|line|group|basket|"
    r"bowl|cup|jar|glass|plate|tray|wheelchair|chair|table|lamp|light|spotlight|silhouette|book|painting|cartoon|angle|"
    r"size|bit|little|t-shirt|horse|bike|boat|car|truck)$"
)


def put_somewhere(clause: Saying) -> list[Draft]:
    """`background` behind the one who is put somewhere: "put her in a desert", "have the tower be in a jungle"."""
    text = pattern(r" (?:instead|now)$").sub("", without_purpose(clause.text))
    match = next((found for source in _SET_IN if (found := search(source, text))), None)
    if match is None or search(_NO_PLACE, match["scene"]) or search(r"\b(?:be|is|are|background|sky)$", match["who"]):
        return []
    draft = backdrop(match["scene"])
    named = match["who"] not in ("it", "me", "us", "subject", "person", "product")
    return [{**draft, "subject": match["who"]} if named and draft["op"] == "background" else draft]


def _scenery(text: str) -> list[Draft]:
    match = next((found for source in _NEW_SCENES if (found := search(source, text))), None)
    if (
        match is None
        or search(_NO_SCENE, match[1])
        or search(r"\bforeground\b|\bobject\b|^\d+ ?(?:%|percent|points?)?$", match[1])
    ):
        return []
    return [backdrop(match[1])]


_NO_SCENE = r"^(?:make|stands?|pops?|looks?|be|is|see|get|give|match|blend|draw|not|help|bring|put|highlight|reduce)\b"
"""Beginnings of a purpose, which is no place: "enhance the background so it stands out"."""


def backdrop(words: str) -> Draft:
    """`background` for words that say what should be behind."""
    plain = clean(pattern(r",?\s+(?:remain|while|but|and keep|keeping|leaving|with the).*$").sub("", words))
    color = fullmatch(
        (
            rf"(?:(?:plain|solid|simple|all|pure|completely|clean|bright) )*(?P<color>{COLOR})(?: (?:background|"
            r"backdrop|one|wall|color))?"
        ),
        plain,
    )
    if color:
        return {"op": "background", "mode": "color", "color": known(color["color"])}
    if fullmatch(r"transparent(?: .*)?|nothing|transparency", plain):
        return {"op": "background", "mode": "remove"}
    if fullmatch(r"(?:completely )?(?:blur(?:red|ry)?|out of focus|bokeh)(?: .*)?", plain):
        return toned("blur", "")
    if fullmatch(r"black and white|grayscale|monochrome|b&w", plain):
        return toned("black and white", "")
    return {"op": "background", "mode": "scene", "scene": (plain or words)[:200]}
