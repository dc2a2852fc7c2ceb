"""Clauses about faults of camera or weather, or about "better" → enhance and adjust-auto drafts. Knows no pixels."""

from __future__ import annotations

from agent.planners.english import amounts, tone
from agent.planners.english.phrases import Draft, region, without_purpose
from agent.planners.english.saying import Saying, fullmatch, search

_TAKE_OFF = (
    r"(?:remov\w*|reduc\w*|fix\w*|clean\w*|clear\w*|get(?:ting)? rid|eliminat\w*|correct\w*|less\w*|"
    r"too|lower|decreas\w*|de|take (?:out|away)|much|lots?|no|smooth\w*|suppress\w*|filter)"
)
_TASKS: tuple[tuple[str, str], ...] = (
    ("upscale", (
        r"\b(?:upscal\w*|super[- ]?res\w*|(?<=[a-z] )u?hd|4k|8k|high[- ]?res|high definition|upsampl\w*|higher "
        r"resolution|(?:increase|raise|improve|boost) "
        r"the resolution)\b"
    )),
    ("denoise", (
        r"\b(?:denois\w*|noise|noisy|speckl\w*|graininess|jpe?g artifacts|compression artifacts|grainy|"
        r"grain)\b"
    )),
    ("dehaze", r"\b(?:dehaz\w*|defog\w*|haze\w*|hazi\w*|hazy|fog|foggy|mist|misty|smog|smoggy|murk\w*)\b"),
    ("derain", (
        r"\b(?:derain\w*|rain|rainy|raindrops?|rain streaks?|drizzl\w*|downpour|rainfall|rainwater|"
        r"showers?|precipitation)\b"
    )),
    ("desnow", r"\b(?:desnow\w*|snowflakes?|falling snow|snowfall|snow)\b"),
    ("shadow_removal", r"\b(?:shadows?|shadowing|shadowy|silhouette|umbra|shady)\b"),
    ("white_balance", (
        r"\b(?:white[- ]?balanc\w*|colou?r[- ](?:cast|correct\w*|balanc\w*)|correct the colou?rs?|(?:blue|"
        r"yellow|green|red|orange|magenta|pink|purple) (?:colou?r )?(?:cast|tinge))\b"
    )),
    ("low_light", r"\b(?:low[- ]light|can't see (?:a thing|anything|much)|night shot)\b"),
    ("deblur", (
        r"\b(?:deblur\w*|unblur\w*|motion blur|camera shake|shaky|blur(?:riness|red|ring|s)?|out[- ]of[- "
        r"]focus areas|distortions?)\b"
    )),
)  # fmt: skip


def named(text: str) -> str | None:
    """The task whose fault the words name."""
    return next((task for task, words in _TASKS if search(words, text)), None)


def enhance(clause: Saying) -> list[Draft]:
    """`enhance` for a clause that names a fault and asks to be rid of it, or complains of it."""
    task = named(clause.text)
    if task is None or not _asked(clause, task):
        return []
    draft: Draft = {"op": "enhance", "task": task, **_target(clause.text)}
    if task == "upscale":
        factor = amounts.times(clause.text)
        return [{**draft, "factor": factor}] if factor and 1 < factor <= 8 else [draft]
    level = amounts.level(clause.text, 0)
    strength = {0: None, amounts.SLIGHT: 0.3, amounts.STRONG: 0.8, amounts.FULL: 1.0}.get(level)
    if task == "white_balance" and strength is None:
        strength = 1.0
    return [{**draft, "strength": strength}] if strength else [draft]


def _asked(clause: Saying, task: str) -> bool:
    text = clause.text
    if task in ("upscale", "white_balance", "low_light") or search(
        r"\b(?:denois|dehaz|defog|derain|desnow|deblur|unblur)", text
    ):
        return True
    if search(r"\b(?:add|put|insert|more|include|increase)\b", text):
        return task == "upscale"
    if search(rf"\b{_TAKE_OFF}\b", text):
        return True
    return (
        task in ("denoise", "dehaze")
        and search(
            (
                r"\b(?:is|looks?|it's|'s|seems?|appears?|very|quite|bit|little|so)\b.{0,24}\b(?:noisy|grainy|hazy|"
                r"foggy|misty)\b"
            ),
            text,
        )
        is not None
    )


def _target(text: str) -> Draft:
    """The part it is asked for: "the noise in the sky" → sky."""
    match = search(
        r"^.*\b(?:in|on|of|from|off|over|around|behind) ((?:the|her|his|their|my|this|that) [\w' ]{2,60})$", text
    )
    return region(match[1]) if match and not named(match[1]) else {}


def bettered(clause: Saying) -> list[Draft]:
    """`adjust auto` of a thing: "enhance the name on the shop". Tried where nothing else tells what is meant."""
    match = fullmatch(r"[a-z]+(?: up)?\s+((?:the|his|her|their|my|this|that|these|those|all) [^,]{2,60})", clause.text)
    return [{"op": "adjust", "auto": True, **region(without_purpose(match[1]))}] if match else []


def auto(clause: Saying) -> list[Draft]:
    """`adjust auto`: "make it look better", "enhance it", "fix the lighting"."""
    text = clause.text
    if search(r"\bwhite[- ]?balance\b|\bcolou?r[- ]cast\b", text):
        return enhance(clause)
    what = (
        r"(?:it|this|that|(?:the|this|my) (?:whole |entire |overall |old |faded )?(?:image|photo|"
        r"picture|pic|shot|photograph|"
        r"lighting|light|colou?rs?|exposure|contrast|tones?|brightness|coloring|levels|quality|look)"
        r"(?: and (?:the )?[\w ]+| of (?:it|the (?:image|photo|picture)))?|everything)"
    )
    if fullmatch(
        (
            r"(?:enhance|improve|fix|restore(?= (?:this|the|my) (?:old|faded))|"
            r"auto(?:matically)?(?:[- ]?(?:enhance|fix|adjust|correct|tone))?|beautify|"
            r"correct|retouch|polish|optimi[sz]e|adjust|edit|perfect|tweak|tune|touch up|clean up|balance|even "
            rf"out|better|work on)(?: {what})?(?: up| automatically| overall)?|(?:do|work) (?:your|some|the) magic|"
            r"surprise me|make (?:it|this) (?:nicer|pretty)|do your (?:thing|best)|you (?:choose|decide)"
        ),
        text,
    ):
        return [{"op": "adjust", "auto": True}]
    if search(
        (
            r"^(?:make|get) (?:it|this|the (?:image|photo|picture|pic|shot))(?: (?:just|look|all|seem|appear|"
            r"overall|much|even|a bit|a little))* (?:better|nicer|good|great|nice|beautiful|professional|"
            r"prettier|more (?:professional|beautiful|attractive|appealing|interesting|pleasing)|perfect|"
            r"amazing|awesome|right|its best)\b"
        ),
        text,
    ):
        return [{"op": "adjust", "auto": True}]
    part = search(
        (
            r"^(?:fix|adjust|correct|improve|edit|change|balance|tweak|enhance|play with|even out|work on|tune|"
            r"alter|modify|mess with|refine)(?: up)?(?: with)? (?:the )?(?:[\w-]+ ){0,2}?(?:lighting|light|"
            r"midtones|mid tones|curves?|hues?|exposure|colou?rs?|coloring|contrast|tones?|brightness|saturation|"
            r"white balance|"
            r"levels|color "
            r"balance|style|shadows|highlights|hue|sharpness|focus|clarity|tint|temperature|resolution|quality)(?: "
            r"(?:and|or) \w+)?(?: (?:of|in|on|for|around|under|from|behind|over|between|across|throughout) (.+))?$"
        ),
        without_purpose(text),
    )
    if part is None or (part[1] and search(r"\b(?:to|into|from|by|with|so)\b", part[1])) or tone.adjust(clause):
        return []
    return [{"op": "adjust", "auto": True, **(region(part[1]) if part[1] else {})}]
