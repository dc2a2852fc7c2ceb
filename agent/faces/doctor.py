"""The command `doctor`: what is installed, where things lie, what can be done here and what is missing for the rest.

It only looks: it makes no file, loads no model and asks no network.
"""

from __future__ import annotations

import os
import platform
import shutil
from importlib.metadata import PackageNotFoundError, entry_points, version
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import typer

from agent import __version__
from agent.faces import lines
from agent.faces.desk import Desk, Json, desk
from tools.errors import PentimentoError

if TYPE_CHECKING:
    from rich.table import Table

    from agent.engines import Engines

app = typer.Typer()

LIBRARIES = (
    *("numpy", "opencv-contrib-python-headless", "pillow", "scikit-image", "sqlalchemy", "zstandard"),
    *("pydantic", "pydantic-settings", "platformdirs", "typer", "rich", "prompt-toolkit"),
)
EXTRAS = {
    "heic": ("pillow_heif", "photographs as telephones take them (.heic)"),
    "diffusion": ("diffusers", "diffusion models in this process"),
    "ground": ("transformers", "larger models that find things"),
    "quantized": ("bitsandbytes", "large models in four bits on an NVIDIA card"),
}
SCARCE = 1_000_000_000

Findings = dict[str, Any]


@app.command(rich_help_panel="More")
def doctor(context: typer.Context, json: Json = False) -> None:
    """What is installed, where sessions lie, what is missing for the rest."""
    at = desk(context)
    found = examine(at)
    if at.json:
        lines.write(found)
    else:
        at.console.print(table(found))
        for problem in found["problems"]:
            at.complain(PentimentoError(problem))
    if found["problems"]:
        raise typer.Exit(1)


def examine(at: Desk) -> Findings:
    """Everything that is looked at, as JSON; `problems` are sentences, and empty if all is well."""
    problems: list[str] = []
    return {
        "pentimento": __version__,
        "python": platform.python_version(),
        "platform": platform.platform(),
        "libraries": _libraries(problems),
        "database": _database(at, problems),
        "settings": _settings(at, problems),
        **_skills(at),
        "routes": _routes(at),
        "remote": _remote(at),
        "pulled": _pulled(at),
        "bundles": _bundles(at),
        "machine": _machine(at),
        "planners": _planners(at),
        "extras": {name: find_spec(module) is not None for name, (module, _) in EXTRAS.items()},
        "terminal": _terminal(at),
        "problems": problems,
    }


def _libraries(problems: list[str]) -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    for name in LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = None
            problems.append(f"The library {name} is missing: pip install {name}")
    return found


def _database(at: Desk, problems: list[str]) -> Findings:
    """The file of sessions, opened without writing; its folder's room."""
    path = at.database
    found: Findings = {"path": str(path), "exists": path.is_file(), "bytes": 0, "sessions": 0}
    folder = next(parent for parent in (path.parent, *path.parents) if parent.exists())
    found["free_bytes"] = shutil.disk_usage(folder).free
    if found["free_bytes"] < SCARCE:
        problems.append(f"Only {found['free_bytes'] / 1e6:.0f} MB are free where sessions are kept ({folder}).")
    if not os.access(folder, os.W_OK):
        problems.append(f"The folder {folder} can't be written to.")
    if not found["exists"]:
        return found
    from memory.store import Store

    found["bytes"] = path.stat().st_size
    try:
        with Store(path, read_only=True) as store:
            found["sessions"] = len(store.sessions())
    except PentimentoError as error:
        problems.append(f"{error.message} {error.hint}".strip())
    return found


def _settings(at: Desk, problems: list[str]) -> Findings:
    from agent.home import config_file

    try:
        file, settings = config_file(at.config), at.settings
    except PentimentoError as error:
        problems.append(error.message)
        return {}
    told = settings.model_dump(mode="json", exclude={"home"})
    return {"file": str(file), "exists": file.is_file(), **told}


def _skills(at: Desk) -> Findings:
    """Which engine offers which skill, and for each skill that none offers the models that would."""
    from tools.engines import installed
    from tools.models.catalog import entries
    from tools.studio import SKILLS, catalog

    engines = {engine.name: sorted(engine.skills) for engine in _engines(at).called(None) or installed()}
    offered = {skill for skills in engines.values() for skill in skills}
    shown = {"name", "title", "repo", "licence", "disk_gb", "skills"}
    models = [entry.model_dump(include=shown) for entry in entries() if entry.skills]
    missing = {
        skill: {
            "what": catalog()["skill"].get(skill, skill),
            "models": [model["title"] for model in models if skill in model["skills"]],
        }
        for skill in SKILLS
        if skill not in offered
    }
    return {"engines": engines, "missing_skills": missing, "models": models}


def _routes(at: Desk) -> list[Findings]:
    """For each kind of edit the engines best first, those that are here, and what the settings want instead."""
    from tools.routing import routes

    engines = _engines(at)
    return routes(engines.all, engines.preferred)


def _engines(at: Desk) -> Engines:
    from agent.engines import Engines

    try:
        return Engines(at.settings)
    except PentimentoError:  # told with the settings
        return Engines()


def _remote(at: Desk) -> Findings:
    """Whether the remote engine is set, and what mends it; its server is not asked."""
    engines = _engines(at)
    trouble = engines.trouble
    if trouble is not None:
        return {"ready": False, "message": trouble.message, "hint": trouble.hint}
    return {"ready": True, "message": engines.told(), "hint": ""}


def _pulled(at: Desk) -> Findings:
    """The models folder and the models in it; a damaged one is told by what is wrong with it."""
    from tools.models.shelf import Shelf

    try:
        shelf = Shelf(at.settings.model_folder)
    except PentimentoError:  # told with the settings
        return {}
    found = {one.name: {"bytes": one.size, "missing": one.missing()} for one in shelf.installed()}
    return {"path": str(shelf.folder), "models": found}


def _bundles(at: Desk) -> Findings:
    """What each bundle of models would add, and which of its models are missing for that."""
    from agent.faces.models import disk, shelf
    from tools.models.catalog import bundled, bundles

    try:
        here = {model.name for model in shelf(at).installed()}
    except PentimentoError:  # told with the settings
        return {}
    lacking = {bundle.name: [one for one in bundled(bundle.name) if one.name not in here] for bundle in bundles()}
    return {
        bundle.name: {
            "adds": bundle.adds,
            "missing": [entry.name for entry in lacking[bundle.name]],
            "size": disk(round(sum(entry.disk_gb for entry in lacking[bundle.name]), 3)),
        }
        for bundle in bundles()
    }


def _machine(at: Desk) -> Findings:
    """Memory and the largest graphics card, which decide what fits."""
    from dataclasses import asdict

    from agent.fitting import machine

    try:
        here = machine(at.settings.model_folder)
    except PentimentoError:  # told with the settings
        return {}
    return {**asdict(here), "told": str(here)}


def _planners(at: Desk) -> dict[str, Findings]:
    """Which planners are ready; for those that are not, why and what mends it. Nothing is loaded, no server asked."""
    from agent.planners import BUILT_IN, GROUP

    found = {name: _ready(at, name) for name in BUILT_IN}
    return found | {entry.name: {"ready": True, "message": ""} for entry in entry_points(group=GROUP)}


def _ready(at: Desk, name: str) -> Findings:
    from agent.planners import planner

    try:
        made = planner(name, at.settings)
    except PentimentoError as error:
        return {"ready": False, "message": error.message, "hint": error.hint}
    trouble = made.missing() if hasattr(made, "missing") else None
    if trouble is not None:
        return {"ready": False, "message": trouble.message, "hint": trouble.hint}
    return {"ready": True, "message": made.told() if hasattr(made, "told") else "", "hint": ""}


def _terminal(at: Desk) -> str:
    from rich.console import Console

    from agent.faces.terminal import way

    return way(Console() if at.json else at.console)


def table(found: Findings) -> Table:
    """Two columns: what was looked at, and what was found."""
    from rich.markup import escape
    from rich.table import Table

    drawn = Table(box=None, pad_edge=False, show_header=False)
    drawn.add_column(style="bold", no_wrap=True)
    drawn.add_column(overflow="fold")
    for name, told in _rows(found):
        drawn.add_row(name, escape(told))
    return drawn


def _rows(found: Findings) -> list[tuple[str, str]]:
    from agent.faces.sessions import size
    from agent.faces.wording import count

    database, settings = found["database"], found["settings"]
    held = (
        f"{count(database['sessions'], 'session')}, {size(database['bytes'])}"
        if database["exists"]
        else "no session yet"
    )
    none = "" if settings.get("exists") else " (not there; defaults hold)"
    return [
        ("Pentimento", f"{found['pentimento']} on Python {found['python']}, {found['platform']}"),
        ("Libraries", ", ".join(f"{name} {number or 'missing'}" for name, number in found["libraries"].items())),
        ("Sessions", f"{database['path']}: {held}; {size(database['free_bytes'])} free"),
        ("Settings", f"{settings.get('file', 'unreadable')}{none}"),
        *(
            ("Engine " + name, ", ".join(skills) or "no skills beyond its own operations")
            for name, skills in found["engines"].items()
        ),
        *(("For " + row["kind"], _route_words(row)) for row in found["routes"]),
        ("", 'PENTIMENTO_ENGINES=\'{"remove": "embedded"}\' or [engines] in the settings wants another engine.'),
        ("Remote engine", _planner_words(found["remote"])),
        ("Machine", found["machine"].get("told", "not looked at")),
        ("Models", _pulled_words(found["pulled"])),
        *(
            ("Missing", f"{row['what']}: needs a model such as {' or '.join(row['models'][:2])}")
            for row in found["missing_skills"].values()
        ),
        *(
            ("Missing", f"{told['adds']}: pentimento models pull {name} ({told['size']})")
            for name, told in found["bundles"].items()
            if told["missing"]
        ),
        *(("Planner " + name, _planner_words(told)) for name, told in found["planners"].items()),
        *(
            ("Extra " + name, EXTRAS[name][1] if there else f"pip install 'pentimento[{name}]' for {EXTRAS[name][1]}")
            for name, there in found["extras"].items()
        ),
        ("Pictures here", PICTURES[found["terminal"]]),
    ]


def _route_words(row: Findings) -> str:
    """Engines and families best first, those that are here marked; then those that the table does not know."""
    told = [f"{name} ✓" if name in row["here"] else name for name in row["engines"]]
    others = [f"{name} ✓" for name in row["unlisted"]]
    wanted = "; ".join(f"the settings want {engine} for {name}" for name, engine in row["preferred"].items())
    return f"{', '.join([*others, *told])}. {row['why']}{f' But {wanted}.' if wanted else ''}"


def _pulled_words(pulled: Findings) -> str:
    from agent.faces.sessions import size

    if not pulled.get("models"):
        return f"none in {pulled['path']}; see: pentimento models list" if pulled else "not looked for"
    damaged = {
        name: f", damaged: pentimento models pull {name}" for name, one in pulled["models"].items() if one["missing"]
    }
    told = (f"{name} ({size(one['bytes'])}{damaged.get(name, '')})" for name, one in pulled["models"].items())
    return f"{', '.join(told)} in {pulled['path']}"


def _planner_words(told: Findings) -> str:
    ready = "ready" if told["ready"] else "not ready"
    said = f"{ready}: {told['message']}" if told["message"] else ready
    return " ".join(filter(None, [said, told.get("hint")]))


PICTURES = {
    "kitty": "shown by kitty's protocol",
    "iterm2": "shown by iTerm2's protocol",
    "sixel": "shown as sixels",
    "blocks": "shown as half blocks",
    "off": "not shown: this is no terminal with colours",
}
