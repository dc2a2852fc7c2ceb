"""Changes of lettering that the program wrote: its step is said anew instead of painting over its pixels.

"make the text red" after "write hello" is the same step in red. It knows the history's steps as JSON, and no store.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from agent.plan import Arguments, Plan
from agent.planners import Request
from agent.planners.english import replies
from agent.planners.english.phrases import Draft
from agent.planners.english.resolve import settle, several
from agent.planners.english.saying import search
from agent.scene import SceneObject
from tools.places import parse_place

_FONTS = {"serif": "serif", "sans": "sans", "sans-serif": "sans", "mono": "mono", "monospace": "mono",
          "monospaced": "mono", "typewriter": "mono", "handwritten": "hand", "handwriting": "hand", "script": "hand",
          "cursive": "hand"}  # fmt: skip
_FONT = rf"\b(?P<font>{'|'.join(_FONTS)})\b"
_LETTERING = r"(?:the|my|that|this) (?:text|lettering|caption|title|words|writing|letters)"
_TO = r"\bto the (?P<place>(?:top|bottom|upper|lower|middle|center|left|right)(?: (?:left|right|center|middle))?)\b"


def rewritten(drafts: Sequence[Draft], text: str, request: Request) -> Plan | None:
    """The plan that says a lettering step anew, or takes it out; None where the drafts are about anything else."""
    if not drafts and search(rf"^(?:make|set|turn|put|write|change) {_LETTERING} .*(?:\bbold|{_FONT})", text):
        drafts = [{"op": "text", "region": {"phrase": "text"}}]
    if len(drafts) != 1 or request.scene is None:
        return None
    phrase = (drafts[0].get("region") or {}).get("phrase") or ""
    things: list[SceneObject | None] = [*several(phrase, request)] or [request.scene.find(phrase)]
    plans = [_anew(drafts[0], text, request, thing) for thing in things]
    chain: Plan | None = None
    for plan in reversed(plans):
        if plan is None:
            return None
        chain = plan.model_copy(update={"then": chain})
    return chain


def _anew(draft: Draft, text: str, request: Request, thing: SceneObject | None) -> Plan | None:
    """The plan for one thing."""
    found = _written(request, thing.first) if thing is not None and thing.made else None
    if found is None:
        return None
    turn, asked, alone = found
    if draft["op"] == "remove" and alone:
        return Plan(act="drop", args=Arguments(turn=turn), reply=replies.of_act("drop", {"name": "text"}))
    said = _said(draft, text, asked)
    operations = settle([{"op": "text", **said}], request) if said else ()
    if not operations:
        return None
    return Plan(act="amend", args=Arguments(turn=turn), operations=operations, reply=f"The lettering {_told(said)}.")


def _written(request: Request, first: object) -> tuple[int, dict[str, Any], bool] | None:
    """The number of the turn that wrote it, what was asked for, and whether it did nothing else."""
    for turn in reversed(request.history):
        for step in turn.steps:
            if step.asked.get("op") == "text" and first is not None and step.masks.get("asked") == first:
                return turn.depth, step.asked, len(turn.steps) == 1
    return None


def _said(draft: Draft, text: str, asked: dict[str, Any]) -> Draft:
    """What is new about the lettering."""
    font, place = search(_FONT, text), search(_TO, text)
    if draft["op"] == "recolor":
        return {"color": draft["color"]}
    if draft["op"] == "resize" and draft.get("scale"):
        return {"size": round(min(1.0, float(asked.get("size") or 0.06) * draft["scale"]), 4)}
    if draft["op"] == "text" and draft.get("content") and draft.get("action", "write") != "erase":
        return {"content": draft["content"]}
    if draft["op"] == "move" and (where := draft.get("place") or (place and parse_place(place["place"]))):
        return {"place": where}
    if font is not None:
        return {"font": _FONTS[font["font"]]}
    return {"bold": True} if search(r"\bbold(?:er|face)?\b", text) else {}


_TELL = {
    "color": "in {}", "size": "with capitals {:.0%} of the picture's height", "content": "“{}”", "place": "at the {}",
    "font": "in {} letters", "bold": "in bold",
}  # fmt: skip


def _told(said: Draft) -> str:
    return ", ".join(_TELL[name].format(value) for name, value in said.items())
