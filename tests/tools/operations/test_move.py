"""Moving: the object arrives whole, its old place is filled, nothing else changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from tools.apply import apply
from tools.cutout import rim_px
from tools.errors import RegionNotFound, Unclear
from tools.operations.move import Move
from tools.selection import Selection
from tools.studio import Studio
from tools.types import Region

DISC = Region(phrase="disc")
Disc = Callable[..., tuple[Image.Image, Selection]]


def test_the_object_arrives_and_its_place_is_filled(disc: Disc, flat_studio: Studio, flat: Any) -> None:
    image, selection = disc()
    edit = apply(image, Move(region=DISC, dx=0.4), flat_studio, selection)
    assert edit.image.getpixel((60 + 80, 60)) == image.getpixel((60, 60))
    assert edit.image.getpixel((60, 60)) == (9, 99, 199)
    assert edit.receipt.changed_outside == 0
    assert edit.receipt.engine == "flat"
    hole = flat.masks[0]
    assert set(np.unique(np.asarray(hole))) == {0, 255}


def test_no_halo_of_the_old_ground_travels_along(disc: Disc, flat_studio: Studio) -> None:
    image, selection = disc()
    blue = Image.new("RGB", image.size, (40, 60, 220))
    blue.paste(image.crop((0, 0, 100, 120)), (0, 0))  # green ground on the left, blue where it goes
    edit = apply(blue, Move(region=DISC, dx=0.45), flat_studio, selection)
    arrived = np.asarray(edit.image.crop((110, 20, 200, 110))).astype(int)
    greenish = (arrived[..., 1] > arrived[..., 0] + 15) & (arrived[..., 1] > arrived[..., 2] + 15)
    assert greenish.sum() == 0


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(dx=st.floats(-1, 1), dy=st.floats(-1, 1))
def test_it_stays_inside_and_lands_where_it_says(disc: Disc, flat_studio: Studio, dx: float, dy: float) -> None:
    image, selection = disc()
    edit = apply(image, Move(region=DISC, dx=dx, dy=dy), flat_studio, selection)
    assert edit.target is not None
    assert edit.target.mask.tobytes() == selection.mask.tobytes()
    assert isinstance(edit.operation, Move)
    again = apply(image, edit.operation, flat_studio, selection)
    assert again.image.tobytes() == edit.image.tobytes()
    assert edit.receipt.changed_outside == 0


def test_by_nothing_is_nothing(disc: Disc, flat_studio: Studio) -> None:
    image, selection = disc()
    edit = apply(image, Move(region=DISC, dx=0, dy=0), flat_studio, selection)
    assert edit.image.tobytes() == image.tobytes()
    assert edit.receipt.notes


@pytest.mark.parametrize(
    ("place", "centre"),
    [("left", (29, 60)), ("top right", (170, 29)), ("the lower right corner", (170, 90)), ("center", (100, 60))],
)
def test_places(place: str, centre: tuple[int, int], disc: Disc, flat_studio: Studio) -> None:
    image, selection = disc()
    edit = apply(image, Move.model_validate({"region": {"phrase": "disc"}, "place": place}), flat_studio, selection)
    assert edit.target is not None
    assert edit.target.centre == pytest.approx(centre, abs=2)


def test_where_to_is_asked(disc: Disc, flat_studio: Studio) -> None:
    image, selection = disc()
    with pytest.raises(Unclear) as asked:
        apply(image, Move(region=DISC), flat_studio, selection)
    assert asked.value.field == "place"
    with pytest.raises(RegionNotFound):
        apply(image, Move(dx=0.1), flat_studio)


def test_a_feathered_edge_stays_as_it_was_asked(disc: Disc, flat_studio: Studio) -> None:
    image, selection = disc()
    soft = selection.feathered(10)
    edit = apply(image, Move(region=Region(phrase="disc", feather_px=10), dx=0.4), flat_studio, soft)
    assert edit.receipt.changed_outside == 0
    red_at_rim = edit.image.getpixel((60 + 80 - 22, 60))[0]  # type: ignore[index]
    assert 40 < red_at_rim < 205


def test_the_seed_reaches_the_engine(disc: Disc, flat_studio: Studio, flat: Any) -> None:
    image, selection = disc()
    apply(image, Move(region=DISC, dx=0.4, seed=11), flat_studio, selection)
    assert flat.samplings[0].seed == 11


@pytest.mark.parametrize("size", [(1, 1), (2, 1), (5, 5)])
def test_one_pixel(size: tuple[int, int], flat_studio: Studio, noise: Callable[..., Image.Image]) -> None:
    dot = Selection.rectangle((0, 0, 1, 1), size)
    edit = apply(noise(size), Move(region=DISC, dx=0.5), flat_studio, dot)
    assert edit.image.size == size
    assert edit.receipt.changed_outside == 0


def test_the_rim_grows_with_the_picture_and_never_beyond_what_is_stated() -> None:
    rims = [rim_px((side, side)) for side in (1, 100, 400, 1000, 2000, 9000)]
    assert rims == sorted(rims)
    assert rims[-1] == Move(dx=0, region=DISC).grow_px
