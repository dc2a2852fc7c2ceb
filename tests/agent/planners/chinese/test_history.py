"""What only the history can tell: the same again, another one, things by when they were put in, names of steps."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from agent.naming import StepNotFound, find
from agent.plan import Plan
from agent.scene import Scene, SceneObject
from memory.schema import MaskRef, Step, Turn

History = Callable[..., tuple[Turn, ...]]
Say = Callable[..., Plan]
BLUE_CUP = {"op": "recolor", "color": "blue", "region": {"phrase": "红色的杯子"}, "seed": 7}
BRIGHT = {"op": "adjust", "exposure": 20.0}
HAT = {"op": "add", "object": "草帽"}


def done(history: History, *steps: tuple[str, dict[str, Any]]) -> tuple[Turn, ...]:
    """The photograph and a turn for each utterance with its operation."""
    turns = history(*(said for said, _ in steps))
    made = [Step(0, operation, operation, 1, "b", "i", "o") for _, operation in steps]
    return turns[0], *(replace(turn, steps=(step,)) for turn, step in zip(turns[1:], made, strict=True))


def things(*names: str) -> Scene:
    """A ledger of things that were put in, in that order."""
    mask = MaskRef("0" * 64, (0, 0, 10, 10), (40, 30))
    made = tuple(
        SceneObject(f"o{number}", (name,), mask, (40, 30), "add", number, made=True)
        for number, name in enumerate(names, 1)
    )
    return Scene(made, (40, 30), {thing.id: thing for thing in made})


def regions(plan: Plan) -> list[dict[str, Any]]:
    return [one["region"] for one in plan.to_json()["operations"]]


@pytest.mark.parametrize("said", ["天空也一样", "对天空也做同样的处理", "天空也要"])
def test_the_same_for_another_thing(say: Say, history: History, said: str) -> None:
    plan = say(said, history=done(history, ("把红色的杯子变成蓝色", BLUE_CUP)))
    assert plan.act == "edit"
    assert plan.to_json()["operations"] == [{"op": "recolor", "region": {"phrase": "天空"}, "color": "blue"}]


def test_another_one_instead(say: Say, history: History) -> None:
    past = done(history, ("把红色的杯子变成蓝色", BLUE_CUP))
    plan = say("不是这个，是左边那个", history=past)
    assert (plan.act, regions(plan)) == ("amend", [{"phrase": "左边的杯子"}])
    plan = say("另一个", history=past, scene=things("杯子", "盘子"))
    assert (plan.act, regions(plan)) == ("amend", [{"object_id": "o1"}])
    assert say("另一个", history=past).act == "ask"


@pytest.mark.parametrize(
    ("said", "meant"),
    [("我第一个加的帽子", "o1"), ("我第二个加的帽子", "o3"), ("刚加的帽子", "o3"), ("最后加的帽子", "o3")],
)
def test_things_by_when_they_were_put_in(say: Say, said: str, meant: str) -> None:
    plan = say(f"把{said}变成蓝色", scene=things("草帽的帽子", "狗", "红色的帽子"))
    assert regions(plan) == [{"phrase": "帽子", "object_id": meant}]


def test_it_and_names_used_before(say: Say) -> None:
    scene = things("红色的杯子", "小狗")
    assert regions(say("去掉它", scene=scene)) == [{"object_id": "o2"}]
    assert regions(say("去掉那个红杯子", scene=scene)) == [{"phrase": "红杯子", "object_id": "o1"}]
    assert regions(say("把杯子移到右边", scene=scene)) == [{"phrase": "杯子", "object_id": "o1"}]
    assert scene.find("左半边") is None


def test_a_step_of_the_past_is_taken_out_and_a_thing_of_the_picture_removed(say: Say, history: History) -> None:
    past = done(history, ("给他戴一顶草帽", HAT), ("亮一点", BRIGHT))
    assert say("去掉帽子，但保留海滩", history=past).act == "drop"
    assert say("去掉帽子，但保留海滩").act == "edit"


def test_a_step_by_another_amount(say: Say, history: History) -> None:
    past = done(history, ("亮一点", BRIGHT))
    plan = say("第1步改为40", history=past)
    assert plan.to_json()["operations"] == [{"op": "adjust", "exposure": 40}]
    assert say("第1步改为40", history=done(history, ("加草帽", HAT))).act == "ask"


def test_what_was_done_is_told_in_chinese(say: Say, history: History) -> None:
    plan = say("你都做了什么", history=done(history, ("亮一点", BRIGHT)))
    assert plan.reply == "到现在做了：第1步“亮一点”。"


def test_what_has_no_letters_is_read_as_what_was_said_before(say: Say, history: History) -> None:
    assert say("16:9", history=done(history, ("亮一点", BRIGHT))).reply == "裁成16:9。"
    assert say("16:9").reply == "Crop it to 16:9."


def test_steps_by_their_chinese_names(history: History) -> None:
    past = done(
        history,
        ("给他戴一顶草帽", HAT),
        ("裁成正方形", {"op": "crop", "ratio": "1:1"}),
        ("调暖一点", {"op": "adjust", "temperature": 12.0}),
        ("变成水彩", {"op": "restyle", "style": "watercolor"}),
    )
    found = {name: find(past, name).turn.depth for name in ("帽子", "裁剪", "变暖", "水彩", "草帽")}
    assert found == {"帽子": 1, "裁剪": 2, "变暖": 3, "水彩": 4, "草帽": 1}
    with pytest.raises(StepNotFound):
        find(past, "月亮")


def test_pictures_that_came_with_the_words(say: Say) -> None:
    one, two = "a" * 64, "b" * 64
    assert say("把这张图放到右下角", references=(one,)).to_json()["operations"] == [
        {"op": "compose", "reference": one, "place": "bottom right"}
    ]
    assert say("用它做背景", references=(one,)).operations[0].op == "background"
    assert say("色调和这张一样", references=(one,)).operations[0].op == "match"
    assert say("照着这两张图做同样的处理", references=(one, two)).operations[0].op == "analogy"
