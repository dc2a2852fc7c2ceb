"""The desk of one call of the command line: where sessions lie, how to answer, and the agent when one is needed.

Each part is made when first asked for: `undo` and `log` never load the agent. It decides nothing about pictures.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any
from unicodedata import category

import typer

from agent.home import DATABASE, home
from tools.errors import PentimentoError

if TYPE_CHECKING:
    from pathlib import Path

    from rich.console import Console

    from agent.agent import Agent
    from agent.settings import Settings
    from memory.store import Store
    from tools.photo import Photo
    from tools.types import Sampling

DONE, FAILED, ASKED = 0, 1, 3  # 2 is wrong usage, which typer tells
INTERRUPTED, PIPE_CLOSED = 128 + 2, 128 + 13  # as shells tell SIGINT and SIGPIPE


@dataclass
class Desk:
    """One call: `json` and `debug` as asked for on the command line, `config` the file named by --config."""

    config: Path | None = None
    debug: bool = False
    json: bool = False

    @cached_property
    def settings(self) -> Settings:
        from agent.settings import load

        return load(self.config)

    @cached_property
    def database(self) -> Path:
        """The one file in which sessions and pictures live."""
        return home(self.config) / DATABASE

    @cached_property
    def store(self) -> Store:
        """The sessions. Raises StoreError."""
        from memory.store import Store

        return Store(self.database)

    @cached_property
    def console(self) -> Console:
        """Where people read: standard output, or standard error when standard output holds JSON."""
        from rich.console import Console

        return Console(stderr=self.json, highlight=False)

    def agent(
        self,
        *,
        planner: str | None = None,
        engine: str | None = None,
        seed: int | None = None,
        sampling: Sampling | None = None,
    ) -> Agent:
        """The agent over this desk's sessions; what is None is as the settings say. Raises PlannerUnavailable."""
        from agent.agent import Agent
        from agent.engines import Engines
        from agent.planners import planner as planner_called

        settings = self.settings
        return Agent(
            self.store,
            planner=planner_called(planner or settings.planner, settings),
            seed=settings.seed if seed is None else seed,
            engine=engine or settings.engine,
            sampling=sampling,
            engines=Engines(settings),
        )

    def photo(self, name: str) -> Photo:
        """The picture file of that name; "-" reads standard input. Raises PictureError."""
        from pathlib import Path

        from tools.photo import open_photo

        limit = self.settings.max_pixels
        if name != "-":
            return open_photo(Path(name), max_pixels=limit)
        data = typer.get_binary_stream("stdin").read()
        if not data:
            raise PentimentoError("Standard input is empty, so there is no photograph in it.")
        return open_photo(data, name="standard input", max_pixels=limit)

    def tell(self, sentence: str) -> None:
        """One sentence for the person; beside the JSON, not in it."""
        typer.echo(sentence, err=self.json)

    def complain(self, failure: BaseException) -> None:
        """What went wrong in one sentence, and its hint, on standard error; under --debug where it came from."""
        from agent.faces import lines

        told = lines.error(failure)
        if self.debug:
            import traceback

            traceback.print_exception(failure)
        typer.echo(f"✗ {told['message']}", err=True)
        if told["hint"]:
            typer.echo(f"  {told['hint']}", err=True)

    def answer(self, line: dict[str, Any], sentence: str) -> None:
        """The same answer for a program or for a person."""
        if self.json:
            from agent.faces import lines

            lines.write(line)
        else:
            self.tell(sentence)

    def close(self) -> None:
        if "store" in self.__dict__:
            self.store.close()


def desk(context: typer.Context) -> Desk:
    """The desk of this call."""
    found = context.find_object(Desk)
    if found is None:
        raise TypeError("a command was called without the program around it")
    return found


def plain(text: str) -> str:
    """Words from a command line as clean Unicode: bytes that are no UTF-8 become replacement characters, commands to a
    terminal spaces.
    """
    clean = text.encode("utf-8", "replace").decode("utf-8")
    return "".join(" " if category(letter) == "Cc" and letter not in "\n\t" else letter for letter in clean)


def _as_json(context: typer.Context, value: bool) -> bool:
    desk(context).json = value
    return value


Json = Annotated[bool, typer.Option("--json", help="Print JSON, one object a line.", callback=_as_json, is_eager=True)]
Session = Annotated[str, typer.Argument(metavar="ID", help="A session's id, the beginning of it, or last.")]
TurnRef = Annotated[str, typer.Argument(metavar="TURN", help="A turn's number on the path to the head, or its id.")]
