"""Twelve rounds of local edits through a pipeline whose VAE is lossy: what was never edited stays, to the bit."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image

from tests.models import tiny
from tools.apply import apply
from tools.canvas import Canvases
from tools.engines import pulled
from tools.engines.diffusion.families.sd_inpaint import SdInpaint
from tools.engines.options import Options
from tools.models.shelf import Shelf
from tools.operations import parse
from tools.selection import pixel_box
from tools.studio import Studio

BOXES = [(x, y, x + 0.2, y + 0.2) for y in (0.02, 0.4, 0.78) for x in (0.02, 0.26, 0.53, 0.78)]


def test_what_was_never_edited_stays_through_twelve_rounds(
    have: Callable[..., Shelf], coffee: Image.Image, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SdInpaint, "canvases", Canvases((), 32, 0.01))
    studio = Studio(engines=pulled(have("sd-inpaint", tiny.sd_inpaint), Options()), chosen="sd-inpaint")
    image, untouched = coffee, np.ones((coffee.height, coffee.width), bool)
    for number, box in enumerate(BOXES):
        said = {"op": "add", "object": "cup", "region": {"box": box}, "seed": number, "sampling": {"steps": 1}}
        before, edit = image, apply(image, parse(said), studio)
        image = edit.image
        assert (edit.receipt.changed_outside, edit.receipt.same_size) == (0, True)
        assert edit.receipt.changed_inside
        x0, y0, x1, y1 = pixel_box(box, image.size)
        here = np.zeros_like(untouched)
        here[y0:y1, x0:x1] = True
        assert (np.asarray(image)[~here] == np.asarray(before)[~here]).all()
        untouched &= ~here
    assert untouched.mean() > 0.3
    assert (np.asarray(image)[untouched] == np.asarray(coffee)[untouched]).all()


def test_the_bare_pipeline_changes_what_it_was_to_leave_alone(have: Callable[..., Shelf], coffee: Image.Image) -> None:
    from diffusers import StableDiffusionInpaintPipeline

    shelf = have("sd-inpaint", tiny.sd_inpaint)
    pipe = StableDiffusionInpaintPipeline.from_pretrained(shelf.place("sd-inpaint"))
    pipe.set_progress_bar_config(disable=True)
    small = coffee.resize((64, 64))
    mask = Image.new("L", small.size)
    mask.paste(255, (0, 0, 16, 16))
    made = pipe("cup", image=small, mask_image=mask, width=64, height=64, num_inference_steps=1).images[0]
    apart = np.asarray(made, int)[16:, 16:] - np.asarray(small, int)[16:, 16:]
    assert np.abs(apart).max() > 40
