"""The table of looks: every word finds its look, every look is there, cells and strokes lie on the picture's grid."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from tools.engines.embedded import brush, graded, tiled
from tools.engines.embedded.looks import LOOKS, look_of
from tools.types import Frame


def values(image: Image.Image) -> np.ndarray:
    return np.asarray(image, np.float32) / 255


def whole(image: Image.Image) -> Frame:
    return Frame.of((0, 0, *image.size), image.size)


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.name)
def test_every_word_means_its_look(look) -> None:  # type: ignore[no-untyped-def]
    assert callable(look.paint)
    for words in (look.name, *look.words):
        assert look_of(words) is look
        assert look_of(f"in the style of a {words.upper()} please!") is look


def test_no_two_looks_share_a_word() -> None:
    words = [word for look in LOOKS for word in (look.name, *look.words)]
    assert len(words) == len(set(words))
    assert len(LOOKS) >= 8


@pytest.mark.parametrize("style", ["winter", "at night", "ukiyo-e", "as if by a child", "", "filming", "soil"])
def test_other_styles_are_nobodys(style: str) -> None:
    assert look_of(style) is None


@pytest.mark.parametrize(
    ("said", "name"),
    [("a high contrast black and white", "noir"), ("old photograph", "sepia"), ("watercolors", "watercolor"),
     ("retro game", "pixel art"), ("comic book", "cartoon"), ("B&W", "black and white"),
     ("a painting in oil", "oil painting"), ("coloured pencil drawing", "colored pencil")],
)  # fmt: skip
def test_the_longest_words_win(said: str, name: str) -> None:
    look = look_of(said)
    assert look is not None
    assert look.name == name


@pytest.mark.parametrize("name", ["black_and_white", "noir"])
def test_black_and_white_has_no_colour(name: str, coffee_image: Image.Image) -> None:
    result = getattr(graded, name)(values(coffee_image), whole(coffee_image), 0)
    assert float(np.ptp(result, axis=2).max()) == 0
    assert float(result.min()) >= 0
    assert float(result.max()) <= 1


@pytest.mark.parametrize("name", ["sepia", "cyanotype"])
def test_toned_prints_keep_the_order_of_tones(name: str) -> None:
    ramp = np.repeat(np.linspace(0, 1, 64, dtype=np.float32)[None, :, None], 3, axis=2).repeat(8, axis=0)
    frame = Frame.of((0, 0, 64, 8), (64, 8))
    luma = getattr(graded, name)(ramp, frame, 0).mean(axis=(0, 2))
    assert np.corrcoef(luma, np.linspace(0, 1, 64))[0, 1] > 0.97
    assert luma[-1] > luma[0] + 0.5


def test_pixel_art_has_few_colours_in_square_cells(coffee_image: Image.Image) -> None:
    result = tiled.pixel_art(values(coffee_image), whole(coffee_image), 0)
    coded = (result * 255).round().astype(np.uint8)
    assert len(np.unique(coded.reshape(-1, 3), axis=0)) <= 24
    cell = round(600 / 150)
    assert (coded[:cell, :cell] == coded[0, 0]).all()


def test_mosaic_of_a_part_has_the_tiles_of_the_whole(coffee_image: Image.Image) -> None:
    frame = Frame.of((200, 100, 400, 300), coffee_image.size)
    everything = tiled.mosaic(values(coffee_image), whole(coffee_image), 2)[100:300, 200:400]
    part = tiled.mosaic(values(coffee_image.crop(frame.box)), frame, 2)
    dark = [(x.mean(axis=2) < 0.3)[20:-20, 20:-20].ravel() for x in (everything, part)]
    assert np.corrcoef(*dark)[0, 1] > 0.6


def test_kuwahara_flattens_noise_and_keeps_an_edge() -> None:
    rng = np.random.default_rng(0)
    image = np.full((80, 120, 3), 0.3, np.float32)
    image[:, 60:] = 0.7
    noisy = np.clip(image + rng.normal(0, 0.04, image.shape), 0, 1).astype(np.float32)
    flat = brush.kuwahara(noisy, 4)
    assert flat[20:60, 10:50].std() < 0.5 * noisy[20:60, 10:50].std()
    assert flat[40, 65, 0] - flat[40, 54, 0] > 0.35


def test_strokes_run_along_the_edges() -> None:
    stripes = (
        np.repeat((np.sin(np.arange(90) / 4) * 0.3 + 0.5)[:, None, None], 100, axis=1).repeat(3, 2).astype(np.float32)
    )
    field = brush.tangents(stripes, 3.0)
    assert np.abs(field[20:70, 20:80, 0]).mean() > 0.97
    noise = np.random.default_rng(1).standard_normal((90, 100)).astype(np.float32)
    smooth = brush.streaks(noise, field, 8)
    along, across = np.abs(np.diff(smooth, axis=1)).mean(), np.abs(np.diff(smooth, axis=0)).mean()
    assert along < 0.6 * across


def test_ink_is_where_the_edges_are() -> None:
    luma = np.full((60, 60), 0.8, np.float32)
    luma[20:40, 20:40] = 0.2
    lines = brush.drawn_lines(luma, 1.2, 0.98, 12)
    assert lines[5, 5] == 1
    assert lines[18:42, 18:42].min() < 0.3
    assert ((lines >= 0) & (lines <= 1)).all()


def test_an_unsteady_hand_moves_little() -> None:
    ys, xs = np.mgrid[:100, :100].astype(np.float32) / 100
    image = np.stack([xs, ys, xs], axis=-1)
    frame = Frame.of((0, 0, 100, 100), (100, 100))
    moved = brush.wobbled(image, frame, 0, 2.0, 8.0)
    assert 0 < np.abs(moved - image).mean() < 0.04
