"""What a clause about light and colour is about."""

import pytest

from agent.planners import Request
from agent.planners.english import planning


@pytest.mark.parametrize(
    ("said", "phrase"),
    [
        ("deepen the blue of the sky", "sky"),
        ("accentuate the red on the tram", "tram"),
        ("make the meadow a more vivid green color", "meadow"),
        ("the dancers are too dimly lit", "dancers"),
        ("make the colors of the fruit brighter", "fruit"),
        ("less glare on the back wall", "back wall"),
        ("increase the brightness and contrast of the bridge", "bridge"),
        ("make the pavement darker, less dirty", "pavement"),
        ("bring out the shadows", None),
        ("increase the vibrance", None),
    ],
)
def test_the_target_of_a_tone(said: str, phrase: str | None) -> None:
    (operation,) = planning.plan(Request(said)).operations
    assert (operation.region.phrase if operation.region else None) == phrase


@pytest.mark.parametrize(
    "said", ["make the sky, the sea and the boats bluer", "cool down the sky, the sea and the boats"]
)
def test_each_thing_of_a_list_is_adjusted(said: str) -> None:
    operations = planning.plan(Request(said)).operations
    assert [operation.region and operation.region.phrase for operation in operations] == ["sky", "sea", "boats"]
    assert {operation.model_dump()["temperature"] for operation in operations} == {-25}
