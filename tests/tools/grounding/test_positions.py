"""Parts of the frame named by geometry alone."""

from __future__ import annotations

import pytest
from PIL import Image as PILImage

from tools.grounding import ground
from tools.grounding.phrase import parse_phrase
from tools.grounding.positions import box_of
from tools.studio import Studio
from tools.types import Region

THIRD = 1 / 3


@pytest.mark.parametrize(
    ("said", "box"),
    [
        ("the left half", (0, 0, 0.5, 1)),
        ("left", (0, 0, 0.5, 1)),
        ("the right side of the picture", (0.5, 0, 1, 1)),
        ("top third", (0, 0, 1, THIRD)),
        ("the upper third of the photo", (0, 0, 1, THIRD)),
        ("bottom 20%", (0, 0.8, 1, 1)),
        ("the lower 20 percent", (0, 0.8, 1, 1)),
        ("the left two thirds", (0, 0, 2 * THIRD, 1)),
        ("the bottom quarter", (0, 0.75, 1, 1)),
        ("the upper right corner", (2 * THIRD, 0, 1, THIRD)),
        ("bottom-left corner", (0, 2 * THIRD, THIRD, 1)),
        ("the top left quarter", (0, 0, 0.5, 0.5)),
        ("the middle", (THIRD, THIRD, 2 * THIRD, 2 * THIRD)),
        ("the centre of the image", (THIRD, THIRD, 2 * THIRD, 2 * THIRD)),
        ("the middle third", (THIRD, 0, 2 * THIRD, 1)),
        ("the left edge", (0, 0, 0.1, 1)),
        ("everything", (0, 0, 1, 1)),
        ("the whole picture", (0, 0, 1, 1)),
    ],
)
def test_parts_of_the_frame(said, box):
    assert box_of(parse_phrase(said)) == pytest.approx(box)


@pytest.mark.parametrize(
    "said",
    ["the dog on the left", "the red thing", "the leftmost one", "sky", "the biggest", "the second one from the left",
     "everything but the sky", "the man behind the left car", "", "???", "something in the middle"],
)  # fmt: skip
def test_objects_are_not_parts_of_the_frame(said):
    assert box_of(parse_phrase(said)) is None


def test_they_are_exact_rectangles():
    image = PILImage.new("RGB", (101, 57))
    left = ground(image, Region(phrase="the left half"), Studio())
    assert left.box == (0, 0, 51, 57)
    assert left.mask.getextrema() == (255, 255)
    rest = ground(image, Region(phrase="everything but the left half"), Studio())
    assert rest.box == (51, 0, 101, 57)
    assert left.union(rest).area_px == 101 * 57
