"""Photographs to measure with: scikit-image's samples laid side by side at their own size, so that noise stays real."""

import random
from pathlib import Path

from PIL import Image

SAMPLES = (
    *("astronaut.png", "coffee.png", "chelsea.png", "rocket.jpg", "motorcycle_left.png"),
    *("motorcycle_right.png", "hubble_deep_field.jpg", "ihc.png"),
)

SIZES = {1: (1156, 867), 4: (2312, 1734), 12: (4000, 3000)}
"""Megapixels to (width, height), 4:3."""


def samples() -> list[Image.Image]:
    import skimage

    folder = Path(skimage.__file__).parent / "data"
    return [Image.open(folder / name).convert("RGB") for name in SAMPLES]


def mosaic(size: tuple[int, int], seed: int = 0) -> Image.Image:
    """A picture of `size` (width, height) of whole and mirrored samples at odd offsets, the same for the same seed."""
    chance, width, height = random.Random(seed), *size
    pictures, whole, top = samples(), Image.new("RGB", size), 0
    while top < height:
        left, row = -chance.randrange(200), height
        while left < width:
            one = chance.choice(pictures)
            if chance.random() < 0.5:
                one = one.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
            whole.paste(one, (left, top))
            left, row = left + one.width, min(row, one.height)
        top += row
    return whole
