"""What "it", "the hat" and an open region mean here, and drafts → operations. Knows the request, no grammar."""

from __future__ import annotations

from collections.abc import Sequence

from agent.planners import Request
from agent.planners.english import lexicon
from agent.planners.english.phrases import Draft
from tools.errors import ToolError
from tools.operations import parse
from tools.types import Operation

_PICTURE_WIDE = lexicon.words(
    "adjust enhance restyle relight rotate flip straighten extend viewpoint text background match"
)
_OF_SOMEBODY = frozenset(("restyle", "instruct"))
"""Picture-wide operations that "her" and "them" can be about too. To an adjustment "them" are the picture's colours."""
_SOMEBODY = {"him": "man", "he": "man", "her": "woman", "she": "woman", "them": "people", "they": "people"}


def settle(drafts: Sequence[Draft], request: Request) -> tuple[Operation, ...]:
    """Operations from drafts. A draft that no operation accepts is left out; the caller asks if nothing is left."""
    operations: list[Operation] = []
    before: Draft | None = None
    for draft in drafts:
        placed = _placed(draft, before, request)
        operation = _parsed(placed)
        if operation is not None:
            operations.append(operation)
        if placed["op"] in ("remove", "crop"):
            before = None
        elif placed.get("region"):
            before = placed
    return tuple(operations)


def _parsed(draft: Draft) -> Operation | None:
    try:
        return parse(draft)
    except ToolError:
        return None


def _placed(draft: Draft, before: Draft | None, request: Request) -> Draft:
    """The draft with its "it" answered; an object that nothing tells stays open, and whoever carries it out asks."""
    if draft["op"] == "restore" and draft.get("turn") is None:
        draft = {**draft, "turn": request.history[-1].depth if request.history else 0}
    phrase = (draft.get("region") or {}).get("phrase")
    if phrase is None:
        return draft
    bare = {key: value for key, value in draft.items() if key != "region"}
    if phrase not in lexicon.PRONOUNS:
        return _known(draft, phrase, request)
    if before is not None:
        return {**bare, "region": before["region"]}
    if request.drawn or (draft["op"] in _PICTURE_WIDE and not (phrase in _SOMEBODY and draft["op"] in _OF_SOMEBODY)):
        return bare
    last = request.scene.last if request.scene else None
    if last is not None:
        return {**bare, "region": {"object_id": last.id}}
    if phrase in _SOMEBODY:
        return {**bare, "region": {"phrase": _SOMEBODY[phrase]}}
    return {**bare, "zoom": 1.25} if bare == {"op": "crop"} else bare


def _known(draft: Draft, phrase: str, request: Request) -> Draft:
    """An object that was touched before is named by its id; its words stay beside it."""
    found = request.scene.find(phrase) if request.scene else None
    return draft if found is None else {**draft, "region": {"phrase": phrase, "object_id": found.id}}
