"""Clauses about the frame and about where things lie → crop, rotate, resize, move … drafts. Knows no pixels."""

from __future__ import annotations

from agent.planners.english import amounts
from agent.planners.english.phrases import Draft, clean, is_whole, region, several, target, without_purpose
from agent.planners.english.saying import Saying, fullmatch, search
from tools.beside import parse_beside
from tools.places import parse_place

_RATIO = r"\b(\d{1,2}(?:\.\d+)?) ?(?::|x|/|by|to) ?(\d{1,2}(?:\.\d+)?)\b(?! ?(?:px|pixels|%))"
_SHAPES = {
    "square": "1:1", "portrait": "4:5", "landscape": "3:2", "widescreen": "16:9", "panorama": "3:1", "panoramic": "3:1",
    "cinematic": "21:9",
}  # fmt: skip
_EDGE = r"\b(left|right|top|bottom|upper|lower)\b"


def _ratio(text: str) -> str | None:
    match = search(_RATIO, text)
    if match and float(match[1]) > 0 and float(match[2]) > 0:
        return f"{match[1]}:{match[2]}"
    shape = search(rf"\b({'|'.join(_SHAPES)})\b", text)
    return _SHAPES[shape[1]] if shape else None


def crop(clause: Saying) -> list[Draft]:
    """`crop` for clauses that begin with crop, trim, cut … off."""
    text = without_purpose(clause.text)
    ratio = _ratio(text)
    if (
        ratio
        and search(rf"\b(?:to|into|as|a|in|it|ratio|square)\b|{_RATIO}", text)
        and not search(r"\bsquare [a-z]+", text)
    ):
        return [{"op": "crop", "ratio": ratio}]
    cut = _edges(text)
    if cut:
        return [{"op": "crop", **cut}]
    kept = search(
        (
            r"\b(?:to|around|on|closer to|tighter (?:on|to|around)|close to|in on|so only|just|in to|into|in "
            r"closer (?:to|on)|focus on|down to)\s+(?!the (?:left|right|top|bottom)\b)(?:just |only |focus on |"
            r"show |include |the area around )*((?:the |his |her |my |a |an |its )?\w.*)$"
        ),
        text,
    )
    away = search(r"^(?:crop|cut|trim|cropping|chop|crop)\s+(?:out |off |away )?(.+?)(?: out| off| away)?$", text)
    if kept and not search(r"\b(?:out|off|away)\b", text[: kept.start()]) and not is_whole(kept[1]):
        return [{"op": "crop", **region(kept[1])}]
    if (away and search(r"\b(?:out|off|away|remove|eliminat)", text)) or (
        away and not is_whole(away[1]) and not search(r"^(?:in|closer|tighter|more|this|it)\b", away[1])
    ):
        things = clean(search(r"^(.*?)(?: out of.*| off of.*)?$", away[1])[1])  # type: ignore[index]
        if things and not is_whole(things) and target(things):
            return [
                {"op": "crop", "action": "away", "region": {"phrase": target(part)}}
                for part in several(things)[:4]
                if target(part)
            ]
    if search(r"\bin (?:half|two)$|^(?:slice|clip|shave|chop)\b", text):
        return []
    return [{"op": "crop", "zoom": 1.15 if amounts.level(text) <= amounts.SLIGHT else 1.25}]


_THING_AT_AN_EDGE = (
    r"\b(?:man|woman|person|guy|girl|boy|dog|cat|car|people|thing|object|one|sign|building|tree|lady|kid|child) "
    r"(?:on|at|in|to)\b|^(?:crop|cut|trim) (?:out|off|away) (?:the |that |those |all |both )*(?!left|right|top|"
    r"bottom|upper|"
    r"lower|edges?|sides?|half|parts?|portion|third|quarter|some|an?\b|\d|bit|space|area|whole|far|very|excess|"
    r"extra|empty|"
    r"everything|blank|dead|section|corner|border|black bars?)[\w' ]+? (?:on|in|at|to) (?:the )?(?:far |very |"
    r"lower |upper |top "
    r"|bottom )*(?:left|right|top|bottom)\b"
)


def _edges(text: str) -> Draft:
    """How much each named edge loses: "the bottom third", "10% off the top", "both sides"."""
    named = _sides(text)
    if not named or search(_THING_AT_AN_EDGE, text):
        return {}
    if search(r"\b(?:to|keep|leave|only)(?: just| only)? the (?:left|right|top|bottom)\b", text) and not search(
        r"\boff\b", text
    ):
        part = amounts.fraction(text) or 0.5
        opposite = {"left": "right", "right": "left", "top": "bottom", "bottom": "top"}
        return {opposite[side]: round(1 - part, 4) for side in named}
    return {side: round(amounts.fraction(text) or _some_of_it(text), 4) for side in named}


def _some_of_it(text: str) -> float:
    level = amounts.level(text)
    return 0.1 if level <= amounts.SLIGHT else 0.2 if level <= amounts.DEFAULT else 0.35


def _sides(text: str) -> list[str]:
    if search(r"\b(?:all (?:four )?(?:sides|edges|around)|every (?:side|edge)|the edges)\b", text):
        return ["left", "right", "top", "bottom"]
    if search(r"\bboth sides\b|\bthe sides\b|\beither side\b|\beach side\b", text):
        return ["left", "right"]
    found = [match for match in ("left", "right", "top", "bottom") if search(rf"\b{match}\b", text)]
    found += [
        side
        for word, side in (("upper", "top"), ("lower", "bottom"))
        if search(rf"\b{word}\b", text) and side not in found
    ]
    return found


def zoom(clause: Saying) -> list[Draft]:
    """Closer or farther: "zoom in on the cat" (crop to it), "zoom in twice", "zoom out" (extend)."""
    text = without_purpose(clause.text)
    if search(r"\b(?:out|back)\b", text) and not search(r"\bin\b", text):
        edge = 0.1 if amounts.level(text) <= amounts.SLIGHT else 0.25
        return [{"op": "extend", "left": edge, "right": edge, "top": edge, "bottom": edge}]
    on = search(r"\b(?:on|to|onto|into|at|around|in on) (?!by\b)(.+)$", text)
    phrase = target(on[1]) if on and not search(r"^the (?:left|right|center|middle|top|bottom)$", on[1]) else None
    factor = amounts.times(text)
    slight = amounts.level(text) <= amounts.SLIGHT
    if phrase:
        return [
            {
                "op": "crop",
                "region": {"phrase": phrase},
                **({"zoom": factor} if factor and factor > 1 else {"margin": 0.15} if slight else {}),
            }
        ]
    return [{"op": "crop", "zoom": factor if factor and factor > 1 else 1.25 if slight else 1.5}]


def tighter(clause: Saying) -> list[Draft]:
    """A closer frame: "go in tighter on the face", "closer on the cup", "make it square", "just the cat"."""
    text = clause.text
    shape = search(
        (
            r"^(?:make|turn|get|have|change|convert|set|format|give|give me|do)?\s*(?:it|this|the (?:photo|"
            r"picture|image)|that)?\s*(?:to |into |be |a |in )*(square|widescreen|panoramic|portrait|"
            r"landscape|(?:\d{1,2} ?"
            r"(?:[:x]|by) ?\d{1,2}))(?: format| ratio| aspect ratio| crop| version)?(?: for [\w ]+)?$"
        ),
        text,
    )
    if shape:
        return [{"op": "crop", "ratio": _ratio(text)}]
    close = search(
        r"\b(?:tighter|closer)(?: in)?(?: crop)?(?: on| to| around| of)?\s+(?!together|to each)(.*)$", text
    ) or search(r"\bclose[- ]?up (?:of|on) (.+)$", text)
    if (
        close
        and search(r"^(?:go|get|come|move|a|tighter|closer|closeup|close|take|make it a|crop|make it|bring us)\b", text)
        and not search(r"^(?:move|bring) (?!in\b|us\b|closer)", text)
    ):
        if search(r"^(?:the )?(?:left|right|top|bottom|sides|edges)(?: side)?$", close[1]):
            return [{"op": "crop", **_edges(text)}]
        return [{"op": "crop", **region(close[1])}] if target(close[1]) else [{"op": "crop", "zoom": 1.25}]
    return []


def rotate(clause: Saying) -> list[Draft]:
    """`rotate`, clockwise positive; an eighth is never guessed: without a number a quarter turn."""
    text = clause.text
    match = search(r"(-?\d{1,3}(?:\.\d+)?) ?(?:degrees?|deg|°)", text) or search(
        r"\b(?:by|rotate|turn|spin)\s+(?:it )?(-?\d{1,3}(?:\.\d+)?)\b", text
    )
    slight = amounts.level(text) <= amounts.SLIGHT
    degrees: float
    if match:
        degrees = float(match[1])
    elif search(r"\bupside[- ]down\b|\b(?:half|180)\b|\baround\b", text):
        degrees = 180.0
    else:
        degrees = 3.0 if slight or search(r"\btilt", text) else 90.0
    counter = search(r"\b(?:counter|anti|contra)[- ]?clock[- ]?wise\b|\bccw\b|\bto the left\b|\bleft\b", text)
    if counter and not search(
        r"(?<!counter)(?<!counter )(?<!counter-)(?<!anti)(?<!anti-)(?<!anti )\bclock[- ]?wise\b.*\bleft\b", text
    ):
        degrees = -abs(degrees)
    about = search(
        (
            r"^(?:rotate|turn|spin|tilt)\s+(.+?)(?:\s+(?:by|to|-?\d+|around|over|clock|counter|anti|upside|"
            r"slightly|a bit|a little|left|right|until|so|about|half|\ba\b|one)\b.*)?$"
        ),
        text,
    )
    where = (
        region(about[1])
        if about
        and not search(r"^-?\d|^(?:by|to|left|right|clock|counter|anti|slightly|around|a bit|a little)\b", about[1])
        else {}
    )
    return [{"op": "rotate", "degrees": max(-360.0, min(360.0, degrees)), **where}]


def nudge(clause: Saying) -> list[Draft]:
    """`move` for a direction alone: "a bit to the left", "higher"."""
    little = r"(?:a (?:bit|little|touch|tad)|slightly|just|more|further|some more)"
    way = fullmatch(
        rf"(?:{little} )*(?:to the |further )?(?P<way>left|right|up|down|higher|lower)(?: {little})*", clause.text
    )
    return [{"op": "move", "region": {"phrase": "it"}, **_shift(f"a bit {way['way']}")}] if way else []


_ABOVE, _BELOW = ("sky", "ceiling", "headroom"), ("ground", "foreground", "grass", "floor", "water", "road")


def more_of_it(clause: Saying) -> list[Draft]:
    """`extend` for "more sky", "make it wider"."""
    more = fullmatch(r"(?:(?:show|add|a bit|some|a little|see) )*more (?:of the )?(?P<what>[a-z]+)", clause.text)
    if more and more["what"] in _ABOVE + _BELOW:
        return [{"op": "extend", "top" if more["what"] in _ABOVE else "bottom": 0.25}]
    wide = fullmatch(
        r"(?:make|get) (?:it|this|the (?:photo|picture|image)) (?:a (?:bit|little) )?(?P<how>wider|taller)", clause.text
    )
    if wide is None:
        return []
    return [
        {"op": "extend", **dict.fromkeys(("left", "right") if wide["how"] == "wider" else ("top", "bottom"), 0.125)}
    ]


def turned(clause: Saying) -> list[Draft]:
    """`rotate` for a photograph that lies wrong: "it's upside down", "the picture is sideways"."""
    stated = search(
        r"^(?P<what>it|this|that|everything|the \w+)(?:'s| is| are| looks?)?(?: \w+)? (?:sideways|upside)", clause.text
    )
    if stated is None or not (is_whole(stated["what"]) or stated["what"] in ("it", "this", "that")):
        return []
    return [{"op": "rotate", "degrees": 90.0 if clause.text.endswith("sideways") else 180.0}]


def orient(clause: Saying) -> list[Draft]:
    """`rotate` by a quarter for "make it landscape orientation"."""
    return [{"op": "rotate", "degrees": 90}] if search(r"\b(?:orientation|mode|format)\b", clause.text) else []


def flip(clause: Saying) -> list[Draft]:
    """`flip`; sideways unless said otherwise."""
    vertical = search(
        r"\b(?:vertical(?:ly)?|the other way|upside[- ]down|top to bottom|up ?side|bottom)\b", clause.text
    )
    about = search(
        (
            r"^(?:flip|mirror|reverse|invert)(?:ing)?\s+(.+?)(?:\s+(?:horizontal|vertical|around|over|left|"
            r"upside|from|so|along|to|into|the other)\w*.*)?$"
        ),
        clause.text,
    )
    where = (
        region(about[1])
        if about and not search(r"^(?:horizontal|vertical|left|right|upside|around|over|along)", about[1])
        else {}
    )
    return [{"op": "flip", **({"axis": "vertical"} if vertical else {}), **where}]


def turn_around(clause: Saying) -> list[Draft]:
    """`flip` for "make the cat face the other way"."""
    match = search(r"^(?:make|let|have)\s+(.+?)\s+(?:to )?(?:face|look)\b", clause.text)
    return [{"op": "flip", **region(match[1])}] if match else []


def straighten(clause: Saying) -> list[Draft]:
    match = search(rf"(-?\d{{1,2}}(?:\.\d+)?|{amounts.COUNT_WORD}) ?(?:degrees?|deg|°)", clause.text)
    degrees = float(amounts.NUMBERS.get(match[1]) or match[1]) if match else 0.0
    if not 0 < abs(degrees) <= 45:
        return [{"op": "straighten"}]
    left = search(r"\b(?:counter|anti)[- ]?clockwise\b|\bleft\b", clause.text)
    return [{"op": "straighten", "degrees": -abs(degrees) if left else degrees}]


def resize(clause: Saying) -> list[Draft]:
    """`resize` of the picture ("to 1024 pixels wide", "800x600") or of an object ("twice as big")."""
    text = clause.text
    size = search(r"\b(\d{2,5}) ?(?:px|pixels?)? ?(?:x|×|by) ?(\d{2,5})\b", text)
    if size:
        return [{"op": "resize", "width_px": int(size[1]), "height_px": int(size[2])}]
    side = search(r"\b(\d{2,5}) ?(?:px|pixels?)?(?: (wide|tall|high|in width|in height|width|height))?\b", text)
    if side and (side[2] or search(r"\d ?(?:px|pixels?)", text)):
        key = "height_px" if side[2] and search(r"tall|high|height", side[2]) else "width_px"
        return [{"op": "resize", key: int(side[1])}]
    about = search(
        (
            r"^(?:resize|scale|enlarge|shrink|magnify|downsize|upsize|grow|widen|narrow|make|let|have|double|"
            r"halve|triple|get|increase|reduce|decrease)(?: up| down)?\s+(?:the size of |size of "
            r")?(.+?)(?:\s+(?:to|by|up|down|in size|a bit|a little|slightly|much|twice|double|half|three|\d|a "
            r"lot|bigger|smaller|larger|appear|look|be|at|so|than|as|even|even)\b.*)?$"
        ),
        text,
    )
    named = about is not None and not search(r"^(?:to|by)\b|^\d", about[1])
    return [{"op": "resize", "scale": scale(text), **(region(about[1]) if about and named else {})}]


def scale(text: str) -> float:
    """The factor for words about size: "twice as big", "a bit smaller"."""
    factor = amounts.times(text)
    if factor:
        return min(max(factor, 0.01), 100.0)
    smaller = (
        search(r"\b(?:smaller|shrink|tinier|downsize|reduce|decrease|shorter|narrower|thinner|down|less)\b", text)
        is not None
    )
    slight, strong = amounts.level(text) <= amounts.SLIGHT, amounts.level(text) >= amounts.STRONG
    if smaller:
        return 0.85 if slight else 0.5 if strong else 0.7
    return 1.15 if slight else 2.0 if strong else 1.4


def move(clause: Saying) -> list[Draft]:
    """`move`: a shift in a direction, a named place, or beside another thing (said as a place in words)."""
    text = without_purpose(clause.text)
    match = search(
        (
            r"^(?:\w+)(?: over)?\s+(?P<what>.+?)(?:\s+(?P<how>(?:(?:a (?:bit|little|touch|tad)|slightly|much|"
            r"further|far|way|all the way|over|more|about|\d+ ?%|\d+ percent|half|just)\s+)*(?:to|toward|"
            r"towards|up|down|left|right|into|in|on|onto|closer|further|forward|forwards|back|backwards|away|"
            r"by|above|below|under|behind|next|between|over|near|from|out|off|at|higher|lower|upward|upwards|"
            r"downward|downwards|together)\b.*))?$"
        ),
        text,
    )
    if match is None:
        return []
    what, how = match["what"], match["how"] or ""
    if search(r"^(?:up|down|left|right)$", what):
        what, how = "it", text
    if text.startswith("center") and not how:
        how = "to the center"
    draft: Draft = {"op": "move", **(region(what) or {"region": {"phrase": "it"}})}
    return [{**draft, **_shift(how)}]


def _shift(how: str) -> Draft:
    if parse_beside(how):
        return {"place": how}
    step = amounts.fraction(how) or (
        0.1 if amounts.level(how) <= amounts.SLIGHT else 0.35 if amounts.level(how) >= amounts.STRONG else 0.2
    )
    of_thing = search(
        (
            r"\b(?:of|above|below|next to|behind|under|near|between|beside|on top of|closer to|in front of|"
            r"onto|into|away from) (?!the (?:picture|image|photo|frame)\b)(?:the |a |his |her )?\w+"
        ),
        how,
    )
    named = parse_place(how) if not of_thing else None
    corner = named and (" " in named or named == "center" or search(r"\b(?:corner|edge|all the way)\b", how))
    if corner:
        return {"place": named}
    shift: Draft = {}
    if of_thing is None or not search(r"\bof\b", how):
        for words, key, sign in (
            ("left", "dx", -1),
            ("right", "dx", 1),
            ("up|upwards?|higher|top", "dy", -1),
            ("down|downwards?|lower|bottom", "dy", 1),
        ):
            if search(rf"\b(?:{words})\b", how):
                shift[key] = round(sign * step, 4)
    return shift


def extend(clause: Saying) -> list[Draft]:
    """`extend`: more canvas on the sides that are named, or all around."""
    text = clause.text
    ratio = _ratio(text)
    if ratio:
        return [{"op": "extend", "ratio": ratio}]
    sides = _sides(text) or [
        side for word, side in (("above", "top"), ("below", "bottom")) if search(rf"\b{word}\b", text)
    ]
    part = amounts.fraction(text) or (0.1 if amounts.level(text) <= amounts.SLIGHT else 0.25)
    return [{"op": "extend", **{side: round(part, 4) for side in sides or ("left", "right", "top", "bottom")}}]


_VIEWS = (
    r"\b(?:from (?:above|below|behind|the (?:side|front|back|left|right|top|ground|other side)|a "
    r"(?:different|low|high|lower|higher|bird's|worm's)[\w' -]*|another [\w ]+|overhead)|bird's[- "
    r"]eye(?: view)?|worm's[- ]eye(?: view)?|aerial view|top[- ]down view|(?:different|another|lower|"
    r"higher|better|wider) (?:angle|perspective|viewpoint|view))\b"
)


def viewpoint(clause: Saying) -> list[Draft]:
    view = search(_VIEWS, clause.text)
    if view is None or not search(
        (
            r"^(?:show|view|see|what|as seen|make it|turn|change|take|try|use|shoot|look|get|have|a |an |from|"
            r"different|another|would|imagine|could)"
        ),
        clause.text,
    ):
        return []
    if search(r"\b(?:take|remove|move|bring|crop|add)\b.+\bfrom\b", clause.text) and not search(
        r"\b(?:photo|picture|shot|image|view|angle)\b", clause.text
    ):
        return []
    return [{"op": "viewpoint", "view": view[0]}]
