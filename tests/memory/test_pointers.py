"""Renaming a branch, and taking an utterance back: everything points where it did, and redo still leads on."""

from collections.abc import Callable

import pytest
from PIL import Image

from memory import NothingToRedo, Store, StoreError, Turn
from memory.history import undone
from memory.schema import Move

Edit = Callable[..., Turn]


def test_a_branch_takes_another_name_and_goes_on(store: Store, photograph: Image.Image, edit: Edit) -> None:
    session = store.open_session(photograph, name="coffee")
    turn = edit(session.id)
    renamed = store.rename_branch(session.id, "winter", "call it winter", "done")
    assert renamed.branch == "winter"
    assert store.branches(session.id) == {"winter": turn.id}
    assert renamed.head_id == turn.id
    assert store.moves(session.id)[-1].detail == {"name": "winter", "was": "main"}
    edit(session.id, 30)
    assert set(store.branches(session.id)) == {"winter"}
    assert store.undo(session.id).id == turn.id
    assert store.verify(session.id).clean


def test_names_of_branches_are_not_shared(store: Store, photograph: Image.Image) -> None:
    session = store.open_session(photograph, name="coffee")
    store.branch(session.id, "other")
    for name in ("main", "other", "  "):
        with pytest.raises(StoreError):
            store.rename_branch(session.id, name)
    assert set(store.branches(session.id)) == {"main", "other"}


def test_taking_back_keeps_what_redo_would_bring(store: Store, photograph: Image.Image, edit: Edit) -> None:
    session = store.open_session(photograph, name="coffee")
    made = [edit(session.id, grey) for grey in (10, 20, 30)]
    store.undo(session.id, 2)
    before, branches = store.session(session.id), store.branches(session.id)
    after = store.last_move(session.id).number
    store.set_rules(session.id, ["keep it gray"])
    store.branch(session.id, "try")
    half = edit(session.id, 99)
    assert store.take_back(before, branches, after, half.id, "do two things")
    now = store.session(session.id)
    assert (now.head_id, now.branch, now.rules) == (made[0].id, "main", ())
    assert store.branches(session.id) == branches
    assert [store.redo(session.id).id for _ in range(2)] == [made[1].id, made[2].id]
    with pytest.raises(NothingToRedo):
        store.redo(session.id)
    assert store.verify(session.id).clean


def test_nothing_is_taken_back_from_under_somebody_else(store: Store, photograph: Image.Image, edit: Edit) -> None:
    session = store.open_session(photograph, name="coffee")
    before, branches, after = store.session(session.id), store.branches(session.id), 0
    mine, theirs = edit(session.id, 10), edit(session.id, 20)
    assert not store.take_back(before, branches, after, mine.id)
    assert store.session(session.id).head_id == theirs.id


def test_an_utterance_that_moved_nothing_leaves_no_line(store: Store, photograph: Image.Image) -> None:
    session = store.open_session(photograph, name="coffee")
    assert store.take_back(session, store.branches(session.id), 0, session.head_id)
    assert len(store.moves(session.id)) == 1


def test_what_waits_is_read_from_the_log() -> None:
    def move(number: int, kind: str, start: str, end: str, **detail: object) -> Move:
        return Move(number, "s", kind, "", start, end, "", detail, "")

    moves = [
        move(1, "undo", "c", "a", left=["c", "b"]),
        move(2, "commit", "a", "d", turns=["d"]),
        move(3, "back", "d", "a", after=1, waiting=["c", "b"]),
    ]
    assert undone(moves) == ["c", "b"]
    assert undone(moves[:2]) == []
