from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from memory import HeadMoved, PictureDamaged, SessionNotFound, Store, StoreError, Turn, TurnDraft, TurnNotFound
from memory.pictures import digest

Edit = Callable[..., Turn]
Draft = Callable[..., TurnDraft]


def test_a_session_begins_with_the_photograph(store: Store, photograph: Image.Image) -> None:
    session = store.open_session(photograph, name="coffee", source="coffee.png", icc=b"profile", exif=b"camera")
    root = store.turn(session.id, 0)
    assert session.head_id == session.root_id == root.id
    assert (root.parent_id, root.depth, root.steps) == (None, 0, ())
    assert (root.width, root.height, root.mode) == (*photograph.size, "RGB")
    assert store.picture(root.picture).tobytes() == photograph.tobytes()
    assert store.blob(session.icc or "") == b"profile"
    assert store.blob(session.exif or "") == b"camera"
    assert [move.kind for move in store.moves(session.id)] == ["open"]


def test_what_was_opened_with_is_logged(store: Store, photograph: Image.Image) -> None:
    session = store.open_session(photograph, name="coffee", notes=("16-bit reduced to 8",))
    assert store.moves(session.id)[0].detail == {"notes": ["16-bit reduced to 8"]}


def test_a_turn_comes_back_as_it_was_committed(
    store: Store, photograph: Image.Image, draft: Draft, edit: Edit, path: Path
) -> None:
    session = store.open_session(photograph, name="coffee")
    wanted = draft(photograph)
    turn = store.commit(session.id, wanted, expected_head=session.head_id)
    with Store(path) as other:
        read = other.turn(session.id, turn.id)
        assert read == turn
        assert read.steps == wanted.steps
        assert (read.utterance, read.plan, read.reply, read.author) == (
            "paint it 200",
            {"act": "edit"},
            "done",
            "person",
        )
        assert other.picture(read.picture).tobytes() == wanted.picture.tobytes()
        assert other.picture(read.steps[0].masks["written"].digest).size == (50, 50)
        assert other.session(session.id).head_id == turn.id


@pytest.mark.parametrize("mode", ["L", "LA", "RGB", "RGBA"])
@pytest.mark.parametrize("size", [(1, 1), (257, 3), (600, 400)])
def test_every_mode_and_size_comes_back_bit_for_bit(
    store: Store, path: Path, photograph: Image.Image, mode: str, size: tuple[int, int]
) -> None:
    image = photograph.convert(mode).resize(size)
    session = store.open_session(image, name="x")
    with Store(path) as other:
        read = other.picture(other.turn(session.id, 0).picture)
    assert (read.mode, read.size, read.tobytes()) == (mode, size, image.tobytes())


def test_a_local_edit_brings_only_the_tiles_it_touches(store: Store, photograph: Image.Image, edit: Edit) -> None:
    session = store.open_session(photograph, name="coffee")
    tiles = store.verify().tiles
    edit(session.id, box=(10, 10, 20, 20))
    assert store.verify().tiles == tiles + 2  # one of the picture, one of the mask
    edit(session.id, grey=10, box=(250, 10, 262, 20))
    assert store.verify().tiles == tiles + 5


def test_steps_whose_pictures_differ_are_all_kept(store: Store, path: Path, photograph: Image.Image) -> None:
    session = store.open_session(photograph, name="coffee")
    first, last = photograph.copy(), photograph.copy()
    first.paste((1, 2, 3), (0, 0, 30, 30))
    last.paste((1, 2, 3), (0, 0, 30, 30))
    last.paste((3, 2, 1), (300, 300, 340, 340))
    store.commit(session.id, TurnDraft("two", last, pictures=(first, first)), expected_head=session.head_id)
    with Store(path) as other:
        assert other.picture(digest(first)).tobytes() == first.tobytes()
        assert other.picture(digest(last)).tobytes() == last.tobytes()
        assert not other.verify().problems


def test_the_same_picture_twice_is_stored_once(store: Store, photograph: Image.Image) -> None:
    store.open_session(photograph, name="one")
    before = store.verify()
    store.open_session(photograph.copy(), name="two")
    after = store.verify()
    assert (after.pictures, after.tiles, after.sessions) == (before.pictures, before.tiles, 2)


def test_a_crop_changes_the_size_and_undo_restores_it(store: Store, photograph: Image.Image) -> None:
    session = store.open_session(photograph, name="coffee")
    turn = store.commit(session.id, TurnDraft("crop", photograph.crop((5, 5, 105, 85))), expected_head=session.head_id)
    assert (turn.width, turn.height) == (100, 80)
    assert store.undo(session.id).picture == digest(photograph)


def test_turns_are_found_by_number_id_and_prefix(store: Store, photograph: Image.Image, edit: Edit) -> None:
    session = store.open_session(photograph, name="coffee")
    made = [edit(session.id, grey) for grey in (10, 20, 30)]
    assert store.turn(session.id, 2) == store.turn(session.id, "2") == made[1]
    assert store.turn(session.id, made[0].id.upper()) == made[0]
    shortest = next(made[2].id[:n] for n in range(1, 27) if not any(t.id.startswith(made[2].id[:n]) for t in made[:2]))
    if shortest != session.root_id[: len(shortest)]:
        assert store.turn(session.id, shortest) == made[2]
    for missing in (4, "-1", "zzzz", "", "no such", "1.5"):
        with pytest.raises(TurnNotFound) as caught:
            store.turn(session.id, missing)
        assert "0 to 3" in caught.value.hint
    with pytest.raises(TurnNotFound, match="More than one"):
        store.turn(session.id, made[0].id[:5])


def test_a_turn_of_another_session_is_not_found(store: Store, photograph: Image.Image, edit: Edit) -> None:
    one, two = store.open_session(photograph, name="one"), store.open_session(photograph, name="two")
    turn = edit(one.id)
    with pytest.raises(TurnNotFound):
        store.turn(two.id, turn.id)
    with pytest.raises(TurnNotFound):
        store.goto(two.id, turn.id)
    with pytest.raises(TurnNotFound):
        store.commit(two.id, TurnDraft("x", photograph), expected_head=turn.id)


def test_the_path_leads_from_the_photograph_to_a_turn(store: Store, photograph: Image.Image, edit: Edit) -> None:
    session = store.open_session(photograph, name="coffee")
    made = [edit(session.id, grey) for grey in (10, 20, 30)]
    assert [turn.id for turn in store.path(session.id)] == [session.root_id, *(turn.id for turn in made)]
    assert [turn.depth for turn in store.path(session.id, made[1].id)] == [0, 1, 2]


def test_turns_shows_every_branch(store: Store, photograph: Image.Image, edit: Edit) -> None:
    session = store.open_session(photograph, name="coffee")
    first = edit(session.id, 10)
    store.undo(session.id)
    second = edit(session.id, 20)
    assert [turn.id for turn in store.turns(session.id)] == [session.root_id, first.id, second.id]


def test_a_writer_that_finds_the_head_moved_keeps_its_result(
    store: Store, path: Path, photograph: Image.Image, draft: Draft
) -> None:
    session = store.open_session(photograph, name="coffee")
    with Store(path) as other:
        winner = other.commit(session.id, draft(photograph, 10), expected_head=session.head_id)
    with pytest.raises(HeadMoved) as caught:
        store.commit(session.id, draft(photograph, 20), expected_head=session.head_id)
    loser = caught.value.turn
    assert store.session(session.id).head_id == winner.id
    assert store.turn(session.id, loser.id) == loser
    assert loser.parent_id == winner.parent_id
    assert store.goto(session.id, loser.id).id == loser.id
    assert not store.verify().problems


def test_an_error_in_the_middle_leaves_nothing(store: Store, photograph: Image.Image) -> None:
    session = store.open_session(photograph, name="coffee")
    before = store.verify(), store.moves(session.id)
    bad = TurnDraft("paint", photograph.point(lambda v: 255 - v), plan={"not": object()})
    with pytest.raises(TypeError):
        store.commit(session.id, bad, expected_head=session.head_id)
    assert (store.verify(), store.moves(session.id)) == before
    assert store.session(session.id) == session


def test_a_mask_that_is_not_stored_is_refused(store: Store, photograph: Image.Image, draft: Draft) -> None:
    session = store.open_session(photograph, name="coffee")
    whole = draft(photograph)
    with pytest.raises(StoreError, match="names a picture"):
        store.commit(
            session.id, TurnDraft("x", whole.picture, steps=whole.steps, pictures=()), expected_head=session.head_id
        )
    assert store.session(session.id).head_id == session.root_id


def test_missing_things_are_told(store: Store) -> None:
    with pytest.raises(PictureDamaged):
        store.picture("0" * 64)
    with pytest.raises(PictureDamaged):
        store.blob("0" * 64)
    with pytest.raises(SessionNotFound):
        store.turn("nobody", 0)
    assert not store.has_picture("0" * 64)


def test_what_callers_do_to_pictures_never_reaches_the_store(
    store: Store, path: Path, photograph: Image.Image, edit: Edit
) -> None:
    mine = photograph.copy()
    session = store.open_session(mine, name="coffee")
    mine.paste((0, 0, 0), (0, 0, 600, 400))
    read = store.picture(store.turn(session.id, 0).picture)
    read.paste((9, 9, 9), (0, 0, 600, 400))
    edit(session.id)
    with Store(path) as other:
        assert other.picture(other.turn(session.id, 0).picture).tobytes() == photograph.tobytes()
        assert not other.verify().problems


def test_previews_are_small_quick_and_about_right(store: Store, path: Path, photograph: Image.Image) -> None:
    large = photograph.resize((2000, 1333))
    session = store.open_session(large, name="coffee")
    name = store.turn(session.id, 0).picture
    with Store(path) as other:
        for opened in (store, other):
            assert max(opened.preview(name).size) <= 1024
            assert opened.preview(name, 100).size in [(100, 66), (100, 67)]
            assert opened.preview(name, 1500).size == (1500, 1000)
            middle = opened.preview(name, 100).getpixel((50, 33))
            wanted = large.resize((100, 67)).getpixel((50, 33))
            assert all(abs(a - b) < 40 for a, b in zip(middle, wanted, strict=True))  # type: ignore[arg-type]


def test_a_picture_without_a_stored_preview_can_be_previewed(store: Store, photograph: Image.Image) -> None:
    assert store.preview(store.put_picture(photograph), 64).size == (64, 43)


def test_a_small_shelf_changes_nothing_but_speed(path: Path, photograph: Image.Image, draft: Draft) -> None:
    with Store(path, shelf_bytes=1) as store:
        session = store.open_session(photograph, name="coffee")
        head, before = session.head_id, photograph
        for grey in (10, 20, 30):
            wanted = draft(before, grey)
            head = store.commit(session.id, wanted, expected_head=head).id
            before = wanted.picture
        pictures = [store.picture(turn.picture).tobytes() for turn in store.path(session.id)]
        assert pictures[0] == photograph.tobytes()
        assert pictures[-1] == before.tobytes()
        assert not store.verify().problems
