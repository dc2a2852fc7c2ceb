"""The JSON contract of the command line: one object a line, nothing else on standard output.

Records of memory and the agent's states in, plain JSON out. Loads neither pydantic nor pictures, so that `log` and
`undo` stay quick. It knows nothing of options, terminals or exit codes.
"""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

from tools.errors import PentimentoError

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from agent.events import State
    from memory.schema import MaskRef, Move, Report, SessionSummary, Step, Turn
    from tools.types import Candidate

Json = dict[str, Any]


def write(line: Mapping[str, Any]) -> None:
    """One line on standard output, at once. Letters that its encoding lacks are escaped."""
    text = json.dumps(line, ensure_ascii=False)
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        text = json.dumps(line)
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def error(failure: BaseException) -> Json:
    """What went wrong, and the next step to take."""
    kind = type(failure).__name__
    if isinstance(failure, PentimentoError):
        return {"type": kind, "message": failure.message, "hint": failure.hint}
    if isinstance(failure, OSError):
        where = f"{failure.filename}: " if failure.filename else ""
        return {"type": kind, "message": f"{where}{failure.strerror or failure}.", "hint": ""}
    message = f"This is a bug in Pentimento: {kind}: {failure}"
    return {"type": kind, "message": message, "hint": "Run again with --debug and report it."}


def utterance(
    state: State, *, failure: BaseException | None = None, candidates: Sequence[Candidate] | None = None
) -> Json:
    """One utterance of `edit`: `id` is the new turn's or None; the rest is how things stand afterwards."""
    line: Json = {
        "turn": state.head.depth,
        "id": state.turn.id if state.turn else None,
        "session": state.session_id,
        "utterance": state.utterance,
        "act": state.act,
        "reply": state.reply,
        "head": state.head.id,
        "picture": picture(state.head),
        "operations": [operation(step) for step in state.turn.steps] if state.turn else [],
    }
    if state.turn:
        line |= origin(state.turn)
    if candidates is not None:
        line["candidates"] = [candidate(number, found) for number, found in enumerate(candidates, 1)]
    return {**line, "error": error(failure) if failure else None}


def moved(kind: str, said: str, reply: str, head: Turn) -> Json:
    """A move of the head by command: the same keys as for an utterance."""
    return {
        "turn": head.depth,
        "id": None,
        "session": head.session_id,
        "utterance": said,
        "act": kind,
        "reply": reply,
        "head": head.id,
        "picture": picture(head),
        "operations": [],
        "error": None,
    }


def picture(turn: Turn) -> Json:
    """The turn's picture: digest and size in pixels."""
    return {"digest": turn.picture, "width": turn.width, "height": turn.height}


def candidate(number: int, found: Candidate) -> Json:
    """One place that an open question offers; the box in fractions of the picture."""
    box = [_rounded(value) for value in found.selection.fractions]
    return {"n": number, "box": box, "score": round(found.score, 3), "label": found.label}


def operation(step: Step) -> Json:
    """One operation as done: its region, its own arguments, its receipt."""
    own = {key: value for key, value in step.operation.items() if key not in ("op", "region", "seed")}
    line: Json = {"op": step.operation.get("op", step.asked.get("op")), "region": region(step), **own}
    if step.seed is not None:
        line["seed"] = step.seed
    return {**line, "receipt": step.receipt}


def region(step: Step) -> Json | None:
    """What was asked for (words, points, a mask) and the box it was found in; None for the whole picture."""
    given = step.operation.get("region") or step.asked.get("region") or {}
    told = {key: value for key, value in given.items() if value is not None}
    asked = step.masks.get("asked")
    if asked is not None:
        told["box"] = fractions(asked)
    return told or None


def fractions(mask: MaskRef) -> list[float]:
    """A stored mask's box as fractions of the picture it belongs to."""
    (x0, y0, x1, y1), (width, height) = mask.box, mask.size
    return [_rounded(x0 / width), _rounded(y0 / height), _rounded(x1 / width), _rounded(y1 / height)]


def turn(record: Turn, *, head: str, path: Collection[str], branches: Mapping[str, str]) -> Json:
    """One turn of `log`: the photograph is turn 0; `on_path` tells whether it lies on the way to the head."""
    return {
        "turn": record.depth,
        "id": record.id,
        "parent": record.parent_id,
        "session": record.session_id,
        "created_at": record.created_at,
        "author": record.author,
        "utterance": record.utterance,
        "act": record.plan.get("act"),
        "reply": record.reply,
        "head": record.id == head,
        "on_path": record.id in path,
        "branches": sorted(name for name, tip in branches.items() if tip == record.id),
        "picture": picture(record),
        "operations": [operation(step) for step in record.steps],
        **origin(record),
    }


def origin(record: Turn) -> Json:
    """Which model planned the turn and what that cost; nothing where the rules did."""
    return {"origin": record.plan["origin"]} if "origin" in record.plan else {}


def step(record: Step) -> Json:
    """One step of `show`, whole: what it was made from, with what, and the masks it used."""
    return {
        **operation(record),
        "asked": record.asked,
        "version": record.version,
        "base": record.base,
        "input": record.input,
        "output": record.output,
        "transform": list(record.transform),
        "engine": record.engine,
        "model": record.model,
        "model_revision": record.model_revision,
        "model_hash": record.model_hash,
        "versions": record.versions,
        "device": record.device,
        "dtype": record.dtype,
        "masks": {name: {"digest": mask.digest, "box": fractions(mask)} for name, mask in record.masks.items()},
    }


def move(record: Move) -> Json:
    """One entry of the log of moves, as exported."""
    return {
        "number": record.number,
        "kind": record.kind,
        "utterance": record.utterance,
        "from": record.from_id,
        "to": record.to_id,
        "reply": record.reply,
        "detail": record.detail,
        "created_at": record.created_at,
    }


def session(summary: SessionSummary) -> Json:
    """One session of `sessions`; `bytes` is what its pictures brought to the file."""
    return {
        "session": summary.id,
        "name": summary.name,
        "source": summary.source,
        "turns": summary.turns,
        "first": summary.first,
        "last": summary.last,
        "head": summary.head_id,
        "created_at": summary.created_at,
        "used_at": summary.used_at,
        "bytes": summary.bytes,
    }


def report(found: Report, session_id: str | None) -> Json:
    """What `verify` found."""
    return {
        "session": session_id,
        "clean": not found.problems,
        "problems": list(found.problems),
        "sessions": found.sessions,
        "turns": found.turns,
        "pictures": found.pictures,
        "tiles": found.tiles,
        "bytes": found.bytes,
    }


def _rounded(value: float) -> float:
    return round(value, 6)
