"""What Stable Diffusion XL, the enlarger and the inverter ask their pipelines for, and what they do around the calls.

What holds for every family is in test_families.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from PIL import Image

from tests.models import tiny_classic
from tools.apply import apply
from tools.canvas import Canvases
from tools.engines import pulled
from tools.engines.diffusion import FAMILIES, tiling
from tools.engines.diffusion.describing import styled
from tools.engines.diffusion.families import x4_upscaler
from tools.engines.diffusion.family import Job
from tools.engines.diffusion.tiling import Grid, Tiles, toned
from tools.engines.options import Options
from tools.errors import Cancelled, EditRejected
from tools.models.shelf import Shelf
from tools.operations import parse
from tools.studio import Studio
from tools.types import Edit, Sampling

SMALL = Canvases((), 64, 0.02)
Have = Callable[..., Shelf]


def edited(shelf: Shelf, name: str, photo: Image.Image, operation: dict[str, Any], **how: Any) -> Edit:
    studio = Studio(engines=pulled(shelf, Options()), chosen=name)
    return apply(photo, parse({"seed": 1, "sampling": {"steps": 2, **how}, **operation}), studio)


def arguments(family: str, skill: str, words: str, **sampling: Any) -> dict[str, Any]:
    told = Sampling(**sampling).over(FAMILIES[family].defaults)
    return FAMILIES[family].arguments(Job(skill, words, (64, 32), told))


@pytest.mark.parametrize(
    ("style", "said"),
    [
        ("watercolor", "a watercolor painting"), ("oil painting", "an oil painting"), ("winter", "winter style"),
        ("a comic", "a comic"), ("in the style of Monet", "the scene in the style of Monet"),
        ("Make it look like an old poster.", "an old poster"), ("turn it into gouache", "a gouache painting"),
        ("draw the scene as a sketch", "a sketch"), ("Make it snow", "snow style"),
    ],
)  # fmt: skip
def test_a_style_as_a_caption(style: str, said: str) -> None:
    assert styled(style) == said
    assert said in arguments("sdxl", "restyle", style)["prompt"]


def test_what_sdxl_is_told() -> None:
    """A size for a picture from words, a strength for a style, and no less than one step."""
    made, restyled = arguments("sdxl", "generate", "a quiet library"), arguments("sdxl", "restyle", "noir", steps=1)
    assert (made["width"], made["height"]) == (64, 32)
    assert "strength" not in made
    assert made["prompt"].startswith("a quiet library, photograph")
    assert arguments("sdxl", "generate", "a cartoon cat")["prompt"] == "a cartoon cat"
    assert restyled["strength"] == pytest.approx(1, abs=0.01)
    assert not {"width", "height"} & set(restyled)
    assert FAMILIES["sdxl"].canvases.of((640, 480)) == (1152, 896)


def test_sdxl_samples_as_asked(have: Have, coffee: Image.Image, monkeypatch: pytest.MonkeyPatch) -> None:
    """A scheduler changes the picture, its absence brings the old one back; so does the strength."""
    monkeypatch.setattr(type(FAMILIES["sdxl"]), "canvases", SMALL)
    shelf, style = have("sdxl", tiny_classic.sdxl), {"op": "restyle", "style": "stained glass"}
    plain, euler, again, strong = (
        edited(shelf, "sdxl", coffee, style, **how).image.tobytes()
        for how in ({}, {"scheduler": "euler-a"}, {}, {"strength": 1.0})
    )
    assert plain == again
    assert len({plain, euler, strong}) == 3


UPSCALE = {"op": "enhance", "task": "upscale"}


@pytest.fixture
def enlarger(have: Have, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shelf]:
    """The tiny enlarger with tiles of 64 pixels, of which neighbours share 16."""
    monkeypatch.setattr(x4_upscaler, "TILE_PX", 64)
    monkeypatch.setattr(x4_upscaler, "OVERLAP_PX", 16)
    return have("x4-upscaler", tiny_classic.x4_upscaler)


@pytest.mark.parametrize("length", [1, 31, 32, 33, 57, 200, 1000])
def test_tiles_cover_a_side_and_their_weights_add_up(length: int) -> None:
    tiles = Tiles.of(length, 32, 8)
    total = np.zeros(length * 4)
    for start, weights in zip(tiles.starts, tiles.weights(4), strict=True):
        assert weights.min() >= 0
        total[start * 4 :][: weights.size] += weights
    assert np.allclose(total, 1, atol=1e-5)
    assert (tiles.starts[0], tiles.starts[-1]) == (0, length - tiles.tile)
    pairs = zip(tiles.starts, tiles.starts[1:], strict=False)
    assert all(second - first <= tiles.tile - 8 for first, second in pairs)


def seams(image: Image.Image, grid: Grid, factor: int) -> float:
    """How much larger the step across a tile's border is than the steps beside it; the worst of all borders."""
    values, found = np.asarray(image.convert("L"), np.float32), [0.0]
    for tiles, axis in ((grid.across, 1), (grid.down, 0)):
        steps = np.abs(np.diff(values, axis=axis)).mean(axis=1 - axis)
        borders = {edge * factor for start in tiles.starts for edge in (start, start + tiles.tile)}
        for border in sorted(borders - {0, tiles.length * factor}):
            beside = np.r_[steps[border - 9 : border - 1], steps[border : border + 8]]
            found.append(float(steps[border - 1] - beside.max()))
    return max(found)


def test_no_seam_where_tiles_meet(coffee: Image.Image) -> None:
    """Each tile comes back in a tone of its own, as from a model; laid side by side they would show it."""
    photo = coffee.reduce(4)
    grid = Grid.of(photo.size, 64, 16)

    def tinted(tile: Image.Image, number: int) -> Image.Image:
        large = np.asarray(tile.resize((tile.width * 4, tile.height * 4), Image.Resampling.BICUBIC), np.int16)
        return Image.fromarray((large + (25 if number % 2 else -25)).clip(0, 255).astype(np.uint8))

    hard = Image.new("RGB", (photo.width * 4, photo.height * 4))
    for number, box in enumerate(grid.boxes()):
        hard.paste(tinted(photo.crop(box), number), (box[0] * 4, box[1] * 4))
    blended = grid.enlarged(photo, 4, tinted)
    assert len(grid) == 9
    assert seams(hard, grid, 4) > 10
    assert seams(blended, grid, 4) < 0.5
    told = np.asarray(blended.reduce(4), np.float32) - np.asarray(photo, np.float32)
    assert np.abs(told).mean() < 3  # of 25; where they were clipped, there is no way back


def test_colours_are_kept_and_detail_is_the_models() -> None:
    source = np.full((32, 32, 3), (120, 90, 60), np.float32)
    grain = np.random.default_rng(0).normal(0, 8, (128, 128, 3)).astype(np.float32)
    made = toned(source.repeat(4, 0).repeat(4, 1) + 30 + grain, source)
    assert np.abs(made.mean((0, 1)) - source[0, 0]).max() < 0.5
    assert made.std((0, 1)) == pytest.approx(grain.std((0, 1)), rel=0.1)


def test_a_tiled_enlargement(enlarger: Shelf, coffee: Image.Image, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exact sizes, without a seam, in the photograph's colours."""
    photo = coffee.reduce(6).crop((0, 0, 101, 75))
    twice, four = (edited(enlarger, "x4-upscaler", photo, {**UPSCALE, "factor": factor}).image for factor in (2, 4))
    assert (twice.size, four.size) == ((202, 150), (404, 300))
    assert seams(four, Grid.of((104, 80), 64, 16), 4) < 1
    monkeypatch.setattr(tiling, "toned", lambda made, source: made)
    raw = edited(enlarger, "x4-upscaler", photo, {**UPSCALE, "factor": 4}).image
    told, toned, untoned = (
        np.asarray(one.resize((6, 4), Image.Resampling.BOX), np.float32) for one in (photo, four, raw)
    )
    assert np.abs(toned - told).mean() < 8
    assert np.abs(untoned - told).mean() > 24


def test_progress_over_all_tiles_and_a_wish_to_stop(enlarger: Shelf, coffee: Image.Image) -> None:
    told: list[tuple[float, str]] = []
    studio = Studio(engines=pulled(enlarger, Options()), chosen="x4-upscaler")
    studio.on_progress = lambda fraction, label: told.append((fraction, label))
    operation = parse({**UPSCALE, "seed": 1, "sampling": {"steps": 2}})
    photo = coffee.reduce(6)
    apply(photo, operation, studio)
    steps = [one for one in told if "step" in one[1]]
    assert len(steps) == 2 * 4
    assert [fraction for fraction, _ in steps] == [pytest.approx((step + 1) / 8) for step in range(8)]
    assert steps[-1][1] == "x4-upscaler: part 4 of 4, step 2"
    told.clear()
    studio.cancelled = lambda: len(told) >= 4
    with pytest.raises(Cancelled):
        apply(photo, operation, studio)
    assert len(told) == 4


def test_too_many_tiles_are_not_begun(enlarger: Shelf, coffee: Image.Image) -> None:
    with pytest.raises(EditRejected, match="130 tiles, and 16 at most"):
        edited(enlarger, "x4-upscaler", coffee, UPSCALE)
