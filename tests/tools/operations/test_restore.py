"""Bringing pixels back: exactly through shifts, mirrors and quarter turns, resampled and said otherwise."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from tools import affine
from tools.apply import apply
from tools.errors import EditRejected
from tools.operations.crop import Crop
from tools.operations.flip import Flip
from tools.operations.restore import Restore
from tools.operations.rotate import Rotate
from tools.selection import Selection
from tools.studio import Studio
from tools.types import IDENTITY, Operation, Region, Transform

SOURCE = "5" * 64
PART = Region(phrase="part")


def studio(source: Image.Image) -> Studio:
    return Studio(engines=[], picture={SOURCE: source}.__getitem__)


def picture(seed: int, size: tuple[int, int] = (30, 20)) -> Image.Image:
    return Image.fromarray(np.random.default_rng(seed).integers(0, 256, (size[1], size[0], 3), np.uint8))


def test_the_region_comes_back_to_the_bit_and_nothing_else() -> None:
    old, now = picture(1), picture(2)
    part = Selection.rectangle((5, 4, 17, 15), now.size)
    edit = apply(now, Restore(source=SOURCE, region=PART), studio(old), part)
    assert edit.image.crop(part.box).tobytes() == old.crop(part.box).tobytes()
    assert edit.receipt.changed_outside == 0
    assert edit.receipt.notes == ()


def test_without_a_region_all_of_it_comes_back() -> None:
    assert apply(picture(2), Restore(source=SOURCE), studio(picture(1))).image.tobytes() == picture(1).tobytes()


@settings(max_examples=20, deadline=None)
@given(
    st.lists(
        st.sampled_from([Crop(left=0.2, top=0.1), Flip(), Flip(axis="vertical"), Rotate(degrees=90), Crop(right=0.3)]),
        min_size=1,
        max_size=4,
    )
)
def test_exact_through_what_only_moves_pixels(done: list[Operation]) -> None:
    """The same geometry applied to the old picture is what a whole restore has to give."""
    old, now, way = picture(1), picture(2), IDENTITY
    moved = old
    for operation in done:
        edit = apply(now, operation, Studio(engines=[]))
        moved = apply(moved, operation, Studio(engines=[])).image
        now, way = edit.image, affine.chain(way, edit.transform)
    back = apply(now, Restore(source=SOURCE, mapping=way), studio(old))
    assert back.image.tobytes() == moved.tobytes()
    assert back.receipt.notes == ()


def test_through_a_scale_it_is_resampled_and_said() -> None:
    smooth = Image.linear_gradient("L").resize((40, 40)).convert("RGB")
    edit = apply(picture(2, (80, 80)), Restore(source=SOURCE, mapping=affine.stretch(2, 2)), studio(smooth))
    wanted = np.asarray(smooth.resize((80, 80), Image.Resampling.BICUBIC), int)
    assert np.abs(np.asarray(edit.image, int) - wanted)[4:-4, 4:-4].max() <= 3
    assert any("resampled" in note for note in edit.receipt.notes)


def test_what_did_not_exist_then_stays_and_is_said() -> None:
    old, now = picture(1, (20, 20)), picture(2, (30, 20))
    edit = apply(now, Restore(source=SOURCE, mapping=affine.shift(10, 0)), studio(old))
    assert edit.image.crop((10, 0, 30, 20)).tobytes() == old.tobytes()
    assert edit.image.crop((0, 0, 10, 20)).tobytes() == now.crop((0, 0, 10, 20)).tobytes()
    assert any("did not exist" in note for note in edit.receipt.notes)


def test_without_a_source_or_a_way_it_is_refused() -> None:
    with pytest.raises(EditRejected):
        apply(picture(2), Restore(turn=0), studio(picture(1)))
    with pytest.raises(EditRejected):
        apply(picture(2, (9, 9)), Restore(source=SOURCE), studio(picture(1)))


@pytest.mark.parametrize("mapping", [None, affine.stretch(3, 3), affine.turn(30, (0, 0))])
def test_one_pixel(mapping: Transform | None, noise: Callable[..., Image.Image]) -> None:
    edit = apply(noise((1, 1), 2), Restore(source=SOURCE, mapping=mapping), studio(noise((1, 1), 1)))
    assert edit.image.size == (1, 1)
