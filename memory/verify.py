"""Reading everything back: tiles, pictures, turns, heads. Knows what must hold; mends nothing."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from memory.errors import PictureDamaged
from memory.gallery import get_tiles
from memory.pictures import digest, join, preview_image, split_map, tile_boxes
from memory.rows import steps_of
from memory.schema import Report

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from memory.schema import Step


def verify(rows: sqlite3.Connection, session_id: str | None, faults: list[str]) -> Report:
    """Check one session or everything; `faults` are what the database found about itself."""
    chosen = {"id": session_id}
    pictures = [row[0] for row in rows.execute(_SOME_PICTURES if session_id else _ALL_PICTURES, chosen)]
    problems = [*faults]
    tiles: dict[bytes, int] = {}
    for name in pictures:
        problems += _picture_problems(rows, name, tiles)
    turns = list(rows.execute(_TURNS, chosen))
    problems += _turn_problems(rows, turns)
    sessions = list(rows.execute(_SESSIONS, chosen))
    problems += _session_problems(rows, sessions)
    problems += _blob_problems(rows, sessions)
    return Report(problems, len(sessions), len(turns), len(pictures), len(tiles), sum(tiles.values()))


def _picture_problems(rows: sqlite3.Connection, name: str, tiles: dict[bytes, int]) -> list[str]:
    row = rows.execute("SELECT * FROM pictures WHERE digest = :digest", {"digest": name}).fetchone()
    try:
        names = split_map(row["tiles"])
        stored = get_tiles(rows, names)
        image = join(row["mode"], (row["width"], row["height"]), row["tile_px"], stored)
    except PictureDamaged as fault:
        return [f"picture {name[:12]}: {fault.message}"]
    problems = [] if digest(image) == name else [f"picture {name[:12]}: its pixels are not those that were stored"]
    boxes = zip(names, tile_boxes(image.size, row["tile_px"]), strict=True)
    fresh = {tile: box for tile, box in boxes if tile not in tiles}
    wrong = sum(digest(image.crop(box)) != tile.hex() for tile, box in fresh.items())
    if wrong:
        problems.append(f"picture {name[:12]}: {wrong} of its tiles are not those that were stored")
    tiles.update((one, len(data)) for one, (_, data) in zip(names, stored, strict=True))
    preview = rows.execute("SELECT format, data FROM previews WHERE picture = :digest", {"digest": name}).fetchone()
    if preview:
        try:
            preview_image(preview["format"], preview["data"], image.mode, image.size)
        except (OSError, SyntaxError, ValueError):
            problems.append(f"picture {name[:12]}: its preview can't be shown")
    return problems


def _turn_problems(rows: sqlite3.Connection, turns: Iterable[sqlite3.Row]) -> list[str]:
    problems = []
    for turn in turns:
        said = f"turn {turn['id']}: "
        parent = rows.execute("SELECT * FROM turns WHERE id = :id", {"id": turn["parent_id"]}).fetchone()
        if turn["parent_id"] is None:
            problems += [said + "a photograph's depth is not 0"] if turn["depth"] else []
            continue
        if parent is None or parent["session_id"] != turn["session_id"]:
            problems.append(said + "its parent is not in its session")
            continue
        if turn["depth"] != parent["depth"] + 1:
            problems.append(said + "its depth is not one more than its parent's")
        problems += [said + fault for step in steps_of(rows, turn["id"]) for fault in _mask_faults(rows, step)]
        used = {row[0] for row in rows.execute(_USES, {"id": turn["session_id"]})}
        problems += [said + "its picture is not noted as used"] if turn["picture"] not in used else []
    return problems


def _mask_faults(rows: sqlite3.Connection, step: Step) -> list[str]:
    faults = []
    for name, mask in step.masks.items():
        row = rows.execute(_SIZE, {"digest": mask.digest}).fetchone()
        left, top, right, bottom = mask.box
        if row is None or tuple(row) != ("L", right - left, bottom - top):
            faults.append(f"the mask {name!r} of step {step.index} is not a picture of the size of its box")
        if not (0 <= left <= right <= mask.size[0] and 0 <= top <= bottom <= mask.size[1]):
            faults.append(f"the mask {name!r} of step {step.index} lies outside its picture")
    return faults


def _session_problems(rows: sqlite3.Connection, sessions: Iterable[sqlite3.Row]) -> list[str]:
    problems = []
    for session in sessions:
        said = f"session {session['id']}: "
        key = {"id": session["id"], "name": session["branch"]}
        head = rows.execute(_HEAD, key).fetchone()
        if head is None:
            problems.append(said + "its head is not one of its turns")
        if rows.execute(_ROOTS, key).fetchone()[0] != 1:
            problems.append(said + "it has no photograph, or several")
        numbers = [row["number"] for row in rows.execute(_LOG, key)]
        if numbers != list(range(len(numbers))) or not numbers:
            problems.append(said + "its log has gaps")
        last = rows.execute(_LAST, key).fetchone()
        if head and last and last["to_id"] != head["turn_id"]:
            problems.append(said + "its log does not end at its head")
    return problems


def _blob_problems(rows: sqlite3.Connection, sessions: Iterable[sqlite3.Row]) -> list[str]:
    problems = []
    for name in {session[kind] for session in sessions for kind in ("icc", "exif") if session[kind]}:
        row = rows.execute("SELECT data FROM blobs WHERE digest = :digest", {"digest": name}).fetchone()
        if row is None or hashlib.sha256(row["data"]).hexdigest() != name:
            problems.append(f"profile {name[:12]}: its bytes are not those that were stored")
    return problems


_ALL_PICTURES = "SELECT digest FROM pictures ORDER BY digest"
_SOME_PICTURES = "SELECT picture FROM uses WHERE session_id = :id ORDER BY picture"
_TURNS = "SELECT * FROM turns WHERE :id IS NULL OR session_id = :id ORDER BY id"
_SESSIONS = "SELECT * FROM sessions WHERE :id IS NULL OR id = :id ORDER BY id"
_USES = "SELECT picture FROM uses WHERE session_id = :id"
_SIZE = "SELECT mode, width, height FROM pictures WHERE digest = :digest"
_HEAD = """
    SELECT branches.turn_id FROM branches JOIN turns ON turns.id = branches.turn_id
    WHERE branches.session_id = :id AND branches.name = :name AND turns.session_id = :id"""
_ROOTS = "SELECT count(*) FROM turns WHERE session_id = :id AND parent_id IS NULL"
_LOG = "SELECT number FROM moves WHERE session_id = :id ORDER BY number"
_LAST = "SELECT to_id FROM moves WHERE session_id = :id ORDER BY number DESC LIMIT 1"
