"""The command `pentimento`: which commands there are, and how what goes wrong is told.

Each command is imported when it is called for, so that `pentimento --version` is quick. What a command does is in its
own file; this one turns every error into one sentence, the next step to take and an exit code.
"""

from __future__ import annotations

import os
import sys
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.main import get_group

from agent import __version__
from agent.faces.desk import Desk
from tools.errors import Cancelled, PentimentoError

COMMANDS = {
    **dict.fromkeys(("chat",), "talk"),
    **dict.fromkeys(("edit",), "edit"),
    **dict.fromkeys(("log",), "log"),
    **dict.fromkeys(("undo", "redo"), "history"),
    **dict.fromkeys(("export",), "export"),
    **dict.fromkeys(("show",), "log"),
    **dict.fromkeys(("goto", "branch", "amend"), "history"),
    **dict.fromkeys(("replay", "verify"), "replay"),
    **dict.fromkeys(("sessions",), "sessions"),
    **dict.fromkeys(("plan",), "propose"),
    **dict.fromkeys(("doctor",), "doctor"),
    **dict.fromkeys(("demo",), "talk"),
}
"""Every command, daily ones first, and the module of this package that holds it."""

DONE, FAILED, USAGE, ASKED, INTERRUPTED, PIPE_CLOSED = 0, 1, 2, 3, 130, 141

EPILOG = """
Examples:

  pentimento chat street.jpg

  pentimento edit cup.png "make it look better" "crop it to a square" -o out.jpg

  pentimento edit --session last "undo" "darken the left half" -o out.jpg

  pentimento log last
"""


class Commands(TyperGroup):
    """The group that imports a command when it is asked for, and tells what went wrong in it."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in COMMANDS:
            return None
        return get_group(import_module(f"agent.faces.{COMMANDS[cmd_name]}").app).commands[cmd_name]

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        name = args[0]
        if name not in COMMANDS and not name.startswith("-"):
            if Path(name).is_file():
                ctx.fail(f'“{name}” is a file. To edit it: pentimento edit {name} "brighten it a little"')
            if near := get_close_matches(name, COMMANDS):
                ctx.fail(f"There is no command “{name}”. Did you mean “{near[0]}”?")
        return super().resolve_command(ctx, args)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """--debug may stand anywhere before a lone “--”."""
        end = args.index("--") if "--" in args else len(args)
        if "--debug" in args[:end]:
            args = ["--debug", *(word for word in args[:end] if word != "--debug"), *args[end:]]
        return super().parse_args(ctx, args)

    def invoke(self, ctx: Any) -> Any:
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except (typer.Exit, typer.Abort):
            raise
        except BrokenPipeError:
            _close_quietly()
            raise typer.Exit(PIPE_CLOSED) from None
        except (KeyboardInterrupt, Cancelled):
            typer.echo("Stopped; the history is as it was.", err=True)
            raise typer.Exit(INTERRUPTED) from None
        except Exception as failure:
            if hasattr(failure, "format_message"):  # wrong usage, which typer tells itself
                raise
            tell_failure(failure, ctx.obj or Desk())
            raise typer.Exit(FAILED) from None
        return result


def tell_failure(failure: Exception, desk: Desk) -> None:
    """One sentence and a hint on standard error, an error line where JSON was asked for, a traceback under --debug."""
    from agent.faces import lines

    if isinstance(failure, OSError) and not isinstance(failure, PentimentoError):
        named = f"{failure.filename}: " if failure.filename else ""
        failure = PentimentoError(f"{named}{failure.strerror or failure}.", mend="operator")
    if desk.debug:
        import traceback

        traceback.print_exception(failure)
    told = lines.error(failure)
    if desk.json:
        lines.write({"error": told})
    desk.complain(told)


def _close_quietly() -> None:
    """Nobody reads any more: send what is still buffered nowhere, so that leaving does not complain."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _version(value: bool) -> None:
    if value:
        typer.echo(f"pentimento {__version__}")
        raise typer.Exit


app = typer.Typer(
    name="pentimento",
    cls=Commands,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    epilog=EPILOG,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@app.callback()
def pentimento(
    context: typer.Context,
    config: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Read this configuration file instead of your own.")
    ] = None,
    debug: Annotated[bool, typer.Option("--debug", help="Show where an error came from.")] = False,
    version: Annotated[
        bool, typer.Option("--version", help="Print the version and leave.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Refine a photograph by talking to it; nothing is ever lost."""
    context.obj = Desk(config=config, debug=debug)
    context.call_on_close(context.obj.close)
    if level := os.environ.get("PENTIMENTO_LOG"):
        _log_from(level)


def _log_from(level: str) -> None:
    import logging

    number = logging.getLevelNamesMapping().get(level.upper())
    if number is None:
        raise PentimentoError(f"PENTIMENTO_LOG is “{level}”.", "Say DEBUG, INFO, WARNING or ERROR.", mend="operator")
    logging.basicConfig(level=number, stream=sys.stderr, format="%(levelname)s %(name)s: %(message)s")


def main() -> None:
    """What the installed command calls."""
    app(prog_name="pentimento")


if __name__ == "__main__":
    main()
