"""One worker thread for the pixels, one caller for everything else.

The caller iterates; whatever the work emits arrives as events, and only the calling thread ever touches the store. It
knows nothing of plans or operations.
"""

from __future__ import annotations

from queue import SimpleQueue
from threading import Event as Flag
from threading import Thread
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from agent.events import Event

T = TypeVar("T")


def work(job: Callable[[Callable[[Event], None]], T], cancel: Flag) -> Generator[Event, None, T]:
    """Run `job(emit)` in a thread, yield what it emits, return what it returns, raise what it raises.

    If the caller stops early (Ctrl-C, a closed generator), `cancel` is set and the thread is waited for: nothing of an
    abandoned edit goes on in the background.
    """
    queue: SimpleQueue[Event | None] = SimpleQueue()
    results: list[T] = []
    errors: list[BaseException] = []

    def body() -> None:
        try:
            results.append(job(queue.put))
        except BaseException as error:
            errors.append(error)
        finally:
            queue.put(None)

    thread = Thread(target=body, name="pentimento-edit", daemon=True)
    thread.start()
    finished = False
    try:
        while (event := queue.get()) is not None:
            yield event
        finished = True
    finally:
        if not finished:  # a thread that has said its last word may still be alive: that is no reason to cancel
            cancel.set()
        thread.join()
    if errors:
        raise errors[0]
    return results[0]
