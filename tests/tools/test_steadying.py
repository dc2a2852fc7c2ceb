"""Edits by a model that does more than it was asked to: put right within the mask, told, and nothing else touched."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw
from PIL.ImageCms import ImageCmsProfile, createProfile

from tools.apply import apply
from tools.errors import ModelUnavailable
from tools.operations.add import Add
from tools.operations.instruct import Instruct
from tools.operations.remove import Remove
from tools.operations.restyle import Restyle
from tools.operations.viewpoint import Viewpoint
from tools.registration import Shift, undone
from tools.studio import Engine, Studio
from tools.types import Edit, Operation, Region, Sampling

BOX = (0.375, 0.375, 0.625, 0.625)


class Careless:
    """An engine that gives back `change(picture)`, whatever it was asked for."""

    name = "careless"
    skills = frozenset({"fill", "paint", "instruct", "restyle"})
    drifts = True

    def __init__(self, change: Callable[[Image.Image], Image.Image]) -> None:
        self.change = change
        self.masks: list[Image.Image | None] = []

    def versions(self) -> dict[str, str]:
        return {"careless": "1"}

    def fill(self, image: Image.Image, mask: Image.Image, sampling: Sampling) -> Image.Image:
        self.masks.append(mask)
        return self.change(image)

    def paint(self, image: Image.Image, mask: Image.Image, prompt: str, sampling: Sampling) -> Image.Image:
        return self.fill(image, mask, sampling)

    def instruct(self, image: Image.Image, words: str, mask: Image.Image | None, sampling: Sampling) -> Image.Image:
        self.masks.append(mask)
        return self.change(image)

    def restyle(self, image: Image.Image, style: str, sampling: Sampling) -> Image.Image:
        return self.change(image)


@pytest.fixture(scope="module")
def photo(sample: Callable[[str], Path]) -> Image.Image:
    with Image.open(sample("rocket.jpg")) as opened:
        return opened.convert("RGB")


def done(photo: Image.Image, operation: Operation, change: Callable[[Image.Image], Image.Image]) -> Edit:
    engine: Engine = Careless(change)
    return apply(photo, operation, Studio(engines=[engine], chosen="careless"))


def hatted(image: Image.Image) -> Image.Image:
    """A blue thing in the middle."""
    out = image.copy()
    width, height = out.size
    ImageDraw.Draw(out).ellipse((width * 0.45, height * 0.45, width * 0.55, height * 0.55), fill=(20, 60, 240))
    return out


HAT = Add(object="hat", region=Region(box=BOX))


def outside(photo: Image.Image, edit: Edit) -> int:
    """Pixels outside what was asked for that are not as they were, counted without the program's own counting."""
    changed = (np.asarray(photo) != np.asarray(edit.image)).any(axis=2)
    assert edit.asked is not None
    return int((changed & (np.asarray(edit.asked.full()) == 0)).sum())


def test_a_shift_is_undone_and_told(photo: Image.Image) -> None:
    straight = done(photo, HAT, hatted)
    moved = done(photo, HAT, lambda image: undone(hatted(image), Shift(-7.0, 0.0)))
    assert straight.receipt.shift_px == 0
    assert moved.receipt.shift_px == pytest.approx(7.0, abs=0.1)
    assert any("shifted the picture by 7.0 px; undone" in note for note in moved.receipt.notes)
    assert outside(photo, moved) == moved.receipt.changed_outside == 0
    difference = np.abs(np.asarray(moved.image, int) - np.asarray(straight.image, int))
    assert difference.mean() < 0.02


def test_a_cast_is_matched_on_the_ring_and_told(photo: Image.Image) -> None:
    cast = done(photo, HAT, lambda image: hatted(image.point([min(255, v + 14) for v in range(256)] * 3)))
    straight = done(photo, HAT, hatted)
    assert any("colours were off by 14 levels" in note for note in cast.receipt.notes)
    assert np.abs(np.asarray(cast.image, int) - np.asarray(straight.image, int)).mean() < 0.2
    assert outside(photo, cast) == 0


@pytest.mark.parametrize("size", [(64, 64), (1000, 500), (640, 427)])
def test_another_size_is_put_back(photo: Image.Image, size: tuple[int, int]) -> None:
    edit = done(photo, HAT, lambda image: hatted(image).resize(size))
    assert edit.image.size == photo.size
    assert edit.receipt.same_size
    assert outside(photo, edit) == 0


def test_changes_everywhere_are_told_and_kept_out(photo: Image.Image) -> None:
    noise = np.random.default_rng(2).integers(0, 256, (photo.height, photo.width, 3), np.uint8)
    edit = done(photo, HAT, lambda image: Image.fromarray(noise[: image.height, : image.width]))
    assert outside(photo, edit) == 0
    assert any("also changed" in note and "kept as it was" in note for note in edit.receipt.notes)
    assert edit.receipt.shift_px == 0


def test_the_seam_is_soft_and_inside(photo: Image.Image) -> None:
    edit = done(photo, HAT, lambda image: Image.new("RGB", image.size, (255, 0, 255)))
    strip = np.asarray(edit.image, int)[photo.height // 2, 240 : 240 + 12]
    before = np.asarray(photo, int)[photo.height // 2, 240 : 240 + 12]
    steps = np.abs(strip - before).max(axis=1)
    assert steps[0] < steps[3] < steps[11]
    assert outside(photo, edit) == 0


def test_an_instruction_without_a_region_is_taken_over_where_it_did_something(photo: Image.Image) -> None:
    def repainted(image: Image.Image) -> Image.Image:
        coarse = image.resize((image.width // 2, image.height // 2)).resize(image.size)
        return hatted(coarse.point([min(255, round(1.02 * v + 2)) for v in range(256)] * 3))

    edit = done(photo, Instruct(instruction="Give it a balloon."), lambda image: undone(repainted(image), Shift(-3, 2)))
    receipt = edit.receipt
    assert receipt.changed_outside == 0
    assert receipt.mask_px is not None
    assert 0.005 < receipt.mask_px / (photo.width * photo.height) < 0.05
    assert receipt.shift_px == pytest.approx(13**0.5, abs=0.1)
    assert any("only where the model's picture really differs" in note for note in receipt.notes)
    assert edit.image.crop((0, 0, 200, 427)).tobytes() == photo.crop((0, 0, 200, 427)).tobytes()


def test_a_change_of_everything_is_taken_whole_at_the_same_size(photo: Image.Image) -> None:
    def night(image: Image.Image) -> Image.Image:
        return image.point([v // 3 for v in range(256)] * 3)

    edit = done(photo, Instruct(instruction="Make it night."), lambda image: night(image).resize((512, 512)))
    assert edit.image.size == photo.size
    assert edit.receipt.changed_outside is None
    assert edit.receipt.mask_px is None


def test_a_style_keeps_its_place_and_size(photo: Image.Image) -> None:
    def styled(image: Image.Image) -> Image.Image:
        drawn = image.point([(v // 64) * 64 for v in range(256)] * 3)
        return undone(drawn, Shift(-7.0, 0.0)).resize((768, 512))

    edit = done(photo, Restyle(style="linocut of the twenties"), styled)
    assert edit.image.size == photo.size
    assert edit.receipt.shift_px == pytest.approx(7.0, abs=0.3)


def test_another_viewpoint_is_not_registered(photo: Image.Image) -> None:
    edit = done(photo, Viewpoint(view="from farther left"), lambda image: undone(image, Shift(-9.0, 0.0)))
    assert edit.receipt.shift_px == 0
    assert edit.image.tobytes() == undone(photo, Shift(-9.0, 0.0)).tobytes()


def test_a_removal_by_a_chosen_engine_stays_in_its_place(photo: Image.Image) -> None:
    edit = done(photo, Remove(region=Region(box=BOX)), lambda image: undone(image, Shift(-7.0, 0.0)))
    assert edit.receipt.changed_outside == 0
    assert edit.receipt.engine == "careless"


def test_a_model_sees_srgb_and_the_picture_keeps_its_numbers(photo: Image.Image) -> None:
    profile = bytearray(ImageCmsProfile(createProfile("sRGB")).tobytes())
    red, green = profile.index(b"rXYZ"), profile.index(b"gXYZ")
    profile[red : red + 4], profile[green : green + 4] = b"gXYZ", b"rXYZ"  # a space whose red is green
    profile[84:100] = bytes(16)
    seen: list[Image.Image] = []

    def hat(image: Image.Image) -> Image.Image:
        seen.append(image)
        return hatted(image)

    studio = Studio(engines=[Careless(hat)], icc=bytes(profile).replace(b"s\0R\0G\0B", b"x\0R\0G\0B"))
    edit = apply(photo, HAT, studio)
    assert edit.receipt.changed_outside == 0
    assert seen[0].getpixel((5, 5)) != photo.crop(edit.written.frame.padded(80).box).getpixel((5, 5))  # type: ignore[union-attr]
    red_level, green_level, blue_level = edit.image.getpixel((320, 213))  # type: ignore[misc]
    assert (red_level, green_level) == (pytest.approx(60, abs=8), pytest.approx(20, abs=12))
    assert blue_level > 200


def test_one_edits_findings_are_not_the_next_ones(photo: Image.Image) -> None:
    studio = Studio(engines=[Careless(lambda image: undone(hatted(image), Shift(-7.0, 0.0)))])
    first = apply(photo, Instruct(instruction="Add a ball."), studio)
    assert first.receipt.shift_px > 6
    studio.engines = []
    second = apply(photo, Restyle(style="sepia"), studio)
    assert second.receipt.shift_px == 0
    assert second.receipt.changed_outside is None


def test_a_look_is_painted_here_unless_another_engine_is_asked_for_by_name(photo: Image.Image) -> None:
    black = Careless(lambda image: Image.new("RGB", image.size))
    small = photo.resize((64, 48))
    assert apply(small, Restyle(style="sepia"), Studio(engines=[black])).receipt.engine == "embedded"
    assert apply(small, Restyle(style="sepia"), Studio(engines=[black], chosen="careless")).receipt.engine == "careless"
    with pytest.raises(ModelUnavailable):
        apply(small, Restyle(style="linocut of the twenties"), Studio(engines=[]))
