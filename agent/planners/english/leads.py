"""The command behind words that set the scene: "left side of the photo please add a dog". Knows no operations."""

from __future__ import annotations

from agent.planners.english import lexicon
from agent.planners.english.rewording import built
from agent.planners.english.saying import Saying, pattern

_LEAD_IN = (
    r"^(?P<lead>.{3,300}?)[,:]?\s+(?:i (?:would|'d|suggest|recommend)\s+|(?:please|maybe|perhaps|"
    r"possibly|try to|try|consider|would you|could you|can you|can we|could we|you (?:can|could|"
    r"should)|kindly|suggest|possible to|like to|want to|nice to|"
    r"in order to|needs? to|if you can|also|either|then|just|and|so|by|to)\s+)+(?P<rest>(?:please |"
    r"also |possibly )*(?:%s)\b.*)$"
)
_STRONG = lexicon.words(
    "add remove removing delete erase eliminate eliminating insert place put replace crop cropping brighten darken "
    "lighten sharpen blur increase decrease reduce change changing straighten rotate zoom move make making turn "
    "edit photoshop get getting take soften enhance adding blend adjust dull highlight highlighting fix correct "
    "improve clean clear brightening darkening replacing saturate desaturate smooth swap insert extend rid "
    "emphasize lower raise boost recolor paint color"
)
"""Verbs that are a command wherever they stand."""
_ENDS = ("remove", "delete", "erase", "remove it", "remove that", "remove them", " out", " away", "rid of it")
_BARE_END = (
    r"^(?:there (?:is|are|'s)|there's|i (?:can )?see|you (?:can )?see|(?:[\w ]+,? )?there (?:is|are)) "
    r"(?P<what>.+?)[,.]? (?:please |would you |i would |so |kindly |maybe |you should |just )*(?:remove|delete|erase|"
    r"eliminate|edit out|take (?:(?:it|that|them|this|those) )?(?:out|away)|edit (?:it|that|them) out|get rid of)"
    r"(?: (?:it|that|them|this|those))?(?: altogether| completely)?$"
)
_SIMPLE_END = (
    r"^(?P<what>(?:the |those |that |this |these )?[\w' -]{3,120}?)[,.]? (?:please )?(?:remove|delete|"
    r"erase|eliminate|removed|gone)$"
)


def ends_in_command(clause: Saying) -> bool:
    """Whether a clause tells of a thing first and says what is to be done last: "there is a red bag please remove"."""
    return clause.text.endswith(_ENDS) and pattern(_BARE_END).match(clause.text) is not None


def after_lead_in(clause: Saying) -> tuple[Saying, str] | None:
    """The command behind scene-setting words and those words: "left side of the photo please add a dog"."""
    match = pattern(_BARE_END).match(clause.text) or pattern(_SIMPLE_END).match(clause.text)
    if match:
        return built(clause, match, "remove {what}"), ""  # type: ignore[return-value]
    match = pattern(_LEAD_IN % "|".join(sorted(_STRONG, key=len, reverse=True))).match(clause.text)
    if match is None:
        match = pattern(
            r"^(?P<lead>.{3,120}?)[,:]?\s+(?P<rest>(?:add|remove|delete|erase|crop|change|brighten|sharpen|"
            r"darken|place|lighten|replace|move|put|insert|photoshop|edit|make|eliminate|straighten|rotate|enhance|"
            r"increase|decrease|reduce|get rid of|take out|soften|adjust) (?!of\b|in\b|to\b|up\b|sure\b|sense\b).+)$"
        ).match(clause.text)
    if match is None:
        return None
    return clause.cut(match.start("rest")), match["lead"]
