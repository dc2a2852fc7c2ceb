"""The command `export`, and every other way in which a command line writes a file: whole or not at all.

A picture travels with its colour profile and its EXIF, without the place where it was taken unless that is asked for.
"""

from __future__ import annotations

import json as json_format
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from agent.faces import lines
from agent.faces.desk import Desk, Json, Session, desk
from agent.faces.making import making_of, sheet_making
from agent.faces.wording import count
from tools.errors import PictureError

if TYPE_CHECKING:
    from PIL.Image import Image

    from agent.context import Save
    from agent.plan import Arguments
    from memory.schema import Session as SessionRecord
    from memory.store import Store

app = typer.Typer()

HISTORY = ".json"


@app.command(rich_help_panel="Daily")
def export(
    context: typer.Context,
    session: Session = "last",
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="FILE", help="FILE.png, .jpg, .tiff, .webp, .gif, .avif or .json."),
    ] = None,
    turn: Annotated[str | None, typer.Option(metavar="TURN", help="Another turn than the head.")] = None,
    sheet: Annotated[bool, typer.Option("--sheet", help="One picture of every state up to the head.")] = False,
    tree: Annotated[bool, typer.Option("--tree", help="One picture of the whole history, branches and all.")] = False,
    quality: Annotated[int | None, typer.Option(min=1, max=100, help="Of a JPEG, WebP or AVIF file.")] = None,
    max_side: Annotated[int | None, typer.Option(min=1, metavar="PX", help="Reduce it to this.")] = None,
    gps: Annotated[bool, typer.Option("--gps", help="Keep the place where the photograph was taken.")] = False,
    json: Json = False,
) -> None:
    """Write the picture to a file, or its whole history.

    FILE.json holds turns, steps, receipts and moves without pixels.

    pentimento export last -o final.jpg --max-side 2048

    pentimento export last -o history.png --tree
    """
    at = desk(context)
    if output is None:
        context.fail("To which file? Say -o FILE, for example -o final.jpg.")
    history = output.suffix.lower() == HISTORY
    if (turn is not None) + sheet + tree + history > 1:
        context.fail("Give one of --turn, --sheet, --tree and FILE.json.")
    if not history:
        check_output(output)
    found = at.store.session(session)
    if history:
        told = write_history(at.store, found, output)
    elif sheet or tree:
        told = _write_sheet(at, found, output, max_side, tree)
    else:
        told = write_picture(at.store, found.id, output, turn=turn, quality=quality, max_side=max_side, keep_gps=gps)
    at.answer({"session": found.id, "file": str(output), "error": None}, told)


def check_output(path: Path | None) -> None:
    """Tell before the work what would fail after it. Raises PictureError."""
    from tools.export import format_of

    if path is None:
        return
    format_of(path)
    if not path.parent.is_dir():
        raise PictureError(f"There is no folder {path.parent}.", f"Make it first: mkdir -p {path.parent}")


def write_picture(
    store: Store,
    session_id: str,
    path: Path,
    *,
    turn: str | None = None,
    quality: int | None = None,
    max_side: int | None = None,
    keep_gps: bool = False,
) -> str:
    """Write the picture of the head, or of another turn. Returns a sentence about it. Raises PictureError."""
    session = store.session(session_id)
    record = store.turn(session.id, session.head_id if turn is None else turn)
    icc, exif = profiles(store, session)
    told = save_as(
        store.picture(record.picture),
        path,
        icc=icc,
        exif=exif,
        quality=quality,
        max_side=max_side,
        keep_gps=keep_gps,
        making=making_of(store.path(session.id, record.id)),
    )
    return " ".join([told, *credentials(store, session)])


def credentials(store: Store, session: SessionRecord) -> list[str]:
    """The sentence for a photograph that came with signed credentials, which no longer hold."""
    noted = next((move.detail.get("notes", ()) for move in store.moves(session.id) if move.kind == "open"), ())
    signed = any("content credentials" in note for note in noted)
    return ["The photograph's content credentials do not hold for it, and were left out."] if signed else []


def profiles(store: Store, session: SessionRecord) -> tuple[bytes | None, bytes | None]:
    """The colour profile and the EXIF block that came with the session's photograph."""
    icc, exif = (store.blob(digest) if digest else None for digest in (session.icc, session.exif))
    return icc, exif


def save_as(image: Image, path: Path, **options: Any) -> str:
    """Write a picture with the options of `tools.photo.save_photo`; tells what was written and what lost."""
    from tools.photo import save_photo

    replaced = " (replaced)" if path.exists() else ""
    notes = save_photo(image, path, **options)
    longest, limit = max(image.size), options.get("max_side")
    scale = min(1.0, limit / longest) if limit else 1.0
    width, height = (max(1, round(side * scale)) for side in image.size)
    lost = f"; {'; '.join(notes)}" if notes else ""
    return f"Saved {path}{replaced}, {width} × {height}{lost}."


def saver(store: Store) -> Save:
    """How "save it as out.jpg, 2048 px" is carried out here. A file that is there already is never replaced so."""

    def save(image: Image, session: SessionRecord, args: Arguments) -> str:
        icc, exif = profiles(store, session)
        path = _named(args.file, session)
        making = making_of(store.path(session.id, session.head_id))
        told = save_as(
            image, path, icc=icc, exif=exif, quality=args.quality, max_side=args.max_side, making=making,
            overwrite=False,
        )  # fmt: skip
        told = " ".join([told, *credentials(store, session)])
        if args.max_side and args.max_side > max(image.size):
            told += f" It has no {args.max_side} px, and saving enlarges nothing."
        return told

    return save


def _named(name: str | None, session: SessionRecord) -> Path:
    """The file that the words name; without a suffix as the photograph's, without a name beside no other file."""
    suffix = Path(session.source).suffix.lower()
    suffix = suffix if suffix in (".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff") else ".png"
    if name:
        path = Path(name).expanduser()
        return path if path.suffix else path.with_name(path.name + suffix)
    stem = Path(session.source or session.name).stem or "picture"
    candidates = (Path(f"{stem}-edited{number}{suffix}") for number in ("", *(f"-{n}" for n in range(2, 10_000))))
    return next(path for path in candidates if not path.exists())


def write_history(store: Store, session: SessionRecord, path: Path) -> str:
    """Every turn, step, receipt and move as one JSON document, without pixels."""
    from tools.export import write_whole

    on_path = frozenset(turn.id for turn in store.path(session.id))
    branches = store.branches(session.id)
    turns = store.turns(session.id)
    document = {
        "pentimento": 1,
        "session": session.id,
        "name": session.name,
        "source": session.source,
        "created_at": session.created_at,
        "head": session.head_id,
        "branches": branches,
        "rules": list(session.rules),
        "turns": [
            {
                **lines.turn(turn, head=session.head_id, path=on_path, branches=branches),
                "plan": turn.plan,
                "steps": [lines.step(step) for step in turn.steps],
            }
            for turn in turns
        ],
        "moves": [lines.move(move) for move in store.moves(session.id)],
    }
    text = json_format.dumps(document, ensure_ascii=False, indent=1)
    if not path.parent.is_dir():
        raise PictureError(f"There is no folder {path.parent}.", f"Make it first: mkdir -p {path.parent}")
    write_whole(path, text.encode() + b"\n")
    return f"Saved {path}: {count(len(turns) - 1, 'turn')}."


def _write_sheet(at: Desk, session: SessionRecord, path: Path, max_side: int | None, tree: bool) -> str:
    from agent.faces import sheet

    draw = sheet.history if tree else sheet.contact_sheet
    shown = at.store.turns(session.id) if tree else at.store.path(session.id)
    return save_as(draw(at.store, session.id), path, max_side=max_side, making=sheet_making(shown))
