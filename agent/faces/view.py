"""What a person sees of a turn: the plan, progress, a receipt a step, the picture with what was touched outlined.

It watches events and prints them; it decides nothing and stores nothing.
"""

from __future__ import annotations

import threading
from dataclasses import asdict
from functools import singledispatchmethod
from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from agent.events import Asked, Committed, Failed, Finished, Planned, Progress, Started, Thinking
from agent.faces.terminal import Mark, can_show, inline
from agent.faces.wording import operation_words, percent, receipt_words
from tools.errors import Cancelled
from tools.places import place_name

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PIL.Image import Image
    from rich.console import Console
    from rich.progress import Progress as Bar
    from rich.progress import TaskID

    from agent.events import Event
    from agent.plan import Plan
    from memory.schema import Turn
    from tools.errors import PentimentoError
    from tools.selection import Selection
    from tools.types import Candidate, Edit, Operation

PATIENCE_S = 0.5  # what takes longer shows a bar
SHOWN_PX = 1200  # longest side of a picture sent to a terminal that shows real pixels
MOSTLY = 0.9  # an outline around more of the picture than this says nothing


class View:
    """Shows events on a rich console. `picture` gives stored pictures, for turns that moved without an edit.

    `quiet` leaves only progress, questions and errors: for a run whose answers go to a program.
    """

    def __init__(
        self,
        console: Console,
        *,
        pictures: bool = True,
        picture: Callable[[str], Image] | None = None,
        quiet: bool = False,
        utterances: bool = False,
    ) -> None:
        self.console = console
        self.quiet = quiet
        self.utterances = utterances
        wanted = pictures and not quiet
        self._pictures = wanted and can_show(console)
        self._excuse = wanted and console.is_terminal and not self._pictures  # said once, instead of the first picture
        self._picture = picture
        self._waiting = Waiting(console)
        self._edits: list[Edit] = []
        self._answered = False  # whether a line of the answer is there already
        self._shown = ""  # the digest of the picture on the screen
        self._previewed = False  # whether a preview of the running edit is there already

    def show(self, event: Event) -> None:
        """Print what this event tells."""
        self._on(event)

    def close(self) -> None:
        """Take a progress bar away that an interrupted edit left behind."""
        self._waiting.stop()

    @singledispatchmethod
    def _on(self, event: object) -> None:
        raise TypeError(f"no such event: {type(event).__name__}")

    @_on.register
    def _(self, event: Thinking) -> None:
        self._waiting.start(f"{event.planner} reads")

    @_on.register
    def _(self, event: Planned) -> None:
        self._waiting.stop()
        self._edits.clear()
        self._answered = self._previewed = False
        if self.quiet:
            return
        if self.utterances:
            self.say_utterance(event.utterance)
        for line in plan_lines(event.plan):
            self._line(self._label(), line, "bold cyan")

    @_on.register
    def _(self, event: Started) -> None:
        self._waiting.start(_cut(words_of(event.operation), 40))

    @_on.register
    def _(self, event: Progress) -> None:
        if event.preview is not None and not self.quiet:
            self.show_picture(event.preview)
            self._previewed = True
        self._waiting.update(event.fraction)

    @_on.register
    def _(self, event: Finished) -> None:
        self._waiting.stop()
        self._edits.append(event.edit)
        if not self.quiet:
            self._receipt(event.index, event.edit)

    @_on.register
    def _(self, event: Committed) -> None:
        self._waiting.stop()
        if self.quiet:
            return
        if event.state.reply:
            self._line(self._label(), event.state.reply, "bold cyan")
        if event.state.head.picture != self._shown:
            self._result(event.state.head)
        self._edits.clear()
        self._answered = False

    @_on.register
    def _(self, event: Asked) -> None:
        from agent.faces.outline import colour_of

        self._waiting.stop()
        if self._edits and not self.quiet:  # the receipts above read as if it were done
            self._line("       ", "Nothing is kept before this is answered:", "", "dim")
        self._line(self._label(), event.state.reply, "bold yellow")
        for number, candidate in enumerate(event.candidates, 1):
            red, green, blue = colour_of(number)
            line = Text("        ").append(f" {number} ", f"bold rgb({red},{green},{blue}) on black")
            self.console.print(line.append(f" {candidate_words(candidate)}"))
        if event.candidates and self._picture is not None:
            self.show_picture(
                self._picture(event.state.head.picture), [one.selection for one in event.candidates], True
            )

    @_on.register
    def _(self, event: Failed) -> None:
        self._waiting.stop()
        self.fail(event.error)

    def say_utterance(self, text: str) -> None:
        """What the person said, as the record of a conversation shows it."""
        self._line("you  › ", text, "bold green", "bold")

    def fail(self, error: PentimentoError) -> None:
        """One clear sentence, and the next step to take."""
        stopped = isinstance(error, Cancelled)
        mark, style = ("·  ", "yellow") if stopped else ("✗  ", "bold red")
        self._line(f"    {mark}", error.message, style)
        if error.hint:
            self._line("       ", error.hint, "", "dim")

    def show_picture(self, image: Image, selections: Sequence[Selection] = (), numbered: bool = False) -> None:
        """The picture inline, with outlines; one sentence, once, where the terminal shows no pictures."""
        if not self._pictures:
            if self._excuse:
                self.console.print(Padding(inline(image, self.console), (0, 0, 0, 4)))
            self._excuse = False
            return
        from agent.faces.outline import outline, outlined
        from agent.faces.terminal import COLUMNS, way

        blocks = way(self.console) == "blocks"
        marks: tuple[Mark, ...] = ()
        if blocks:
            drawn = outlined(image, selections, max_side=min(COLUMNS, self.console.width - 4))
            image, marks = drawn.image, drawn.marks if numbered else ()
        elif selections or max(image.size) > SHOWN_PX:
            image = outline(image, selections, numbered=numbered, max_side=SHOWN_PX)
        self.console.print(Padding(inline(image, self.console, marks=marks), (0, 0, 0, 4)))

    def _receipt(self, index: int, edit: Edit) -> None:
        outside = edit.receipt.changed_outside
        line = Text(f"{index + 1} {words_of(edit.operation)}")
        line.append(f" · {receipt_words(asdict(edit.receipt), _pixels(edit))}", "dim")
        self._line(*(("    ✗  ", line, "bold red") if outside else ("    ✓  ", line, "green")))
        for note in edit.receipt.notes:
            self._line("       ", note, "", "dim italic")

    def _line(self, label: str, text: str | Text, style: str, text_style: str = "") -> None:
        """A label and a text that wraps beside it; one long line where nobody reads it on a screen."""
        told = text if isinstance(text, Text) else Text(text, text_style)
        if not self.console.is_terminal:
            self.console.print(Text(label, style).append_text(told), soft_wrap=True)
            return
        line = Table.grid()
        line.add_column(no_wrap=True)
        line.add_column(overflow="fold")
        line.add_row(Text(label, style), told)
        self.console.print(line)

    def _label(self) -> str:
        """Who speaks, before the first line of an answer."""
        label = "       " if self._answered else "pent › "
        self._answered = True
        return label

    def _result(self, head: Turn) -> None:
        """The picture of the head: from the edit just done, or from the store after a move."""
        self._shown = head.picture
        if self._previewed and len(self._edits) == 1:
            return  # on a screen the preview looks the same
        if self._edits:
            self.show_picture(self._edits[-1].image, touched(self._edits))
        elif self._picture is not None:
            self.show_picture(self._picture(head.picture))


class Waiting:
    """A bar that appears once a step takes longer than PATIENCE_S, and goes when it is done; only on a terminal."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None
        self._bar: Bar | None = None
        self._task: TaskID | None = None
        self._fraction: float | None = None

    def start(self, label: str) -> None:
        self.stop()
        if self.console.is_terminal:
            self._timer = threading.Timer(PATIENCE_S, self._appear, (label,))
            self._timer.daemon = True
            self._timer.start()

    def update(self, fraction: float) -> None:
        with self._lock:
            self._fraction = fraction
            if self._bar is not None and self._task is not None:
                self._bar.update(self._task, total=1.0, completed=fraction)

    def stop(self) -> None:
        with self._lock:
            if self._timer is not None:
                self._timer.cancel()
            if self._bar is not None:
                self._bar.stop()
            self._timer = self._bar = self._task = self._fraction = None

    def _appear(self, label: str) -> None:
        from rich.progress import BarColumn, SpinnerColumn, TaskProgressColumn, TextColumn, TimeElapsedColumn
        from rich.progress import Progress as Bar

        with self._lock:
            if self._timer is not threading.current_thread():
                return  # done in the meantime
            columns = SpinnerColumn(), TextColumn("{task.description}"), BarColumn(24), TaskProgressColumn()
            self._bar = Bar(TextColumn("   "), *columns, TimeElapsedColumn(), console=self.console, transient=True)
            self._task = self._bar.add_task(label, total=None if self._fraction is None else 1.0)
            self._bar.update(self._task, completed=self._fraction or 0.0)
            self._bar.start()


def plan_lines(plan: Plan) -> list[str]:
    """The operations of a plan as a short numbered list; acts that do nothing to the picture have no line."""
    steps = [operation for act in plan.acts for operation in act.operations]
    return [f"{number} {words_of(operation)}" for number, operation in enumerate(steps, 1)]


def words_of(operation: Operation) -> str:
    """What an operation says that is not its default."""
    return operation_words(operation.model_dump(mode="json", exclude_defaults=True) | {"op": operation.op})


def touched(edits: Sequence[Edit]) -> list[Selection]:
    """Where the steps of a turn wrote, in the last one's picture; empty if that is nearly everything."""
    shown = []
    for index, edit in enumerate(edits):
        selection = edit.written
        for later in edits[index + 1 :]:
            selection = selection and selection.warped(later.transform, later.image.size)
        if selection is None or selection.size != edits[-1].image.size:
            continue
        if selection.area_px < MOSTLY * selection.size[0] * selection.size[1]:
            shown.append(selection)
    return shown


def candidate_words(candidate: Candidate) -> str:
    """What a place is called, where it lies, how large it is, and how sure the program is of it."""
    width, height = candidate.selection.size
    size = percent(candidate.selection.area_px / (width * height))
    place = place_name(candidate.selection.fractions)
    return " · ".join(filter(None, [candidate.label, place, size, f"{candidate.score:.0%} sure"]))


def _pixels(edit: Edit) -> int:
    """How many pixels the picture had that the receipt counts against."""
    where = edit.written or edit.asked
    width, height = where.size if where is not None else edit.image.size
    return width * height


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"
