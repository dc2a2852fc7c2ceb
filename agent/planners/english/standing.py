"""An English standing rule → what is to be done after every edit, or which place is to be left alone.

"keep everything black and white" is an operation of the whole picture, "never touch the faces" a place. It knows
nothing of when rules are said, kept or forgotten.
"""

from __future__ import annotations

from agent.planners.english import grammar
from agent.planners.english.phrases import IT, Draft, is_whole, target
from agent.planners.english.saying import Saying, fullmatch, pattern, read, search
from agent.rule import Rule, lasting
from tools.errors import ToolError
from tools.operations import parse
from tools.types import Operation

_WHENEVER = (
    r"^(?:(?:from (?:now|here) on(?:wards)?|always|going forward|in (?:the )?future|as a rule|remember(?: that| to)?|"
    r"please|for all (?:future )?edits|whatever (?:i|you) (?:say|do)|make sure(?: that)?|be sure to|you (?:should|must|"
    r"have to)|i (?:always )?want(?: you to)?|for the rest of (?:this|the) session|keep in mind(?: that)?|"
    r"after (?:each|every) (?:edit|change|step)|each time|every time)[,:]?\s+)+"
)
_FROM_NOW = (
    r",?\s+(?:from (?:now|here) on(?:wards)?|always|in (?:the )?future|going forward|at all times|please|any ?more|"
    r"for the rest of (?:this|the) session|no matter what|after (?:each|every) (?:edit|change|step))$"
)
_TOUCH = r"(?:touch|change|edit|alter|move|modify|affect|mess with|fiddle with|recolor|paint over|harm|crop into)"
_THING = r"(?P<what>(?:the |his |her |their |my |its |any |anything (?:on|in) )?[^,;.]+?)"
_AS_IS = r"(?:as (?:it|they|he|she) (?:is|are)|the same|untouched|unchanged|intact|unedited|original|alone|be|safe)"
_SPARED: tuple[str, ...] = (
    rf"(?:never|don't(?: ever)?|do not(?: ever)?|you (?:must|may|should) (?:not|never)) {_TOUCH} {_THING}",
    rf"(?:leave|keep|let) {_THING} {_AS_IS}(?: .*)?",
    rf"(?:protect|preserve|hands off|stay (?:away from|off)|keep (?:away from|off|out of)|lock) {_THING}",
    rf"{_THING} (?:is|are) (?:off limits|sacred|taboo|locked|protected)",
    rf"{_THING} (?:must|should|has to|have to|needs? to|may) (?:stay|remain|be left|be kept) {_AS_IS}",
    rf"{_THING} (?:must|should|may) (?:not|never) (?:be )?(?:touched|changed|edited|altered|moved|change|move)",
)
_EVERY = r"(?:it|everything|this|them|(?:the|all|all the|every) (?:photos?|pictures?|images?|edits?|versions?)|all)"
_KEEP = rf"^(?:keep|have|leave|make|turn|let) {_EVERY}"
_SHOULD = (
    rf"^{_EVERY} (?:should|must|has to|is to|needs? to|have to) (?:always )?(?:be|stay|remain|look)|"
    r"^(?:keep|use|stick to) (?:the |an? )?(?:aspect ratio|ratio|shape|format)(?: of| at| to)?"
)


def meaning(words: str) -> Rule:
    """What the words mean, as far as they can be kept without anybody's help."""
    said = _bare(read(words))
    place = _spared(said)
    return Rule(words, spare=place) if place else Rule(words, _always(said))


def _bare(said: Saying) -> Saying:
    """The rule without "from now on" and the like around it."""
    said = said.cut(0)
    for _ in range(2):
        before = pattern(_WHENEVER).match(said.text)
        said = said.cut(before.end()) if before else said
        after = search(_FROM_NOW, said.text)
        said = said.cut(0, after.start()) if after else said
    return said


def _spared(said: Saying) -> str:
    for source in _SPARED:
        match = fullmatch(source, said.text)
        if match and fullmatch(r"it|this|that|them|(?:this|that) (?:one|part|place|area|thing)|here", match["what"]):
            return IT
        if match and not is_whole(match["what"]) and not fullmatch(r"any ?thing|things?", match["what"]):
            phrase = target(match["what"]) or ""
            return _in_own_letters(phrase, said)
    return ""


def _in_own_letters(phrase: str, said: Saying) -> str:
    """The phrase with the capitals that the person wrote: "never touch Rex" spares Rex."""
    whole = said.verbatim(0, len(said.text))
    at = whole.lower().find(phrase)
    return whole[at : at + len(phrase)] if phrase and at >= 0 else phrase


def _always(said: Saying) -> tuple[Operation, ...]:
    """What is to be done after every edit; nothing where the words also ask for what can't be done again and again."""
    for lead in (_KEEP, _SHOULD):
        match = pattern(rf"(?:{lead})\s+(?:in |as |to )?(?:an? (?!bit|little|touch|lot))?(?P<how>.+)$").match(said.text)
        if match:
            how = match["how"]
            found = _lasting(grammar.drafts(read(f"make it {said.unquoted(how)}")))
            return found or _lasting(grammar.drafts(read(said.unquoted(how))))
    return _lasting(grammar.drafts(said))


def _lasting(drafts: list[Draft]) -> tuple[Operation, ...]:
    return lasting([_operation(draft) for draft in drafts])


def _operation(draft: Draft) -> Operation | None:
    phrase = (draft.get("region") or {}).get("phrase")
    bare = draft if phrase is None or not is_whole(phrase) else {k: v for k, v in draft.items() if k != "region"}
    try:
        return parse(bare)
    except ToolError:
        return None
