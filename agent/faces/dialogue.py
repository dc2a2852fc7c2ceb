"""Utterances carried out on a command line: the agent's events become JSON lines or a view, and an exit code.

Ctrl-C asks the running edit to stop; what was committed before stays. It decides nothing about pictures.
"""

from __future__ import annotations

import signal
import sys
import threading
from typing import TYPE_CHECKING, Any

import typer

from agent.events import Asked, Committed, Failed, Finished, State
from agent.faces import lines
from agent.faces.attachments import pictures_named
from agent.faces.desk import ASKED, DONE, FAILED, Desk
from tools.errors import Cancelled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from types import FrameType
    from typing import Self

    from agent.agent import Agent
    from agent.context import Save
    from agent.events import Event
    from agent.faces.view import View
    from memory.schema import Session
    from tools.types import Region


class Dialogue:
    """One call's conversation: `say` each utterance, and stop where the exit code is not 0."""

    def __init__(self, at: Desk, agent: Agent) -> None:
        self.at = at
        self.agent = agent
        self._view = _view(at)
        self._stopped = False
        self._before: Any = None
        self.sampled = False  # a model made something, with numbers of its own

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            self._before = signal.signal(signal.SIGINT, self._stop)
        return self

    def __exit__(self, *_: object) -> None:
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        """The first Ctrl-C ends the edit, the second one the program."""
        if self._stopped:
            raise KeyboardInterrupt
        self._stopped = True
        self.agent.cancel()

    def say(
        self,
        session: Session,
        words: str,
        *,
        references: Sequence[str] = (),
        region: Region | None = None,
        save: Save | None = None,
    ) -> int:
        """One utterance, with the picture files that it names attached. Returns the exit code it stands for."""

        def begin() -> Iterable[Event]:
            named = [self.agent.attach(self.at.photo(str(path))) for path in pictures_named(words)]
            return self.agent.say(session.id, words, references=(*references, *named), region=region, save=save)

        return self._carry(session, words, begin)

    def amend(self, session: Session, turn: str, words: str) -> int:
        """An earlier turn as it should have been. Returns the exit code it stands for."""
        return self._carry(session, words, lambda: self.agent.amend(session.id, turn, words))

    def _carry(self, session: Session, words: str, begin: Callable[[], Iterable[Event]]) -> int:
        if self._stopped:
            raise Cancelled("Stopped.")
        try:
            return self._watch(begin())
        except (Cancelled, BrokenPipeError):
            raise
        except Exception as failure:
            return self._fail(self._state(session.id, words), failure)

    def _watch(self, events: Iterable[Event]) -> int:
        """Show the events of one utterance. Returns 0 done, 1 failed, 3 a question is open; raises Cancelled."""
        code = FAILED
        for event in events:
            if self._view is not None and not isinstance(event, Failed):  # errors go to standard error, always
                self._view.show(event)
            if isinstance(event, Finished):
                self.sampled = self.sampled or bool(event.edit.receipt.sampling)
            if isinstance(event, Committed | Asked | Failed):
                code = self._end(event)
        return code

    def _end(self, event: Committed | Asked | Failed) -> int:
        if self._view is not None:
            self._view.close()
        if isinstance(event, Failed):
            if isinstance(event.error, Cancelled):
                raise event.error
            return self._fail(event.state, event.error)
        asked = isinstance(event, Asked)
        if self.at.json:
            lines.write(lines.utterance(event.state, candidates=event.candidates if isinstance(event, Asked) else None))
        if asked and self._view is None:
            typer.echo(f"? {event.state.reply}", err=True)
        return ASKED if asked else DONE

    def _fail(self, state: State, failure: Exception) -> int:
        if self.at.json:
            lines.write(lines.utterance(state, failure=failure))
        self.at.complain(failure)
        return FAILED

    def _state(self, session_id: str, words: str) -> State:
        """How things stand where the agent could not tell."""
        session = self.at.store.session(session_id)
        return State(session.id, words, "none", "", self.at.store.turn(session.id, session.head_id))


def _view(at: Desk) -> View | None:
    """None where a program reads the JSON and nobody sees standard error."""
    if at.json and not sys.stderr.isatty():
        return None
    from agent.faces.view import View

    return View(at.console, quiet=at.json, picture=at.store.picture)


def finish(code: int) -> None:
    """Leave with the exit code of the last utterance."""
    if code:
        raise typer.Exit(code)
