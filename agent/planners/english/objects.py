"""Clauses about things → add, remove, replace, duplicate, extract drafts. Knows nothing of how pixels are made."""

from __future__ import annotations

from agent.planners.english import amounts, furnishing, geometry, lettering, lexicon, paint, repairs, scenery, tones
from agent.planners.english.phrases import (
    Draft,
    clean,
    is_whole,
    place_arguments,
    region,
    several,
    split_place,
    target,
    without_purpose,
)
from agent.planners.english.saying import QUOTE, Saying, fullmatch, pattern, search
from tools.beside import parse_beside

_COLOR = rf"(?:(?:{lexicon.SHADES}) )?(?:{'|'.join(sorted(lexicon.COLORS - lexicon.NO_COLOR))})"
_SIZES = {
    "tiny": 0.06,
    "small": 0.12,
    "little": 0.12,
    "big": 0.4,
    "large": 0.4,
    "huge": 0.6,
    "giant": 0.7,
    "gigantic": 0.7,
}


def add(clause: Saying) -> list[Draft]:
    """`add` for "add a red hat on the man", "put two dogs next to the car"."""
    text = without_purpose(clause.text)
    match = fullmatch(r"\w+(?: (?:in|up|on|onto))?\s+(?P<what>.+)", text)
    if match is None:
        return []
    what, where = split_place(match["what"])
    if where and search(furnishing.DEFINITE, text):
        return furnishing.put(match["what"], where)
    if not what and where:
        where, _, what = where.partition(", ")
    what = pattern(r"^(?:me|us) (?=(?:an?|some|the|more)\b)").sub("", what)
    if what.split(" ")[-1:] == ["back"] or not clean(what) or search(r"^(?:me|us|him|her|them) \w", what):
        return []
    parts = several(what)
    if not all(search(_NEW_THING, part) for part in parts):
        parts = [what]
    if clean(what) in ("another one", "one more", "more of them", "one more of them", "more"):
        return [{"op": "duplicate", "region": {"phrase": "it"}}]
    both = fullmatch(_AND_THERE, where)
    if both:
        return [thing(clause.unquoted(what), both[1]), *add(Saying(f"add {both[2]}", f"add {both[2]}", clause.quotes))]
    if clean(what) in _UNNAMED and not where:
        return []
    return [thing(clause.unquoted(part), where) for part in parts]


_AND_THERE = (
    r"(.+?) and ((?:an? |some |two )?(?:[\w'-]+ ){1,3}(?:on|to|onto|in|at|behind|next to|under|above|"
    r"over) (?:the|his|her|an?|my|their) "
    r".+)"
)
_UNNAMED = lexicon.words("filter filters effect effects style look vibe mood feel something stuff")
"""Things that say nothing of which: they are asked about."""
_NEW_THING = r"^(?:an?|some|another|more|two|three|four|five|six|seven|eight|nine|ten|several|\d+) "


def thing(words: str, where: str = "") -> Draft:
    """One `add` from the words for the new thing and for its place."""
    words = pattern(r"^(?:in |up |also |maybe |just |there (?:to )?(?:be|is|are) |there )+").sub("", words.strip(" ,"))
    draft: Draft = {"op": "add"}
    number = amounts.count(pattern(r"^some more (?=\w)").sub("some ", words)) or 1
    what = pattern(
        r"^(?:(?:a|an|the|some|more|another|several|few|many|couple|pair|of|dozen|one|two|three|four|five|"
        r"six|seven|eight|nine|ten|lots|extra|additional|\d+)\s+)+"
    ).sub("", words)
    size = search(rf"^({'|'.join(_SIZES)}) ", what)
    if size:
        draft["size"] = _SIZES[size[1]]
        what = what[size.end() :]
    color = search(rf"^({_COLOR}) (?!and |light)(?=\w)", what)
    if color:
        draft["color"] = color[1]
        what = what[color.end() :]
    material = search(r"^([a-z]+) (?!of\b|with\b)(?=\w)", what)
    if (
        material
        and material[1] in lexicon.MATERIALS
        and material[1] not in ("fire", "snow", "water", "ice", "sand", "paper", "metal", "cheese")
    ):
        draft["material"] = material[1]
        what = what[material.end() :]
    draft["object"] = (clean(what) or clean(words) or words)[:200]
    if 1 < number <= 20:
        draft["count"] = number
        draft["object"] = singular(draft["object"])
    return {**draft, **place_arguments(where)}


def singular(words: str) -> str:
    """One of several: "red balloons" → "red balloon"; left alone where no rule is safe."""
    head, _, last = words.rpartition(" ")
    irregular = {
        "people": "person",
        "men": "man",
        "women": "woman",
        "children": "child",
        "geese": "goose",
        "mice": "mouse",
        "sheep": "sheep",
        "fish": "fish",
        "knives": "knife",
        "leaves": "leaf",
        "wolves": "wolf",
        "glasses": "glasses",
    }
    if last in irregular:
        last = irregular[last]
    elif fullmatch(r"\w+(?:sh|ch|x|ss)es", last):
        last = last[:-2]
    elif last.endswith("ies") and len(last) > 4:
        last = last[:-3] + "y"
    elif last.endswith("s") and not last.endswith(("ss", "us", "is")):
        last = last[:-1]
    return f"{head} {last}".strip()


def remove(clause: Saying) -> list[Draft]:
    """`remove` for each thing of a list; lettering, weather, noise and casts go to the operations that know them."""
    things = _removed(clause.text)
    if things is None or (clause.text.startswith("lift ") and clean(things) in tones.NOUNS):
        return []
    bare = without_purpose(things)
    if fullmatch(_EDGE, bare):
        return geometry.crop(Saying(f"crop {bare}", f"crop {bare}"))
    if search(r"^(?:clean|tidy)(?: up)? the (?:background|backdrop)$", clause.text):
        return []
    if search(_CLEANED, clause.text):
        return [{"op": "adjust", "auto": True, **region(bare)}]
    if (
        search(r"^(?:the )?(?:whole |entire )?(?:background|backdrop)(?: completely| entirely)?$", clean(bare))
        or clean(bare) == "background"
    ):
        return [{"op": "background", "mode": "remove"}]
    written = lettering.erase(clause, bare)
    if written:
        return written
    cast = search(
        r"\b(?:yellow|blue|green|red|orange|magenta|pink|purple|color) (?:color )?(?:cast|tinge|tint|hue)\b", bare
    )
    task = "white_balance" if cast else repairs.named(bare) if _is_fault(bare) else None
    if task:
        return repairs.enhance(clause) or [{"op": "enhance", "task": task}]
    return [
        {"op": "remove", "region": {"phrase": clause.unquoted(target(part) or clean(part))}}
        for part in several(bare)
        if target(part)
    ]


_CLEANED = (
    r"^clean(?: up)? (?:all |the |his |her |their |this |that |\w+'s )*(?:\w+ ){0,2}?(?:faces?|skin|walls?|"
    r"pavement|roads?|"
    r"streets?|sidewalks?|floors?|facade|tubs?|signs?|wings?|image|photo|picture|colou?rs?|teeth|windows?|countertops?|"
    r"ceiling|fur|hair|buildings?)\b"
)
"""What is cleaned and stays: no part of it is removed."""
_EDGE = (
    r"(?:the )?(?:(?:far |very )?(?:top|bottom|left|right|upper|lower))"
    r"(?: (?:half|third|quarter|fifth|part|edge|side|two thirds|\d+ ?%|\d+ percent))?"
    r"(?: of (?:it|the (?:image|photo|picture)))?"
)
_FAULTS = (
    r"(?:[\w'-]+ ){0,3}?(?:noise|graininess|haze|haziness|fog|mist|smog|rain|raindrops?|drizzle|"
    r"rainfall|snowflakes?|grain|color cast|cast|blur|blurriness|blurs?|veil of (?:haze|fog|mist))"
    r"(?: (?:effects?|streaks?|elements?|from .*|in .*|on .*|of .*|around .*|cover|overlay|veil|artifacts?|drops?|"
    r"backdrop|background|atmosphere|clouds))*"
)


def _is_fault(words: str) -> bool:
    plain = clean(words)
    if fullmatch(_FAULTS, plain):
        return True
    veil = search(
        (
            r"\b(?:atmosphere|veil|overlay|effects?|backdrop|elements|portions?|parts?|background|areas?|"
            r"conditions?|layer|layers|weather|influence|appearance|presence|scene|cover|obscurity)$"
        ),
        plain,
    )
    return veil is not None and repairs.named(plain) is not None


def _removed(text: str) -> str | None:
    """The words for what is to go."""
    for source in (
        r"^(?:get(?:ting)?|be) rid of\s+(.+)$",
        r"^rid the (?:image|picture|photo|scene) of\s+(.+)$",
        (
            r"^(?:clear|cleanse|strip|free|scrub|purge|clean|empty|relieve|trim|divest|wipe|unburden) the "
            r"(?:image|picture|photo|scene) (?:of|from)\s+(.+)$"
        ),
        (
            r"^(?:take|cut|edit|crop|leave|photoshop|rub|brush|airbrush|wipe|clean|clear|wash|paint|phase|"
            r"filter|block|cancel|blot|erase|get|pull|throw)\s+(?:out|away|off)(?: of)?\s+(.+)$"
        ),
        (
            r"^(?:take|cut|edit|leave|photoshop|rub|brush|airbrush|wipe|get|pull|crop)\s+(.+?)\s+(?:out|away|"
            r"off)(?: (?:of|from|the|his|her|that|it|this)\b.*)?$"
        ),
        (
            r"^from the (?:image|picture|photo|scene),?\s+(.+?)\s+(?:should|must|ought to|is to|are to|shall|"
            r"has to|have to|needs? to)\s+be\s+\w+$"
        ),
        (
            r"^(.+?)\s+(?:should(?: not)?|must|ought to|is to|are to|shall|has to|have to|needs? to|could|"
            r"can)\s+(?:be\s+)?(?:removed|deleted|erased|eliminated|banished|eradicated|photoshopped out|"
            r"edited out|taken (?:out|away|off)|gone|go|cropped out|cut out|discarded|disappear|excluded|"
            r"omitted|vanish)\b.*$"
        ),
        (
            r"^(?:ensure|make sure|confirm|verify|guarantee)(?: that)? there(?:'s| is| are|'re) no\s+(.+?)(?: "
            r"(?:visible|present|depicted|shown|left|remaining))?(?: in the \w+)?$"
        ),
        r"^(?:confirm|ensure|verify|guarantee) the absence of\s+(.+)$",
        r"^there (?:should|must) (?:be no|not be any)\s+(.+)$",
        r"^(?:make|have|let)\s+(.+?)\s+(?:disappear|vanish|go away|gone)$",
        r"^(?:no(?: more)?|without)\s+(.+)$",
        r"^(?:sweep|wipe|lift|clear|wash|polish|clean|scrub|strip|fade)(?: away| off| up| out| clean)\s+(.+)$",
        r"^(?!put|add|place|draw|give|cover|take|cut|hide\b.*\bbehind)([\w]+)\s+(?:out |away |off |up )?(.+)$",
    ):
        match = search(source, text)
        if match and match.lastindex == 1:
            return match[1]
        if match and (lexicon.lemma(match[1]) or "") in _REMOVERS:
            return match[2]
    return None


_REMOVERS = frozenset(lexicon.VERBS["remove"].split())


_NO_SIDE = r"(?! (?:the|his|her|their|its) (?:far )?(?:left|right|front|back|side)\b)"
"""After "to": in "the swan to the left of the boat" it leads to a place, not to what takes its place."""


def fewer(clause: Saying) -> list[Draft]:
    """`remove` for "reduce some of the wires"."""
    match = search(r"^\w+ (?:some of|the (?:number|amount) of) (?:the )?(.+)$", without_purpose(clause.text))
    return [{"op": "remove", "region": {"phrase": target(match[1])}}] if match and target(match[1]) else []


def replace(clause: Saying) -> list[Draft]:
    """`replace`, or what it stands for: another background, other lettering, only another colour."""
    text = clause.text
    match = search(
        rf"^(?:\w+)(?: out| up)?\s+(?P<old>.+?)\s+(?:with|by|for|into|to{_NO_SIDE}|in exchange for|against)\s+"
        r"(?P<new>.+)$",
        text,
    ) or search(
        r"^(?:\w+)(?: in)?\s+(?P<new>.+?)\s+(?:instead of|in place of|in the place of|rather than)\s+(?P<old>.+)$", text
    )
    if match is None or match["old"] == "out":
        bare = search(r"^(?:replace|swap|substitute)(?: out)? (?:with|for|by) (.+)$", text)
        return exchange(clause, "it", without_purpose(bare[1])) if bare else []
    old, new = match["old"], without_purpose(match["new"])
    written = lettering.change(clause)
    if written and search(rf"{QUOTE}|\b(?:text|words?|number|lettering|caption)\b", text):
        return written
    return exchange(clause, old, new)


def exchange(clause: Saying, old: str, new: str) -> list[Draft]:
    """`old` gives way to `new`."""
    old = pattern(r"(?<=\w) back$").sub("", old.strip())
    plain = clean(old)
    if plain in lexicon.TIMES and clean(new).rsplit(" ", 1)[-1] in lexicon.TIMES:
        return [{"op": "restyle", "style": clean(new)}]
    new = clause.unquoted(clean_new(new))
    if is_whole(old) and not search(r"\bit\b|\bthis\b", old):
        return [{"op": "background", "mode": "scene", "scene": new[:200]}]
    if search(r"\b(?:background|backdrop|scenery)\b(?! \w)|^(?:view|vista|surroundings)$", plain) and not search(
        r"\b(?:in|from|of) the (?:background|backdrop)", old
    ):
        return [scenery.backdrop(new)]
    color = fullmatch(rf"(?:an? |the )?(?P<color>{_COLOR})(?: ones?| colou?r)?", new)
    if color and (color["color"] not in _FRUITS or search(r"\b(?:ones?|colou?r)$", new)):
        return [{"op": "recolor", "color": paint.known(color["color"]), "region": {"phrase": target(old) or "it"}}]
    paint_only = fullmatch(rf"(?P<old>{_COLOR})(?: ones?)?", plain)
    worn = pattern(r"^(?:\S+ ){0,3}?(?:wear|wears|wearing|have|has|having) ").sub("", new.lower())
    dyed = fullmatch(rf"(?:an? |the )?(?P<new>{_COLOR}) (?P<noun>[\w' -]+)", worn)
    if paint_only and dyed:  # "white shoes instead of black"
        phrase = f"{paint_only['old']} {dyed['noun']}"
        return [{"op": "recolor", "color": paint.known(dyed["new"]), "region": {"phrase": phrase}}]
    same = fullmatch(rf"(?:an? |the )?(?P<color>{_COLOR}) (?:\w+ )?(?P<noun>\w+)", new.lower())
    if same and plain.endswith(f" {same['noun']}") and search(rf"^(?:{_COLOR})\b", plain):
        return [{"op": "recolor", "color": paint.known(same["color"]), "region": {"phrase": target(old) or "it"}}]
    return [
        {"op": "replace", "object": new[:200], "region": {"phrase": target(part) or "it"}} for part in several(old)[:6]
    ]


_FRUITS = lexicon.words("orange peach plum rose olive lime salmon coral ginger mint lilac lavender")


def clean_new(words: str) -> str:
    """The words for a new thing, its article kept, without "in the picture" after it."""
    text = pattern(r"\s+(?:in|of|from|for) (?:the |this )?(?:image|picture|photo|shot|scene)\.?$").sub(
        "", words.strip(" ,.;:!?")
    )
    return pattern(r"\s+(?:instead|please|now|or something)$").sub("", text)


def duplicate(clause: Saying) -> list[Draft]:
    """`duplicate`: "copy the cup", "two more balloons", "change the count of lamps to 3"."""
    text = without_purpose(clause.text)
    counted = search(r"^(?:change|set|make) the (?:count|number|amount|quantity) of (.+?) (?:to|be) (\d+|\w+)$", text)
    if counted:
        wanted = amounts.ordinal(counted[2]) or 2
        return [
            {
                "op": "duplicate",
                "count": min(max(wanted - 1, 1), 20),
                "region": {"phrase": target(counted[1]) or clean(counted[1])},
            }
        ]
    copies = search(r"\b(?:copy|copies|duplicates?|clones?) of (.+)$", text)
    match = search(r"^(?:duplicate|copy|clone|replicate|repeat|multiply|double)\s+(.+)$", text)
    if copies is None and match is None:
        return []
    what, where = split_place((copies or match)[1])  # type: ignore[index]
    number = search(
        r"\b(two|three|four|five|few|couple of|\d+)(?: more)?(?: identical)? (?:copies|times|clones|duplicates|more)\b",
        text,
    )
    number = number or search(r"\b(twice)\b", text)
    draft: Draft = {
        "op": "duplicate",
        "region": {"phrase": target(pattern(r"\b(?:twice|\w+ times)$").sub("", what)) or "it"},
    }
    if number:
        draft["count"] = (
            2
            if number[1] in ("twice", "couple of")
            else 3
            if number[1] == "few"
            else min(amounts.ordinal(number[1]) or 1, 20)
        )
    return [{**draft, **_beside(where)}]


def _beside(where: str) -> Draft:
    """`place` or a shift for a copy."""
    if not where:
        return {}
    told = parse_beside(where)
    if told and not search(r"^(?:it|them|itself|(?:the )?(?:original|first one|old one|other one))$", told.anchor):
        return {"place": where}
    named = place_arguments(where).get("place", "")
    for word, shift in (
        ("left", {"dx": -0.2}),
        ("right", {"dx": 0.2}),
        ("above", {"dy": -0.2}),
        ("below", {"dy": 0.2}),
        ("next to", {}),
    ):
        if search(rf"\b{word}\b.*\b(?:of|it|the original)\b|^{word}\b", where):
            return dict(shift)
    return (
        {"place": named}
        if named in ("left", "right", "top", "bottom", "center", "top left", "top right", "bottom left", "bottom right")
        else {}
    )


def extract(clause: Saying) -> list[Draft]:
    """`extract`: "cut out the cat", "isolate the car", "make a sticker of her"."""
    text = without_purpose(clause.text)
    match = search(
        r"^(?:extract|isolate|segment|separate|cut out|mask out|lift)\s+(.+?)(?:\s+(?:as a .*|from .*|out.*|and .*))?$",
        text,
    )
    match = (
        match or search(r"\b(?:sticker|cut-?out|png) (?:of|from|with) (.+)$", text) or search(r"^keep only (.+)$", text)
    )
    if match is None:
        return []
    crop = {"crop": True} if search(r"\bsticker\b|\bcropped\b", text) else {}
    subject = fullmatch(r"(?:the |its |main )*subject", match[1])
    return [{"op": "extract", **crop, **({} if subject else region(match[1]))}]


def cut_off(clause: Saying) -> list[Draft]:
    """Something at an edge, cropped away: "cut out the man on the right": something at an edge is cropped away."""
    return geometry.crop(Saying(clause.text.replace("cut out", "crop out", 1), clause.raw, clause.quotes))
