"""Where pixels change: crops, compositing, counting, modes and errors, with operations made for the purpose."""

from __future__ import annotations

import threading
from typing import Any, ClassVar, Literal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageOps

from tools.apply import apply, changes
from tools.errors import Cancelled, DeviceExhausted, EditRejected, RegionNotFound
from tools.selection import Selection
from tools.studio import Studio
from tools.types import Frame, Operation, Region


class Invert(Operation):
    """Turn every colour into its opposite, in the whole crop: only compositing keeps the rest of it."""

    op: Literal["invert"] = "invert"
    seen: ClassVar[list[tuple[Frame, str, Image.Image]]] = []

    def margin_px(self, size: tuple[int, int]) -> int:
        return 3

    def apply(self, image: Image.Image, mask: Image.Image, frame: Frame, studio: Studio) -> Image.Image:
        self.seen.append((frame, image.mode, mask))
        return ImageOps.invert(image)


class Grown(Invert):
    """Invert, up to a number of pixels beyond."""

    by: int = 4

    @property
    def grow_px(self) -> int:
        return self.by


class Broken(Invert):
    """Misbehave in a chosen way."""

    how: str = "size"

    def apply(self, image: Image.Image, mask: Image.Image, frame: Frame, studio: Studio) -> Image.Image:
        if self.how == "memory":
            raise MemoryError
        return image.resize((image.width + 1, image.height))


class Picky(Invert):
    """Invert something, but not everything."""

    needs_region: ClassVar[bool] = True


BOX = Region(box=(0.25, 0.25, 0.5, 0.75))


def picture(mode: str = "RGB", size: tuple[int, int] = (40, 24)) -> Image.Image:
    pixels = np.random.default_rng(1).integers(0, 256, (size[1], size[0], 4), np.uint8)
    return (
        Image.fromarray(pixels, "RGBA").convert(mode)
        if mode != "LA"
        else Image.merge("LA", [*Image.fromarray(pixels).split()][2:])
    )


@pytest.fixture(autouse=True)
def _forget() -> None:
    Invert.seen.clear()


@pytest.mark.parametrize("mode", ["L", "LA", "RGB", "RGBA"])
def test_a_local_edit_runs_on_a_crop_and_keeps_the_rest(mode: str) -> None:
    image = picture(mode)
    edit = apply(image, Invert(op="invert", region=BOX), Studio())
    frame, seen_mode, mask = Invert.seen[0]
    assert frame.box == (7, 3, 23, 21)
    assert (seen_mode, mask.size, edit.image.mode) == ("RGB", frame.size, mode)
    before, after = np.asarray(image), np.asarray(edit.image)
    inside = np.zeros((24, 40), bool)
    inside[6:18, 10:20] = True
    assert (before[~inside] == after[~inside]).all()
    colours = slice(0, {"L": None, "LA": 1, "RGB": 3, "RGBA": 3}[mode])
    flat = (before, after) if mode != "L" else (before[..., None], after[..., None])
    assert (flat[0][inside][:, colours] == 255 - flat[1][inside][:, colours]).all()
    if mode in ("LA", "RGBA"):
        assert (before[..., -1] == after[..., -1]).all()


def test_the_receipt_counts_what_changed() -> None:
    edit = apply(picture(), Invert(op="invert", region=BOX), Studio())
    receipt = edit.receipt
    assert (receipt.asked_px, receipt.mask_px, receipt.grow_px) == (120, 120, 0)
    assert (receipt.changed_inside, receipt.changed_outside, receipt.same_size) == (120, 0, True)
    assert receipt.engine == "embedded"
    assert receipt.versions["pillow"]
    assert edit.written is not None
    assert edit.written.box == (10, 6, 20, 18)


def test_growing_is_stated_and_bounded() -> None:
    edit = apply(picture(), Grown(op="invert", region=BOX), Studio())
    assert (edit.receipt.asked_px, edit.receipt.mask_px, edit.receipt.grow_px) == (120, 18 * 20, 4)
    with pytest.raises(EditRejected, match="17 pixels beyond"):
        apply(picture(), Grown(op="invert", by=17, region=BOX), Studio())


def test_without_a_region_the_whole_picture_is_edited_in_one_piece() -> None:
    image = picture()
    edit = apply(image, Invert(op="invert"), Studio())
    assert edit.image.tobytes() == ImageOps.invert(image).tobytes()
    assert (edit.receipt.changed_outside, edit.receipt.mask_px, edit.written) == (None, None, None)


def test_a_soft_mask_blends() -> None:
    half = Selection(Image.new("L", (2, 2), 128), Frame.of((1, 1, 3, 3), (5, 5)))
    edit = apply(Image.new("RGB", (5, 5)), Invert(op="invert"), Studio(), selection=half)
    assert edit.image.getpixel((1, 1)) == (128, 128, 128)
    assert edit.image.getpixel((0, 0)) == (0, 0, 0)


@pytest.mark.parametrize(("how", "error"), [("size", EditRejected), ("memory", DeviceExhausted)])
def test_an_operation_that_misbehaves_changes_nothing(how: str, error: type[Exception]) -> None:
    image = picture()
    kept = image.tobytes()
    with pytest.raises(error):
        apply(image, Broken(op="invert", how=how, region=BOX), Studio())
    assert image.tobytes() == kept


def test_a_cancelled_edit_stops() -> None:
    flag = threading.Event()
    flag.set()
    with pytest.raises(Cancelled):
        apply(picture(), Invert(op="invert", region=BOX), Studio(cancelled=flag.is_set))
    assert not Invert.seen


def test_an_operation_that_needs_a_place_asks_for_it() -> None:
    with pytest.raises(RegionNotFound, match="What should I invert"):
        apply(picture(), Picky(op="invert"), Studio())


@settings(max_examples=40, deadline=None)
@given(data=st.data(), mode=st.sampled_from(["L", "LA", "RGB", "RGBA"]))
def test_counting_agrees_with_numpy(data: Any, mode: str) -> None:
    size = data.draw(st.tuples(st.integers(1, 12), st.one_of(st.integers(1, 12), st.integers(60, 140))))
    before = picture(mode, size)
    after = before.copy()
    for _ in range(data.draw(st.integers(0, 4))):
        x, y = data.draw(st.integers(0, size[0] - 1)), data.draw(st.integers(0, size[1] - 1))
        pixel = after.getpixel((x, y))
        values = list(pixel) if isinstance(pixel, tuple) else [pixel]
        values[data.draw(st.integers(0, len(values) - 1))] ^= 1
        after.putpixel((x, y), tuple(values) if isinstance(pixel, tuple) else values[0])
    x0, y0 = data.draw(st.integers(0, size[0] - 1)), data.draw(st.integers(0, size[1] - 1))
    written = Selection.rectangle((x0, y0, size[0], size[1]), size)
    difference = np.asarray(ImageChops.difference(before, after)).reshape(size[1], size[0], -1).any(-1)
    inside = int(difference[y0:, x0:].sum())
    assert changes(before, after, written) == (inside, int(difference.sum()) - inside)
    assert changes(before, after, None) == (int(difference.sum()), None)
