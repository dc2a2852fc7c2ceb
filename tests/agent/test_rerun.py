"""Steps run again: re-derived adjustments, dropped and amended steps, places that follow changed geometry."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from agent.events import Committed, Failed
from agent.rerun import max_delta
from memory.pictures import digest

RED = {"box": (0.125, 0.25, 0.375, 0.75)}
BLUE = {"box": (0.625, 0.25, 0.875, 0.75)}
Op = dict[str, Any]


def drop(turn: int | None = None, name: str | None = None) -> dict[str, Any]:
    return {"act": "drop", "args": {key: value for key, value in (("turn", turn), ("name", name)) if value is not None}}


def amend(*operations: Op, **args: Any) -> dict[str, Any]:
    return {"act": "amend", "args": args, "operations": list(operations)}


def directly(talk_about: Callable[..., Any], photo: Image.Image, *turns: list[Op]) -> Any:
    """Another conversation that does just these turns."""
    talk = talk_about(photo)
    for operations in turns:
        talk.edit(*operations)
        assert isinstance(talk.last, Committed), talk.last
    return talk


@pytest.fixture
def photo(picture: Callable[..., Image.Image]) -> Image.Image:
    return picture()


# re-derived adjustments


@pytest.mark.parametrize("region", [None, RED, {"phrase": "the left half"}])
@pytest.mark.parametrize("amounts", [(10, -10), (30, 20, -50), (60, -100, 40), (0.1, 0.2, -0.3)])
def test_there_and_back_is_the_identity(
    small: Any, photo: Image.Image, region: Any, amounts: tuple[float, ...]
) -> None:
    for amount in amounts:
        small.edit({"op": "adjust", "exposure": amount, "saturation": amount, "region": region})
    assert digest(small.picture) == digest(photo)


def test_with_another_region_in_between_nothing_is_merged_and_all_is_right(small: Any, photo: Image.Image) -> None:
    for amount, region in ((10, RED), (30, BLUE), (-10, RED)):
        small.edit({"op": "adjust", "exposure": amount, "region": region})
    box = (60, 16, 84, 48)
    assert max_delta(small.picture.crop((0, 0, 48, 64)), photo.crop((0, 0, 48, 64))) <= 4  # rounded twice
    assert small.picture.crop(box).tobytes() != photo.crop(box).tobytes()
    assert ImageChops.difference(small.picture, photo).crop((84, 0, 96, 64)).getbbox() is None


def test_the_fiftieth_adjustment_is_as_crisp_as_the_first(small: Any, photo: Image.Image, talk_about: Any) -> None:
    for turn in range(50):
        small.edit({"op": "adjust", "exposure": 30 if turn % 2 == 0 else -30, "contrast": 1})
    once = directly(talk_about, photo, [{"op": "adjust", "contrast": 50}])
    assert digest(small.picture) == digest(once.picture)


def test_the_same_words_for_another_place_are_not_merged(pair: Any) -> None:
    """“The other one” is the other one of what was touched last: it alternates."""
    pair.edit({"op": "adjust", "exposure": 30, "region": {"phrase": "red"}})
    pair.edit({"op": "adjust", "exposure": 30, "region": {"phrase": "blue"}})
    for box in ((12, 16, 36, 48), (60, 16, 84, 48)):
        before = pair.picture
        pair.edit({"op": "adjust", "exposure": 20, "region": {"phrase": "the other one"}})
        assert ImageChops.difference(before, pair.picture).getbbox() == box


@given(
    st.lists(st.tuples(st.integers(-40, 40), st.sampled_from([None, "red", "blue"])), min_size=2, max_size=5), st.data()
)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_dropping_a_step_is_never_having_said_it(
    talk_about: Callable[..., Any], picture: Callable[..., Image.Image], said: list[tuple[int, str | None]], data: Any
) -> None:
    places = {None: None, "red": RED, "blue": BLUE}
    turns = [[{"op": "adjust", "exposure": amount or 5, "region": places[place]}] for amount, place in said]
    talk = directly(talk_about, picture(), turns[0])
    kept = [0]
    for number, operations in enumerate(turns[1:], 1):
        talk.edit(*operations)
        if talk.last.state.turn is not None:
            kept.append(number)
    gone = data.draw(st.integers(0, len(kept) - 1))
    talk.say(drop(turn=gone + 1))
    assert isinstance(talk.last, Committed), talk.last
    rest = directly(talk_about, picture(), *[turns[at] for position, at in enumerate(kept) if position != gone])
    assert digest(talk.picture) == digest(rest.picture)


# half that


def test_half_of_a_merged_adjustment_halves_the_last_part(small: Any, photo: Image.Image, talk_about: Any) -> None:
    small.edit({"op": "adjust", "exposure": 40})
    small.edit({"op": "adjust", "exposure": 20})
    state = small.say({"act": "amend", "args": {"factor": 0.5}})
    assert digest(small.picture) == digest(directly(talk_about, photo, [{"op": "adjust", "exposure": 50}]).picture)
    assert state.head.depth == 2
    small.say({"act": "amend", "args": {"factor": 0.5}})
    assert digest(small.picture) == digest(directly(talk_about, photo, [{"op": "adjust", "exposure": 45}]).picture)
    small.say(drop(turn=1))
    assert digest(small.picture) == digest(directly(talk_about, photo, [{"op": "adjust", "exposure": 5}]).picture)


def test_what_has_no_amount_cannot_be_halved(small: Any) -> None:
    small.edit({"op": "flip"})
    before = small.last.state.head.id
    small.say({"act": "amend", "args": {"factor": 0.5}})
    assert isinstance(small.last, Failed)
    assert small.last.state.head.id == before


# amending


def test_an_amendment_keeps_the_region_the_number_and_what_follows(
    small: Any, photo: Image.Image, talk_about: Any
) -> None:
    small.edit({"op": "recolor", "color": "green", "region": RED})
    small.edit({"op": "adjust", "exposure": 20})
    old = small.last.state.head
    small.say(amend({"op": "recolor", "color": "yellow"}, turn=1))
    assert isinstance(small.last, Committed), small.last
    wanted = directly(
        talk_about, photo, [{"op": "recolor", "color": "yellow", "region": RED}], [{"op": "adjust", "exposure": 20}]
    )
    assert digest(small.picture) == digest(wanted.picture)
    path = small.store.path(small.session.id)
    assert [turn.depth for turn in path] == [0, 1, 2]
    assert path[1].author == "amend"
    assert "yellow" in path[1].utterance
    assert small.store.turn(small.session.id, old.id).picture == old.picture
    assert small.say({"act": "undo"}).head.id == old.id


def test_an_amendment_by_name(small: Any) -> None:
    small.edit({"op": "crop", "left": 0.25})
    small.edit({"op": "adjust", "exposure": 20})
    small.say(amend({"op": "crop", "right": 0.5}, name="the crop"))
    assert isinstance(small.last, Committed), small.last
    assert small.picture.size == (48, 64)


@pytest.mark.parametrize(
    ("first", "then", "wanted"),
    [
        ({"op": "crop", "bottom": 0.25}, {"op": "crop", "top": 0.5}, {"op": "crop", "top": 0.5}),
        ({"op": "crop", "region": RED}, {"op": "crop", "left": 0.5}, {"op": "crop", "left": 0.5}),
        ({"op": "crop", "region": RED}, {"op": "crop", "margin": 0.5}, {"op": "crop", "region": RED, "margin": 0.5}),
        ({"op": "resize", "width_px": 30}, {"op": "resize", "scale": 0.5}, {"op": "resize", "scale": 0.5}),
        ({"op": "adjust", "exposure": 30}, {"op": "adjust", "temperature": 30}, {"op": "adjust", "temperature": 30}),
        ({"op": "adjust", "auto": True}, {"op": "adjust", "exposure": 9}, {"op": "adjust", "exposure": 9}),
        (
            {"op": "move", "region": RED, "dx": 0.1}, {"op": "move", "place": "top"},
            {"op": "move", "region": RED, "place": "top"},
        ),
        ({"op": "flip"}, {"op": "rotate", "degrees": 90}, {"op": "rotate", "degrees": 90}),
    ],
)  # fmt: skip
def test_what_is_said_instead_stands_for_what_was_said(
    small: Any, photo: Image.Image, talk_about: Any, first: Op, then: Op, wanted: Op
) -> None:
    small.edit(first)
    small.say(amend(then))
    assert isinstance(small.last, Committed), small.last
    picture = directly(talk_about, photo, [wanted]).picture
    assert small.picture.size == picture.size
    assert digest(small.picture) == digest(picture)


def test_another_operation_instead_keeps_the_place(small: Any) -> None:
    small.edit({"op": "recolor", "color": "green", "region": RED})
    place = small.last.state.head.steps[0].masks["asked"]
    small.say(amend({"op": "adjust", "exposure": 50}))
    assert isinstance(small.last, Committed), small.last
    step = small.last.state.head.steps[0]
    assert (step.operation["op"], step.masks["asked"]) == ("adjust", place)


def test_two_operations_instead_of_one(small: Any, photo: Image.Image, talk_about: Any) -> None:
    small.edit({"op": "crop", "left": 0.25})
    small.edit({"op": "adjust", "exposure": 40, "region": {"box": (0.0, 0.0, 0.25, 1.0)}})
    small.say(amend({"op": "crop", "right": 0.25}, {"op": "adjust", "contrast": 40}, turn=1))
    assert isinstance(small.last, Committed), small.last
    assert [len(turn.steps) for turn in small.store.path(small.session.id)] == [0, 2, 1]
    assert small.last.state.head.steps[0].masks["asked"].box == (24, 0, 42, 64)


def test_an_object_known_later_is_found_where_it_was_then(pair: Any) -> None:
    """The words of an amendment mean the picture of that step, not the cropped one at the head."""
    pair.edit({"op": "adjust", "exposure": 10})
    pair.edit({"op": "crop", "left": 0.1})
    pair.edit({"op": "recolor", "color": "green", "region": {"phrase": "blue"}})
    pair.say(amend({"op": "adjust", "exposure": 30, "region": {"phrase": "blue"}}, turn=1))
    assert isinstance(pair.last, Committed), pair.last
    assert pair.store.turn(pair.session.id, 1).steps[0].masks["asked"].box == (60, 16, 84, 48)


def test_the_same_name_keeps_the_place_that_was_chosen(pair: Any) -> None:
    pair.edit({"op": "recolor", "color": "green", "region": {"phrase": "the bin"}})
    pair.say("2")
    pair.say(amend({"op": "recolor", "color": "yellow", "region": {"phrase": "bin"}}))
    assert isinstance(pair.last, Committed), pair.last
    assert pair.last.state.head.steps[0].masks["asked"].box == (60, 16, 84, 48)


@pytest.mark.parametrize(
    "said",
    [
        amend({"op": "add", "object": "hat", "place": "top"}, turn=1),
        amend({"op": "crop", "left": 0.9}, turn=7),
        amend({"op": "flip"}, turn=0),
        amend(turn=1),
        amend({"op": "recolor", "color": "blue"}, name="the elephant"),
        amend({"op": "restore", "turn": 9}, turn=1),
    ],
)
def test_a_failing_amendment_leaves_everything(small: Any, said: dict[str, Any]) -> None:
    small.edit({"op": "adjust", "exposure": 20, "region": RED})
    small.edit({"op": "adjust", "exposure": 20})
    before = len(small.store.turns(small.session.id)), small.last.state.head.id
    small.say(said)
    assert isinstance(small.last, Failed), small.last
    assert (len(small.store.turns(small.session.id)), small.last.state.head.id) == before


# geometry that changes under later steps


@pytest.mark.parametrize(
    ("geometry", "box"),
    [
        ({"op": "crop", "left": 0.25, "top": 0.125}, (0.125, 0.25, 0.5, 0.75)),
        ({"op": "flip"}, (0.1, 0.2, 0.4, 0.6)),
        ({"op": "rotate", "degrees": 90}, (0.25, 0.25, 0.5, 0.75)),
    ],
)
def test_a_local_edit_lands_where_it_belongs_when_the_geometry_before_it_is_dropped(
    small: Any, photo: Image.Image, talk_about: Any, geometry: Op, box: tuple[float, ...]
) -> None:
    """Geometry and tone commute: dropping the one and then doing it again is the same picture."""
    small.edit(geometry)
    small.edit({"op": "adjust", "exposure": 40, "region": {"box": box}})
    wanted = small.picture
    small.say(drop(turn=1))
    assert isinstance(small.last, Committed), small.last
    assert small.picture.size == photo.size
    small.edit(geometry)
    assert digest(small.picture) == digest(wanted)


def test_a_place_in_words_stays_a_place(small: Any, photo: Image.Image, talk_about: Any) -> None:
    half = {"op": "adjust", "exposure": 40, "region": {"phrase": "the left half"}}
    small.edit({"op": "flip"})
    small.edit(half)
    small.say(drop(turn=1))
    assert digest(small.picture) == digest(directly(talk_about, photo, [half]).picture)


def test_a_place_outside_the_new_crop_is_a_conflict_and_told(small: Any) -> None:
    small.edit({"op": "crop", "left": 0.125})
    small.edit({"op": "adjust", "exposure": 40, "region": {"box": (0.0, 0.0, 0.2, 1.0)}})
    small.edit({"op": "flip"})
    state = small.say(amend({"op": "crop", "left": 0.5}, turn=1))
    assert isinstance(small.last, Committed)
    assert "conflict" in state.reply
    path = small.store.path(small.session.id)
    assert [[step.operation["op"] for step in turn.steps] for turn in path] == [[], ["crop"], [], ["flip"]]
    small.say(amend({"op": "flip"}, turn=2))
    assert isinstance(small.last, Failed)
    small.say({"act": "undo"})
    assert small.last.state.head.picture != state.head.picture


def move(dx: float) -> Op:
    return {"op": "move", "dx": dx, "dy": 0.0, "region": {"phrase": "red"}}


@pytest.mark.parametrize("between", [[], [{"op": "crop", "top": 0.125}], [{"op": "flip"}]])
def test_what_is_done_to_a_moved_object_follows_it(pair: Any, between: list[Op]) -> None:
    pair.edit(move(0.125))
    for operation in between:
        pair.edit(operation)
    pair.edit({"op": "adjust", "exposure": 50, "region": {"phrase": "it"}})
    x0, _, x1, _ = pair.last.state.head.steps[0].masks["asked"].box
    pair.say(amend({"op": "move", "dx": 0.25}, turn=1))
    assert isinstance(pair.last, Committed), pair.last
    y0, _, y1, _ = pair.last.state.head.steps[0].masks["asked"].box
    sign = -1 if {"op": "flip"} in between else 1
    assert (y0 - x0, y1 - x1) == (12 * sign, 12 * sign)
    pair.say(drop(turn=1))
    z0, _, _, _ = pair.last.state.head.steps[0].masks["asked"].box
    assert z0 - x0 == -12 * sign


def test_an_object_that_was_never_put_in_is_a_conflict_and_the_others_stay(pair: Any) -> None:
    cat = pair.store.put_picture(Image.new("RGBA", (20, 20), (250, 200, 10, 255)))
    pair.edit({"op": "add", "object": "cat", "reference": cat, "place": "top", "size": 0.3})
    assert isinstance(pair.last, Committed), pair.last
    pair.edit({"op": "move", "dx": 0.2, "region": {"phrase": "the cat"}})
    pair.edit({"op": "recolor", "color": "green", "region": {"phrase": "it"}})
    pair.edit({"op": "adjust", "exposure": 20})
    state = pair.say(drop(turn=1))
    assert state.reply.count("conflict") == 2
    assert [step.operation["op"] for turn in pair.store.path(pair.session.id) for step in turn.steps] == ["adjust"]


def test_light_on_a_drawn_place_survives_the_lettering_that_was_there(small: Any) -> None:
    small.edit({"op": "text", "content": "Hi", "place": "top", "size": 0.2})
    box = small.last.state.head.steps[0].masks["written"].box
    region = {"box": (box[0] / 96, box[1] / 64, box[2] / 96, box[3] / 64)}
    small.edit({"op": "adjust", "exposure": 40, "region": region})
    state = small.say(drop(name="the text"))
    assert "conflict" not in state.reply
    assert [step.operation["op"] for step in state.head.steps] == ["adjust"]


# inside one turn


def test_one_step_of_several_is_dropped_by_its_name(small: Any, photo: Image.Image, talk_about: Any) -> None:
    small.edit({"op": "adjust", "temperature": 40}, {"op": "crop", "left": 0.25}, {"op": "flip"})
    small.edit({"op": "adjust", "exposure": 10})
    small.say(drop(name="the crop"))
    wanted = directly(
        talk_about, photo, [{"op": "adjust", "temperature": 40}, {"op": "flip"}], [{"op": "adjust", "exposure": 10}]
    )
    assert digest(small.picture) == digest(wanted.picture)
    small.say(drop(name="the warmth"))
    assert [step.operation["op"] for step in small.store.turn(small.session.id, 1).steps] == ["flip"]


def test_dropping_the_last_turn_is_going_back_to_the_one_before(small: Any) -> None:
    first = small.edit({"op": "flip"}).head
    small.edit({"op": "adjust", "exposure": 10})
    state = small.say(drop())
    assert state.head.id == first.id
    assert len(small.store.turns(small.session.id)) == 3


def test_what_a_crop_had_cut_into_is_whole_again_without_the_crop(pair: Any) -> None:
    pair.edit({"op": "recolor", "color": "green", "region": {"phrase": "red"}})
    pair.edit({"op": "crop", "bottom": 0.5})
    pair.edit({"op": "adjust", "exposure": 30, "region": {"phrase": "red"}})
    assert pair.last.state.head.steps[0].masks["asked"].box == (12, 16, 36, 32)
    pair.say(drop(turn=2))
    assert pair.last.state.head.steps[0].masks["asked"].box == (12, 16, 36, 48)
    pair.edit({"op": "restore", "region": {"phrase": "it"}, "turn": 0})
    # Two pixels more on every side: recolor had written a soft rim there, which would stay as a halo.
    assert pair.last.state.head.steps[0].masks["asked"].box == (10, 14, 38, 50)
    assert digest(pair.picture) == pair.store.path(pair.session.id)[0].picture
