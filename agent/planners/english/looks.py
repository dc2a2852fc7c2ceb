"""Clauses about the look of the picture: style, season, light → restyle and relight drafts. Knows no pixels."""

from __future__ import annotations

from functools import cache

from agent.planners.english import amounts, lexicon, tones
from agent.planners.english.phrases import Draft, clean, is_whole, region
from agent.planners.english.saying import Saying, fullmatch, pattern, search

_CONTEXT = (
    r"\b(?:style|styled|like|into|look|filter|effect|as (?:if|though|an?)|vibes?|aesthetics?|"
    r"render|stylize|version|(?<= )(?:feel|mood)$)\b"
)
_NOT_A_STYLE = (
    r"^(?:it|this|that|my|your|his|her|their|the|to|a|more|less|different|same|new|better|nicer|first|"
    r"quick|closer|i|hair|current|what it|"
    r"things?|blur|blurry|special|visual|nice|good|cool)$"
)


@cache
def _looks() -> str:
    return "|".join(sorted((look.replace(" ", "[ -]") for look in lexicon.LOOKS), key=len, reverse=True))


def look(words: str) -> str | None:
    """The look that words name ("a watercolor painting"); a whole style phrase where one is said."""
    if len(words) > 4 and fullmatch(rf"(?:{_looks()})(?: (?:painting|drawing|art|please))?", words):
        return clean(words).replace("-", " ")
    if search(_A_GRAY_THING, words) or search(_STATED, words):
        return None
    strong = search(rf"\b(?:{'|'.join(lexicon.STRONG_LOOKS)})\b", words) is not None
    if not strong and not search(_CONTEXT, words):
        return None
    said = _styled(words)
    named = search(
        rf"\b(?:{_looks()})\b(?: (?:painting|drawing|film|sketch|photo|poster|novel|art|print|movie))?", words
    )
    if named and (strong or said or _in_context(words, named[0])):
        return said if said and len(said.split()) > 1 and named[0] in said else named[0].replace("-", " ")
    return said


_STATED = (
    r"^(?:(?:the|it|this|that|they|these|his|her) ?[\w' ]{0,40}?\b(?:looks?|seems?|appears?|feels?) (?:like|as if|"
    r"as though)|"
    r"(?:it |and |this |that )*(?:has|gives|have)) (?!.*\b(?:should|could|would|make|want)\b)"
)
"""What the picture looks like now: a complaint, no wish."""
_A_GRAY_THING = (
    r"\b(?:an?|the|that|this|his|her|old|more) black and white (?!photo|pic|image|look|style|styl|film|filter|"
    r"version|effect|"
    r"print|paint|draw|sketch|movie|shot|mode|tone|and\b|but\b|one\b|art|compos|master|portrait|treatment|so\b|"
    r"with\b)\w"
)
"""A thing that is black and white by itself, not a way to look: "the black and white cat"."""


def _in_context(words: str, look: str) -> bool:
    around = (
        rf"look(?:s|ing)? (?:more |very |a bit |really )?{look}$|(?:like|into|as|in|to) (?:an? |the "
        rf")?(?:[\w-]+ ){{0,3}}{look}|{look} (?:version|look)"
    )
    return search(around, words) is not None


def _styled(words: str) -> str | None:
    """A named style: "in the style of Van Gogh", "change the style to comic book", "a vintage look"."""
    for source in (
        r"\bstyle of (?!(?:the |this )?(?:image|picture|photo|scene)\b)(?:an? |the )?([\w' -]{3,60})",
        r"\bstyle(?: of (?:the |this )?\w+)? (?:to|into|as|be) (?:be )?(?:an? |the )?([\w' -]{3,60}?)(?: style)?$",
        r"\b((?:[\w'-]+,? ){1,5})(?:style|styling|aesthetics?|vibes?|filter|effect)s?\b",
        r"\ban? ((?:[\w'-]+ ){1,3})(?:look|feel|mood)\b(?! (?:like|as|more|less))",
        r"^((?:[\w'-]+ ){1,3})look$",
    ):
        match = search(source, words)
        name = _style_words(match[1]) if match else None
        if name:
            return name
    return None


def _style_words(words: str) -> str | None:
    """What a style is called: "apply a comic" → "comic"; None if nothing of a name is left."""
    lead = (
        r"^(?:.*\b(?:make|turn|change|convert|transform|transfer|give|apply|add|put|use|set|have|want|like|into|to|in|"
        r"with|of|it|this|style|image|photo|picture)\s+)?(?:(?:an?|the|some|more|kind of|sort of|subtle|"
        r"slight|faint|nice)\s+)*"
    )
    plain = clean(pattern(lead).sub("", f"{words.strip()} ").strip())
    if not plain or search(_NOT_A_STYLE, plain) or set(plain.split()) & tones.comparatives().keys():
        return None
    return plain


def strength(text: str) -> Draft:
    level = amounts.level(text, 0)
    return {"strength": 0.5} if level == amounts.SLIGHT or search(r"\b(?:subtle|light|faint|hint)\b", text) else {}


def restyle(clause: Saying) -> list[Draft]:
    """`restyle`: "make it look like a watercolor", "in the style of Van Gogh", "as if it were winter"."""
    text = clause.text
    style = look(text)
    if style is None:
        return _season(text)
    about = search(
        r"^(?:make|turn|change|convert|transform|transfer|render|get|put|have|let|stylize|give|"
        r"apply)\s+(?P<what>.+?)\s+"
        r"(?:look|into|in|to|as|like|a|an|black|be|appear|the)\b",
        text,
    )
    onto = search(r"\b(?:on|to|for|of) (?P<what>(?:the|his|her|my) [\w' ]+)$", text)
    about = about or search(r"^(?:make|turn|draw|render|have) (?P<what>him|her|them)\b", text)
    what = about["what"] if about else ""
    named = onto is not None and (is_whole(onto["what"]) or clean(onto["what"]) in style)
    if onto and not named and (not what or is_whole(what) or look(what)):
        what = onto["what"]
    draft: Draft = {"op": "restyle", "style": style, **strength(text)}
    return [draft if _means_the_picture(what) else {**draft, **region(what)}]


_SOMEBODY = lexicon.words("him her them")


def _means_the_picture(what: str) -> bool:
    words = r"\b(?:style|image|photo|picture|scene|filter|look|effect|viewer|narrative|story|composition)\b"
    if not what or is_whole(what) or what in lexicon.PRONOUNS - _SOMEBODY or len(what.split()) > 6:
        return True
    return look(what) is not None or search(words, what) is not None


def _season(text: str) -> list[Draft]:
    whole = r"(?:it|this|(?:the|this) (?:whole )?(?:image|photo|picture|scene))"
    times = (
        r"(?:winter|summer|autumn|fall|spring|night(?:-?time)?|day(?:-?time)|dawn|dusk|sunset|sunrise|"
        r"evening|christmas|"
        r"halloween|snowy|rainy|foggy)"
    )
    falls = fullmatch(r"(?:make|let) it (?:be )?(rain|snow|storm|fog)(?:ing)?", text)
    if falls:
        return [{"op": "restyle", "style": {"fog": "foggy"}.get(falls[1], f"{falls[1]}y")}]
    match = search(
        rf"\b(?:as if it were|as if it was|if it (?:was|were)|like it(?:'s| is| was|was)|(?:turn|"
        rf"change) {whole} (?:in)?to|make {whole})"
        rf"(?: look like| look| be)?(?: (?:a|the|an))? ((?:[\w-]+ )?{times})\b",
        text,
    )
    return [{"op": "restyle", "style": match[1]}] if match else []


def scene(words: str) -> Draft | None:
    """Season, weather, time of day → restyle; a place out there → background; for words about the whole picture."""
    plain = clean(words)
    if search(
        r"^(?:very |really |much )?(?:old|aged|old[- ]?timey|old[- ]fashioned|ancient|antique)(?: photo)?$", plain
    ):
        return {"op": "restyle", "style": "old photo"}
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


def relight(clause: Saying) -> list[Draft]:
    """`relight`: "light it from the left", "add dramatic studio lighting"."""
    text = clause.text
    lit = search(
        (
            r"\b((?:[\w-]+ ){0,3}?(?:studio|neon|rim|golden[- ]hour|candle|moon|sun|spot|back|evening|morning|"
            r"stage|lamp|side|soft|dramatic|warm|flash)[- ]?(?:light|lighting|lights|lamp)\b)"
        ),
        text,
    )
    side = search(
        (
            r"\bfrom (?:the |above|below|behind)? ?((?:top|upper|bottom|lower)? ?(?:left|right)|top|above|"
            r"below|behind|front)\b"
        ),
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
        draft: Draft = {"op": "relight", "light": _light_words(lit[1]) if lit else "soft light"}
        if side:
            draft["direction"] = side[1].strip()
        return [draft]
    return []


def _light_words(words: str) -> str:
    """What kind of light it is: "put dramatic studio lighting" → "dramatic studio lighting"."""
    return (
        clean(pattern(r"^(?:(?:put|add|use|give|make|light|with|it|her|him|them|a|an|the|some) )+").sub("", words))
        or words
    )
