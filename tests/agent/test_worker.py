"""The worker: what it emits, returns and raises, and that nothing goes on after the caller has left."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from queue import SimpleQueue
from threading import Event as Flag

import pytest

from agent.events import Event, Progress
from agent.worker import work
from tools.errors import Cancelled, EditRejected

Emit = Callable[[Event], None]


def drained(job: Callable[[Emit], object], cancel: Flag) -> tuple[list[Event], object]:
    events: list[Event] = []
    running = work(job, cancel)
    while True:
        try:
            events.append(next(running))
        except StopIteration as end:
            return events, end.value


def workers() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "pentimento-edit"]


def test_events_arrive_in_order_and_the_result_at_the_end() -> None:
    def job(emit: Emit) -> str:
        for step in range(5):
            emit(Progress(step / 5))
        return "done"

    events, result = drained(job, Flag())
    assert events == [Progress(step / 5) for step in range(5)]
    assert result == "done"


def test_the_job_runs_in_a_thread_of_its_own() -> None:
    _, ran_in = drained(lambda emit: threading.get_ident(), Flag())
    assert ran_in != threading.get_ident()
    assert not workers()


@pytest.mark.parametrize("error", [EditRejected("no"), ValueError("a defect"), KeyboardInterrupt()])
def test_what_the_job_raises_is_raised_to_the_caller(error: BaseException) -> None:
    def job(emit: Emit) -> None:
        emit(Progress(0.5))
        raise error

    with pytest.raises(type(error)) as caught:
        drained(job, Flag())
    assert caught.value is error


class Slow(SimpleQueue[Event | None]):
    """A queue after whose last word the thread takes its time to end."""

    def put(self, item: Event | None, block: bool = True, timeout: float | None = None) -> None:
        super().put(item)
        if item is None:
            time.sleep(0.1)


def test_a_finished_job_never_sets_the_cancel_flag(monkeypatch: pytest.MonkeyPatch) -> None:
    """The thread may still be on its way out when its last word arrives; what follows must not see a cancel."""
    monkeypatch.setattr("agent.worker.SimpleQueue", Slow)
    cancel = Flag()
    drained(lambda emit: emit(Progress(1.0)), cancel)
    assert not cancel.is_set()
    assert not workers()


def test_leaving_early_cancels_and_waits() -> None:
    cancel, left = Flag(), Flag()

    def job(emit: Emit) -> None:
        emit(Progress(0.0))
        cancel.wait(10)
        left.set()
        raise Cancelled("Stopped.")

    running = work(job, cancel)
    next(running)
    running.close()
    assert cancel.is_set()
    assert left.is_set()
    assert not workers()


def test_an_interrupt_of_the_caller_cancels_and_waits() -> None:
    cancel, left = Flag(), Flag()

    def job(emit: Emit) -> None:
        emit(Progress(0.0))
        cancel.wait(10)
        left.set()

    running = work(job, cancel)
    next(running)
    with pytest.raises(KeyboardInterrupt):
        running.throw(KeyboardInterrupt())
    assert left.is_set()
    assert not workers()
