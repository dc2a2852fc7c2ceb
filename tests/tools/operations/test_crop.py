"""Cropping: edges, ratios, close to something, something away; and where everything is afterwards."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pydantic import ValidationError

from tools.apply import apply
from tools.errors import EditRejected, Unclear
from tools.operations.crop import Crop
from tools.selection import Selection
from tools.studio import Studio
from tools.types import Region

SIZES = st.tuples(st.integers(1, 60), st.integers(1, 60))
CUTS = st.floats(0, 0.99)
SOMETHING = Region(phrase="it")


def crop(image: Image.Image, selection: Selection | None = None, **arguments: object) -> Image.Image:
    return apply(image, Crop.model_validate(arguments), Studio(engines=[]), selection).image


def test_the_bottom_third_of_400_rows() -> None:
    assert crop(Image.new("RGB", (600, 400)), bottom=0.3333).size == (600, 267)
    assert crop(Image.new("RGB", (600, 400)), bottom=1 / 3).size == (600, 267)


@settings(max_examples=30, deadline=None)
@given(SIZES, CUTS, CUTS, CUTS, CUTS)
def test_size_and_content_follow_from_the_edges(
    size: tuple[int, int], left: float, right: float, top: float, bottom: float
) -> None:
    operation = Crop(left=left, right=right, top=top, bottom=bottom)
    x0, y0, x1, y1 = operation.span(size)
    assert 0 <= x0 < x1 <= size[0]
    assert 0 <= y0 < y1 <= size[1]
    assert x0 == min(round(left * size[0]), size[0] - 1)
    image = Image.linear_gradient("L").resize(size).convert("RGB")
    assert operation.apply(image, image.convert("L"), None, None).tobytes() == image.crop((x0, y0, x1, y1)).tobytes()  # type: ignore[arg-type]


@settings(max_examples=30, deadline=None)
@given(SIZES, CUTS, CUTS, CUTS, CUTS)
def test_what_is_resolved_crops_the_same_again(
    size: tuple[int, int], left: float, right: float, top: float, bottom: float
) -> None:
    image = Image.new("RGB", size)
    asked = Crop(left=left + 0.001, right=right, top=top, bottom=bottom)
    resolved = asked.resolve(image, None, Studio(engines=[]))
    assert resolved.span(size) == asked.span(size)


@settings(max_examples=25, deadline=None)
@given(SIZES, st.sampled_from(["1:1", "16:9", "4:5", "3x2", "square", "1:100"]))
def test_a_ratio_keeps_the_largest_such_part(size: tuple[int, int], ratio: str) -> None:
    resolved = Crop.model_validate({"ratio": ratio}).resolve(Image.new("RGB", size), None, Studio(engines=[]))
    wanted = {"3x2": 1.5, "square": 1.0}.get(ratio) or float(ratio.split(":")[0]) / float(ratio.split(":")[1])
    x0, y0, x1, y1 = resolved.span(size)
    assert x1 - x0 == size[0] or y1 - y0 == size[1]
    assert abs((x1 - x0) - wanted * (y1 - y0)) <= max(1.0, wanted)


def test_tighter_on_something_keeps_it_with_its_margin() -> None:
    image, box = Image.new("RGB", (300, 200)), Selection.rectangle((100, 50, 180, 90), (300, 200))
    assert crop(image, box, region=SOMETHING, margin=0.0).size == (80, 40)
    assert crop(image, box, region=SOMETHING, margin=0.1).size == (96, 56)


def test_square_around_something_holds_all_of_it() -> None:
    size, box = (300, 200), Selection.rectangle((200, 20, 290, 60), (300, 200))
    edit = apply(Image.new("RGB", size), Crop(region=SOMETHING, ratio="1:1", margin=0.0), Studio(engines=[]), box)
    assert edit.image.size == (90, 90)
    assert edit.target is not None
    assert edit.target.area_px == box.area_px


@pytest.mark.parametrize(
    ("box", "size"),
    [((0, 80, 60, 160), (240, 200)), ((250, 0, 300, 200), (250, 200)), ((100, 0, 200, 30), (300, 170))],
)
def test_away_takes_the_cheapest_cut(box: tuple[int, int, int, int], size: tuple[int, int]) -> None:
    edit = apply(
        Image.new("RGB", (300, 200)), Crop(region=SOMETHING, action="away"), Studio(engines=[]),
        Selection.rectangle(box, (300, 200)),
    )  # fmt: skip
    assert edit.image.size == size
    assert edit.target is None


def test_away_from_the_middle_is_refused_with_a_better_idea() -> None:
    middle = Selection.rectangle((90, 60, 215, 150), (300, 200))
    with pytest.raises(EditRejected) as told:
        crop(Image.new("RGB", (300, 200)), middle, region=SOMETHING, action="away")
    assert "remove" in told.value.hint


def test_zoom_keeps_the_middle_or_the_region_in_the_middle(noise: Callable[..., Image.Image]) -> None:
    image = noise((200, 100))
    assert crop(image, zoom=2).tobytes() == image.crop((50, 25, 150, 75)).tobytes()
    corner = Selection.rectangle((150, 60, 200, 100), (200, 100))
    assert crop(image, corner, zoom=2, region=SOMETHING).tobytes() == image.crop((100, 50, 200, 100)).tobytes()


def test_nothing_said_is_asked() -> None:
    with pytest.raises(Unclear):
        crop(Image.new("RGB", (9, 9)))


def test_edges_and_region_apart_leave_nothing() -> None:
    with pytest.raises(EditRejected):
        crop(Image.new("RGB", (100, 100)), Selection.rectangle((0, 0, 10, 10), (100, 100)), left=0.5, region=SOMETHING)


def test_one_pixel_stays() -> None:
    assert crop(Image.new("L", (1, 1), 5), left=0.9, top=0.9).size == (1, 1)


@pytest.mark.parametrize("ratio", ["", "0:1", "wide", "1:0", "1:2:3", "100000:1"])
def test_no_ratio_is_no_ratio(ratio: str) -> None:
    with pytest.raises(ValidationError):
        Crop(ratio=ratio)


def test_half_that_halves_the_edges() -> None:
    half = Crop(bottom=0.4).scaled(0.5)
    assert half is not None
    assert half.bottom == pytest.approx(0.2)
