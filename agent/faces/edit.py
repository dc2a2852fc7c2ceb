"""The command `edit`: a photograph or a session, and one or more utterances about it, each carried out in turn.

It decides nothing: the agent does, and `dialogue` shows it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

import typer

from agent.faces.attachments import file_named
from agent.faces.desk import ASKED, Desk, Json, desk, plain
from agent.faces.options import (
    EngineOption,
    Guidance,
    Mask,
    MaxSide,
    Output,
    Photo,
    Pick,
    PlannerOption,
    Points,
    Quality,
    Reference,
    RegionOption,
    Says,
    Seed,
    SessionOption,
    Steps,
    Strength,
)
from agent.faces.place import parse_place, read_mask, resolve
from tools.errors import PictureError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PIL.Image import Image

    from agent.agent import Agent
    from memory.schema import Session as SessionRecord
    from tools.photo import Photo as PhotoFile
    from tools.types import Sampling

app = typer.Typer()


@app.command(rich_help_panel="Daily")
def edit(
    context: typer.Context,
    photo: Photo = None,
    says: Says = None,
    session: SessionOption = None,
    region: RegionOption = None,
    points: Points = None,
    mask: Mask = None,
    pick: Pick = False,
    reference: Reference = None,
    engine: EngineOption = None,
    planner: PlannerOption = None,
    seed: Seed = None,
    steps: Steps = None,
    guidance: Guidance = None,
    strength: Strength = None,
    output: Output = None,
    quality: Quality = None,
    max_side: MaxSide = None,
    json: Json = False,
) -> None:
    """Edit a photograph, or go on with a session, in words.

    pentimento edit cup.png "brighten it a little" "crop the bottom third" -o out.jpg

    pentimento edit --session last "undo" "make the cup blue" --region 0.4,0.4,0.8,0.9
    """
    from agent.faces.dialogue import Dialogue, finish
    from agent.faces.export import check_output, saver, write_picture

    at = desk(context)
    place = parse_place(region, points, mask, pick)
    words = utterances(context, session, photo, says, pointed=place is not None)
    check_output(output)
    if output is not None and photo is not None:
        keep_photograph(Path(photo), output)
    how = sampling(steps, guidance, strength)
    agent = at.agent(planner=planner, engine=engine, seed=seed, sampling=how)
    told = tell_unused(agent, how)
    material = gather(at, photo, session, mask, reference or ())
    found = begin(at, agent, material.subject)
    references = [agent.attach(picture) for picture in material.references]
    where = resolve(place, at, found, material.mask)
    code = 0
    with Dialogue(at, agent) as dialogue:
        for said in words:
            code = dialogue.say(found, said, references=references, region=where, save=saver(at.store))
            if code:
                break
        if not told and not dialogue.sampled and not code:
            tell_unused(agent, how, done=True)
    if code == ASKED and not at.json:
        written = f" -o {quote(str(output))}" if output is not None else ""
        at.tell(f'To answer: pentimento edit --session {found.id} "…"{written}')
    if not code and output is not None:
        at.tell(write_picture(at.store, found.id, output, quality=quality, max_side=max_side))
    finish(code)


def utterances(
    context: typer.Context, session: str | None, photo: str | None, says: list[str] | None, *, pointed: bool = False
) -> list[str]:
    """The utterances of the call; the first argument is the photograph unless a session is named. Exits with 2.

    Pointing at a place needs no words: it may answer the session's open question.
    """
    words = [plain(said) for said in says or ()]
    if session is not None and photo is not None:
        if photo == "-" or file_named(photo):
            context.fail(f"Give either a photograph or --session, not both; “{photo}” is a file.")
        words = [plain(photo), *words]
    if session is None and photo is None:
        context.fail("Which photograph? Give a file, or --session ID to go on with a session.")
    swapped = next((said for said in words if file_named(said)), None)
    if swapped and photo and photo != "-" and not file_named(photo):
        context.fail(f"The photograph comes first: pentimento edit {swapped} …")
    if session is not None and pointed and not words:
        return [""]
    if not words:
        what = f"with {photo}" if photo else "next"
        context.fail(f'What shall be done {what}? Say it in quotes, for example "brighten it a little".')
    if not all(said.strip() for said in words):
        context.fail("An utterance is empty. Say what to do in quotes.")
    return words


@dataclass(frozen=True)
class Material:
    """What a call names, read and checked. `subject` is a photograph to begin with or a session to go on with."""

    subject: PhotoFile | SessionRecord
    mask: Image | None
    references: tuple[PhotoFile, ...]


def gather(at: Desk, photo: str | None, session: str | None, mask: Path | None, references: Sequence[Path]) -> Material:
    """Read every file before anything is stored, so that a bad one leaves no empty session behind."""
    subject: PhotoFile | SessionRecord
    if session is None:
        subject = opened = at.photo(photo or "")
        size = opened.image.size
    else:
        subject = found = at.store.session(session)
        head = at.store.turn(found.id, found.head_id)
        size = head.width, head.height
    read = read_mask(at.photo(str(mask)).image, mask.name, size) if mask is not None else None
    return Material(subject, read, tuple(at.photo(str(file)) for file in references))


def begin(at: Desk, agent: Agent, photo: PhotoFile | SessionRecord) -> SessionRecord:
    """A new session on a photograph, telling what was reduced or left out in opening it; a session as it is."""
    from memory.schema import Session

    if isinstance(photo, Session):
        return photo
    if photo.notes:
        at.tell(f"{photo.name}: {'; '.join(photo.notes)}.")
    session = agent.open(photo)
    if not at.json:
        at.tell(f"Session {session.id}: {photo.name}, {photo.image.width} × {photo.image.height}.")
    return session


def keep_photograph(photo: Path, output: Path) -> None:
    """The photograph is never written to. Raises PictureError where the output is that very file."""
    if photo.exists() and output.exists() and output.samefile(photo):
        told = f"{output} is the photograph itself, which is never written to."
        raise PictureError(told, f"Name another file, for example {output.stem}-edited{output.suffix}.")


def sampling(steps: int | None, guidance: float | None, strength: float | None) -> Sampling | None:
    """The numbers that a call gives for every model; None where it gives none."""
    from tools.types import Sampling

    given = {"steps": steps, "guidance": guidance, "strength": strength}
    said = {name: value for name, value in given.items() if value is not None}
    return Sampling.model_validate(said) if said else None


def tell_unused(agent: Agent, given: Sampling | None, *, done: bool = False) -> bool:
    """Numbers are for models: told where no engine here is one, and, once it is `done`, where none had any use for
    them. Returns whether it was told.
    """
    names = [f"--{name}" for name in given.model_dump(exclude_none=True)] if given else []
    if not names or (not done and agent.engines.models):
        return False
    who = "No model made any of this, so nothing had any" if done else "The embedded engine has no"
    typer.echo(f"{who} use for {' or '.join(names)}; only diffusion models have.", err=True)
    return True
