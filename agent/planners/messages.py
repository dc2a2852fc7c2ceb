"""A request as the messages that a chat model gets: what may be asked for, the session, the pictures, the words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import prompts
from agent.planners.eyes import image_block
from agent.planners.schema import offered
from tools.places import place_name
from tools.studio import SKILLS

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

    from agent.planners import Request
    from agent.planners.schema import Known
    from agent.scene import Scene

MAX_SENT_BACK = 2000  # characters of a bad answer
MAX_ATTACHED = 3  # pictures that are shown beside the one that is edited


@dataclass(frozen=True)
class View:
    """How much of a session a model is shown; `picture_px` 0 shows no picture."""

    context_tokens: int = 8000
    picture_px: int = 896
    attached_px: int = 448


def messages(request: Request, known: Known, view: View) -> list[BaseMessage]:
    """The messages for one utterance: the explanation, then the pictures and what belongs to this moment."""
    from langchain_core.messages import HumanMessage, SystemMessage

    names, room = offered(known), view.context_tokens
    moment = prompts.Moment(
        request.utterance, request.size, request.history, things(request.scene), request.rules,
        len(request.references), request.drawn, request.asked,
    )  # fmt: skip
    text = {"type": "text", "text": prompts.request_prompt(moment, names, room)}
    return [
        SystemMessage(prompts.system_prompt(names, request.skills or SKILLS, room)),
        HumanMessage([*_pictures(request, view), text]),
    ]


def things(scene: Scene | None) -> list[prompts.Thing]:
    """The ledger's objects, the latest first; one that is gone has no place."""
    if scene is None:
        return []
    return [
        prompts.Thing(thing.id, thing.names, place_name(scene.box(thing)) if thing.visible else "")
        for thing in reversed(scene.objects)
    ]


def _pictures(request: Request, view: View) -> list[str | dict[str, Any]]:
    """The picture itself, then those that came with the words."""
    if not view.picture_px:
        return []
    shown = [image_block(request.picture(), view.picture_px)] if request.picture else []
    if request.attached is not None:
        side = min(view.attached_px, view.picture_px)
        shown += [image_block(request.attached(digest), side) for digest in request.references[:MAX_ATTACHED]]
    return [*shown]


def repair(answer: str, trouble: str) -> list[BaseMessage]:
    """A bad answer and what is wrong with it."""
    from langchain_core.messages import AIMessage, HumanMessage

    return [AIMessage(answer[:MAX_SENT_BACK] or "(nothing)"), HumanMessage(prompts.repair_prompt(trouble))]
