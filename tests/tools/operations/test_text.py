"""Lettering: written where asked and readable, replaced in its own colour, erased, refused when it can't be legible."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from tools.apply import apply
from tools.errors import EditRejected, ModelUnavailable, Unclear
from tools.operations.text import Text
from tools.places import PLACES
from tools.studio import Studio
from tools.types import Edit, Region


def write(image: Image.Image, studio: Studio | None = None, **arguments: object) -> Edit:
    return apply(image, Text.model_validate(arguments), studio or Studio(engines=[]))


def ink_box(before: Image.Image, after: Image.Image) -> tuple[int, int, int, int]:
    changed = np.abs(np.asarray(before.convert("L"), int) - np.asarray(after.convert("L"), int)) > 60
    rows, columns = np.flatnonzero(changed.any(axis=1)), np.flatnonzero(changed.any(axis=0))
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


@pytest.mark.parametrize(
    ("place", "across", "down"),
    [("top", "middle", "low"), (None, "middle", "high"), ("bottom right", "high", "high"), ("left", "low", "middle")],
)
def test_it_stands_where_it_was_asked(place: str | None, across: str, down: str, coffee_image: Image.Image) -> None:
    edit = write(coffee_image, content="hello", place=place)
    x0, y0, x1, y1 = ink_box(coffee_image, edit.image)
    thirds = {"low": (0, 1 / 3), "middle": (1 / 3, 2 / 3), "high": (2 / 3, 1)}
    for middle, length, third in (((x0 + x1) / 2, 600, across), ((y0 + y1) / 2, 400, down)):
        low, high = thirds[third]
        assert low * length <= middle <= high * length
    assert edit.receipt.changed_outside == 0
    assert min(x0, y0, 600 - x1, 400 - y1) >= 4


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    content=st.text(st.sampled_from("Hello, big World 123"), min_size=1, max_size=120).filter(str.strip),
    place=st.sampled_from([*PLACES, None]),
    size=st.one_of(st.none(), st.floats(0.001, 1)),
)
def test_it_never_runs_out_of_the_picture_and_repeats(
    content: str, place: str | None, size: float | None, coffee_image: Image.Image
) -> None:
    small = coffee_image.resize((240, 160))
    try:
        edit = write(small, content=content, place=place, size=size)
    except EditRejected:
        return
    assert edit.image.size == small.size
    assert edit.receipt.changed_outside == 0
    again = apply(small, edit.operation, Studio(engines=[]))
    assert again.image.tobytes() == edit.image.tobytes()


@pytest.mark.parametrize(
    ("ground", "ink"), [((250, 250, 250), "dark"), ((10, 20, 40), "light"), ((120, 30, 30), "light")]
)
def test_the_ink_is_readable_by_itself(ground: tuple[int, int, int], ink: str) -> None:
    edit = write(Image.new("RGB", (300, 200), ground), content="readable")
    assert isinstance(edit.operation, Text)
    assert edit.operation.color == ("#ffffff" if ink == "light" else "#141414")
    assert edit.operation.outline is False


def test_a_busy_ground_gets_a_rim(noise: Callable[..., Image.Image]) -> None:
    edit = write(noise((300, 200)), content="readable")
    assert isinstance(edit.operation, Text)
    assert edit.operation.outline is True
    assert write(noise((300, 200)), content="readable", outline=False).operation.outline is False  # type: ignore[attr-defined]


def test_size_and_colour_are_taken(coffee_image: Image.Image) -> None:
    edit = write(coffee_image, content="HH", size=0.2, color="blue", place="center", outline=False)
    x0, y0, x1, y1 = ink_box(coffee_image, edit.image)
    assert y1 - y0 == pytest.approx(80, abs=4)
    pixels = np.asarray(edit.image.crop((x0, y0, x1, y1)))
    assert (pixels == (35, 85, 200)).all(axis=-1).mean() > 0.1


def test_bold_has_more_ink(coffee_image: Image.Image) -> None:
    white = Image.new("RGB", (300, 100), (255, 255, 255))
    thin, thick = (write(white, content="weight", size=0.3, bold=bold).image for bold in (False, True))
    assert np.asarray(thick, int).sum() < np.asarray(thin, int).sum()


def test_a_drawn_box_is_filled_and_kept(coffee_image: Image.Image) -> None:
    edit = write(coffee_image, content="CUP", region={"box": (0.5, 0.1, 0.95, 0.4)}, outline=False)
    assert edit.written is not None
    assert edit.written.box == (300, 40, 570, 160)
    x0, y0, x1, y1 = ink_box(coffee_image, edit.image)
    assert (x1 - x0) > 0.6 * 270 or (y1 - y0) > 0.6 * 120


def test_too_much_for_the_place_is_set_smaller_then_refused() -> None:
    image = Image.new("RGB", (200, 100))
    shrunk = write(image, content="four words or so", size=0.9)
    assert any("smaller" in note for note in shrunk.receipt.notes)
    with pytest.raises(EditRejected):
        write(image, content="word " * 300)
    with pytest.raises(EditRejected):
        write(Image.new("RGB", (1, 1)), content="x")


def test_what_is_missing_is_asked(coffee_image: Image.Image) -> None:
    with pytest.raises(Unclear) as what:
        write(coffee_image, content="  ")
    assert what.value.field == "content"
    with pytest.raises(Unclear) as where:
        write(coffee_image, action="replace", old="OPEN", content="CLOSED")
    assert where.value.field == "region"


SIGN = Region(box=(0.2, 0.2, 0.8, 0.6))


@pytest.fixture
def sign() -> Image.Image:
    plain = Image.new("RGB", (300, 200), (245, 240, 230))
    return write(plain, content="OPEN", region={"box": (0.25, 0.25, 0.75, 0.55)}, color="#1e3c96", outline=False).image


def test_erasing_fills_the_strokes_only(sign: Image.Image, flat_studio: Studio, flat: Any) -> None:
    edit = apply(sign, Text(action="erase", region=SIGN), flat_studio)
    left = np.asarray(edit.image)
    assert not ((left[..., 2].astype(int) - left[..., 0] > 60) & (left != (9, 99, 199)).any(axis=-1)).any()
    share = np.asarray(flat.masks[0]).mean() / 255
    assert 0 < share < 0.25
    assert edit.receipt.changed_outside == 0


def test_replacing_keeps_colour_and_height(sign: Image.Image, flat_studio: Studio) -> None:
    edit = apply(sign, Text(action="replace", old="OPEN", content="SHUT", region=SIGN), flat_studio)
    assert isinstance(edit.operation, Text)
    assert edit.operation.color is not None
    assert edit.operation.color.startswith("#1")
    before = ink_box(Image.new("RGB", sign.size, (245, 240, 230)), sign)
    assert (edit.operation.size or 0) * 200 == pytest.approx(before[3] - before[1], rel=0.2)


def test_erasing_needs_an_engine_that_fills(sign: Image.Image) -> None:
    with pytest.raises(ModelUnavailable):
        apply(sign, Text(action="erase", region=SIGN), Studio(engines=[]))


@pytest.mark.parametrize("action", ["erase", "replace"])
def test_one_pixel(action: str, flat_studio: Studio) -> None:
    dot = Text.model_validate({"action": action, "content": "x", "region": {"box": (0, 0, 1, 1)}})
    if action == "erase":
        assert apply(Image.new("RGB", (1, 1)), dot, flat_studio).image.size == (1, 1)
    else:
        with pytest.raises(EditRejected):
            apply(Image.new("RGB", (1, 1)), dot, flat_studio)
