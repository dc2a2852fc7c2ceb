"""Clauses about the colour or the material of a thing → recolor and retexture drafts. Knows no pixels."""

from __future__ import annotations

from agent.planners.english import lexicon
from agent.planners.english.phrases import Draft, clean, is_whole, several, target, without_purpose
from agent.planners.english.saying import Saying, fullmatch, pattern, search
from tools.colours import is_colour

COLOR = rf"(?:(?:{lexicon.SHADES}) )*(?:{'|'.join(sorted(lexicon.COLORS - lexicon.NO_COLOR))}|#[0-9a-f]{{3,6}}\b)"
"""A colour, with its shade, as a regular expression."""


_FORMS = (
    rf"^(?:can|could|would|should|may) (?P<what>.+?) be (?:an? |in )?(?P<color>{COLOR})$",
    (
        r"\b(?:colou?rs?|hue|tint|shade) of (?P<what>.+?) (?:to|into|from [\w ]+ to|as|be|is|should be|in) "
        rf"(?:be )?(?:an? |the |more |color )*(?:shade of )?(?P<color>{COLOR})\b"
    ),
    (
        r"^(?:change|transform|alter|modify|turn|make|set|adjust|switch|update|shift|"
        r"convert)\s+(?P<what>.+?)(?:'s?)? colou?rs?(?: from [\w ]+)? (?:to|into|be) (?:be )?(?:an? |the "
        rf")*(?:shade of )?(?P<color>{COLOR})\b"
    ),
    (
        r"^(?:dye|paint|color|tint|recolor|coat|adorn|colorize|stain|spray|cover|redden|bathe|"
        r"drape)\s+(?P<what>.+?)\s+(?:in |with |to |into |as |completely |entirely )*(?:an? |the "
        rf")?(?:bright |vibrant )?(?P<color>{COLOR})(?: (?:colou?r|hue|tint|shade|paint|pigment|tone|coat|"
        r"dye))?$"
    ),
    (
        r"^(?:apply|give|add|assign|use|choose|select|pick|opt for|paint)\s+(?:an? |the "
        rf")?(?P<color>{COLOR})(?: (?:colou?r|hue|tint|shade|paint|tone))?\s+(?:to|for|on|"
        r"onto)\s+(?P<what>.+?)(?:'s? (?:colou?r|hue))?$"
    ),
    (
        rf"^(?:give|grant|lend)\s+(?P<what>.+?)\s+(?:an? |the )(?P<color>{COLOR}) (?:colou?r|hue|tint|shade|"
        r"tone|look|paint job|coat)\b"
    ),
    (
        r"^(?P<what>.+?)(?:'s? colou?r)?\s+(?:should|shall|must|ought to|needs? to|has to|could|would|will|"
        r"is to|can)\s+(?:be|have|become|turn|adopt|take on|assume|bear|look|turn into|go)\s+(?:in |"
        rf"colored |painted |dyed |an? |the )*(?P<color>{COLOR})(?: (?:colou?r|hue|tint|shade|tone))?$"
    ),
    (
        rf"^(?P<color>{COLOR}) (?:shall|should|must|will) (?:color|be the (?:new )?color (?:of|for)|be|tint|"
        r"paint|dye|adorn|cover|grace|coat|fill|define|take over) (?P<what>.+?)(?:'s (?:new )?(?:colou?r|"
        r"hue|tint))?$"
    ),
    (
        rf"^(?P<color>{COLOR}) (?:is|as|for)(?: the (?:new )?(?:colou?r|hue) (?:of|for))? (?P<what>(?:the|"
        r"his|her) .+?)(?:'s (?:new )?(?:colou?r|hue|tint))?$"
    ),
    rf"^(?P<color>{COLOR}) (?P<what>(?:the|his|her|their) .+?)(?:'s (?:colou?r|hue|tint))?$",
    (
        r"^(?:ensure|make sure|make it so|let it be)(?: that)? (?P<what>.+?) (?:is|are|be|turns?|becomes?|"
        rf"has an?|appears?)(?: in| colored)? (?P<color>{COLOR})(?: (?:colou?r|hue|tint))?$"
    ),
    (
        r"^(?:cover|dress|clothe|render|bathe|drape|wrap|transform|turn|change|shade|imbue|fill|wash|"
        rf"make)\s+(?P<what>.+?)\s+(?:in|with|into|to be|to)\s+(?:an? |the )?(?P<color>{COLOR})(?: (?:colou?r|hue|"
        r"tint|shade|paint|pigment|tone|attire|dye|clothes|outfit))?$"
    ),
    (
        r"^(?:make|turn|let|have|change|get)\s+(?P<what>.+?)\s+(?:be |become |turn |look |to |to be |into |"
        rf"all |appear |go |colored |a |an )*(?P<color>{COLOR})(?: (?:in colou?r|colou?r(?:ed)?|hue|instead|"
        r"one|shade))?$"
    ),
    (
        r"^(?:make|turn|change)\s+(?P<what>.+?)\s+(?:to |into |be )?(?:an? |the )(?:\w+ )?(?:shade|tone|"
        rf"hue) of (?P<color>{COLOR})$"
    ),
    rf"^(?P<what>(?:the|his|her|their|its|my) [\w' ]+?) (?:in |as )?(?P<color>{COLOR})$",
)


def recolor(clause: Saying) -> list[Draft]:
    """`recolor`: "change the color of the car to blue", "paint the wall light green", "dye her hair in red"."""
    text = clause.text
    if search(r"\bblack and white$", text):
        return []
    if search(_A_FRUIT, text):
        return []
    text = pattern(rf",? (?:not|rather than|instead of) (?:an? )?{COLOR}$").sub("", text)
    for source in _FORMS:
        match = search(source, without_purpose(text))
        if match and not fullmatch(COLOR, match["what"]) and not search(_BY_DEGREES, match["what"]):
            return _painted(*_divided(match["what"], match["color"]))
    return []


_FRUITS = "orange|peach|plum|rose|olive|lime|apricot|mint|lemon|apple"
_A_FRUIT = rf"^(?:make|turn|let|have|change) (?!.*\b(?:hue|shade|tint|tone)\b).+ an? (?:{_FRUITS})$"
_BY_DEGREES = (
    r"\b(?:less|more|too|very|not|as|looks?|seems?|appears?|wears?|all|so|kind of|a bit|is|are|turned|"
    r"wearing)$"
)


def _divided(what: str, color: str) -> tuple[str, str]:
    """The thing and its colour: "the" + "sky purple" is the sky, in purple; "the sea a deeper" is the sea."""
    shade, _, rest = color.partition(" ")
    if rest and what in ("the", "a", "an", "his", "her", "my", "their", "its"):
        what, color = f"{what} {shade}", rest
    what = pattern(rf"\s+from (?:{COLOR}|(?:its|the) (?:natural|original|current|old)(?: colou?r)?)$").sub("", what)
    return pattern(r"\s+an? (?:\w+er|nice|different|new|lovely)$").sub("", what), color


def known(color: str) -> str:
    """The colour as it is known: "jet black" is black, "light blue" is itself."""
    words = color.split()
    if not is_colour(color) and is_colour(words[0]):
        return words[0]
    return next((said for start in range(len(words)) if is_colour(said := " ".join(words[start:]))), color)


def _painted(what: str, color: str) -> list[Draft]:
    color = known(color)
    what = pattern(r"(?<=\w)(?: is| are| be)? (?:made|built|paved|crafted)(?: out)?(?: of| from| with)?$").sub(
        "", what.strip()
    )
    plain = clean(pattern(r"(?:'s|s')?\s+(?:own )?(?:colou?r|hue|shade)$|^colou?r of ").sub("", what))
    if search(r"^(?:background|backdrop|the background)$", plain):
        return [{"op": "background", "mode": "color", "color": color}]
    if is_whole(what) and fullmatch(
        r"(?:the |this |whole |entire |that )*(?:image|picture|photo|pic|scene|shot)|everything", what.strip()
    ):
        return [{"op": "restyle", "style": f"{color} duotone"}]
    hair = color in _OF_HAIR and search(rf"\b(?:{_HAIR})\b", plain) is None
    return [
        {"op": "recolor", "color": color, "region": {"phrase": _hair_of(part) if hair else target(part) or "it"}}
        for part in several(plain)[:8]
    ]


_HAIR = "hair|beard|fur|mane|wig|braids?|curls|mustache|eyebrows?|wood|ale|beer"
_OF_HAIR = lexicon.words("blonde blond brunette auburn")
"""Colours that a person has only in the hair."""


def _hair_of(words: str) -> str:
    who = {"him": "man", "he": "man", "her": "woman", "she": "woman", None: "it"}.get(target(words), target(words))
    if who in ("it", "them"):
        return "hair"
    return f"{who}'s hair" if len(str(who).split()) <= 3 else f"hair of the {who}"


_ADJECTIVES = (
    r"wooden|metallic|metal|ceramic|marble|leather|stone|granite|concrete|cement|brick|plastic|chrome|aluminum|steel|"
    r"velvet|silk|bamboo|wicker|knitted|woven|cardboard|porcelain|chocolate|furry|fluffy"
)
_FINISH = "dark|light|solid|polished|shiny|rough|smooth|old|white|black|red|brown|gray|blue|green|milk|stainless"
_OF = (
    r"^(?:make|turn|let|have|change)\s+(?P<what>.+?)\s+(?:be |all |be all )?"
    rf"(?P<new>(?:(?:{_FINISH}) )?(?:{_ADJECTIVES}))$"
)
_METAL = (
    r"^(?:(?:turn|make|change)\s+)?(?P<what>.+?)\s+(?:(?:in)?to|(?:should|could|must) be(?= solid| "
    r"pure)) (?P<new>(?:solid |pure )?(?:gold|silver|bronze|copper))$"
)


def material(clause: Saying) -> list[Draft]:
    """`retexture`: "change the material of the couch to leather"."""
    match = search(_METAL, clause.text)
    match = match or search(
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


def made(clause: Saying) -> list[Draft]:
    """`retexture` by an adjective alone: "make the table wooden"."""
    match = search(_OF, clause.text)
    if match is None or is_whole(match["what"]) or search(r" (?:into|to|like|made|of|from)(?: |$)", match["what"]):
        return []
    return [{"op": "retexture", "material": noun(match["new"]), "region": {"phrase": target(match["what"]) or "it"}}]


_NOUNS = {"wooden": "wood", "metallic": "metal", "knitted": "knitted wool", "woven": "woven wicker", "furry": "fur"}


def noun(material: str) -> str:
    """What a thing is of, for a material said as an adjective: "dark wooden" is dark wood."""
    rest, _, last = material.rpartition(" ")
    return f"{rest} {_NOUNS.get(last, last)}".strip()


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
