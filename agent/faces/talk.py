"""The commands that hand over to a face of their own: chat in the terminal, and the demonstration.

They know nothing of what is said there.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from agent.faces.desk import desk
from agent.faces.options import EngineOption, Guidance, Photo, PlannerOption, Seed, SessionOption, Steps, Strength

app = typer.Typer()


@app.command(rich_help_panel="Daily")
def chat(
    context: typer.Context,
    photo: Photo = None,
    session: SessionOption = None,
    live: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Keep FILE at the head, for any image viewer.")
    ] = None,
    engine: EngineOption = None,
    planner: PlannerOption = None,
    seed: Seed = None,
    steps: Steps = None,
    guidance: Guidance = None,
    strength: Strength = None,
) -> None:
    """Talk about a photograph, or go on with the last session.

    pentimento chat street.jpg --live street-now.png
    """
    from agent.faces.chat import run
    from agent.faces.edit import begin, sampling, tell_unused
    from agent.faces.export import check_output

    at = desk(context)
    if photo is not None and session is not None:
        context.fail("Give either a photograph or --session, not both.")
    check_output(live)
    how = sampling(steps, guidance, strength)
    agent = at.agent(planner=planner, engine=engine, seed=seed, sampling=how)
    tell_unused(agent, how)
    found = begin(at, agent, at.store.session(session or "last") if photo is None else at.photo(photo))
    code = run(
        agent,
        at.store,
        found,
        console=at.console,
        live=live,
        home=at.database.parent,
        resumed=photo is None,
        max_pixels=at.settings.max_pixels,
    )
    if code:
        raise typer.Exit(code)


@app.command(rich_help_panel="More")
def demo(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Where its pictures go.")] = Path("demo"),
) -> None:
    """A scripted conversation on a sample photograph."""
    from agent.faces.demo import run

    code = run(folder, desk(context).console)
    if code:
        raise typer.Exit(code)
