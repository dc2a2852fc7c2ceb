"""The commands as a Markdown table, from the program itself; the README holds it, and a test holds the README to it.

python -m agent.faces.reference
"""

from __future__ import annotations

import sys

BEGIN, END = "<!-- commands: written by python -m agent.faces.reference -->", "<!-- end of commands -->"


def commands() -> str:
    """Every command with its arguments and its first sentence, in the order of `pentimento --help`."""
    from typer import Context
    from typer.main import get_command

    from agent.faces.cli import app

    program = get_command(app)
    context = Context(program, info_name="pentimento")
    rows = ["| command | what it does |", "|---|---|"]
    for name in program.list_commands(context):  # type: ignore[attr-defined]
        command = program.get_command(context, name)  # type: ignore[attr-defined]
        within = Context(command, info_name=name, parent=context)
        usage = " ".join([name, *(piece for piece in command.collect_usage_pieces(within) if piece != "[OPTIONS]")])
        said = command.help.strip().split("\n\n")[0].replace("\n", " ").strip()
        usage = usage.replace("{", "").replace("}", "").replace("|", r"\|")
        rows.append(f"| `pentimento {usage}` | {said} |")
    return "\n".join(rows)


def section() -> str:
    """The table between the marks that the README has around it."""
    return f"{BEGIN}\n{commands()}\n{END}"


if __name__ == "__main__":
    sys.stdout.write(section() + "\n")
