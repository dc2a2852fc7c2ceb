"""Undo and redo as plain functions of the move log. Knows neither pixels nor the database.

Undoing a turn goes to where the head was when the turn was made: its parent, or, for a chain of turns that was run
again with one entry changed, the head before that. What can be redone is what undo left since the head last went
elsewhere; an utterance that was taken back leaves it as it found it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from memory.schema import Move


FIRST_BRANCH = "main"


def origins(moves: Iterable[Move]) -> dict[str, str]:
    """For the last turn of every commit and chain, where the head was before it."""
    return {
        move.to_id: move.from_id
        for move in moves
        if move.from_id and move.to_id and move.detail.get("turns", [None])[-1] == move.to_id
    }


def way_back(head_id: str, count: int, parents: Mapping[str, str | None], moves: Iterable[Move]) -> list[str]:
    """The heads that undoing up to `count` turns comes by, from `head_id` to the new one."""
    before = origins(moves)
    way = [head_id]
    while len(way) <= count:
        parent = parents[way[-1]]
        if parent is None:
            break
        way.append(before.get(way[-1], parent))
    return way


def undone(moves: Iterable[Move]) -> list[str]:
    """The turns that redo would go to, the next one last."""
    waiting: list[str] = []
    for move in moves:
        if move.kind == "redo":
            del waiting[-move.detail["count"] :]
        elif move.kind == "undo":
            waiting += move.detail["left"]
        elif move.kind == "back":
            waiting = list(move.detail["waiting"])
        elif move.from_id != move.to_id:
            dropped = not move.detail.get("turns", True) and move.from_id
            waiting = [dropped] if dropped else []
    return waiting


def made_on(moves: Iterable[Move]) -> dict[str, str]:
    """For each turn the branch that it was made on, by the name that the branch has now."""
    names: dict[str, str] = {}
    branch = FIRST_BRANCH
    then: dict[int, str] = {}
    for move in moves:
        if move.kind == "branch":
            branch, was = move.detail["name"], move.detail.get("was")
            names.update({turn: branch for turn, name in names.items() if name == was})
        elif move.kind == "back":
            branch = then[move.detail["after"]]
        names.update(dict.fromkeys(move.detail.get("turns", ()), branch))
        then[move.number] = branch
    return names
