"""Named places, and what tells two things at one place apart."""

import pytest

from tools.places import place_name, told_apart

MIDDLE = (0.4, 0.4, 0.6, 0.6)


def test_different_places_need_no_more() -> None:
    boxes = [MIDDLE, (0.0, 0.0, 0.2, 0.2), (0.8, 0.4, 1.0, 0.6)]
    assert told_apart(boxes, [0.04] * 3) == ["center", "top left", "right"] == [place_name(box) for box in boxes]


@pytest.mark.parametrize(
    ("other", "share", "words"),
    [
        ((0.35, 0.35, 0.65, 0.65), 0.09, ["center (smaller)", "center (larger)"]),
        ((0.45, 0.45, 0.55, 0.55), 0.01, ["center (larger)", "center (smaller)"]),
        ((0.45, 0.42, 0.65, 0.62), 0.04, ["center (further left)", "center (further right)"]),
        ((0.35, 0.4, 0.55, 0.6), 0.04, ["center (further right)", "center (further left)"]),
        ((0.41, 0.35, 0.61, 0.55), 0.04, ["center (lower)", "center (higher)"]),
        ((0.41, 0.45, 0.61, 0.65), 0.04, ["center (higher)", "center (lower)"]),
    ],
)
def test_two_at_one_place(other: tuple[float, ...], share: float, words: list[str]) -> None:
    assert told_apart([MIDDLE, other], [0.04, share]) == words


def test_more_at_one_place_are_told_by_how_much_they_fill() -> None:
    boxes = [MIDDLE, (0.3, 0.3, 0.7, 0.7), (0.45, 0.45, 0.55, 0.55), (0.0, 0.4, 0.1, 0.6)]
    assert told_apart(boxes, [0.04, 0.16, 0.004, 0.02]) == ["center (4 %)", "center (16 %)", "center (0.4 %)", "left"]
