"""The command `train`: what can be learnt from rows of a person's own, by a file of agent/training.

It only tells: what is learnt, and from which rows, each file says itself. No session is opened.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from agent.faces.desk import Json, desk
from agent.faces.evaluate import tell

app = typer.Typer()


@app.command(rich_help_panel="More")
def train(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="What is trained: planner.")],
    more: Annotated[list[Path] | None, typer.Argument(metavar="[FILE…]", help="More data.")] = None,
    data: Annotated[
        list[Path] | None, typer.Option(metavar="FILE", help="Rows, one JSON object a line; may be repeated.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="OUT", help="Write it there and go on with the old one.")
    ] = None,
    json: Json = False,
) -> None:
    """Learn what people mean from rows of your own; only those with a licence are used.

    pentimento train planner --data rows.jsonl
    """
    from rich.console import Console

    from agent.training import course

    at = desk(context)
    files = [*(data or ()), *(more or ())]
    if not files:
        context.fail("Give the rows to learn from: --data FILE.")
    learnt = course(name)
    with Console(stderr=True).status(f"Learning from {', '.join(map(str, files))} …"):
        found = learnt.learn(files, output)
    tell(at, found)
