"""The command `pentimento`: which commands there are, and how what goes wrong is told.

Each command is imported when it is called for, so that `pentimento --version` is quick. What a command does is in its
own file; this one turns every error into one sentence, the next step to take and an exit code. It knows nothing of
pictures or sessions itself.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable
from difflib import get_close_matches
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup
from typer.main import get_group

from agent import __version__
from agent.faces.desk import FAILED, INTERRUPTED, PIPE_CLOSED, Desk
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
    **dict.fromkeys(("models",), "models"),
    **dict.fromkeys(("doctor",), "doctor"),
    **dict.fromkeys(("eval",), "evaluate"),
    **dict.fromkeys(("train",), "train"),
    **dict.fromkeys(("demo",), "talk"),
}
"""Every command, daily ones first, and the module of this package that holds it."""

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
        return _quick(get_group(import_module(f"agent.faces.{COMMANDS[cmd_name]}").app).commands[cmd_name], ctx)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        name = args[0]
        if name not in COMMANDS and not name.startswith("-"):
            from agent.faces.attachments import file_named

            if file_named(name):
                ctx.fail(f'“{name}” is a file. To edit it: pentimento edit {name} "brighten it a little"')
            if near := get_close_matches(name, COMMANDS):
                ctx.fail(f"There is no command “{name}”. Did you mean “{near[0]}”?")
        return super().resolve_command(ctx, args)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """--debug may stand anywhere before a lone “--”."""
        end = args.index("--") if "--" in args else len(args)
        if "--debug" in args[:end]:
            args = ["--debug", *(word for word in args[:end] if word != "--debug"), *args[end:]]
        _quick(self, ctx)
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
            _tell(failure, ctx.obj or Desk())
            raise typer.Exit(FAILED) from None
        return result


def _quick(command: Any, context: Any) -> Any:
    """Takes words as they are, and what is not given as None: newer typers load pydantic to find that this is right,
    which costs more than undoing a turn.
    """
    for parameter in command.get_params(context):
        if hasattr(parameter, "type_descriptor"):
            words = parameter.type_descriptor.annotation is str
            parameter.process_value = partial(_unconverted, parameter, parameter.process_value, words)
    for inner in getattr(command, "commands", {}).values():
        _quick(inner, context)
    return command


def _unconverted(parameter: Any, convert: Callable[[Any, Any], Any], words: bool, context: Any, value: Any) -> Any:
    if (words and isinstance(value, str)) or (value is None and not parameter.required):
        return parameter.callback(context, parameter, value) if parameter.callback else value
    return convert(context, value)


def _tell(failure: Exception, desk: Desk) -> None:
    """One sentence and a hint on standard error, and an error line where JSON was asked for."""
    from agent.faces import lines

    if desk.json:
        lines.write({"error": lines.error(failure)})
    desk.complain(failure)


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
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")  # a quotation mark that an old terminal lacks is no reason to stop
    app(prog_name="pentimento")


if __name__ == "__main__":
    main()
