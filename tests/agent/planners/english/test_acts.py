"""Dialogue acts: which words are which act, with which arguments."""

from typing import Any

import pytest

from agent.planners.english.acts import act
from agent.planners.english.saying import read, without_politeness

CASES: list[tuple[str, str, dict[str, Any]]] = [
    ("undo", "undo", {"n": 1}),
    ("undo that", "undo", {"n": 1}),
    ("take that back", "undo", {"n": 1}),
    ("go back", "undo", {"n": 1}),
    ("undo the last three", "undo", {"n": 3}),
    ("undo twice", "undo", {"n": 2}),
    ("two steps back", "undo", {"n": 2}),
    ("undo a couple of steps", "undo", {"n": 2}),
    ("i liked it better before", "undo", {"n": 1}),
    ("redo", "redo", {"n": 1}),
    ("redo two steps", "redo", {"n": 2}),
    ("undo the undo", "redo", {"n": 1}),
    ("start over", "goto", {"where": "start"}),
    ("reset everything", "goto", {"where": "start"}),
    ("back to the original", "goto", {"where": "start"}),
    ("undo all changes", "goto", {"where": "start"}),
    ("go to the latest version", "goto", {"where": "end"}),
    ("the second version", "goto", {"turn": 2}),
    ("step 7", "goto", {"turn": 7}),
    ("go back to version 1", "goto", {"turn": 1}),
    ("go back to before the crop", "goto", {"where": "before", "name": "the crop"}),
    ("go back to before you added the hat", "goto", {"where": "before", "name": "the hat"}),
    ("go back to before step 4", "goto", {"turn": 3}),
    ("go back to right after the lettering", "goto", {"where": "after", "name": "the lettering"}),
    ("switch to the branch called winter", "goto", {"where": "branch", "name": "winter"}),
    ("switch back to main", "goto", {"where": "branch", "name": "main"}),
    ("undo step 2", "drop", {"turn": 2}),
    ("undo the third step", "drop", {"turn": 3}),
    ("undo the crop", "drop", {"name": "crop"}),
    ("undo the straightening but keep the rest", "drop", {"name": "straightening"}),
    ("more", "amend", {"factor": 1.5}),
    ("even more", "amend", {"factor": 1.5}),
    ("a bit more", "amend", {"factor": 1.25}),
    ("much more", "amend", {"factor": 2.0}),
    ("less", "amend", {"factor": 0.67}),
    ("a little less", "amend", {"factor": 0.8}),
    ("not so strong", "amend", {"factor": 0.67}),
    ("too much", "amend", {"factor": 0.5}),
    ("that's way too much", "amend", {"factor": 0.35}),
    ("too much, half that", "amend", {"factor": 0.5}),
    ("twice that", "amend", {"factor": 2.0}),
    ("30% of that", "amend", {"factor": 0.3}),
    ("in step 3 half that", "amend", {"turn": 3, "factor": 0.5}),
    ("branch as night", "branch", {"name": "night"}),
    ("try a different version called 'Late Summer'", "branch", {"name": "Late Summer"}),
    ("try another version", "branch", {}),
    ("compare with the original", "compare", {"where": "start"}),
    ("compare it to step 2", "compare", {"turn": 2}),
    ("what changed", "compare", {}),
    ("from now on keep everything black and white", "remember", {"rule": "keep everything black and white"}),
    ("Never touch the Faces", "remember", {"rule": "Never touch the Faces"}),
    ("don't touch the sky", "remember", {"rule": "don't touch the sky"}),
    ("nice!", "rate", {"value": "good"}),
    ("that looks great, thanks", "rate", {"value": "good"}),
    ("that's wrong", "rate", {"value": "bad"}),
    ("no, try again", "rate", {"value": "bad"}),
    ("what can you do?", "answer", {"text": "what can you do"}),
    ("how many steps are there", "answer", {"text": "how many steps are there"}),
    ("save it", "export", {}),
    ("save it as Out.JPG, 2048 px", "export", {"file": "Out.JPG", "max_side": 2048}),
    ("export as jpg, quality 80", "export", {"file": ".jpg", "quality": 80}),
    ('export it as "my photo.png"', "export", {"file": "my photo.png"}),
    ("never mind", "none", {}),
    ("hello", "none", {}),
    ("no further changes needed", "none", {}),
]


@pytest.mark.parametrize(("said", "name", "args"), CASES, ids=[said for said, _, _ in CASES])
def test_act(said: str, name: str, args: dict[str, Any]) -> None:
    found = act(read(said).cut(0)) or act(without_politeness(read(said)))
    assert found is not None
    assert (found.act, found.args) == (name, args)


@pytest.mark.parametrize(
    "said",
    [
        "make it more vivid",
        "a bit warmer",
        "brighten the beautiful sky",
        "remove the last car",
        "go in tighter on the face",
        "make the nice car blue",
        "add a bit more contrast",
        "the colors are too strong",
        "take the hat off",
        "what if there were a dog",
        "save the drowning man from the sharks in the water",
        "restore clarity to the image",
        "start with the sky",
    ],
)
def test_an_edit_is_no_act(said: str) -> None:
    found = act(without_politeness(read(said)))
    assert found is None or found.unsure


@pytest.mark.parametrize(
    ("said", "phrase", "turn"),
    [
        ("bring the sky back to how it was at the start", "sky", 0),
        ("give the car its old color back", "car", 0),
        ("bring back the dog", "dog", 0),
        ("the face as it was in step 2", "face", 2),
        ("restore the wall", "wall", 0),
        ("put the boat back the way it was", "boat", 0),
    ],
)
def test_restore_names_the_part_and_the_turn(said: str, phrase: str, turn: int) -> None:
    found = act(without_politeness(read(said)))
    assert found is not None
    assert found.act == "restore"
    assert found.drafts == ({"op": "restore", "region": {"phrase": phrase}, "turn": turn},)


@pytest.mark.parametrize(
    ("said", "args", "rest"),
    [
        ("in step 3 make it blue instead", {"turn": 3}, "make it blue"),
        ("no, make it green instead", {}, "make it green"),
        ("actually, brighten it", {}, "brighten it"),
        ("make it yellow instead", {}, "make it yellow"),
    ],
)
def test_amend_leaves_the_new_wording_to_be_planned(said: str, args: dict[str, Any], rest: str) -> None:
    found = act(read(said))
    assert found is not None
    assert (found.act, found.args) == ("amend", args)
    assert found.rest is not None
    assert found.rest.text == rest
