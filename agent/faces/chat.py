"""The conversation in a terminal: a line is said to the agent, a slash command acts, and everything is kept.

At a terminal it has history, completion, several lines and a status bar; from a pipe it reads line by line. Ctrl-C
clears the line or stops the running edit, only Ctrl-D and /quit leave. It decides nothing about pictures.
"""

from __future__ import annotations

import logging
import re
import signal
import sys
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from agent.events import Asked, Committed, Failed, State
from agent.faces.attachments import pictures_named
from agent.faces.slash import find, turn_words, unquoted
from agent.faces.view import View
from agent.faces.wording import count, place_words
from tools.errors import Cancelled, PentimentoError
from tools.photo import MAX_PIXELS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PIL.Image import Image
    from rich.console import Console

    from agent.agent import Agent
    from agent.context import Save
    from agent.events import Event
    from agent.faces.live import Live
    from memory.schema import Session, Turn
    from memory.store import Store
    from tools.types import Region

DONE, FAILED, ASKED = 0, 1, 3
PREVIEW_PX = 1200
# A dropped file arrives as an absolute path: quoted, with backslashes before its spaces, or as file://.
_DROPPED = re.compile(
    r"""'(?P<single>(?:/|~)[^']+)'|"(?P<double>(?:/|~)[^"]+)"|(?P<bare>(?:file://|/|~/)(?:\\.|\S)+)"""
)


class Chat:
    """One conversation at one terminal."""

    def __init__(
        self,
        agent: Agent,
        store: Store,
        session_id: str,
        view: View,
        *,
        live: Live | None = None,
        max_pixels: int = MAX_PIXELS,
    ) -> None:
        self.agent = agent
        self.store = store
        self.id = session_id
        self.view = view
        self.console: Console = view.console
        self.live = live
        self.max_pixels = max_pixels
        self.references: list[str] = []
        self.region: Region | None = None
        self.asking = False
        self.over = False

    @property
    def head(self) -> Turn:
        return self.store.turn(self.id, self.store.session(self.id).head_id)

    def picture(self, digest: str) -> Image:
        """A stored picture as large as a terminal can show."""
        return self.store.preview(digest, PREVIEW_PX)

    def leave(self) -> None:
        self.over = True

    def hear(self, line: str) -> int:
        """One line from the person: a command, dropped files, or words. Returns what it stands for as an exit code."""
        line = line.strip()
        try:
            if line.startswith("/") and not unquoted(line).is_file():
                return self._command(line)
            words = self._without_drops(line)
            return self.say(words) if words else DONE
        except KeyboardInterrupt:
            self.view.fail(Cancelled("Stopped."))
            return FAILED
        except PentimentoError as error:
            self.view.fail(error)
            return FAILED
        except Exception as failure:
            logging.getLogger(__name__).warning("a line failed", exc_info=failure)
            self.view.fail(_bug(failure))
            return FAILED
        finally:
            self.view.close()

    def say(self, words: str) -> int:
        """The words to the agent, with what is attached and pointed at; both are used up by a turn that succeeds."""
        for path in pictures_named(words):
            self.attach(path)
        references, save = tuple(self.references), self._save()
        code = self.watch(self.agent.say(self.id, words, references=references, region=self.region, save=save))
        if code != FAILED:
            self.references, self.region = [], None
        return code

    def watch(self, events: Iterator[Event]) -> int:
        """Show what happens, to its end."""
        code = FAILED
        with self._stoppable():
            for event in events:
                self.view.show(event)
                if isinstance(event, Committed | Asked | Failed):
                    code = DONE if isinstance(event, Committed) else ASKED if isinstance(event, Asked) else FAILED
        self.asking = code == ASKED
        self._keep_live()
        return code

    def moved(self, act: str, head: Turn, reply: str = "") -> None:
        """Show where a move of the head led."""
        self.asking = False
        told = reply or f"Now at {turn_words(head)}."
        self.view.show(Committed(State(self.id, "", act, told, head)))
        self._keep_live()

    def attach(self, path: Path) -> None:
        """Keep another picture for the next words. Raises PictureError."""
        from tools.photo import open_photo

        photo = open_photo(path, max_pixels=self.max_pixels)
        digest = self.agent.attach(photo)
        if digest not in self.references:
            self.references.append(digest)
        self.console.print(
            f"  attached {path.name}, {photo.image.width}×{photo.image.height}", style="cyan", markup=False
        )

    def point_at(self, region: Region) -> None:
        """Use the place for the open question, or else for the next words."""
        self.region = region
        if self.asking:
            self.say("")
            return
        where = place_words(region.model_dump(exclude_none=True))
        self.console.print(f"  your next words are about what is {where}", style="cyan")

    def status(self) -> str:
        """The line at the bottom: where the conversation is."""
        session, head = self.store.session(self.id), self.head
        parts = [session.name, f"turn {head.depth}", session.branch, f"{head.width}×{head.height}"]
        if self.references:
            parts.append(f"{len(self.references)} attached")
        if self.region is not None:
            parts.append("a place is picked")
        parts.append("answer with a number, words or /pick" if self.asking else "/help")
        return " · ".join(parts)

    def greet(self, *, resumed: bool) -> None:
        """What the conversation is about; on coming back, what was said last."""
        session, path = self.store.session(self.id), self.store.path(self.id)
        head = path[-1]
        size = f"{head.width}×{head.height}"
        if resumed:
            last = f", last “{head.utterance}”" if head.depth else ""
            back = f"Back to {session.name}: {count(len(path) - 1, 'turn')}{last}."
            self.console.print(back, style="bold", markup=False)
        else:
            self.console.print(
                f"{session.name}, {size}. Say what to change; /help shows more.", style="bold", markup=False
            )
        moves = self.store.moves(self.id)
        if resumed and moves and moves[-1].kind == "ask":
            self.asking = True
            self.console.print(f"  still open: {moves[-1].reply}", style="yellow", markup=False)
        self.view.show_picture(self.picture(head.picture))
        self._keep_live()

    def _command(self, line: str) -> int:
        name, _, rest = line[1:].partition(" ")
        find(name.lower()).act(self, rest.strip())
        return DONE

    def _without_drops(self, line: str) -> str:
        """Attach the pictures that were dropped onto the terminal; what is left are the person's words."""

        def take(match: re.Match[str]) -> str:
            path = unquoted(match[0])
            if not path.is_file():
                return match[0]
            self.attach(path)
            return path.name if match[0] != line else ""

        return _DROPPED.sub(take, line).strip()

    def _save(self) -> Save:
        from agent.faces.export import saver

        return saver(self.store)

    def _keep_live(self) -> None:
        if self.live is not None:
            try:
                self.live.update()
            except (PentimentoError, OSError) as error:
                self.console.print(f"  {self.live.path} could not be written: {error}", style="red", markup=False)

    @contextmanager
    def _stoppable(self) -> Iterator[None]:
        """While an edit runs Ctrl-C asks it to stop; nothing of it is kept, and the conversation goes on."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return

        def stop(number: int, frame: object) -> None:
            self.agent.cancel()

        before = signal.signal(signal.SIGINT, stop)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, before)


def _bug(failure: Exception) -> PentimentoError:
    what = f"{type(failure).__name__}: {failure}".rstrip(": ")
    return PentimentoError(
        f"Something broke inside ({what}).", "Nothing was lost. PENTIMENTO_LOG=WARNING shows where it happened."
    )


def run(
    agent: Agent,
    store: Store,
    session: Session,
    *,
    console: Console,
    home: Path,
    live: Path | None = None,
    resumed: bool = False,
    pictures: bool = True,
    interactive: bool | None = None,
    max_pixels: int = MAX_PIXELS,
) -> int:
    """Talk until the person leaves. From a pipe: 1 if a line failed, 3 if a question is open at the end, else 0."""
    talks = sys.stdin.isatty() if interactive is None else interactive
    view = View(
        console, pictures=pictures, picture=lambda digest: store.preview(digest, PREVIEW_PX), utterances=not talks
    )
    kept = None
    if live is not None:
        from agent.faces.live import Live

        replaced = ", in the place of what was there" if live.exists() else ""
        kept = Live(live, store, session.id)
        console.print(f"  {live} shows every change{replaced}", style="dim", markup=False)
    chat = Chat(agent, store, session.id, view, live=kept, max_pixels=max_pixels)
    chat.greet(resumed=resumed)
    if talks:
        from agent.faces.prompt import talk

        talk(chat, home)
        return DONE
    return read(chat)


def read(chat: Chat) -> int:
    """The lines of standard input, one after another."""
    code = DONE
    for line in sys.stdin:
        if not line.strip():
            continue
        if line.startswith("/"):
            chat.view.say_utterance(line.strip())
        failed = chat.hear(line) == FAILED
        code = FAILED if failed else code
        if chat.over:
            break
    return code or (ASKED if chat.asking else DONE)
