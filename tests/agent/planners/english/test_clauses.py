"""An utterance into what it asks for."""

import pytest

from agent.planners.english.clauses import clauses
from agent.planners.english.saying import read


@pytest.mark.parametrize(
    ("said", "parts"),
    [
        ("brighten it", ["brighten it"]),
        ("brighten it and crop the top", ["brighten it", "crop the top"]),
        ("remove the bin and the sign", ["remove the bin and the sign"]),
        ("remove the bin, brighten the sky a bit and crop it", ["remove the bin", "brighten the sky a bit", "crop it"]),
        ("make it warmer and a bit more contrasty", ["make it warmer", "a bit more contrasty"]),
        ("the image is too dark please make it brighter", ["the image is too dark", "make it brighter"]),
        ("it's crooked, straighten it", ["it's crooked", "straighten it"]),
        ("make the sky bluer and the grass greener", ["make the sky bluer", "the grass greener"]),
        ("crop it. then add a hat!", ["crop it", "add a hat"]),
        ("remove the salt and pepper shaker", ["remove the salt and pepper shaker"]),
        ("undo the crop but keep the rest", ["undo the crop but keep the rest"]),
        ("make it look better, it's crooked too", ["make it look better", "it's crooked"]),
        ("add a cat, a dog and a bird", ["add a cat, a dog and a bird"]),
        ("add a hat remove the cup", ["add a hat", "remove the cup"]),
        ("try to remove the cup", ["remove the cup"]),
        ("turn the plates around and remove the cloth", ["turn the plates around", "remove the cloth"]),
        ("make the sky, the sea and the boats bluer", ["make the sky, the sea and the boats bluer"]),
        (
            "remove the haze from the hut please paint it a deep red",
            ["remove the haze from the hut", "paint it a deep red"],
        ),
        (", ,", []),
    ],
)
def test_clauses(said: str, parts: list[str]) -> None:
    assert [clause.text for clause in clauses(read(said))] == parts


def test_quoted_words_are_never_split() -> None:
    (clause,) = clauses(read("write 'crop it, then remove the cat. undo' at the top"))
    assert clause.quotes == ("crop it, then remove the cat. undo",)
