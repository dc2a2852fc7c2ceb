"""The command `plan`: what an utterance would do, without doing it; also for many utterances from a file.

It opens no photograph and writes to no session.
"""

from __future__ import annotations

import json as json_format
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from agent.errors import ConsentNeeded
from agent.faces import lines
from agent.faces.desk import Desk, Json, desk, plain
from tools.errors import PentimentoError

if TYPE_CHECKING:
    from collections.abc import Iterator

app = typer.Typer()


@app.command(rich_help_panel="More")
def plan(
    context: typer.Context,
    say: Annotated[str | None, typer.Argument(metavar='"SAY"', help="What would be said.")] = None,
    file: Annotated[
        Path | None,
        typer.Option(metavar="IN.jsonl", help='One utterance a line: "…", {"instruction": "…"} or plain text.'),
    ] = None,
    session: Annotated[str | None, typer.Option(metavar="ID", help="As if said in this session.")] = None,
    planner: Annotated[str | None, typer.Option(metavar="NAME", help="What reads words.")] = None,
    json: Json = False,
) -> None:
    """What would be done; edits nothing.

    pentimento plan "make the sky a bit bluer and crop it to a square"
    """
    at = desk(context)
    if (say is None) == (file is None):
        context.fail("Give one utterance in quotes, or --file IN.jsonl.")
    agent = at.agent(planner=planner)
    known = at.store.session(session).id if session is not None else None
    failed = False
    for said in _utterances(say, file):
        line: dict[str, Any] = {"instruction": said if isinstance(said, str) else None}
        try:
            if isinstance(said, PentimentoError):
                raise said
            line["plan"] = agent.propose(said, known).to_json()
        except Exception as error:  # one bad line never stops the rest
            failed = True
            if isinstance(error, ConsentNeeded):
                error.hint = "Nobody can answer here; PENTIMENTO_CHAT_SEND_PICTURES=always or =never does."
            line |= {"plan": None, "error": lines.error(error)}
            at.complain(error)
        _tell(at, line)
    if failed:
        raise typer.Exit(1)


def _utterances(say: str | None, file: Path | None) -> Iterator[str | PentimentoError]:
    """In order; a line that holds no utterance is an error in its place."""
    if file is None:
        yield plain(say or "")
        return
    text = _read(file)
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            yield _instruction(line.strip(), number)


def _read(file: Path) -> str:
    try:
        if str(file) == "-":
            return typer.get_binary_stream("stdin").read().decode("utf-8", "replace")
        return file.read_bytes().decode("utf-8-sig", "replace")
    except OSError as error:
        raise PentimentoError(f"{file} can't be read: {error.strerror}.", "Check the name and the folder.") from error


def _instruction(line: str, number: int) -> str | PentimentoError:
    """The utterance of one line. What begins like JSON has to be JSON; anything else is taken as it stands."""
    if line[0] not in '{["':
        return plain(line)
    try:
        row: Any = json_format.loads(line)
    except (ValueError, RecursionError):
        return PentimentoError(f"Line {number} is no JSON.", 'A line is "…", {"instruction": "…"} or plain text.')
    said = row.get("instruction") if isinstance(row, dict) else row
    if not isinstance(said, str):
        return PentimentoError(f"Line {number} has no “instruction” in words.", 'For example: {"instruction": "undo"}')
    return plain(said)


def _tell(at: Desk, line: dict[str, Any]) -> None:
    if at.json:
        lines.write(line)
    elif line["plan"] is not None:
        at.tell(_sentence(line["plan"]))
        if notice := line["plan"].get("origin", {}).get("fell_back"):
            typer.echo(f"  {notice}", err=True)


def _sentence(said: dict[str, Any]) -> str:
    """A plan for a person: the act and what it needs, each operation with its arguments."""
    args = ", ".join(f"{key} {value}" for key, value in said.get("args", {}).items())
    steps = [_operation(operation) for operation in said["operations"]]
    told = " · ".join([" ".join(part for part in (said["act"], args) if part), *steps])
    reply = f"\n  {said['reply']}" if said["reply"] else ""
    following = f"\n{_sentence(said['then'])}" if said.get("then") else ""
    return told + reply + following


def _operation(said: dict[str, Any]) -> str:
    own = ", ".join(f"{key} {value}" for key, value in said.items() if key not in ("op", "region"))
    region = said.get("region") or {}
    where = region.get("phrase") or ", ".join(f"{key} {value}" for key, value in region.items())
    return " ".join(part for part in (said["op"], own, f"({where})" if where else "") if part)
