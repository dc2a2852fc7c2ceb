"""Photographs that ship with scikit-image, and small drawn scenes whose answer is known."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as PILImage
from PIL import ImageDraw
from PIL.Image import Image

from tools.selection import Selection
from tools.studio import Studio


@pytest.fixture(scope="session")
def photograph() -> Callable[[str], Image]:
    import skimage

    folder = Path(skimage.__file__).parent / "data"

    def load(name: str) -> Image:
        return PILImage.open(folder / name).convert("RGB")

    return load


@pytest.fixture
def studio() -> Studio:
    return Studio()


@pytest.fixture(scope="session")
def scene() -> Image:
    """A green meadow with light noise, a red ball left, a blue box right and a smaller red ball top right."""
    rng = np.random.default_rng(5)
    image = PILImage.fromarray((np.full((240, 360, 3), (96, 140, 80)) + rng.normal(0, 5, (240, 360, 3))).astype("u1"))
    draw = ImageDraw.Draw(image)
    draw.ellipse((40, 90, 120, 170), fill=(200, 30, 35))
    draw.rectangle((220, 120, 300, 200), fill=(35, 80, 200))
    draw.ellipse((270, 20, 310, 60), fill=(205, 28, 30))
    return image


@pytest.fixture(scope="session")
def iou() -> Callable[[Selection, Image], float]:
    """Intersection over union of a selection and a mask of the whole picture."""

    def measure(found: Selection, truth: Image) -> float:
        a, b = np.asarray(found.full()) > 127, np.asarray(truth) > 127
        return float((a & b).sum() / max((a | b).sum(), 1))

    return measure
