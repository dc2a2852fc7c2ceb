"""Rare verbs and turns, and the plain commands that they are."""

import pytest

from agent.planners.english.grammar import drafts
from agent.planners.english.phrases import Draft
from agent.planners.english.rewording import reworded
from agent.planners.english.saying import read


@pytest.mark.parametrize(
    ("said", "plain"),
    [
        ("fashion the jug into a teapot", "turn the jug into a teapot"),
        ("alter the top kite so it becomes yellow", "turn the top kite into yellow"),
        ("craft the gates from brass", "make the gates out of brass"),
        ("visualize an owl above the barn", "add an owl above the barn"),
        ("picture the moon glowing over the pier", "add the moon glowing over the pier"),
        ("erect a fence around the left field", "add a fence around the left field"),
        ("paint frost on the window", "add frost on the window"),
        ("turn into a charcoal drawing", "turn it into a charcoal drawing"),
        ("move to Lisbon", "change the background to lisbon"),
        ("have the gates be made of gold", "make the gates out of gold"),
        ("make her look more like a queen", "make her look like a queen"),
        ("make the stairs like bamboo", "make the stairs look like bamboo"),
        ("give wings to the horse", "add wings to the horse"),
        ("crown the goat with a wreath", "add a wreath on the goat"),
        ("mark her cheek with a scar", "add a scar on her cheek"),
        ("take the hat from his head", "remove the hat from his head"),
        ("him to be a vampire", "turn him into a vampire"),
        ("makes her look tired", "make her look tired"),
        ("have it be a sepia print", "turn it into a sepia print"),
        ("leave out the lake", "remove the lake"),
        ("set the pool to be empty", "make the pool empty"),
        ("show the trees as columns", "turn the trees into columns"),
    ],
)
def test_the_plain_command(said: str, plain: str) -> None:

    assert reworded(read(said)).text == plain


@pytest.mark.parametrize(
    "said",
    [
        "move to the left",
        "take a picture of the lake",
        "take the photo from the other side",
        "turn it into a sketch",
        "paint the wall red",
        "give the man a hat",
        "make it look like rain",
        "build it up",
    ],
)
def test_plain_commands_stay_as_they_are(said: str) -> None:
    assert reworded(read(said)).text == said


@pytest.mark.parametrize(
    ("said", "made"),
    [
        ("make the canyon out of toffee", [{"op": "retexture", "material": "toffee", "region": {"phrase": "canyon"}}]),
        ("make them knights", [{"op": "replace", "object": "knights", "region": {"phrase": "them"}}]),
        ("make Oskar a walrus", [{"op": "replace", "object": "a walrus", "region": {"phrase": "oskar"}}]),
        ("make the leaping fish on the left a dolphin",
         [{"op": "replace", "object": "a dolphin", "region": {"phrase": "leaping fish on the left"}}]),
    ],
)  # fmt: skip
def test_what_becomes_of_what(said: str, made: list[Draft]) -> None:
    assert drafts(read(said)) == made
