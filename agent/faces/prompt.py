"""The line that a person types at: history, completion, several lines, keys and the status bar, by prompt_toolkit.

It hands finished lines to the conversation and knows nothing of what they mean.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from prompt_toolkit import PromptSession
from prompt_toolkit.application import get_app
from prompt_toolkit.completion import Completer, Completion, PathCompleter
from prompt_toolkit.document import Document
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import FormattedText
from prompt_toolkit.history import FileHistory
from prompt_toolkit.key_binding import KeyBindings
from prompt_toolkit.styles import Style

from agent.faces.slash import COMMANDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from prompt_toolkit.completion import CompleteEvent
    from prompt_toolkit.key_binding import KeyPressEvent

    from agent.faces.chat import Chat

HISTORY_FILE = "chat_history"
STYLE = Style.from_dict(
    {"you": "ansigreen bold", "quiet": "ansibrightblack", "bottom-toolbar": "noreverse ansibrightblack"}
)


def talk(chat: Chat, home: Path) -> None:
    """Read lines until Ctrl-D or /quit."""
    session = prompt_session(chat, home)
    while not chat.over:
        try:
            line = session.prompt()
        except KeyboardInterrupt:  # the line is cleared, nothing else happens
            continue
        except EOFError:
            break
        if line.strip():
            with silent_keys():
                chat.hear(line)
    chat.console.print("Kept. “pentimento chat” goes on from here.", style="dim")


@contextmanager
def silent_keys() -> Iterator[None]:
    """While an edit runs, what is typed ahead waits for the next line instead of appearing in the middle of it."""
    try:
        import termios
    except ImportError:  # another system
        yield
        return
    if not sys.stdin.isatty():
        yield
        return
    before = termios.tcgetattr(sys.stdin)
    quiet = [*before]
    quiet[3] &= ~termios.ECHO
    termios.tcsetattr(sys.stdin, termios.TCSADRAIN, quiet)
    try:
        yield
    finally:
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)


def prompt_session(chat: Chat, home: Path) -> PromptSession[str]:
    """The prompt of one conversation; what was typed is remembered in `home`, for this person's eyes only."""
    file = home / HISTORY_FILE
    file.touch(mode=0o600, exist_ok=True)
    return PromptSession(
        FormattedText([("class:you", "you  › ")]),
        history=FileHistory(str(file)),
        completer=Words(chat),
        complete_while_typing=Condition(lambda: get_app().current_buffer.text.startswith("/")),
        key_bindings=keys(),
        multiline=True,
        prompt_continuation=lambda width, line, wrapped: FormattedText([("class:quiet", "     … ")]),
        bottom_toolbar=lambda: FormattedText([("", " " + chat.status())]),
        style=STYLE,
        enable_history_search=False,
    )


def keys() -> KeyBindings:
    """Enter sends, Alt-Enter (or Esc, Enter) begins a new line, Ctrl-D leaves from an empty line."""
    bound = KeyBindings()

    @bound.add("enter")
    def _(event: KeyPressEvent) -> None:
        event.current_buffer.validate_and_handle()

    @bound.add("escape", "enter")
    def _(event: KeyPressEvent) -> None:
        event.current_buffer.insert_text("\n")

    return bound


class Words(Completer):
    """Slash commands and their files at the start of a line; operations and known objects inside a sentence."""

    def __init__(self, chat: Chat) -> None:
        self.chat = chat
        self.files = PathCompleter(expanduser=True)

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:
        text = document.text_before_cursor
        if text.startswith("/"):
            yield from self._commands(document, text, complete_event)
            return
        word = document.get_word_before_cursor()
        if word:
            for known in sorted(set(self.words())):
                if known.lower().startswith(word.lower()) and known.lower() != word.lower():
                    yield Completion(known, start_position=-len(word))

    def words(self) -> Iterator[str]:
        """What a sentence may speak of: the operations, and the objects that were touched."""
        from agent.scene import Scene
        from tools.operations import operations

        yield from operations()
        for thing in Scene.of(self.chat.store.path(self.chat.id)).objects:
            yield from thing.names

    def _commands(self, document: Document, text: str, event: CompleteEvent) -> Iterator[Completion]:
        name, space, rest = text[1:].partition(" ")
        if not space:
            for command in COMMANDS:
                if command.name.startswith(name):
                    ending = " " if command.argument else ""
                    shown = command.usage
                    yield Completion(
                        command.name + ending, start_position=-len(name), display=shown, display_meta=command.told
                    )
            return
        if any(command.files and command.name == name for command in COMMANDS):
            yield from self.files.get_completions(Document(rest), event)
        elif name in ("goto", "branch"):
            for branch in self.chat.store.branches(self.chat.id):
                if branch.startswith(rest):
                    yield Completion(branch, start_position=-len(rest))
