"""What is added to the newest line of a log: it stands there, and changes nothing else."""

from __future__ import annotations

from PIL import Image

from memory.schema import TurnDraft
from memory.store import Store


def test_a_note_is_kept_with_the_newest_move_alone(store: Store) -> None:
    session = store.open_session(Image.new("RGB", (6, 4)), name="p", source="p.png")
    store.commit(session.id, TurnDraft("red", Image.new("RGB", (6, 4), "red")), expected_head=session.head_id)
    store.undo(session.id, utterance="back")
    before = store.moves(session.id)
    store.note(session.id, {"origin": {"planner": "chat"}, "left": "not this"})
    after = store.moves(session.id)
    assert after[:-1] == before[:-1]
    assert after[-1].detail == {**before[-1].detail, "origin": {"planner": "chat"}}
    assert store.redo(session.id).utterance == "red"
