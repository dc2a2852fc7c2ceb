"""The agent: an utterance becomes a plan, a plan becomes a turn, and every watcher is told.

`say` is a generator of events; faces iterate and show. Pixels are worked on in one thread, and only the calling thread
touches the store. Everything else is decided by the planner (what is meant) and by the acts (what is done about it).
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from threading import Event as Flag
from typing import TYPE_CHECKING, Any

from agent import steering
from agent.acts import ACTS, MOVES, Outcome
from agent.consent import Leave, yes_or_no
from agent.context import Context, Save
from agent.edits import mask_ref
from agent.engines import Engines
from agent.errors import ConsentNeeded
from agent.events import Asked, Committed, Event, Failed, Planned, State, Thinking
from agent.looking import Eyes
from agent.manner import read
from agent.plan import Arguments, Plan
from agent.planners import Locator, Planner, Request, Sender
from agent.planners.chinese.answers import is_pointing
from agent.question import Answer, Choices, Question, answer, named
from agent.replay import replay, replay_on
from agent.speech import Language, joined, language, tell, tell_error
from agent.standing import Standing
from tools.errors import PentimentoError, Unclear
from tools.places import told_apart
from tools.types import Region

if TYPE_CHECKING:
    from agent.rerun import Verdict
    from memory.schema import Session, Turn
    from memory.store import Store
    from tools.photo import Photo
    from tools.studio import Studio
    from tools.types import Candidate, Sampling

Understand = Callable[[Context], tuple[Plan, Context]]

MAX_UTTERANCE = 20_000  # characters; more is not a request but an accident


class Agent:
    """Decides. One agent serves any number of sessions of one store, one utterance at a time."""

    def __init__(
        self,
        store: Store,
        *,
        planner: Planner,
        seed: int | None = None,
        engine: str | None = None,
        sampling: Sampling | None = None,
        engines: Engines | None = None,
    ) -> None:
        self.store = store
        self.planner = planner
        self.seed = seed
        self.engine = engine
        self.sampling = sampling
        self.engines = engines or Engines()
        self._cancel = Flag()

    def open(self, photo: Photo, *, name: str = "") -> Session:
        """A new session: the photograph is its turn 0."""
        return self.store.open_session(
            photo.image, name=name or Path(photo.name).stem or "photo", source=photo.name,
            icc=photo.icc, exif=photo.exif, notes=photo.notes,
        )  # fmt: skip

    def attach(self, photo: Photo) -> str:
        """Keep a reference picture; returns its digest, by which operations name it."""
        return self.store.put_picture(photo.image)

    def cancel(self) -> None:
        """Ask the running edit to stop; callable from any thread. Nothing of it is kept."""
        self._cancel.set()

    def studio(self, session_id: str) -> Studio:
        """A studio as this session's edits see it."""
        return self._context(session_id, "").studio()

    def propose(self, text: str, session_id: str | None = None) -> Plan:
        """What would be done; edits nothing and records nothing."""
        if session_id is None:
            manner = read(text[:MAX_UTTERANCE], self.engines.spoken)
            words = text[:MAX_UTTERANCE] if manner.alone else manner.words
            return steering.steered(self.planner.propose(Request(words)), manner)
        return self._plan(self._context(session_id, text))[0]

    def say(
        self,
        session_id: str,
        text: str,
        *,
        references: Sequence[str] = (),
        region: Region | None = None,
        save: Save | None = None,
    ) -> Iterator[Event]:
        """One utterance. The last event is Committed, Asked or Failed; what was committed before is never touched."""
        self._cancel.clear()
        yield from self._utterance(self._context(session_id, text, tuple(references), region, save), self._plan)

    def carry_out(self, session_id: str, text: str, plan: Plan) -> Iterator[Event]:
        """What a face's own command asks for: a plan that no planner has to make. `text` is told in the log."""
        self._cancel.clear()
        yield from self._utterance(self._context(session_id, text), lambda context: (plan, context))

    def amend(self, session_id: str, turn: int | str, text: str) -> Iterator[Event]:
        """What "in step 3 make it blue instead" does, with the step given by number or id."""

        def understand(context: Context) -> tuple[Plan, Context]:
            try:
                plan, made = self._understood(context, context.utterance, turn)
                return amending(turn, plan), made
            except ConsentNeeded as question:
                question.turn = turn
                raise

        self._cancel.clear()
        yield from self._utterance(self._context(session_id, text), understand)

    def replay(self, session_id: str, on: Photo | None = None) -> Iterator[Verdict]:
        """Carry out the steps again and compare each with its record; or do them on another photograph.

        On another photograph the words are grounded anew and the result becomes a session of its own.
        """
        self._cancel.clear()
        context = self._context(session_id, "")
        if on is None:
            return replay(context)
        return replay_on(context, self._context(self.open(on).id, "replay"))

    def _context(
        self,
        session_id: str,
        text: str,
        references: tuple[str, ...] = (),
        region: Region | None = None,
        save: Save | None = None,
    ) -> Context:
        session = self.store.session(session_id)
        path = self.store.path(session.id)
        text = text.encode("utf-8", "replace").decode()  # half characters (a damaged argument) can't be stored
        made = Context(self.store, session, path, text, references, region, save, self.seed, self.engine, self._cancel)
        made.engines, made.sampling = self.engines, self.sampling
        if isinstance(self.planner, Locator):
            made.eyes = Eyes(self.planner, self._cancel.is_set)
        return made

    def _plan(self, context: Context) -> tuple[Plan, Context]:
        """The plan for an utterance: the answer to the open question if it is one, else what the planner proposes.

        With it the context that it is to be carried out in: the places chosen so far, and what was drawn for it.
        """
        if (leave := self._open_leave(context)) and (given := yes_or_no(context.utterance)) is not None:
            return self._after_leave(context, leave, given)
        question = self._open_question(context)
        if question is not None and (found := self._answered(question, context)):
            plan = found.plan or Plan(act="none", reply=tell("All right; nothing was changed.", _tongue(context)))
            return plan, self._answering(context, question, found.chosen)
        plan, context = self._understood(context, context.utterance)
        if question is not None and plan.act == "ask" and (better := named(question, context.utterance)):
            return better, self._answering(context, question, question.chosen)
        return plan.at(context.region) if context.region else plan, context

    def _understood(self, context: Context, said: str, turn: int | str | None = None) -> tuple[Plan, Context]:
        """What `said` asks for: how it is to be made is read off first, the planner reads what is left of it."""
        made, manner = steering.heard(context, said)
        if (plan := steering.alone(manner, context, turn)) is not None:
            return plan, made
        request = replace(self._request(context), utterance=manner.words[:MAX_UTTERANCE], references=manner.references)
        request = replace(request, skills=self.engines.skills(manner.engine)) if manner.engine else request
        return steering.steered(self.planner.propose(request), manner), made

    def _answering(self, context: Context, question: Question, chosen: Choices) -> Context:
        """The answer's utterance in the place of the request that it answers for, made as that wanted it."""
        context = steering.by(context, read(question.said, self.engines.spoken))
        return replace(context, chosen=chosen, region=question.drawn or context.region, request=question.said)

    def _open_question(self, context: Context) -> Question | None:
        move = self.store.last_move(context.session.id)
        return Question.from_json(move.detail) if move.kind == "ask" else None

    def _open_leave(self, context: Context) -> Leave | None:
        move = self.store.last_move(context.session.id)
        return Leave.from_json(move.detail) if move.kind == "ask" else None

    def _after_leave(self, context: Context, leave: Leave, given: bool) -> tuple[Plan, Context]:
        """What was said before the planner asked whether it may send the picture, now that this is answered."""
        if leave.engine:
            self.engines.allow(leave.host, given)
        elif isinstance(self.planner, Sender):
            self.planner.allow(leave.host, given)
        region = Region.model_validate(leave.region) if leave.region else None
        context = replace(context, request=leave.said, references=leave.references, region=region)
        plan, context = self._understood(context, leave.said, leave.turn)
        if leave.turn is not None:
            return amending(leave.turn, plan), context
        return plan.at(region) if region else plan, context

    def _answered(self, question: Question, context: Context) -> Answer | None:
        region = context.region
        drawn = region.model_dump(exclude_none=True, exclude_defaults=True) if region and region.drawn else None
        pointing = drawn is not None and self._is_place(context.utterance)
        return answer(question, "" if pointing else context.utterance, drawn if pointing else None)

    def _is_place(self, text: str) -> bool:
        """Whether an utterance that came with a drawing only points: "here", "this one", or nothing at all."""
        words = {"here", "there", "this", "that", "it", "one", "is", "the", "there's", "it's"}
        if is_pointing(text):
            return True
        return set(text.lower().strip(" .!").split()) <= words

    def _request(self, context: Context) -> Request:
        return Request(
            utterance=context.utterance[:MAX_UTTERANCE],
            size=(context.head.width, context.head.height),
            history=tuple(context.bare().path),
            scene=context.scene,
            rules=context.session.rules,
            references=context.references,
            drawn=context.region is not None,
            asked=self._asked_before(context),
            skills=self._skills,
            picture=lambda: context.view,
            attached=self.store.picture,
            cancelled=self._cancel.is_set,
        )

    def _asked_before(self, context: Context) -> tuple[str, str] | None:
        """What the person said before, and the question that was asked about it, if nothing was said since."""
        move = self.store.last_move(context.session.id)
        return (move.utterance, move.reply) if move.kind == "ask" and Leave.from_json(move.detail) is None else None

    @cached_property
    def _skills(self) -> frozenset[str]:
        return self.engines.skills(self.engine)

    def _utterance(self, context: Context, understand: Understand) -> Iterator[Event]:
        """Understand, then every act of the plan in order; if a later one asks or fails, the earlier are taken back."""
        standing, plan = Standing.of(self.store, context.session), None
        outcomes: list[Outcome] = []
        final: Event
        try:
            if getattr(self.planner, "thinks", False):
                yield Thinking(self.planner.name)
            plan, context = understand(context)
            if plan.origin and plan.origin.fell_back:
                context.eyes = None  # who could not plan is not waited for a second time
            yield Planned(context.utterance, plan)
            for at, act in enumerate(plan.acts):
                context = self._fresh(context, at) if at else context
                outcomes.append((yield from self._one(context, act)))
            final = self._done(self._fresh(context), plan, outcomes)
        except PentimentoError as error:
            standing.bring_back(self.store, context.head.id, context.utterance)
            tell_error(error, _tongue(context))
            final = self._troubled(context, plan, error)
        except BaseException as error:  # Ctrl-C, a generator that is closed, a defect: nothing half done stays
            with suppress(PentimentoError):
                standing.bring_back(self.store, context.head.id, context.utterance)
                self._record_failure(context, "Interrupted; nothing was changed.", error)
            raise
        yield final

    def _one(self, context: Context, act: Plan) -> Generator[Event, None, Outcome]:
        outcome = yield from ACTS[act.act](context, act)
        outcome = replace(outcome, reply=tell(outcome.reply, _tongue(context)))
        act = context.billed(act)  # of an edit, what its turn does not tell already
        stayed = outcome.turn is None and (act.act in ("edit", "restore") or act.args.rule is not None)
        if act.act not in MOVES or stayed:
            detail = {**outcome.detail, **_origin(act)}
            self.store.record(context.session.id, act.act, context.utterance, outcome.reply, detail)
        elif act.origin and act.act not in ("edit", "restore"):  # an edit's turn keeps its plan, and the origin in it
            self.store.note(context.session.id, _origin(act))
        return outcome

    def _fresh(self, context: Context, at: int = 0) -> Context:
        """The same utterance, with the session as it stands now, for act number `at` of the plan."""
        session = self.store.session(context.session.id)
        return replace(context, session=session, path=self.store.path(session.id), at=at)

    def _done(self, context: Context, plan: Plan, outcomes: Sequence[Outcome]) -> Event:
        """All acts are done; the turn to tell of is the one that the head is at, if this utterance made it."""
        turn = next((one.turn for one in outcomes if one.turn and one.turn.id == context.head.id), None)
        replies, notice = [one.reply for one in outcomes if one.reply], _fell_back(plan, _tongue(context))
        asks = plan.acts[-1].act == "ask"  # a question stands last, what mends a planner otherwise
        reply = joined([*notice, *replies] if asks else [*replies, *notice], _tongue(context))
        state = self._state(context, plan.act, reply, turn)
        return Asked(state) if asks else Committed(state)

    def _troubled(self, context: Context, plan: Plan | None, error: PentimentoError) -> Event:
        """A question, where an answer can help; otherwise a failure."""
        if isinstance(error, ConsentNeeded):
            return self._asked_leave(context, error)
        if plan and isinstance(error, Unclear) and _may_ask(plan.acts[context.at], error):
            return self._asked(context, plan, error)
        if plan and (notice := _fell_back(plan, _tongue(context))):
            error.hint = joined(filter(None, [error.hint, *notice]), _tongue(context))
        self._record_failure(context, error.message, error, plan)
        return Failed(self._state(self._fresh(context), plan.act if plan else "none", ""), error)

    def _asked(self, context: Context, plan: Plan, error: Unclear) -> Asked:
        """Store the question with its places, so that the answer may come from another process."""
        for candidate in error.candidates:
            self.store.put_picture(candidate.selection.mask)
        places = tuple(mask_ref(candidate.selection) for candidate in error.candidates)
        plan = context.billed(plan)
        waiting = plan.to_json(), context.at, error.index
        question = Question(*waiting, places, error.field, context.chosen, context.region, context.words)
        said = joined([*_fell_back(plan, _tongue(context)), asking(error, _tongue(context))], _tongue(context))
        self.store.record(context.session.id, "ask", context.utterance, said, question.to_json())
        return Asked(self._state(self._fresh(context), "ask", said), error.candidates)

    def _asked_leave(self, context: Context, error: ConsentNeeded) -> Asked:
        """Store what was said, so that the answer may come from another process."""
        region = context.region and context.region.model_dump(mode="json", exclude_defaults=True)
        said = context.request or context.utterance
        leave = Leave(error.host, said, context.references, region or None, error.turn, error.engine)
        asked = tell(f"{error.message} {error.hint}".strip(), _tongue(context))
        self.store.record(context.session.id, "ask", context.utterance, asked, leave.to_json())
        return Asked(self._state(self._fresh(context), "ask", asked))

    def _record_failure(self, context: Context, message: str, error: BaseException, plan: Plan | None = None) -> None:
        detail = {"error": type(error).__name__, **(_origin(context.billed(plan)) if plan else {})}
        self.store.record(context.session.id, "none", context.utterance, message, detail)

    def _state(self, context: Context, act: str, reply: str, turn: Turn | None = None) -> State:
        return State(context.session.id, context.utterance, act, reply, context.head, turn)


def _may_ask(act: Plan, error: Unclear) -> bool:
    """Whether an answer would help: it tells an operation its place or argument, or which thing gets a name."""
    return error.index < len(act.operations) or (act.act == "remember" and bool(error.candidates))


def _origin(plan: Plan) -> dict[str, Any]:
    return {"origin": plan.origin.to_json()} if plan.origin else {}


def _fell_back(plan: Plan, tongue: Language) -> list[str]:
    """What the person is told where the rules stepped in for a model."""
    return [tell(plan.origin.fell_back, tongue)] if plan.origin and plan.origin.fell_back else []


def amending(turn: int | str, said: Plan) -> Plan:
    """What was said, as the amendment of a step."""
    args = Arguments(turn=turn, factor=said.args.factor if said.act == "amend" else None)
    operations = said.operations if said.act in ("edit", "restore", "amend") else ()
    return Plan(act="amend", args=args, operations=operations, origin=said.origin)


def _tongue(context: Context) -> Language:
    """The language to answer in: that of the utterance, of the request it answers, or of what was said before."""
    return language(context.utterance, context.request, *(turn.utterance for turn in reversed(context.path[-3:])))


def asking(error: Unclear, tongue: Language = "en") -> str:
    """The question in one or two short sentences, with where each candidate lies."""
    choices: Sequence[Candidate] = error.candidates
    places = [choice.selection for choice in choices]
    shares = [place.area_px / (place.size[0] * place.size[1]) for place in places]
    names = told_apart([place.fractions for place in places], shares)
    listed = ", ".join(f"{n} {name}" for n, name in enumerate(names, 1))
    which = tell(f"Which one: {listed}?", tongue) if choices else ""
    return joined(filter(None, [error.message, which, error.hint]), tongue)
