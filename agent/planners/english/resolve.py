"""What "it", "the hat" and an open region mean here, and drafts → operations. Knows the request, no grammar."""

from __future__ import annotations

from collections.abc import Sequence

from agent.planners import Request
from agent.planners.english import lexicon, saying
from agent.planners.english.phrases import Draft, clean, place_arguments
from agent.scene import SceneObject, plain
from tools.errors import ToolError
from tools.operations import parse
from tools.types import Operation

_PICTURE_WIDE = lexicon.words(
    "adjust enhance restyle relight rotate flip straighten extend viewpoint text background match"
)
_OF_SOMEBODY = frozenset(("restyle", "instruct"))
"""Picture-wide operations that "her" and "them" can be about too. To an adjustment "them" are the picture's colours."""
_ONE = frozenset(("him", "her", "he", "she"))
_SOMEBODY = {"him": "man", "he": "man", "her": "woman", "she": "woman", "them": "people", "they": "people"}


def settle(drafts: Sequence[Draft], request: Request) -> tuple[Operation, ...]:
    """Operations from drafts. A draft that no operation accepts is left out; the caller asks if nothing is left."""
    operations: list[Operation] = []
    before: Draft | None = None
    for draft in _apart(drafts, request):
        placed = _placed(_to_the_point(draft), before, request)
        operation = _parsed(placed)
        if operation is not None:
            operations.append(operation)
        before = _spoken_of(placed, before)
    return tuple(operations)


_RUN_ON = (
    r" (?:(?:is|are|was|were|should|would|could|might|because|needs?|if|there|there's|looks?|seems?|please)|"
    r"can (?:we|you|i)|(?:i|we|you) (?:want|would|think|might|suggest|can|could|asked|need|will))\b"
)


_RELATIVE = (
    r"\b(?:who|that|which|where|what|whose|as)\b|"
    r"(?<!\bof)(?<!\bin)(?<!\bon)(?<!\bat)(?<!\bby)(?<!\bto)(?<!\band)(?<!\bfor)(?<!\bwith)(?<!\bfrom)(?<!\bnear)"
    r"(?<!\bover)(?<!\bunder)(?<!\bbehind)(?<!\bbeside)(?<!\babove)(?<!\bbelow)(?<!\baround)"
    r"(?<=\w) (?:the|an?|his|her|their|he|she|they)\b[\w' -]*$"
)
"""A thing that is told by what somebody does with it: "the chair that he sits on", "the bench the man is on"."""


def _to_the_point(draft: Draft) -> Draft:
    """The draft whose thing ends where another sentence begins: "wall with the pictures can we make it"."""
    phrase = str((draft.get("region") or {}).get("phrase") or "")
    behind = saying.search(_RUN_ON, phrase)
    if behind is None or saying.search(_RELATIVE, phrase[: behind.start()]):
        return draft
    short = clean(phrase[: behind.start()])
    return {**draft, "region": {**draft["region"], "phrase": short}} if short else draft


def _spoken_of(placed: Draft, before: Draft | None) -> Draft | None:
    """What "it" is after an operation: what came new into the picture, else what was touched."""
    if placed["op"] in ("remove", "crop"):
        return None
    new = str(placed.get("object") or "") if placed["op"] in ("add", "replace") else ""
    if new:
        return {"region": {"phrase": clean(new)}}
    return placed if placed.get("region") else before


def _parsed(draft: Draft) -> Operation | None:
    try:
        return parse(draft)
    except ToolError:
        return None


def _placed(draft: Draft, before: Draft | None, request: Request) -> Draft:
    """The draft with its "it" answered; an object that nothing tells stays open, and whoever carries it out asks."""
    draft = _furnished(_in_front(draft), request)
    if draft["op"] == "restore" and draft.get("turn") is None:
        draft = {**draft, "turn": request.history[-1].depth if request.history else 0}
    phrase = (draft.get("region") or {}).get("phrase")
    if phrase is None or (draft.get("region") or {}).get("object_id"):
        return draft
    bare = {key: value for key, value in draft.items() if key != "region"}
    if phrase not in lexicon.PRONOUNS:
        return _known(draft, phrase, request)
    if before is not None:
        return {**bare, "region": before["region"]}
    theirs = phrase in _SOMEBODY and (draft["op"] in _OF_SOMEBODY or phrase in _ONE)
    if request.drawn or (draft["op"] in _PICTURE_WIDE and not theirs):
        return bare
    last = request.scene.last if request.scene else None
    if last is not None:
        return {**bare, "region": {"object_id": last.id}}
    if phrase in _SOMEBODY:
        return {**bare, "region": {"phrase": _SOMEBODY[phrase]}}
    return {**bare, "zoom": 1.25} if bare == {"op": "crop"} else bare


def _in_front(draft: Draft) -> Draft:
    """A new background with the one who stays before it by a word that can be looked for."""
    who = draft.get("subject")
    if draft["op"] != "background" or who is None:
        return draft
    if who in lexicon.PRONOUNS and who not in _SOMEBODY:
        return {key: value for key, value in draft.items() if key != "subject"}
    return {**draft, "subject": _SOMEBODY.get(who, who)}


def _furnished(draft: Draft, request: Request) -> Draft:
    """Something definite put beside a thing: moved there if it was spoken of before, else it is new to the picture."""
    beside, draft = draft.get("beside"), {key: value for key, value in draft.items() if key != "beside"}
    phrase = (draft.get("region") or {}).get("phrase") or "it"
    if not beside or phrase in lexicon.PRONOUNS or request.drawn or (request.scene and request.scene.find(phrase)):
        return draft
    return {"op": "add", "object": phrase, **place_arguments(beside)}


def _known(draft: Draft, phrase: str, request: Request) -> Draft:
    """An object that was touched before is named by its id; its words stay beside it."""
    found = request.scene.find(phrase) if request.scene else None
    if found is None:
        return draft
    said = next((name for name in found.given if plain(name) == plain(phrase)), phrase)
    return {**draft, "region": {"phrase": said, "object_id": found.id}}


def _apart(drafts: Sequence[Draft], request: Request) -> list[Draft]:
    """The drafts, each that is about several known things ("both of them") once for every one of them."""
    found: list[Draft] = []
    for draft in drafts:
        phrase = (draft.get("region") or {}).get("phrase")
        things = several(phrase, request) if phrase else []
        found += [{**draft, "region": {"phrase": _called(one), "object_id": one.id}} for one in things] or [draft]
    return found


def several(phrase: str, request: Request) -> list[SceneObject]:
    """The known things that the phrase means; "them" is several where the utterance says so."""
    if request.scene is None:
        return []
    whole = saying.search(_ALL, saying.read(request.utterance).text) if phrase in ("them", "both", "they") else None
    return request.scene.find_all(whole[0] if whole else phrase)


_ALL = (
    r"\b(?:both(?: of (?:them|those|these))?|them both|the two(?: of them)?|"
    r"(?:all|each) of (?:them|those|these)|them all)\b"
)


def _called(thing: SceneObject) -> str | None:
    return next(iter((*thing.given, *thing.names)), None)
