import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from memory import codecs
from memory.errors import PictureDamaged

modes = st.sampled_from(sorted(codecs.BANDS))
sides = st.integers(1, 40)


def tile(mode: str, size: tuple[int, int], seed: int) -> Image.Image:
    return Image.frombytes(mode, size, random.Random(seed).randbytes(size[0] * size[1] * codecs.BANDS[mode]))


@settings(max_examples=30, deadline=None)
@given(modes, sides, sides, st.integers(0, 2**32))
def test_any_tile_comes_back_bit_for_bit(mode: str, width: int, height: int, seed: int) -> None:
    before = tile(mode, (width, height), seed)
    stored = codecs.encode(before.tobytes(), mode, before.size)
    after = codecs.decode(codecs.CODEC, stored, mode, before.size)
    assert (after.mode, after.size, after.tobytes()) == (mode, before.size, before.tobytes())


@pytest.mark.parametrize("mode", sorted(codecs.BANDS))
@pytest.mark.parametrize("size", [(1, 1), (1, 256), (256, 1), (256, 256), (3, 200)])
def test_smallest_and_largest_tiles(mode: str, size: tuple[int, int]) -> None:
    before = tile(mode, size, 1)
    after = codecs.decode(codecs.CODEC, codecs.encode(before.tobytes(), mode, size), mode, size)
    assert after.tobytes() == before.tobytes()


def test_a_photograph_shrinks_to_less_than_two_thirds(photograph: Image.Image) -> None:
    part = photograph.crop((100, 100, 356, 356))
    assert len(codecs.encode(part.tobytes(), "RGB", part.size)) < len(part.tobytes()) * 2 / 3


@pytest.mark.parametrize("mode", sorted(codecs.BANDS))
def test_a_tile_of_one_colour_is_nearly_free(mode: str) -> None:
    flat = Image.new(mode, (256, 256), (200, 30, 120, 77)[: codecs.BANDS[mode]] if mode != "L" else 255)
    assert len(codecs.encode(flat.tobytes(), mode, flat.size)) < 100


def test_every_kind_of_damage_is_noticed(photograph: Image.Image) -> None:
    part = photograph.crop((0, 0, 64, 64))
    stored = codecs.encode(part.tobytes(), "RGB", part.size)
    chance = random.Random(3)
    for _ in range(60):
        spoiled = bytearray(stored)
        spoiled[chance.randrange(len(spoiled))] ^= 1 << chance.randrange(8)
        try:
            after = codecs.decode(codecs.CODEC, bytes(spoiled), "RGB", part.size)
        except PictureDamaged:
            continue
        assert after.tobytes() == part.tobytes(), "a flipped bit went through unnoticed"
    with pytest.raises(PictureDamaged):
        codecs.decode(codecs.CODEC, stored[:-9], "RGB", part.size)
    with pytest.raises(PictureDamaged):
        codecs.decode(codecs.CODEC, b"", "RGB", part.size)


def test_a_codec_of_the_future_is_named() -> None:
    with pytest.raises(PictureDamaged, match="planes-magic/7"):
        codecs.decode("planes-magic/7", b"", "L", (1, 1))


def test_bytes_written_by_the_first_codec_still_open() -> None:
    written = bytes.fromhex("28b52ffd240c610000fbfb00fb0a191e23050500055f78acb0")
    assert codecs.decode("planes-zstd/1", written, "RGB", (2, 2)).tobytes() == bytes.fromhex("050a0f14191e23282d323c46")


def test_the_codec_that_writes_can_be_read() -> None:
    assert codecs.CODEC in codecs.DECODERS
