"""The sentence that says what will be done."""

from typing import Any

import pytest

from agent.planners.english import replies
from tools.operations import operations, parse


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"op": "adjust", "exposure": 12}, "Brighten it a little."),
        ({"op": "adjust", "temperature": -50}, "Make it much cooler."),
        ({"op": "adjust", "auto": True}, "Improve the light and color."),
        ({"op": "adjust", "contrast": 25, "region": {"phrase": "her face"}}, "Raise the contrast of her face."),
        ({"op": "crop", "bottom": 0.3333}, "Crop the bottom third."),
        ({"op": "crop", "left": 0.1, "right": 0.1}, "Crop 10% off the left and 10% off the right."),
        ({"op": "restyle", "style": "watercolor"}, "Make it look like a watercolor."),
        ({"op": "restyle", "style": "winter"}, "Make it look like winter."),
        ({"op": "restyle", "style": "art deco"}, "Give it an art deco look."),
        ({"op": "add", "object": "woman", "count": 2, "place": "left"}, "Add 2 women at the left."),
        ({"op": "add", "object": "umbrella", "region": {"phrase": "man"}}, "Add an umbrella to the man."),
        ({"op": "text", "content": "Hi", "place": "top"}, "Write “Hi” at the top."),
        ({"op": "rotate", "degrees": -90}, "Rotate it by 90° counterclockwise."),
        ({"op": "resize", "scale": 0.5, "region": {"phrase": "dog"}}, "Shrink the dog to 50%."),
        ({"op": "move", "dx": 0.1, "region": {"phrase": "cup"}}, "Move the cup a little right."),
        ({"op": "recolor", "color": "red"}, "Make it red."),
        ({"op": "restore", "turn": 2, "region": {"phrase": "sky"}}, "Bring the sky back to how it was in step 2."),
    ],
)
def test_one_operation(arguments: dict[str, Any], sentence: str) -> None:
    assert replies.will_do([parse(arguments)]) == sentence


def test_several_are_told_in_order_and_once() -> None:
    made = [parse({"op": "flip"}), parse({"op": "flip"}), parse({"op": "straighten"})]
    assert replies.will_do(made) == "Mirror it, straighten it."


def test_what_is_kept_is_told_as_kept() -> None:
    made = [parse({"op": "restyle", "style": "sepia"}), parse({"op": "restore", "region": {"phrase": "car"}})]
    assert replies.will_do(made) == "Turn it sepia, keep the car as it is."


@pytest.mark.parametrize("kind", sorted(operations()))
def test_every_example_of_every_operation_has_a_sentence(kind: str) -> None:
    for example in operations()[kind].examples:
        operation = parse({"op": kind, **example.arguments})
        sentence = replies.will_do([operation])
        assert sentence[0].isupper() or not sentence[0].isalpha()
        assert sentence.endswith(".")
        assert len(sentence) < 200


@pytest.mark.parametrize(
    ("act", "args", "sentence"),
    [
        ("undo", {"n": 1}, "Undone."),
        ("undo", {"n": 3}, "Undoing the last 3."),
        ("goto", {"where": "start"}, "Back to the photograph."),
        ("goto", {"where": "before", "name": "crop"}, "Back to before the crop."),
        ("goto", {"turn": 2}, "To step 2."),
        ("drop", {"name": "hat"}, "Taking out the hat, keeping the rest."),
        ("rate", {"value": "good"}, "Glad you like it."),
        ("export", {"file": "out.png"}, "Saving out.png."),
    ],
)
def test_acts(act: str, args: dict[str, Any], sentence: str) -> None:
    assert replies.of_act(act, args) == sentence
