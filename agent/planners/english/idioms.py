"""What photo editors say in a way of their own, put plainly: "throw the wall out of focus" → "blur the wall".

Rows are kept by a word that gives the idiom away, so that other clauses pay nothing for them. Knows no operations.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from agent.planners.english import tone_idioms
from agent.planners.english.saying import Saying, pattern

Row = tuple[str, str]
Build = Callable[[Saying, "re.Match[str]", str], Saying | None]

_MUST = r"(?:should|could|can|must|might|would|needs? to|need to|ought to|has to|have to)"
_PICTURE = r"(?:it|this|that|(?:the |this |my )?(?:image|photo|picture|pic|shot|scene|frame|view))"
_A_BIT = r"(?: (?:a (?:bit|little|touch|tad)|slightly|some|somewhat|more|drastically|down|in|up|way|a lot))*"
_QUALITY = (
    r"(?:(?:the |overall |some of the )*(?:saturation|contrast|brightness|exposure|shadows|highlights|colors?|"
    r"lighting|light|lights|tones?|midtones|sharpness|warmth|vibrance|blacks|whites|levels|glow|reds?|blues?|"
    r"greens?|yellows?)"
    r"\b(?:[^,]*?)?)"
)
_EDIT = r"(?:edit|adjust|change|photo ?shop|fix|alter|modify|touch up|touchup|retouch|tone|work on|correct|tweak)"
_NOT = (
    r"(?:isn't|aren't|is not|are not|is|are|(?:doesn't|don't|does not|do not|did not|didn't|not) "
    r"(?:look|appear|seem|be)|look|looks)"
)
_STAR = r"(?:the|a|an|our) (?:main |center of |real |clear |primary |most |true )*(?:focus|focal point|attention|star)"
_ER = r"(?:bright|dark|light|sharp|soft|warm|cool|clear|bigg|small|larg|deep|rich|bold|dull|crisp)er"
_FAULTY = (
    r"(?:blurry|blurred|dark|washed[- ]out|faded|over ?exposed|under ?exposed|dull|hazy|grainy|pale|shiny|fuzzy|harsh)"
)

_ROWS: dict[str, tuple[Row, ...]] = {
    "focus": (
        (
            rf"^(?P<what>.+?) {_MUST} (?:be|come|get)(?: brought| put| made)?{_A_BIT}(?: more| better)? "
            r"(?:in|into|in to) (?:a )?(?:better |sharper |sharp |clear(?:er)? |more )*focus(?P<rest>\b.*)$",
            "sharpen {what}{rest}",
        ),
        (
            r"^(?:(?:put|set|throw|bring|get|make|keep|leave|take|have|manually throw)|(?P<lead>so)) (?P<what>.+?) "
            r"(?:be |is |are |look )?(?:more |slightly |a (?:bit|little) )*(?:out of|off) focus(?P<rest>\b.*)$",
            "blur {what}{rest}",
        ),
        (
            r"^(?:put|place|set|bring|give|pull|shift|have|keep|add)(?: the| more| some| better| all)* "
            r"(?:focus|emphasis) (?:on|onto|in on)(?: just| only| to)? (?P<what>.+)$",
            "sharpen {what}",
        ),
        (rf"^(?:make|have|let|get) (?P<what>.+?) (?:be |become |into |as |more of )*{_STAR}\b.*$", "emphasize {what}"),
        (
            rf"^(?P<what>(?!crop|zoom|frame).+?) {_MUST} be(?: made)?(?: as| into)?(?: more of)? {_STAR}\b.*$",
            "emphasize {what}",
        ),
    ),
    "attention": (
        (
            r"^(?:draw|bring|direct|pull|call|give)(?: the| more| some| viewer'?s?)* (?:attention|eyes?) "
            r"(?:to|onto|on|towards?) (?P<what>.+)$",
            "emphasize {what}",
        ),
    ),
    "out": (
        (
            r"^(?:get|take|move|edit|cut|leave|keep|drop|pull|erase|photo ?shop) (?P<rest>.+?) out of "
            r"(?:the |this |my )?(?:photo|picture|image|pic|shot|frame|scene|way)\b.*$",
            "remove {rest}",
        ),
        (
            r"^(?:edit|photo ?shop|take|cut|crop) (?P<rest>.+?) (?:out|away)"
            r"(?: (?:altogether|completely|entirely|all together|totally))$",
            "remove {rest}",
        ),
        (rf"^(?:pan|back|pull|scale)(?: {_PICTURE})?(?: camera)?(?: back)?{_A_BIT} out\b(?P<rest>.*)$", "zoom out"),
        (r"^(?:cop|corp|corp[ -]?p|cropp|are) (?P<rest>out .+)$", "crop {rest}"),
    ),
    "cop": ((r"^cop (?P<rest>out .+)$", "crop {rest}"),),
    "zoomed": (
        (r"^.*\b(?:too|so|overly)(?: far| much)? zoomed (?:in|up)\b(?P<rest>.*)$", "zoom out"),
        (r"^.*\b(?:too|so|overly)(?: far| much)? zoomed out\b(?P<rest>.*)$", "zoom in"),
        (rf"^.*{_MUST} be (?:more |slightly )*zoomed (?P<rest>(?:in|out)\b.*)$", "zoom {rest}"),
    ),
    "magnified": ((r"^.*\btoo magnified\b(?P<rest>.*)$", "zoom out"),),
    "less": (
        (
            r"^(?:(?:show|have|see|with) )?less of the (?P<rest>floor|ground|grass|foreground|road|street)\b.*$",
            "crop the bottom",
        ),
        (r"^(?:(?:show|have|see|include|with) )?less of the (?P<rest>ceiling|sky|headroom)\b.*$", "crop the top"),
        (r"^(?:show|include) less(?: of)? (?P<rest>.+)$", "crop out {rest}"),
    ),
    "crop": (
        (
            r"^crop(?:ping)? (?:or|and|and/or) (?:to )?(?:paint|edit|photo ?shop|remove|take|cut|erase|clone|delete)"
            r"(?: out| away)? (?P<rest>.+?)(?: out| away)?$",
            "crop out {rest}",
        ),
        (
            rf"^crop(?:ping)?(?: {_PICTURE})?{_A_BIT} (?:so as )?(?:to|and) (?:eliminate|remove|get rid of|cut out|"
            r"exclude|take out|crop out|leave out|lose|omit) (?P<rest>.+)$",
            "crop out {rest}",
        ),
    ),
    "or": (
        (
            r"^(?:remove|delete|erase|edit out|take out|get rid of) or (?:tone down|reduce|blur|cover|hide|dull|soften|"
            r"edit out|delete|erase|minimize|lessen)(?: out)? (?P<rest>.+)$",
            "remove {rest}",
        ),
    ),
    "half": ((rf"^(?:half|halve|cut) (?P<rest>{_QUALITY}?)(?: (?:in|by) half)?$", "decrease {rest} by 50"),),
    "rid": ((r"^(?:get|getting|be) rid of (?P<rest>.+)$", "remove {rest}"),),
    "double": ((rf"^double (?P<rest>{_QUALITY})$", "increase {rest} by 50"),),
    "up": (
        (
            r"^(?:pull|push|bring|drag|move|lift|raise) (?P<what>(?:the )?(?:shadows|blacks)\b.*?) up(?P<rest>\b.*)$",
            "open {what}{rest}",
        ),
        (r"^(?:pull|push|bring|drag|move) up (?P<what>(?:the )?(?:shadows|blacks)\b.*)$", "open {what}"),
        (
            rf"^(?:pull|push|bring|drag|move|shift|take|kick|slide|dial|knock|amp|ramp|jack|drive)(?: (?:up|more))? "
            rf"(?P<what>{_QUALITY}) up(?P<rest>\b.*)$",
            "increase {what}{rest}",
        ),
        (
            rf"^(?:pull|push|bring|drag|move|shift|take|kick|slide|dial|knock|amp|ramp|jack|drive) up "
            rf"(?P<what>{_QUALITY})$",
            "increase {what}",
        ),
        (
            r"^clear (?P<what>it|this|that|him|her|them|.+?) up(?P<rest>(?: more| a bit| a little)?)$",
            "sharpen {what}{rest}",
        ),
        (rf"^(?:clear|clean) up (?P<what>{_PICTURE})(?: more)?$", "sharpen {what}"),
    ),
    "down": (
        (
            r"^(?:pull|push|bring|drag|move) (?P<what>(?:the )?(?:shadows|blacks)\b.*?) down(?P<rest>\b.*)$",
            "deepen {what}{rest}",
        ),
        (r"^(?:pull|push|bring|drag|move) down (?P<what>(?:the )?(?:shadows|blacks)\b.*)$", "deepen {what}"),
        (
            rf"^(?:pull|push|bring|drag|move|shift|take|slide|dial|knock|ramp|dull) (?P<what>{_QUALITY}) "
            rf"down(?P<rest>\b.*)$",
            "decrease {what}{rest}",
        ),
        (
            rf"^(?:pull|push|bring|drag|move|shift|take|slide|dial|knock|ramp|dull) down (?P<what>{_QUALITY})$",
            "decrease {what}",
        ),
    ),
    "toward": (
        (
            r"^(?:shift|adjust|change|move|push|pull|tint|skew) (?P<what>.+?)(?: more)? towards? (?:the |a )?(?:more )?"
            r"(?P<rest>red|blue|yellow|green|orange|magenta|purple|pink|warm|cool)(?:er)?(?: side| tones?| hues?)?$",
            "make {what} more {rest}",
        ),
    ),
    "color": (
        (
            r"^color (?:adjust|correct|balance|grade)(?: and \w+)? (?P<rest>.+)$",
            "fix the color of {rest}",
        ),
        (
            r"^(?:make|change|turn|paint|have|color|give|dye)(?: the colors? of)? (?P<what>.+?) (?:to |into |be |look "
            r")*(?:an? )?(?:different|another|new|other|contrasting)(?: \w+)? colors?\b.*$",
            "raise the hue of {what} a lot",
        ),
        (
            rf"^(?P<what>.+?) {_MUST} be (?:an? )?(?:different|another|new|other|contrasting) colors?\b.*$",
            "raise the hue of {what} a lot",
        ),
        (
            r"^(?:change|alter|modify|switch)(?: up)? (?:the )?colors? (?:of|on|in|for) "
            r"(?P<what>(?!.* (?:to|into|from|with)\b)(?:(?! so ).)+)(?: so .*)?$",
            "raise the hue of {what} a lot",
        ),
    ),
    "uniform": (
        (
            r"^(?:make|have|get)(?: the colou?rs? of)? (?P<what>.+?) (?:look |appear |be |more |all |seem |to )*"
            r"(?:uniform|uniformed)(?: .*)?$",
            "even out the color of {what}",
        ),
    ),
    "centered": (
        (
            r"^(?:(?:make it so|make sure|so|have it so) (?:that )?|have |make |get |put )?(?P<what>(?!crop|zoom|it is|"
            r"it's|(?:the |this |my )?(?:image|photo|picture|shot|pic)\b)[\w' -]+?) "
            r"(?:is |are |be |to be |should be |needs? to be )*"
            r"(?:more )?centered(?: (?:in|on|within|at) .*)?$",
            "move {what} to the center",
        ),
    ),
    "closer": (
        (r"^(?:make|have|get|put|place) (?P<what>.+?) closer to (?P<rest>.+)$", "move {what} closer to {rest}"),
    ),
    "landscape": (
        (
            rf"^(?:(?:make|try|turn|do|use|change|have|flip) )?(?:{_PICTURE} )?(?:to |in |into |a )*(?P<rest>landscape)"
            r"(?: \w+)? (?:instead of|rather than|not) (?:a )?portrait\b.*$",
            "make it {rest} orientation",
        ),
    ),
    "portrait": (
        (
            rf"^(?:(?:make|try|turn|do|use|change|have|flip) )?(?:{_PICTURE} )?(?:to |in |into |a )*(?P<rest>portrait)"
            r"(?: \w+)? (?:instead of|rather than|not) (?:a )?landscape\b.*$",
            "make it {rest} orientation",
        ),
    ),
    "take": (
        (
            r"^take (?P<rest>.+?) (?:away|off)(?P<more>(?: (?:around|in|on|behind|near|by|above|below) .+))$",
            "remove {rest}{more}",
        ),
    ),
    "so": (
        (
            rf"^{_EDIT} {_PICTURE}{_A_BIT} so (?:that )?(?P<what>(?!it|they|he|she).+?) {_NOT} "
            r"(?:so|as|too|that|quite so) (?P<rest>[\w-]+)$",
            "make {what} less {rest}",
        ),
        (
            rf"^{_EDIT} (?P<what>.+?){_A_BIT} so (?:that )?(?:it|they|he|she|it's)(?: not|n't)? ?(?:{_NOT})? ?"
            r"(?:so|as|too|that|quite so) (?P<rest>[\w-]+)$",
            "make {what} less {rest}",
        ),
        (
            rf"^{_EDIT} (?P<what>.+?){_A_BIT} so (?:that )?(?:it|they|he|she) (?:is|are|looks?|appears?|seems?) "
            r"(?P<rest>(?:more|less|a bit|a little|brighter|darker|lighter|sharper|clearer|warmer|cooler|softer)\b.*)$",
            "make {what} {rest}",
        ),
    ),
    "like": (
        (
            r"^(?:i )?(?:do not|don't|did not|didn't) (?:really )?like (?P<rest>(?:the |that |this |his |her "
            r")(?!.*\b(?:colors?|"
            r"lighting|light|contrast|brightness|exposure|angle|background|crop|photo|picture|image)\b).+)$",
            "remove {rest}",
        ),
        (
            r"^(?:i )?(?:do not|don't|did not|didn't) (?:really )?like (?P<rest>the (?:colors?|lighting|light|contrast|"
            r"brightness|exposure)\b.*)$",
            "fix {rest}",
        ),
    ),
    "shadows": (
        (
            r"^(?:the |his |her )?shadows?(?P<what>(?: (?:in|on|under|of|behind|around|from) .+?)?) (?:is|are|"
            r"looks?|seems?) "
            r"(?:way |a bit |a little |much |just )*(?:too|so|very) (?:dark|strong|harsh|heavy|noticeable|much|"
            r"deep|black)\b.*$",
            "lighten the shadows{what}",
        ),
    ),
    "needs": (
        (
            r"^(?P<what>(?!it\b|there\b|this\b|the (?:image|photo|picture|scene)\b)[\w' -]{3,60}?) (?:really |also "
            r")?needs? "
            r"(?:to have )?(?P<rest>(?:an?|some|a few|several|more|extra|another|two|three|white|black|red|green|"
            r"blue|new) "
            r"(?!bit|little|touch|lot).+)$",
            "add {rest} to {what}",
        ),
    ),
    "use": (
        (
            r"^(?P<what>(?!it\b|there\b|this\b|the (?:image|photo|picture|scene)\b)[\w' -]{3,60}?) (?:could|can|would) "
            r"(?:really |also |definitely )?use (?P<rest>(?:an?|some|a few|several|more|extra|another|two|three) .+)$",
            "add {rest} to {what}",
        ),
    ),
    "would": (
        (
            rf"^(?:an? |the )?(?P<how>more \w+|less \w+|{_ER}) (?P<rest>[\w' ]+?) would (?:look|be|work|make)\b.*$",
            "make the {rest} {how}",
        ),
    ),
    "pop": (
        (
            r"^(?P<what>.+?) (?:could|would|should|can) (?:really )?(?:pop|stand out)(?: \w+)? (?:with|by)(?: adding)? "
            r"(?P<rest>.+)$",
            "add {rest} to {what}",
        ),
    ),
    "photoshop": (
        (
            r"^photoshop (?P<rest>(?:an?|another|some|two|three|several|more) .+? (?:on|in|into|onto|to|behind) .+)$",
            "add {rest}",
        ),
    ),
    "contrast": (
        (
            r"^(?:make|have|let) (?P<what>(?!it\b|the contrast).+?) contrast(?P<rest>(?: (?:more|better|a bit|a "
            r"little))*)"
            r"(?: (?:with|against|from|to) .*)?$",
            "increase the contrast of {what}{rest}",
        ),
    ),
    "different": (
        (
            r"^(?:make|change|turn) (?:the |these |those )?(?P<what>.+?) colors? (?:to |to be |be )?different\b.*$",
            "raise the hue of the {what} a lot",
        ),
    ),
    "added": (
        (
            r"^(?P<what>(?:in|on|at|to|next to|behind|near|under|above|beside) .+?) (?:could|can|should|may) "
            r"(?P<rest>(?:an?|"
            r"some|another|the|two|three) .+?) be (?:added|placed|put|inserted)\b.*$",
            "add {rest} {what}",
        ),
    ),
    "to": (
        (
            rf"^(?:touch up|touchup|retouch|photo ?shop|clean up|work on|{_EDIT}) (?P<what>(?!colors?\b|the color|"
            rf"out\b|"
            r"in\b|away\b|up\b|it to)(?:(?! appears? | seems? | needs? | supposed | has | have | is | are ).)+?) to "
            r"(?:be|look|appear|become|seem|(?:make|get|have) (?:it|them|him|her|this|that)(?: (?:look|appear|be|"
            r"to be))?) "
            r"(?P<rest>.+)$",
            "make {what} {rest}",
        ),
    ),
    "fix": (
        (
            rf"^(?:fix|correct|repair|improve|restore)(?: the| her| his)?(?P<what>(?: [\w']+)*?) (?P<how>{_FAULTY}) "
            r"(?P<rest>[\w' -]+)$",
            "make the{what} {rest} less {how}",
        ),
    ),
    "black": (
        (
            rf"^black and white (?P<rest>(?:{_PICTURE}|everything|all|the rest)\b.*)(?P<more>)$",
            "make {rest}{more} black and white",
        ),
    ),
    "resolution": (
        (r"^(?:enlarge|up|upgrade|better) (?P<rest>(?:the )?resolution\b.*)$", "increase {rest}"),
        (r"^(?:make|get) (?P<rest>the resolution) (?:better|higher|greater|good)\b.*$", "increase {rest}"),
    ),
}
_SAME = {
    "focused": "focus", "focal": "focus", "towards": "toward", "colors": "color", "uniformed": "uniform",
    "correct": "fix", "repair": "fix", "improve": "fix", "restore": "fix", "corp": "out", "panned": "out",
    "shadow": "shadows", "halve": "half", "lighting": "light", "cropping": "crop",
    "need": "needs", "placed": "added", "inserted": "added",
}  # fmt: skip


@cache
def _rows(word: str) -> tuple[Row, ...]:
    same = _SAME.get(word, word)
    return (*tone_idioms.ROWS.get(same, ()), *tone_idioms.ROWS.get(word, ()), *_ROWS.get(same, ()))


def plainly(clause: Saying, build: Build) -> Saying | None:
    """The clause in plain words, where it is one of these idioms."""
    for word in dict.fromkeys(clause.words):
        for source, template in _rows(word):
            match = pattern(source).match(clause.text)
            if match:
                return build(clause, match, template)
    return None
