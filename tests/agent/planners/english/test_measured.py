"""One quality by one number, in any order of words."""

import pytest

from agent.planners.english.measured import measured
from agent.planners.english.phrases import Draft
from agent.planners.english.saying import read

CASES: list[tuple[str, Draft]] = [
    (
        "change the contrast of the teapot on the far left to -20 .",
        {"contrast": -20, "region": "teapot on the far left"},
    ),
    ("on the two lamps near the door, set the brightness to 12", {"exposure": 12, "region": "two lamps near the door"}),
    (
        "edit the mug that he is drinking from so that the hue is 31",
        {"hue": 31, "region": "mug that he is drinking from"},
    ),
    ("give the grape at the bottom a saturation value of -5", {"saturation": -5, "region": "grape at the bottom"}),
    ("lower the saturation of the rug by 15 units", {"saturation": -15, "region": "rug"}),
    ("decrease the hue of the rug by -15", {"hue": -15, "region": "rug"}),
    ("apply 22 contrast to the lower shelf", {"contrast": 22, "region": "lower shelf"}),
    ("the red kite 's lightness should be changed to 9", {"exposure": 9, "region": "red kite"}),
    (
        "the bottom left plate needs saturation changed by a value of 8",
        {"saturation": 8, "region": "bottom left plate"},
    ),
    ("add hue and change the value to -8 to the goose", {"hue": -8, "region": "goose"}),
    ("contrast minus 30", {"contrast": -30}),
    ("turn the saturation of the photo down by 40", {"saturation": -40}),
]
OTHERS = (
    "raise the contrast by 30 and remove the bin",
    "the contrast is too low, add 20",
    "raise the contrast of the wall by 10 and the brightness by 20",
    "brighten the wall by 20",
    "more contrast",
    "there are 3 cups with good contrast, remove them",
    'write "contrast 20" at the top',
)


@pytest.mark.parametrize(("said", "draft"), CASES)
def test_what_is_left_of_the_words_is_the_phrase(said: str, draft: Draft) -> None:
    wanted = {"op": "adjust", **draft}
    if "region" in draft:
        wanted["region"] = {"phrase": draft["region"]}
    assert measured(read(said)) == [wanted]


@pytest.mark.parametrize("said", OTHERS)
def test_sentences_that_say_more_are_left_to_others(said: str) -> None:
    assert measured(read(said)) == []
