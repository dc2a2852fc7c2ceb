"""Stable Diffusion inpainting: a local edit on a real photograph, through the program's own loading code."""

from __future__ import annotations

from collections.abc import Callable

from PIL import Image

from tests.models import tiny
from tools.apply import apply
from tools.engines import pulled
from tools.engines.options import Options
from tools.operations import parse
from tools.studio import Studio

ADD = {"op": "add", "object": "hat", "region": {"box": (0.4, 0.3, 0.6, 0.6)}, "sampling": {"steps": 2}}


def test_a_local_edit(have: Callable[..., object], coffee: Image.Image) -> None:
    shelf = have("sd-inpaint", tiny.sd_inpaint)
    studio = Studio(engines=pulled(shelf, Options()))
    first, second, other = (apply(coffee, parse({**ADD, "seed": seed}), studio) for seed in (1, 1, 2))
    assert first.receipt.engine == "sd-inpaint"
    assert first.receipt.changed_outside == 0
    assert first.receipt.changed_inside
    assert first.image.size == coffee.size
    assert first.image.tobytes() == second.image.tobytes() != other.image.tobytes()
