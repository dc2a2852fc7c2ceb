"""One open question: stored, answered in many ways and places, given up, or left for a new request."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from agent.agent import Agent
from agent.events import Asked, Committed, Failed
from agent.plan import parse_plan
from agent.question import Question, answer, named
from agent.reading import angle, place, reading
from memory.schema import MaskRef
from memory.store import Store
from tools.types import Region

RED, BLUE = (12, 16, 36, 48), (60, 16, 84, 48)
PAINT = {"op": "recolor", "color": "green", "region": {"phrase": "the bin"}}


def edit(*operations: dict[str, Any], then: dict[str, Any] | None = None) -> dict[str, Any]:
    return {"act": "edit", "operations": list(operations), **({"then": then} if then else {})}


def changed(talk: Any, since: Image.Image) -> tuple[int, int, int, int] | None:
    return ImageChops.difference(since, talk.picture).getbbox()


def ask(talk: Any, *operations: dict[str, Any]) -> Image.Image:
    before: Image.Image = talk.picture
    talk.edit(*(operations or (PAINT,)))
    assert isinstance(talk.last, Asked)
    assert talk.last.state.turn is None
    return before


# choosing one of the places


@pytest.mark.parametrize(
    ("said", "box"),
    [
        ("1", RED), ("2", BLUE), ("#2", BLUE), ("number two", BLUE), ("the second", BLUE), ("the 2nd one", BLUE),
        ("The first one.", RED), ("the left one", RED), ("right", BLUE), ("the one on the right", BLUE), ("yes", RED),
        ("that one", RED), ("the last one", BLUE), ("2 please", BLUE), ("the rightmost one please", BLUE),
        ("the red one", RED), ("the blue one!", BLUE),
    ],
)  # fmt: skip
def test_an_answer_chooses_the_place(pair: Any, said: str, box: tuple[int, ...]) -> None:
    before = ask(pair)
    state = pair.say(said)
    assert isinstance(pair.last, Committed), pair.last
    assert state.act == "edit"
    assert state.turn.steps[0].masks["asked"].box == box
    assert changed(pair, before) is not None
    assert state.turn.steps[0].receipt["changed_outside"] == 0


@pytest.mark.parametrize("said", ["", "here", "this one", "There."])
def test_a_drawn_box_answers(pair: Any, said: str) -> None:
    ask(pair)
    state = pair.say(said, region=Region(box=(0.4, 0.1, 0.6, 0.9)))
    assert isinstance(pair.last, Committed), pair.last
    x0, _, x1, _ = state.turn.steps[0].masks["asked"].box
    assert 38 <= x0 < x1 <= 58
    assert state.turn.steps[0].asked["region"]["phrase"] == "the bin"


def test_the_answer_may_come_in_another_process(pair: Any, tmp_path: Any) -> None:
    ask(pair)
    with Store(tmp_path / "pentimento.db") as again:
        agent = Agent(again, planner=pair.planner)
        final = list(agent.say(pair.session.id, "2"))[-1]
    assert isinstance(final, Committed)
    assert final.state.head.steps[0].masks["asked"].box == BLUE


@pytest.mark.parametrize("said", ["no", "never mind", "nevermind", "Cancel.", "none of them", "forget it"])
def test_giving_up_changes_nothing_and_closes_the_question(pair: Any, said: str) -> None:
    before = ask(pair)
    pair.say(said)
    assert isinstance(pair.last, Committed)
    assert changed(pair, before) is None
    assert pair.say("2").turn is None


def test_a_new_request_is_carried_out_and_closes_the_question(pair: Any) -> None:
    ask(pair)
    state = pair.say(edit({"op": "flip"}))
    assert state.turn.steps[0].operation["op"] == "flip"
    assert pair.say("2").turn is None


def test_a_number_that_is_not_offered_is_no_choice(pair: Any) -> None:
    before = ask(pair)
    pair.say("7")
    assert changed(pair, before) is None


def test_an_undo_closes_the_question(pair: Any) -> None:
    pair.edit({"op": "flip"})
    ask(pair)
    pair.store.undo(pair.session.id)
    assert pair.say("2").turn is None


def test_two_questions_in_one_turn(pair: Any) -> None:
    before = ask(pair, PAINT, {"op": "adjust", "exposure": 60, "region": {"phrase": "the other bin"}})
    pair.say("1")
    assert isinstance(pair.last, Asked)
    assert changed(pair, before) is None
    state = pair.say("2")
    assert [step.masks["asked"].box for step in state.turn.steps] == [RED, BLUE]


def test_a_question_in_the_second_act(pair: Any) -> None:
    before = pair.picture
    pair.say(edit({"op": "adjust", "contrast": 30}, then=edit(PAINT)))
    assert isinstance(pair.last, Asked)
    assert changed(pair, before) is None
    state = pair.say("the second")
    assert isinstance(pair.last, Committed)
    assert state.head.depth == 2
    assert state.head.steps[0].masks["asked"].box == BLUE


def test_a_question_after_an_undo_in_the_first_act(pair: Any) -> None:
    pair.edit({"op": "flip"})
    pair.say({"act": "undo", "then": edit(PAINT)})
    assert isinstance(pair.last, Asked)
    assert pair.last.state.head.depth == 1
    state = pair.say("1")
    assert (state.head.depth, state.head.steps[0].operation["op"]) == (1, "recolor")


def test_what_was_drawn_with_the_request_is_kept_for_the_answer(pair: Any) -> None:
    region = Region(box=(0.0, 0.0, 0.25, 0.25))
    before = pair.picture
    pair.edit({"op": "adjust", "exposure": 40}, {"op": "move", "region": {"phrase": "red"}}, region=region)
    assert isinstance(pair.last, Asked)
    state = pair.say("a bit to the right")
    assert state.turn.steps[0].masks["asked"].box == (0, 0, 24, 16)
    assert before.getpixel((50, 60)) == pair.picture.getpixel((50, 60))


def test_a_drawn_answer_is_for_the_operation_that_asked_only(pair: Any) -> None:
    before = ask(pair, {"op": "adjust", "exposure": 40}, PAINT)
    state = pair.say("here", region=Region(box=(0.0, 0.0, 0.25, 0.25)))
    assert "asked" not in state.turn.steps[0].masks
    assert before.getpixel((50, 60)) != pair.picture.getpixel((50, 60))


def test_a_question_while_amending(pair: Any) -> None:
    pair.edit({"op": "recolor", "color": "green", "region": {"box": (0.0, 0.0, 0.2, 0.2)}})
    pair.edit({"op": "crop", "left": 0.1})
    pair.say({"act": "amend", "args": {"turn": 1}, "operations": [PAINT]})
    assert isinstance(pair.last, Asked)
    state = pair.say("2")
    assert isinstance(pair.last, Committed), pair.last
    first = pair.store.turn(pair.session.id, 1)
    assert first.steps[0].masks["asked"].box == BLUE
    assert state.head.depth == 2


def test_the_second_of_two_amendments_asks(pair: Any) -> None:
    pair.edit({"op": "adjust", "exposure": 10}, {"op": "recolor", "color": "yellow", "region": {"phrase": "red"}})
    said = [{"op": "adjust", "exposure": 30}, {"op": "recolor", "color": "green", "region": {"phrase": "the bin"}}]
    pair.say({"act": "amend", "args": {"turn": 1}, "operations": said})
    assert isinstance(pair.last, Asked)
    state = pair.say("2")
    assert isinstance(pair.last, Committed), pair.last
    assert state.head.steps[1].masks["asked"].box == BLUE
    assert state.head.steps[0].operation["exposure"] == 30


def test_a_question_of_another_version_is_no_question(pair: Any) -> None:
    pair.store.record(pair.session.id, "ask", "huh", "?", {"plan": {"act": "future"}, "wires": 3})
    assert pair.say("2").turn is None
    assert Question.from_json({"plan": {}, "at": 0, "index": 0, "places": [{"digest": 1}], "field": ""}) is None


# arguments


@pytest.mark.parametrize(
    ("said", "degrees"),
    [
        ("2", 2), ("two degrees clockwise", 2), ("-3", -3), ("1.5° to the left", -1.5), ("about 2,5 degrees", 2.5),
        ("one and a half degrees", 1.5), ("half a degree", 0.5), ("2 counter-clockwise", -2), ("a degree", 1),
        ("minus 4", -4), ("three to the right please", 3), ("by 2 degrees anticlockwise", -2), ("−2", -2),
    ],
)  # fmt: skip
def test_an_angle_is_read(said: str, degrees: float) -> None:
    assert angle(said) == degrees


@pytest.mark.parametrize(
    "said", ["", "crop the bottom 30 %", "make it 2 stops brighter", "undo 2", "2 3", "yes", "left", "go to step 2"]
)
def test_what_is_no_angle_is_a_request_of_its_own(said: str) -> None:
    assert angle(said) is None


@given(st.floats(-45, 45).map(lambda value: round(value, 2)))
@settings(max_examples=30, deadline=None)
def test_every_angle_that_is_written_is_read(value: float) -> None:
    assert angle(f"{value} degrees") == value
    assert angle(f"{abs(value)}° to the left") == -abs(value)


@pytest.mark.parametrize(
    ("said", "arguments"),
    [
        ("top right", {"place": "top right"}), ("in the upper left corner", {"place": "top left"}),
        ("to the left", {"place": "left"}), ("a bit to the left", {"dx": -0.1}), ("slightly up", {"dy": -0.1}),
        ("up and a little to the right", {"dy": -0.1, "dx": 0.1}), ("the middle", {"place": "center"}),
    ],
)  # fmt: skip
def test_a_place_is_read(said: str, arguments: dict[str, Any]) -> None:
    assert place(said) == arguments


@pytest.mark.parametrize("said", ["make it darker on the left", "next to the dog", "crop the top", ""])
def test_what_is_no_place(said: str) -> None:
    assert place(said) is None


def test_other_fields() -> None:
    assert reading("content", "“Hello World”") == {"content": "Hello World"}
    assert reading("content", "undo") is None
    assert reading("region", "16:9") == {"ratio": "16:9"}
    assert reading("region", "a square") == {"ratio": "1:1"}
    assert reading("region", "the bottom third") is None
    assert reading("anything", "2") is None


def test_straighten_asks_for_degrees_and_takes_them(talk_about: Callable[..., Any]) -> None:
    talk = talk_about(Image.effect_noise((90, 60), 40).convert("RGB"))
    talk.edit({"op": "straighten"})
    assert isinstance(talk.last, Asked)
    assert talk.last.candidates == ()
    state = talk.say("two degrees to the left")
    assert state.turn.steps[0].operation["degrees"] == -2


def test_a_request_with_a_number_is_not_an_angle(talk_about: Callable[..., Any]) -> None:
    talk = talk_about(Image.effect_noise((90, 60), 40).convert("RGB"))
    talk.edit({"op": "straighten"})
    state = talk.say("crop 10% off the left")
    assert state.turn.steps[0].operation["op"] == "crop"


def test_an_impossible_angle_fails_in_a_sentence(talk_about: Callable[..., Any]) -> None:
    talk = talk_about(Image.effect_noise((90, 60), 40).convert("RGB"))
    talk.edit({"op": "straighten"})
    talk.say("80 degrees")
    assert isinstance(talk.last, Failed)
    assert talk.last.state.head.depth == 0


def test_move_asks_where_and_lettering_asks_what(small: Any) -> None:
    small.edit({"op": "move", "region": {"box": (0.125, 0.25, 0.375, 0.75)}})
    assert isinstance(small.last, Asked)
    assert small.say("a bit to the right").turn.steps[0].operation["op"] == "move"
    small.edit({"op": "text", "place": "top", "size": 0.2})
    assert isinstance(small.last, Asked)
    assert small.say("'Hi'").turn.steps[0].operation["content"] == "Hi"


def test_a_box_answers_what_to_crop_to(small: Any) -> None:
    small.edit({"op": "crop"})
    assert isinstance(small.last, Asked)
    small.say("", region=Region(box=(0.25, 0.25, 0.75, 0.75)))
    assert isinstance(small.last, Committed), small.last
    assert small.last.state.head.width < 96


# the record itself


def places() -> tuple[MaskRef, ...]:
    """Four quarters of a picture, in reading order, the last a little larger."""
    boxes = (0, 0, 10, 10), (20, 0, 30, 10), (0, 20, 10, 30), (20, 20, 32, 32)
    return tuple(MaskRef("0" * 64, box, (32, 32)) for box in boxes)


@pytest.mark.parametrize(
    ("said", "number"),
    [("top left", 0), ("the top right one", 1), ("bottom left", 2), ("the lower right", 3), ("the biggest", 3)],
)
def test_two_words_of_position(said: str, number: int) -> None:
    question = Question(parse_plan(edit(PAINT)).to_json(), 0, 0, places())
    found = answer(question, said)
    assert found is not None
    assert found.chosen == ((0, 0, places()[number]),)


def test_a_question_survives_json() -> None:
    question = Question(
        parse_plan(edit(PAINT)).to_json(), 1, 0, places(), "degrees", ((0, 0, places()[1]),), Region(box=(0, 0, 0.5, 1))
    )
    assert Question.from_json(json.loads(json.dumps(question.to_json()))) == question
    assert Question.from_json({}) is None


def test_words_that_are_no_request_become_the_name() -> None:
    question = Question(parse_plan(edit(PAINT)).to_json(), 0, 0, places())
    better = named(question, "the one by the door.")
    assert better is not None
    assert better.operations[0].region == Region(phrase="the one by the door")
    assert named(question, "No, I mean the one by the door") == better
    assert named(question, "none of these") is None
    assert named(question, "number 7") == parse_plan(question.plan)  # asked again, not looked for under that name
    assert named(question, "one two three four five six seven eight nine") is None
    assert named(Question(parse_plan(edit(PAINT)).to_json(), 0, 0, (), "degrees"), "the door") is None


def test_the_turn_that_an_answer_makes_is_called_by_its_request(talk: Any) -> None:
    asked = talk.say("remove the bin")
    assert asked.act == "ask"
    assert "Which one: 1 " in asked.reply
    answered = talk.say("2")
    assert answered.turn is not None
    assert (answered.utterance, answered.turn.utterance) == ("2", "remove the bin — 2")


# the thing that tells a place


def test_another_thing_is_chosen_drawn_or_named() -> None:
    move = {"op": "move", "region": {"phrase": "cup"}, "place": "next to the spoon"}
    places = (MaskRef("a" * 64, (10, 20, 30, 40), (100, 80)), MaskRef("b" * 64, (50, 20, 70, 40), (100, 80)))
    waiting = Question(edit(move), 0, 0, places, "anchor")

    def anchor(plan: Any) -> Any:
        return plan.operations[0].anchor

    chosen = answer(waiting, "the right one")
    assert chosen is not None
    assert anchor(chosen.plan) == Region(box=(0.5, 0.25, 0.7, 0.5))
    drawn = answer(waiting, "here", {"points": [[0.5, 0.5]]})
    assert drawn is not None
    assert anchor(drawn.plan) == Region(points=((0.5, 0.5),))
    said = named(waiting, "the silver fork")
    assert said is not None
    assert said.operations[0].place == "next to the silver fork"  # type: ignore[attr-defined]
    again = named(waiting, "7")
    assert again is not None
    assert anchor(again) is None


def test_a_place_may_be_answered_by_another_thing() -> None:
    assert reading("place", "next to the spoon") == {"place": "next to the spoon"}
    assert reading("place", "沙发右边") == {"place": "沙发右边"}
    assert reading("place", "on second thought make it all blue") is None
