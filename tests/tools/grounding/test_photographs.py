"""Phrases on real photographs: the right place, or a question; never the wrong one."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image as PILImage
from PIL import ImageDraw

from tools.errors import RegionNotFound
from tools.grounding import candidates, ground
from tools.types import Region


@pytest.fixture(scope="module")
def coffee(photograph):
    return photograph("coffee.png")


@pytest.fixture(scope="module")
def cup_and_saucer():
    """Two ellipses, drawn by eye: the saucer, a little turned, and the cup's rim."""
    saucer = PILImage.new("L", (600, 400))
    ImageDraw.Draw(saucer).ellipse((278 - 202, 221 - 166, 278 + 202, 221 + 166), fill=255)
    mask = saucer.rotate(-6.3, center=(278, 221), resample=PILImage.Resampling.BICUBIC)
    ImageDraw.Draw(mask).ellipse((172, 17, 408, 209), fill=255)
    return mask


@pytest.mark.parametrize("about_object", [False, True])
@pytest.mark.parametrize("phrase", ["the red cup", "red saucer", "the red thing in the middle"])
def test_the_red_cup_is_the_cup_and_never_the_table(coffee, cup_and_saucer, studio, phrase, about_object):
    found = ground(coffee, Region(phrase=phrase), studio, about_object)
    chosen = np.asarray(found.full()) > 127
    truth = np.asarray(cup_and_saucer) > 127
    assert (chosen & truth).sum() / chosen.sum() > 0.93
    assert (chosen & truth).sum() / truth.sum() > 0.5


def test_an_unknown_noun_is_asked_about_with_the_cup_among_the_candidates(coffee, cup_and_saucer, studio):
    with pytest.raises(RegionNotFound, match="I can't tell where “the bin” is") as asked:
        ground(coffee, Region(phrase="the bin"), studio)
    shown = asked.value.candidates
    assert 1 <= len(shown) <= 6
    truth = np.asarray(cup_and_saucer) > 127
    on_it = [(np.asarray(c.selection.full()) > 127)[truth].sum() / c.selection.area_px for c in shown]
    assert max(on_it) > 0.9
    assert all(c.selection.size == coffee.size for c in shown)


def test_no_colour_that_is_not_there(coffee, studio):
    with pytest.raises(RegionNotFound):
        ground(coffee, Region(phrase="the green cup"), studio)


@pytest.mark.parametrize("name", ["coffee.png", "astronaut.png", "chelsea.png"])
def test_no_sky_indoors(photograph, studio, name):
    with pytest.raises(RegionNotFound):
        ground(photograph(name), Region(phrase="the sky"), studio)


def test_the_sky_behind_the_rocket(photograph, studio):
    found = np.asarray(ground(photograph("rocket.jpg"), Region(phrase="sky"), studio).full()) > 127
    assert found[:100, 100:540].mean() > 0.97
    assert not found[200:380, 316:330].any()
    assert found[420:, :].mean() < 0.4


def test_the_subject_and_the_background_are_complements(photograph, studio):
    image = photograph("coffee.png")
    subject = ground(image, Region(phrase="the subject"), studio)
    background = ground(image, Region(phrase="background"), studio)
    assert 0.2 < subject.area_px / (600 * 400) < 0.5
    total = np.asarray(subject.full(), int) + np.asarray(background.full(), int)
    assert (np.abs(total - 255) < 60).mean() > 0.98


def test_a_cat_that_fills_the_frame_is_not_reduced_to_its_eyes(photograph, studio):
    with pytest.raises(RegionNotFound):
        ground(photograph("chelsea.png"), Region(phrase="the subject"), studio)


def test_everything_but_the_red_cup(coffee, studio):
    cup = ground(coffee, Region(phrase="the red cup"), studio)
    rest = ground(coffee, Region(phrase="everything but the red cup"), studio)
    assert (np.asarray(cup.full(), int) + np.asarray(rest.full(), int) == 255).all()


def test_the_same_question_gets_the_same_answer(coffee, studio):
    first = [c.selection.full() for c in candidates(coffee, "the spoon", studio)]
    second = [c.selection.full() for c in candidates(coffee, "the spoon", studio)]
    assert first == second
    region = Region(box=(0.25, 0.0, 0.75, 0.6))
    a, b = (ground(coffee, region, studio, about_object=True).full() for _ in range(2))
    assert a == b


def test_a_big_photograph_gives_the_same_place(coffee, studio, iou):
    large = coffee.resize((2400, 1600), PILImage.Resampling.BICUBIC)
    found = ground(large, Region(phrase="the red cup"), studio)
    small = ground(coffee, Region(phrase="the red cup"), studio)
    assert iou(small, found.full().resize(coffee.size)) > 0.9
