"""A request as the messages that a chat model gets: what may be asked for, the session, the picture, the words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import prompts
from agent.planners.eyes import image_block

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

    from agent.planners import Request
    from agent.planners.schema import Known

MAX_SENT_BACK = 2000


@dataclass(frozen=True)
class View:
    """How much of a session a model is shown; `picture_px` 0 shows no picture."""

    context_tokens: int = 8000
    picture_px: int = 896
    attached_px: int = 448


def messages(request: Request, known: Known, view: View) -> list[BaseMessage]:
    """The messages for one utterance: the explanation, then the picture and what belongs to this moment."""
    from langchain_core.messages import HumanMessage, SystemMessage

    text = prompts.plan_prompt(request.utterance, request.history, request.rules, request.size)
    blocks: list[str | dict[str, Any]] = []
    if view.picture_px and request.picture is not None:
        blocks.append(image_block(request.picture(), view.picture_px))
    return [SystemMessage("You plan."), HumanMessage([*blocks, {"type": "text", "text": text}])]


def repair(answer: str, trouble: str) -> list[BaseMessage]:
    """A bad answer and what is wrong with it."""
    from langchain_core.messages import AIMessage, HumanMessage

    return [AIMessage(answer[:MAX_SENT_BACK] or "(nothing)"), HumanMessage(trouble)]
