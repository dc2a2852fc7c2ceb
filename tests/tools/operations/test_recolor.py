"""Another colour: the body changes, shading and highlights stay, and nothing else in the picture does."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image

from tools.apply import apply
from tools.colours import parse_colour
from tools.errors import BadArguments
from tools.oklab import oklab
from tools.operations.recolor import Recolor
from tools.selection import Selection
from tools.studio import Studio

COLOURS = ["blue", "green", "yellow", "white", "black", "gray", "pink", "#1e90ff"]


def ball(colour: tuple[int, int, int]) -> tuple[Image.Image, Selection]:
    """A shaded ball with a white highlight on gray."""
    ys, xs = np.mgrid[:160, :160]
    x, y = (xs - 80) / 60, (ys - 80) / 60
    inside = x * x + y * y < 1
    light = np.clip(0.35 + 0.65 * (np.sqrt(np.clip(1 - x * x - y * y, 0, 1)) * 0.7 - 0.4 * x - 0.4 * y), 0.15, 1)
    shine = np.exp(-((x + 0.35) ** 2 + (y + 0.35) ** 2) / 0.02)[..., None]
    body = np.array(colour) * light[..., None] * (1 - shine) + 255 * shine
    image = np.where(inside[..., None], body, 128).astype(np.uint8)
    selection = Selection.of_mask(Image.fromarray((inside * 255).astype(np.uint8)))
    assert selection is not None
    return Image.fromarray(image), selection


def painted(image: Image.Image, selection: Selection, colour: str) -> np.ndarray:
    edit = apply(image, Recolor(color=colour), Studio(engines=[]), selection)
    assert edit.receipt.changed_outside == 0
    return np.asarray(edit.image)


@pytest.mark.parametrize("colour", COLOURS)
@pytest.mark.parametrize("source", [(200, 30, 35), (150, 150, 150), (40, 160, 70)])
def test_the_body_takes_the_colour(colour: str, source: tuple[int, int, int]) -> None:
    image, selection = ball(source)
    result = painted(image, selection, colour)
    inside = np.asarray(selection.full()) > 0
    got = np.median(oklab(result[None][0].astype(np.float32) / 255)[inside], axis=0)
    goal = oklab(np.array([[parse_colour(colour)]], np.float32) / 255)[0, 0]
    assert np.hypot(*(got[1:] - goal[1:])) < 0.07
    assert abs(got[0] - goal[0]) < 0.24


@pytest.mark.parametrize("colour", ["blue", "yellow", "green"])
def test_shading_and_highlight_survive(colour: str) -> None:
    image, selection = ball((200, 30, 35))
    result = painted(image, selection, colour)
    inside = np.asarray(selection.full()) > 0
    before, after = (oklab(np.asarray(x, np.float32) / 255)[..., 0][inside] for x in (image, result))
    assert np.corrcoef(before, after)[0, 1] > 0.85
    highlight = result[59, 59].astype(int)
    assert highlight.min() > 215


def test_what_has_another_colour_inside_the_mask_keeps_it() -> None:
    image, selection = ball((200, 30, 35))
    image.paste((30, 60, 190), (85, 85, 100, 100))
    result = painted(image, selection, "green")
    assert np.abs(result[90, 92].astype(int) - (30, 60, 190)).max() < 25


def test_the_background_is_untouched() -> None:
    image, selection = ball((200, 30, 35))
    result = painted(image, selection, "blue")
    far = np.asarray(selection.dilated(3).full()) == 0
    assert (result[far] == np.asarray(image)[far]).all()


def test_a_red_cup_becomes_a_blue_cup(coffee_image: Image.Image) -> None:
    values = oklab(np.asarray(coffee_image, np.float32) / 255)
    red = (values[..., 1] > 0.12) & (values[..., 0] < 0.58)
    red[:, 520:] = False
    selection = Selection.of_mask(Image.fromarray((red * 255).astype(np.uint8)))
    assert selection is not None
    result = painted(coffee_image, selection, "blue").astype(int)
    assert np.median(result[red][:, 2] - result[red][:, 0]) > 60


@pytest.mark.parametrize("size", [(1, 1), (1, 5), (3, 2)])
def test_tiny_pictures_work_and_gray_ones_become_colour(
    size: tuple[int, int], noise: Callable[..., Image.Image]
) -> None:
    for mode in ("L", "LA", "RGB", "RGBA"):
        image = noise(size, 1, mode)
        edit = apply(image, Recolor(color="red"), Studio(engines=[]), Selection.everything(size))
        assert edit.image.size == size
        assert edit.image.mode == ("RGBA" if mode.endswith("A") else "RGB")


def test_an_unknown_colour_is_refused_while_planning() -> None:
    with pytest.raises(BadArguments, match="don't know a colour"):
        Recolor(color="blurple-ish")


def test_a_soft_edge_that_reaches_onto_a_like_coloured_ground_does_not_stain_it() -> None:
    """Brown wood has nearly the hue of a red plate; half-covered pixels between them are still half repainted."""
    plate, wood = np.array([170, 45, 25.0]), np.array([165, 90, 45.0])
    across = np.clip((np.arange(80) - 39.5) / 1.5, 0, 1)[None, :, None] * np.ones((60, 1, 1))
    image = Image.fromarray((plate + (wood - plate) * across).astype(np.uint8))
    ramp = np.clip((44 - np.arange(80)) / 8, 0, 1) * 255
    mask = Image.fromarray(np.tile(ramp.astype(np.uint8), (60, 1)))
    selection = Selection.of_mask(mask)
    assert selection is not None
    after = painted(image, selection, "teal")
    change = np.abs(after.astype(int) - np.asarray(image, int)).max(axis=(0, 2))
    assert change[:39].min() > 60
    assert change[42:].max() < 15
