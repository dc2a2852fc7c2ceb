"""What a clause means after the one before it: its remedy, its framing, its second half. Knows drafts, no pictures."""

from __future__ import annotations

from agent.planners.english import complaints
from agent.planners.english.phrases import Draft, target
from agent.planners.english.saying import Saying, fullmatch, search

_PRONOUNS = ("it", "them", "that", "this")
_ANYTHING = (*_PRONOUNS, None)
_TO_THE_THING = ("remove", "replace", "recolor", "retexture", "crop", "text", "move", "resize")
_FIX_IT = r"(?:fix|correct|repair|sort|mend|change|adjust)(?: (?:it|this|that))?(?: out)?"
"""After a complaint these ask for its remedy, not for another edit."""
_GONE = ("add", "remove", "replace", "crop")
_OF_IT = (
    r"^(?:it|they|that|this)(?:'s|'re| is| are| looks?| seems?| has| have| does| do| doesn't| don't| isn't| aren't)\b"
    r"(?! to\b)"
)
"""Why something was to go, said after it: "remove the sign it is too bright"."""
_FRAMED = (
    r"(?:so (?:that )?)?(?:you (?:can |only )?)?(?:focus(?: \w+)? (?:only |just |more )*on|center|show|see|keep|leave|"
    r"have|zoom in on|get closer to|bring) (?P<what>.+)"
)


def adds_nothing(drafts: list[Draft], reasons: list[str | None], clause: Saying, more: list[Draft]) -> bool:
    """Whether a clause only goes on about the step before it; a crop then frames what the clause wants to see."""
    if drafts and fullmatch(_FIX_IT, clause.text):
        return True
    if ((reasons and reasons[-1]) or complaints.reason(clause)) and _says_again(drafts, more):
        return True
    if drafts and drafts[-1]["op"] in _GONE and search(_OF_IT, clause.text):
        return True
    if drafts and drafts[-1]["op"] in ("add", "replace") and _describes(str(drafts[-1].get("object")), clause):
        if len(more) == 1 and more[0]["op"] == "recolor" and drafts[-1]["op"] == "add":
            drafts[-1] = {**drafts[-1], "color": more[0]["color"]}
        return True
    frame = _framed(drafts, clause)
    if frame is not None:
        drafts[-1] = frame
    return frame is not None


_DESCRIBED = (
    r"^(?:(?:and )?(?:be|match|blend|fit)|(?P<what>it|they|he|she|(?:the|this|that|these|both) (?:new )?[\w' -]+?) "
    r"(?:should|must|needs? to|ha(?:s|ve) to|ought to|shall|will)(?: also| all| both)? "
    r"(?:be|have|match|blend|fit|look|appear|face|stand|sit|lie|wear|hold|seem|feel|show|cast))\b"
)


def _describes(new: str, clause: Saying) -> bool:
    """Whether a clause only tells what the thing just put in looks like: "The kiosk should match the style"."""
    match = search(_DESCRIBED, clause.text)
    if match is None:
        return False
    what = (match["what"] or "it").rsplit(" ", 1)[-1]
    return what in ("it", "they", "he", "she") or what.rstrip("s") in {word.rstrip("s") for word in new.lower().split()}


def _says_again(drafts: list[Draft], more: list[Draft]) -> bool:
    """Whether a clause only asks for the remedy of the complaint before it: "it's too dark, lighten it"."""
    if not drafts or len(more) != 1 or {drafts[-1]["op"], more[0]["op"]} - {"adjust", "enhance", "straighten"}:
        return False
    before, now = drafts[-1], more[0]
    phrase = (now.get("region") or {}).get("phrase")
    if phrase not in ("it", "them", None, (before.get("region") or {}).get("phrase")):
        return False
    said = _directions(now)
    return bool(said) and said.items() <= _directions(before).items()


def _directions(draft: Draft) -> dict[str, bool]:
    return {name: value > 0 for name, value in draft.items() if isinstance(value, float | int)}


def joined(drafts: list[Draft], reasons: list[str | None], more: list[Draft]) -> tuple[list[Draft], list[Draft]]:
    """The drafts with those of the next clause, and what that clause itself came to.

    "Remove the bin and replace it with a bush" is one replacement; a command to the thing that was complained of takes
    the place of the remedy: "the sign is too bright, remove it".
    """
    last = drafts[-1] if drafts else None
    if last is None or not more:
        return [*drafts, *more], more
    if last["op"] == "remove" and more[0].get("place") in ("there", "in its place"):
        return [*drafts[:-1], {"op": "replace", "object": more[0]["object"], "region": last["region"]}, *more[1:]], more
    phrase = (more[0].get("region") or {}).get("phrase")
    if last["op"] == "remove" and more[0]["op"] in ("replace", "recolor") and phrase in _ANYTHING:
        if phrase == "them":  # all that was to go
            return [
                {**more[0], "region": draft["region"]} if draft["op"] == "remove" else draft for draft in drafts
            ], more
        return [*drafts[:-1], {**more[0], "region": last["region"]}, *more[1:]], more
    if reasons and reasons[-1] and more[0]["op"] in _TO_THE_THING and phrase in _PRONOUNS and last.get("region"):
        reasons.pop()
        more = [{**more[0], "region": last["region"]}, *more[1:]]
        return [*drafts[:-1], *more], more
    return [*drafts, *more], more


def _framed(drafts: list[Draft], clause: Saying) -> Draft | None:
    """The crop before, of what a clause after it wants in the frame: "crop it and focus on the dog"; else None."""
    last = drafts[-1] if drafts else None
    if last is None or last["op"] != "crop":
        return None
    shown = fullmatch(_FRAMED, clause.text)
    if shown is None or search(r"\b(?:brighter|darker|sharper|color|contrast|light|focus)\b", shown["what"]):
        return None
    phrase = target(shown["what"])
    plain = set(last) <= {"op", "zoom"}
    return {"op": "crop", "region": {"phrase": phrase}} if phrase and plain else last
