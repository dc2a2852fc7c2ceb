"""Roundabout ways of asking, put into the imperative: "the cup should be removed" → "remove the cup".

Each row is a pattern and what it becomes; `{verb}` stands for the verb whose participle the pattern found.
"""

from __future__ import annotations

import re

from agent.planners.english import idioms, lexicon, plainer, tones, wishes
from agent.planners.english.saying import Saying, pattern, without_politeness

_MUST = (
    r"(?:should|could|can|must|might|may|shall|would|(?:really |also |definitely )*needs? to|need to|"
    r"ought to|has to|have to|"
    r"is to|are to|would look better if (?:it|they)|looks better|wants to|it might be (?:good|best|better) to)"
)
_ADVERB = (
    r"(?:(?:also|really|definitely|probably|better|perhaps|just|maybe|all|a (?:bit|little)|slightly|"
    r"completely|possibly) )*"
)
_PARTICIPLE = r"(?P<done>\w+ed|cut|taken|made|put|given|hidden|drawn|written|gone)"

_NO_VERB = (
    r"(?<!needs)(?<!need)(?<!has)(?<!have)(?<!ought)(?<!seems)(?<!appears)(?<!seem)(?<!appear)(?<!\bis)(?<!\bare)(?<!used)"
    r"(?<!supposed)"
)

_THE = r"(?:the|his|her|their|my|its|this|that|these|those|all|both)"
_ROWS: tuple[tuple[str, str], ...] = (
    (r"^make it so (?:that )?(?P<what>.+?) (?:is|are|looks?) (?P<rest>.+)$", "make {what} {rest}"),
    (
        r"^(?:keep only|only keep|just keep) (?P<rest>the (?:left|right|top|bottom|middle|center)\b.*)$",
        "crop to {rest}",
    ),
    (rf"^(?P<what>{_THE} .+?) {_MUST} (?:be|stay|get) {_ADVERB}(?:closed|shut)$", "close {what}"),
    (rf"^(?P<what>{_THE} .+?) {_MUST} (?:be|stay|get) {_ADVERB}open(?:ed)?$", "open {what}"),
    (
        rf"^(?P<what>{_THE} .+?) {_MUST} (?:be|stay|get) {_ADVERB}(?:turned|switched|put) (?P<rest>on|off|out)$",
        "turn {rest} {what}",
    ),
    (
        rf"^(?P<what>.+?) {_MUST} (?:be |was |were |get |stand to be ){_ADVERB}{_PARTICIPLE}(?P<rest>\b.*)$",
        "{verb} {what}{rest}",
    ),
    (rf"^(?P<what>.+?) (?:really |also )?needs? {_ADVERB}{_PARTICIPLE}(?P<rest>\b.*)$", "{verb} {what}{rest}"),
    (
        (
            r"^(?P<what>.+?) (?:really |also )?needs? (?:some |a bit of |more )?(?P<done>brightening|"
            r"lightening|darkening|sharpening|cropping|straightening|blurring|removing|rotating|"
            r"focusing)(?P<rest>\b.*)$"
        ),
        "{verb} {what}{rest}",
    ),
    (
        r"^i (?:would |really |'d )*(?:prefer|want|like|love|need) (?P<what>(?:the|his|her|their|my|that) .+?) to be "
        r"(?P<rest>.+)$",
        "make {what} {rest}",
    ),
    (
        r"^(?:cover|coat|blanket|carpet|dust|smother|encase|pattern|strew|litter|festoon) (?:up )?"
        r"(?P<what>(?:the|his|her|their|my|its|that|those|these|all) [\w' -]+?) (?:with|in) "
        r"(?P<rest>(?!it\b|the\b|his\b|her\b|their\b|blur)[\w' -]+)$",
        "add {rest} to {what}",
    ),
    (r"^(?:it's|it is) time to (?P<rest>.+)$", "{rest}"),
    (
        (
            r"^(?:is there (?:any|a) way (?:to|you (?:can|could))|would it be possible to|do you think you "
            r"(?:can|could)|be so kind as to|it might be (?:a )?(?:good|best|better|nice)(?: idea)? to|to) "
            r"(?P<rest>.+)$"
        ),
        "{rest}",
    ),
    (
        (
            r"^(?:edit|photo ?shop|paint|spot|phase|clone|blot|cut and edit|touch|air ?brush|magic|crop and "
            r"edit) (?:out|away)(?: of| cut)? (?P<rest>.+)$"
        ),
        "remove {rest}",
    ),
    (r"^(?:edit|photo ?shop)(?:ing)? (?P<rest>.+?) (?:out|away)(?: (?:of|from) .*)?$", "remove {rest}"),
    (r"^(?:edit|photo ?shop|paint|clone|drop|work|sneak|bring|squeeze)(?:ing)? in (?P<rest>.+)$", "add {rest}"),
    (
        (
            r"^(?:photo ?shop|bring|get) (?P<rest>(?!it\b|this\b|the (?:image|photo|picture)\b).+? into (?:the "
            r"(?:first |second )?(?:image|picture|photo|scene|frame|boat|composition|background|"
            r"foreground)).*)$"
        ),
        "add {rest}",
    ),
    (
        (
            r"^(?:use|using|with) (?:a |the |some )?[\w' ]*?(?:tool|brush|stamp|filter|software|photoshop|"
            r"feature|technique)s?(?: in photoshop)? to (?:help )?(?P<rest>.+)$"
        ),
        "{rest}",
    ),
    (
        (
            r"^(?:the )?(?:photo|picture|image|it|this) would (?:look|be) (?:better|nicer|great|good) (?:if "
            r"(?:it (?:was|were|had)|there (?:was|were)|you)|by|with|without|cropping)\b ?(?P<rest>.+)$"
        ),
        "{rest}",
    ),
    (
        (
            r"^(?:higher|greater|improved|better|stronger|improve|upgrade|refine|sharpen|fine-tune|provide|"
            r"create|find|bring) (?:more |greater |better |the |the overall )?(?P<what>(?:image'?s? |visual |"
            r"picture |photo )*(?:exposure|contrast|saturation|lighting|brightness|resolution|clarity|"
            r"sharpness|focus|definition|color|colors|vibrance|quality|detail|details|acuity)\b)(?P<rest>.*)$"
        ),
        "increase {what}{rest}",
    ),
    (
        (
            r"^low(?:er)? (?P<rest>(?:the )?(?:\w+ )?(?:brightness|exposure|contrast|saturation|black level|"
            r"white level|light|highlights)\b.*)$"
        ),
        "decrease {rest}",
    ),
    (
        (
            r"^(?:put|bring|get|pull) (?P<what>.+?) (?:more )?(?:in|into) (?:better |sharper |sharp |clear "
            r")?focus(?P<rest>\b.*)$"
        ),
        "sharpen {what}{rest}",
    ),
    (r"^(?:focus|refocus|zero in)(?: more| better| in| just| only)* on (?P<rest>.+)$", "sharpen {rest}"),
    (r"^unfocus (?:on )?(?P<rest>.+)$", "blur {rest}"),
    (
        (
            r"^(?:restore|bring back|recover) (?P<rest>(?:the )?(?:(?:image|photo|picture)'s )?(?:\w+ "
            r"and )?(?:sharp |clear )?(?:clarity|sharpness|crispness|details?|focus issues|focus|contrast|"
            r"visibility|brightness|colou?rs?)\b(?! of| to (?:how|what)| back).*)$"
        ),
        "increase {rest}",
    ),
    (
        (
            r"^(?:restore|return|bring back) (?:the )?(?:image|photo|picture|it) (?:back )?to its (?:original |"
            r"former )?(?P<rest>clarity|sharpness|crispness|brightness|contrast|colors?|vibrance)$"
        ),
        "increase the {rest}",
    ),
    (r"^(?:keep|leave) (?P<rest>.+?) out(?: of (?:the )?(?:photo|picture|image|shot|frame))?$", "remove {rest}"),
    (r"^(?:don't|do not|dont) (?:show|include|have) (?P<rest>.+)$", "remove {rest}"),
    (
        r"^(?:i|we) (?:don't|do not) (?:want|need)(?: to (?:see|have))? (?P<rest>(?:the|that|this|any|"
        r"those|these|his|her|my) "
        r".+?)(?: (?:in (?:there|here|it|this|the \w+)|there|at all|any ?more))?$",
        "remove {rest}",
    ),
    (
        r"^(?:remove|delete|erase|get rid of|take out) (?:everything|all)(?: else)? "
        r"(?:but|except(?: for)?|apart from|other than|besides) (?P<rest>.+)$",
        "isolate {rest}",
    ),
    (
        r"^the (?P<rest>background|backdrop) (?:is|looks) (?:(?:really|so|very|too|a bit|super|just) "
        r")*(?:busy|distracting|"
        r"cluttered|messy|crowded|chaotic|sharp)$",
        "blur the {rest}",
    ),
    (
        r"^(?:darken|dim|fade|shade)(?: out)? (?:the |all the )?(?:edges|corners)(?: of .*)?(?P<rest>(?: a \w+)?)$",
        "add a vignette{rest}",
    ),
    (
        r"^(?:the )?whites (?:look|are|seem|turned)(?: (?:too|a bit|so|really))? (?P<rest>\w+?)(?:ish)?$",
        "remove the {rest} cast",
    ),
    (
        r"^(?:make|let) (?P<what>it|this|(?:the|this) (?:photo|picture|image)) look (?:like|as if|as "
        r"though) (?:it(?:'s| is| was| were)|"
        r"there(?:'s| is| was| were)|they were)(?: (?:taken|shot|made|filmed|painted|drawn|"
        r"captured))?(?: (?:at|in|during|on|by))?"
        r"(?: an?| the)? (?P<rest>.+)$",
        "make {what} look like {rest}",
    ),
    (r"^why (?:is|are|does|do) (?P<what>.+?) (?:look )?(?:so|too) (?P<rest>\w+)$", "{what} is too {rest}"),
    (
        r"^(?:keep only|only keep|just keep|leave only|only leave) "
        r"(?P<rest>(?:the|his|her|my|that|this) (?!left|right|top|bottom|middle).+)$",
        "isolate {rest}",
    ),
    (
        r"^(?P<rest>(?:an?|some) (?!.*\b(?:picture|photo|image|shot|view|version|crop|close)\b)"
        r".+?) would be (?:nice|good|great|lovely|cool)(?P<more>\b.*)$",
        "add {rest}{more}",
    ),
    (
        rf"^(?P<what>(?:it|this|(?:the|my|his|her) [\w' -]{{2,40}}?){_NO_VERB}) to be (?P<rest>.+)$",
        "make {what} {rest}",
    ),
    (
        rf"^(?P<what>(?:it|this|(?:the|my|his|her) [\w' -]{{2,40}}?){_NO_VERB}) to look (?P<rest>.+)$",
        "make {what} look {rest}",
    ),
    (
        r"^(?P<rest>blur|darken|desaturate|dim)(?: out)? "
        r"(?:the rest|everything else|everyone else|all else|the surroundings)$",
        "{rest} the background",
    ),
    (r"^make (?P<rest>two|three|four) of (?P<what>.+)$", "duplicate {what}"),
    (r"^(?P<what>closer|tighter)(?: in| up)?(?: please)?$", "zoom in"),
    (r"^(?P<what>further|farther)(?: away| out| back)(?: please)?$", "zoom out"),
    (
        r"^(?P<rest>(?:the|that|this|those|these|his|her|my) (?!colou?r|light|contrast|lighting|"
        r"picture|photo|image)[\w' -]+?) "
        r"(?:is|are|looks?) (?:(?:really|so|very|too|a bit|super|just|kind of) )*(?:annoying|"
        r"distracting|ugly|in the way|unsightly|"
        r"an eyesore|unnecessary|messy)$",
        "remove {rest}",
    ),
    (
        r"^(?:there's|there is|it has|i see|we have|the (?:photo|picture|image) has)(?: got)?(?: an?| "
        r"some| this)?(?: \w+)? "
        r"(?P<rest>yellow|blue|green|red|orange|magenta|pink|purple|brown)(?:ish)? (?:colou?r "
        r")?(?:tint|cast|tinge|hue|tone)\b.*$",
        "remove the {rest} cast",
    ),
    (
        (
            r"^(?:(?:make sure|ensure|so|i want) )?(?:that )?there (?:should (?:be|not be)|must be|be|is|are|"
            r"to be) (?:no|not any|without any) (?P<rest>.+)$"
        ),
        "remove {rest}",
    ),
    (
        (
            r"^(?:ensure|make sure)(?: that)? the (?:image|picture|photo) (?:does not|doesn't|do not) "
            r"(?:feature|show|contain|include|have) (?P<rest>.+)$"
        ),
        "remove {rest}",
    ),
    (
        (
            r"^(?:fix|repair|edit|correct|work on|touch up) (?:the |some of the |some |any |all "
            r")?(?P<rest>(?:\w+ ){0,3}?(?:glare|scratch(?:es)?|scratch marks|spots?|stains?|reflections?|"
            r"cracks?|dirt|blemish(?:es)?|smudges?|wrinkles?|acne|dust|shine|shadows?|red ?eyes?)\b.*)$"
        ),
        "remove the {rest}",
    ),
    (
        (
            r"^less (?P<rest>(?:of the |of )?(?:[\w']+ )*?(?:reflections?|vehicles|cars|people|clutter|"
            r"objects|things|frames|trees|wires|stuff|items|grass|crowd|furniture)\b.*)$"
        ),
        "remove {rest}",
    ),
    (
        (
            r"^(?:enrich|grace|adorn|populate|decorate|fill|liven|complete|embellish|augment|enhance|elevate|"
            r"enliven|arrange|bless|infuse|imbue|furnish|fill up) (?!.*\b(?:painting|paintings|cyberpunk|black "
            r"and white|style|aesthetics?|sketch)\b)(?:the |this )?(?:image|picture|photo|scene|composition|"
            r"image's composition|view)(?:'s composition)? (?:with|by) (?:(?:adding|including|incorporating|"
            r"introducing|inserting|placing) )?(?:the (?:presence|addition|inclusion|essence|beauty|charm|"
            r"sight) of )?(?P<rest>(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|some|several|the|"
            r"\d+) .+)$"
        ),
        "add {rest}",
    ),
    (
        (
            r"^(?:let|have|invite) (?P<rest>(?:an?|one|two|three|four|five|six|some|several|\d+) .+?)(?: to)? "
            r"(?:join|be part of|appear in|enter|frolic in|come into|be in|be on|play in|rest on|sit on|stand "
            r"on|hang out in) (?P<place>.+)$"
        ),
        "add {rest} in {place}",
    ),
    (
        (
            r"^(?:cover|fill|drape|top|sprinkle|stuff|load|line|pack) (?P<place>.+?) (?:with|in) "
            r"(?P<rest>(?!(?:an? )?(?:red|green|blue|yellow|black|white|pink|purple|orange|brown|gr[ae]y)(?: "
            r"\w+)?$).+)$"
        ),
        "add {rest} on {place}",
    ),
    (
        (
            r"^(?P<rest>(?:remove|add|crop|brighten|darken|sharpen|blur|lighten|delete|erase|rotate|"
            r"zoom)(?:ing)? .+) would (?:really )?(?:make|help|look|be|improve|give|add|bring)\b.*$"
        ),
        "{rest}",
    ),
)
_ADVERB_FIRST = (
    r"^(?P<how>slightly|gently|lightly|subtly|carefully|a (?:bit|little)|greatly|significantly|"
    r"drastically|dramatically|softly|completely|heavily|strongly)\s+(?P<rest>(?!more\b|less\b|"
    r"too\b)\w+ .+|\w+)$"
)


def reworded(clause: Saying) -> Saying:
    """The clause as an imperative, where a row says how; otherwise the clause itself."""
    for _ in range(4):
        new = _once(clause)
        if new is None:
            return clause
        clause = without_politeness(new)
    return clause


def _once(clause: Saying) -> Saying | None:
    match = pattern(_ADVERB_FIRST).match(clause.text)
    if match and (lexicon.lemma(match["rest"].split()[0]) or match["rest"].split()[0] in tones.verbs()):
        return built(clause, match, "{rest} {how}")
    wish = wishes.wished(clause, built) or idioms.plainly(clause, built) or plainer.said_plainly(clause, built)
    if wish is not None:
        return wish
    for source, template in _ROWS:
        match = pattern(source).match(clause.text)
        if match:
            return built(clause, match, template)
    return None


def built(clause: Saying, match: re.Match[str], template: str) -> Saying | None:
    """The clause that a template makes of a match; None where its verb is none that is known."""
    verb = ""
    if "{verb}" in template:
        verb = lexicon.lemma(match["done"]) or _tone_verb(match["done"])
        if not verb:
            return None
    raw = {name: clause.raw[slice(*match.span(name))] for name, value in match.groupdict().items() if value}
    text = match.groupdict("")
    return Saying(
        template.format(**{**text, "verb": verb}),
        template.format(**{**dict.fromkeys(text, ""), **raw, "verb": verb}),
        clause.quotes,
    ).cut(0)


def _tone_verb(participle: str) -> str:
    for verb in tones.VERBS:
        stem = verb[:-1] if verb.endswith("e") else verb
        if participle in (f"{stem}ed", f"{stem}ing", f"{stem}{stem[-1]}ed", f"{stem}{stem[-1]}ing"):
            return verb
    return ""
