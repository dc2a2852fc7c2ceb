"""A change of colour as a three-dimensional table, for pictures too large to compute pixel by pixel.

It knows nothing of what the change is; it samples a function and lets Pillow interpolate (trilinear).
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image as PILImage
from PIL import ImageFilter

if TYPE_CHECKING:
    from collections.abc import Callable

    from PIL.Image import Image

    from tools.oklab import Floats

SIZE = 65
_LARGE = 4_000_000  # pixels above which two threads are worth their start


def mapped(image: Image, change: Callable[[Floats], Floats]) -> Image:
    """RGB `image` with `change` (float32 (height, width, 3) in [0, 1] → the same) done to every pixel's colour.

    A picture with fewer pixels than the table has entries is computed directly.
    """
    if image.width * image.height <= SIZE**3:
        values = change(np.asarray(image, np.float32) / 255)
        return PILImage.fromarray((np.clip(values, 0, 1) * 255 + 0.5).astype(np.uint8))
    ramp = np.linspace(0, 1, SIZE, dtype=np.float32)
    blue, green, red = np.meshgrid(ramp, ramp, ramp, indexing="ij")
    table = change(np.stack([red, green, blue], axis=-1).reshape(SIZE, SIZE * SIZE, 3))
    return _through(image, np.clip(table, 0, 1).astype(np.float32))


def _through(image: Image, table: Floats) -> Image:
    """Pillow lets go of the interpreter lock, so two halves of a large picture run at once."""
    lookup = ImageFilter.Color3DLUT(SIZE, table.ravel(), target_mode="RGB", _copy_table=False)
    if image.width * image.height < _LARGE:
        return image.filter(lookup)
    middle = image.height // 2
    parts = (0, 0, image.width, middle), (0, middle, *image.size)
    out = PILImage.new("RGB", image.size)
    with ThreadPoolExecutor(2) as pool:
        for box, part in zip(parts, pool.map(lambda box: image.crop(box).filter(lookup), parts), strict=True):
            out.paste(part, box)
    return out
