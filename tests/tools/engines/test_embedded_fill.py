"""Filling: only the hole changes, what surrounds it goes on, and every odd hole is survived."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from tools.engines.embedded import Embedded, patches
from tools.errors import EditRejected
from tools.studio import Engine
from tools.types import Sampling


def hole(size: tuple[int, int], box: tuple[int, int, int, int]) -> Image.Image:
    mask = Image.new("L", size, 0)
    mask.paste(255, box)
    return mask


def psnr(one: Image.Image, other: Image.Image, mask: Image.Image) -> float:
    inside = np.asarray(mask) > 0
    square = (np.asarray(one).astype(float)[inside] - np.asarray(other).astype(float)[inside]) ** 2
    return float(10 * np.log10(255**2 / max(square.mean(), 1e-9)))


def test_it_is_an_engine_that_tells_its_libraries() -> None:
    engine = Embedded()
    assert isinstance(engine, Engine)
    assert engine.skills == {"fill"}
    assert {"numpy", "opencv-contrib-python-headless"} <= set(engine.versions())


@settings(max_examples=20, deadline=None)
@given(st.integers(2, 40), st.integers(2, 40), st.data())
def test_only_the_hole_changes(width: int, height: int, data: st.DataObject) -> None:
    x0, y0 = data.draw(st.integers(0, width - 1)), data.draw(st.integers(0, height - 1))
    x1, y1 = data.draw(st.integers(x0 + 1, width)), data.draw(st.integers(y0 + 1, height))
    if (x1 - x0) * (y1 - y0) == width * height:
        return
    image = Image.fromarray(np.random.default_rng(width).integers(0, 256, (height, width, 3), np.uint8))
    mask = hole(image.size, (x0, y0, x1, y1))
    result = Embedded().fill(image, mask)
    assert (result.size, result.mode) == (image.size, "RGB")
    outside = np.asarray(mask) == 0
    assert (np.asarray(result)[outside] == np.asarray(image)[outside]).all()


def test_an_empty_hole_is_no_work_and_a_whole_one_is_refused(noise: Callable[..., Image.Image]) -> None:
    image = noise((20, 10))
    assert Embedded().fill(image, Image.new("L", image.size, 0)) is image
    with pytest.raises(EditRejected):
        Embedded().fill(image, Image.new("L", image.size, 255))


def test_what_was_in_the_hole_has_no_say(coffee_image: Image.Image) -> None:
    mask = hole(coffee_image.size, (30, 300, 60, 330))
    spoiled = coffee_image.copy()
    spoiled.paste((0, 255, 0), (30, 300, 60, 330))
    assert Embedded().fill(coffee_image, mask).tobytes() == Embedded().fill(spoiled, mask).tobytes()


@pytest.mark.parametrize("thick", [3, 40])
def test_a_gradient_goes_on(thick: int) -> None:
    ys, xs = np.mgrid[:160, :220]
    image = Image.fromarray(np.stack([xs + 20, ys + 40, (xs + ys) / 3 + 50], axis=-1).astype(np.uint8))
    mask = hole(image.size, (90, 60, 90 + thick, 60 + thick))
    assert psnr(Embedded().fill(image, mask), image, mask) > 27


def test_stripes_go_on_sharp() -> None:
    ys, _ = np.mgrid[:200, :260]
    image = Image.fromarray(np.repeat((((ys // 8) % 2) * 150 + 40)[..., None], 3, axis=2).astype(np.uint8))
    mask = hole(image.size, (100, 70, 160, 130))
    result = Embedded().fill(image, mask)
    assert psnr(result, image, mask) > 22
    inside = np.asarray(result)[72:128, 102:158, 0].astype(int)
    assert np.abs(inside - 115).mean() > 50


def test_texture_stays_texture() -> None:
    """A blurry patch in grass gives a removal away; the hole must be as rough as its surroundings."""
    rng = np.random.default_rng(3)
    image = Image.fromarray(np.clip(rng.normal(110, 30, (200, 240, 3)), 0, 255).astype(np.uint8))
    mask = hole(image.size, (80, 60, 150, 120))
    inside = np.asarray(Embedded().fill(image, mask))[65:115, 85:145].astype(float)
    assert inside.std() > 0.45 * np.asarray(image).std()


def test_an_edge_of_the_photograph_goes_through_a_hole(coffee_image: Image.Image) -> None:
    mask = Image.new("L", coffee_image.size, 0)
    ImageDraw.Draw(mask).ellipse((480, 250, 540, 300), fill=255)
    assert psnr(Embedded().fill(coffee_image, mask), coffee_image, mask) > 17


def test_a_large_hole_is_solved_small_and_copied_at_full_size(coffee_image: Image.Image) -> None:
    large = coffee_image.resize((900, 600), Image.Resampling.BICUBIC)
    mask = hole(large.size, (30, 400, 160, 540))
    result = Embedded().fill(large, mask)
    outside = np.asarray(mask) == 0
    assert (np.asarray(result)[outside] == np.asarray(large)[outside]).all()
    assert psnr(result, large, mask) > 14


def test_seed_and_progress(coffee_image: Image.Image) -> None:
    mask = hole(coffee_image.size, (20, 280, 50, 310))
    told: list[float] = []
    first = Embedded().fill(coffee_image, mask, Sampling(seed=1), lambda part, label: told.append(part))
    assert first.tobytes() == Embedded().fill(coffee_image, mask, Sampling(seed=1)).tobytes()
    assert told == sorted(told)
    assert len(told) >= 4
    assert told[-1] == 1


def test_progress_may_stop_it(coffee_image: Image.Image) -> None:
    class Stop(Exception):
        pass

    def stop(part: float, label: str) -> None:
        if part > 0.2:
            raise Stop

    with pytest.raises(Stop):
        Embedded().fill(coffee_image, hole(coffee_image.size, (20, 280, 50, 310)), Sampling(), stop)


def test_sources_are_whole_patches_of_the_known() -> None:
    known = np.ones((30, 40), bool)
    known[10:15, 10:15] = False
    centres = patches.centres(known)
    radius = patches.RADIUS
    assert not centres[:radius].any()
    assert not centres[10 - radius : 15 + radius, 10 - radius : 15 + radius].any()
    assert centres[20, 30]


def test_every_source_that_is_found_may_be_copied() -> None:
    rng = np.random.default_rng(0)
    image = rng.random((60, 80, 3)).astype(np.float32)
    missing = np.zeros((60, 80), bool)
    missing[20:40, 30:50] = True
    _, match = patches.solve(image, missing, ~missing, 0, lambda part: None)
    assert patches.centres(~missing)[match.sy, match.sx].all()
    assert np.isfinite(match.cost).all()
