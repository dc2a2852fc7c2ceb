"""The object ledger: names, "it" and "the other one" through geometry, removals, copies and undo."""

from __future__ import annotations

from math import isclose
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.scene import Scene, is_place, plain
from agent.transforms import inverse, multiply
from memory.schema import MaskRef, Step, Turn
from tools.types import IDENTITY, Transform

SIZE = (100, 80)
CUP, DOG = (10, 10, 30, 30), (60, 40, 80, 70)


def step(
    op: str,
    phrase: str | None = None,
    box: Any = None,
    after: Any = "same",
    transform: Transform = IDENTITY,
    **said: Any,
) -> Step:
    """A step as recorded: `box` is where it was asked, `after` where its object is then; None: gone."""
    asked: dict[str, Any] = {"op": op, **said} | ({"region": {"phrase": phrase}} if phrase else {})
    masks = {}
    if box is not None:
        masks["asked"] = MaskRef("a" * 64, box, SIZE)
        target = box if after == "same" else after
        masks |= {"object": MaskRef("b" * 64 if target != box else "a" * 64, target, SIZE)} if target else {}
    return Step(0, asked, asked, 1, "", "", "", masks, transform)


def scene(*steps: Step, size: tuple[int, int] = SIZE) -> Scene:
    turns = [
        Turn(str(n), "s", None, n, "", {}, "", *size, "RGB", "", "person", "", (one,)) for n, one in enumerate(steps, 1)
    ]
    return Scene.of(turns)


def box(thing: Any) -> tuple[int, int, int, int]:
    found: tuple[int, int, int, int] = thing.mask.box
    return found


CUP_BLUE = step("recolor", "the red cup", CUP, color="blue")
DOG_BIG = step("adjust", "the dog on the left", DOG)


def test_names_pronouns_and_the_other_one() -> None:
    now = scene(CUP_BLUE, DOG_BIG)
    for words in ("it", "that one", "the dog", "Dog", "the dog on the left"):
        assert box(now.find(words)) == DOG
    for words in ("the other one", "the other", "the red cup", "a cup"):
        assert box(now.find(words)) == CUP
    for words in ("the elephant", "left", "the left", "the", ""):
        assert now.find(words) is None


def test_pointing_words_are_not_names_and_make_no_second_object() -> None:
    now = scene(CUP_BLUE, DOG_BIG, step("adjust", "it", DOG), step("adjust", "the other one", CUP))
    assert len(now.objects) == 2
    assert box(now.last) == CUP
    assert box(now.find("the other one")) == DOG
    assert all(plain(name) not in ("it", "other one") for thing in now.objects for name in thing.names)


def test_two_cups_are_asked_about() -> None:
    now = scene(step("adjust", "the red cup", CUP), step("adjust", "the blue cup", DOG))
    assert now.find("cup") is None


def test_a_drawn_thing_is_it_without_a_name() -> None:
    now = scene(CUP_BLUE, step("adjust", None, DOG), step("adjust", None, DOG))
    assert len(now.objects) == 2
    assert box(now.find("it")) == DOG


@pytest.mark.parametrize("phrase", ["background", "the whole picture", "the left half", "top right corner"])
def test_places_and_everything_are_no_objects(phrase: str) -> None:
    assert scene(step("adjust", phrase, CUP)).objects == ()


def test_what_is_put_in_goes_by_its_own_name() -> None:
    now = scene(step("add", "the man's head", CUP, object="hat"), step("text", None, DOG, content="hello"))
    assert box(now.find("the hat")) == CUP
    assert now.find("the man's head") is None
    assert box(now.find("the text")) == box(now.find("hello")) == DOG


def test_a_copy_is_it_and_the_original_the_other_one() -> None:
    now = scene(CUP_BLUE, step("duplicate", "the red cup", CUP, after=(50, 10, 70, 30)))
    assert box(now.find("it")) == (50, 10, 70, 30)
    assert box(now.find("the other one")) == CUP


def test_what_was_replaced_answers_to_both_names() -> None:
    now = scene(step("replace", "the dog", DOG, object="cat"))
    assert box(now.find("cat")) == box(now.find("the dog")) == DOG


def test_what_is_removed_is_gone_until_that_is_undone() -> None:
    steps = (CUP_BLUE, DOG_BIG, step("remove", "the dog on the left", DOG, after=None))
    assert box(scene(*steps).find("it")) == CUP
    assert scene(*steps).find("dog") is None
    assert box(scene(*steps[:2]).find("dog")) == DOG


def test_a_move_is_followed_and_names_are_kept() -> None:
    now = scene(CUP_BLUE, step("move", "cup", CUP, after=(40, 10, 60, 30)))
    assert [box(thing) for thing in now.objects] == [(40, 10, 60, 30)]


FLIP: Transform = (-1, 0, 100, 0, 1, 0, 0, 0, 1)
CROP: Transform = (1, 0, -5, 0, 1, -5, 0, 0, 1)
AWAY: Transform = (1, 0, -50, 0, 1, 0, 0, 0, 1)


def test_geometry_carries_every_object() -> None:
    now = scene(CUP_BLUE, step("flip", transform=FLIP), step("crop", transform=CROP), size=(90, 70))
    assert now.objects[0].since == multiply(CROP, FLIP)
    assert now.find("cup") is not None


def test_after_geometry_pointing_still_finds_the_same_object() -> None:
    """Flipped, the cup lies at 70–90: a step there, called "it", is about the cup."""
    now = scene(CUP_BLUE, step("flip", transform=FLIP), step("adjust", "it", (70, 10, 90, 30)))
    assert len(now.objects) == 1
    assert box(now.find("cup")) == (70, 10, 90, 30)


def test_what_a_crop_cut_away_is_not_it() -> None:
    now = scene(DOG_BIG, CUP_BLUE, step("crop", transform=AWAY), size=(50, 80))
    assert now.last is not None
    assert now.last.names[0] == "the dog on the left"
    assert now.find("cup") is None


@given(
    st.lists(
        st.tuples(st.sampled_from(["cup", "dog", "it", "the other one", ""]), st.sampled_from([CUP, DOG])), max_size=6
    )
)
@settings(max_examples=30, deadline=None)
def test_the_ledger_is_a_function_of_the_turns(said: list[tuple[str, Any]]) -> None:
    steps = [step("adjust", phrase or None, place) for phrase, place in said]
    assert scene(*steps) == scene(*steps)
    ids = [thing.id for thing in scene(*steps).objects]
    assert len(ids) == len(set(ids))
    assert all(thing.id in scene(*steps) for thing in scene(*steps).objects)


numbers = st.floats(-3, 3).map(lambda value: round(value, 3))


@given(st.tuples(numbers, numbers, numbers, numbers, numbers, numbers))
@settings(max_examples=30, deadline=None)
def test_the_inverse_undoes(six: tuple[float, ...]) -> None:
    a, b, c, d, e, f = six
    if abs(a * e - b * d) < 0.05:
        return
    way = (a, b, c, d, e, f, 0.0, 0.0, 1.0)
    for product in (multiply(way, inverse(way)), multiply(inverse(way), way)):
        assert all(isclose(got, want, abs_tol=1e-6) for got, want in zip(product, IDENTITY, strict=True))


def test_words_for_places() -> None:
    assert is_place("left half")
    assert is_place("top 3rd")
    assert not is_place("left cup")
    assert not is_place("")
