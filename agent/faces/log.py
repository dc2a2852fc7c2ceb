"""The commands that read history: log draws every turn as a tree, show tells one turn whole.

They speak to the store alone; rich is loaded to draw, Pillow only where a terminal shows a picture.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Annotated, Any

import typer

from agent.faces import lines
from agent.faces.desk import Desk, Json, Session, desk
from agent.faces.wording import count, operation_words, receipt_words, step_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.text import Text
    from rich.tree import Tree

    from memory.schema import Step, Turn

app = typer.Typer()

OnTurn = Annotated[str | None, typer.Argument(metavar="TURN", help="A number on the path, or an id; the head if none.")]


@app.command(rich_help_panel="Daily")
def log(context: typer.Context, session: Session = "last", json: Json = False) -> None:
    """Every turn as a tree: what was said and done, where the head is."""
    at = desk(context)
    found = at.store.session(session)
    turns = at.store.turns(found.id)
    path = frozenset(turn.id for turn in at.store.path(found.id))
    branches = at.store.branches(found.id)
    if at.json:
        for turn in turns:
            lines.write(lines.turn(turn, head=found.head_id, path=path, branches=branches))
        return
    told = f"Session {found.id} “{found.name}”, on branch “{found.branch}”."
    _print(at, told, tree(turns, head=found.head_id, path=path, branches=branches))


def tree(turns: Sequence[Turn], *, head: str, path: frozenset[str], branches: Mapping[str, str]) -> Tree:
    """The turns as a rich tree: a course stays on one level, another that leaves it hangs below the turn it leaves."""
    from rich.tree import Tree

    children: dict[str | None, list[Turn]] = {}
    for turn in turns:
        children.setdefault(turn.parent_id, []).append(turn)
    names = {tip: sorted(name for name in branches if branches[name] == tip) for tip in branches.values()}
    trunk = Tree("", hide_root=True, guide_style="dim")
    courses: list[tuple[Tree, Turn]] = [(trunk, root) for root in children.get(None, ())]
    while courses:
        node, first = courses.pop()
        following: Turn | None = first
        while following is not None:
            label = _label(following, is_head=following.id == head, lit=following.id in path, names=names)
            own = node.add(label)
            main, others = _divided(children.get(following.id, []), path)
            courses += [(own.add("[dim]another course:[/dim]"), other) for other in others]
            following = main
    return trunk


def _divided(children: list[Turn], path: frozenset[str]) -> tuple[Turn | None, list[Turn]]:
    """The child that goes on, which is the one towards the head or else the newest, and those that leave."""
    if not children:
        return None, []
    main = next((child for child in children if child.id in path), children[-1])
    return main, [child for child in children if child is not main]


def _label(turn: Turn, *, is_head: bool, lit: bool, names: Mapping[str, list[str]]) -> Text:
    """Two lines: number and words; id, what was done, time. Dimmed where the path to the head does not go."""
    from rich.text import Text

    label = Text(style="" if lit else "dim")
    label.append("● " if is_head else "○ ", style="green" if is_head else "")
    label.append(f"{turn.depth:<2} ", style="bold" if lit else "")
    label.append(_words(turn))
    if is_head:
        label.append("  ← head", style="green")
    for name in names.get(turn.id, []):
        label.append(f"  [{name}]", style="cyan")
    done = " · ".join(
        [turn.id, *(step_words(step.operation, step.receipt) for step in turn.steps), _size(turn), turn.created_at[:16]]
    )
    return label.append(f"\n     {done}", style="dim")


def _words(turn: Turn) -> str:
    return turn.utterance if turn.depth else turn.utterance or "the photograph"


def _size(turn: Turn) -> str:
    return f"{turn.width}×{turn.height}"


def _print(at: Desk, told: str, drawn: Tree) -> None:
    """Through a pager where a terminal is too low for it; unpaged and as wide as it likes where nobody looks."""
    from rich.console import Console

    console = at.console
    if not console.is_terminal:
        options = console.options.update(max_width=100_000)
        console = Console(width=max(80, console.measure(drawn, options=options).maximum), highlight=False)
        with console.capture() as capture:
            console.print(told, drawn, sep="\n")
        typer.echo("\n".join(line.rstrip() for line in capture.get().splitlines()))
    elif len(console.render_lines(drawn)) + 2 > console.height:
        os.environ.setdefault("LESS", "-RFX")
        with console.pager(styles=not console.no_color):
            console.print(told, drawn, sep="\n")
    else:
        console.print(told, drawn, sep="\n")


@app.command(rich_help_panel="History")
def show(context: typer.Context, session: Session = "last", turn: OnTurn = None, json: Json = False) -> None:
    """One turn whole: picture, words, steps, receipts, what was touched."""
    at = desk(context)
    found = at.store.session(session)
    record = at.store.turn(found.id, found.head_id if turn is None else turn)
    if at.json:
        path = frozenset(passed.id for passed in at.store.path(found.id))
        line = lines.turn(record, head=found.head_id, path=path, branches=at.store.branches(found.id))
        lines.write({**line, "plan": record.plan, "steps": [lines.step(step) for step in record.steps]})
        return
    _show_words(at, record)
    _show_picture(at, record)


def _show_words(at: Desk, turn: Turn) -> None:
    from rich.markup import escape
    from rich.padding import Padding

    console = at.console
    when = turn.created_at[:19].replace("T", " ")
    console.print(f"[bold]Turn {turn.depth}[/bold] · {turn.id} · {_size(turn)} {turn.mode} · {when} UTC")
    if turn.utterance:
        console.print(f"  you  › {escape(turn.utterance)}")
    if turn.reply:
        console.print(f"  pent › {escape(turn.reply)}")
    if told := origin_words(turn.plan.get("origin")):
        console.print(f"  [dim]{escape(told)}[/dim]")
    for step in turn.steps:
        console.print(Padding(f"{step.index + 1} {escape(operation_words(step.operation))}", (0, 0, 0, 2)))
        console.print(Padding(f"[dim]{escape(receipt(step, _pixels(step, turn)))}[/dim]", (0, 0, 0, 4)))
    console.print(f"  [dim]picture {turn.picture}[/dim]")


def origin_words(origin: Mapping[str, Any] | None) -> str:
    """Which model planned a turn, and at what cost, in one line; "" where the rules did."""
    if not origin:
        return ""
    spent = origin.get("input_tokens", 0) + origin.get("output_tokens", 0)
    done = "asked" if origin.get("fell_back") else "planned by"
    parts = [" ".join(filter(None, [done, origin.get("planner"), origin.get("model")]))]
    parts += [count(spent, "token")] if spent else []
    parts += [f"mended {count(origin['repairs'], 'time')}"] if "repairs" in origin else []
    parts += [f"tried again {count(origin['retries'], 'time')}"] if "retries" in origin else []
    parts += [f"{origin.get('seconds', 0):.1f} s", *filter(None, [origin.get("fell_back")])]
    return " · ".join(parts)


def receipt(step: Step, pixels: int) -> str:
    """A receipt in one line: how much was touched, what was left alone, how long it took, by what, with which seed."""
    words = [receipt_words(step.receipt, pixels)]
    if (asked := step.masks.get("asked")) is not None:
        words.append("asked in " + ", ".join(f"{value:.3g}" for value in lines.fractions(asked)))
    if step.seed is not None:
        words.append(f"seed {step.seed}")
    return " · ".join([*words, *step.receipt.get("notes", [])])


def _pixels(step: Step, turn: Turn) -> int:
    """How many pixels the picture had before the step, as its masks tell; after it, where it has none."""
    width, height = next((mask.size for mask in step.masks.values()), (turn.width, turn.height))
    return width * height


def _show_picture(at: Desk, turn: Turn) -> None:
    """In the terminal, with what was touched outlined; nothing where a terminal shows no pictures."""
    from agent.faces.terminal import can_show, inline

    if not can_show(at.console):
        return
    from agent.faces.outline import outlined, selection_of

    written = [step.masks["written"] for step in turn.steps if "written" in step.masks]
    same_frame = [mask for mask in written if mask.size == (turn.width, turn.height)]
    picture = at.store.preview(turn.picture, 1024)
    drawn = outlined(picture, [selection_of(mask, at.store.picture) for mask in same_frame])
    at.console.print(inline(drawn.image, at.console))
