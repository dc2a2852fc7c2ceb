"""Whom a phrase is put to, in which order, and what never crashes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image as PILImage

from tools.errors import Cancelled, RegionNotFound
from tools.grounding import candidates, ground, installed
from tools.selection import Selection
from tools.studio import Studio
from tools.types import Candidate, Region

WORDS = ["red", "the", "biggest", "sky", "subject", "left", "thing", "second", "from", "but", "everything", "top", "%",
         "third", "20%", "light", "blue", "person",
         "middle", "with", "face", "", "的", "?", "corner", "background"]  # fmt: skip


class Model:
    """A grounder of another package that knows one noun."""

    name = "model"

    def __init__(self, score=0.9):
        self.score, self.asked = score, []

    def propose(self, phrase, image):
        self.asked.append((phrase, image.size))
        return [Candidate(Selection.rectangle((10, 10, 50, 60), image.size), self.score, phrase)]


def test_the_built_in_ones_are_found():
    assert {"positions", "subject", "colour", "sky", "things"} <= {grounder.name for grounder in installed()}


def test_a_model_s_sure_answer_is_taken_for_an_unknown_noun(scene):
    model = Model()
    studio = Studio(locate=lambda image, phrase: model.propose(phrase, image))
    assert ground(scene, Region(phrase="the bin"), studio).box == (10, 10, 50, 60)
    assert model.asked == [("the bin", scene.size)]


def test_a_model_is_not_asked_where_geometry_knows(scene):
    model = Model()
    studio = Studio(locate=lambda image, phrase: model.propose(phrase, image))
    assert ground(scene, Region(phrase="the left half"), studio).box == (0, 0, 180, 240)
    assert model.asked == []


def test_an_unsure_model_becomes_a_question(scene):
    studio = Studio(locate=lambda image, phrase: Model(0.4).propose(phrase, image))
    with pytest.raises(RegionNotFound) as asked:
        ground(scene, Region(phrase="the bin"), studio)
    assert len(asked.value.candidates) > 1


def test_another_package_s_grounder_is_used(scene):
    studio = Studio(grounders=[Model()])
    assert ground(scene, Region(phrase="the bin"), studio).box == (10, 10, 50, 60)


def test_position_words_choose_among_things_of_one_colour(scene, studio):
    with pytest.raises(RegionNotFound):
        ground(scene, Region(phrase="the red ball"), studio)
    left = ground(scene, Region(phrase="the red ball on the left"), studio)
    assert left.box == pytest.approx((40, 90, 121, 171), abs=3)
    top = ground(scene, Region(phrase="the red ball at the top"), studio)
    assert top.box == pytest.approx((270, 20, 311, 61), abs=3)


@pytest.mark.parametrize(
    ("phrase", "box"),
    [
        ("the biggest red thing", (40, 90, 121, 171)),
        ("the smallest red thing", (270, 20, 311, 61)),
        ("the rightmost red ball", (270, 20, 311, 61)),
        ("the second red thing from the left", (270, 20, 311, 61)),
    ],
)
def test_order_words_choose(scene, studio, phrase, box):
    assert ground(scene, Region(phrase=phrase), studio).box == pytest.approx(box, abs=3)


def test_things_of_one_colour_together(scene, studio):
    found = np.asarray(ground(scene, Region(phrase="the red balls"), studio).full()) > 127
    assert found[130, 80]
    assert found[40, 290]
    assert not found[160, 260]


def test_candidates_lie_where_the_words_point(scene, studio):
    for candidate in candidates(scene, "the bin on the right", studio):
        assert candidate.selection.centre[0] > 0.35 * scene.width
    assert 1 <= len(candidates(scene, None, studio, limit=3)) <= 3


def test_looking_can_be_stopped_and_tells_progress(scene):
    with pytest.raises(Cancelled):
        ground(scene, Region(phrase="the bin"), Studio(cancelled=lambda: True))
    told = []
    candidates(scene, "the bin", Studio(on_progress=lambda share, label: told.append((share, label))))
    assert told[0][1] == "Looking for the bin"
    assert [share for share, _ in told] == sorted(share for share, _ in told)


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join),
    st.integers(1, 40),
    st.integers(1, 40),
    st.sampled_from(["L", "LA", "RGB", "RGBA"]),
    st.booleans(),
    st.booleans(),
)
def test_no_phrase_crashes_on_any_small_picture(phrase, width, height, mode, plain, about_object):
    pixels = np.random.default_rng(width).integers(0, 256, (height, width, 4), np.uint8)
    image = PILImage.new(mode, (width, height)) if plain else PILImage.fromarray(pixels).convert(mode)
    try:
        found = [ground(image, Region(phrase=phrase), Studio(), about_object)]
    except RegionNotFound as question:
        found = [candidate.selection for candidate in question.candidates]
    assert len(found) <= 6
    assert all(selection.size == image.size and selection.area_px > 0 for selection in found)
    assert all(0 <= candidate.score <= 1 for candidate in candidates(image, phrase, Studio()))


def test_a_thing_is_more_than_its_paint(coffee_image: Any) -> None:
    """To move the red cup takes its white inside and the coffee along; to paint it leaves them alone."""
    whole = ground(coffee_image, Region(phrase="the red cup"), Studio(), about_object=True).full()
    paint = ground(coffee_image, Region(phrase="the red cup"), Studio(), about_object=True, about_paint=True).full()
    coffee, inside, saucer, table = (290, 145), (290, 60), (120, 200), (560, 60)
    assert [whole.getpixel(at) for at in (coffee, inside, saucer, table)] == [255, 255, 255, 0]
    assert [paint.getpixel(at) for at in (coffee, inside, saucer, table)] == [0, 0, 255, 0]


class Measured(Model):
    """A grounder that has to stay out of the way of a model."""

    exact = False


Measured.__module__ = "tools.grounding.measured"


def test_a_model_that_costs_is_not_asked_after_a_clear_detector(scene):
    paid = Model()
    studio = Studio(grounders=[Model()], locate=lambda image, phrase: paid.propose(phrase, image))
    assert ground(scene, Region(phrase="the bin"), studio).box == (10, 10, 50, 60)
    assert paid.asked == []


def test_a_model_that_costs_is_asked_after_an_unsure_detector_and_before_what_measures(scene):
    order = []

    def noted(grounder, name):
        propose = grounder.propose
        grounder.propose = lambda phrase, image: order.append(name) or propose(phrase, image)
        return grounder

    paid = noted(Model(), "paid")
    studio = Studio(
        grounders=[noted(Measured(0.1), "measured"), noted(Model(0.3), "detector")],
        locate=lambda image, phrase: paid.propose(phrase, image),
    )
    candidates(scene, "the bin", studio)
    assert order == ["detector", "paid", "measured"]


def test_nothing_is_paid_for_what_the_program_looks_for_by_itself(scene):
    paid = Model()
    studio = Studio(locate=lambda image, phrase: paid.propose(phrase, image))
    candidates(scene, "subject", studio)
    candidates(scene, None, studio)
    assert paid.asked == []
