from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

import memory
from memory import SessionNotFound, Store, Turn
from memory.identity import ALPHABET, LENGTH, new_id

Edit = Callable[..., Turn]


def test_sessions_are_found_by_id_prefix_and_last_used(store: Store, photograph: Image.Image, edit: Edit) -> None:
    with pytest.raises(SessionNotFound, match="no session yet"):
        store.session("last")
    one, two = store.open_session(photograph, name="one"), store.open_session(photograph, name="two")
    assert store.session("last").id == two.id
    edit(one.id)
    assert store.session("last").id == one.id
    assert store.session(one.id.upper()).id == one.id
    assert store.session(two.id[:-1]).id == two.id
    with pytest.raises(SessionNotFound, match="More than one"):
        store.session(one.id[:4])
    for missing in ("nobody", "", "%", "one'--", "0" * 40):
        with pytest.raises(SessionNotFound) as caught:
            store.session(missing)
        assert one.id in caught.value.hint


def test_the_list_tells_what_was_said_and_how_much_is_kept(store: Store, photograph: Image.Image, edit: Edit) -> None:
    one = store.open_session(photograph, name="one", source="coffee.png")
    two = store.open_session(photograph, name="two")
    edit(one.id, 10, utterance="darker")
    edit(one.id, 20, utterance="lighter")
    listed = store.sessions()
    assert [summary.id for summary in listed] == [one.id, two.id]
    assert (listed[0].turns, listed[0].first, listed[0].last) == (2, "darker", "lighter")
    assert (listed[1].turns, listed[1].first, listed[1].last) == (0, "", "")
    assert listed[0].source == "coffee.png"
    assert listed[0].bytes > listed[1].bytes > 100_000


def test_rename_and_rules(store: Store, path: Path, photograph: Image.Image) -> None:
    session = store.open_session(photograph, name="coffee")
    store.rename(session.id, "Kaffee ☕")
    assert store.set_rules(session.id, ["keep it warm", "Zeichen „so“"]).rules == ("keep it warm", "Zeichen „so“")
    with Store(path) as other:
        assert other.session(session.id).name == "Kaffee ☕"
        assert other.session(session.id).rules == ("keep it warm", "Zeichen „so“")


def test_ids_are_unique_and_in_the_order_of_time() -> None:
    made = [new_id() for _ in range(5000)]
    assert made == sorted(set(made))
    assert {len(one) for one in made} == {LENGTH}
    assert set("".join(made)) <= set(ALPHABET)


def test_the_package_gives_what_it_lists() -> None:
    assert memory.__all__ == sorted(memory.__all__)
    assert all(getattr(memory, name).__name__ == name for name in memory.__all__)
    assert dir(memory) == memory.__all__
    with pytest.raises(AttributeError, match="nothing_like_it"):
        _ = memory.nothing_like_it
