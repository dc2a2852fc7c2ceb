from collections.abc import Callable

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from PIL import Image

from memory import HeadMoved, NothingToRedo, NothingToUndo, Store, StoreError, Turn, TurnDraft

Edit = Callable[..., Turn]


def test_undo_and_redo_walk_the_same_way(store: Store, photograph: Image.Image, edit: Edit) -> None:
    session = store.open_session(photograph, name="coffee")
    made = [store.turn(session.id, 0), *(edit(session.id, grey) for grey in (10, 20, 30))]
    assert [store.undo(session.id).id for _ in range(3)] == [turn.id for turn in made[2::-1]]
    assert [store.redo(session.id).id for _ in range(3)] == [turn.id for turn in made[1:]]
    assert store.undo(session.id, 2).id == made[1].id
    assert store.redo(session.id, 2).id == made[3].id


def test_there_is_nothing_before_the_photograph(store: Store, photograph: Image.Image, edit: Edit) -> None:
    session = store.open_session(photograph, name="coffee")
    with pytest.raises(NothingToUndo, match="nothing to undo"):
        store.undo(session.id)
    edit(session.id)
    with pytest.raises(NothingToUndo, match="only 1 to undo, not 2"):
        store.undo(session.id, 2)
    assert store.session(session.id).head_id != session.root_id
    with pytest.raises(NothingToUndo):
        store.undo(session.id, 0)


def test_a_new_turn_ends_what_can_be_redone(store: Store, photograph: Image.Image, edit: Edit) -> None:
    session = store.open_session(photograph, name="coffee")
    with pytest.raises(NothingToRedo):
        store.redo(session.id)
    edit(session.id, 10)
    store.undo(session.id)
    store.record(session.id, "none", "nice")
    edit(session.id, 20)
    with pytest.raises(NothingToRedo):
        store.redo(session.id)


def test_every_move_is_logged_with_its_words(store: Store, photograph: Image.Image, edit: Edit) -> None:
    session = store.open_session(photograph, name="coffee")
    turn = edit(session.id)
    store.undo(session.id, 1, "undo that", "taken back")
    store.record(session.id, "ask", "the bin", "which one?", {"candidates": [1, 2]})
    store.goto(session.id, turn.id, "go to 1")
    moves = store.moves(session.id)
    assert [move.number for move in moves] == [0, 1, 2, 3, 4]
    assert [move.kind for move in moves] == ["open", "commit", "undo", "ask", "goto"]
    assert [move.utterance for move in moves] == ["", "paint it 200", "undo that", "the bin", "go to 1"]
    assert (moves[2].from_id, moves[2].to_id) == (turn.id, session.root_id)
    assert moves[3].from_id == moves[3].to_id == session.root_id
    assert moves[3].detail == {"candidates": [1, 2]}
    assert moves[2].reply == "taken back"


def test_branches_keep_their_own_heads(store: Store, photograph: Image.Image, edit: Edit) -> None:
    session = store.open_session(photograph, name="coffee")
    first = edit(session.id, 10)
    assert store.branch(session.id, "warm").branch == "warm"
    second = edit(session.id, 20)
    assert store.branches(session.id) == {"main": first.id, "warm": second.id}
    assert store.branch(session.id, "main").head_id == first.id
    third = edit(session.id, 30)
    assert store.branch(session.id, "warm").head_id == second.id
    assert store.branches(session.id) == {"main": third.id, "warm": second.id}
    with pytest.raises(StoreError, match="name"):
        store.branch(session.id, "  ")


def chain(photograph: Image.Image, greys: tuple[int, ...]) -> list[TurnDraft]:
    drafts, image = [], photograph
    for grey in greys:
        image = image.copy()
        image.paste((grey,) * 3, (grey, 0, grey + 40, 40))
        drafts.append(TurnDraft(f"paint it {grey}", image, author="amend"))
    return drafts


def test_a_chain_run_again_is_one_move_and_one_undo(store: Store, photograph: Image.Image, edit: Edit) -> None:
    session = store.open_session(photograph, name="coffee")
    old = [edit(session.id, grey) for grey in (10, 20, 30)]
    made = store.commit_chain(
        *(session.id, old[0].id, chain(photograph, (50, 60))),
        expected_head=old[2].id,
        utterance="make the second one lighter",
        detail={"turn": 2},
    )
    assert [turn.depth for turn in made] == [2, 3]
    assert [turn.id for turn in store.path(session.id)][1:] == [old[0].id, *(turn.id for turn in made)]
    assert store.last_move(session.id) == store.moves(session.id)[-1]
    assert store.last_move(session.id).detail == {"turn": 2, "turns": [turn.id for turn in made]}
    assert store.undo(session.id).id == old[2].id
    assert store.redo(session.id).id == made[-1].id
    assert store.undo(session.id, 2).id == old[1].id


def test_dropping_every_turn_leads_to_the_parent_and_redo_back(
    store: Store, photograph: Image.Image, edit: Edit
) -> None:
    session = store.open_session(photograph, name="coffee")
    turn = edit(session.id)
    assert store.commit_chain(session.id, session.root_id, [], expected_head=turn.id, kind="drop") == []
    assert store.session(session.id).head_id == session.root_id
    assert store.redo(session.id).id == turn.id


def test_a_chain_that_finds_the_head_moved_is_kept(store: Store, photograph: Image.Image, edit: Edit) -> None:
    session = store.open_session(photograph, name="coffee")
    turn = edit(session.id)
    with pytest.raises(HeadMoved) as caught:
        store.commit_chain(session.id, session.root_id, chain(photograph, (50, 60)), expected_head=session.root_id)
    assert store.session(session.id).head_id == turn.id
    assert caught.value.turn.depth == 2
    assert len(store.turns(session.id)) == 4
    assert store.undo(session.id).id == session.root_id


class Walk(RuleBasedStateMachine):
    """A session against a model: a tree of numbers, a head, and the list of what undo left."""

    @initialize()
    def begin(self) -> None:
        from tempfile import TemporaryDirectory

        self.folder = TemporaryDirectory()
        from pathlib import Path

        self.store = Store(Path(self.folder.name) / "store.db")
        self.session = self.store.open_session(Image.new("L", (2, 2)), name="x")
        self.parents: dict[str, str | None] = {self.session.root_id: None}
        self.shade = {self.session.root_id: 0}
        self.head = self.session.root_id
        self.left: list[str] = []

    @rule(shade=st.integers(0, 255))
    def commit(self, shade: int) -> None:
        draft = TurnDraft("", Image.new("L", (2, 2), shade))
        turn = self.store.commit(self.session.id, draft, expected_head=self.head)
        self.parents[turn.id], self.shade[turn.id] = self.head, shade
        self.head, self.left = turn.id, []

    @rule(n=st.integers(1, 3))
    def undo(self, n: int) -> None:
        way = [self.head]
        while len(way) <= n and (parent := self.parents[way[-1]]):
            way.append(parent)
        if len(way) <= n:
            with pytest.raises(NothingToUndo):
                self.store.undo(self.session.id, n)
            return
        self.store.undo(self.session.id, n)
        self.left += way[:-1]
        self.head = way[-1]

    @rule(n=st.integers(1, 3))
    def redo(self, n: int) -> None:
        if len(self.left) < n:
            with pytest.raises(NothingToRedo):
                self.store.redo(self.session.id, n)
            return
        self.store.redo(self.session.id, n)
        self.head = self.left[-n]
        del self.left[-n:]

    @rule(data=st.data())
    def goto(self, data: st.DataObject) -> None:
        to = data.draw(st.sampled_from(sorted(self.parents)))
        self.store.goto(self.session.id, to)
        self.left = self.left if to == self.head else []
        self.head = to

    @rule()
    def talk(self) -> None:
        self.store.record(self.session.id, "none", "nice")

    @precondition(lambda self: len(self.parents) > 1)
    @rule()
    def lose_a_race(self) -> None:
        stale = next(name for name in self.parents if name != self.head)
        with pytest.raises(HeadMoved) as caught:
            self.store.commit(self.session.id, TurnDraft("", Image.new("L", (2, 2), 7)), expected_head=stale)
        self.parents[caught.value.turn.id], self.shade[caught.value.turn.id] = stale, 7

    @invariant()
    def the_store_is_where_the_model_is(self) -> None:
        if not hasattr(self, "head"):
            return
        assert self.store.session(self.session.id).head_id == self.head
        way, at = [], self.head
        while at:
            way.append(at)
            at = self.parents[at] or ""
        path = self.store.path(self.session.id)
        assert [turn.id for turn in path] == way[::-1]
        assert self.store.picture(path[-1].picture).getpixel((0, 0)) == self.shade[self.head]

    def teardown(self) -> None:
        if hasattr(self, "store"):
            assert not self.store.verify().problems
            assert len(self.store.turns(self.session.id)) == len(self.parents)
            self.store.close()
            self.folder.cleanup()


TestWalk = Walk.TestCase
TestWalk.settings = settings(max_examples=15, stateful_step_count=20, deadline=None)
