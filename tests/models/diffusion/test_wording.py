"""How each of the large editors is asked, and on which canvas: the arguments of its pipeline, without any model."""

from __future__ import annotations

import pytest
from PIL import Image

from tests.models.editors import SIZE, arguments, box_mask
from tools.engines.diffusion import FAMILIES
from tools.painting import LIKE


@pytest.mark.parametrize("size", [(640, 480), (4032, 3024), (333, 1000), (6000, 500), (1920, 1080), (1000, 999)])
def test_kontext_keeps_to_the_canvas(size: tuple[int, int]) -> None:
    """Its pipeline works its size out of the area and the proportions, rounded down to sixteen."""
    width, height = FAMILIES["kontext"].canvases.of(size)
    assert round((width * height * (width / height)) ** 0.5) // 16 * 16 == width
    assert round((width * height / (width / height)) ** 0.5) // 16 * 16 == height


def test_kontext_is_asked_as_its_makers_advise() -> None:
    mask = box_mask((70, 40, 122, 90))
    whole = arguments("kontext", "instruct", "make the sky pink.")
    assert whole["prompt"] == "Make the sky pink"
    assert (whole["width"], whole["height"], whole["max_area"], whole["_auto_resize"]) == (*SIZE, 192 * 128, False)
    assert (whole["num_inference_steps"], whole["guidance_scale"]) == (28, 2.5)
    assert "mask_image" not in whole
    part = arguments("kontext", "instruct", "Replace the dog with a cat.", mask)
    assert part["prompt"] == "Replace the dog with a cat, while keeping everything else unchanged"
    assert part["strength"] == 1
    told = arguments("kontext", "instruct", "Make it red and keep its shape", mask)["prompt"]
    assert told == "Make it red and keep its shape"
    style = arguments("kontext", "restyle", "watercolor")["prompt"]
    assert style.startswith("Turn it into a watercolor painting, while maintaining the original composition")
    added = arguments("kontext", "paint", "straw hat", mask)["prompt"]
    assert added.startswith("Add a straw hat in the middle of the picture, matching the light")


def test_kontext_takes_one_example_and_says_so() -> None:
    notes: list[str] = []
    mask, example = box_mask((70, 40, 122, 90)), Image.new("RGB", (200, 100), "red")
    found = arguments("kontext", "paint", f"a hat{LIKE}", mask, references=(example, example), note=notes.append)
    assert found["image_reference"].size == (192, 96)
    assert found["prompt"].startswith("Add this hat in the middle")
    assert notes == ["kontext is shown one example at most, and only to paint after; 1 were left out"]
    assert "image_reference" not in arguments("kontext", "instruct", "Make it so.", references=(example,))


def test_klein_counts_its_pictures() -> None:
    mask = box_mask((70, 40, 122, 90))
    red, blue = Image.new("RGB", (3000, 1000), "red"), Image.new("RGB", (200, 300), "blue")
    plain = arguments("flux2-klein", "instruct", "make the sky pink", mask)
    assert plain["prompt"] == "Make the sky pink. Keep everything else exactly the same."
    assert (plain["num_inference_steps"], plain["guidance_scale"], plain["strength"]) == (4, 1, 1)
    assert "image_reference" not in plain
    after = arguments("flux2-klein", "paint", f"a straw hat{LIKE}", mask, references=(red, blue))
    assert after["prompt"].startswith("Add the straw hat from image 2 in the middle of the picture, matching")
    assert after["prompt"].endswith("Keep everything else in image 1 exactly the same.")
    first, second = (one.size for one in after["image_reference"])
    assert first == second == (1728, 576)
    whole = arguments("flux2-klein", "instruct", "Dress her as in image 2.", references=(red, blue))
    assert [one.size for one in whole["image"]] == [SIZE, (1728, 576), (192, 304)]
    assert whole["prompt"] == "Dress her as in image 2."
    assert arguments("flux2-klein", "generate", "a red boat")["prompt"] == "a red boat"


@pytest.mark.parametrize(
    "size", [(640, 480), (4032, 3024), (333, 1000), (6000, 500), (1920, 1080), (1000, 999), (9, 9)]
)
def test_klein_has_nothing_to_cut_off(size: tuple[int, int]) -> None:
    """Its pipelines shrink what is over 1024 × 1024, and refuse a side of less than 64 or more than eight others."""
    width, height = FAMILIES["flux2-klein"].canvases.of(size)
    assert width * height <= 1024 * 1024
    assert min(width, height) >= 64
    assert max(width, height) <= 8 * min(width, height)
