"""A local model that is asked where something is: whatever it says is boxes, because nothing else can be said."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PIL import Image

from agent.planners import Locator, Look
from agent.planners.llava import LlavaPlanner
from agent.settings import Settings

ANSWERS = 50


def test_fifty_of_fifty_sampled_answers_are_boxes(
    tiny: Callable[[str], Path], noise: Callable[..., Image.Image]
) -> None:
    found, sizes = [], set()
    for seed in range(ANSWERS):
        mind = LlavaPlanner(Settings(llava_model=str(tiny("llava")), llava_temperature=1.0, seed=seed))
        assert isinstance(mind, Locator)
        assert mind.sees()
        look = Look()
        places = mind.locate(noise(), "the dog", look)
        assert (look.trouble, look.calls, look.repairs) == ("", 1, 0)
        assert look.input_tokens > 200
        found += places
        sizes.add(len(places))
    assert len(sizes) > 1  # it really sampled
    assert found
    assert all(one.selection.size == (100, 76) and 0 < one.score <= 0.6 for one in found)


def test_a_model_that_is_not_there_sees_nothing(tmp_path: Path, noise: Callable[..., Image.Image]) -> None:
    mind = LlavaPlanner(Settings(llava_model=str(tmp_path)))
    assert not mind.sees()
    assert mind.locate(noise(), "the dog", Look()) == ()
