import hashlib
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageChops

from memory import pictures
from memory.codecs import BANDS, CODEC
from memory.errors import PictureDamaged, StoreError
from memory.pictures import (
    cut,
    digest,
    join,
    known,
    raw_rows,
    shared,
    shrink,
    split_map,
    tile_boxes,
    touched_tiles,
    trace,
)

modes = st.sampled_from(sorted(BANDS))


def noise(mode: str, size: tuple[int, int], seed: int = 0) -> Image.Image:
    return Image.frombytes(mode, size, random.Random(seed).randbytes(size[0] * size[1] * BANDS[mode]))


def painted(image: Image.Image, box: tuple[int, int, int, int]) -> Image.Image:
    after = image.copy()
    after.paste(ImageChops.invert(image.crop(box)), box)
    return after


@st.composite
def edits(draw: st.DrawFn) -> tuple[Image.Image, tuple[int, int, int, int]]:
    width, height = draw(st.integers(1, 700)), draw(st.integers(1, 700))
    left, top = draw(st.integers(0, width - 1)), draw(st.integers(0, height - 1))
    box = left, top, draw(st.integers(left + 1, width)), draw(st.integers(top + 1, height))
    return noise(draw(modes), (width, height), draw(st.integers(0, 99))), box


def test_the_digest_is_that_of_mode_size_and_rows() -> None:
    image = noise("RGB", (7, 5))
    expected = hashlib.sha256(b"pentimento picture 1\0RGB 7 5\0" + image.tobytes()).hexdigest()
    assert digest(image) == expected


def test_pictures_of_equal_bytes_but_other_shape_or_mode_differ() -> None:
    raw = bytes(range(12))
    shapes = [("L", (12, 1)), ("L", (6, 2)), ("L", (1, 12)), ("LA", (6, 1)), ("RGB", (4, 1)), ("RGBA", (3, 1))]
    assert len({digest(Image.frombytes(mode, size, raw)) for mode, size in shapes}) == len(shapes)


@settings(max_examples=25, deadline=None)
@given(edits())
def test_tracing_against_another_gives_the_same_digest_and_an_honest_box(
    drawn: tuple[Image.Image, tuple[int, int, int, int]],
) -> None:
    before, box = drawn
    after = painted(before, box)
    found = trace(after, trace(before))
    assert found.digest == hashlib.sha256(pictures_header(after) + after.tobytes()).hexdigest()
    assert found.changed is not None
    outside = before.copy()
    for part in found.changed:
        outside.paste(after.crop(part), part)
    assert outside.tobytes() == after.tobytes()


@settings(max_examples=25, deadline=None)
@given(edits())
def test_cutting_only_what_changed_gives_the_same_tiles_as_cutting_all(
    drawn: tuple[Image.Image, tuple[int, int, int, int]],
) -> None:
    before, box = drawn
    after = painted(before, box)
    whole, first = cut(trace(after)), cut(trace(before))
    part = cut(trace(after, trace(before)), first.map)
    assert part.map == whole.map
    tiles = {**first.tiles, **part.tiles}
    stored = [(CODEC, tiles[name]) for name in split_map(part.map)]
    assert join(after.mode, after.size, pictures.TILE_PX, stored).tobytes() == after.tobytes()


def pictures_header(image: Image.Image) -> bytes:
    return f"pentimento picture 1\0{image.mode} {image.width} {image.height}\0".encode()


def test_an_unchanged_picture_has_no_changed_box() -> None:
    image = noise("RGB", (300, 300))
    assert trace(image.copy(), trace(image)).changed == ()


def test_an_alpha_change_alone_is_a_change() -> None:
    before = noise("RGBA", (100, 100))
    after = before.copy()
    after.putpixel((50, 60), (*before.getpixel((50, 60))[:3], before.getpixel((50, 60))[3] ^ 1))  # type: ignore[index]
    assert trace(after, trace(before)).changed == ((50, 60, 51, 61),)


@pytest.mark.parametrize("other", [noise("RGB", (64, 65)), noise("L", (64, 64))])
def test_another_size_or_mode_is_not_compared(other: Image.Image) -> None:
    assert trace(noise("RGB", (64, 64)), trace(other)).changed is None


def test_a_picture_known_by_digest_can_be_traced_against(photograph: Image.Image) -> None:
    after = painted(photograph, (10, 300, 30, 310))
    found = trace(after, known(photograph.copy(), digest(photograph)))
    assert found.digest == digest(after.copy())
    assert found.changed == ((10, 300, 30, 310),)


@pytest.mark.parametrize("mode", sorted(BANDS))
def test_raw_rows_are_those_of_the_crop(mode: str) -> None:
    image = noise(mode, (90, 70))
    for box in [(0, 0, 90, 70), (3, 5, 4, 6), (10, 0, 90, 64), (89, 69, 90, 70)]:
        assert raw_rows(image, box) == image.crop(box).tobytes()


def test_changing_a_picture_after_it_was_hashed_is_seen() -> None:
    image = noise("RGB", (600, 600))
    before = digest(image)
    image.putpixel((300, 300), (1, 2, 3))
    assert digest(image) != before
    assert digest(image) == digest(image.copy())


@pytest.mark.parametrize("mode", ["L", "RGBA"])
def test_writing_to_an_array_that_a_picture_lies_in_is_seen(mode: str) -> None:
    array = np.zeros((600, 600, 4) if mode == "RGBA" else (600, 600), np.uint8)
    array[..., :] = 7
    image = Image.fromarray(array)
    before = trace(image)
    first = before.digest
    array[300, 300] = 9
    assert digest(image) != first
    assert before.image.getpixel((300, 300)) != image.getpixel((300, 300))


def test_sharing_pictures_copies_at_the_first_change() -> None:
    image = noise("RGB", (20, 20))
    twin = shared(image)
    pixels = image.tobytes()
    twin.paste((0, 0, 0), (0, 0, 10, 10))
    assert image.tobytes() == pixels
    other = shared(image)
    image.paste((9, 9, 9), (0, 0, 10, 10))
    assert other.tobytes() == pixels


@pytest.mark.parametrize("mode", ["P", "CMYK", "1", "I", "F", "HSV"])
def test_other_modes_are_refused_in_a_sentence(mode: str) -> None:
    with pytest.raises(StoreError, match=mode):
        trace(Image.new(mode, (4, 4)))


def test_a_picture_without_pixels_is_refused() -> None:
    with pytest.raises(StoreError, match="without pixels"):
        trace(Image.new("RGB", (0, 4)))


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 900), st.integers(1, 900))
def test_tiles_cover_every_pixel_once(width: int, height: int) -> None:
    count = np.zeros((height, width), np.uint8)
    for left, top, right, bottom in tile_boxes((width, height)):
        count[top:bottom, left:right] += 1
    assert (count == 1).all()


def test_touched_tiles_at_the_edges_of_tiles() -> None:
    side = pictures.TILE_PX
    size = (2 * side + 1, 3 * side)  # three by three
    assert touched_tiles(size, [(0, 0, 1, 1)]) == [0]
    assert touched_tiles(size, [(side - 1, side - 1, side + 1, side + 1)]) == [0, 1, 3, 4]
    assert touched_tiles(size, [(side, side, 2 * side, 2 * side)]) == [4]
    assert touched_tiles(size, [(0, 0, *size)]) == list(range(9))
    assert touched_tiles(size, []) == []


def test_a_map_of_the_wrong_length_is_damage() -> None:
    with pytest.raises(PictureDamaged):
        join("RGB", (300, 300), 128, [])


@settings(max_examples=15, deadline=None)
@given(st.integers(1000, 2500), st.integers(1, 1500), st.integers(0, 999), st.integers(1, 400))
def test_a_preview_made_from_the_one_before_is_the_same(width: int, height: int, left: int, side: int) -> None:
    before = Image.linear_gradient("L").resize((width, height))
    box = left, min(left, height - 1), min(left + side, width), min(min(left, height - 1) + side, height)
    after = painted(before, box)
    assert shrink(after, [box], shrink(before)).tobytes() == shrink(after).tobytes()
    assert max(shrink(after).size) <= pictures.PREVIEW_PX


@pytest.mark.parametrize("mode", sorted(BANDS))
@pytest.mark.parametrize("size", [(1, 1), (3000, 2), (1025, 700), (640, 480)])
def test_previews_come_back_in_their_size_and_about_right(mode: str, size: tuple[int, int]) -> None:
    image = Image.new(mode, size, (200, 120, 60, 255)[: BANDS[mode]] if mode != "L" else 200)
    small = shrink(image)
    after = pictures.preview_image(*pictures.preview_bytes(small), mode, size)
    assert after.size == small.size
    difference = np.abs(np.asarray(after).astype(int) - np.asarray(small).astype(int))
    assert difference.max() <= 4
