"""Imperatives that no operation names → one `instruct` draft, for a model that was trained on instructions.

Tried last of all. It takes only what is clearly a command about what the picture shows: a verb of change and a thing.
"""

from __future__ import annotations

from agent.planners.english import lexicon, subjects
from agent.planners.english.phrases import Draft, is_whole
from agent.planners.english.saying import QUOTE, Saying, search

_VERBS = lexicon.words(
    "clean declutter freeze melt burn ignite flood age rejuvenate wrinkle dress undress feed wake "
    "wet dry shave trim comb braid curl "
    "style bury plant grow shatter smash crack break repair mend fix heal restore rebuild build demolish destroy ruin "
    "collapse abandon explode inflate deflate polish rust weather wear tear fold unfold wrap unwrap peel slice chop "
    "cook bake fry boil pour spill fill empty drain splash soak sprinkle decorate furnish tidy mow harvest water "
    "stack scatter arrange rearrange connect separate merge blend turn light extinguish switch open close shut lock "
    "unlock park drive launch land sink float hang swap tie untie stretch squash crumple bend carve engrave "
    "sculpt knit stitch sew paint draw surround tattoo pierce bandage crown arm equip ride chase hide uncover reveal "
    "show let have make give put place pose seat lift lower raise drop throw catch hold release attach "
    "detach remodel renovate modernize modernise redesign transform convert change turn morph evolve dissolve "
    "evaporate wilt bloom blossom ripen rot grow shrink thicken thin straighten roughen animate "
    "populate evacuate crowd reassemble replant rewind swell squeeze twist tilt lean smile dance "
    "bring simulate imagine pretend recreate reconstruct complete finish continue fade fog cloud rain snow "
    "ornament upholster panel tile carpet pave landscape garden overgrow infest haunt enchant "
    "civilize militarize humanize feminize masculinize fatten slim bulk tone tan bleach perm style groom"
)
_EMPTY = lexicon.words(
    "make have let give put turn change show bring fix place transform convert get hold drop lower raise lift tone "
    "style draw paint"
)
_THING = (
    r"(?:(?:up|out|off|down|away|over|in) )?(?:it|this|that|them|him|her|me|us|everyone|everything|"
    r"everybody|someone|all|every|each|both|some|more|the|his|"
    r"her|my|their|our|its|an?|these|those|two|three)\b"
)
_NOT_SHOWN = (
    r"\b(?:prompts?|instructions?|system|passwords?|files?|folders?|computer|e-?mails?|codes?|scripts?|database|"
    r"tables?(?= turns)|secrets?|keys?|tokens?|rules?|settings?|session|history|undo|redo|steps?|branch|internet|web|"
    r"money|phone|sudo|shell|commands?|admin|model|weather forecast|time is it|jokes?|story|poem|song|music|mind|"
    r"question|answer|sense|sure|difference|decision|coffee for me|up your mind)\b|[<>{};=_$\\/|]"
)
_LOOK = (
    r"^(?:make|have|let|get) (?P<what>it|this|that|him|her|them|(?:the|his|her|my|their|this|that) .+?) "
    r"(?:to )?(?:look|appear|seem|feel)(?: (?:as if|as though|like))? \w.*$"
)
_VAGUE = (
    r"\b(?:better|nicer|good|great|right(?=$)|different|differently|"
    r"something|anything|stuff|thing|things|again|instead)\b"
)


_SHOULD_BE = (
    r"^(?P<what>(?:the|his|her|its|their|my|that|this|one of|both|he|she|they|it)\b[\w' -]*?) (?:should|could|can|must|"
    r"might|would|needs? to|ha(?:s|ve) to|ought to) be (?P<how>.+)$"
)


def stated(clause: Saying) -> list[Draft]:
    """`instruct` for a state that something is to be in: "the lid should be open", "he should be bald"."""
    match = search(_SHOULD_BE, clause.text)
    words = match["how"].strip(" .!?").split() if match else []
    if match is None or not words or search(_NOT_SHOWN, clause.text) or search(QUOTE, clause.text):
        return []
    if not (words[0] in _IN or words[-1] in lexicon.STATES or words[-1] in _STATES or words[0].endswith("ed")):
        return []
    what, how = (clause.verbatim(*match.span(name)).rstrip(" .!?") for name in ("what", "how"))
    what = _CASES.get(what.lower(), what)
    return [{"op": "instruct", "instruction": f"Make {what[:1].lower()}{what[1:]} {how}."[:1000]}]


_IN = lexicon.words("in on at near around full alone dressed covered surrounded next under behind inside outside")
_STATES = lexicon.words("open closed shut empty dirty clean wet dry new old broken tall short long fat thin warm cold")
_CASES = {"he": "him", "she": "her", "they": "them"}


def instruct(clause: Saying) -> list[Draft]:
    """`instruct` for "freeze the river", "make it look abandoned"; nothing for what may be no command at all."""
    words = clause.text.split()
    if not 2 <= len(words) <= 40 or search(_NOT_SHOWN, clause.text) or search(QUOTE, clause.text):
        return []
    named = clause.raw[len(words[0]) + 1 :][:1].isupper() and clause.raw[1:2].islower()
    imperative = words[0] in _VERBS and (named or search(rf"^{_THING}", " ".join(words[1:])) is not None)
    if not (imperative or search(_LOOK, clause.text)) or _says_too_little(words, clause.text):
        return []
    said = clause.verbatim(0, len(clause.text)).rstrip(" .!")
    return [{"op": "instruct", "instruction": f"{said[:1].upper()}{said[1:]}."[:1000]}]


def _says_too_little(words: list[str], text: str) -> bool:
    """Whether a verb that does nothing by itself stands without a what: "make it", "change the thing"."""
    if words[0] not in _EMPTY or search(_VAGUE, text):
        return words[0] in _EMPTY
    return len(words) < 4 and not (words[0] in ("make", "have", "turn") and _of_somebody(text))


def _of_somebody(text: str) -> bool:
    """Whether it is told of somebody, or of a named thing, what to be: "make them friends", but not "make it so"."""
    who = subjects.subject(Saying(text, text))
    return who is not None and who not in ("it", "this", "that") and not is_whole(who)
