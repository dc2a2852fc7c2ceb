"""Edits of the whole picture but for one thing."""

import pytest

from agent.planners.english.kept import but, readings
from agent.planners.english.saying import read


@pytest.mark.parametrize(
    ("said", "edit", "phrase"),
    [
        ("make everything except the tent darker", "make it darker", "tent"),
        ("brighten all but the door", "brighten it", "door"),
        ("blur it but keep the dog sharp", "blur it", "dog"),
        ("black and white but keep the red kite", "black and white", "red kite"),
        ("make the picture grainy apart from her face", "make the picture grainy", "her face"),
        ("warm it up, but not the snow", "warm it up", "snow"),
        ("desaturate the photo, excluding the fire engine", "desaturate the photo", "fire engine"),
    ],
)
def test_the_edit_and_what_is_kept(said: str, edit: str, phrase: str) -> None:
    assert (edit, phrase) in [(one.text, kept) for one, kept in readings(read(said))]


@pytest.mark.parametrize("said", ["brighten the photo", "keep the sky as it is", "blur everything but keep it subtle"])
def test_nothing_is_kept_where_nothing_is_named(said: str) -> None:
    assert list(readings(read(said))) == []


def test_what_is_kept_comes_back_afterwards() -> None:
    look = {"op": "restyle", "style": "sepia", "region": {"phrase": "it"}}
    assert but([look], "kite") == [
        {"op": "restyle", "style": "sepia"},
        {"op": "restore", "region": {"phrase": "kite"}},
    ]


@pytest.mark.parametrize(
    "draft",
    [{"op": "remove", "region": {"phrase": "bin"}}, {"op": "adjust", "exposure": 5, "region": {"phrase": "wall"}}],
)
def test_only_of_the_whole_picture_something_is_kept(draft: dict) -> None:
    assert but([draft], "kite") == []
    assert but([], "kite") == []
