"""The prompt of the conversation: typing, keys, memory, completion and the bar at the bottom."""

from __future__ import annotations

import os
import pty
import sys
from io import StringIO
from pathlib import Path

from prompt_toolkit.application import create_app_session
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from agent.faces.chat import Chat
from agent.faces.prompt import HISTORY_FILE, Words, prompt_session, silent_keys, talk


def typed(chat: Chat, keys: str, home: Path) -> None:
    """Type `keys` at a real prompt; \x04 leaves."""
    with create_pipe_input() as source, create_app_session(input=source, output=DummyOutput()):
        source.send_text(keys)
        talk(chat, home)


def test_lines_are_typed_and_remembered(chat: Chat, tmp_path: Path) -> None:
    typed(chat, "make it brighter\r/undo\r\x04", tmp_path)
    assert [move.kind for move in chat.store.moves(chat.id)][-2:] == ["commit", "undo"]
    assert "+make it brighter" in (tmp_path / HISTORY_FILE).read_text()
    assert (tmp_path / HISTORY_FILE).stat().st_mode & 0o077 == 0


def test_alt_enter_begins_a_new_line(chat: Chat, tmp_path: Path, monkeypatch) -> None:
    heard: list[str] = []
    monkeypatch.setattr(chat, "hear", heard.append)
    typed(chat, "first\x1b\rsecond\r\x04", tmp_path)
    assert heard == ["first\nsecond"]


def test_ctrl_c_clears_the_line_and_never_leaves(chat: Chat, tmp_path: Path, monkeypatch) -> None:
    heard: list[str] = []
    monkeypatch.setattr(chat, "hear", heard.append)
    typed(chat, "half a thou\x03\x03whole\r\x04", tmp_path)
    assert heard == ["whole"]


def test_quit_leaves(chat: Chat, tmp_path: Path) -> None:
    typed(chat, "/quit\rnever read\r", tmp_path)
    assert chat.over
    assert isinstance(chat.console.file, StringIO)
    assert "goes on from here" in chat.console.file.getvalue()


def test_what_is_typed_ahead_does_not_show_in_the_middle_of_an_edit(monkeypatch) -> None:
    import termios

    main, other = pty.openpty()
    with os.fdopen(main, "wb"), os.fdopen(other) as keyboard:
        monkeypatch.setattr(sys, "stdin", keyboard)
        with silent_keys():
            assert not termios.tcgetattr(keyboard)[3] & termios.ECHO
            assert termios.tcgetattr(keyboard)[3] & termios.ISIG  # Ctrl-C still stops it
        assert termios.tcgetattr(keyboard)[3] & termios.ECHO
        monkeypatch.undo()


def completions(chat: Chat, text: str) -> list[str]:
    return [one.text for one in Words(chat).get_completions(Document(text), CompleteEvent())]


def test_commands_files_operations_and_objects_are_completed(chat: Chat, tmp_path: Path) -> None:
    assert completions(chat, "/und") == ["undo "]
    assert "goto " in completions(chat, "/go")
    assert "recolor" in completions(chat, "please reco")
    assert completions(chat, "") == []
    assert completions(chat, f"/attach {tmp_path}/cu") == ["p.png"]
    chat.hear("darken the left half")
    chat.hear("/branch gray")
    assert completions(chat, "/goto gr") == ["gray"]


def test_the_status_bar_is_at_the_bottom(chat: Chat, tmp_path: Path) -> None:
    with create_pipe_input() as source, create_app_session(input=source, output=DummyOutput()):
        session = prompt_session(chat, tmp_path)
    toolbar = session.bottom_toolbar
    assert callable(toolbar)
    assert "turn 0" in toolbar()[0][1]  # type: ignore[index]
