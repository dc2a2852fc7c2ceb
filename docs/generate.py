"""The parts of the README that the program prints about itself, and its picture: `python docs/generate.py`.

Each part stands between `<!-- NAME -->` and `<!-- /NAME -->`; a test holds that running this changes nothing.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
PICTURE = ROOT / "docs" / "idea.png"


def commands() -> str:
    """Every command with the first line of its help."""
    from typer.main import get_command

    from agent.faces.cli import COMMANDS, app

    group: Any = get_command(app)
    context = group.make_context("pentimento", [], resilient_parsing=True)
    rows = ((name, group.get_command(context, name)) for name in COMMANDS)
    lines = [f"| `{name}` | {' '.join((command.help or '').split(chr(10) * 2)[0].split())} |" for name, command in rows]
    return "\n".join(["| command | |", "|---|---|", *lines])


def operations() -> str:
    """Every operation with something people say for it, and whether it needs a model."""
    from tools.operations import operations as known

    rows = [f"| {name} | {_first_sentence(kind)} | “{kind.examples[0].said}” |" for name, kind in known().items()]
    return "\n".join(["| operation | what it does | say, for example |", "|---|---|---|", *rows])


def looks() -> str:
    """The looks that the embedded engine offers."""
    from tools.engines.embedded.looks import LOOKS

    return ", ".join(look.name for look in LOOKS) + "."


def _first_sentence(kind: type) -> str:
    text = " ".join((kind.__doc__ or "").split())
    return re.split(r"(?<=[.;])\s", text)[0].rstrip(".;")


def routes() -> str:
    """Which engine serves which kind of edit."""
    from tools.routing import markdown

    return markdown()


PARTS: dict[str, Callable[[], str]] = {
    "commands": commands, "looks": looks, "operations": operations, "routes": routes,
}  # fmt: skip


def filled(text: str) -> str:
    """The README with every generated part as the program prints it today."""
    for name, part in PARTS.items():
        begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
        before, rest = text.split(begin)
        text = f"{before}{begin}\n{part()}\n{end}{rest.split(end)[1]}"
    return text


def picture() -> None:
    """The README's picture: the whole history of the demonstration, as the program draws it."""
    import io

    from PIL import Image
    from rich.console import Console

    from agent.faces.demo import run

    with tempfile.TemporaryDirectory() as folder:
        if run(Path(folder), Console(file=io.StringIO())):
            sys.exit("the demonstration failed")
        drawn = Image.open(Path(folder) / "history.png").convert("RGB")
        drawn.quantize(256, dither=Image.Dither.NONE).save(PICTURE, optimize=True)


if __name__ == "__main__":
    README.write_text(filled(README.read_text("utf-8")), "utf-8")
    if "--picture" in sys.argv:
        picture()
