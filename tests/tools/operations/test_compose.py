"""Putting the subject of another picture in: its own transparency wins, it fits its box, nothing else changes."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from tools.apply import apply
from tools.errors import EditRejected
from tools.operations.compose import Compose
from tools.places import PLACES
from tools.reference import subject_of
from tools.selection import Selection
from tools.studio import Studio
from tools.types import Region

LOGO, PHOTO, EMPTY = "1" * 64, "2" * 64, "3" * 64


@pytest.fixture(scope="module")
def pictures() -> dict[str, Image.Image]:
    logo = Image.new("RGBA", (80, 60), (0, 0, 0, 0))
    ImageDraw.Draw(logo).rectangle((20, 10, 59, 49), fill=(0, 0, 250, 255))
    photo = Image.new("RGB", (200, 200), (240, 240, 238))
    ImageDraw.Draw(photo).ellipse((60, 40, 140, 160), fill=(200, 40, 40))
    return {LOGO: logo, PHOTO: photo, EMPTY: Image.new("RGBA", (5, 5), (0, 0, 0, 0))}


@pytest.fixture
def gallery(pictures: dict[str, Image.Image]) -> Studio:
    return Studio(engines=[], picture=pictures.__getitem__)


def blue(image: Image.Image) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    pixels = np.asarray(image).astype(int)
    return np.asarray((pixels[..., 2] > 200) & (pixels[..., 0] < 60))


def test_transparency_is_the_cut_out(gallery: Studio) -> None:
    edit = apply(Image.new("RGB", (300, 200), (230, 230, 200)), Compose(reference=LOGO, scale=0.4), gallery)
    found = blue(edit.image)
    rows, columns = np.flatnonzero(found.any(axis=1)), np.flatnonzero(found.any(axis=0))
    assert len(rows) == pytest.approx(80, abs=2)
    assert len(columns) == pytest.approx(80, abs=2)
    assert found.sum() == pytest.approx(len(rows) * len(columns), rel=0.02)
    assert edit.receipt.changed_outside == 0


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    place=st.sampled_from([*PLACES, None]), scale=st.floats(0.01, 4), dx=st.floats(-1, 1),
    size=st.tuples(st.integers(1, 90), st.integers(1, 90)),
)  # fmt: skip
def test_it_lies_inside_and_the_stored_step_repeats(
    place: str | None, scale: float, dx: float, size: tuple[int, int], gallery: Studio
) -> None:
    image = Image.new("RGB", size, (230, 230, 200))
    edit = apply(image, Compose.model_validate({"reference": LOGO, "place": place, "scale": scale, "dx": dx}), gallery)
    assert edit.receipt.changed_outside == 0
    assert edit.image.size == size
    assert apply(image, edit.operation, gallery).image.tobytes() == edit.image.tobytes()


def test_a_drawn_box_is_its_frame(gallery: Studio) -> None:
    box = Region(box=(0.1, 0.1, 0.9, 0.5))
    edit = apply(Image.new("RGB", (300, 200), (230, 230, 200)), Compose(reference=LOGO, region=box), gallery)
    rows = np.flatnonzero(blue(edit.image).any(axis=1))
    assert (rows[0], rows[-1]) == pytest.approx((20, 99), abs=1)


def test_the_subject_of_a_photograph_comes_without_its_ground(gallery: Studio) -> None:
    edit = apply(Image.new("RGB", (300, 200), (60, 120, 60)), Compose(reference=PHOTO, scale=0.6), gallery)
    pixels = np.asarray(edit.image).astype(int)
    assert ((pixels[..., 0] > 150) & (pixels[..., 1] < 90)).sum() > 3000
    assert (pixels.min(axis=-1) > 200).sum() <= 4


def test_a_photograph_suits_its_surroundings_a_little(gallery: Studio) -> None:
    def red(ground: tuple[int, int, int]) -> float:
        edit = apply(Image.new("RGB", (300, 200), ground), Compose(reference=PHOTO, scale=0.6), gallery)
        assert edit.written is not None
        x, y = (round(n) for n in edit.written.centre)
        return float(edit.image.getpixel((x, y))[0])  # type: ignore[index]

    dark, bright = red((10, 10, 10)), red((250, 250, 250))
    assert 160 < dark < 200 < bright < 240


def test_no_subject_means_all_of_it_and_is_said(noise: Callable[..., Image.Image]) -> None:
    image = noise((64, 64))
    studio = Studio(engines=[], picture=lambda digest: image)
    edit = apply(Image.new("RGB", (200, 200)), Compose(reference=PHOTO), studio)
    assert any("all of it" in note for note in edit.receipt.notes)


def test_nothing_to_put_in_is_refused(gallery: Studio) -> None:
    with pytest.raises(EditRejected):
        apply(Image.new("RGB", (9, 9)), Compose(reference=EMPTY), gallery)
    with pytest.raises(EditRejected):
        apply(Image.new("RGB", (9, 9)), Compose(reference=LOGO), Studio(engines=[]))


def test_the_same_subject_is_cut_out_once(gallery: Studio) -> None:
    assert subject_of(PHOTO, gallery) is subject_of(PHOTO, gallery)


def test_one_pixel(gallery: Studio) -> None:
    dot = Selection.everything((1, 1))
    assert apply(Image.new("RGB", (1, 1)), Compose(reference=LOGO, region=Region(phrase="x")), gallery, dot)
    assert apply(Image.new("RGB", (1, 1)), Compose(reference=LOGO), gallery).image.size == (1, 1)
