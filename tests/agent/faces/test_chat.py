"""The conversation: what a line does, one by one and as piped in."""

from __future__ import annotations

import os
import re
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from agent.faces import pick as pick_module
from agent.faces.chat import Chat, read, run
from agent.faces.live import Live
from agent.faces.pick import Picked
from agent.faces.slash import COMMANDS, beside, find, unquoted
from tools.errors import Cancelled, PentimentoError
from tools.types import Region

ROOT = Path(__file__).parents[3]


def told(chat: Chat) -> str:
    """What was printed since the last time."""
    file: Any = chat.console.file
    text: str = file.getvalue()
    file.seek(0)
    file.truncate()
    return re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", text)


def depth(chat: Chat) -> int:
    return chat.head.depth


# ---- one line at a time -------------------------------------------------------------------------------------------


def test_words_are_said_to_the_agent(chat: Chat) -> None:
    assert chat.hear("make it a little brighter") == 0
    assert depth(chat) == 1
    assert "1 adjust exposure" in told(chat)


def test_undo_and_redo(chat: Chat) -> None:
    chat.hear("make it brighter")
    chat.hear("crop the bottom third")
    after = chat.head.picture
    chat.hear("/undo 2")
    assert depth(chat) == 0
    chat.hear("/redo 2")
    assert chat.head.picture == after
    assert "Now at 2" in told(chat)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("/undo", "undo"), ("/redo", "redo"), ("/undo x", "is no number"), ("/undo 0", "is no number"),
        ("/goto", "Go to which"), ("/goto 99", "no turn"), ("/nonsense", "no command"), ("/unod", "Did you mean /undo"),
        ("/attach", "Attach which"),
        ("/attach no-such.png", "no-such.png"), ("/save", "Save to which"), ("/save out.xyz", "xyz"),
        ("/s", "Did you mean"), ("/show 7", "no turn"),
    ],
)  # fmt: skip
def test_what_can_not_be_done_is_one_sentence(chat: Chat, line: str, sentence: str) -> None:
    assert chat.hear(line) == 1
    said = told(chat)
    assert sentence in said
    assert "Traceback" not in said
    assert depth(chat) == 0


def test_a_fault_of_the_program_is_told_and_the_conversation_goes_on(chat: Chat, monkeypatch, caplog) -> None:
    monkeypatch.setattr(chat.agent, "say", lambda *args, **kwargs: 1 / 0)
    assert chat.hear("make it brighter") == 1
    assert "Something broke inside (ZeroDivisionError" in told(chat)
    assert "a line failed" in caplog.text


def test_help_is_made_from_the_table(chat: Chat) -> None:
    chat.hear("/help")
    said = told(chat)
    for command in COMMANDS:
        assert command.usage in said
        assert command.told.split()[0] in said


def test_a_command_may_be_shortened_while_that_is_clear() -> None:
    assert find("und").name == "undo"
    assert find("redo").name == "redo"
    with pytest.raises(PentimentoError):
        find("re")


def test_every_command_that_needs_nothing_runs(chat: Chat, monkeypatch) -> None:
    monkeypatch.setattr(pick_module, "pick", lambda image, say: Picked(Region(box=(0.0, 0.0, 0.5, 1.0))))
    chat.hear("make it brighter")
    chat.hear("darken the left half")
    told(chat)
    for command in COMMANDS:
        if command.argument and not command.argument.startswith("["):
            continue
        assert chat.hear(f"/{command.name}") == 0, told(chat)
    assert chat.over


def test_branches_are_made_listed_and_gone_to(chat: Chat) -> None:
    chat.hear("make it brighter")
    chat.hear("/branch gray")
    chat.hear("make it black and white")
    gray = chat.head.picture
    told(chat)
    chat.hear("/goto main")
    chat.hear("/branch")
    said = told(chat)
    assert "● main: 1" in said
    assert "○ gray: 2" in said
    assert depth(chat) == 1
    chat.hear("/goto gray")
    assert chat.head.picture == gray
    assert chat.store.session(chat.id).branch == "gray"


def test_standing_rules(chat: Chat) -> None:
    chat.hear("/rules keep faces natural")
    assert "1 keep faces natural" in told(chat)
    assert chat.store.session(chat.id).rules == ("keep faces natural",)
    chat.hear("/rules clear")
    assert "no standing rules" in told(chat)
    chat.hear("/rules clear")
    assert "no standing rules" in told(chat)


def test_a_rule_is_kept_at_once_and_its_look_goes_with_it(chat: Chat) -> None:
    photo = chat.head.picture
    chat.hear("/rules keep it black and white")
    assert "kept from now on" in told(chat)
    assert chat.head.picture != photo
    chat.hear("/rules clear")
    assert "Forgotten" in told(chat)
    assert chat.head.picture == photo


def test_show_outline_before_and_compare(chat: Chat) -> None:
    chat.hear("darken the left half")
    told(chat)
    chat.hear("/outline")
    assert "nothing less" not in told(chat)
    chat.hear("/outline 0")
    assert "nothing less" in told(chat)
    chat.hear("/before")
    assert "before that: 0 the photograph" in told(chat)
    chat.hear("/compare")
    assert "left: 0 the photograph · right: 1 “darken the left half”" in told(chat)


def test_two_pictures_side_by_side_have_one_height() -> None:
    sheet = beside(Image.new("RGB", (100, 50), "red"), Image.new("L", (30, 60), 9))
    assert sheet.height == 60
    assert sheet.width == 120 + 2 + 30
    assert sheet.getpixel((0, 0)) == (255, 0, 0)
    assert sheet.getpixel((sheet.width - 1, 59)) == (9, 9, 9)


def test_save_writes_the_head_and_replaces_nothing(chat: Chat, tmp_path: Path) -> None:
    chat.hear("crop the bottom third")
    target = tmp_path / "out.png"
    assert chat.hear(f"/save {target}") == 0
    with Image.open(target) as image:
        assert image.tobytes() == chat.store.picture(chat.head.picture).tobytes()
    assert chat.hear(f"/save {target}") == 1
    assert "is there already" in told(chat)
    assert chat.store.moves(chat.id)[-1].kind == "export"


def test_the_history_is_saved_as_a_picture_and_as_json(chat: Chat, tmp_path: Path) -> None:
    chat.hear("make it brighter")
    assert chat.hear(f"/sheet {tmp_path / 'all.png'}") == 0
    assert chat.hear(f"/save {tmp_path / 'all.json'}") == 0
    with Image.open(tmp_path / "all.png") as image:
        assert image.width == 2000
    assert "make it brighter" in (tmp_path / "all.json").read_text()


# ---- pictures that come along --------------------------------------------------------------------------------------


@pytest.mark.parametrize("dressed", ["{}", "'{}'", '"{}"', "file://{}", "  {}  "])
def test_a_dropped_file_is_attached(chat: Chat, photo: Path, dressed: str) -> None:
    assert chat.hear(dressed.format(photo)) == 0
    assert len(chat.references) == 1
    assert "attached cup.png, 120×80" in told(chat)
    assert depth(chat) == 0


def test_a_dropped_name_with_spaces_is_understood(chat: Chat, photo: Path, tmp_path: Path) -> None:
    spaced = tmp_path / "my old cup.png"
    photo.rename(spaced)
    for line in (str(spaced).replace(" ", "\\ "), f"'{spaced}'", f"file://{spaced}".replace(" ", "%20")):
        chat.references.clear()
        assert chat.hear(line) == 0, told(chat)
        assert len(chat.references) == 1


@pytest.mark.parametrize(
    ("text", "name"),
    [("'/a b.png'", "/a b.png"), ("/a\\ b.png", "/a b.png"), ("file:///a%20b.png", "/a b.png"), ("c.png", "c.png")],
)
def test_file_names_are_read_as_terminals_write_them(text: str, name: str) -> None:
    assert unquoted(text) == Path(name)


def test_attached_pictures_go_with_the_next_words_only(chat: Chat, photo: Path, monkeypatch) -> None:
    heard: list[tuple[str, ...]] = []
    say = chat.agent.say

    def listen(session: str, text: str, **given: Any) -> Any:
        heard.append(given["references"])
        return say(session, text, **given)

    monkeypatch.setattr(chat.agent, "say", listen)
    chat.hear(f"/attach {photo}")
    chat.hear("make it brighter")
    chat.hear("make it darker")
    assert [len(references) for references in heard] == [1, 0]


def test_a_picked_place_is_what_the_next_words_are_about(chat: Chat, monkeypatch) -> None:
    mask = Image.new("L", (120, 80))
    mask.paste(255, (10, 10, 50, 40))
    monkeypatch.setattr(pick_module, "pick", lambda image, say: Picked(Region(), mask))
    before = chat.store.picture(chat.head.picture)
    chat.hear("/pick")
    assert "painted place" in told(chat)
    assert chat.region is not None
    chat.hear("make it darker")
    assert chat.region is None
    after = chat.store.picture(chat.head.picture)
    assert after.getpixel((20, 20)) != before.getpixel((20, 20))
    after.paste(before.crop((10, 10, 50, 40)), (10, 10))
    assert after.tobytes() == before.tobytes()


def test_pointing_answers_the_open_question(chat: Chat, monkeypatch) -> None:
    assert chat.hear("remove the gizmo") == 3
    assert chat.asking
    assert "answer with" in chat.status()
    monkeypatch.setattr(pick_module, "pick", lambda image, say: Picked(Region(box=(0.0, 0.0, 0.2, 0.2))))
    chat.hear("/pick")
    assert not chat.asking
    assert depth(chat) == 1
    assert chat.head.steps[0].operation["op"] == "remove"


def test_giving_up_pointing_changes_nothing(chat: Chat, monkeypatch) -> None:
    def give_up(image: Image.Image, say: Callable[[str], None]) -> Picked:
        raise Cancelled("Nothing was picked; nothing was changed.")

    monkeypatch.setattr(pick_module, "pick", give_up)
    chat.hear("/pick")
    assert "Nothing was picked" in told(chat)
    assert chat.region is None


# ---- live file, status, stopping ------------------------------------------------------------------------------------


def test_the_live_file_follows_every_change(chat: Chat, tmp_path: Path) -> None:
    chat.live = Live(tmp_path / "now.png", chat.store, chat.id)
    for line in ("make it brighter", "crop the bottom third", "/undo", "/goto 0"):
        chat.hear(line)
        with Image.open(tmp_path / "now.png") as image:
            assert image.tobytes() == chat.store.picture(chat.head.picture).tobytes()


def test_a_live_file_that_can_not_be_written_stops_nothing(chat: Chat, tmp_path: Path) -> None:
    (tmp_path / "gone").mkdir()
    chat.live = Live(tmp_path / "gone" / "now.png", chat.store, chat.id)
    (tmp_path / "gone").rmdir()
    assert chat.hear("make it brighter") == 0
    assert depth(chat) == 1
    assert "could not be written" in told(chat)


def test_the_status_tells_where_one_is(chat: Chat, photo: Path) -> None:
    chat.hear("make it brighter")
    assert chat.status() == "cup · turn 1 · main · 120×80 · /help"
    chat.hear(f"/attach {photo}")
    assert "1 attached" in chat.status()


def test_ctrl_c_stops_the_edit_and_not_the_program(chat: Chat, monkeypatch) -> None:
    stopped = threading.Event()

    def slow(session: str, text: str, **given: Any) -> Iterator[Any]:
        os.kill(os.getpid(), signal.SIGINT)
        assert stopped.wait(5)
        yield from ()

    monkeypatch.setattr(chat.agent, "say", slow)
    monkeypatch.setattr(chat.agent, "cancel", stopped.set)
    before = signal.getsignal(signal.SIGINT)
    chat.hear("make it brighter")
    assert stopped.is_set()
    assert signal.getsignal(signal.SIGINT) is before
    assert not chat.over


def test_ctrl_c_in_a_command_only_stops_that(chat: Chat, monkeypatch) -> None:
    def interrupted(session: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(chat.agent, "replay", interrupted)
    assert chat.hear("/replay") == 1
    assert "Stopped." in told(chat)
    assert not chat.over


# ---- greeting -------------------------------------------------------------------------------------------------------


def test_coming_back_tells_what_was_there(chat: Chat) -> None:
    chat.hear("make it brighter")
    chat.hear("crop the bottom third")
    told(chat)
    chat.greet(resumed=True)
    assert "Back to cup: 2 turns, last “crop the bottom third”." in told(chat)


def test_coming_back_to_a_question_repeats_it(chat: Chat) -> None:
    chat.hear("remove the gizmo")
    chat.asking = False
    told(chat)
    chat.greet(resumed=True)
    assert "still open:" in told(chat)
    assert chat.asking


# ---- a pipe -----------------------------------------------------------------------------------------------------


def test_a_pipe_is_read_line_by_line(chat: Chat, monkeypatch) -> None:
    monkeypatch.setattr(sys, "stdin", StringIO("make it brighter\n\n/undo\n/quit\ncrop the bottom third\n"))
    assert read(chat) == 0
    assert depth(chat) == 0
    said = told(chat)
    assert "you  › make it brighter" in said
    assert "you  › /undo" in said
    assert "crop" not in said


@pytest.mark.parametrize(("lines", "code"), [("/goto 9\nmake it brighter\n", 1), ("remove the gizmo\n", 3), ("", 0)])
def test_a_pipe_ends_with_a_code(chat: Chat, monkeypatch, lines: str, code: int) -> None:
    monkeypatch.setattr(sys, "stdin", StringIO(lines))
    session = chat.store.session(chat.id)
    home = Path(chat.store.session(chat.id).id)
    assert run(chat.agent, chat.store, session, console=chat.console, home=home, interactive=False) == code
