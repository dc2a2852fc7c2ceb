"""Whether a plan only refines what a model made just before, so that both wishes are better made at once.

What is painted over a painting loses by it; from the picture before it nothing is lost. A pure function of a plan and
of the last step, as JSON. It knows no picture, and of a language only how another one of a kind is asked for.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from agent.keeping import own
from agent.plan import Plan
from agent.scene import PRONOUNS, plain
from tools.errors import ToolError
from tools.operations import parse
from tools.painted import Painted

if TYPE_CHECKING:
    from agent.planners import Request
    from memory.schema import Step
    from tools.types import Operation, Region

_SAID_ANEW = ("instruct", "replace", "retexture", "pose")  # of the same thing, a second one goes on about the first
_ANOTHER = re.compile(r"\ban? (?:\w+ ){1,3}one\b|换(?:成|个|一个)|要一?个?.{1,4}色的", re.IGNORECASE)


def refined(plan: Plan, request: Request) -> Plan:
    """The plan with `again` on its only operation, where that says more of what the last step made."""
    last = own(request.history[-1].steps) if request.history else []
    if plan.act != "edit" or len(plan.operations) != 1 or plan.then is not None or not last or not _made(last[-1]):
        return plan
    operation = _again(plan.operations[0], last[-1].asked, request)
    return plan if operation is None else plan.model_copy(update={"operations": (operation,)})


def _made(step: Step) -> bool:
    """Whether a model made it."""
    return bool(step.model) or bool(step.receipt.get("sampling"))


def _again(operation: Operation, asked: dict[str, Any], request: Request) -> Operation | None:
    """The operation that makes the step which was `asked` for again; None where it is about something else."""
    if operation.op == "recolor":
        return _another(operation, asked, request)
    if not isinstance(operation, Painted) or operation.again or operation.op != asked.get("op"):
        return None
    if operation.op == "add":
        same = _noun(getattr(operation, "object", "")) == _noun(asked.get("object"))
        another = operation.region is None and bool(_ANOTHER.search(request.utterance))
        fits = same and (another or _about(operation, asked, request))
    else:
        fits = operation.op in _SAID_ANEW and bool(_phrase(asked)) and _about(operation, asked, request)
    return operation.model_copy(update={"again": True}) if fits else None


def _another(operation: Operation, asked: dict[str, Any], request: Request) -> Operation | None:
    """Of a thing that a model put in: "make it a red one" paints it anew rather than over."""
    if asked.get("op") != "add" or not _ANOTHER.search(request.utterance):
        return None
    region = operation.region
    if region is not None and not _is_new(region, asked, request):
        return None
    said = {"op": "add", "object": asked.get("object"), "color": getattr(operation, "color", None), "again": True}
    try:
        return parse({**said, **({"region": asked["region"]} if asked.get("region") else {})})
    except ToolError:
        return None


def _noun(words: Any) -> str:
    return plain(str(words or "")).rsplit(" ", 1)[-1]


def _phrase(asked: dict[str, Any]) -> str:
    return plain(str((asked.get("region") or {}).get("phrase") or ""))


def _about(operation: Operation, asked: dict[str, Any], request: Request) -> bool:
    """Whether the operation names the place of the step: by the same words, or by what now stands there."""
    region = operation.region
    if region is None or region.drawn:
        return False
    names = {_phrase(asked)} - {""}
    return bool(names & _names(region, request)) or _is_new(region, asked, request)


def _is_new(region: Region, asked: dict[str, Any], request: Request) -> bool:
    """Whether a place is what the step put there: the cat in the dog's place, the hat."""
    new = plain(str(asked.get("object") or ""))
    if asked.get("op") not in ("add", "replace") or not new:
        return (region.phrase or "").lower() in PRONOUNS and not region.object_id
    names = _names(region, request)
    return bool({new, _noun(new)} & names) or bool(names & PRONOUNS)


def _names(region: Region, request: Request) -> set[str]:
    """What a place is called: in words, and by the ledger's names of the object."""
    scene = request.scene
    thing = scene[region.object_id] if scene and region.object_id and region.object_id in scene else None
    said = [region.phrase or "", *(thing.names if thing else ())]
    return {plain(name) for name in said} - {""}
