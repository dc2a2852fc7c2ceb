"""Fragments that go on about the step before: "and the car?", "red this time", "on the right instead", "by 50".

Each is read against what the last step asked for, as JSON; a fragment that says nothing about that kind of step is left
to the other rules. Knows nothing of how a step was carried out, nor of open questions, whose answers come first.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from agent.planners import Request
from agent.planners.english import earlier, lexicon, looks, paint, tones
from agent.planners.english.phrases import Draft, clean, is_whole, place_arguments, target
from agent.planners.english.saying import Saying, fullmatch, pattern, search
from tools.beside import parse_beside
from tools.places import parse_place

LONGEST = 9
"""Words; what is longer is no fragment."""


@dataclass(frozen=True)
class Fragment:
    """What a fragment comes to: another step ("edit"), the last one otherwise ("amend"), or no step at all ("none")."""

    act: str
    drafts: tuple[Draft, ...] = ()
    args: tuple[tuple[str, Any], ...] = ()
    reply: str = ""  # where the arguments alone do not tell it


@dataclass(frozen=True)
class _Words:
    """A fragment without the words that tie it to the step before; `tied` and `instead` tell that there were some."""

    text: str
    tied: bool
    instead: bool


_LEAD = r"(?:(?:and|but|now|then|ok(?:ay)?|so|oh|hm+|or|actually|no|nope|wait|sorry|rather|maybe|perhaps)[,.]? )+"
_HOW_ABOUT = r"(?:what about|how about|what of|try|use|go (?:for|with)|i'd prefer|i prefer|better) "
_TAIL = r",? (?:instead|this time|rather|then|please|next|now|though|too|as well|also|for a change)"


def continued(clause: Saying, request: Request) -> Fragment | None:
    """What the clause makes of the last step; None where it is no fragment about it."""
    if len(clause.words) > LONGEST or clause.quotes:
        return None
    if fullmatch(_ASSENT, clause.text):
        return Fragment("none")
    last = earlier.last(request)
    if len(last) != 1:
        return None
    words = _untied(clause.text)
    for rule in _RULES:
        found = rule(words, last[0], request)
        if found is not None:
            return found
    return None


_ASSENT = (
    r"(?:yes|yeah|yep|yup|sure|fine|okay|alright|neither|nope|none|none of them|no,? thank you|no thanks|nothing|"
    r"that's all|that is all|that'll do|i'm done|done|good enough)"
)


def _untied(text: str) -> _Words:
    lead = pattern(rf"^{_LEAD}").match(text)
    bare = text[lead.end() :] if lead else text
    about = pattern(rf"^{_HOW_ABOUT}").match(bare)
    bare = bare[about.end() :] if about else bare
    tail = pattern(rf"(?:{_TAIL})+$").search(bare)
    bare = bare[: tail.start()] if tail else bare
    instead = bool(tail and search(r"instead|time|rather|change", tail[0])) or bool(about)
    instead = instead or bool(lead and search(r"\b(?:no|nope|or|rather|actually|wait|sorry)\b", lead[0]))
    return _Words(bare.strip(" ,?!."), tied=bool(lead or about or tail), instead=instead)


def _changed(draft: Draft, **values: Any) -> Fragment:
    """The last step with other values. A region that is not among them is left out, which leaves it as it was."""
    return Fragment("amend", ({**_bare(draft), **values},))


def _color(words: _Words, last: Draft, request: Request) -> Fragment | None:
    shades = "darker|lighter|brighter|deeper"
    match = fullmatch(rf"(?:in |an? |all |more )?(?P<color>(?:(?:{shades}) )?{paint.COLOR})(?: ones?)?", words.text)
    if match is None or not (last["op"] in ("recolor", "text", "add") or last.get("mode") == "color"):
        return None
    shade = {"darker": "dark", "lighter": "light", "brighter": "bright", "deeper": "deep"}
    said = " ".join(shade.get(word, word) for word in match["color"].split())
    return _changed(last, color=paint.known(said))


_OPPOSITE = {"left": "right", "right": "left", "top": "bottom", "bottom": "top", "upper": "lower", "lower": "upper",
             "above": "below", "below": "above"}  # fmt: skip
_SIDES = r"left|right|top|bottom|upper|lower|above|below"
_OTHER_SIDE = r"(?:on |to |at )?(?:the )?(?:other|opposite) (?:side|half|end|corner|part)"


def _turned(words: str) -> str:
    return pattern(rf"\b(?:{_SIDES})\b").sub(lambda match: _OPPOSITE[match[0]], words)


def _other_side(words: _Words, last: Draft, request: Request) -> Fragment | None:
    if not fullmatch(_OTHER_SIDE, words.text):
        return None
    mirrored = _mirrored(last)
    if mirrored is None:
        return None
    return Fragment("amend" if words.instead or last["op"] in ("move", "crop") else "edit", (mirrored,))


def _mirrored(last: Draft) -> Draft | None:
    """The step on the other side; None where nothing in it has a side."""
    told = _bare(last)
    phrase = str((last.get("region") or {}).get("phrase") or "")
    if last["op"] in ("crop", "extend"):
        sides = {side: last[side] for side in ("left", "right", "top", "bottom") if last.get(side)}
        if len(sides) != 1:
            return None
        ((side, value),) = sides.items()
        return {**told, side: 0.0, _OPPOSITE[side]: value}
    if last["op"] == "move" and (last.get("dx") or last.get("dy")):
        return {**told, **{axis: -last[axis] for axis in ("dx", "dy") if last.get(axis)}}
    if search(rf"\b(?:{_SIDES})\b", str(last.get("place") or "")):
        return {**told, "place": _turned(str(last["place"]))}
    if search(rf"\b(?:{_SIDES})\b", phrase):
        return {**told, "region": {"phrase": _turned(phrase)}}
    return None


def _place(words: _Words, last: Draft, request: Request) -> Fragment | None:
    text = words.text
    if not search(
        rf"^(?:(?:on|in|at|to|near|next to|under|above|below|behind|beside|over|from) |(?:{_SIDES})\b)", text
    ):
        return None
    side = fullmatch(r"(?:on|in|at|to|from) the (left|right|top|bottom)(?: side)?|(left|right|top|bottom)", text)
    named = side and (side[1] or side[2])
    if last["op"] in ("move", "text") and parse_beside(text):
        bare = {name: value for name, value in last.items() if name not in ("region", "place", "dx", "dy")}
        return Fragment("amend", ({**bare, "place": text},))
    if last["op"] in ("crop", "extend", "move"):
        mirrored = _mirrored(last)
        return Fragment("amend", (mirrored,)) if named and mirrored and _goes_to(mirrored, named) else None
    if last["op"] in ("add", "text", "compose", "duplicate"):
        bare = {name: value for name, value in last.items() if name not in ("place", "region")}
        where = {"place": parse_place(text)} if last["op"] == "text" and parse_place(text) else place_arguments(text)
        kept = {"place": None, "region": None} if last["op"] == "add" else {}
        return _changed(bare, **{**{name: kept[name] for name in kept if name in last}, **where}) if where else None
    phrase = str((last.get("region") or {}).get("phrase") or "")
    if named and phrase and text.startswith(("on ", "in ", "at ")) and not search(rf"\b(?:{_SIDES})\b", phrase):
        return _changed(last, region={"phrase": f"{phrase} on the {named}"})
    if named and words.tied and search(rf"\b(?:{_SIDES})\b", phrase):
        return _changed(last, region={"phrase": pattern(rf"\b(?:{_SIDES})\b").sub(named, phrase)})
    return None


def _goes_to(draft: Draft, side: str) -> bool:
    if draft["op"] in ("crop", "extend"):
        return bool(draft.get(side))
    shift = float(draft.get("dx" if side in ("left", "right") else "dy") or 0.0)
    return shift < 0 if side in ("left", "top") else shift > 0


def _object(words: _Words, last: Draft, request: Request) -> Fragment | None:
    """Another new thing, place or look: "a lamp instead", "how about mountains"."""
    if words.text in lexicon.PLACES_OUT_THERE and last.get("mode") == "scene":
        return _changed(last, scene=words.text)
    match = fullmatch(
        r"(?:with |into |to |by )?(?P<new>(?:(?:an?|some|the|two|three) )?(?!the\b)[a-z][\w' -]+)", words.text
    )
    if match is None or not words.instead or is_whole(words.text) or search(_NO_THING, words.text):
        return None
    new = match["new"]
    if last["op"] == "replace":
        return _changed(last, object=new)
    if last["op"] == "add":
        bare = {name: value for name, value in last.items() if name not in ("color", "size", "material")}
        return _changed(bare, object=clean(new))
    if last["op"] == "background" and last.get("mode") == "scene":
        return _changed(last, scene=clean(new))
    if last["op"] == "retexture":
        return _changed(last, material=clean(new))
    look = looks.look(new) if last["op"] == "restyle" else None
    return _changed(last, style=look) if look else None


_NO_THING = (
    r"\b(?:it|them|that|this|one|ones|more|less|much|too|not|don't|undo|back|other|same|way|else|left|right|side|"
    r"bit|better|different|again|brighter|darker|bigger|smaller|warmer|cooler|make|add|remove|keep|crop|change|put|save)\b"
)
_NOT_NAMED = (
    r"(?:one|other|same|rest|is|are|was|were|looks?|seems?|appears?|has|have|needs?|should|could|can|would|will|must|"
    r"isn't|aren't|doesn't|don't|too|more|less|so|very|gone|again|not|back)\b"
)
_THING = rf"(?:the|his|her|my|its|their|that|those|these|both|all)(?: (?!{_NOT_NAMED})[\w'-]+){{1,5}}"
_LOCAL = lexicon.words("adjust recolor remove retexture enhance replace duplicate extract resize restyle text pose")


def _another_thing(words: _Words, last: Draft, request: Request) -> Fragment | None:
    """The same of another thing: "and the car?", "now the tree"."""
    if not (words.tied and fullmatch(_THING, words.text)) or last["op"] not in _LOCAL:
        return None
    if search(rf"^(?:the )?(?:{_SIDES})(?: side| half)?$", words.text):
        phrase = str((last.get("region") or {}).get("phrase") or "")
        side = search(rf"\b(?:{_SIDES})\b", words.text)
        if side is None or not search(rf"\b(?:{_SIDES})\b", phrase):
            return None
        return Fragment(
            "edit", ({**_bare(last), "region": {"phrase": pattern(rf"\b(?:{_SIDES})\b").sub(side[0], phrase)}},)
        )
    named, end = target(words.text), words.text.rsplit(" ", 1)[-1]
    if named is None or named in lexicon.PRONOUNS or last.get("content"):
        return None
    if end in lexicon.COLORS or end in lexicon.STATES or end in tones.comparatives() or end in tones.ADJECTIVES:
        return None
    return Fragment("edit", ({**_bare(last), "region": {"phrase": named}},))


def _bare(last: Draft) -> Draft:
    return {name: value for name, value in last.items() if name not in ("seed", "source", "mapping", "region")}


def _one_more(words: _Words, last: Draft, request: Request) -> Fragment | None:
    """More of the thing that was just put in: "another one", "two of them"."""
    if last["op"] not in ("add", "duplicate"):
        return None
    if fullmatch(r"(?:add )?(?:another|one more)(?: one)?", words.text):
        return Fragment("edit", ({"op": "duplicate", "region": {"phrase": "it"}},))
    number = fullmatch(r"(two|three|four|five|six) (?:of (?:them|those|it)|in all|in total)", words.text)
    if number and last["op"] == "add":
        return _changed(last, count={"two": 2, "three": 3, "four": 4, "five": 5, "six": 6}[number[1]])
    return None


def _amount(words: _Words, last: Draft, request: Request) -> Fragment | None:
    """Another amount: "50", "by 50", "50 %", "only slightly"."""
    number = fullmatch(r"(?:by |to |at |with |about |only )*(\d{1,3}(?:\.\d)?) ?(?:%|percent|degrees?|°)?", words.text)
    turn = earlier.turn(request)
    if number and turn:
        draft = earlier.with_amount(request, turn.depth, float(number[1]))
        return Fragment("amend", (draft,)) if draft else None
    for factor, said in (
        (0.5, r"(?:only |very |just )*(?:slightly|subtly|gently|a (?:bit|little|touch|tad))(?: only)?"),
        (
            0.67,
            r"not (?:that|so|quite so|as) (?:big|small|far|strong|bright|dark|warm|cool|saturated|sharp|blurry|high)",
        ),
        (1.5, r"(?:a (?:bit|little) )?(?:further|farther|stronger|more of that)"),
        (0.75, r"back (?:a (?:bit|little)|slightly)|a (?:bit|little) back"),
    ):
        if fullmatch(said, words.text) and (factor != 0.5 or last["op"] != "move"):
            return Fragment("amend", args=(("factor", factor),))
    return None


_CLOSER = {"tighter": 1.5, "closer": 1.5, "too loose": 1.5, "too wide": 1.5}
_LOOSER = {"looser": 0.67, "wider": 0.67, "less tight": 0.67, "too tight": 0.6, "too close": 0.6}


def _frame(words: _Words, last: Draft, request: Request) -> Fragment | None:
    """The last crop, closer or looser: "tighter", "a bit wider", "too tight"."""
    match = fullmatch(
        r"(?:(?:that's|it's|it is|crop|crop it|make it|go) )?(?P<much>(?:a (?:bit|little|touch|lot)|slightly|even|much|"
        rf"way|still) )?(?P<how>{'|'.join([*_CLOSER, *_LOOSER])})(?: in| crop)?",
        words.text,
    )
    if match is None or last["op"] != "crop":
        return None
    factor = {**_CLOSER, **_LOOSER}[match["how"]]
    power = 0.5 if search(r"bit|little|touch|slight", match["much"] or "") else 1.0
    power = 2.0 if search(r"much|way|lot", match["much"] or "") else power
    reply = "A tighter crop." if factor > 1 else "A looser crop."
    return Fragment("amend", args=(("factor", round(factor**power, 2)),), reply=reply)


def _except(words: _Words, last: Draft, request: Request) -> Fragment | None:
    """All but one part: "but not the sky"; one part alone: "only the sky"."""
    spared = fullmatch(r"(?:not|except(?: for)?|leave|spare|without) (?P<what>(?:the|his|her|my|their) [\w' -]+?)"
                       r"(?: (?:alone|out|though|as it was))?", words.text)  # fmt: skip
    turn = earlier.turn(request)
    if (
        spared
        and turn
        and last["op"] in ("adjust", "restyle", "enhance", "relight", "match")
        and target(spared["what"])
    ):
        return Fragment(
            "edit", ({"op": "restore", "region": {"phrase": target(spared["what"])}, "turn": turn.depth - 1},)
        )
    alone = fullmatch(r"(?:only|just) (?P<what>(?:the|his|her|my|their) [\w' -]+)", words.text)
    alone = alone or (fullmatch(r"(?P<what>(?:the|his|her|my|their) [\w' -]+?) only", words.text))
    if alone and last["op"] in ("adjust", "restyle", "enhance") and target(alone["what"]):
        return _changed(last, region={"phrase": target(alone["what"])})
    return None


_LETTERING = lexicon.words("text lettering words caption writing title")


def _without(words: _Words, last: Draft, request: Request) -> Fragment | None:
    """What was put in, left out again: "without the hat"."""
    match = fullmatch(r"(?:without|minus|lose)(?: the| that| any)? (?P<what>[\w' -]+)", words.text)
    if match is None:
        return None
    for step in (step for turn in request.history for step in turn.steps):
        named = set(str(step.asked.get("object") or "").split()[-1:])
        named |= _LETTERING if step.asked.get("op") == "text" else set()
        if match["what"].rsplit(" ", 1)[-1] in named:
            return Fragment("drop", args=(("name", match["what"]),))
    return None


_RULES: tuple[Callable[[_Words, Draft, Request], Fragment | None], ...] = (
    _other_side,
    _color,
    _amount,
    _frame,
    _one_more,
    _without,
    _except,
    _place,
    _another_thing,
    _object,
)
