"""What was asked before, asked again: of another thing ("the other one", "same for the sky") or by another amount.

It reads the operations of the history as JSON and knows nothing of how they were carried out.
"""

from __future__ import annotations

from math import copysign
from typing import TYPE_CHECKING, Any

from agent.keeping import own
from agent.planners import Request
from agent.planners.english import lexicon
from agent.planners.english.phrases import Draft, clean, is_whole, target
from agent.planners.english.saying import Saying, fullmatch, pattern, search

if TYPE_CHECKING:
    from memory.schema import Turn

_LEAD = r"(?:no|nope|wait|oops|sorry|actually|i (?:mean|meant)(?: to say)?|not (?:that|this) one|wrong one|do)"
_BESIDE = r"(?:on|in|at|by|near|next|behind|with)"
_OTHER = r"(?:the |that )?other(?: one)?(?: (?:cup|thing|object|side))?"
_SAME = (
    r"(?:and )?(?:(?:do|make|apply|try) )?(?:the )?(?:exact )?same(?: (?:thing|edit|change|"
    r"again))?(?: (?:to|for|with|on|in|about))? "
    r"(?P<what>(?:the|his|her|their|my|its|that|this|both|all) .+?)(?: (?:too|as well|please))?"
)
_TOO = r"(?:and |also |now )*(?P<what>(?:the|his|her|their|my|that|this) [\w' -]{1,60}?)(?:,? (?:too|as well|also))"
_ALSO = r"(?:and |now )*also (?P<what>(?:the|his|her|their|my|that|this) [\w' -]{1,60})"
_REPEAT = r"(?:and |now )*(?:(?:do|try|make|apply) )?(?:that|this|it|the same|the same thing|same|same thing)"
_ONCE_MORE = (
    rf"{_REPEAT}(?: thing| edit)?(?: again| once more| over)?,? (?:but )?(?:this time )?(?:on|for|to|with|at|in) "
    r"(?P<what>.+)"
)
_SIDE = (
    r"(?:the )?(?P<side>(?:top |bottom |upper |lower )?(?:left|right)|top|bottom|middle|center)(?: side| half| corner)?"
)
_AMOUNTS = {"background": ("amount", 1.0), "restyle": ("strength", 0.01), "enhance": ("strength", 0.01),
            "relight": ("strength", 0.01), "match": ("strength", 0.01), "rotate": ("degrees", 1.0),
            "straighten": ("degrees", 1.0), "resize": ("scale", 0.01)}  # fmt: skip


def turn(request: Request) -> Turn | None:
    """The last turn with steps of the person's own; what a rule does by itself is none."""
    return next((one for one in reversed(request.history) if own(one.steps)), None)


def last(request: Request) -> list[Draft]:
    """The person's own operations of the last such turn, as they were asked for; none where there is none."""
    found = turn(request)
    return [dict(step.asked) for step in own(found.steps)] if found else []


def instead(clause: Saying, request: Request) -> list[Draft] | None:
    """The last operation, of the thing that was meant: "no, the other one", "I meant the left one".

    None where the clause says no such thing; nothing where it can't be told which one.
    """
    text = pattern(rf"^(?:{_LEAD}\b[,.:;]? ?)+").sub("", clause.text)
    if fullmatch(_OTHER, text):
        return _other(request)
    if not text or fullmatch(r"(?:not )?(?:that|this|the wrong)(?: one)?|(?:the )?wrong (?:one|thing|place)", text):
        return [] if text or clause.text.endswith("one") else None
    if fullmatch(r"(?:the )?(?:other|opposite|wrong) (?:way|direction)(?: a?round)?", text):
        return [_turned(draft) for draft in last(request)[-1:]]
    named = _named(text, led=text != clause.text)
    if named:
        return [_of(draft, named) for draft in last(request)[-1:]]
    match = fullmatch(rf"(?:the |that )(?P<which>(?:[\w-]+ ){{1,3}})ones?(?P<where> {_BESIDE} .+)?", text)
    bare = fullmatch(r"(?:the |that )one (?P<where>(?:on|in|at|by|near|next|behind|with) .+)", text)
    if match is None and bare is None:
        return None
    told = last(request)
    name = str((told[-1].get("region") or {}).get("phrase") or "").split(" on ")[0].split(" in ")[0] if told else ""
    noun = name.rsplit(" ", 1)[-1]
    if not noun:
        return []
    if bare:
        return [_of(told[-1], f"{name} {bare['where']}")]
    assert match is not None
    side = fullmatch(r"(?:far )?(left|right|top|bottom|upper|lower|middle|back|front) ", match["which"])
    where = match["where"] or ""
    return [_of(told[-1], f"{name} on the {side[1]}" if side else f"{match['which']}{noun}{where}")]


def again(clause: Saying, request: Request) -> list[Draft]:
    """The last operation, of the thing that the clause names: "same for the sky", "that again but on the right"."""
    there = fullmatch(_ONCE_MORE, clause.text)
    side = fullmatch(_SIDE, there["what"]) if there else None
    if side is not None:
        return [draft for told in last(request)[-1:] for draft in _at_side(told, side["side"])]
    if there is not None and search(r"\b(?:again|once more|over|same)\b", clause.text):
        phrase = target(there["what"])
        return [_of(draft, phrase) for draft in last(request)[-1:]] if phrase and not is_whole(there["what"]) else []
    match = fullmatch(_SAME, clause.text) or fullmatch(_TOO, clause.text) or fullmatch(_ALSO, clause.text)
    phrase = target(match["what"]) if match else None
    if match is None or phrase is None or is_whole(match["what"]) or clean(match["what"]) in lexicon.PRONOUNS:
        return []
    return [_of(draft, phrase) for draft in last(request)[-1:]]


_SPOKEN = (
    r"(?:(?:there(?:'s| is| are)|i (?:can )?see|see|look at|you see) )?(?P<what>(?:the|an?|some|that|this|"
    r"those|these|my|his|her) .{2,80})"
)


def spoken_of(clause: Saying) -> str | None:
    """The thing that a clause only points at: "there's a stain on the carpet"."""
    match = fullmatch(_SPOKEN, clause.text)
    return target(match["what"]) if match else None


def about(drafts: list[Draft], spoken: str | None) -> list[Draft]:
    """The drafts, with a pronoun answered by what the clause before spoke of: "…, remove it"."""
    if spoken is None:
        return drafts
    pronouns = lexicon.PRONOUNS
    return [
        {**draft, "region": {"phrase": spoken}} if (draft.get("region") or {}).get("phrase") in pronouns else draft
        for draft in drafts
    ]


def likewise(clause: Saying, drafts: list[Draft]) -> list[Draft]:
    """What was asked for just before, of the bare thing that the clause is: "the sky is dull, the grass too"."""
    match = fullmatch(r"(?:the|his|her|their|my|its) [\w']+(?: [\w']+){0,2}", clause.text)
    phrase = target(match[0]) if match else None
    return [_of(drafts[-1], phrase)] if phrase and drafts and drafts[-1].get("region") else []


def _of(draft: Draft, phrase: str) -> Draft:
    told = {name: value for name, value in draft.items() if name not in ("seed", "region", "source", "mapping")}
    return {**told, "region": {"phrase": phrase}}


def _at_side(draft: Draft, side: str) -> list[Draft]:
    """The operation at another side: the other half, the thing of that name over there, or put there."""
    told = {name: value for name, value in draft.items() if name not in _FITTED}
    if draft["op"] in ("add", "text", "compose", "duplicate"):
        return [{**told, "place": side, **({"region": draft["region"]} if draft["op"] == "duplicate" else {})}]
    phrase = str((draft.get("region") or {}).get("phrase") or "")
    if fullmatch(rf"{_SIDE}", phrase) or not phrase:
        part = search(r"half|corner|side|third|quarter", phrase)
        return [_of(draft, f"{side} {part[0] if part else 'half'}")]
    noun = pattern(r" (?:on|in|at|to) the .+$").sub("", phrase)
    return [_of(draft, f"{noun} on the {side}")]


_FITTED = ("seed", "region", "source", "mapping", "dx", "dy", "place")


def _turned(draft: Draft) -> Draft:
    """The operation the other way round: to the left for to the right."""
    told = {name: value for name, value in draft.items() if name not in ("seed", "region")}
    if told["op"] == "flip":
        return {**told, "axis": "horizontal" if told.get("axis") == "vertical" else "vertical"}
    return {name: -value if name in ("degrees", "dx", "dy") else value for name, value in told.items()}


_THING = r"(?:the|my|his|her|their|its) [\w' -]{1,60}?"


def _named(text: str, *, led: bool) -> str | None:
    """The thing that was meant: "I meant the sky" (`led`), "the water, not the sky"."""
    match = fullmatch(rf"(?P<a>{_THING}),? not {_THING}|not {_THING},? (?:but )?(?P<b>{_THING})", text)
    if match is None and led:
        match = fullmatch(rf"(?P<a>{_THING})(?P<b>)", text)
    words = (match["a"] or match["b"]) if match else ""
    return None if words.endswith((" one", " ones")) or not words else target(words)


def _other(request: Request) -> list[Draft]:
    """The last operation, of the other one of the things that were spoken of; none where there is no other."""
    found = request.scene.find("the other one") if request.scene else None
    return [{**_of(draft, ""), "region": {"object_id": found.id}} for draft in last(request)[-1:]] if found else []


def with_amount(request: Request, turn: int, amount: float) -> Draft | None:
    """What a step asks for, by another amount, as a partial operation; None where it has no single amount."""
    steps = [step for one in request.history if one.depth == turn for step in one.steps]
    for step in steps:
        found = _amount(step.asked, amount)
        if found:
            return {"op": step.asked["op"], **found}
    return None


def _amount(asked: dict[str, Any], amount: float) -> Draft:
    if asked.get("op") != "adjust":
        name, unit = _AMOUNTS.get(str(asked.get("op")), ("", 0.0))
        return {name: amount * unit} if name else {}
    told = {
        name: value for name, value in asked.items() if isinstance(value, int | float) and not isinstance(value, bool)
    }
    told.pop("seed", None)
    largest = max((abs(value) for value in told.values()), default=0.0)
    if not largest:
        return {}
    return {name: copysign(min(100.0, round(amount * abs(value) / largest)), value) for name, value in told.items()}
