"""The planner `llava`: a LLaVA-family model in this process, from files that are on this machine already.

It makes the model and knows its settings; asking, mending and falling back are ModelPlanner's. Nothing is downloaded.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from agent.errors import PlannerUnavailable
from agent.planners.calling import Limits
from agent.planners.messages import View
from agent.planners.model import ModelPlanner
from agent.planners.vision.loading import Progress, missing, quiet

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

    from agent.settings import Settings

LONGEST_TEXT = 200  # characters of any text in an answer
LONGEST_LIST = 6
LEAST_ROOM = 1000  # tokens of text without which a plan can't be explained


class LlavaPlanner(ModelPlanner):
    """Plans by the local model that the settings name; it is loaded at the first utterance and kept."""

    def __init__(self, settings: Settings, on_progress: Progress = quiet) -> None:
        self.settings = settings
        self._on_progress = on_progress
        limits = Limits(settings.llava_timeout_s, settings.llava_timeout_s, retries=0)
        view = View(settings.llava_context_tokens, settings.llava_picture_px)
        super().__init__("llava", self._made, limits=limits, view=view)

    def missing(self) -> PlannerUnavailable | None:
        """What the settings or an installation lack."""
        return missing(self._model)

    def told(self) -> str:
        """Which model answers, and from where."""
        return self._model

    @property
    def _model(self) -> str:
        """The folder of the model that the settings name, where it was pulled; else its id."""
        from agent.planners.vision.folder import located

        return located(self.settings.llava_model, self.settings.model_folder)

    def _made(self) -> BaseChatModel:
        """The model, in memory, and the view cut to what it can read. Raises PlannerUnavailable."""
        if trouble := missing(self._model):
            raise trouble
        from agent.planners.vision.local import LocalVision

        settings, side = self.settings, self.settings.llava_picture_px
        made = LocalVision(
            model=self._model, device=settings.llava_device, max_tokens=settings.llava_answer_tokens,
            temperature=settings.llava_temperature, seed=settings.seed or 0, on_progress=self._on_progress,
            longest_text=LONGEST_TEXT, longest_list=LONGEST_LIST,
        )  # fmt: skip
        made.loaded().grammar_tokenizer  # noqa: B018 (seconds, better spent here than within the time for an answer)
        room = made.room - (made.picture_tokens((side, side)) if side else 0)
        if room < LEAST_ROOM:
            raise PlannerUnavailable(
                f"{settings.llava_model} leaves {max(0, room)} tokens for words, too few to explain a plan.",
                "Choose a model with a longer context, or lower llava_picture_px or llava_answer_tokens.",
            )
        self.view = replace(self.view, context_tokens=min(self.view.context_tokens, room))
        return made
