"""The demonstration: a scripted conversation on a photograph that ships with scikit-image.

It speaks as a person would, goes back in every way there is, looks at every receipt, and stops with exit code 1 where
the program does not do as it says. It knows the sample photograph; nothing else in the program does.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from agent.events import Asked, Committed, Failed, Finished
from agent.faces.view import View
from agent.faces.wording import count
from tools.errors import PentimentoError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import Console

    from agent.agent import Agent
    from agent.events import Event
    from memory.schema import Turn
    from memory.store import Store
    from tools.types import Candidate

Box = tuple[float, float, float, float]

SAMPLE = "coffee.png"  # Rachel Michetti, CC0; 600×400, from scikit-image
SEED = 7
COFFEE: Box = (0.35, 0.25, 0.6, 0.47)  # where the person sees the coffee when the program asks


class WrongTurn(PentimentoError):
    """The program did not do what the script relies on."""


@dataclass(frozen=True)
class Line:
    """What is said. `picks` answers the question that must come back, by the candidate that lies most like this box.

    `same_as` names an earlier line: the picture has to be what it was after that one, bit for bit.
    """

    words: str
    told: str = ""
    picks: Box | None = None
    same_as: str = ""


FIRST = (
    Line("make the red cup teal", "Something is named and recolored. The line shows exactly what was touched."),
    Line("darken the coffee", "A noun that no classical method can know: it asks.", picks=COFFEE),
    Line("crop to 16:9"),
    Line("make it much warmer"),
    Line("too much, half that", "The last step is done again with half the amount, from the cleanest ancestor."),
    Line("add a vignette"),
    Line("add the text 'good morning' at the top"),
    Line("undo", "Back by one turn, to the bit.", same_as="add a vignette"),
    Line("undo the crop but keep the rest", "One step in the middle leaves; what came after it is done again."),
    Line("start a branch called sketch", "Two courses side by side."),
    Line("make it look like a pencil sketch"),
)
SECOND = (
    "go to branch main",
    "add the text 'good morning' at the bottom in large white letters",
    "what did you do so far?",
)


def run(folder: Path, console: Console) -> int:
    """Hold the conversation; leaves final.png, history.png and the session in `folder`. Returns the exit code."""
    from agent.agent import Agent
    from agent.planners import planner
    from memory.store import Store

    folder.mkdir(parents=True, exist_ok=True)
    with Store(folder / "pentimento.db") as store:
        agent = Agent(store, planner=planner("rules"), seed=SEED)
        try:
            Demonstration(folder, console, store, agent).play()
        except WrongTurn as wrong:
            console.print(f"✗ {wrong.message}", style="bold red", markup=False)
            return 1
    return 0


def sample() -> Path:
    """The photograph. Raises WrongTurn if this installation of scikit-image came without it."""
    from importlib.util import find_spec

    spec = find_spec("skimage")
    path = Path((spec.origin if spec else None) or ".").parent / "data" / SAMPLE
    if not path.is_file():
        raise WrongTurn(f"The sample photograph is missing: {path}.")
    return path


class Demonstration:
    """One performance of the script."""

    def __init__(self, folder: Path, console: Console, store: Store, agent: Agent) -> None:
        from tools.photo import open_photo

        self.folder = folder
        self.console = console
        self.store = store
        self.agent = agent
        self.view = View(console, picture=lambda digest: store.preview(digest, 1200), utterances=True)
        self.id = agent.open(open_photo(sample()), name="coffee").id
        self.seen: dict[str, str] = {}  # the picture after each line

    def play(self) -> None:
        """Everything, in order. Raises WrongTurn."""
        self.title("A photograph")
        self.view.show_picture(self.store.picture(self.head.picture))
        self.title("A conversation")
        for line in FIRST:
            self.say(line)
        self.title("Tomorrow: another process goes on")
        self.resume()
        self.title("Every step again, compared with its record")
        self.replay()
        self.title("What is left")
        self.leave()

    @property
    def head(self) -> Turn:
        return self.store.turn(self.id, self.store.session(self.id).head_id)

    def title(self, words: str) -> None:
        self.console.print()
        self.console.rule(words, style="dim")
        self.console.print()

    def say(self, line: Line) -> None:
        """One line, and the checks that it went as the script says."""
        before = self.head
        last = self.watch(line.words)
        if line.picks is not None:
            if not isinstance(last, Asked) or self.head.id != before.id:
                raise WrongTurn(f"“{line.words}” should have been answered by a question, before anything is changed.")
            self.remark(line.told)
            last = self.watch(str(most_like(last.candidates, line.picks)))
        else:
            self.remark(line.told)
        if not isinstance(last, Committed):
            why = last.error.message if isinstance(last, Failed) else "it asked"
            raise WrongTurn(f"“{line.words}” was not done: {why}")
        if line.same_as and self.head.picture != self.seen[line.same_as]:
            raise WrongTurn(f"After “{line.words}” the picture is not what it was after “{line.same_as}”.")
        self.seen[line.words] = self.head.picture
        self.console.print()

    def watch(self, words: str) -> Event:
        """Say it and show what happens. Returns the last event; every receipt has to be clean."""
        last: Event | None = None
        for event in self.agent.say(self.id, words):
            self.view.show(event)
            if isinstance(event, Finished) and event.edit.receipt.changed_outside:
                raise WrongTurn(f"“{words}” changed {event.edit.receipt.changed_outside} pixels outside its region.")
            last = event
        self.view.close()
        if last is None:
            raise WrongTurn(f"“{words}” had no answer.")
        return last

    def remark(self, words: str) -> None:
        if words:
            self.console.print(f"       — {words}", style="italic dim", markup=False)

    def resume(self) -> None:
        """The same session in a new process, as a person would after closing the program."""
        before = len(self.store.turns(self.id))
        command = [*program(), "chat", "--session", self.id]
        self.console.print(f"$ pentimento chat --session {self.id}", style="bold", markup=False)
        environment = {**os.environ, "PENTIMENTO_HOME": str(self.folder.resolve()), "PENTIMENTO_SEED": str(SEED)}
        self.console.file.flush()
        shown = self.console.is_terminal and self.console.file is sys.stdout
        done = subprocess.run(
            command, input="\n".join(SECOND) + "\n", text=True, encoding="utf-8", env=environment,
            stdout=None if shown else subprocess.PIPE, stderr=subprocess.STDOUT, check=False, timeout=120,
        )  # fmt: skip
        if done.stdout:
            self.console.print(done.stdout, markup=False, highlight=False, soft_wrap=True)
        if done.returncode or len(self.store.turns(self.id)) != before + 1:
            raise WrongTurn(f"The second process ended with {done.returncode}.")

    def replay(self) -> None:
        from agent.faces.replay import table

        verdicts = list(self.agent.replay(self.id))
        self.console.print(table(verdicts))
        if not verdicts or any(verdict.verdict != "identical" for verdict in verdicts):
            raise WrongTurn("A step that was done again came out differently.")
        report = self.store.verify(self.id)
        if not report.clean:
            raise WrongTurn(f"Something stored is damaged: {report.problems[0]}")
        self.console.print(
            f"{count(len(verdicts), 'step')} identical; {count(report.pictures, 'stored picture')} verified."
        )

    def leave(self) -> None:
        """The final picture, the whole history in one picture, and how to go on with one's own photograph."""
        from agent.faces.export import save_as, write_picture
        from agent.faces.sheet import history
        from agent.faces.slash import beside

        sheet = history(self.store, self.id)
        first, last = self.store.turn(self.id, 0), self.head
        self.view.show_picture(beside(self.store.picture(first.picture), self.store.picture(last.picture)))
        for told in (
            write_picture(self.store, self.id, self.folder / "final.png"),
            save_as(sheet, self.folder / "history.png"),
            f"The session: PENTIMENTO_HOME={self.folder} {shown_program()} log last",
        ):
            self.console.print(told, markup=False, highlight=False, soft_wrap=True)
        self.console.print()
        self.console.print("Now on a photograph of your own:", style="bold")
        self.console.print(f"\n    {shown_program()} chat path/to/your/photo.jpg\n", style="bold green", soft_wrap=True)


def most_like(candidates: Sequence[Candidate], box: Box) -> int:
    """The number of the candidate whose box overlaps `box` best (intersection over union)."""
    overlaps = [overlap(candidate.selection.fractions, box) for candidate in candidates]
    if not overlaps or max(overlaps) < 0.3:
        raise WrongTurn("None of the places it offers is the one that was meant.")
    return overlaps.index(max(overlaps)) + 1


def overlap(a: Box, b: Box) -> float:
    """Intersection over union of two boxes."""
    width, height = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    shared = max(0.0, width) * max(0.0, height)
    return shared / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - shared)


def program() -> list[str]:
    """How to start this program again: the script that was installed beside this Python, else the module."""
    script = Path(sys.executable).with_name("pentimento")
    return [str(script)] if script.is_file() else [sys.executable, "-m", "agent.faces.cli"]


def shown_program() -> str:
    """The same as a person would type it here."""
    script = Path(sys.executable).with_name("pentimento")
    if shutil.which("pentimento") or not script.is_file():
        return "pentimento"
    return str(script.relative_to(Path.cwd())) if script.is_relative_to(Path.cwd()) else str(script)
