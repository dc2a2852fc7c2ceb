"""What every planner has that asks a model: explain, ask, read strictly, have mended, and go by the rules if all fails.

It knows LangChain's chat models only as something to call; which one it is, and where, its makers know (chat, llava).
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from agent.errors import PlanError, PlannerUnavailable, UnparseablePlan
from agent.plan import Origin, Plan
from agent.planners import SPENT, Look, Planner, Request
from agent.planners.answer import in_own_words, parse_answer
from agent.planners.calling import Bill, Limits, Line, Said, Watch
from agent.planners.locating import located
from agent.planners.messages import View, messages, repair
from agent.planners.rules import RulesPlanner
from agent.planners.schema import Known, strict_schema
from agent.planners.trouble import NoAnswer

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage
    from PIL.Image import Image

    from tools.types import Candidate


class ModelPlanner:
    """Plans by a chat model.

    `model` makes it when it is first needed, and may raise PlannerUnavailable. The model has to offer
    `with_structured_output(schema, method="json_schema")` as a sequence that begins with itself, or plain `invoke` at
    least; if it has a method `cancel`, it is called when its answer is no longer waited for.
    """

    thinks = True  # long enough to be shown

    def __init__(
        self,
        name: str,
        model: Callable[[], BaseChatModel],
        *,
        limits: Limits | None = None,
        view: View | None = None,
        fallback: Planner | None = None,
    ) -> None:
        self.name = name
        self.limits = limits or Limits()
        self.view = view or View()
        self.fallback = fallback or RulesPlanner()
        self._line = Line(model, self.limits)

    def propose(self, request: Request) -> Plan:
        """The plan for one utterance, with its origin; by the rules where the model is of no help. Raises PlanError."""
        bill, watch, fell_back = Bill(), Watch(self.limits.deadline_s, request.cancelled), ""
        if not request.utterance.strip():
            return self.fallback.propose(request)
        try:
            plan = self._asked(request, watch, bill)
        except (NoAnswer, PlannerUnavailable, UnparseablePlan) as trouble:
            fell_back = self._why(trouble)
            logging.getLogger(__name__).info("%s", fell_back)
            plan = self.fallback.propose(request)
        return plan.model_copy(update={"origin": self._origin(bill, watch, fell_back)})

    def sees(self) -> bool:
        """Whether it may be shown a picture now, and is not known to be blind."""
        return bool(self.view.picture_px) and self._line.sees and self.missing() is None

    def locate(self, image: Image, phrase: str, look: Look) -> Sequence[Candidate]:
        """Where the words point in an sRGB picture; nothing, with the reason in `look`, where it is of no help."""
        if not self.sees():
            return ()
        bill, watch = Bill(), Watch(self.limits.timeout_s, look.cancelled)
        try:
            self._line.model  # noqa: B018 (loading it is not what is waited for)
            watch.restart()
            return located(self._line, image, phrase, self.view.picture_px, watch, bill)
        except (NoAnswer, PlannerUnavailable, UnparseablePlan) as trouble:
            logging.getLogger(__name__).info("nothing was located: %s", trouble.message)
            look.trouble = self._blind(trouble)
            return ()
        finally:
            look.add(Look(**{name: getattr(bill, name) for name in SPENT[:-1]}, seconds=watch.passed_s))

    def missing(self) -> PlannerUnavailable | None:
        """What keeps it from being asked at all, with what mends it; found out without loading or sending anything."""
        return None

    def where(self) -> str:
        """The address that is asked, for a person; "" for a model in this process."""
        return ""

    def permit(self, request: Request) -> None:
        """Raise what keeps this request from being sent; a model in this process has no objection."""

    def _asked(self, request: Request, watch: Watch, bill: Bill) -> Plan:
        """The model's plan; a bad one goes back with what is wrong with it. Raises UnparseablePlan if it stays bad."""
        known = Known.of(request)
        schema = strict_schema(known)
        self._line.model  # noqa: B018 (told before anything is asked or made, if there is none)
        watch.restart()
        self.permit(request)
        said = messages(request, known, self.view)
        for left in range(self.limits.repairs, -1, -1):
            answer = self._line.ask(said, schema, watch, bill)
            try:
                return in_own_words(_read(answer, known), " ".join([request.utterance, *(request.asked or ())[:1]]))
            except UnparseablePlan as trouble:
                if not left:
                    raise
                bill.repairs += 1
                said = [*said, *self._sent_back(answer, trouble)]
        raise UnparseablePlan("No answer was asked for.")

    def _sent_back(self, answer: Said, trouble: UnparseablePlan) -> list[BaseMessage]:
        return repair(answer.text, f"{trouble.message} {trouble.hint}".strip())

    def _why(self, trouble: PlanError) -> str:
        """What to tell the person when the rules step in."""
        if isinstance(trouble, UnparseablePlan):
            return f"The {self.name} model gave no usable plan, so I went by the rules."
        message, hint = trouble.message, trouble.hint
        if isinstance(trouble, NoAnswer):
            message = f"The {self.name} model was of no help: {message}."
            hint = hint.format(planner=self.name.upper(), at=self.where())
        return f"{message} I went by the rules. {hint}".strip()  # what mends it stands last, to be copied

    def _blind(self, trouble: PlanError) -> str:
        """What to tell the person where it was asked for a place and gave none."""
        why = "its answer made no sense" if isinstance(trouble, UnparseablePlan) else trouble.message
        return f"the {self.name} model did not show the place: {why.rstrip('.')}"

    def _origin(self, bill: Bill, watch: Watch, fell_back: str) -> Origin:
        return Origin(planner=self.name, seconds=round(watch.passed_s, 3), fell_back=fell_back[:1000], **vars(bill))


def _read(answer: Said, known: Known) -> Plan:
    try:
        return parse_answer(answer.text, known)
    except UnparseablePlan as error:
        if answer.cut_off:
            raise UnparseablePlan("The answer was cut off because it was too long. Be brief.") from error
        raise
