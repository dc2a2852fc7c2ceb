"""The slash commands of the chat: one table, from which /help and the completion are made.

Each acts on the conversation it is given; what it shows goes through the conversation's view. None of them reads plain
words or edits a picture.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

from agent.faces.wording import count, said
from tools.errors import PentimentoError

if TYPE_CHECKING:
    from PIL.Image import Image

    from agent.faces.chat import Chat
    from memory.schema import Turn
    from tools.selection import Selection


@dataclass(frozen=True)
class Command:
    """`act` gets the conversation and what was written behind the name; `files` completes file names there."""

    name: str
    argument: str
    told: str
    act: Callable[[Chat, str], None]
    files: bool = False

    @property
    def usage(self) -> str:
        return f"/{self.name} {self.argument}".strip()


def find(name: str) -> Command:
    """The command of that name or of that unique beginning. Raises PentimentoError."""
    exact = next((command for command in COMMANDS if command.name == name), None)
    begun = [command for command in COMMANDS if name and command.name.startswith(name)]
    if exact or len(begun) == 1:
        return exact or begun[0]
    near = [command.name for command in begun] or get_close_matches(name, [command.name for command in COMMANDS])
    hint = f"Did you mean {' or '.join(f'/{word}' for word in near)}?" if near else "/help lists them all."
    raise PentimentoError(f"There is no command /{name}.", hint)


def _help(chat: Chat, rest: str) -> None:
    from rich.table import Table

    table = Table.grid(padding=(0, 3))
    table.add_column(style="bold cyan", no_wrap=True)
    table.add_column()
    for command in COMMANDS:
        table.add_row(f"  {command.usage}", command.told)
    chat.console.print("Say what you want in plain words, or use a command:", style="dim")
    chat.console.print(table)
    chat.console.print(
        "Alt-Enter begins a new line · Ctrl-C clears the line or stops an edit · Ctrl-D leaves · Tab completes",
        style="dim",
    )


def _number(rest: str, default: int) -> int:
    if not rest:
        return default
    if not rest.isdecimal() or not int(rest):
        raise PentimentoError(f"“{rest}” is no number of turns.", "For example /undo 2.")
    return int(rest)


def _undo(chat: Chat, rest: str) -> None:
    head = chat.store.undo(chat.id, _number(rest, 1), utterance=f"/undo {rest}".strip())
    chat.moved("undo", head)


def _redo(chat: Chat, rest: str) -> None:
    head = chat.store.redo(chat.id, _number(rest, 1), utterance=f"/redo {rest}".strip())
    chat.moved("redo", head)


def _goto(chat: Chat, rest: str) -> None:
    if not rest:
        raise PentimentoError("Go to which turn?", "A number, an id or a branch, for example /goto 3; /log lists them.")
    if rest in chat.store.branches(chat.id):
        _branch(chat, rest)
    else:
        chat.moved("goto", chat.store.goto(chat.id, chat.store.turn(chat.id, rest).id, utterance=f"/goto {rest}"))


def _branch(chat: Chat, rest: str) -> None:
    if rest:
        session = chat.store.branch(chat.id, rest, utterance=f"/branch {rest}")
        chat.moved("branch", chat.head, f"On branch “{session.branch}”.")
        return
    current = chat.store.session(chat.id).branch
    for name, tip in chat.store.branches(chat.id).items():
        turn = chat.store.turn(chat.id, tip)
        chat.console.print(f"  {'●' if name == current else '○'} {name}: {turn_words(turn)}", markup=False)


def _log(chat: Chat, rest: str) -> None:
    from agent.faces.log import tree

    path = frozenset(turn.id for turn in chat.store.path(chat.id))
    drawn = tree(chat.store.turns(chat.id), head=chat.head.id, path=path, branches=chat.store.branches(chat.id))
    chat.console.print(drawn)


def _turn(chat: Chat, rest: str) -> Turn:
    return chat.store.turn(chat.id, rest) if rest else chat.head


def _show(chat: Chat, rest: str) -> None:
    turn = _turn(chat, rest)
    chat.console.print(f"  turn {turn_words(turn)} · {turn.width}×{turn.height}", markup=False)
    chat.view.show_picture(chat.picture(turn.picture))


def _outline(chat: Chat, rest: str) -> None:
    turn = _turn(chat, rest)
    selections = touched(chat, turn)
    if not selections:
        chat.console.print("  nothing less than the whole picture was touched", style="dim")
    chat.view.show_picture(chat.picture(turn.picture), selections)


def touched(chat: Chat, turn: Turn) -> list[Selection]:
    """Where the turn's steps wrote, as far as that is stored in the frame of its picture."""
    from agent.faces.outline import selection_of

    refs = [step.masks["written"] for step in turn.steps if "written" in step.masks]
    return [selection_of(ref, chat.store.picture) for ref in refs if ref.size == (turn.width, turn.height)]


def _before(chat: Chat, rest: str) -> None:
    path = chat.store.path(chat.id)
    turn = path[max(0, len(path) - 2)]
    chat.console.print(f"  before that: {turn_words(turn)}", markup=False)
    chat.view.show_picture(chat.picture(turn.picture))


def _compare(chat: Chat, rest: str) -> None:
    other = chat.store.turn(chat.id, rest or 0)
    chat.console.print(f"  left: {turn_words(other)} · right: {turn_words(chat.head)}", markup=False)
    chat.view.show_picture(beside(chat.picture(other.picture), chat.picture(chat.head.picture)))


def beside(left: Image, right: Image) -> Image:
    """Two pictures at one height, side by side, with a light line between them. RGB."""
    from PIL import Image as PILImage

    from agent.faces.terminal import flat, shrunk

    height = min(max(left.height, right.height), 800)
    scaled = [shrunk(flat(one), (max(1, round(one.width * height / one.height)), height)) for one in (left, right)]
    gap = max(2, height // 60)
    sheet = PILImage.new("RGB", (scaled[0].width + gap + scaled[1].width, height), "white")
    sheet.paste(scaled[0], (0, 0))
    sheet.paste(scaled[1], (scaled[0].width + gap, 0))
    return sheet


def _pick(chat: Chat, rest: str) -> None:
    from agent.faces.pick import pick

    say = chat.console.print
    picked = pick(
        chat.store.picture(chat.head.picture), say=lambda url: say(f"  point at it here: {url}", style="cyan")
    )
    region = picked.region
    if picked.mask is not None:
        region = region.model_copy(update={"mask": chat.store.put_picture(picked.mask)})
    chat.point_at(region)


def _attach(chat: Chat, rest: str) -> None:
    if not rest:
        raise PentimentoError("Attach which file?", "For example /attach hat.png; dropping a file here does the same.")
    chat.attach(unquoted(rest))


def unquoted(text: str) -> Path:
    """A file name as typed or dropped: quotes and backslashes taken off, ~ and file:// understood."""
    from urllib.parse import unquote, urlsplit

    text = text.strip()
    if text.startswith("file://"):
        return Path(unquote(urlsplit(text).path))
    if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"":
        text = text[1:-1]
    elif not Path(text).expanduser().exists():
        text = text.replace("\\", "")
    return Path(text).expanduser()


def _save(chat: Chat, rest: str) -> None:
    from agent.faces.export import check_output, write_history, write_picture

    if not rest:
        raise PentimentoError("Save to which file?", "For example /save final.jpg.")
    path = unquoted(rest)
    if path.exists():
        raise PentimentoError(f"{path} is there already.", "Name another file, or say “save it as …”.")
    if path.suffix.lower() == ".json":
        told = write_history(chat.store, chat.store.session(chat.id), path)
    else:
        check_output(path)
        told = write_picture(chat.store, chat.id, path)
    chat.store.record(chat.id, "export", f"/save {rest}", told)
    chat.console.print(f"  {told}", markup=False)


def _sheet(chat: Chat, rest: str) -> None:
    from agent.faces.export import check_output, save_as
    from agent.faces.making import sheet_making
    from agent.faces.sheet import history

    if not rest:
        chat.view.show_picture(history(chat.store, chat.id, width=1600))
        return
    path = unquoted(rest)
    check_output(path)
    told = save_as(history(chat.store, chat.id), path, making=sheet_making(chat.store.turns(chat.id)), overwrite=False)
    chat.console.print(f"  {told}", markup=False)


def _rules(chat: Chat, rest: str) -> None:
    from agent.plan import Arguments, Plan

    if rest == "clear" and chat.store.session(chat.id).rules:
        chat.watch(chat.agent.carry_out(chat.id, "/rules clear", Plan(act="drop", args=Arguments(rule="all"))))
    elif rest and rest != "clear":
        chat.watch(chat.agent.carry_out(chat.id, f"/rules {rest}", Plan(act="remember", args=Arguments(rule=rest))))
    rules = chat.store.session(chat.id).rules
    for number, rule in enumerate(rules, 1):
        chat.console.print(f"  {number} {rule}", markup=False)
    if not rules:
        chat.console.print("  no standing rules; /rules TEXT adds one", style="dim")


def _sessions(chat: Chat, rest: str) -> None:
    from agent.faces.sessions import table

    chat.console.print(table(chat.store.sessions()))


def _replay(chat: Chat, rest: str) -> None:
    from agent.faces.replay import table

    verdicts = list(chat.agent.replay(chat.id))
    if not verdicts:
        chat.console.print("  there is no step to replay yet", style="dim")
        return
    chat.console.print(table(verdicts))


def _verify(chat: Chat, rest: str) -> None:
    report = chat.store.verify(chat.id)
    for problem in report.problems:
        chat.console.print(f"  ✗ {problem}", style="red", markup=False)
    if report.clean:
        kept = f"{count(report.turns, 'turn')}, {count(report.pictures, 'picture')}, {report.bytes / 1e6:.1f} MB"
        chat.console.print(f"  ✓ everything is as it was stored: {kept}", markup=False)


def _quit(chat: Chat, rest: str) -> None:
    chat.leave()


def turn_words(turn: Turn) -> str:
    """A turn's number and what was said."""
    return f"{turn.depth} {said(turn)}"


COMMANDS = (
    Command("help", "", "this list", _help),
    Command("undo", "[N]", "take back the last turn, or the last N", _undo),
    Command("redo", "[N]", "bring back what was undone", _redo),
    Command("log", "", "every turn as a tree", _log),
    Command("goto", "TURN", "move to a turn (number or id) or to a branch", _goto),
    Command("branch", "[NAME]", "begin a branch here or go to it; without a name list them", _branch),
    Command("show", "[TURN]", "the picture of a turn", _show),
    Command("outline", "[TURN]", "the picture with what that turn touched outlined", _outline),
    Command("before", "", "the picture before the last turn", _before),
    Command("compare", "[TURN]", "side by side with a turn, the photograph unless you say which", _compare),
    Command("pick", "", "point at a place in the browser; your next words are about it", _pick),
    Command("attach", "FILE", "give another picture to the next words", _attach, files=True),
    Command("save", "FILE", "write the picture (.png .jpg .tiff .webp …) or the history (.json)", _save, files=True),
    Command("sheet", "[FILE]", "the whole history in one picture", _sheet, files=True),
    Command("rules", "[TEXT]", "standing rules of this session; TEXT adds one, “clear” removes all", _rules),
    Command("sessions", "", "all conversations", _sessions),
    Command("replay", "", "carry everything out again and compare", _replay),
    Command("verify", "", "check everything that is stored", _verify),
    Command("quit", "", "leave; the conversation is kept", _quit),
)
