"""What photo editors say in a way of their own, put plainly."""

import pytest

from agent.planners.english.rewording import reworded
from agent.planners.english.saying import read


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("the violin should be more in focus", "sharpen the violin"),
        ("throw the shelves out of focus", "blur the shelves"),
        ("put the focus on the harbour", "sharpen the harbour"),
        ("make the bride the focal point", "emphasize the bride"),
        ("draw attention to the lighthouse", "emphasize the lighthouse"),
        ("get the ladder out of the picture", "remove the ladder"),
        ("pan out a bit", "zoom out"),
        ("it should be zoomed in on the kite", "zoom in on the kite"),
        ("the photo is too zoomed in", "zoom out"),
        ("include less of the ceiling", "crop the top"),
        ("crop the photo slightly to get rid of the van", "crop out the van"),
        ("remove or tone down the lamp", "remove the lamp"),
        ("pull the saturation up a bit", "increase the saturation a bit"),
        ("drag down the highlights", "decrease the highlights"),
        ("shift the shirt towards red", "make the shirt more red"),
        ("color correct the flowers", "fix the color of the flowers"),
        ("make the boat a different color", "raise the hue of the boat a lot"),
        ("make sure the tower is centered", "move the tower to the center"),
        ("landscape instead of portrait", "make it landscape orientation"),
        ("photoshop it so the forehead isn't so shiny", "make the forehead less shiny"),
        ("fix his blurry hands", "make the hands less blurry"),
        ("that meadow could use a few sheep", "add a few sheep to that meadow"),
        ("a darker carpet would look better", "make the carpet darker"),
        ("photoshop a parrot on the pirate's arm", "add a parrot on the pirate's arm"),
        ("I don't like the fence", "remove the fence"),
        ("touch up the leaves to be a little greener", "make the leaves a little greener"),
    ],
)
def test_an_idiom_is_put_plainly(said: str, meant: str) -> None:
    assert reworded(read(said)).text == meant


@pytest.mark.parametrize("said", ["the focus ring", "another lamp", "crop it", "up", "add a different hat"])
def test_other_words_stay_as_they_are(said: str) -> None:
    assert reworded(read(said)).text == said
