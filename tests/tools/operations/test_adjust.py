"""Amounts: what each does, what 0 does, how they add up, and that the same place looks the same in any crop."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from pydantic import ValidationError

from tools.apply import apply
from tools.operations.adjust import _SIGNED, _UNSIGNED, Adjust
from tools.selection import Selection
from tools.studio import Studio
from tools.types import Frame, Region

NAMES = (*_SIGNED, *_UNSIGNED)
AMOUNTS = st.floats(-100, 100).map(lambda value: round(value, 3))


def done(image: Image.Image, **amounts: object) -> Image.Image:
    return apply(image, Adjust(**amounts), Studio(engines=[])).image


def pixels(image: Image.Image) -> np.ndarray:
    return np.asarray(image).astype(np.int32)


def small(coffee_image: Image.Image) -> Image.Image:
    return coffee_image.resize((150, 100), Image.Resampling.BOX)


@pytest.mark.parametrize("name", NAMES)
def test_zero_is_the_very_same_picture(name: str, coffee_image: Image.Image) -> None:
    image = small(coffee_image)
    assert done(image, **{name: 0}).tobytes() == image.tobytes()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("size", [(1, 1), (1, 9), (7, 1), (5, 4)])
def test_every_amount_works_on_tiny_pictures(
    name: str, size: tuple[int, int], noise: Callable[..., Image.Image]
) -> None:
    for mode in ("L", "LA", "RGB", "RGBA"):
        result = done(noise(size, 3, mode), **{name: 60})
        assert result.size == size
        if name not in ("temperature", "tint"):
            assert result.mode == mode


@pytest.mark.parametrize("name", NAMES)
def test_every_amount_changes_a_photograph(name: str, coffee_image: Image.Image) -> None:
    image = small(coffee_image)
    assert np.abs(pixels(done(image, **{name: 50})) - pixels(image)).mean() > 0.4


@settings(max_examples=20, deadline=None)
@given(st.sampled_from(["exposure", "brightness"]), AMOUNTS, AMOUNTS)
def test_more_light_is_never_darker(name: str, one: float, other: float) -> None:
    ramp = Image.fromarray(np.arange(256, dtype=np.uint8).repeat(3).reshape(1, 256, 3))
    less, more = (pixels(done(ramp, **{name: amount})) for amount in sorted((one, other)))
    assert (more >= less).all()


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(["exposure", "brightness", "contrast"]), AMOUNTS)
def test_curves_keep_the_order_of_tones_and_gray_stays_gray(name: str, amount: float) -> None:
    ramp = Image.fromarray(np.arange(256, dtype=np.uint8).repeat(3).reshape(1, 256, 3))
    result = pixels(done(ramp, **{name: amount}))[0]
    assert (np.diff(result[:, 1]) >= 0).all()
    assert (result[:, 0] == result[:, 1]).all()
    assert (result[:, 2] == result[:, 1]).all()


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(["highlights", "shadows"]), AMOUNTS)
def test_recovery_keeps_the_order_of_wide_tones(name: str, amount: float) -> None:
    steps = np.linspace(0, 255, 18).astype(np.uint8).repeat(40)
    image = Image.fromarray(np.broadcast_to(steps[None, :, None], (60, len(steps), 3)).copy())
    result = pixels(done(image, **{name: amount}))[30, 20::40]
    assert (np.diff(result[:, 1]) >= -1).all()
    assert (np.ptp(result, axis=1) == 0).all()


def test_exposure_is_measured_in_stops_of_light() -> None:
    """100 is two stops: linear light times four where nothing has to be rolled off."""
    dark = Image.new("RGB", (4, 4), (50, 50, 50))
    from tools.oklab import linear

    brighter = pixels(done(dark, exposure=100))[0, 0, 0] / 255
    assert float(linear(brighter)) == pytest.approx(4 * float(linear(50 / 255)), rel=0.03)


def test_white_stays_white_and_nothing_clips_early_when_brighter() -> None:
    ramp = Image.fromarray(np.arange(256, dtype=np.uint8).repeat(3).reshape(1, 256, 3))
    result = pixels(done(ramp, exposure=50))[0, :, 0]
    assert result[255] == 255
    assert (result == 255).sum() <= 6


def test_warmer_is_more_red_and_less_blue_at_equal_light() -> None:
    gray = Image.new("RGB", (4, 4), (120, 120, 120))
    red, green, blue = pixels(done(gray, temperature=40))[0, 0]
    assert red > green > blue
    red, green, blue = pixels(done(gray, tint=40))[0, 0]
    assert red > green < blue


def test_no_saturation_is_gray_and_more_keeps_the_hue(coffee_image: Image.Image) -> None:
    image = small(coffee_image)
    assert (np.ptp(pixels(done(image, saturation=-100)), axis=2) <= 1).all()
    before, after = (np.asarray(x.convert("HSV")).astype(int) for x in (image, done(image, saturation=60)))
    seen = (before[..., 1] > 60) & (before[..., 2] > 60)
    turn = (after[..., 0] - before[..., 0] + 128) % 256 - 128
    assert np.abs(turn[seen]).mean() < 1.5
    assert after[..., 1][seen].mean() > before[..., 1][seen].mean() + 8


def test_gray_stays_gray_under_colour_amounts() -> None:
    ramp = Image.fromarray(np.arange(256, dtype=np.uint8).repeat(3 * 2).reshape(2, 256, 3))
    for amounts in ({"saturation": 80}, {"vibrance": 80}, {"hue": 70}):
        assert (np.ptp(pixels(done(ramp, **amounts)), axis=2) <= 1).all()


def test_the_table_for_large_pictures_agrees_with_the_exact_way(coffee_image: Image.Image) -> None:
    large = coffee_image.resize((720, 480))
    whole = pixels(done(large, saturation=40, exposure=20))
    part = pixels(done(large.crop((100, 100, 300, 260)), saturation=40, exposure=20))
    assert np.abs(whole[100:260, 100:300] - part).max() <= 4


def test_opened_shadows_leave_bright_parts_alone(coffee_image: Image.Image) -> None:
    before, after = pixels(coffee_image), pixels(done(coffee_image, shadows=80))
    luma = before.mean(axis=2)
    assert (after - before)[luma < 40].mean() > 8
    assert np.abs(after - before)[luma > 215].mean() < 4


def test_sharpening_has_no_bright_rims() -> None:
    edge = np.full((40, 80, 3), 80, np.uint8)
    edge[:, 40:] = 170
    result = pixels(done(Image.fromarray(edge), sharpness=100))
    assert result.min() >= 80 - 8
    assert result.max() <= 170 + 8


def test_blur_in_a_region_sees_only_the_region() -> None:
    image = Image.new("RGB", (200, 100), (0, 0, 0))
    image.paste((200, 40, 40), (100, 0, 200, 100))
    edit = apply(image, Adjust(blur=100, region=Region(box=(0.5, 0, 1, 1))), Studio(engines=[]))
    assert edit.receipt.changed_outside == 0
    assert np.abs(pixels(edit.image)[:, 100:] - (200, 40, 40)).max() <= 2


def test_mosaic_cells_lie_on_the_grid_of_the_picture(noise: Callable[..., Image.Image]) -> None:
    image = noise((200, 160), 5)
    whole = pixels(done(image, pixelate=50))
    cell = round(0.5 * 0.06 * 200)
    assert (whole[:cell, :cell] == whole[0, 0]).all()
    box = (2 * cell / 200, 2 * cell / 160, 5 * cell / 200, 4 * cell / 160)
    part = pixels(apply(image, Adjust(pixelate=50, region=Region(box=box)), Studio(engines=[])).image)
    assert (
        np.abs(part[2 * cell : 4 * cell, 2 * cell : 5 * cell] - whole[2 * cell : 4 * cell, 2 * cell : 5 * cell]).max()
        <= 1
    )


def test_vignette_and_grain_of_a_part_are_those_of_the_whole(coffee_image: Image.Image) -> None:
    operation = Adjust(vignette=70, grain=60, seed=4)
    everything = Frame.of((0, 0, *coffee_image.size), coffee_image.size)
    whole = operation.apply(coffee_image, Image.new("L", coffee_image.size, 255), everything, Studio(engines=[]))
    frame = Frame.of((330, 140, 580, 390), coffee_image.size)
    part = operation.apply(coffee_image.crop(frame.box), Image.new("L", frame.size, 255), frame, Studio(engines=[]))
    assert np.abs(pixels(whole.crop(frame.box)) - pixels(part)).max() <= 1


def test_grain_follows_its_seed(coffee_image: Image.Image) -> None:
    image = small(coffee_image)
    first, again, other = (done(image, grain=50, seed=seed).tobytes() for seed in (1, 1, 2))
    assert first == again != other


@settings(max_examples=30, deadline=None)
@given(st.dictionaries(st.sampled_from(NAMES), AMOUNTS, max_size=5))
def test_there_and_back_is_nothing(amounts: dict[str, float]) -> None:
    there = Adjust(**{name: value for name, value in amounts.items() if name in _SIGNED})
    back = Adjust(**{name: -value for name, value in there.amounts.items()})
    merged = back.merge(there)
    assert merged is not None
    assert merged.amounts == {}


def test_merging_needs_the_same_place_and_sums_in_range() -> None:
    face = Region(phrase="face")
    assert Adjust(exposure=60).merge(Adjust(exposure=60)) is None
    assert Adjust(blur=60).merge(Adjust(blur=30)).blur == 90  # type: ignore[union-attr]
    assert Adjust(exposure=10, region=face).merge(Adjust(exposure=10)) is None
    assert Adjust(exposure=10, region=face).merge(Adjust(tint=5, region=face)).amounts == {"exposure": 10, "tint": 5}  # type: ignore[union-attr]
    assert Adjust(exposure=10).merge(Adjust(auto=True)) is None


def test_half_of_it_and_too_much_of_it() -> None:
    half = Adjust(exposure=40, blur=10).scaled(0.5)
    assert half is not None
    assert half.amounts == {"exposure": 20, "blur": 5}
    assert Adjust(exposure=80).scaled(2).exposure == 100  # type: ignore[union-attr]
    assert Adjust(auto=True).scaled(0.5) is None


def test_it_tells_what_it_does() -> None:
    assert Adjust(exposure=40, temperature=-6).describe() == "exposure +40, temperature −6"
    assert Adjust(blur=12.5, auto=True).describe() == "auto, blur 12.5"
    assert Adjust().describe() == "adjust nothing"


@pytest.mark.parametrize("wrong", [{"exposure": 101}, {"blur": -1}, {"grain": float("nan")}, {"brightnes": 3}])
def test_out_of_range_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValidationError):
        Adjust(**wrong)


def test_auto_brightens_a_dark_picture_and_says_by_how_much(coffee_image: Image.Image) -> None:
    dark = done(coffee_image, exposure=-80)
    resolved = Adjust(auto=True).resolve(dark, None, Studio(engines=[]))
    assert not resolved.auto
    assert resolved.exposure > 10
    assert np.mean(pixels(done(dark, auto=True))) > np.mean(pixels(dark)) + 8


def test_auto_takes_a_cast_away_and_leaves_a_good_picture_nearly_alone(sample: Callable[[str], object]) -> None:
    good = Image.open(str(sample("astronaut.png"))).convert("RGB")
    studio = Studio(engines=[])
    assert all(abs(amount) <= 20 for amount in Adjust(auto=True).resolve(good, None, studio).amounts.values())
    warm = done(good, temperature=60)
    assert Adjust(auto=True).resolve(warm, None, studio).temperature < -4


def test_auto_measures_the_region_alone(coffee_image: Image.Image) -> None:
    image = coffee_image.copy()
    image.paste(Image.new("RGB", (300, 400), (20, 20, 22)), (0, 0))
    left = Selection.rectangle((0, 0, 300, 400), image.size)
    studio = Studio(engines=[])
    right = Selection.rectangle((300, 0, 600, 400), image.size)
    here, there = (Adjust(auto=True).resolve(image, part, studio) for part in (left, right))
    assert here.exposure > there.exposure + 10


def test_a_gray_picture_stays_gray_unless_it_is_tinted(coffee_image: Image.Image) -> None:
    gray = small(coffee_image).convert("L")
    assert done(gray, exposure=30).mode == "L"
    assert done(gray, auto=True).mode == "L"
    assert done(gray, temperature=30).mode == "RGB"


def test_transparency_is_left_alone(noise: Callable[..., Image.Image]) -> None:
    image = noise((40, 30), 2, "RGBA")
    result = done(image, exposure=40, sharpness=30)
    assert result.getchannel("A").tobytes() == image.getchannel("A").tobytes()
