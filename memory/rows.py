"""Rows to records and records to rows. Knows the tables' columns, but no rules of history and no pixels."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from memory.failpoints import reach
from memory.identity import now
from memory.schema import MaskRef, Move, Session, Step, Turn

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

TURN = """
    SELECT turns.*, pictures.mode, pictures.width, pictures.height
    FROM turns JOIN pictures ON pictures.digest = turns.picture """
SESSION = """
    SELECT sessions.*, branches.turn_id AS head_id,
        (SELECT id FROM turns WHERE turns.session_id = sessions.id AND turns.parent_id IS NULL) AS root_id
    FROM sessions JOIN branches ON branches.session_id = sessions.id AND branches.name = sessions.branch """
SUMMARIES = """
    SELECT sessions.id, sessions.name, sessions.source, branches.turn_id AS head_id, sessions.created_at,
        sessions.used_at,
        (SELECT count(*) FROM turns WHERE turns.session_id = sessions.id AND parent_id IS NOT NULL) AS turns,
        coalesce((SELECT utterance FROM turns WHERE turns.session_id = sessions.id AND parent_id IS NOT NULL
            ORDER BY turns.id LIMIT 1), '') AS first,
        coalesce((SELECT utterance FROM turns WHERE turns.session_id = sessions.id AND parent_id IS NOT NULL
            ORDER BY turns.id DESC LIMIT 1), '') AS last,
        coalesce((SELECT sum(pictures.bytes) FROM uses JOIN pictures ON pictures.digest = uses.picture
            WHERE uses.session_id = sessions.id), 0) AS bytes
    FROM sessions JOIN branches ON branches.session_id = sessions.id AND branches.name = sessions.branch
    ORDER BY sessions.used_at DESC, sessions.id DESC"""
PATH = """
    WITH RECURSIVE path(id, parent_id) AS (
        SELECT id, parent_id FROM turns WHERE id = :turn_id
        UNION ALL
        SELECT turns.id, turns.parent_id FROM turns JOIN path ON turns.id = path.parent_id)"""

MOST_KNOWN = 4096  # turns kept at hand

_DIGEST = re.compile(r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])")


def dump(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def session_from(row: sqlite3.Row) -> Session:
    return Session(**{**dict(row), "rules": tuple(json.loads(row["rules"]))})


def move_from(row: sqlite3.Row) -> Move:
    return Move(**{**dict(row), "detail": json.loads(row["detail"])})


def turns_from(rows: sqlite3.Connection, found: Iterable[sqlite3.Row]) -> list[Turn]:
    """The turns of the rows of a TURN query, with their steps; what was read before is not read again."""
    known: dict[str, Turn] = getattr(rows, "known", {})
    turns = []
    for row in found:
        turn = known.get(row["id"])
        if turn is None:
            steps = steps_of(rows, row["id"]) if row["parent_id"] else ()
            turn = Turn(**{**dict(row), "plan": json.loads(row["plan"]), "steps": steps})
            if len(known) >= MOST_KNOWN:
                known.clear()
            known[turn.id] = turn
        turns.append(turn)
    return turns


def steps_of(rows: sqlite3.Connection, turn_id: str) -> tuple[Step, ...]:
    masks: dict[int, dict[str, MaskRef]] = {}
    for row in rows.execute("SELECT * FROM masks WHERE turn_id = :turn_id", {"turn_id": turn_id}):
        mask = MaskRef(row["picture"], tuple(json.loads(row["box"])), tuple(json.loads(row["size"])))
        masks.setdefault(row["place"], {})[row["name"]] = mask
    found = rows.execute("SELECT * FROM steps WHERE turn_id = :turn_id ORDER BY place", {"turn_id": turn_id})
    return tuple(_step_from(row, masks.get(row["place"], {})) for row in found)


def _step_from(row: sqlite3.Row, masks: dict[str, MaskRef]) -> Step:
    fields: dict[str, Any] = dict(row)
    del fields["turn_id"]
    for name in ("asked", "operation", "versions", "receipt"):
        fields[name] = json.loads(fields[name])
    seed = fields.pop("seed")
    return Step(
        index=fields.pop("place"),
        masks=masks,
        transform=tuple(json.loads(fields.pop("transform"))),
        seed=None if seed is None else int(seed),
        **fields,
    )


def moves_of(rows: sqlite3.Connection, session_id: str) -> list[Move]:
    found = rows.execute("SELECT * FROM moves WHERE session_id = :id ORDER BY number", {"id": session_id})
    return [move_from(row) for row in found]


def last_move_of(rows: sqlite3.Connection, session_id: str) -> Move:
    query = "SELECT * FROM moves WHERE session_id = :id ORDER BY number DESC LIMIT 1"
    return move_from(rows.execute(query, {"id": session_id}).fetchone())


def branches_of(rows: sqlite3.Connection, session_id: str) -> dict[str, str]:
    query = "SELECT name, turn_id FROM branches WHERE session_id = :id ORDER BY name"
    return dict(rows.execute(query, {"id": session_id}).fetchall())


def put_session(rows: sqlite3.Connection, session: Session) -> None:
    rows.execute(_PUT_SESSION, {**vars(session), "rules": dump(session.rules)})
    reach("session")


def put_blob(rows: sqlite3.Connection, data: bytes | None) -> str | None:
    if not data:
        return None
    import hashlib

    digest = hashlib.sha256(data).hexdigest()
    put = "INSERT INTO blobs (digest, data) VALUES (:digest, :data) ON CONFLICT DO NOTHING"
    rows.execute(put, {"digest": digest, "data": data})
    reach("blob")
    return digest


def put_turn(rows: sqlite3.Connection, turn: Turn) -> None:
    """Insert a turn, its steps and their masks, and note which pictures the session now uses."""
    rows.execute(
        _PUT_TURN,
        {
            "id": turn.id,
            "session_id": turn.session_id,
            "parent_id": turn.parent_id,
            "depth": turn.depth,
            "utterance": turn.utterance,
            "plan": dump(turn.plan),
            "picture": turn.picture,
            "reply": turn.reply,
            "author": turn.author,
            "created_at": turn.created_at,
        },
    )
    reach("turn")
    used = {turn.picture}
    for step in turn.steps:
        used |= _put_step(rows, turn.id, step)
    put_uses(rows, turn.session_id, used, dump(turn.plan))


def _put_step(rows: sqlite3.Connection, turn_id: str, step: Step) -> set[str]:
    asked, operation, receipt = dump(step.asked), dump(step.operation), dump(step.receipt)
    rows.execute(
        _PUT_STEP,
        {
            "turn_id": turn_id,
            "place": step.index,
            "asked": asked,
            "operation": operation,
            "version": step.version,
            "base": step.base,
            "input": step.input,
            "output": step.output,
            "transform": dump(step.transform),
            "seed": None if step.seed is None else str(step.seed),
            "engine": step.engine,
            "model": step.model,
            "model_revision": step.model_revision,
            "model_hash": step.model_hash,
            "versions": dump(step.versions),
            "device": step.device,
            "dtype": step.dtype,
            "receipt": receipt,
        },
    )
    reach("step")
    for name, mask in step.masks.items():
        rows.execute(
            _PUT_MASK,
            {
                "turn_id": turn_id,
                "place": step.index,
                "name": name,
                "picture": mask.digest,
                "box": dump(mask.box),
                "size": dump(mask.size),
            },
        )
        reach("mask")
    named = {step.base, step.input, step.output, *(mask.digest for mask in step.masks.values())}
    return named | mentioned(rows, asked + operation)


def mentioned(rows: sqlite3.Connection, text: str) -> set[str]:
    """Digests of stored pictures that stand anywhere in `text`, whatever the JSON around them means."""
    known = "SELECT 1 FROM pictures WHERE digest = :digest"
    return {name for name in set(_DIGEST.findall(text)) if rows.execute(known, {"digest": name}).fetchone()}


def put_uses(rows: sqlite3.Connection, session_id: str, pictures: set[str], text: str = "") -> None:
    """Note that the session uses `pictures` and those mentioned in `text`, so that they live as long as it does."""
    for picture in sorted(pictures | mentioned(rows, text)):
        rows.execute(_PUT_USE, {"session_id": session_id, "picture": picture})
        reach("use")


def put_move(
    rows: sqlite3.Connection,
    session: Session,
    kind: str,
    *,
    to_id: str,
    from_id: str | None,
    utterance: str = "",
    reply: str = "",
    detail: dict[str, Any] | None = None,
) -> Move:
    """Append to the log and, where the head goes elsewhere, move it."""
    last = rows.execute("SELECT max(number) FROM moves WHERE session_id = :id", {"id": session.id}).fetchone()[0]
    number = 0 if last is None else last + 1
    move = Move(number, session.id, kind, utterance, from_id, to_id, reply, detail or {}, now())
    text = dump(move.detail)
    rows.execute(_PUT_MOVE, {**vars(move), "detail": text})
    reach("move")
    if to_id != from_id:
        rows.execute(_PUT_HEAD, {"session_id": session.id, "name": session.branch, "turn_id": to_id})
        reach("head")
    rows.execute("UPDATE sessions SET used_at = :at WHERE id = :id", {"at": move.created_at, "id": session.id})
    reach("used")
    put_uses(rows, session.id, set(), text)
    return move


_PUT_SESSION = """
    INSERT INTO sessions (id, name, source, branch, rules, icc, exif, created_at, used_at)
    VALUES (:id, :name, :source, :branch, :rules, :icc, :exif, :created_at, :used_at)"""
_PUT_TURN = """
    INSERT INTO turns (id, session_id, parent_id, depth, utterance, plan, picture, reply, author, created_at)
    VALUES (:id, :session_id, :parent_id, :depth, :utterance, :plan, :picture, :reply, :author, :created_at)"""
_PUT_STEP = """
    INSERT INTO steps (turn_id, place, asked, operation, version, base, input, output, transform, seed, engine, model,
        model_revision, model_hash, versions, device, dtype, receipt)
    VALUES (:turn_id, :place, :asked, :operation, :version, :base, :input, :output, :transform, :seed, :engine, :model,
        :model_revision, :model_hash, :versions, :device, :dtype, :receipt)"""
_PUT_MASK = """
    INSERT INTO masks (turn_id, place, name, picture, box, size)
    VALUES (:turn_id, :place, :name, :picture, :box, :size)"""
_PUT_USE = "INSERT INTO uses (session_id, picture) VALUES (:session_id, :picture) ON CONFLICT DO NOTHING"
_PUT_MOVE = """
    INSERT INTO moves (session_id, number, kind, utterance, from_id, to_id, reply, detail, created_at)
    VALUES (:session_id, :number, :kind, :utterance, :from_id, :to_id, :reply, :detail, :created_at)"""
_PUT_HEAD = """
    INSERT INTO branches (session_id, name, turn_id) VALUES (:session_id, :name, :turn_id)
    ON CONFLICT (session_id, name) DO UPDATE SET turn_id = excluded.turn_id"""
