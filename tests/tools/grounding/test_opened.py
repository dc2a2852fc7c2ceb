"""From raw boxes and scores to a clear answer, a question or nothing, by each family's own line."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image as PILImage

from tools.errors import RegionNotFound
from tools.grounding import ground, installed
from tools.grounding.choice import ACCEPT
from tools.grounding.models import sureness as lines
from tools.grounding.models.opened import boxed, sensible
from tools.grounding.models.sureness import sureness
from tools.studio import Studio
from tools.types import Region

# Each family's line, what its authors keep at the least, and what they draw as found.
LINES = {"grounding-dino": (lines.GROUNDING_DINO, 0.25, 0.35), "owlv2": (lines.OWLV2, 0.1, 0.2),
         "clipseg": (lines.CLIPSEG, 0.4, 0.55)}  # fmt: skip
LEFT, RIGHT = (0.1, 0.35, 0.35, 0.75), (0.6, 0.45, 0.85, 0.85)
families = pytest.mark.parametrize("name", LINES)
numbers = st.floats(allow_nan=True, allow_infinity=True, width=32)


class Seeing:
    """A grounder of boxes whose network answers what it is told."""

    name = "seeing"

    def __init__(self, line: lines.Line, *found: tuple[tuple[float, float, float, float], float]) -> None:
        self.line, self.found = line, found

    def propose(self, phrase: str, image: Any) -> Any:
        boxes = np.array([box for box, _ in self.found], np.float32).reshape(-1, 4)
        scores = np.array([score for _, score in self.found], np.float32)
        return boxed(phrase, image, lambda what, image: (boxes, scores), self.line)


@families
@given(a=numbers, b=numbers)
def test_surer_is_never_less_sure(name: str, a: float, b: float) -> None:
    line = LINES[name][0]
    assert 0 <= sureness(a, line) <= 1
    assert not a <= b or sureness(a, line) <= sureness(b, line)


@families
def test_the_authors_border_is_where_nothing_is_asked(name: str) -> None:
    line, least, sure = LINES[name]
    assert sureness(least - 0.01, line) == 0 < sureness(least, line) < ACCEPT
    assert sureness(sure, line) == pytest.approx(ACCEPT)
    assert sureness(float("nan"), line) == 0


@families
def test_a_clear_one_is_taken(scene: Any, name: str) -> None:
    line, _, sure = LINES[name]
    studio = Studio(grounders=[Seeing(line, (LEFT, sure + 0.1)), *installed()])
    found = ground(scene, Region(phrase="the gnome"), studio)
    assert found.fractions == pytest.approx(LEFT, abs=0.07)


@families
def test_of_two_equal_ones_it_asks_for_exactly_these(scene: Any, name: str) -> None:
    line, _, sure = LINES[name]
    studio = Studio(grounders=[Seeing(line, (LEFT, sure + 0.1), (RIGHT, sure + 0.1)), *installed()])
    with pytest.raises(RegionNotFound) as asked:
        ground(scene, Region(phrase="the gnome"), studio)
    assert len(asked.value.candidates) == 2
    assert ground(scene, Region(phrase="the gnome on the right"), studio).centre[0] > scene.width / 2
    assert ground(scene, Region(phrase="the second gnome from the left"), studio).centre[0] > scene.width / 2
    both = np.asarray(ground(scene, Region(phrase="the gnomes"), studio).full())
    assert both[:, :180].any()
    assert both[:, 180:].any()


@pytest.mark.parametrize("phrase", ["the second gnome", "the last gnome", "第二把椅子"])
def test_a_count_tells_which(scene: Any, phrase: str) -> None:
    line, _, sure = LINES["owlv2"]
    studio = Studio(grounders=[Seeing(line, (RIGHT, sure + 0.1), (LEFT, sure + 0.1)), *installed()])
    assert ground(scene, Region(phrase=phrase), studio).centre[0] > scene.width / 2


@pytest.mark.parametrize("phrase", ["the bus", "the cactus"])
def test_a_word_that_ends_in_s_is_one_thing(scene: Any, phrase: str) -> None:
    line, _, sure = LINES["owlv2"]
    with pytest.raises(RegionNotFound):
        ground(scene, Region(phrase=phrase), Studio(grounders=[Seeing(line, (LEFT, sure), (RIGHT, sure))]))


@pytest.mark.parametrize("phrase", ["狗和猫", "the dog and the cat"])
def test_two_nouns_are_both_looked_for(scene: Any, phrase: str) -> None:
    line, _, sure = LINES["owlv2"]
    asked: list[str] = []

    def find(words: str, image: Any) -> Any:
        asked.append(words)
        box = {"dog": LEFT, "cat": RIGHT}[words]
        return np.array([box], np.float32), np.array([sure + 0.1], np.float32)

    (both,) = boxed(phrase, scene, find, line)
    assert asked == ["dog", "cat"]
    assert len(both.parts) == 2


@families
def test_below_the_floor_nothing_is_proposed_and_others_answer(scene: Any, name: str) -> None:
    line, least, _ = LINES[name]
    seeing = Seeing(line, (RIGHT, least - 0.02))
    assert not list(seeing.propose("the gnome", scene))
    found = ground(scene, Region(phrase="the red ball on the left"), Studio(grounders=[seeing, *installed()]))
    assert found.box == pytest.approx((40, 90, 121, 171), abs=3)


def test_a_doubtful_box_is_offered_and_not_taken(scene: Any) -> None:
    line, least, _ = LINES["grounding-dino"]
    studio = Studio(grounders=[Seeing(line, (LEFT, least + 0.02))])
    with pytest.raises(RegionNotFound) as asked:
        ground(scene, Region(phrase="the gnome"), studio)
    assert len(asked.value.candidates) == 1


def test_the_only_one_needs_no_more_words(scene: Any) -> None:
    """What it stands behind can't be looked at; where there is one gnome, it is that one."""
    line, _, sure = LINES["grounding-dino"]
    one = Seeing(line, (LEFT, sure + 0.1))
    two = Seeing(line, (LEFT, sure + 0.1), (RIGHT, sure - 0.05))
    assert one.propose("the gnome behind the bush", scene)[0].score >= ACCEPT
    assert two.propose("the gnome behind the bush", scene)[0].score < ACCEPT


def test_no_box_is_drawn_around_the_sky_and_grass_is_doubtful(scene: Any) -> None:
    seeing = Seeing(LINES["owlv2"][0], ((0.0, 0.0, 1.0, 0.5), 0.9))
    assert not list(seeing.propose("the sky", scene))
    assert 0 < seeing.propose("the grass", scene)[0].score < 0.65


@given(st.lists(st.tuples(numbers, numbers, numbers, numbers, numbers), max_size=12))
def test_any_numbers_make_sensible_boxes_or_none(rows: list[tuple[float, ...]]) -> None:
    table = np.array(rows, np.float32).reshape(-1, 5)
    for one in sensible(table[:, :4], table[:, 4], LINES["owlv2"][0]):
        x0, y0, x1, y1 = one.box
        assert 0 <= x0 < x1 <= 1
        assert 0 <= y0 < y1 <= 1
        assert 0 < one.score <= 1


def test_a_thing_seen_twice_is_one(scene: Any) -> None:
    nearly = tuple(value + 0.01 for value in LEFT)
    found = Seeing(LINES["owlv2"][0], (LEFT, 0.6), (nearly, 0.5)).propose("the gnome", scene)  # type: ignore[arg-type]
    assert len(found) == 1


def test_tiny_pictures_are_nobody_s_business() -> None:
    assert not list(Seeing(LINES["owlv2"][0], (LEFT, 0.9)).propose("the gnome", PILImage.new("RGB", (4, 4))))
