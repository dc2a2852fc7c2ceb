"""Targets and places."""

import pytest

from agent.planners.english import phrases


@pytest.mark.parametrize(
    ("said", "target"),
    [
        ("the red thing on the left", "red thing on the left"),
        ("that ugly trash can next to the door", "ugly trash can next to the door"),
        ("all of the people", "people"),
        ("the man in the picture", "man"),
        ("the whole picture", None),
        ("everything", None),
        ("the image", None),
        ("", None),
        ("it", "it"),
        ("this one", "it"),
        ("her", "her"),
        ("the pole so that it looks better", "pole"),
        ("the tree because it hides the house", "tree"),
        ("the left half", "left half"),
    ],
)
def test_target(said: str, target: str | None) -> None:
    assert phrases.target(said) == target


@pytest.mark.parametrize(
    ("said", "parts"),
    [
        ("the bin and the sign", ["the bin", "the sign"]),
        ("the man, the dog and the tree", ["the man", "the dog", "the tree"]),
        ("the black and white cat", ["the black and white cat"]),
        ("the salt and pepper shaker", ["the salt and pepper shaker"]),
        ("cups and plates", ["cups", "plates"]),
        ("the cup", ["the cup"]),
    ],
)
def test_several(said: str, parts: list[str]) -> None:
    assert phrases.several(said) == parts


@pytest.mark.parametrize(
    ("said", "what", "where"),
    [
        ("a straw hat on the man", "a straw hat", "on the man"),
        ("a dog to the left of the tree", "a dog", "to the left of the tree"),
        ("a moon top right", "a moon", "top right"),
        ("a red car", "a red car", ""),
        ("a man with a hat next to the car", "a man with a hat", "next to the car"),
    ],
)
def test_split_place(said: str, what: str, where: str) -> None:
    assert phrases.split_place(said) == (what, where)


@pytest.mark.parametrize(
    ("said", "arguments"),
    [
        ("in the top right corner", {"place": "top right"}),
        ("at the bottom", {"place": "bottom"}),
        ("to the left of the tree", {"place": "to the left of the tree"}),
        ("on the man", {"region": {"phrase": "man"}}),
        ("in the picture", {}),
        ("", {}),
        ("next to the car", {"place": "next to the car"}),
    ],
)
def test_place_arguments(said: str, arguments: dict[str, object]) -> None:
    assert phrases.place_arguments(said) == arguments


def test_a_purpose_is_no_part_of_the_wish() -> None:
    assert phrases.without_purpose("darken the wall so that she stands out") == "darken the wall"
    assert phrases.without_purpose("the wall needs to be darker") == "the wall needs to be darker"
