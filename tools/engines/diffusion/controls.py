"""The pictures that guide a model's shapes: as attached, or read off the photograph itself.

Edges (Canny 1986) are the only ones that can be read off here; a pose, a depth or a segmentation map has to be given.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PIL import Image as PILImage

from tools.errors import EditRejected

if TYPE_CHECKING:
    from PIL.Image import Image

    from tools.engines.diffusion.family import Family
    from tools.studio import Studio
    from tools.types import ControlKind


def drawn(studio: Studio, family: Family, image: Image | None, mask: Image | None) -> dict[ControlKind, Image]:
    """The controls of the edit at work, RGB, in the picture's own pixels. Raises EditRejected for one not given."""
    found: dict[ControlKind, Image] = {}
    for control in studio.controls:
        if control.kind not in family.controls:
            studio.note(f"{family.name} takes no {control.kind} guide; it was left out")
            continue
        if control.picture is not None:
            picture = studio.picture(control.picture).convert("RGB")
            found[control.kind] = picture if image is None else picture.resize(image.size, PILImage.Resampling.LANCZOS)
        elif control.kind == "canny" and image is not None:
            found[control.kind] = edges(image)
        else:
            raise EditRejected(f"A {control.kind} guide has to be given.", "Attach a picture of it.")
    return found


def edges(image: Image) -> Image:
    """White edges on black, RGB; thresholds by the picture's own median."""
    import cv2

    gray = np.asarray(image.convert("L"))
    middle = float(np.median(gray))
    found = cv2.Canny(gray, max(10.0, 0.66 * middle), min(250.0, max(30.0, 1.33 * middle)))
    return PILImage.fromarray(np.asarray(found, np.uint8)).convert("RGB")
