"""The command `models`: which models there are and fit, getting one, where it lies, and deleting it again.

It tells and asks; fetching, checking and deleting are those of tools/models. No model is loaded.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from agent.faces import lines
from agent.faces.desk import INTERRUPTED, Desk, Json, desk
from agent.faces.sessions import size
from tools.errors import ModelRefused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.table import Table

    from tools.models import Entry, Hub, Installed, Shelf, Survey
    from tools.models.catalog import Bundle

app = typer.Typer()
models = typer.Typer(subcommand_metavar="list | pull NAME | path NAME | remove NAME", no_args_is_help=True)
app.add_typer(
    models, name="models", rich_help_panel="More", help="Models that can be installed: list, pull, path, remove."
)

Name = Annotated[
    str, typer.Argument(metavar="NAME", help="A model or a bundle of `models list`, or a repository as owner/name.")
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]


def shelf(at: Desk) -> Shelf:
    """The models folder of the settings."""
    from tools.models import Shelf

    return Shelf(at.settings.model_folder)


def hub(at: Desk) -> Hub:
    """The hub or the mirror of the settings. Raises DownloadFailed where its address is none."""
    from tools.models.hub import HUB, Hub

    token = at.settings.hub_token
    return Hub(at.settings.hub_endpoint or HUB, token.get_secret_value().strip() if token else "")


@models.command("list")
def show(context: typer.Context, json: Json = False) -> None:
    """What is installed, what fits this machine, under which licence."""
    from agent.fitting import machine
    from tools.models import entries
    from tools.models.catalog import bundles

    at = desk(context)
    here, kept = machine(at.settings.model_folder), shelf(at)
    there = {model.name: model for model in kept.installed()}
    rows = [_row(entry, there.pop(entry.name, None), kept, here) for entry in entries()]
    rows = [*(_bundle_row(one, rows) for one in bundles()), *rows, *(_stranger(model) for model in there.values())]
    if at.json:
        for row in rows:
            lines.write(row)
        return
    at.console.print(table(rows))
    for one in bundles():
        at.tell(f"“{one.name}” is {', '.join(one.models)}: {one.adds}.")
    at.tell(f"This machine: {here}. Sizes are estimates. Models are kept in {kept.folder}")
    at.tell("“later” marks models that nothing installed here can load yet.")


def _row(entry: Entry, there: Installed | None, kept: Shelf, here: Any) -> dict[str, Any]:
    from agent.fitting import fits, users

    return {
        **entry.model_dump(exclude={"files", "variant", "fits"}),
        "added_to": entry.fits,
        "usable_by": users(entry),
        "fits": fits(entry, here),
        "room": entry.disk_gb <= here.free_gb,
        "partial_bytes": kept.begun(entry.name),
        **_installed(there),
    }


def _bundle_row(bundle: Bundle, rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """A bundle as one row: what its models, whose rows these are, take and are together."""
    ours = [row for row in rows if row["name"] in bundle.models]
    fits = {row["fits"] for row in ours}
    return {
        **bundle.model_dump(),
        "disk_gb": round(sum(row["disk_gb"] for row in ours), 4),
        "licence": ", ".join(dict.fromkeys(row["licence"] for row in ours)),
        "commercial": all(row["commercial"] for row in ours),
        "usable_by": sorted({one for row in ours for one in row["usable_by"]}),
        "fits": fits.pop() if len(fits) == 1 else "partly" if "too large" in fits else "CPU",
        "partial_bytes": sum(row["partial_bytes"] for row in ours),
        "installed": all(row["installed"] for row in ours),
        "installed_models": [row["name"] for row in ours if row["installed"]],
        "bytes": sum(row["bytes"] for row in ours),
        "missing": [file for row in ours for file in row.get("missing", ())],
    }


def _stranger(model: Installed) -> dict[str, Any]:
    """A model that was pulled by its repository; the catalogue knows nothing of it."""
    known = {"name": model.name, "repo": model.manifest.repo, "licence": model.manifest.licence}
    return {**known, "commercial": None, "usable_by": [], "fits": None, **_installed(model)}


def _installed(model: Installed | None) -> dict[str, Any]:
    if model is None:
        return {"installed": False, "path": None, "bytes": 0, "installed_revision": None}
    found = {"path": str(model.path), "bytes": model.size, "installed_revision": model.manifest.revision}
    return {"installed": True, **found, "missing": model.missing()}


def table(rows: list[dict[str, Any]]) -> Table:
    """One row a model."""
    from rich.markup import escape
    from rich.table import Table

    drawn = Table(box=None, pad_edge=False)
    for column in ("Name", "For", "Size", "Fits", "Licence", "Here"):
        drawn.add_column(
            column, no_wrap=column == "Name", overflow="fold", justify="right" if column == "Size" else "left"
        )
    for row in rows:
        licence = row["licence"] + (", not commercial" if row["commercial"] is False else "")
        licence += ", gated" if row.get("gated") else ""
        told = size(row["bytes"]) if row["installed"] else disk(row["disk_gb"])
        drawn.add_row(row["name"], escape(_purpose(row)), told, row["fits"] or "?", escape(licence), _state(row))
    return drawn


def disk(gigabytes: float) -> str:
    """An estimate of the catalogue for people."""
    return f"{gigabytes:g} GB" if gigabytes >= 1 else size(round(gigabytes * 1e9))


def _purpose(row: dict[str, Any]) -> str:
    if "models" in row:
        return str(row["title"])
    if "role" not in row:
        return row["repo"] if isinstance(row["repo"], str) else ""
    if row["role"] == "part":
        what = {"controlnet": f"a {row['guide']} guide", "ip-adapter": "other pictures", "lora": "fewer steps"}
        return f"{what.get(row['family'], row['family'])} for {', '.join(row['added_to'])}"
    words = {"planner": "reading words", "grounder": "finding things"}
    return words.get(row["role"]) or ", ".join(row["skills"])


def _state(row: dict[str, Any]) -> str:
    if row["installed"]:
        return f"damaged: {len(row['missing'])} files" if row["missing"] else "installed"
    if row.get("installed_models"):
        return f"{len(row['installed_models'])} of {len(row['models'])}"
    if row["partial_bytes"]:
        return f"{size(row['partial_bytes'])} have come"
    return "" if row["usable_by"] else "later"


@models.command("pull")
def pull(
    context: typer.Context,
    name: Name,
    accept_licence: Annotated[
        bool, typer.Option("--accept-licence", help="You have read the licence of a gated model and accept it.")
    ] = False,
    revision: Annotated[str, typer.Option(metavar="COMMIT", help="Another version than the catalogue's.")] = "",
    source: Annotated[
        Path | None,
        typer.Option(
            "--from",
            metavar="FOLDER",
            help="Take it from a folder of this machine; a bundle from FOLDER/NAME for each model.",
        ),
    ] = None,
    yes: Yes = False,
    json: Json = False,
) -> None:
    """Get a model, or go on with one that broke off; one that is here is checked.

    pentimento models pull basics
    """
    from tools.models.catalog import bundled

    at, wish = desk(context), Wish(accept_licence, revision, source, yes)
    models = bundled(name)
    if models and revision:
        raise ModelRefused(f"{name} is several models, each with versions of its own.", "Leave out --revision.")
    if models:
        _told_before(at, name, models, source)
    for one in [entry.name for entry in models] or [name]:
        _pulled(at, one, replace(wish, source=source / one) if models and source else wish)


@dataclass(frozen=True)
class Wish:
    """How a model is to be got: the options of `models pull`."""

    accept_licence: bool
    revision: str
    source: Path | None
    yes: bool


def _told_before(at: Desk, name: str, models: Sequence[Entry], source: Path | None) -> None:
    """What a bundle is, and what it takes altogether, before the first byte comes."""
    kept = shelf(at)
    todo = [entry for entry in models if source is not None or kept.get(entry.name) is None]
    if todo:
        listed = ", ".join(f"{entry.name} ({disk(entry.disk_gb)})" for entry in todo)
        total = disk(round(sum(entry.disk_gb for entry in todo), 3))
        typer.echo(f"{name}: {len(todo)} of {len(models)} models to get, about {total} altogether: {listed}.", err=True)


def _pulled(at: Desk, name: str, wish: Wish) -> None:
    """One model, got or checked."""
    from tools.models import pulling

    folder, _, entry = pulling.order(name)
    here = shelf(at)
    there = here.get(folder)
    if there is not None and not wish.revision and wish.source is None and _whole(at, there):
        return
    _useful(entry, folder, ask=not (wish.yes or at.json))
    try:
        from agent.faces.downloading import watching

        if wish.source is not None:
            with watching(folder) as watch:
                kept = pulling.adopt(name, wish.source, here, watch=watch, accepted=wish.accept_licence)
        else:
            kept = _fetched(at, pulling.survey(name, hub(at), wish.revision or _same(there)), wish.accept_licence)
    except KeyboardInterrupt:
        typer.echo(f"Stopped; {size(here.begun(folder))} are kept, and the same command goes on from there.", err=True)
        raise typer.Exit(INTERRUPTED) from None
    _answer(at, kept, fetched=True)


def _same(there: Installed | None) -> str:
    """What is mended stays the version that it is."""
    return there.manifest.revision if there else ""


def _whole(at: Desk, there: Installed) -> bool:
    """Whether an installed model is as it was when it was pulled; told if it is."""
    from agent.faces.downloading import watching
    from tools.models.pulling import check

    with watching(there.name) as watch:
        wrong = check(there, watch)
    if wrong:
        typer.echo(f"{there.name} is damaged ({', '.join(wrong[:3])}); what is wrong is fetched again.", err=True)
        return False
    _answer(at, there, fetched=False)
    return True


def _useful(entry: Entry | None, name: str, *, ask: bool) -> None:
    """Nobody should wait for gigabytes that nothing can load."""
    from agent.fitting import users

    if entry is None or users(entry):
        return
    typer.echo(f"Nothing that is installed here can load {name} ({entry.title}, {disk(entry.disk_gb)}) yet.", err=True)
    if ask:
        typer.confirm("Get it all the same?", abort=True, err=True)


def _fetched(at: Desk, found: Survey, accepted: bool) -> Installed:
    """Licence and size are told before the first byte comes."""
    from agent.faces.downloading import watching
    from tools.models import pull as fetch

    entry, server = found.entry, hub(at)
    limits = "" if entry is None or entry.commercial else " It is not for commercial use."
    typer.echo(f"{found.repo} at {found.commit[:12]}: {size(found.size)}. Licence: {found.licence}.{limits}", err=True)
    if entry is not None and not _alike(entry.licence, found.licence):
        typer.echo(f"The catalogue calls it “{entry.licence}”; what {server.host} says holds.", err=True)
    with watching(found.name) as watch:
        return fetch(found, shelf(at), server, accepted=accepted, watch=watch)


def _alike(ours: str, theirs: str) -> bool:
    """Whether two ways of writing a licence's name have the same letters and digits."""
    mine, other = ("".join(filter(str.isalnum, text.lower())) for text in (ours, theirs))
    return mine == other


def _answer(at: Desk, model: Installed, *, fetched: bool) -> None:
    told = model.manifest
    line = {
        "name": model.name,
        "repo": told.repo,
        "revision": told.revision,
        "path": str(model.path),
        "bytes": model.size,
    }
    said = f"{model.name} is in {model.path} ({size(model.size)}, revision {told.revision[:12] or 'unknown'}, checked)."
    at.answer({**line, "licence": told.licence, "fetched": fetched, "error": None}, f"{said}{_use(at, model)}")


def _use(at: Desk, model: Installed) -> str:
    """How a model is used now that it is here, or what is still missing for that."""
    from agent.fitting import lacking, users
    from tools.models import named

    entry = named(model.name)
    if entry is None or not users(entry):
        return ""
    if trouble := lacking(entry, model.path):
        return f"\n{trouble.message} {trouble.hint}"
    if entry.role == "engine":
        return f'\nUse it: pentimento edit PHOTO "…" --engine {entry.name}; where it suits best it is asked anyway.'
    if entry.role != "planner":
        return ""
    ours = at.settings.llava_model in (entry.name, entry.repo)
    first = "" if ours else f"PENTIMENTO_LLAVA_MODEL={entry.name} "
    return f"\nUse it: {first}pentimento chat PHOTO --planner llava"


@models.command("path")
def path(
    context: typer.Context,
    name: Annotated[str | None, typer.Argument(metavar="[NAME]", help="A model; without it the folder of all.")] = None,
    json: Json = False,
) -> None:
    """Print the folder of a model, or the folder of all models; of a bundle one line for each of its models."""
    from tools.models.catalog import bundled

    at = desk(context)
    wanted: list[str | None] = [entry.name for entry in bundled(name or "")]
    for one in wanted or [name]:
        found = shelf(at).folder if one is None else _there(at, one).path
        at.answer({"name": one, "path": str(found), "error": None}, str(found))


@models.command("remove")
def remove(context: typer.Context, name: Name, yes: Yes = False, json: Json = False) -> None:
    """Delete a model, or what has come of one; files that were not pulled stay."""
    from tools.models.catalog import bundled
    from tools.models.pulling import order

    at = desk(context)
    kept = shelf(at)
    folders = [entry.name for entry in bundled(name)] or [order(name)[0]]
    there = [folder for folder in folders if kept.get(folder) or kept.begun(folder)]
    if not there:
        _there(at, name)
    if not yes:
        sizes = {folder: (model.size if (model := kept.get(folder)) else 0) + kept.begun(folder) for folder in there}
        typer.confirm(
            f"Delete {', '.join(there)} ({size(sum(sizes.values()))}) from {kept.folder}?", abort=True, err=True
        )
    for folder in there:
        _removed(at, kept, folder)


def _removed(at: Desk, kept: Shelf, folder: str) -> None:
    with kept.lock(folder):
        model = kept.get(folder)
        freed, left = kept.remove(model) if model else (0, [])
        freed += kept.forget(folder)
    rest = f" {len(left)} files that were not pulled stay in {kept.place(folder)}." if left else ""
    line = {"name": folder, "bytes_freed": freed, "left": [str(file) for file in left], "error": None}
    at.answer(line, f"{folder} is deleted; {size(freed)} freed.{rest}")


def _there(at: Desk, name: str) -> Installed:
    """The installed model of that name. Raises ModelRefused with the command that gets it."""
    from tools.models.catalog import bundled
    from tools.models.pulling import order

    found = None if bundled(name) else shelf(at).get(order(name)[0])
    if found is None:
        raise ModelRefused(f"{name} is not installed.", f"Get it with: pentimento models pull {name}")
    return found
