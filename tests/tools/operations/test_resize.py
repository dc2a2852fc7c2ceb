"""Scaling: the whole picture to an exact size, or an object where it stands."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from tools.apply import apply
from tools.errors import EditRejected, Unclear
from tools.operations.resize import Resize
from tools.selection import Selection
from tools.studio import Studio
from tools.types import Region

DISC = Region(phrase="disc")
Disc = Callable[..., tuple[Image.Image, Selection]]


def resized(size: tuple[int, int], **arguments: object) -> tuple[int, int]:
    return apply(Image.new("RGB", size), Resize.model_validate(arguments), Studio(engines=[])).image.size


@pytest.mark.parametrize(
    ("arguments", "size"),
    [
        ({"width_px": 300}, (300, 200)),
        ({"height_px": 100}, (150, 100)),
        ({"width_px": 50, "height_px": 70}, (50, 70)),
        ({"scale": 0.5}, (300, 200)),
        ({"scale": 0.0001}, (1, 1)),
    ],
)
def test_sizes(arguments: dict[str, object], size: tuple[int, int]) -> None:
    assert resized((600, 400), **arguments) == size


@settings(max_examples=25, deadline=None)
@given(st.tuples(st.integers(1, 40), st.integers(1, 40)), st.floats(0.05, 4))
def test_the_stored_size_is_exact_and_the_transform_maps_the_corners(size: tuple[int, int], scale: float) -> None:
    edit = apply(Image.new("RGB", size), Resize(scale=scale), Studio(engines=[]))
    assert isinstance(edit.operation, Resize)
    assert (edit.operation.width_px, edit.operation.height_px) == edit.image.size
    assert edit.transform[0] * size[0] == pytest.approx(edit.image.width)
    assert edit.transform[4] * size[1] == pytest.approx(edit.image.height)


def test_too_large_is_refused_before_it_is_made() -> None:
    with pytest.raises(EditRejected):
        resized((600, 400), width_px=100_000, height_px=90_000)


def test_how_big_is_asked() -> None:
    with pytest.raises(Unclear):
        resized((6, 4))


def test_to_the_same_size_changes_nothing(noise: Callable[..., Image.Image]) -> None:
    image = noise((31, 17))
    assert apply(image, Resize(scale=1), Studio(engines=[])).image.tobytes() == image.tobytes()


@pytest.mark.parametrize("scale", [0.3, 0.5, 1.5])
def test_an_object_keeps_standing_where_it_stands(scale: float, disc: Disc, flat_studio: Studio) -> None:
    image, selection = disc()
    edit = apply(image, Resize(scale=scale, region=DISC), flat_studio, selection)
    assert edit.image.size == image.size
    assert edit.receipt.changed_outside == 0
    assert edit.target is not None
    x0, _, x1, y1 = edit.target.box
    assert x1 - x0 == pytest.approx(51 * scale, abs=2)
    assert y1 == pytest.approx(selection.box[3], abs=1)
    assert (x0 + x1) / 2 == pytest.approx(selection.centre[0], abs=1)
    red = edit.image.getpixel((60, round(y1 - 20 * scale)))[0]  # type: ignore[index]
    assert red > 200


def test_a_larger_object_that_hides_its_old_place_needs_no_filling(disc: Disc) -> None:
    image, _ = disc()
    corner = Selection.rectangle((0, 60, 40, 120), image.size)  # enlarged from the corner it covers its own rim
    edit = apply(image, Resize(scale=1.6, region=DISC), Studio(engines=[]), corner)
    assert edit.receipt.changed_outside == 0
    assert edit.image.getpixel((0, 119)) == image.getpixel((0, 119))


def test_an_object_that_the_edge_cuts_off_stays_at_the_edge(disc: Disc, flat_studio: Studio) -> None:
    image, selection = disc(centre=(5, 60))
    edit = apply(image, Resize(scale=0.5, region=DISC), flat_studio, selection)
    assert edit.target is not None
    assert edit.target.box[0] == 0


def test_an_object_to_a_width_in_pixels(disc: Disc, flat_studio: Studio) -> None:
    image, selection = disc()
    edit = apply(image, Resize(width_px=25, region=DISC), flat_studio, selection)
    assert edit.target is not None
    assert edit.target.mask.width == pytest.approx(25, abs=2)


def test_half_that_halves_the_change() -> None:
    half = Resize(scale=2, region=DISC).scaled(0.5)
    assert half is not None
    assert half.scale == 1.5
    assert Resize(width_px=5).scaled(0.5) is None


@pytest.mark.parametrize("scale", [0.4, 3])
def test_one_pixel(scale: float, flat_studio: Studio, noise: Callable[..., Image.Image]) -> None:
    assert resized((1, 1), scale=scale)[0] >= 1
    dot = Selection.everything((1, 1))
    assert apply(noise((1, 1)), Resize(scale=scale, region=DISC), flat_studio, dot).image.size == (1, 1)
