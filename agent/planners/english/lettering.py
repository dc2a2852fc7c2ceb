"""Clauses about lettering → `text` drafts. Knows nothing of fonts."""

from __future__ import annotations

from agent.planners.english import lexicon
from agent.planners.english.paint import COLOR
from agent.planners.english.phrases import Draft, clean, region, target
from agent.planners.english.saying import QUOTE, Saying, fullmatch, pattern, search
from tools.beside import parse_beside
from tools.places import parse_place

_NOUN = rf"\b(?:{lexicon.LETTERING})\b"
_WRITE = r"\b(?:write|writing|type|caption|label|inscribe|letter|print|title)\b"
_MARKS = (
    r"\b(?:watermarks?|date stamp|time ?stamp|text|words?|writing|lettering|caption|subtitles?|"
    r"inscription|typography)\b"
)
_SIZES = {
    "tiny": 0.02,
    "small": 0.025,
    "little": 0.025,
    "medium": 0.05,
    "big": 0.1,
    "large": 0.1,
    "huge": 0.18,
    "giant": 0.2,
}
_FONTS = {
    "serif": "serif",
    "sans": "sans",
    "mono": "mono",
    "monospace": "mono",
    "typewriter": "mono",
    "handwritten": "hand",
    "handwriting": "hand",
    "script": "hand",
    "cursive": "hand",
}
_SIDES = (
    r"(?:upper|lower|top|bottom|left|right|center|middle)"
    r"(?:[ -](?:hand|left|right|center|middle|corner|side|edge|part|of the (?:image|picture|photo)))*"
)
_AFTER_A_PLACE = r"(?=\s*$|[,.;]|\s+(?:in|of|with|and|using|so|as|for|please|on|at|from|that|saying|which)\b)"
_PLACE = rf"(?:in|at|on|to|across|along|near)(?: the)? (?:very )?({_SIDES}){_AFTER_A_PLACE}"


def write(clause: Saying) -> list[Draft]:
    """Lettering to be added: quoted, or what follows "write", "saying" or "the text"."""
    found = _content(clause)
    if found is None and search(_UNTOLD, clause.text):
        return [{"op": "text", **_manner(clause.text), **_spot(clause.text)}]
    if found is None:
        return []
    content, start, end = found
    around = f"{clause.text[:start]} {clause.text[end:]}"
    return [{"op": "text", "content": content, **_manner(around), **_spot(around)}]


_UNTOLD = (
    r"^(?:add|put|write|place|insert|include|overlay)(?: in)? (?:an? |my |our |some |the |his |her "
    r")?(?:small |big |little |nice )?"
    r"(?:name|text|caption|title|lettering|signature|headline|slogan|date|message|words|writing|watermark|hashtag)"
    r"(?: (?:on|in|at|to|across|along|over|under|below|above|near|here|there)\b.*)?$"
)
"""Lettering that is asked for without its words: whoever carries it out asks for them."""


def _content(clause: Saying) -> tuple[str, int, int] | None:
    """The lettering, and the span of the clause that it takes."""
    quoted = search(QUOTE, clause.text)
    if quoted and search(
        (
            rf"{_NOUN}|{_WRITE}|\b(?:say|says|saying|reading|add|put|place|overlay|sign|banner|insert|stamp|"
            r"reads?|called)\b"
        ),
        clause.text,
    ):
        return clause.verbatim(*quoted.span()), *quoted.span()
    for source in (
        (
            r"^(?:write|type|print|inscribe)(?: out)?(?: (?:the )?(?:text|words?|letters?|caption|title|name|"
            r"message|number))? (.+)$"
        ),
        r"\b(?:that |which )?(?:saying|says|say|reading|that reads|which reads|stating)[: ]+(.+)$",
        (
            r"^(?:add|put|place|insert|overlay|include)(?: (?:a|the|some))?(?: (?:\w+))? ?(?:text|words?|"
            r"caption|title|lettering|headline|slogan)(?: of)?[: ]+((?!to |on |in |at |that |over |along |"
            r"across |for |with |under |above |below |so |which )\S.*)$"
        ),
        r"^(?:caption|label|title)(?: it| this| the (?:photo|picture|image))?(?: as| with)?[: ]+(.+)$",
    ):
        match = search(source, clause.text)
        if match and not fullmatch(r"(?:it|this|that|the (?:photo|picture|image))(?: out)?", match[1]):
            end = match.start(1) + len(_without_manner(match[1]))
            if end > match.start(1):
                return clause.verbatim(match.start(1), end), match.start(1), end
    return None


def _without_manner(words: str) -> str:
    """The lettering without the place and style that follow it unquoted."""
    match = search(
        (
            rf"\s+(?:{_PLACE}|in (?:(?:big|small|large|huge|bold|tiny)[ ,]*)?(?:\w+ )?(?:letters|font|text|type|"
            rf"{'|'.join(sorted(lexicon.COLORS))})|on (?:it|this|top|the [\w ]+)$)"
        ),
        words,
    )
    return words[: match.start()].rstrip(" ,.") if match else words.rstrip(" ,.")


def _manner(words: str) -> Draft:
    """Colour, size, font, weight said around the lettering."""
    manner: Draft = {}
    color = search(
        (
            rf"\b(?:in |with )?((?:(?:{lexicon.SHADES}) )?(?:{'|'.join(sorted(lexicon.COLORS))}))(?: (?:letters|"
            r"lettering|text|font|type|color|words|caption))"
        ),
        words,
    )
    color = color or search(
        rf"\bin (?:big |large |small |bold )*((?:(?:{lexicon.SHADES}) )?(?:{'|'.join(sorted(lexicon.COLORS))}))\b",
        words,
    )
    if color and color[1] not in lexicon.NO_COLOR:
        manner["color"] = color[1]
    size = search(rf"\b({'|'.join(_SIZES)})\b", words)
    if size:
        manner["size"] = _SIZES[size[1]]
    font = search(rf"\b({'|'.join(_FONTS)})\b", words)
    if font and _FONTS[font[1]] != "sans":
        manner["font"] = _FONTS[font[1]]
    if search(r"\bbold\b", words):
        manner["bold"] = True
    if search(r"\boutlined?\b", words):
        manner["outline"] = True
    return manner


_BESIDE = (
    r"\b(?:(?:(?:to|on) )?(?:the )?(?:left|right)(?:[- ]hand)?(?: side)? of|above|below|beneath|underneath|under|"
    r"beside|next to) .+$"
)


def _spot(words: str) -> Draft:
    """Where: a named place of the picture, a thing in it, or beside one."""
    manner = pattern(rf"\s+in (?:\w+ )?{COLOR}(?: \w+)?$|\s+(?:with|using) .+$")
    beside = search(_BESIDE, manner.sub("", words.strip(" ,.")))
    if beside and parse_beside(beside[0]):
        return {"place": beside[0]}
    match = search(_PLACE, words)
    of_thing = search(
        (
            rf"\b(?:of|on|onto|across) (?:the|his|her|a|my|their) (?!{_SIDES}{_AFTER_A_PLACE}|image|picture|photo|side)"
            r"([\w' -]{2,60})"
        ),
        words,
    )
    thing = target(pattern(rf"\s+in {COLOR}$").sub("", of_thing[1])) if of_thing else None
    match = match or search(r"\b((?:top|bottom|upper|lower)[ -](?:left|right|center)|(?:top|bottom) ?$)", words.strip())
    if match and not (thing and search(r"\bof\b", words)):
        place = parse_place(match[1])
        return {"place": place} if place else {}
    return {"region": {"phrase": thing}} if thing else {}


def change(clause: Saying) -> list[Draft]:
    """Lettering to be replaced: "change the text A to B", "make the sign say B"."""
    text = clause.text
    quotes = list(pattern(QUOTE).finditer(text))
    if len(quotes) >= 2 and search(r"^(?:change|replace|swap|turn|make|substitute|update|edit)\b", text):
        old, new = (clause.verbatim(*quote.span()) for quote in (quotes[0], quotes[-1]))
        on = search(rf"(?:on|of|in) ((?:the |a )?(?:(?!{QUOTE})[^,])+?)(?: from| to| with| by|$| {QUOTE})", text)
        return [
            {"op": "text", "action": "replace", "old": old, "content": new, **_region_of_lettering(on[1] if on else "")}
        ]
    capitals = search(r"\b(?:from )?\b([A-Z][A-Z0-9'!&. -]+) (?:to|with|into|by) ([A-Z][A-Z0-9'!&. -]+)$", clause.raw)
    if capitals and search(r"^(?:change|replace|turn|swap)\b", text):
        where = _region_of_lettering(pattern(r"^\w+|\bfrom$").sub("", text[: capitals.start()].strip()).strip())
        old, new = capitals[1].strip(), capitals[2].strip(" .")
        return [{"op": "text", "action": "replace", "old": old, "content": new, **where}]
    for source in (
        (
            r"^(?:change|replace|swap|edit|update|modify|alter|turn)\s+(?P<where>(?:the |all "
            rf")?[^,]*?(?:{_NOUN})[^,]*?)\s+(?:to|with|into|by|for|say(?:ing)?|to read|so (?:that )?it (?:says|"
            r"reads))\s+(?:say |read |be |the (?:text|words?) )?(?P<new>.+)$"
        ),
        (
            r"^(?:change|replace|set|update|edit) the (?:contents?|wording|inscription) (?:of|on) (?P<where>.+?) "
            r"(?:to|into|with) (?:(?:say|read|be|the|text|number|words?|letters?) )*(?P<new>.+)$"
        ),
        rf"^(?:make|have|let|change)\s+(?P<where>.+?)\s+(?:to )?(?:says?|reads?{_A_BOOK})\s+(?P<new>.+)$",
        r"^(?P<where>the .+?)\s+(?:should|could|needs? to|must)\s+(?:say|read)\s+(?P<new>.+)$",
        rf"^(?:change|replace|turn)\s+(?P<where>[^,]*{QUOTE}[^,]*?)\s+(?:to|with|into|by)\s+(?P<new>.+)$",
        rf"^(?:change|replace)\s+(?P<where>[^,]+?)\s+(?:to|with|by)\s+(?P<new>{QUOTE})",
    ):
        match = search(source, text)
        if match:
            return [_replacement(clause, match.span("where"), match.span("new"))]
    return []


_A_BOOK = r"(?! (?:from|an?|the|to|in|out|his|her|their|its|books?)\b)"
"""After "read": somebody reads, it is not lettering that does."""


def _replacement(clause: Saying, where: tuple[int, int], new: tuple[int, int]) -> Draft:
    old = search(QUOTE, clause.text[slice(*where)])
    quoted = search(QUOTE, clause.text[slice(*new)])
    span = (new[0] + quoted.start(), new[0] + quoted.end()) if quoted else new
    capitals = clause.verbatim(*span).strip(" .\"'")
    draft: Draft = {
        "op": "text",
        "action": "replace",
        "content": capitals,
        **_region_of_lettering(clause.text[slice(*where)]),
    }
    if old:
        draft["old"] = clause.unquoted(old[0])
    return draft


def _region_of_lettering(words: str) -> Draft:
    plain = clean(pattern(QUOTE).sub(" ", words))
    inside = search(rf"(?:{lexicon.LETTERING})(?: \w+)? (?:on|of|in|from|at|for) (.+)$", plain)
    return region(inside[1] if inside else plain)


def erase(clause: Saying, things: str) -> list[Draft]:
    """Quoted lettering to be taken away that no noun names: "delete 'DRAFT' from the page"."""
    words = clean(things)
    quoted = search(QUOTE, words)
    if quoted is None or search(_NOUN, words) or not search(rf"^(?:\w+ ){{0,2}}{QUOTE}", words):
        return []
    phrase = clean(pattern(QUOTE).sub(" ", words))
    draft: Draft = {"op": "text", "action": "erase", **({"region": {"phrase": phrase}} if phrase else {})}
    return [{**draft, "old": clause.unquoted(quoted[0])}]
